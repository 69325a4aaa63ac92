"""The details of an entry: which keys each act has, and details of earlier versions under today's keys."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record.words import TRACE, EventAct, RecordKey

_A, _K = EventAct, RecordKey
_CERTIFICATE = {"持有者": _K.HOLDER, "签发者": _K.ISSUER, "有效期至": _K.VALID_TO, "指纹": _K.FINGERPRINT}
_CARD = {"往来方": _K.DESK, "核对号": _K.CHECK_NUMBER}
_PACKAGE = {
    "往来方": _K.DESK,
    "移交件": _K.PACKAGE_NUMBER,
    "校验值": _K.PACKAGE_HASH,
    "移交次数": _K.CUSTODY_NUMBER,
    "内容校验值": _K.CONTENT_HASH,
}
_SEAL = {
    "用印号": _K.SEAL_NUMBER,
    "用印方式": _K.SEAL_WAY,
    "印数": _K.IMPRESSIONS,
    "文件": _K.DOCUMENT,
    "编号": _K.DOCUMENT_NUMBER,
}
_SEAL_LIST = {
    "用印清单": _K.SEAL_LIST,
    "批次": _K.BATCH,
    "件数": _K.CASES,
    "用印方式": _K.SEAL_WAY,
    "复核方式": _K.APPROVAL,
    "文件": _K.DOCUMENT,
    "编号": _K.DOCUMENT_NUMBER,
}
_DESTRUCTION = {"销毁清单": _K.DESTRUCTION_LIST, "销毁范围": _K.DEPTH}
_TERM = {"编号": _K.DOCUMENT_NUMBER, "日期": _K.ON_DAY, "期限": _K.TERM_MONTHS, "期满": _K.ENDS_ON}
_PLAN = {"计划": _K.PLANNED, "日期": _K.ON_DAY, "情况": _K.FOUND}
_PARCEL = {"批次": _K.BATCH, "邮包": _K.PARCEL}
_REPLACED = {
    "批次": _K.BATCH,
    "文件": _K.FILE,
    "换下文件校验值": _K.FORMER_HASH,
    "清单校验值": _K.MANIFEST_HASH,
    "汇总表校验值": _K.SUMMARY_HASH,
    "文件清单校验值": _K.LIST_HASH,
}
_LIST = {"文件": _K.FILE, "行": _K.ROW, "网上状态": _K.PORTAL_STATUS}
#: The keys of each act in the order they are shown, each under the word by which the first versions stored it.
FORMER_KEYS: Mapping[str, Mapping[str, RecordKey]] = {
    _A.LIBRARY_CREATED: {"单位": _K.BUREAU},
    _A.DIGESTS_BEGUN: {"行数": _K.ROWS},
    _A.TABLES_CHANGED: {"行数": _K.ROWS},
    _A.USER_ADDED: {"姓名": _K.NAME, "角色": _K.ROLES},
    _A.ROLES_CHANGED: {"姓名": _K.NAME, "原角色": _K.FORMER_ROLES, "角色": _K.ROLES},
    _A.PASSWORD_SET: {"姓名": _K.NAME},
    _A.RETIRED: {"姓名": _K.NAME, "原角色": _K.FORMER_ROLES},
    _A.BROUGHT_BACK: {"姓名": _K.NAME, "角色": _K.ROLES},
    _A.ACCESS_TAKEN_OVER: {"姓名": _K.NAME},
    _A.MASTER_KEY_CHANGED: {"姓名": _K.NAME},
    _A.SHEET_USED: {"姓名": _K.NAME},
    _A.LOGINS_FAILED: {"姓名": _K.NAME, "次数": _K.TRIES, "最早": _K.FIRST_TRY, "最近": _K.LAST_TRY},
    _A.END_NOTED: {},
    _A.CLOCK_JUMPED: {"电脑时间": _K.CLOCK_SAID, "上次记录": _K.LAST_RECORDED},
    _A.SETTINGS_WRITTEN: {
        "单位": _K.BUREAU,
        "编号字头": _K.NUMBER_MARK,
        "机关代字": _K.OFFICE_CODES,
        "本人复核": _K.SELF_APPROVAL,
        "自动锁定分钟": _K.LOCK_AFTER,
    },
    _A.BACKUP_PLACE_CHOSEN: {"备份位置": _K.FOLDER},
    _A.BACKUP_REHEARSED: {"备份": _K.BACKUP, "件数": _K.CASES, "结论": _K.OUTCOME},
    _A.RESTORED: {
        "备份": _K.BACKUP,
        "原内容": _K.ASIDE,
        "未入备份的记录": _K.ENTRIES_LOST,
        "保留的号": _K.NUMBERS_KEPT,
    },
    _A.CERTIFICATE_TRUSTED: _CERTIFICATE,
    _A.CERTIFICATE_REMOVED: _CERTIFICATE,
    _A.REGISTERED: {"来源": _K.SOURCE},
    _A.IMPORTED: _LIST,
    _A.IMPORTED_AGAIN: {**_LIST, "仅纸质有": _K.PAPER_ONLY},
    _A.LIST_TOLD: {**_LIST, "来源": _K.SOURCE},
    _A.OWN_LIST_IMPORTED: {
        "清单": _K.LIST_KIND,
        "来源": _K.SOURCE,
        "截至": _K.AS_OF,
        "文件": _K.FILE,
        "行数": _K.ROWS,
        "替换": _K.REPLACED,
    },
    _A.PAPER_RECORDED: {"存放": _K.STORED_AT},
    _A.SET_RECEIVED: {"存放": _K.STORED_AT, "来件人": _K.SENDER, "份间": _K.COMPARED_COPIES},
    _A.SCAN_KEPT: {"文件": _K.FILE, "依据": _K.GROUNDS},
    _A.PAIRED: {"纸质件": _K.PAPER_CASE, "网上件": _K.ONLINE_CASE, "依据": _K.GROUNDS},
    _A.PAIR_REFUSED: {"纸质件": _K.PAPER_CASE, "网上件": _K.ONLINE_CASE},
    _A.PAIR_PARTED: {"纸质件": _K.PAPER_CASE, "网上件": _K.ONLINE_CASE, "留下": _K.LEFT_BEHIND},
    _A.CASES_MERGED: {"并入的案件": _K.MERGED_CASE, "继续的案件": _K.KEPT_CASE, "来源": _K.SOURCE},
    _A.MERGE_UNDONE: {"并入的案件": _K.MERGED_CASE, "继续的案件": _K.KEPT_CASE, "留下": _K.LEFT_BEHIND},
    _A.DIFFERENCE_SETTLED: {
        "项目": _K.FIELD,
        "采用": _K.ADOPTED,
        "采用的值": _K.ADOPTED_VALUE,
        "网上为": _K.ONLINE_SAID,
        "纸质为": _K.PAPER_SAID,
    },
    _A.KEPT_APART: {"另一件": _K.OTHER_CASE},
    _A.SUBMITTED: {"结论": _K.OUTCOME, "类别": _K.PROJECT_CLASS, "与核对不一致": _K.CONTRADICTIONS},
    _A.REASON_GIVEN: {"所及": _K.POINT},
    _A.CORRECTION_ASKED: {"补正期限": _K.DUE_ON, "意见": _K.OPINION},
    _A.CORRECTION_DRAFTED: {"补正期限": _K.DUE_ON},
    _A.CORRECTION_TOLD: {"送达方式": _K.DELIVERED_HOW, "送达日期": _K.DELIVERED_ON, "签收": _K.RECEIPT},
    _A.SIGNED_OFF: {"结论": _K.OUTCOME, "复核方式": _K.APPROVAL},
    _A.HANDED_OVER: {"由": _K.HANDED_FROM, "至": _K.HANDED_TO},
    _A.SET_ASIDE: {"搁置到": _K.UNTIL},
    _A.TAKEN_UP: {"搁置到": _K.UNTIL},
    _A.UNDONE: {"所撤销": _K.UNDONE_ACT},
    _A.REDONE: {"所重做": _K.REDONE_ACT},
    _A.RECUSED: {"由": _K.HANDED_FROM, "至": _K.HANDED_TO, "意见": _K.OPINION},
    _A.CONSULTED: {"部门": _K.DEPARTMENT, "回复期限": _K.DUE_ON},
    _A.CONSULTATION_REMINDED: {"部门": _K.DEPARTMENT},
    _A.CONSULTATION_WITHDRAWN: {"部门": _K.DEPARTMENT},
    _A.VIEW_CAME: {
        "部门": _K.DEPARTMENT,
        "态度": _K.STANCE,
        "意见": _K.OPINION,
        "落款日期": _K.VIEWED_ON,
        "编号": _K.DOCUMENT_NUMBER,
    },
    _A.SEALED: _SEAL,
    _A.SEAL_ASKED: _SEAL_LIST,
    _A.SEAL_APPROVED: _SEAL_LIST,
    _A.SEAL_SENT_BACK: _SEAL_LIST,
    _A.SEAL_WITHDRAWN: _SEAL_LIST,
    _A.SEAL_OPENED: _SEAL_LIST,
    _A.SEAL_CLOSED: _SEAL_LIST,
    _A.SEAL_USED: _SEAL,
    _A.SEAL_STRUCK: _SEAL,
    _A.SEAL_SET_UP: {"印模": _K.SEAL_IMAGE, "证书": _K.SEAL_CERTIFICATE, "时间戳": _K.AUTHORITY},
    _A.BATCHED: {"批次": _K.BATCH},
    _A.SENT: {"批次": _K.BATCH},
    _A.BATCH_LEFT: {"批次": _K.BATCH},
    _A.RECOMMENDATION_WITHDRAWN: {"复核方式": _K.APPROVAL},
    _A.CITY_ANSWERED: {
        "批次": _K.BATCH,
        "结论": _K.OUTCOME,
        "答复日期": _K.ANSWERED_ON,
        "编号": _K.DOCUMENT_NUMBER,
        "联系人": _K.CONTACT,
        "补正期限": _K.DUE_ON,
        "行": _K.ROW,
        "名单校验值": _K.CITY_LIST_HASH,
    },
    _A.CITY_ANSWER_TAKEN_BACK: {"批次": _K.BATCH, "结论": _K.OUTCOME},
    _A.BATCH_EXCUSED: {"批次": _K.BATCH, "所及": _K.POINT},
    _A.PARCELS_PLANNED: _PARCEL,
    _A.PARCEL_DROPPED: _PARCEL,
    _A.PARCEL_PACKED: {**_PARCEL, "材料": _K.PIECES},
    _A.PARCEL_UNPACKED: {**_PARCEL, "材料": _K.PIECES},
    _A.PARCEL_CLOSED: {**_PARCEL, "材料": _K.PIECES},
    _A.PARCEL_OPENED: {**_PARCEL, "材料": _K.PIECES},
    _A.PARCEL_POSTED: {**_PARCEL, "承运单位": _K.COURIER, "快递单号": _K.WAYBILL, "日期": _K.ON_DAY},
    _A.POSTING_UNDONE: _PARCEL,
    _A.PARCEL_SIGNED_FOR: {**_PARCEL, "日期": _K.ON_DAY, "签收人": _K.RECEIVER},
    _A.PARCEL_RETURNED: {**_PARCEL, "日期": _K.ON_DAY, "文号": _K.DOCUMENT_NUMBER},
    _A.SENDING_TAKEN_BACK: {"批次": _K.BATCH},
    _A.LAYER_SAID: {"原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER},
    _A.PLACED: {"原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER, "件数": _K.CASES},
    _A.SCORED: {"所及": _K.POINT, "原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER},
    _A.LOOK_DRAWN: {"抽取": _K.DRAW, "种子": _K.SEED, "件数": _K.CASES, "抽取范围": _K.DRAWN_FROM},
    _A.LOOK_SAID: {"抽取": _K.DRAW, "复看": _K.VERDICT},
    _A.OBJECTION_ANSWERED: {"抽取": _K.DRAW},
    _A.ORDERED_BY_SCORES: {"原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER, "件数": _K.CASES},
    _A.ORDER_TAKEN_BACK: {"原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER, "件数": _K.CASES},
    _A.SEALED_SCAN_KEPT: {
        "编号": _K.DOCUMENT_NUMBER,
        "文件": _K.FILE,
        "页数": _K.PAGES,
        "印迹": _K.MARK_SEEN,
        "核看": _K.APPROVAL,
        "版本": _K.REPLACED,
        "内容校验值": _K.CONTENT_HASH,
    },
    _A.EXPORTED: {
        "批次": _K.BATCH,
        "文件": _K.FILE,
        "用印处": _K.SEAL_STYLE,
        "汇总表": _K.SUMMARY_FORMS,
        "件数": _K.CASES,
        "清单校验值": _K.MANIFEST_HASH,
        "汇总表校验值": _K.SUMMARY_HASH,
        "文件清单校验值": _K.LIST_HASH,
        "补报": _K.SUPPLEMENTS,
    },
    _A.PROJECT_TAKEN_ON: _TERM,
    _A.VISIT_PLANNED: _PLAN,
    _A.MILESTONE_SET: _PLAN,
    _A.PLAN_CALLED_OFF: {"计划": _K.PLANNED, "日期": _K.ON_DAY},
    _A.VISITED: {**_PLAN, "走访人": _K.PEOPLE, "文件": _K.FILE},
    _A.MILESTONE_REACHED: {**_PLAN, "文件": _K.FILE},
    _A.PROJECT_EXTENDED: {**_TERM, "文件": _K.FILE},
    _A.PROJECT_ACCEPTED: {
        "结论": _K.OUTCOME,
        "日期": _K.ON_DAY,
        "编号": _K.DOCUMENT_NUMBER,
        "得分": _K.SCORE,
        "加分": _K.BONUS,
        "文件": _K.FILE,
    },
    _A.CERTIFICATE_ENTERED: {"编号": _K.DOCUMENT_NUMBER, "日期": _K.ON_DAY, "文件": _K.FILE},
    _A.PROJECT_CLOSED: {"日期": _K.ON_DAY},
    _A.PILOT_ENDED: {"编号": _K.DOCUMENT_NUMBER, "日期": _K.ON_DAY},
    _A.LEDGER_TAKEN_BACK: {"所及": _K.POINT},
    _A.SHEET_REPLACED: _REPLACED,
    _A.LINE_DROPPED: _REPLACED,
    _A.BATCH_DISSOLVED: {"批次": _K.BATCH},
    _A.BATCH_REJOINED: {"批次": _K.BATCH},
    _A.PRINTED: {
        "文件": _K.DOCUMENT,
        "编号": _K.DOCUMENT_NUMBER,
        "联系人": _K.CONTACT,
        "份数": _K.COPIES,
        "打印机": _K.PRINTER,
        "补打": _K.REPRINT,
    },
    _A.PRINT_JOB_MADE: {
        "批次": _K.BATCH,
        "打印任务": _K.PRINT_JOB,
        "打印机": _K.PRINTER,
        "张数": _K.PRINT_SHEETS,
    },
    _A.PRINT_HANDED: {"打印任务": _K.PRINT_JOB, "打印机": _K.PRINTER, "张序": _K.PRINT_SHEETS},
    _A.PRINT_TOLD: {"打印任务": _K.PRINT_JOB, "情况": _K.PRINT_WORD, "张序": _K.PRINT_SHEETS},
    _A.DOSSIER_MADE: {"文件": _K.FILE, "页数": _K.PAGES, "没有收入": _K.LEFT_BEHIND, "内容校验值": _K.CONTENT_HASH},
    _A.SEASON_ARCHIVED: {
        "年度": _K.SEASON,
        "文件夹": _K.FOLDER,
        "件数": _K.CASES,
        "没有收入": _K.LEFT_BEHIND,
        "清单校验值": _K.MANIFEST_HASH,
    },
    _A.DESTRUCTION_PROPOSED: {**_DESTRUCTION, "年度": _K.SEASON, "件数": _K.CASES},
    _A.DESTRUCTION_CALLED_OFF: _DESTRUCTION,
    _A.DESTRUCTION_SIGNED: {**_DESTRUCTION, "件数": _K.CASES, "没有销毁": _K.LEFT_BEHIND},
    _A.CASE_DESTROYED: {**_DESTRUCTION, "保管规则": _K.RETENTION_RULE, "销毁内容": _K.GOES},
    _A.PAPER_ISSUED: {"文件": _K.DOCUMENT, "编号": _K.DOCUMENT_NUMBER, "发往": _K.ADDRESSEE},
    _A.NUMBER_VOIDED: {"文件": _K.DOCUMENT, "编号": _K.DOCUMENT_NUMBER},
    _A.PAPER_DELIVERED: {
        "文件": _K.DOCUMENT,
        "编号": _K.DOCUMENT_NUMBER,
        "送达方式": _K.DELIVERED_HOW,
        "送达日期": _K.DELIVERED_ON,
        "签收": _K.RECEIPT,
    },
    _A.SEASON_SETTLED: {"年度": _K.SEASON, "设置": _K.SETTING, "原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER},
    _A.PACK_LOADED: {"年度": _K.SEASON, "规则包": _K.PACK, "原规则包": _K.PACK_BEFORE, "文件": _K.FILE},
    _A.SEASON_BEGUN: {"年度": _K.SEASON, "规则包": _K.PACK},
    _A.SEASON_CHECKED: {"年度": _K.SEASON, "规则包": _K.PACK},
    _A.SEASON_TURNED_TO: {"年度": _K.SEASON},
    _A.PACK_FOLLOWED: {
        "规则包": _K.PACK,
        "原规则包": _K.PACK_BEFORE,
        "沿用": _K.KEPT,
        "重新作答": _K.ASKED_AGAIN,
    },
    _A.CARD_ISSUED: _CARD,
    _A.CARD_CONFIRMED: _CARD,
    _A.CARD_REMOVED: _CARD,
    _A.CASE_AWAY: _PACKAGE,
    _A.CASE_CAME: _PACKAGE,
    _A.PACKAGE_RECALLED: _PACKAGE,
    _A.COPY_VOIDED: {"原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER, **_PACKAGE},
    _A.CHANGE_HELD: _LIST,
    _A.CHANGE_MERGED: _LIST,
    _A.CHANGE_DROPPED: _LIST,
    _A.STANDARDS_TAKEN: {"承诺标准": _K.STANDARDS, "来源": _K.SOURCE},
    _A.STANDARD_AMENDED: {"标准": _K.STANDARD, "原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER},
    _A.STANDARD_REACHED: {"标准": _K.STANDARD, "阶段": _K.STAGE, "日期": _K.ON_DAY, "文件": _K.FILE},
    _A.STANDARD_STEPPED_BACK: {"标准": _K.STANDARD, "原": _K.VALUE_BEFORE, "现": _K.VALUE_AFTER},
    _A.STANDARD_GIVEN_UP: {"标准": _K.STANDARD},
    _A.STANDARD_STRUCK: {"标准": _K.STANDARD},
    _A.STANDARD_RESUMED: {"标准": _K.STANDARD},
    _A.PAPER_RECEIVED: {"编号": _K.DOCUMENT_NUMBER, "来文单位": _K.SENDER, "事由": _K.SUBJECT},
}
#: The documents by the names under which the first versions stored them.
_FORMER_DOCUMENTS: Mapping[str, DocumentKind] = {
    "推荐意见": DocumentKind.RECOMMENDATION,
    "意见套打": DocumentKind.OPINION_OVERLAY,
    "套打校准页": DocumentKind.CALIBRATION,
    "补正通知": DocumentKind.CORRECTION_NOTICE,
    "收件回执": DocumentKind.RECEIPT,
    "报送函": DocumentKind.COVERING_LETTER,
    "邮包清单": DocumentKind.CONTENTS_LIST,
    "地址标签": DocumentKind.LABELS,
    "信封（DL）": DocumentKind.ENVELOPE_DL,
    "信封（C5）": DocumentKind.ENVELOPE_C5,
    "转送函": DocumentKind.TRANSFER_LETTER,
    "不予推荐告知书": DocumentKind.DECLINE_LETTER,
    "核对单": DocumentKind.RUN_SHEET,
    "推荐汇总表": DocumentKind.SUMMARY,
    "发文登记": DocumentKind.REGISTER,
}


def keys_of(act: str) -> tuple[RecordKey, ...]:
    """The keys an entry of this act may have, in the order they are shown."""
    return tuple(FORMER_KEYS.get(act, {}).values())


def detail_as_stored(act: str, stored: Mapping[str, str]) -> dict[str, str]:
    """The details of a stored entry under today's keys; free lines stay as they are.

    An entry of a library that was begun by an earlier version has Chinese keys. What is stored is hashed and never
    changed: it is translated each time it is read.
    """
    former = FORMER_KEYS.get(act, {})
    detail = {former.get(key, key): value for key, value in stored.items() if key != TRACE}
    if RecordKey.DOCUMENT in detail:
        name = detail[RecordKey.DOCUMENT]
        detail[RecordKey.DOCUMENT] = _FORMER_DOCUMENTS.get(name, name)
    return detail
