"""What the office prints: an order names a document, the library fills it, and what was printed is put on record."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import CODE_SETTINGS, RegisterEntry
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_checked, require_role
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.readying import require_all_ready
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.file_hash import file_word
from reviewer_app.services.dispatch.gathering import export_case, export_cases, summary_table
from reviewer_app.services.dispatch.ordering import READY
from reviewer_app.services.papers import letters, parcels
from reviewer_app.services.papers.closing_slip import closing_slip
from reviewer_app.services.papers.guarantee_letters import LETTERS, fill_letter
from reviewer_app.services.papers.ledger_tables import deeds_table, ledger_table, standards_table
from reviewer_app.services.papers.mail_check_sheet import mail_check_sheet
from reviewer_app.services.papers.notice_tables import notice_comparison_table, pack_reading_table
from reviewer_app.services.papers.reference_tables import (
    bodies_table,
    consultations_table,
    retention_table,
    rules_table,
)
from reviewer_app.services.papers.register_table import register_table
from reviewer_app.services.papers.year_turn_table import year_turn_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.retention.paper import destruction_paper
from reviewer_app.services.sealing.seal_register import seal_register_table
from reviewer_resources import text


def asked_of(kind: DocumentKind, fields: Mapping[str, str]) -> dict[str, str]:
    """Of the fields that are known, those the document's template asks for."""
    asked = _words_asked(kind)
    return {name: value for name, value in fields.items() if name in asked}


@cache
def _words_asked(kind: DocumentKind) -> frozenset[str]:
    template = tomllib.loads(text("templates", f"{kind.value}.toml"))
    return frozenset(template["fields"]) | frozenset(template.get("optional", {}))


_K = RecordKey

#: The documents of one case, in the order of its road; what each says and when stands beside its letter.
OF_CASE = tuple(letters.CASE_PAPERS)
#: The documents of one batch, in the order in which a parcel is packed.
OF_BATCH = tuple(parcels.BATCH_PAPERS)


