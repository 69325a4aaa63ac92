"""归档年度: which cases of a season make its archive, kept how long, and which cannot go in and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.dispatch.retention import FileUnit, UnitKind, kind_of, years_of
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.domain.states import State
from reviewer_app.services.archive.batch_papers import season_units
from reviewer_app.services.archive.gathering import merged_into
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: Which paper's number a unit is listed under, by what it is kept as.
_NUMBERED_BY = {
    UnitKind.SENT: DocumentKind.RECOMMENDATION,
    UnitKind.DECLINED: DocumentKind.DECLINE_LETTER,
    UnitKind.ENDED: DocumentKind.TRANSFER_LETTER,
}


#: What is said of a case beyond its kind.
_ENDED_AS = {State.RECOMMENDATION_WITHDRAWN: "推荐上报后撤回"}


@dataclass(frozen=True, slots=True)
class NotArchived:
    """A case that is not in the package, and why."""

    intake_number: str
    project_name: str
    why: str


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """What an archive of a season will hold; `open_kinds` are kept for a time that nobody has settled yet."""

    season: str
    bureau: str
    by: str
    units: tuple[FileUnit, ...]
    left_out: tuple[NotArchived, ...]
    open_kinds: tuple[UnitKind, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many units there are of each period."""
        return Counter(one.period for one in self.units)


def archive_seasons(unit: UnitOfWork) -> tuple[str, ...]:
    """The seasons that this library has rules for, the newest first; the one in work is always among them."""
    return tuple(sorted({unit.settings.get().season, *unit.packs.seasons()}, reverse=True))


def plan_archive(unit: UnitOfWork, season: str = "") -> ArchivePlan:
    """The cases of a season by intake number; those that are not ended, away or merged are named with the reason.

    Raises RefusalError `pack.none`.
    """
    office = unit.settings.get()
    season = season or office.season
    limits = unit.packs.current(season).limits
    cases = sorted(
        unit.applications.in_states(season, [state.value for state in State]), key=lambda one: one.intake_number
    )
    events = unit.events.of_some([one.id for one in cases])
    units: list[FileUnit] = []
    left_out = []
    numbers: Counter[int] = Counter()
    for case in cases:
        why, kind = _hindrance(unit, case), kind_of(case.state)
        if why or kind is None:
            left_out.append(NotArchived(case.intake_number, case.project_name, why))
            continue
        years = years_of(limits, kind)
        numbers[years] += 1
        moved = [one.at.date() for one in events.get(case.id, ()) if one.to_state]
        day = moved[-1] if moved else case.registered_at.date()
        units.append(
            FileUnit(
                *(case.id, case.intake_number, case.project_name, case.applicant, kind, years, numbers[years]),
                *(_number(unit, case, kind), day),
                ended_as=_ENDED_AS.get(case.state, ""),
            )
        )
    years = years_of(limits, UnitKind.SENT)
    for own in season_units(unit, season):
        numbers[years] += 1
        units.append(replace(own, years=years, number=numbers[years]))
    left_out += [
        NotArchived(f"第{one.number}批", sentence("archive.batch_papers"), sentence("archive.batch_open"))
        for one in unit.batches.all(season)
        if one.is_open
    ]
    used = {one.kind for one in units}
    still_open = tuple(kind for kind in UnitKind if kind in used and kind.value in limits.unsettled)
    return ArchivePlan(season, office.bureau, unit.actor.name, tuple(units), tuple(left_out), still_open)


def _hindrance(unit: UnitOfWork, case: Application) -> str:
    """Why a case is not among the units; empty where it is."""
    if case.is_away:
        void = case.custody is not None and case.custody.is_void
        return sentence("archive.unit_void" if void else "archive.unit_away")
    if case.state is State.PAIRED:
        return sentence("archive.unit_merged", {"other": merged_into(unit, case)})
    if kind_of(case.state) is None:
        return sentence("archive.unit_open", {"state": case.state.label})
    if unit.retention.gone_of_some([case.id]).get(case.id) is Depth.FILES:
        return sentence("archive.unit_destroyed")
    return ""


def _number(unit: UnitOfWork, case: Application, kind: UnitKind) -> str:
    """文号: the number of the paper that ended the case; none where it ended without one."""
    is_taken_back = case.state is State.RECOMMENDATION_WITHDRAWN
    wanted = (DocumentKind.WITHDRAWAL_LETTER if is_taken_back else _NUMBERED_BY[kind]).value
    found = [one.called for one in unit.register.of_case(case.id) if one.kind == wanted and not one.is_void]
    return found[-1] if found else ""
