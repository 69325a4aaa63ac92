"""The draft of a season's pack: each person's own, kept as it is typed, with the version it was begun on.

A version that came into force meanwhile is never written over in silence: the draft is carried over to it first. One
that was discarded waits beside and can be put back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import RecordKey
from reviewer_app.packs.checking import PackCheck
from reviewer_app.packs.drafting import (
    PackDraft,
    carried_over,
    from_kept,
    says_nothing_new,
    version_in,
    with_version,
)
from reviewer_app.services.cases.draft_keeping import NO_CASE, dialog_box
from reviewer_app.services.cases.permissions import require_member
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import Draft
from reviewer_app.services.seasons.editing import check_edited
from reviewer_app.services.seasons.pack_door import PackProposal, load_season_pack, propose_pack
from reviewer_resources.phrases import sentence

_DISCARDED = ":discarded"


@dataclass(frozen=True, slots=True)
class DraftByOther:
    """That somebody else has a draft of the same pack, and since when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """What the editor opens on.

    `fresh` is the version in force under the next number, `base` the version the draft was begun on. A draft that is
    kept has its day; `discarded_at` is that of one that was discarded and can be put back.
    """

    current: NoticePack
    fresh: PackDraft
    base: NoticePack
    kept: PackDraft | None
    kept_at: datetime | None
    kept_by: str
    discarded_at: datetime | None
    others: tuple[DraftByOther, ...]

    @property
    def draft(self) -> PackDraft:
        """What is edited: the draft, or the version in force where there is none."""
        return self.kept or self.fresh

    @property
    def is_of_former(self) -> bool:
        """Whether another version came into force since the draft was begun."""
        return self.base.sha256 != self.current.sha256

    def with_kept(self, draft: PackDraft | None, at: datetime, by: str) -> DraftDesk:
        """The same after what is edited was kept, or nothing is left to keep."""
        base = self.current if draft is None or draft.base == self.current.sha256 else self.base
        if draft is None:
            return replace(self, base=base, kept=None, kept_at=None, kept_by="")
        return replace(self, base=base, kept=draft, kept_at=at, kept_by=by)


def pack_draft_box(person: str, season: str) -> str:
    """The box in which a person's draft of a season's pack is kept."""
    return dialog_box(person, f"pack_editor:{season}")


def open_draft(unit: UnitOfWork, season: str) -> DraftDesk:
    """The season's pack as it is edited by the person who asks."""
    current = unit.packs.as_written(unit.packs.current(season).sha256)
    fresh = PackDraft(current.sha256, with_version(current.text, _next_version(unit, season)))
    boxes = unit.drafts.of(NO_CASE)
    own = pack_draft_box(unit.actor.name, season)
    kept = boxes.get(own)
    draft = from_kept(kept.text) if kept is not None else None
    base = current
    if draft is not None:
        base = _base_of(unit, season, draft) or current
        draft = PackDraft(base.sha256, draft.text, draft.typed)
    left = boxes.get(own + _DISCARDED)
    return DraftDesk(
        current=current,
        fresh=fresh,
        base=base,
        kept=draft,
        kept_at=kept.saved_at if kept is not None and draft is not None else None,
        kept_by=kept.by if kept is not None and draft is not None else "",
        discarded_at=left.saved_at if left is not None and left.text else None,
        others=tuple(_others(unit, season, boxes)),
    )


def discard_draft(unit: UnitOfWork, season: str) -> None:
    """Lays one's draft aside, from where it can be put back; RefusalError `pack_draft.none`."""
    require_member(unit.actor)
    box = pack_draft_box(unit.actor.name, season)
    _require_kept(unit, box)
    unit.drafts.move(NO_CASE, box, box + _DISCARDED)


def put_draft_back(unit: UnitOfWork, season: str) -> None:
    """Puts the draft back that was laid aside; one begun since is laid aside for it. RefusalError `pack_draft.none`."""
    require_member(unit.actor)
    box = pack_draft_box(unit.actor.name, season)
    left, between = box + _DISCARDED, box + ":between"
    _require_kept(unit, left)
    unit.drafts.move(NO_CASE, left, between)
    unit.drafts.move(NO_CASE, box, left)
    unit.drafts.move(NO_CASE, between, box)


