"""The documents the office makes, by kind, and the names they go by."""

from __future__ import annotations

from enum import StrEnum


def document_number(code: str, year: str, serial: str) -> str:
    """A document number, e.g. 沪示市监函〔2024〕12号 (GB/T 9704-2012, 7.2.5); empty where the kind has no code."""
    return f"{code}〔{year}〕{serial}号" if code else ""


class DocumentKind(StrEnum):
    """One kind of document; the value names its template and its demo file."""

    RECOMMENDATION = "recommendation"
    OPINION_OVERLAY = "opinion-overlay"
    CALIBRATION = "calibration"
    CORRECTION_NOTICE = "correction-notice"
    RECEIPT = "receipt"
    COVERING_LETTER = "covering-letter"
    CONTENTS_LIST = "contents-list"
    LABELS = "labels"
    ENVELOPE_DL = "envelope-dl"
    ENVELOPE_C5 = "envelope-c5"
    TRANSFER_LETTER = "transfer-letter"
    DECLINE_LETTER = "decline-letter"
    CONSULTATION_LETTER = "consultation-letter"
    WITHDRAWAL_LETTER = "withdrawal-letter"
    VISIT_NOTICE = "visit-notice"
    REMINDER_LETTER = "reminder-letter"
    EXTENSION_SUPPORT = "extension-support"
    ACCEPTANCE_RECOMMENDATION = "acceptance-recommendation"
    PILOT_CONCLUSION = "pilot-conclusion"
    RUN_SHEET = "run-sheet"
    READING_COPY = "reading-copy"
    RECOVERY_SHEET = "recovery-sheet"
    CLOSING_SLIP = "closing-slip"
    SEAL_COUNT = "seal-count"
    MAIL_CHECK = "mail-check"
    CASE_FILE = "case-file"
    DOSSIER_CONTENTS = "dossier-contents"
    UNIT_CONTENTS = "unit-contents"
    SUMMARY = "summary"
    REGISTER = "register"
    SEAL_REGISTER = "seal-register"
    SEAL_TRIAL = "seal-trial"
    FIGURES = "figures"
    DESTRUCTION_LIST = "destruction-list"
    PACK_READING = "pack-reading"
    NOTICE_COMPARISON = "notice-comparison"
    LEDGER_LIST = "ledger-list"
    DEEDS = "ledger-deeds"
    STANDARDS_LIST = "standards-list"
    CONSULTATION_LIST = "consultation-list"
    BODY_LIST = "body-list"
    RULES_LIST = "rules-list"
    YEAR_TURN = "year-turn"
    RETENTION_LIST = "retention-list"

    @property
    def label(self) -> str:
        """The document in the office's words."""
        return _LABELS[self]

    @property
    def speaks_for_office(self) -> bool:
        """Whether it says something to somebody outside in the office's name; slips for the desk and labels do not."""
        return self in _SPEAKING


_LABELS = {
    DocumentKind.RECOMMENDATION: "推荐意见",
    DocumentKind.OPINION_OVERLAY: "意见套打",
    DocumentKind.CALIBRATION: "套打校准页",
    DocumentKind.CORRECTION_NOTICE: "补正通知",
    DocumentKind.RECEIPT: "收件回执",
    DocumentKind.COVERING_LETTER: "报送函",
    DocumentKind.CONTENTS_LIST: "邮包清单",
    DocumentKind.LABELS: "地址标签",
    DocumentKind.ENVELOPE_DL: "信封（DL）",
    DocumentKind.ENVELOPE_C5: "信封（C5）",
    DocumentKind.TRANSFER_LETTER: "转送函",
    DocumentKind.DECLINE_LETTER: "不予推荐告知书",
    DocumentKind.CONSULTATION_LETTER: "征求意见函",
    DocumentKind.WITHDRAWAL_LETTER: "撤回推荐函",
    DocumentKind.VISIT_NOTICE: "走访通知",
    DocumentKind.REMINDER_LETTER: "提醒函",
    DocumentKind.EXTENSION_SUPPORT: "延期支持函",
    DocumentKind.ACCEPTANCE_RECOMMENDATION: "验收推荐函",
    DocumentKind.PILOT_CONCLUSION: "试点结论告知函",
    DocumentKind.RUN_SHEET: "核对单",
    DocumentKind.READING_COPY: "阅览件",
    DocumentKind.RECOVERY_SHEET: "恢复单",
    DocumentKind.CLOSING_SLIP: "收工条",
    DocumentKind.SEAL_COUNT: "用印清点单",
    DocumentKind.MAIL_CHECK: "寄前核对单",
    DocumentKind.CASE_FILE: "案件办理情况",
    DocumentKind.DOSSIER_CONTENTS: "案件档案目录",
    DocumentKind.UNIT_CONTENTS: "归档件目录",
    DocumentKind.SUMMARY: "推荐汇总表",
    DocumentKind.REGISTER: "发文登记",
    DocumentKind.SEAL_REGISTER: "用印登记",
    DocumentKind.SEAL_TRIAL: "印章与证书试样",
    DocumentKind.FIGURES: "数读",
    DocumentKind.DESTRUCTION_LIST: "销毁清单",
    DocumentKind.PACK_READING: "规则包阅读本",
    DocumentKind.NOTICE_COMPARISON: "通知对照表",
    DocumentKind.LEDGER_LIST: "台账清单",
    DocumentKind.DEEDS: "承诺与履行",
    DocumentKind.STANDARDS_LIST: "承诺标准清单",
    DocumentKind.CONSULTATION_LIST: "征询台账",
    DocumentKind.BODY_LIST: "机构名录",
    DocumentKind.RULES_LIST: "法规清单",
    DocumentKind.YEAR_TURN: "年度收尾情况",
    DocumentKind.RETENTION_LIST: "保管到期情况",
}

_SPEAKING = frozenset(
    {
        DocumentKind.RECOMMENDATION,
        DocumentKind.OPINION_OVERLAY,
        DocumentKind.CORRECTION_NOTICE,
        DocumentKind.RECEIPT,
        DocumentKind.COVERING_LETTER,
        DocumentKind.CONTENTS_LIST,
        DocumentKind.TRANSFER_LETTER,
        DocumentKind.DECLINE_LETTER,
        DocumentKind.CONSULTATION_LETTER,
        DocumentKind.WITHDRAWAL_LETTER,
        DocumentKind.VISIT_NOTICE,
        DocumentKind.REMINDER_LETTER,
        DocumentKind.EXTENSION_SUPPORT,
        DocumentKind.ACCEPTANCE_RECOMMENDATION,
        DocumentKind.PILOT_CONCLUSION,
        DocumentKind.READING_COPY,
        DocumentKind.SUMMARY,
    }
)