#: The registers and lists, each laid out as a table by what it is asked for.
_TABLES: Mapping[DocumentKind, Callable[..., SummaryTable]] = {
    DocumentKind.REGISTER: register_table,
    DocumentKind.SEAL_REGISTER: seal_register_table,
    DocumentKind.PACK_READING: pack_reading_table,
    DocumentKind.NOTICE_COMPARISON: notice_comparison_table,
    DocumentKind.LEDGER_LIST: ledger_table,
    DocumentKind.DEEDS: deeds_table,
    DocumentKind.STANDARDS_LIST: standards_table,
    DocumentKind.CONSULTATION_LIST: consultations_table,
    DocumentKind.BODY_LIST: bodies_table,
    DocumentKind.RULES_LIST: rules_table,
    DocumentKind.YEAR_TURN: year_turn_table,
    DocumentKind.RETENTION_LIST: retention_table,
}
#: Which consultation a letter is of, among an order's `extra`.
CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A document the officer wants to see: its kind, and the case or the batch it speaks of.

    `contact` keeps a batch's document to what one contact gets; `extra` are the template's own choices (the grid of a
    sheet of labels, how many of them are used up).
    """

    kind: DocumentKind
    case_id: int = 0
    batch_id: int = 0
    contact: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintMatter:
    """All that one document says, gathered at one moment; either `values` or `table` is there.

    `contact` is whom alone it is for; `case_ids` are then the cases of that contact. A paper that was issued has its
    line of the register and its bytes as they were `kept`; one that `can_issue` is a draft for want of a number alone.
    `basis` is the act of the case that it carries out.
    """

    order: PrintOrder
    title: str
    number: str
    case_ids: tuple[int, ...]
    printed_before: int
    contact: str = ""
    values: DocumentValues | None = None
    table: SummaryTable | None = None
    entry: RegisterEntry | None = None
    kept: bytes = b""
    basis: str = ""
    can_issue: bool = False

    @property
    def file_name(self) -> str:
        """What a saved copy is called before the officer calls it otherwise; every system accepts it."""
        return f"{file_word(self.title)}.pdf"


def gather(unit: UnitOfWork, order: PrintOrder) -> PrintMatter:
    """What a document says now.

    Raises RefusalError `printing.…` where the case is not so far, `batch.…` where the batch lacks something,
    TroubleError `library.not_as_recorded` where a paper in the office's name would rest on what nobody put on record.
    """
    if order.case_id and order.kind.speaks_for_office:
        unit.require_as_recorded([order.case_id])
    if order.kind in OF_BATCH:
        return _of_batch(unit, order)
    if order.kind in _TABLES:
        table = _TABLES[order.kind](unit, **dict(order.extra))
        return PrintMatter(order, table.title, "", (), 0, table=table)
    if order.kind is DocumentKind.CALIBRATION:
        values = DocumentValues(order.kind, unit.settings.get().bureau, unit.today, made_at=unit.now)
        return PrintMatter(order, order.kind.label, "", (), 0, values=values)
    if order.kind is DocumentKind.DESTRUCTION_LIST:
        values = destruction_paper(unit, int(dict(order.extra)["list"]))
        return PrintMatter(order, f"{order.kind.label} {values.fields['list_number']}", "", (), 0, values=values)
    if order.kind is DocumentKind.CLOSING_SLIP:
        values = closing_slip(unit)
        return PrintMatter(order, f"{order.kind.label} {values.day}", "", (), 0, values=values)
    if order.kind is DocumentKind.MAIL_CHECK:
        values = mail_check_sheet(unit, order.batch_id)
        return PrintMatter(order, f"{order.kind.label} {values.case}", values.case, (), 0, values=values)
    if order.kind in LETTERS:
        return _of_project(unit, order)
    fill = letters.CASE_PAPERS[order.kind].fill
    if fill is None:
        return _sheet(unit, order)
    view = letters.narrowed(open_case(unit, order.case_id), dict(order.extra).get(CONSULTATION, ""))
    require_checked(unit, view.application.season)
    values = fill(unit, view)
    matter = PrintMatter(
        order=order,
        title=f"{order.kind.label} {view.application.intake_number}",
        number="",
        case_ids=(order.case_id,),
        printed_before=0,
        values=replace(_asked(values, order), made_at=unit.now),
        basis=letters.basis_of_paper(view, order.kind),
    )
    return _counted(unit, _numbered(unit, matter))


def _of_project(unit: UnitOfWork, order: PrintOrder) -> PrintMatter:
    """A letter of the office as guarantor of an approved project."""
    view = open_case(unit, order.case_id)
    values, basis = fill_letter(unit, view, order.kind)
    matter = PrintMatter(
        order=order,
        title=f"{order.kind.label} {view.application.intake_number}",
        number="",
        case_ids=(order.case_id,),
        printed_before=0,
        values=replace(_asked(values, order), made_at=unit.now),
        basis=basis,
    )
    return _counted(unit, _numbered(unit, matter))


def _numbered(unit: UnitOfWork, matter: PrintMatter) -> PrintMatter:
    """A paper of a numbered kind as it was issued; before that it is a draft, which has no number."""
    order, values = matter.order, matter.values
    if order.kind not in CODE_SETTINGS or values is None:
        return matter
    entry = unit.register.in_force(order.kind.value, order.case_id, order.batch_id, matter.basis)
    if entry is None:
        draft = replace(values, number="", is_draft=True)
        return replace(matter, values=draft, can_issue=not values.is_draft)
    issued = replace(values, number=entry.number, is_draft=False)
    if "recipient" in values.fields and entry.party:
        issued = replace(issued, fields={**values.fields, "recipient": entry.party})
    kept = unit.attachments.content(entry.sha256) if entry.sha256 else b""
    return replace(matter, number=entry.called, values=issued, entry=entry, kept=kept)


def _counted(unit: UnitOfWork, matter: PrintMatter) -> PrintMatter:
    """With how often it was printed before."""
    before = printed_before(unit, matter.order.kind, matter.order.case_id, matter.number)
    values = replace(matter.values, reprint=before) if matter.values else None
    return replace(matter, printed_before=before, values=values)


def record_printed(unit: UnitOfWork, matter: PrintMatter, copies: int, printer: str) -> Changes:
    """Puts on record what was printed, how many copies and where, on each case the document speaks of.

    Its number is the document's, or the batch's (第3批); a second print says 补打第 1 次.
    """
    require_role(unit.actor, EventAct.PRINTED)
    kind = matter.order.kind
    said: dict[str, str] = {
        _K.DOCUMENT: kind.value,
        _K.DOCUMENT_NUMBER: matter.number,
        _K.CONTACT: matter.contact,
        _K.COPIES: str(copies),
    }
    for case_id in matter.case_ids:
        before = printed_before(unit, kind, case_id, matter.number, matter.contact)
        detail = _filled({**said, _K.PRINTER: printer, _K.REPRINT: again(before)})
        record(unit, unit.applications.get(case_id), EventAct.PRINTED, detail=detail)
    if not matter.case_ids:
        record(unit, None, EventAct.PRINTED, detail=_filled({**said, _K.PRINTER: printer}))
    return Changes(frozenset({Noun.CASE}), frozenset(matter.case_ids))


def printed_before(unit: UnitOfWork, kind: DocumentKind, case_id: int, number: str = "", contact: str = "") -> int:
    """How often a case's document was printed already for this contact; with `number` only those that bore it."""
    return sum(
        event.act == EventAct.PRINTED
        and event.detail.get(_K.DOCUMENT) == kind.value
        and event.detail.get(_K.CONTACT, "") == contact
        and (not number or event.detail.get(_K.DOCUMENT_NUMBER) == number)
        for event in unit.events.of(case_id)
    )