@dataclass(frozen=True, slots=True)
class VersionInForce:
    """What a draft is carried over to: the version in force, the one the draft was begun on, the next number."""

    base: NoticePack
    current: NoticePack
    version: str

    def carry(self, draft: PackDraft) -> tuple[PackDraft, int]:
        """The draft on the version in force, and in how many places both had changed the text; nothing is written."""
        return carried_over(draft, self.base.text, self.current.text, self.current.sha256, self.version)


def version_in_force(unit: UnitOfWork, season: str, draft: PackDraft) -> VersionInForce:
    """The version in force beside the one a draft was begun on."""
    current = unit.packs.as_written(unit.packs.current(season).sha256)
    return VersionInForce(_base_of(unit, season, draft) or current, current, _next_version(unit, season))


def propose_draft(unit: UnitOfWork, season: str, draft: PackDraft) -> PackProposal:
    """What loading a draft would do; RefusalError `pack_draft.…`, `pack_editor.unchanged`, `pack_door.…`."""
    return propose_pack(unit, _loadable(unit, season, draft))


def load_draft(unit: UnitOfWork, season: str, draft: PackDraft) -> Changes:
    """Takes a draft in as its season's new version, to be approved; it is no draft any more. As `propose_draft`."""
    check = _loadable(unit, season, draft)
    base = _base_of(unit, season, draft)
    called = base.called if base is not None else sentence("pack_draft.base_unknown")
    origin: dict[str, str] = {RecordKey.DRAFTED: sentence("pack_draft.drafted", {"base": called})}
    changes = load_season_pack(unit, check, origin)
    unit.drafts.clear(NO_CASE, pack_draft_box(unit.actor.name, season))
    return changes


def _loadable(unit: UnitOfWork, season: str, draft: PackDraft) -> PackCheck:
    """The check of a draft that is whole and stands on the version in force."""
    for one in draft.typed:
        raise RefusalError("pack_draft.held", count=len(draft.typed), called=one.called, typed=one.words)
    check = check_edited(draft.text)
    if check.frame is None or check.frame.season not in unit.packs.seasons():
        return check
    if check.frame.season != season:
        raise RefusalError("pack_draft.other_season", season=season, other=check.frame.season)
    current = unit.packs.as_written(unit.packs.current(season).sha256)
    if draft.base != current.sha256:
        base = _base_of(unit, season, draft)
        called = base.called if base is not None else sentence("pack_draft.base_unknown")
        raise RefusalError("pack_draft.of_former", base=called, current=current.called)
    if says_nothing_new(draft.text, current.text):
        raise RefusalError("pack_editor.unchanged", pack=current.called)
    return check


def _next_version(unit: UnitOfWork, season: str) -> str:
    taken = [unit.packs.as_written(one).version for one in unit.packs.of_season(season)]
    numbers = [int(one.split(".")[0]) for one in taken if one.split(".")[0].isdecimal()]
    return str(max(numbers, default=0) + 1)


def _base_of(unit: UnitOfWork, season: str, draft: PackDraft) -> NoticePack | None:
    """The version a draft was begun on; of one that does not say, the version before its own."""
    packs = [unit.packs.as_written(one) for one in unit.packs.of_season(season)]
    noted = [one for one in packs if one.sha256 == draft.base]
    number = version_in(draft.text)
    before = [one for one in packs if not draft.base and number.isdecimal() and one.version == str(int(number) - 1)]
    return next(iter((*noted, *before)), None)


def _others(unit: UnitOfWork, season: str, boxes: dict[str, Draft]) -> list[DraftByOther]:
    own = unit.actor.name
    found = [one for one in boxes.values() if one.box == pack_draft_box(one.by, season) and one.by != own and one.text]
    return [DraftByOther(one.by, one.saved_at) for one in sorted(found, key=lambda one: one.saved_at, reverse=True)]


def _require_kept(unit: UnitOfWork, box: str) -> None:
    kept = unit.drafts.of(NO_CASE).get(box)
    if kept is None or not kept.text:
        raise RefusalError("pack_draft.none")
