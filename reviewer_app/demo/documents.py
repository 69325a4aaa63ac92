"""The demo's papers: one of every kind, of the practice season, with a picture of each page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewer_app.demo.pictures import take_page_pictures
from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.states import State
from reviewer_app.services.archive.dossier import make_dossier
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.parcels import contacts_of
from reviewer_app.services.papers.printing import OF_BATCH, OF_CASE, PrintOrder, gather, orders_for
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.papers import AfterSigning, SealImage
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.services.summary.summaries import gather_summary, look_at_template
from reviewer_resources.phrases import sentence

FOLDER = "documents"
#: The registers as workbooks.
REGISTERS = {DocumentKind.REGISTER: "register.xlsx", DocumentKind.SEAL_REGISTER: "seal-register.xlsx"}
PAGE = "page-picture"
DOSSIER = "case-dossier"
SIGNED, PUBLIC, FILLED = "recommendation-signed", "summary-public", "summary-template"
#: The case a paper of a case speaks of: the first in one of these states; without a line here, the first it suits.
_CASES = {
    DocumentKind.RECEIPT: (State.AWAITING_CORRECTION,),
    DocumentKind.CORRECTION_NOTICE: (State.AWAITING_CORRECTION,),
    DocumentKind.RUN_SHEET: (State.REVIEWING, State.CHECKING),
    DocumentKind.TRANSFER_LETTER: (State.TRANSFERRED,),
    DocumentKind.DECLINE_LETTER: (State.DECLINED,),
    DocumentKind.RECOMMENDATION: (State.SIGNED_OFF, State.SEALED),
    DocumentKind.OPINION_OVERLAY: (State.SIGNED_OFF, State.SEALED),
}
#: Nothing of the practice season was taken back; a batch on its road makes this one.
_LATER = (DocumentKind.WITHDRAWAL_LETTER,)
#: To whom the practice season passes a case on: nobody's name.
_TRANSFERRED_TO = "上海市示例北区市场监督管理局"
#: An envelope is written to one person.
_FOR_ONE = (DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A paper to be made, and the intake numbers it speaks of."""

    order: PrintOrder
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadePapers:
    """The files that were made, and a sentence for each paper that is missing, with the reason."""

    files: list[PrintedFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, paper: str, making: Iterable[PrintedFile]) -> None:
        """Takes the files of a paper; one that cannot be made does not keep the others from being made."""
        try:
            self.files.extend(making)
        except OfficeError as error:
            why = sentence(error.code, error.values)
            self.missing.append(sentence("demo.failed", {"paper": paper, "why": why}))


def make_documents(library: Library, parts: Parts, folder: Path) -> MadePapers:
    """Makes one paper of every kind, a signed one and the summary's forms in `folder`/documents."""
    inside = folder / FOLDER
    inside.mkdir(parents=True)
    made = MadePapers()
    for one in library.read(_ordered):
        made.add(one.order.kind.label, _paper(library, parts, inside, one))
    for kind in REGISTERS:
        made.add(kind.label, _register(library, parts, folder, kind))
    made.add("案件档案", _dossier(library, parts, inside))
    made.add("签名的推荐意见", _signed(library, parts, inside))
    made.add("汇总表的公开稿和套填稿", _forms(library, parts, inside))
    pdfs = [inside / Path(file.path).name for file in made.files if file.path.endswith(".pdf")]
    made.files.extend(PrintedFile(f"{FOLDER}/{name}", PAGE, ()) for name in take_page_pictures(parts, pdfs))
    return made


def _paper(library: Library, parts: Parts, inside: Path, one: _Ordered) -> Iterator[PrintedFile]:
    matter = library.read(gather, one.order)
    if matter.can_issue:
        issue_paper(library, parts, one.order, IssueChoice(addressee=_TRANSFERRED_TO), SealStyle.SAMPLE)
        matter = library.read(gather, one.order)
    kind = one.order.kind.value
    (inside / f"{kind}.pdf").write_bytes(make_document(parts, matter, SealStyle.SAMPLE))
    yield PrintedFile(f"{FOLDER}/{kind}.pdf", kind, one.numbers)


