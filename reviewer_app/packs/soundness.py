"""What a pack that comes in has to hold beyond the agreement of its parts: it is asked at the door, not of kept packs.

Days and counts that can be reckoned with, a season that fits its days, names that a reader can tell apart, no unseen
signs, and an id that can name a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.seasons.settings import FIRST_YEAR, LAST_YEAR, LIMIT_SETTINGS, SeasonSetting, SettingKind
from reviewer_app.domain.values.normalised import header_key

#: A key of the text, and what is wrong there.
Unsound = tuple[str, str]

_ID = re.compile(r"[\w\-.·（）〔〕]+")
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6})*")
#: What stands in one line on the page.
_ONE_LINE = frozenset({"id", "version", "season", "title", "notice", "number", "name", "label", "header", "clause"})
_PLAIN_BREAKS = "\n\t"


def unsound(pack: NoticePack, table: Mapping[str, object]) -> tuple[Unsound, ...]:
    """All that is unsound in a pack; `table` is its text as it was read."""
    looks = (_names(pack), _season(pack), _days(pack), _counts(pack), _own_days(pack), _alike(pack), _signs(table))
    return tuple(one for look in looks for one in look)


def _names(pack: NoticePack) -> Iterator[Unsound]:
    if not _ID.fullmatch(pack.id) or pack.id.startswith("."):
        yield "id", "只能用文字、数字、短横线和点，要用作文件名"
    if not _VERSION.fullmatch(pack.version):
        yield "version", "应为数字，如 2 或 2.1，新旧按它比较"


def _season(pack: NoticePack) -> Iterator[Unsound]:
    """A notice is of the year in which one applies, of the one before its last day, or of the one after."""
    last = pack.limits.applicant_deadline
    if not pack.season.isascii():
        yield "season", "应为四位年份，用半角数字"
    if abs(int(pack.season) - last.year) > 1:
        yield "season", f"与申报截止 {last} 相差一年以上，年度或日期有一处写错"


def _days(pack: NoticePack) -> Iterator[Unsound]:
    for key, day in (("issued_on", pack.issued_on), *_of_limits(pack, SettingKind.DAY)):
        if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield key, f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间"


def _counts(pack: NoticePack) -> Iterator[Unsound]:
    for setting in LIMIT_SETTINGS:
        for key, count in _of_limits(pack, SettingKind.COUNT, setting):
            if isinstance(count, int) and count > setting.most:
                yield key, f"不能多于 {setting.most} {setting.unit}".rstrip()


def _of_limits(pack: NoticePack, kind: SettingKind, only: SeasonSetting | None = None) -> Iterator[tuple[str, object]]:
    """The days or counts of the season and of each class that has its own."""
    for one in LIMIT_SETTINGS if only is None else (only,):
        if one.kind is kind:
            yield f"limits.{one.name}", getattr(pack.limits, one.name)
            for place, own in enumerate(pack.limits.by_class):
                yield f"limits.by_class[{place}].{one.name}", getattr(own, one.name, None)


def _own_days(pack: NoticePack) -> Iterator[Unsound]:
    limits = pack.limits
    if limits.own_sending_day is not None and limits.own_sending_day > limits.sending_deadline:
        yield "limits.own_sending_day", f"晚于报送截止 {limits.sending_deadline}"
    for name in ("own_intake_day", "own_sending_day"):
        day = getattr(limits, name)
        if day is not None and day < pack.issued_on:
            yield f"limits.{name}", f"早于通知的印发日期 {pack.issued_on}"


def _alike(pack: NoticePack) -> Iterator[Unsound]:
    """Names that are told apart by blanks or signs alone: what an applicant writes would fit both."""
    yield from _told_apart("sectors", pack.sectors, _folded)
    for place, field in enumerate(pack.fields):
        yield from _told_apart(f"fields[{place}].choices", field.choices, _folded)
    yield from _told_apart("fields", [field.label for field in pack.fields], header_key)


def _told_apart(key: str, names: Iterable[str], folded: Callable[[str], str]) -> Iterator[Unsound]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(folded(name), name)
        if other != name:
            yield key, f"“{name}”与“{other}”只差空格或符号"


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _signs(value: object, key: str = "") -> Iterator[Unsound]:
    """Signs that nobody sees, and ends of lines where a text stands in one line."""
    if isinstance(value, str):
        breaks = "" if key.rpartition(".")[2] in _ONE_LINE else _PLAIN_BREAKS
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") and sign not in breaks for sign in value):
            yield key, "含有看不见的字符或换行"
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _signs(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _signs(inner, f"{key}[{place}]" if isinstance(inner, dict) else key)
