"""The demo's papers of the life after sending: what a guarantor, a head and an archivist are given, of five seasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reviewer_app.demo.documents import PAGE, MadePapers
from reviewer_app.demo.pictures import take_page_pictures
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import ONCE_APPROVED
from reviewer_app.durable import write_file
from reviewer_app.services.figures.reading import gather_figures
from reviewer_app.services.guarantee.reading import ledger_calendar, ledger_units
from reviewer_app.services.papers.guarantee_letters import LETTERS
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.ledger_tables import deeds_table
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.services.seasons.comparing import kept_packs

FOLDER = "years"
CALENDAR, DEEDS, WORKBOOK = "ledger-calendar", "ledger-deeds", "figures-workbook"
#: The season whose figures are shown, and the one beside it: both are over.
_SEASON, _BESIDE = "2025", "2024"


def make_years(parts: Parts, place: Path, folder: Path) -> MadePapers:
    """Makes the papers from the library of five seasons in `place`, made there if need be, in `folder`/years."""
    inside = folder / FOLDER
    inside.mkdir(parents=True)
    made = MadePapers()
    library = parts.libraries.open_practice(place, has_years=True)
    try:
        for kind in LETTERS:
            made.add(kind.label, _letter(library, parts, inside, kind))
        made.add("台账", _ledger(library, parts, inside))
        made.add(DocumentKind.FIGURES.label, _figures(library, parts, inside))
        made.add(DocumentKind.NOTICE_COMPARISON.label, _notices(library, parts, inside))
        made.add(DocumentKind.DESTRUCTION_LIST.label, _destructions(library, parts, inside))
    finally:
        library.close()
    pdfs = [folder / file.path for file in made.files if file.path.endswith(".pdf")]
    made.files.extend(PrintedFile(f"{FOLDER}/{name}", PAGE, ()) for name in take_page_pictures(parts, pdfs))
    return made


def _letter(library: Library, parts: Parts, inside: Path, kind: DocumentKind) -> Iterator[PrintedFile]:
    """A letter of the guarantor, issued for the oldest project of which the ledger lets it be written."""
    order = PrintOrder(kind, library.read(_suited, kind))
    if library.read(gather, order).can_issue:
        issue_paper(library, parts, order, IssueChoice(), SealStyle.SAMPLE)
    matter = library.read(gather, order)
    number = library.read(lambda unit: unit.applications.get(order.case_id).intake_number)
    yield _put(inside / f"{kind.value}.pdf", make_document(parts, matter, SealStyle.SAMPLE), kind.value, (number,))


def _suited(unit: UnitOfWork, kind: DocumentKind) -> int:
    """The oldest project of which the letter can be made; where there is none, the oldest, which says why not."""
    states = [state.value for state in ONCE_APPROVED]
    ids = [case.id for season in unit.packs.seasons() for case in unit.applications.in_states(season, states)]
    for case_id in ids:
        try:
            if gather(unit, PrintOrder(kind, case_id)).can_issue:
                return case_id
        except RefusalError:
            continue
    return ids[0]


def _ledger(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """What the unit of most projects promised and did, and all days of the ledger as a calendar."""
    unit_line = max(library.read(ledger_units), key=lambda one: one.projects)
    table = library.read(deeds_table, unit_line.unit_code)
    parts.summaries.standard(table, inside / f"{DEEDS}.xlsx")
    yield PrintedFile(f"{FOLDER}/{DEEDS}.xlsx", DEEDS, ())
    yield _put(inside / f"{CALENDAR}.ics", library.read(ledger_calendar).encode(), CALENDAR)


def _figures(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """The printed page and the workbook with its charts."""
    paper = library.read(gather_figures, _SEASON, _BESIDE, False)
    yield _put(inside / f"{DocumentKind.FIGURES.value}.pdf", parts.figures.digest(paper), DocumentKind.FIGURES.value)
    parts.figures.workbook(paper, inside / f"{WORKBOOK}.xlsx")
    yield PrintedFile(f"{FOLDER}/{WORKBOOK}.xlsx", WORKBOOK, ())


def _notices(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """Two notices side by side, and the newer one to be read for approval."""
    by_season = {one.season: one.sha256 for one in library.read(kept_packs)}
    pair = (("former", by_season[_BESIDE]), ("newer", by_season[_SEASON]))
    for kind, extra in (
        (DocumentKind.NOTICE_COMPARISON, pair),
        (DocumentKind.PACK_READING, (("pack", by_season[_SEASON]),)),
    ):
        matter = library.read(gather, PrintOrder(kind, extra=extra))
        yield _put(inside / f"{kind.value}.pdf", make_document(parts, matter, SealStyle.SAMPLE), kind.value)


def _destructions(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """Each destruction list as it stands: carried out, and waiting for the second signature."""
    kind = DocumentKind.DESTRUCTION_LIST
    for made in library.read(lambda unit: unit.retention.lists()):
        matter = library.read(gather, PrintOrder(kind, extra=(("list", str(made.id)),)))
        name = f"{kind.value}-{made.year}-{made.serial}.pdf"
        yield _put(inside / name, make_document(parts, matter, SealStyle.SAMPLE), kind.value)


def _put(file: Path, content: bytes, kind: str, numbers: tuple[str, ...] = ()) -> PrintedFile:
    write_file(file, content)
    return PrintedFile(f"{FOLDER}/{file.name}", kind, numbers)