def _register(library: Library, parts: Parts, folder: Path, kind: DocumentKind) -> Iterator[PrintedFile]:
    """A register, of all that was issued or of the seal: a workbook, and the same lines on paper."""
    matter = library.read(gather, PrintOrder(kind))
    assert matter.table is not None
    parts.summaries.standard(matter.table, folder / REGISTERS[kind])
    yield PrintedFile(REGISTERS[kind], kind.value, ())
    paper = f"{FOLDER}/{kind.value}.pdf"
    (folder / paper).write_bytes(make_document(parts, matter, SealStyle.SAMPLE))
    yield PrintedFile(paper, kind.value, ())


def _dossier(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """All of a case that was sent, as one file."""
    case = library.read(_first, (State.SENT, State.SEALED))
    file = inside / f"{DOSSIER}.pdf"
    make_dossier(library, parts, case.id, file, lambda _done, _all: None, lambda: False)
    yield PrintedFile(f"{FOLDER}/{file.name}", DOSSIER, (case.intake_number,))


def _ordered(unit: UnitOfWork) -> list[_Ordered]:
    """The orders of the demo, each for the first case of the season that has got so far."""
    found = [_Ordered(PrintOrder(kind), ()) for kind in (DocumentKind.CALIBRATION, DocumentKind.CLOSING_SLIP)]
    for kind in (*_CASES, *(kind for kind in OF_CASE if kind not in (*_CASES, *_LATER))):
        case = _first(unit, _CASES[kind]) if kind in _CASES else _suited(unit, kind)
        found.append(_Ordered(PrintOrder(kind, case.id), (case.intake_number,)))
    batch = list_batches(unit)[0]
    numbers = tuple(line.intake_number for line in batch.lines)
    first = contacts_of(unit, batch.id)[0]
    orders = (PrintOrder(kind, batch_id=batch.id, contact=first if kind in _FOR_ONE else "") for kind in OF_BATCH)
    return [*found, *(_Ordered(order, numbers) for order in orders)]


def _first(unit: UnitOfWork, states: Sequence[State]) -> Application:
    season = unit.settings.get().season
    return next(case for state in states for case in unit.applications.in_states(season, [state.value]))


def _suited(unit: UnitOfWork, kind: DocumentKind) -> Application:
    """The first case of which a paper can be made; where there is none, the first of all, which says why not."""
    cases = list(unit.applications.in_states(unit.settings.get().season, [state.value for state in State]))
    return next((case for case in cases if kind in orders_for(open_case(unit, case.id))), cases[0])


def _signed(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """The recommendation with the place kept for a seal, signed there with the practice certificate and sample seal."""
    from reviewer_app.outputs.pdf.seal_place import seal_place
    from reviewer_app.practice.credential import make_demo_credential, write_sample_seal

    case = library.read(_first, (State.SIGNED_OFF, State.SEALED))
    matter = library.read(gather, PrintOrder(DocumentKind.RECOMMENDATION, case.id))
    assert matter.values is not None
    pdf = parts.maker.document(matter.values, KEPT_FOR_SIGNING)
    office = library.read(lambda unit: unit.settings.get())
    held = make_demo_credential(inside.parent.parent, office.bureau, library.read(lambda unit: unit.today))
    seal = inside.parent.parent / "sample-seal.pdf"
    write_sample_seal(seal, office.bureau)
    # The unit's seal is the last act on a recommendation: nothing may be changed after it.
    signed = parts.signer.sign(
        pdf, held.credential, held.password, seal_place(pdf), seal=SealImage(seal), after=AfterSigning.CLOSED
    )
    (inside / f"{SIGNED}.pdf").write_bytes(signed)
    yield PrintedFile(f"{FOLDER}/{SIGNED}.pdf", SIGNED, (case.intake_number,))


def _forms(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """The summary without telephones, and filled into an invented form as a municipal bureau sends one out."""
    from reviewer_app.practice.bureau_form import make_sample_template

    batch = library.read(list_batches)[0]
    numbers = tuple(line.intake_number for line in batch.lines)
    table = library.read(gather_summary, [line.application_id for line in batch.lines]).table
    writer = parts.summaries
    writer.public(table, inside / f"{PUBLIC}.xlsx")
    yield PrintedFile(f"{FOLDER}/{PUBLIC}.xlsx", PUBLIC, numbers)
    form = inside.parent.parent / "form.xlsx"
    make_sample_template(form)
    mapping = look_at_template(writer, form, library.read(current_pack)).suggestion.mapping
    writer.fill(table, form, mapping, inside / f"{FILLED}.xlsx")
    yield PrintedFile(f"{FOLDER}/{FILLED}.xlsx", FILLED, numbers)