def again(times: int) -> str:
    """What is said of a document printed before; empty for a first print."""
    return f"补打第 {times} 次" if times else ""


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value}


def orders_for(view: CaseView) -> tuple[DocumentKind, ...]:
    """The documents of a case that can be made as it stands, in the order of its road."""
    return tuple(kind for kind, paper in letters.CASE_PAPERS.items() if paper.can_be_made(view))


def first_order(view: CaseView) -> DocumentKind:
    """What Ctrl+P shows: the recommendation once it is signed off, before that the run sheet."""
    return DocumentKind.RECOMMENDATION if letters.is_signed(view) else DocumentKind.RUN_SHEET


def _sheet(unit: UnitOfWork, order: PrintOrder) -> PrintMatter:
    """The recommendation by itself: not printed so either while something is open; what has left can be reprinted."""
    application = unit.applications.get(order.case_id)
    if application.state in READY:
        require_all_ready(unit, [application], ReadinessAct.SEND)
    case = export_case(unit, order.case_id)
    matter = PrintMatter(
        order=order,
        title=f"{order.kind.label} {case.intake_number}",
        number="",
        case_ids=(order.case_id,),
        printed_before=0,
        values=case.values,
        basis=case.basis,
    )
    return _counted(unit, _numbered(unit, matter))


def _of_batch(unit: UnitOfWork, order: PrintOrder) -> PrintMatter:
    batch = unit.batches.get(order.batch_id)
    require_checked(unit, batch.season)
    if not batch.lines:
        raise RefusalError("printing.empty_batch", number=batch.number)
    paper = parcels.BATCH_PAPERS[order.kind]
    contact = "" if paper.for_all else order.contact
    case_ids = parcels.cases_for(unit, batch, contact)
    if order.kind.speaks_for_office:
        unit.require_as_recorded(case_ids)
    basis = f"contact:{contact}"
    entry = unit.register.in_force(order.kind.value, 0, batch.id, basis) if order.kind in CODE_SETTINGS else None
    called = entry.called if entry else f"第{batch.number}批"
    title = f"{order.kind.label} {batch.season}年第{batch.number}批"
    matter = PrintMatter(
        order=order,
        title=f"{title} {contact}".rstrip(),
        number=called,
        case_ids=case_ids,
        # It stands on the record of each of its cases: the first tells.
        printed_before=printed_before(unit, order.kind, case_ids[0], called, contact),
        contact=contact,
    )
    if paper.fill is None:
        return replace(matter, table=_summary(unit, batch))
    values = paper.fill(unit, batch, contact)
    printed = replace(_asked(values, order), reprint=matter.printed_before, made_at=unit.now)
    return replace(_numbered(unit, replace(matter, values=printed, basis=basis)), number=called)


def _asked(values: DocumentValues, order: PrintOrder) -> DocumentValues:
    """The fields the template asks for, with what the officer chose; an overlay has no template and takes all."""
    of_case = letters.CASE_PAPERS.get(order.kind)
    if of_case is not None and not of_case.has_template:
        return values
    return replace(values, fields=asked_of(order.kind, {**values.fields, **dict(order.extra)}))


def _summary(unit: UnitOfWork, batch: Batch) -> SummaryTable:
    pack = unit.packs.current(batch.season)
    cases, left_out = export_cases(unit, [line.application_id for line in batch.lines])
    if left_out:
        raise left_out[0].refusal
    day = batch.made_at.date()
    table = summary_table(pack, unit.settings.get(), cases, day, batch.made_by, batch.audit_head)
    return replace(table, made_at=unit.now)
