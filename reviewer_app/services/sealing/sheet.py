"""What the step 用印 shows: each paper with its place on a list, its use, its scan, and what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reviewer_app.domain.application import Application, Role
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.road import StepStanding
from reviewer_app.domain.dispatch.seals import (
    ListedPaper,
    ListWord,
    ScanState,
    SealedPaper,
    SealList,
    SealSession,
    SealUse,
    SealWay,
    in_force,
)
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import RegisterEntry, Sealing
from reviewer_app.services.cases.sealing import why_not_sealable, why_off_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.lists import (
    on_lists,
    papers_of_batch,
    single_papers,
    usual_impressions,
    why_not_listed,
)
from reviewer_app.services.sealing.sessions import papers_left


class PaperStanding(Enum):
    """Where a paper stands on its way to the seal."""

    OPEN = auto()
    ASKED = auto()
    APPROVED = auto()
    REFUSED = auto()
    GIVEN_UP = auto()
    SCAN_AWAITED = auto()
    SCAN_DOUBTED = auto()
    SEALED = auto()

    @property
    def label(self) -> str:
        """The standing in the office's words."""
        return _STANDINGS[self]


_STANDINGS = {
    PaperStanding.OPEN: "未申请",
    PaperStanding.ASKED: "待同意",
    PaperStanding.APPROVED: "待盖",
    PaperStanding.REFUSED: "不能盖",
    PaperStanding.GIVEN_UP: "已撤回",
    PaperStanding.SCAN_AWAITED: "待扫描",
    PaperStanding.SCAN_DOUBTED: "请看",
    PaperStanding.SEALED: "已盖",
}


@dataclass(frozen=True, slots=True)
class SealLine:
    """One paper of the step; `refusal` says why it cannot be asked for, or not be sealed although it was approved."""

    entry: RegisterEntry
    case: Application | None
    standing: PaperStanding
    impressions: int
    listed: ListedPaper | None = None
    list_id: int = 0
    use: SealUse | None = None
    scan: SealedPaper | None = None
    refusal: RefusalError | None = None


@dataclass(frozen=True, slots=True)
class SealSheet:
    """All of the step: the papers, the lists asked for, the session that is open, the number of the next use."""

    lines: tuple[SealLine, ...]
    lists: tuple[SealList, ...]
    sessions: tuple[SealSession, ...]
    next_serial: int
    batch: Batch | None = None
    allows_self_approval: bool = True
    #: Who may use the seal, by name.
    keepers: tuple[str, ...] = ()

    @property
    def waiting(self) -> SealList | None:
        """The newest list of which nobody has said anything."""
        return next((one for one in reversed(self.lists) if one.is_open), None)

    @property
    def approved(self) -> SealList | None:
        """The newest approved list on which a paper still waits for the seal, else the newest approved one."""
        approved = [one for one in self.lists if one.is_approved]
        left = {line.list_id for line in self.lines if line.standing is PaperStanding.APPROVED}
        return next((one for one in reversed(approved) if one.id in left), approved[-1] if approved else None)

    @property
    def sent_back(self) -> SealList | None:
        """The last list, when it was sent back."""
        last = self.lists[-1] if self.lists else None
        is_back = last is not None and last.last is not None and last.last.word is ListWord.SENT_BACK
        return last if is_back else None

    @property
    def session(self) -> SealSession | None:
        """The session that is open on a list of this step."""
        ids = {one.id for one in self.lists}
        return next((one for one in self.sessions if one.list_id in ids), None)

    def standing_in(self, *standings: PaperStanding) -> tuple[SealLine, ...]:
        """The papers that stand so."""
        return tuple(line for line in self.lines if line.standing in standings)

    @property
    def askable(self) -> tuple[SealLine, ...]:
        """The papers for which the seal may be asked now."""
        return tuple(line for line in self.lines if line.standing is PaperStanding.OPEN and line.refusal is None)

    def to_seal(self, list_id: int) -> tuple[SealLine, ...]:
        """The papers of a list that wait for the seal, in their order."""
        return tuple(line for line in self.standing_in(PaperStanding.APPROVED) if line.list_id == list_id)


def seal_sheet(unit: UnitOfWork, batch_id: int = 0) -> SealSheet:
    """The step of a batch; without one the papers that are of no batch."""
    entries = papers_of_batch(unit, batch_id) if batch_id else single_papers(unit)
    lists = unit.seals.lists(unit.settings.get().season)
    lines = _lines(unit, batch_id, entries, lists)
    if not batch_id:
        # What was sealed long ago and alone is in the register; here stands what is under way.
        lines = tuple(line for line in lines if line.standing is not PaperStanding.SEALED)
    shown = {line.entry.id for line in lines}
    own = tuple(one for one in lists if one.batch_id == batch_id or shown & {each.register_id for each in one.papers})
    return SealSheet(
        lines,
        own,
        unit.seals.open_sessions(),
        unit.seals.last_serial(unit.today.year) + 1,
        unit.batches.get(batch_id) if batch_id else None,
        unit.settings.get().allows_self_approval,
        tuple(user.name for user in unit.users.all() if user.has(Role.SEAL)),
    )


