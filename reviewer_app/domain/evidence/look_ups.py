"""Look-ups: where an officer looked a unit up, on which day, for which window, and what was found there.

A sentence like “未查到…” may stand only where `lacks_of` finds nothing wanting. Nobody decides by a look-up alone: the
point's answer is the officer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, NoticePack


class Window(Protocol):
    """First and last day of the years that count for a case."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


class LookUpResult(StrEnum):
    """What a look-up came to; stored. Look-ups kept before there were results have words alone: `UNSTATED`."""

    NOTHING_FOUND = "nothing_found"
    HIT = "hit"
    UNCLEAR = "unclear"
    UNSTATED = "unstated"

    @property
    def label(self) -> str:
        """The result in the office's words: it speaks of that place and that day alone; "" when nobody stated one."""
        return _LABELS[self]


_LABELS = {
    LookUpResult.NOTHING_FOUND: "未查到相关记录",
    LookUpResult.HIT: "查到记录",
    LookUpResult.UNCLEAR: "结果不明确",
    LookUpResult.UNSTATED: "",
}
#: What a person may state today.
STATEABLE = (LookUpResult.NOTHING_FOUND, LookUpResult.HIT, LookUpResult.UNCLEAR)
_NO_CONCLUSION = (LookUpResult.UNCLEAR, LookUpResult.UNSTATED)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What is recorded of a look-up: site, day, window (both ends or neither), result, words, points served."""

    site: str
    on: date
    start: date | None
    end: date | None
    result: LookUpResult
    words: str
    rule_ids: tuple[str, ...]

    def said(self, days: str) -> str:
        """The result, the days it looked at, and what the officer wrote of it."""
        label, words = self.result.label, self.words.rstrip("。")
        return f"{label}{days}：{words}" if label and words else f"{label}{days}" if label else f"{words}{days}"


@dataclass(frozen=True, slots=True)
class LookUp:
    """One look-up of one case as it is kept; a withdrawn one stays on record and serves nothing any more."""

    id: int
    found: LookedUp
    by: str
    at: datetime | None
    sha256: str = ""
    file_name: str = ""
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    @property
    def is_standing(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None

    def serves(self, rule_id: str) -> bool:
        """Whether it stands and is bound to a point."""
        return self.is_standing and rule_id in self.found.rule_ids

    def covers(self, window: Window) -> bool:
        """Whether the whole window was looked at; a look-up cannot see beyond its own day, nor without a window."""
        found = self.found
        if found.start is None or found.end is None:
            return False
        return found.start <= window.start and window.end <= min(found.end, found.on)

    def touches(self, window: Window) -> bool:
        """Whether it saw any day of the window; one without a window may have."""
        found = self.found
        if found.start is None or found.end is None:
            return True
        return found.start <= window.end and window.start <= found.end

    def is_older_than(self, limit: int, today: date) -> bool:
        """Whether more than `limit` days have passed since; a day that has not come yet is no proof either."""
        return not 0 <= (today - self.found.on).days <= limit


class Lack(StrEnum):
    """Why the look-ups of a point do not bear “未查到…”; stored nowhere, the sentence stands under `look_up_lack`."""

    MISSING = "missing"
    NOT_COVERING = "not_covering"
    TOO_OLD = "too_old"
    UNCLEAR = "unclear"
    HIT = "hit"


def look_ups_for(look_ups: Iterable[LookUp], rule_id: str) -> tuple[LookUp, ...]:
    """The standing look-ups of a point, in the order they were recorded."""
    return tuple(one for one in look_ups if one.serves(rule_id))


def lacks_of(
    look_ups: Iterable[LookUp], rule: ChecklistRule, window: Window | None, limit: int, today: date
) -> tuple[Lack, ...]:
    """What is wanting of a point's look-ups on a day (at sign-off, batch, seal); empty where one bears “未查到…”.

    A hit always counts, whatever another site says; an unclear one until the same site is clean. Else one clean
    look-up that covers the window and is young enough is sufficient; without one, what is wanting is named.
    """
    if not rule.needs_lookup:
        return ()
    standing = look_ups_for(look_ups, rule.id)
    counted = window if rule.has_lookback else None
    lacks: list[Lack] = []
    if not standing:
        return (Lack.MISSING,)
    if any(one.found.result is LookUpResult.HIT and (counted is None or one.touches(counted)) for one in standing):
        lacks.append(Lack.HIT)
    clean = [one for one in standing if one.found.result is LookUpResult.NOTHING_FOUND]
    if any(one.found.result in _NO_CONCLUSION and not _is_cleared(one, clean) for one in standing):
        lacks.append(Lack.UNCLEAR)
    covering = [one for one in clean if counted is None or one.covers(counted)]
    if any(not one.is_older_than(limit, today) for one in covering):
        return tuple(lacks)
    if clean and not covering:
        lacks.append(Lack.NOT_COVERING)
    if covering or (clean and all(one.is_older_than(limit, today) for one in clean)):
        lacks.append(Lack.TOO_OLD)
    return tuple(lacks)


def bearing_look_ups(
    look_ups: Iterable[LookUp], rule: ChecklistRule, window: Window | None, limit: int, today: date
) -> tuple[LookUp, ...]:
    """The look-ups that bear “未查到…” of a point on a day; none where anything is wanting or the window is unknown."""
    kept = look_ups_for(look_ups, rule.id)
    if (rule.has_lookback and window is None) or lacks_of(kept, rule, window, limit, today):
        return ()
    counted = window if rule.has_lookback else None
    return tuple(
        one
        for one in kept
        if one.found.result is LookUpResult.NOTHING_FOUND
        and (counted is None or one.covers(counted))
        and not one.is_older_than(limit, today)
    )


def _is_cleared(unclear: LookUp, clean: Iterable[LookUp]) -> bool:
    """Whether the same site was looked at again, not earlier, and was clean then."""
    return any(one.found.site == unclear.found.site and one.found.on >= unclear.found.on for one in clean)


def lacking(
    pack: NoticePack, values: Mapping[str, str], look_ups: Sequence[LookUp], window: Window | None, today: date
) -> tuple[tuple[ChecklistRule, tuple[Lack, ...]], ...]:
    """The points of a case whose look-ups do not bear “未查到…” today, each with what is wanting; for every act.

    `pack.limits.look_up_days` is the season's limit of age.
    """
    limit = pack.limits.look_up_days
    asked = ((rule, lacks_of(look_ups, rule, window, limit, today)) for rule in pack.rules if rule.in_scope(values))
    return tuple((rule, lacks) for rule, lacks in asked if lacks)


def check_finding(pack: NoticePack, values: Mapping[str, str], found: LookedUp, today: date) -> None:
    """Refuses a look-up that cannot be: RefusalError `look_up.…` with the field it belongs beside."""
    if not found.site:
        raise RefusalError("look_up.no_site", field="site")
    if found.result not in STATEABLE:
        raise RefusalError("look_up.no_result", field="result")
    if found.on > today:
        raise RefusalError("look_up.in_future", field="day", day=found.on, today=today)
    if found.result is not LookUpResult.NOTHING_FOUND and not found.words:
        raise RefusalError("look_up.no_words", field="words", result=found.result.label)
    _check_window(found)
    takers = {rule.id for rule in pack.rules if rule.takes_look_ups and rule.in_scope(values)}
    if not found.rule_ids or not takers.issuperset(found.rule_ids):
        raise RefusalError("look_up.no_item", field="items")


def _check_window(found: LookedUp) -> None:
    if found.start is None or found.end is None:
        raise RefusalError("look_up.no_window", field="window")
    if found.start > found.end:
        raise RefusalError("look_up.window_order", field="window", start=found.start, end=found.end)
    if found.end > found.on:
        raise RefusalError("look_up.window_ahead", field="window", day=found.on, end=found.end)
