"""What an office settles of a season where no source does: the settings, their values, and how they lie over a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import FOR_ALL, FOR_CONTACT, FROM_DEADLINE, FROM_TODAY, FieldKind, NoticePack
from reviewer_app.domain.values.normalised import parse_date

#: No day, count or limit of an office is larger.
_LARGEST = 9999
#: What is counted in years: more cannot be reckoned with, and 100 keeps for ever.
_MOST_YEARS, _MOST_MONTHS = 100, 600
#: The years in which a day of a season can lie.
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: Words that a person writes stay on one line of the page.
LONGEST_WORDS = 200
_COUNT = re.compile("[1-9][0-9]{0,3}")


class SettingKind(StrEnum):
    """How a setting's value is written; stored as text."""

    DAY = "day"
    COUNT = "count"
    CHOICE = "choice"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class SeasonSetting:
    """One thing an office settles for a season; `name` is a member of `Limits`, a code of the office or a point."""

    name: str
    label: str
    kind: SettingKind
    unit: str = ""
    most: int = _LARGEST


@dataclass(frozen=True, slots=True)
class Settled:
    """A setting's value as it was settled: who, when and why; never changed, a later one takes its place."""

    name: str
    value: str
    by: str
    at: datetime
    reason: str


_DAY, _COUNTED, _CHOICE, _WORDS = SettingKind.DAY, SettingKind.COUNT, SettingKind.CHOICE, SettingKind.WORDS
_YEARS = "年（100 即永久）"
_WORKDAYS = "个工作日（内部时限）"
#: The members of `Limits` in the order in which they are shown.
LIMIT_SETTINGS = (
    SeasonSetting("applicant_deadline", "申报截止", _DAY),
    SeasonSetting("sending_deadline", "报送截止", _DAY),
    SeasonSetting("own_intake_day", "本局收件截止", _DAY),
    SeasonSetting("own_sending_day", "本局报送日", _DAY),
    SeasonSetting("term_months", "试点期限", _COUNTED, "个月", _MOST_MONTHS),
    SeasonSetting("extension_months", "延期", _COUNTED, "个月", _MOST_MONTHS),
    SeasonSetting("most_per_applicant", "每单位最多申报", _COUNTED, "项"),
    SeasonSetting("copies_required", "收取份数", _COUNTED, "份"),
    SeasonSetting("copies_to_send", "报送份数", _COUNTED, "份"),
    SeasonSetting("sheets_to_send", "推荐意见报送份数", _COUNTED, "份"),
    SeasonSetting("parcel_for", "邮包", _CHOICE),
    SeasonSetting("lookback_years", "回溯", _COUNTED, "年", _MOST_YEARS),
    SeasonSetting("lookback_from", "回溯起算", _CHOICE),
    SeasonSetting("tell_defects_workdays", "一次性告知时限", _COUNTED, _WORKDAYS),
    SeasonSetting("review_workdays", "初审时限", _COUNTED, _WORKDAYS),
    SeasonSetting("correction_workdays", "补正时限", _COUNTED, _WORKDAYS),
    SeasonSetting("opinion_characters", "意见字数上限", _COUNTED, "字"),
    SeasonSetting("look_up_days", "查询有效", _COUNTED, "天"),
    SeasonSetting("keep_sent_years", "推荐上报保管期限", _COUNTED, _YEARS, _MOST_YEARS),
    SeasonSetting("keep_declined_years", "不予推荐保管期限", _COUNTED, _YEARS, _MOST_YEARS),
    SeasonSetting("keep_ended_years", "其他办结保管期限", _COUNTED, _YEARS, _MOST_YEARS),
    SeasonSetting("keep_personal_years", "个人信息保留期限", _COUNTED, _YEARS, _MOST_YEARS),
    SeasonSetting("keep_working_years", "过程稿保留期限", _COUNTED, _YEARS, _MOST_YEARS),
)
#: Open (待确认) as long as neither pack nor office has a word for it.
_OPEN_WITHOUT_WORD = frozenset({"copies_to_send", "sheets_to_send", "parcel_for"})
#: The notice's own data, which a season begun before its notice came has to be given.
NOTICE_SETTINGS = (
    SeasonSetting("notice", "通知标题", _WORDS),
    SeasonSetting("number", "通知文号", _WORDS),
    SeasonSetting("issued_on", "印发日期", _DAY),
)
#: The codes that begin document numbers; in a season of their own they stand before those of the office.
CODE_LABELS = {
    "agency_code": "推荐意见代字",
    "correction_code": "补正通知代字",
    "transfer_code": "转送函代字",
    "letter_code": "报送函代字",
    "decline_code": "不予推荐告知书代字",
    "consultation_code": "征求意见函代字",
    "withdrawal_code": "撤回推荐函代字",
    "visit_code": "走访通知代字",
    "reminder_code": "提醒函代字",
    "support_code": "延期支持函代字",
    "acceptance_code": "验收推荐函代字",
    "conclusion_code": "试点结论告知函代字",
}
CODE_SEASON_SETTINGS = tuple(SeasonSetting(name, label, _WORDS) for name, label in CODE_LABELS.items())
#: What has to be settled before a season that was begun from the last one counts as checked.
NEEDED_TO_CHECK = ("notice", "number", "issued_on", "applicant_deadline", "sending_deadline")
#: The version of a pack made from the last season's: every pack of the new notice itself is newer.
DRAFT_VERSION = "0"
#: What such a pack cannot have from the last season's notice.
NOT_CARRIED_OVER = ("number", "issued_on")
#: Under this name stands the notice's own file, its hash and its name; no setting that is typed.
NOTICE_FILE = "notice_file"
#: Under these names stand the hash of a pack that came in and awaits the head's word, and of one he approved.
PACK_AWAITS, PACK_APPROVED = "pack_awaits", "pack_approved"
#: Under this name stands whether a season is a draft; no setting that is typed.
STANDING = "standing"