def sealing_standing(unit: UnitOfWork, batch: Batch) -> StepStanding:
    """How far the seal has come in a batch, in one line; a scan that is awaited holds nothing back, and is told."""
    sheet = seal_sheet(unit, batch.id)
    total = len(sheet.lines) - len(sheet.standing_in(PaperStanding.GIVEN_UP))
    scans = len(sheet.standing_in(PaperStanding.SCAN_AWAITED, PaperStanding.SCAN_DOUBTED))
    sealed = scans + len(sheet.standing_in(PaperStanding.SEALED))
    said = f"已盖 {sealed} / {total}" + (f"，待扫描回 {scans}" if scans else "")
    if not sealed:
        asked, approved = sheet.waiting is not None, sheet.approved is not None
        said = "已同意，待用印" if approved else "已申请，待同意" if asked else "未申请用印"
    return StepStanding(total if batch.sent_at is not None else sealed, total, said)


@dataclass(frozen=True, slots=True)
class SealsWaiting:
    """The lists that wait for the person at the desk: to be approved, or to be sealed; with their batches."""

    to_approve: tuple[SealList, ...] = ()
    to_seal: tuple[SealList, ...] = ()

    @property
    def count(self) -> int:
        """How many lists wait."""
        return len({one.id for one in (*self.to_approve, *self.to_seal)})


def seals_waiting(unit: UnitOfWork) -> SealsWaiting:
    """What waits for the person at the desk; a list of one's own only where one may agree to it."""
    lists = unit.seals.lists(unit.settings.get().season)
    actor = unit.actor
    allows = unit.settings.get().allows_self_approval
    to_approve = tuple(
        one for one in lists if actor.has(Role.HEAD) and one.is_open and (allows or one.asked_by != actor.name)
    )
    to_seal = tuple(one for one in lists if actor.has(Role.SEAL) and one.is_approved and papers_left(unit, one))
    return SealsWaiting(to_approve, to_seal)


def _lines(
    unit: UnitOfWork, batch_id: int, entries: Sequence[RegisterEntry], lists: Sequence[SealList]
) -> tuple[SealLine, ...]:
    used = in_force(unit.seals.uses_of([entry.id for entry in entries]))
    scans = unit.seals.scans([use.id for use in used.values()])
    ids = sorted({entry.case_id for entry in entries} - {0})
    cases = {case.id: case for case in unit.applications.some(ids)}
    waiting = on_lists(unit)
    found = []
    for entry in entries:
        case, use = cases.get(entry.case_id), used.get(entry.id)
        of_list = _list_of(entry, lists)
        listed = of_list.paper(entry.id) if of_list is not None else None
        list_id = of_list.id if of_list is not None else 0
        if use is not None:
            scan = scans.get(use.id)
            count = use.impressions
            found.append(SealLine(entry, case, _of_use(use, scan), count, listed, list_id, use, scan))
            continue
        standing, refusal = _of_unsealed(unit, entry, of_list, waiting)
        off = why_off_batch(unit, batch_id, entry) if standing is not PaperStanding.SEALED else None
        if off is not None:
            standing, refusal = PaperStanding.GIVEN_UP, off
        count = listed.impressions if listed is not None else usual_impressions(unit, entry)
        found.append(SealLine(entry, case, standing, count, listed, list_id, refusal=refusal))
    return tuple(found)


def _list_of(entry: RegisterEntry, lists: Sequence[SealList]) -> SealList | None:
    """The newest list on which a paper stands and that was neither sent back nor withdrawn."""
    standing = [one for one in lists if (one.is_open or one.is_approved) and one.paper(entry.id) is not None]
    return standing[-1] if standing else None


def _of_use(use: SealUse, scan: SealedPaper | None) -> PaperStanding:
    """A paper sealed as a file needs no scan."""
    if use.way is not SealWay.STAMP or (scan is not None and scan.state is ScanState.ACCEPTED):
        return PaperStanding.SEALED
    is_doubted = scan is not None and scan.state is ScanState.DOUBTED
    return PaperStanding.SCAN_DOUBTED if is_doubted else PaperStanding.SCAN_AWAITED


def _of_unsealed(
    unit: UnitOfWork, entry: RegisterEntry, of_list: SealList | None, waiting: Mapping[int, ListedPaper]
) -> tuple[PaperStanding, RefusalError | None]:
    if entry.sealed_how not in (Sealing.OPEN, Sealing.SAMPLE):
        # Recorded before uses were numbered.
        return PaperStanding.SEALED, None
    listed = of_list.paper(entry.id) if of_list is not None else None
    if of_list is None or listed is None or listed.sha256 != entry.sha256:
        # Made anew since it was asked for: it is asked for anew.
        return PaperStanding.OPEN, why_not_listed(unit, entry, waiting)
    if of_list.is_open:
        return PaperStanding.ASKED, None
    refusal = why_not_sealable(unit, entry, listed)
    return (PaperStanding.REFUSED, refusal) if refusal is not None else (PaperStanding.APPROVED, None)
