"""What belongs into the dossier of a case, in the office's order, and by which name it is called there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, Attachment, Event, evidence_purpose
from reviewer_app.domain.dispatch.seals import ScanState
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import SCAN, gone_scans, kept_files
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.archive import case_file
from reviewer_app.services.archive.naming import safe_name
from reviewer_app.services.archive.outside_record import told_outside
from reviewer_app.services.cases.looking_up import LOOK_UP_FILE
from reviewer_app.services.cases.permissions import require_here
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues, Rows
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a dossier: made of `values` or a `table`, or a file kept by its hash; how the list calls it.

    One that could not be made says `why`.
    """

    title: str
    by: str
    day: str
    number: str = ""
    values: DocumentValues | None = None
    sha256: str = ""
    file: str = ""
    table: SummaryTable | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DossierMatter:
    """All that one dossier is made of; `name` is what its file is called, without its ending.

    `case` is the case it is of; papers of a season itself are of none.
    """

    name: str
    title: str
    season: str
    pieces: tuple[Piece, ...]
    contents: DocumentValues
    case: Application | None = None
    is_outside: bool = False


def gather_dossier(unit: UnitOfWork, case_id: int, is_outside: bool = False) -> DossierMatter:
    """A case as its dossier has it; for outside the office's inner notes are left out.

    Raises RefusalError `custody.away`, `archive.merged`; TroubleError `library.not_as_recorded`.
    """
    case = unit.applications.get(case_id)
    require_here(case)
    if case.state is State.PAIRED:
        raise RefusalError("archive.merged", number=case.intake_number, other=merged_into(unit, case))
    unit.require_as_recorded([case_id])
    view = open_case(unit, case_id)
    pieces = tuple(_once(_Gathering(unit, view, is_outside).pieces()))
    title, contents = f"{case.intake_number} {case.project_name}案件档案", _contents(unit, view, is_outside)
    return DossierMatter(dossier_name(case), title, case.season, pieces, contents, case, is_outside)


def dossier_name(case: Application) -> str:
    """年度-区-收件号-单位: the intake number begins with year and district."""
    number = case.intake_number if case.intake_number.startswith(case.season) else f"{case.season}-{case.intake_number}"
    return safe_name(f"{number}-{case.applicant}".replace(".", "．"))


class _Gathering:
    """Goes through a case in the order in which an office lays it down."""

    def __init__(self, unit: UnitOfWork, view: CaseView, is_outside: bool) -> None:
        self._unit, self._view, self._is_outside = unit, view, is_outside
        self._bureau = unit.settings.get().bureau
        self._entries = tuple(one for one in unit.register.of_case(view.application.id))
        self._today = f"{unit.today}"

    def pieces(self) -> Iterator[Piece]:
        """Every piece, those without content among them left out."""
        view, outside = self._view, self._is_outside
        requests = self._unit.corrections.of(view.application.id)
        consulted = view.application.consultations
        yield from self._issued(DocumentKind.RECOMMENDATION)
        yield from self._own("申报信息", form=case_file.form_rows(view))
        opinions, departures = case_file.opinion_rows(view, outside), case_file.departure_rows(view)
        yield from self._own("初审和复核意见", opinions=opinions, departures=() if outside else departures)
        yield from self._own("逐项核对", items=case_file.item_rows(view, outside))
        yield from self._own("查询记录", look_ups=case_file.look_up_rows(view, outside))
        yield from self._look_up_files()
        yield from self._own("补正情况", corrections=case_file.correction_rows(requests))
        yield from self._issued(DocumentKind.CORRECTION_NOTICE)
        yield from self._own("征求意见情况", consultations=case_file.consultation_rows(consulted))
        yield from self._issued(DocumentKind.CONSULTATION_LETTER)
        yield from self._replies()
        yield from self._own("纸质申报材料", papers=case_file.paper_rows(view))
        yield from self._issued(*(kind for kind in DocumentKind))
        yield from self._came()
        yield from self._own("收发文登记", register=case_file.register_rows(self._entries, outside))
        yield from self._own("流转记录", record=case_file.record_rows(self._told_events()))
        yield from self._attached()

    def _own(self, title: str, **tables: Rows) -> Iterator[Piece]:
        values = case_file.section(self._unit, self._view, title, tables)
        if values is not None:
            yield Piece(title, self._bureau, self._today, values=values)

    def _issued(self, *kinds: DocumentKind) -> Iterator[Piece]:
        """The papers of some kinds that the office sent out, as they were kept; numbers given up are not among them."""
        for one in self._entries:
            if one.direction is Direction.OUTGOING and one.kind in kinds and one.sha256 and not one.is_void:
                yield as_sealed(self._unit, registered_piece(one, self._bureau), one)

    def _came(self) -> Iterator[Piece]:
        for one in self._entries:
            if one.direction is Direction.INCOMING and one.sha256:
                yield registered_piece(one, one.party)

    def _replies(self) -> Iterator[Piece]:
        for one in self._view.application.consultations:
            if one.view is not None and one.view.sha256:
                number = one.view.register_number
                title, name = f"{one.department}复函", one.view.file_name
                yield Piece(title, one.department, f"{one.view.dated}", number, sha256=one.view.sha256, file=name)

    def _look_up_files(self) -> Iterator[Piece]:
        for one in self._view.look_ups:
            if one.sha256:
                title = f"查询结果：{one.found.site}"
                yield Piece(title, one.by, f"{one.found.on}", sha256=one.sha256, file=one.file_name)

    def _attached(self) -> Iterator[Piece]:
        """The files of the case itself; scans that were taken away again are none."""
        files, applicant = self._view.attachments, self._view.application.applicant
        gone = gone_scans(files)
        points = {evidence_purpose(rule.id): f"{rule.clause}　{rule.title}" for rule in self._view.pack.rules}
        for one in kept_files(files):
            if one.purpose != SCAN or one.sha256 not in gone:
                day = f"{one.added_at:%Y-%m-%d}"
                yield Piece(_called(one, points), applicant, day, sha256=one.sha256, file=one.name)

    def _told_events(self) -> tuple[Event, ...]:
        """The record; for outside what is told there of it."""
        return told_outside(self._view.events) if self._is_outside else tuple(self._view.events)