class Standing(StrEnum):
    """Whether a season's pack was checked against its notice; stored."""

    DRAFT = "draft"
    CHECKED = "checked"


def standing_of(settled: Mapping[str, Settled]) -> Standing:
    """How a season stands; one that never was a draft counts as checked."""
    said = settled.get(STANDING)
    return Standing(said.value) if said else Standing.CHECKED


def awaits_approval(settled: Mapping[str, Settled], pack: NoticePack) -> bool:
    """Whether a pack came in and the head has not approved it; one of earlier times was never asked about."""
    came, approved = settled.get(PACK_AWAITS), settled.get(PACK_APPROVED)
    is_new = came is not None and came.value == pack.sha256
    return is_new and (approved is None or approved.value != pack.sha256)


def outlives_closing(name: str) -> bool:
    """Whether something is still settled of a season that was closed: how long its papers are kept."""
    return name.startswith("keep_")


def points_of(pack: NoticePack) -> tuple[SeasonSetting, ...]:
    """What a pack names as open beside its limits: settled in the office's own words."""
    return tuple(SeasonSetting(text, text, _WORDS) for text in pack.words.get("unsettled", ()))


def settings_of(pack: NoticePack) -> tuple[SeasonSetting, ...]:
    """Everything that can be settled of a season; `pack` is the one without what was settled."""
    return (*LIMIT_SETTINGS, *NOTICE_SETTINGS, *CODE_SEASON_SETTINGS, *points_of(pack))


def is_open(pack: NoticePack, name: str) -> bool:
    """Whether a pack, as it lies under what was settled, leaves a thing open (待确认)."""
    if name in _OPEN_WITHOUT_WORD and not getattr(pack.limits, name):
        return True
    return name in pack.limits.unsettled or name in pack.words.get("unsettled", ())


