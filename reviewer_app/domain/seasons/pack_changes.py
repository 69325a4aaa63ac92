"""What a newer pack changes for a case, point by point: an answer holds where the point is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.notice import ChecklistRule, NoticePack

#: What makes a point the same question; other words of it (what to bring, what to say) leave an answer standing.
_WORDS, _GROUNDS = ("clause", "title", "point"), ("needs_lookup", "needs_view", "has_lookback", "settled_by")
_MEANING = (*_WORDS, *_GROUNDS, "force", "scope", "asked")


class PointFate(StrEnum):
    """What becomes of a point."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The fate in the office's words."""
        return {"same": "相同", "changed": "有改动", "added": "新增", "gone": "取消"}[self.value]


@dataclass(frozen=True, slots=True)
class PointChange:
    """One point of either pack, with what becomes of it; `rule` is the newer one unless it is gone."""

    rule: ChecklistRule
    fate: PointFate


@dataclass(frozen=True, slots=True)
class PackChanges:
    """What is not the same in two packs, in words of the office beside the points."""

    points: tuple[PointChange, ...]
    fields_added: tuple[str, ...]
    fields_gone: tuple[str, ...]
    sectors_added: tuple[str, ...]
    sectors_gone: tuple[str, ...]
    contacts: tuple[str, ...]
    criteria_added: tuple[str, ...] = ()
    criteria_gone: tuple[str, ...] = ()

    def of(self, fate: PointFate) -> tuple[ChecklistRule, ...]:
        """The points of one fate."""
        return tuple(one.rule for one in self.points if one.fate is fate)


def compare_packs(former: NoticePack, newer: NoticePack) -> PackChanges:
    """What the newer of two packs changes."""
    before, after = {rule.id: rule for rule in former.rules}, {rule.id: rule for rule in newer.rules}
    points = [PointChange(rule, _fate(before.get(rule.id), rule)) for rule in newer.rules]
    points += [PointChange(rule, PointFate.GONE) for rule in former.rules if rule.id not in after]
    was, now = _labels(former), _labels(newer)
    return PackChanges(
        points=tuple(points),
        fields_added=tuple(now[key] for key in now if key not in was),
        fields_gone=tuple(was[key] for key in was if key not in now),
        sectors_added=tuple(one for one in newer.sectors if one not in former.sectors),
        sectors_gone=tuple(one for one in former.sectors if one not in newer.sectors),
        contacts=tuple(_contact_changes(former, newer)),
        criteria_added=_criteria_beside(newer, former),
        criteria_gone=_criteria_beside(former, newer),
    )


def _criteria_beside(pack: NoticePack, other: NoticePack) -> tuple[str, ...]:
    """The criteria of a pack that the other has not so: by other points it is another one."""
    has = {(one.id, one.title, one.points) for one in other.criteria}
    return tuple(f"{one.title} {one.points} 分" for one in pack.criteria if (one.id, one.title, one.points) not in has)


def _fate(before: ChecklistRule | None, rule: ChecklistRule) -> PointFate:
    if before is None:
        return PointFate.ADDED
    is_same = all(getattr(before, part) == getattr(rule, part) for part in _MEANING)
    return PointFate.SAME if is_same else PointFate.CHANGED


def _labels(pack: NoticePack) -> Mapping[str, str]:
    return {field.id: field.label for field in pack.fields}


def _contact_changes(former: NoticePack, newer: NoticePack) -> list[str]:
    """Each sector of both packs whose persons are others now, with who they were and are."""
    said = []
    for sector in newer.sectors:
        was, now = ("、".join(_reached(pack, sector)) for pack in (former, newer))
        if sector in former.sectors and was != now:
            said.append(f"{sector}：{was} → {now}")
    return said


def _reached(pack: NoticePack, sector: str) -> list[str]:
    return [f"{one.name} {one.telephone}" for one in pack.contacts if sector in one.sectors]