def as_sealed(unit: UnitOfWork, piece: Piece, entry: RegisterEntry) -> Piece:
    """The paper as it was sealed: the accepted scan of a stamped one, the file that bears image or signature."""
    uses = [one for one in unit.seals.uses_of([entry.id]) if not one.is_struck]
    if not uses:
        return piece
    scan = unit.seals.scans([uses[-1].id]).get(uses[-1].id)
    sealed = scan.sha256 if scan is not None and scan.state is ScanState.ACCEPTED else uses[-1].sealed_sha256
    return replace(piece, sha256=sealed or piece.sha256, title=f"{piece.title}（{uses[-1].way.label}）")


def registered_piece(one: RegisterEntry, by: str) -> Piece:
    """A paper of the register as a piece."""
    title = one.kind_label if one.direction is Direction.OUTGOING else f"{one.kind_label}：{one.subject}"
    return Piece(title, by, f"{one.day}", one.called, sha256=one.sha256, file=one.file_name or f"{one.kind_label}.pdf")


def _called(file: Attachment, points: dict[str, str]) -> str:
    if file.purpose == SCAN:
        return f"申报材料扫描件：{file.name}"
    if file.purpose == LOOK_UP_FILE:
        return f"查询结果：{file.name}"
    point = points.get(file.purpose, "")
    return f"附件（{point}）：{file.name}" if point else f"附件：{file.name}"


def _once(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A file that is kept for several purposes stands where it comes first."""
    seen: set[str] = set()
    for piece in pieces:
        if not piece.sha256 or piece.sha256 not in seen:
            yield piece
        seen.add(piece.sha256)


def _contents(unit: UnitOfWork, view: CaseView, is_outside: bool) -> DocumentValues:
    """The contents page, its tables still to be filled."""
    case = view.application
    fields = {
        "intake_number": case.intake_number,
        "project_name": case.project_name,
        "applicant": case.applicant,
        "season": f"{case.season}年度",
        "state": case.state.label,
        "handler": case.handler or "—",
        "as_of": f"{unit.now:%Y-%m-%d %H:%M}",
        "pages": "",
    }
    if is_outside:
        fields["outside"] = sentence("archive.outside_note")
    return DocumentValues(
        kind=DocumentKind.DOSSIER_CONTENTS,
        unit=unit.settings.get().bureau,
        day=unit.today,
        case=f"{case.intake_number} {case.project_name}",
        fields=fields,
        tables={"contents": (), "beside": ()},
        audit_head=unit.events.head(),
        made_at=unit.now,
    )


def merged_into(unit: UnitOfWork, case: Application) -> str:
    """The case that has the papers of one that was merged into it."""
    acts = (EventAct.CASES_MERGED, EventAct.PAIRED)
    said = [one.detail for one in unit.events.of(case.id) if one.act in acts]
    last = said[-1] if said else {}
    return last.get(RecordKey.KEPT_CASE, "") or last.get(RecordKey.ONLINE_CASE, "")


def with_rows(values: DocumentValues, pages: int, contents: Rows, beside: Rows) -> DocumentValues:
    """The contents page with what became of each piece."""
    fields = {**values.fields, "pages": f"{pages} 页"}
    return replace(values, fields=fields, tables={"contents": contents, "beside": beside})


#: How a piece's content is read, one at a time.
ReadContent = Callable[[str], bytes]