def choices_of(pack: NoticePack, name: str) -> dict[str, str]:
    """What may be chosen for a setting, in the office's words."""
    if name == "parcel_for":
        return {FOR_CONTACT: "一位联系人一个邮包", FOR_ALL: "全部一个邮包"}
    fields = {field.id: field.label for field in pack.fields if field.kind is FieldKind.DATE}
    return {**fields, FROM_DEADLINE: "申报截止日", FROM_TODAY: "办理当日"}


def value_now(pack: NoticePack, setting: SeasonSetting) -> str:
    """The value a pack has for a setting, as it is typed; empty where it has none."""
    if setting in LIMIT_SETTINGS:
        value = getattr(pack.limits, setting.name)
        return "" if value in (0, None) else str(value)
    return str(getattr(pack, setting.name)) if setting in NOTICE_SETTINGS else ""


def shown(pack: NoticePack, setting: SeasonSetting, value: str) -> str:
    """A value in the office's words."""
    if setting.kind is SettingKind.CHOICE:
        return choices_of(pack, setting.name).get(value, value)
    return f"{value} {setting.unit}".strip() if value else ""


def checked_value(pack: NoticePack, setting: SeasonSetting, typed: str) -> str:
    """What was typed as it is stored; RefusalError `season.…` with the setting's name as field."""
    typed, places = " ".join(typed.split()), {"field": setting.name, "label": setting.label}
    if not typed:
        raise RefusalError("season.empty", **places)
    match setting.kind:
        case SettingKind.DAY:
            day = parse_date(typed)
            if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise RefusalError("season.bad_day", **places, typed=typed)
            return day.isoformat()
        case SettingKind.COUNT:
            if not _COUNT.fullmatch(typed) or int(typed) > setting.most:
                raise RefusalError("season.bad_count", **places, typed=typed, most=setting.most)
            return typed
        case SettingKind.CHOICE:
            if typed not in choices_of(pack, setting.name):
                raise RefusalError("season.bad_choice", **places, typed=typed)
    if len(typed) > LONGEST_WORDS:
        raise RefusalError("season.long_words", **places, most=LONGEST_WORDS)
    return typed


def laid_over(pack: NoticePack, settled: Mapping[str, Settled]) -> NoticePack:
    """A pack with what the season's office settled: its values, and nothing settled is 待确认 any more."""
    if not settled:
        return pack
    limits: dict[str, Any] = {one.name: _typed(one, settled) for one in LIMIT_SETTINGS if one.name in settled}
    limits["unsettled"] = tuple(name for name in pack.limits.unsettled if name not in settled)
    notice: dict[str, Any] = {one.name: _typed(one, settled) for one in NOTICE_SETTINGS if one.name in settled}
    words = {**pack.words}
    if "unsettled" in words:
        words["unsettled"] = tuple(text for text in words["unsettled"] if text not in settled)
    return replace(pack, limits=replace(pack.limits, **limits), words=words, **notice)


def check_together(pack: NoticePack) -> None:
    """Refuses settings that contradict one another; RefusalError `season.…`."""
    limits = pack.limits
    if limits.sending_deadline < limits.applicant_deadline:
        days = {"applicant": limits.applicant_deadline, "sending": limits.sending_deadline}
        raise RefusalError("season.deadlines_order", field="sending_deadline", **days)
    own = limits.own_sending_day
    if own is not None and own > limits.sending_deadline:
        raise RefusalError("season.own_day_late", field="own_sending_day", own=own, sending=limits.sending_deadline)
    if limits.copies_to_send > limits.copies_required:
        counts = {"sent": limits.copies_to_send, "required": limits.copies_required}
        raise RefusalError("season.too_many_copies", field="copies_to_send", **counts)


def _typed(setting: SeasonSetting, settled: Mapping[str, Settled]) -> date | int | str:
    value = settled[setting.name].value
    match setting.kind:
        case SettingKind.DAY:
            return date.fromisoformat(value)
        case SettingKind.COUNT:
            return int(value)
    return value
