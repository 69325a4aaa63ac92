"""The parts that look at files of others, each piece of that work done in a child process.

Papers made here, keys and tokens stay in the desk's own process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks.precheck import precheck
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.foreign.child import USUAL, RowsAhead, in_child
from reviewer_app.foreign.limits import Limits, size_of
from reviewer_app.foreign.plain_values import NoAnswerError
from reviewer_app.foreign.scans_shown import first_page, piece_of, tried_scan, turned_scan
from reviewer_app.services.intake.in_pieces import nothing_cleared_up
from reviewer_app.services.intake.previewing import digest_of
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.papers import (
    DocumentValues,
    PlacedBox,
    PrinterOffset,
    SealImage,
    TemplateMapping,
    TemplateSheet,
)
from reviewer_app.services.ports.pictures import FileTimes, FolderLook, PageChange, PdfLook
from reviewer_app.services.ports.reading import CityListSheet, FormRead, PagePicture, ShownScan
from reviewer_app.services.ports.records import (
    CheckedRows,
    CheckLine,
    Grade,
    ImportedList,
    LetterFile,
    ListSource,
    PastedList,
    ReadChoice,
    SheetRow,
    SummaryTable,
)

if TYPE_CHECKING:
    from reviewer_app.domain.notice import NoticePack
    from reviewer_app.outputs.papers.stamper import PdfStamper
    from reviewer_app.outputs.summary.writer import SummaryForms

_READER = "reviewer_app.intake.spreadsheet:SpreadsheetReader"
_VERIFIER = "reviewer_app.outputs.checking.export_folder:ArchiveVerifier"
_STAMPER = "reviewer_app.outputs.papers.stamper:PdfStamper"
_FORMS = "reviewer_app.outputs.summary.writer:SummaryForms"
_SEAL_TRIAL = "reviewer_app.outputs.seals.image:try_seal"
_SHOWN = "reviewer_app.outputs.pdf.seen_page:shown_pages"
_FORM = "reviewer_app.reading.forms:read_form"
_TEXT_TABLE = "reviewer_app.reading.text_tables:text_table"
_PAGE_COUNT = "reviewer_app.reading.pages:page_count"
_PAGE_TRIAL = "reviewer_ui.printing.pdf_pages:try_pages"
_PICTURES = "reviewer_ui.printing.page_comparing:compare_pages"
#: What a PDF is called whose file is not known any more.
_PDF = "PDF"
#: A page may be drawn on with fonts that have to be found first, a folder has many files.
_PATIENT = Limits(seconds=20.0)
#: The letters of forty pages, each tried in four directions at most, with the models that read them.
_LETTERS = Limits(seconds=240.0, memory=2560 << 20, reserves=True, yields=True)
#: A smaller list is read whole before its beginning could be.
_SHORT = 100 << 10
#: So many PDFs of a folder are handed over at once for comparing their pictures.
_AT_ONCE = 50


class _ComingRows:
    """The rows of a list as they come, checked while the child reads on."""

    def __init__(self, pack: NoticePack) -> None:
        self._pack = pack
        self.rows: list[SheetRow] = []
        self._last: int | None = None
        self._findings: dict[int, tuple[Finding, ...]] = {}
        self._digests: dict[int, str] = {}

    def take(self, rows: list[SheetRow]) -> None:
        """Some rows more; NoAnswerError where one has the number of a row before it."""
        for row in rows:
            # What is found of a row is kept by its number: with two of one number it would be said of the other.
            if self._last is not None and row.number <= self._last:
                raise NoAnswerError("rows out of their order")
            self._last = row.number
        self.rows += rows
        self._findings.update((row.number, precheck(self._pack, row.values)) for row in rows)
        self._digests.update((row.number, digest_of(row.values)) for row in rows)

    @property
    def checked(self) -> CheckedRows:
        """What was found of them."""
        return CheckedRows(self._pack, self._findings, self._digests)


class ForeignReader:
    """Implements ports.SheetReader."""

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        """The applications of a list; TroubleError `sheet.…`, `foreign.…`."""
        size = len(path.content) if isinstance(path, PastedList) else size_of(path)
        limits = USUAL.for_size(size)
        coming = _ComingRows(pack)
        ahead = RowsAhead(list[SheetRow], coming.take)
        with nothing_cleared_up():
            found = in_child(f"{_READER}.read", ImportedList, path.name, path, pack, choice, limits=limits, ahead=ahead)
        return replace(found, rows=tuple(coming.rows), checked=coming.checked)

    def beginning(self, path: Path, pack: NoticePack, choice: ReadChoice | None = None) -> tuple[ImportedList, ...]:
        """The first rows of a long list, while the whole of it is read in another child; TroubleError `foreign.…`."""
        if size_of(path) < _SHORT:
            return ()
        return in_child(f"{_READER}.beginning", tuple[ImportedList, ...], path.name, path, pack, choice)

    def read_city_list(self, path: Path, choice: ReadChoice | None = None) -> CityListSheet:
        """The municipal bureau's list of results; TroubleError `city_list.…`, `sheet.…`, `foreign.…`."""
        limits = USUAL.for_size(size_of(path))
        source: ListSource = path
        if path.suffix.lower() == ".pdf":
            lines = in_child(_TEXT_TABLE, str, path.name, path, limits=limits)
            source = PastedList(lines.encode(), name=path.name)
        return in_child(f"{_READER}.read_city_list", CityListSheet, path.name, source, choice, limits=limits)

    def read_own_list(self, path: Path) -> OwnListSheet:
        """One of the bureau's own lists; TroubleError `own_list.…`, `sheet.…`, `foreign.…`."""
        limits = USUAL.for_size(size_of(path))
        return in_child(f"{_READER}.read_own_list", OwnListSheet, path.name, path, limits=limits)


class ForeignScans:
    """Implements ports.FormReader: one form, one child, so that the window never waits for letters."""

    def read(self, paths: Sequence[Path], pack: NoticePack) -> FormRead:
        """One form whose pages lie in these files; TroubleError `reading.…`, `foreign.…`."""
        about = paths[0].name if len(paths) == 1 else f"{paths[0].name} 等 {len(paths)} 个文件"
        limits = _LETTERS.for_size(sum(map(size_of, paths)))
        return in_child(_FORM, FormRead, about, tuple(paths), pack, limits=limits)

    def first_page(self, name: str, content: Callable[[], bytes], turns: Sequence[int] = ()) -> ShownScan:
        """The first page alone, soon; TroubleError `reading.…`, `foreign.…`."""
        return first_page(name, content, turns)

    def shown(self, name: str, content: bytes, turns: Sequence[int] = (), most: int | None = None) -> ShownScan:
        """A scan for the screen: made of pages alone in one child, drawn once in others before the window sees it."""
        return tried_scan(name, content, turns, most)

    def turned(self, name: str, content: bytes, turns: Sequence[int], former: ShownScan) -> ShownScan:
        """The pages of a scan that was shown before, turned otherwise."""
        return turned_scan(name, content, turns, former)

    def piece(self, name: str, content: Callable[[], bytes], place: Place) -> PagePicture:
        """What stands at a place of a scan; TroubleError `reading.…`, `foreign.…`."""
        return piece_of(name, content, place)

    def page_count(self, path: Path) -> int:
        """How many pages a file has; TroubleError `reading.…`, `foreign.…`."""
        return in_child(_PAGE_COUNT, int, path.name, path, limits=_PATIENT.for_size(size_of(path)))

    @property
    def can_read_letters(self) -> bool:
        """Whether scanned pages can be read."""
        from reviewer_app.reading.letters import can_read_letters

        return can_read_letters()

    def install_letters(self) -> None:
        """Fetches what reads letters; TroubleError `extra.…`."""
        from reviewer_app.reading.installing import install_letters

        install_letters()


class ForeignVerifier:
    """Implements ports.Verifier: the structure is read in one child, the pages are drawn and compared in another."""

    def verify_folder(self, folder: Path) -> list[CheckLine]:
        """An export folder against its manifest; TroubleError `verify.…`, `foreign.…`."""
        size = sum(size_of(file) for file in folder.rglob("*"))
        limits = replace(_PATIENT, seconds=_PATIENT.for_size(size).seconds)
        look = in_child(f"{_VERIFIER}.look_at_folder", FolderLook, folder.name, folder, limits=limits)
        worse: dict[str, CheckLine] = {}
        for first in range(0, len(look.signed), _AT_ONCE):
            parts = look.signed[first : first + _AT_ONCE]
            worse |= self._seen_in_folder(folder, parts, limits)
        return [worse.get(line.part, line) if not line.is_broken else line for line in look.lines]

    def letters_in(self, folder: Path) -> tuple[LetterFile, ...]:
        """The numbered papers in a folder besides a batch's sheets; TroubleError `foreign.…`."""
        limits = replace(_PATIENT, seconds=_PATIENT.for_size(sum(map(size_of, folder.rglob("*.pdf")))).seconds)
        return in_child(f"{_VERIFIER}.letters_in", tuple[LetterFile, ...], folder.name, folder, limits=limits)

    def verify_pdf(self, path: Path, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """One PDF by its own proof of content, its signatures and its looks; TroubleError `verify.…`, `foreign.…`."""
        from reviewer_app.outputs.checking.pictures import not_drawn, picture_lines

        limits = _PATIENT.for_size(size_of(path))
        look = in_child(f"{_VERIFIER}.look_at_pdf", PdfLook, path.name, path, tuple(trusted), limits=limits)
        try:
            return picture_lines(look.lines, look.times, self._changes(path.name, look.times))
        except TroubleError as trouble:
            is_own = trouble.code == "pictures.too_many"
            return [*look.lines, not_drawn(trouble.code, **trouble.values) if is_own else not_drawn()]

    def _seen_in_folder(self, folder: Path, parts: Sequence[str], limits: Limits) -> dict[str, CheckLine]:
        """What is to be said of the looks of some PDFs; of those that look as they did, nothing."""
        from reviewer_app.outputs.checking.pictures import not_drawn, picture_lines

        kind = tuple[FileTimes, ...]
        found = in_child(f"{_VERIFIER}.times_of", kind, folder.name, folder, tuple(parts), limits=limits)
        said: dict[str, CheckLine] = {}
        for part, times in zip(parts, found, strict=True):
            sound = CheckLine(part, Grade.INTACT, "")
            try:
                lines = picture_lines([sound], times, self._changes(part, times))
            except TroubleError:
                lines = [not_drawn()]
            worst = next((line for line in lines if line.standing is not Grade.INTACT), None)
            if worst is not None:
                said[part] = replace(worst, part=part)
        return said

    def _changes(self, name: str, times: FileTimes) -> tuple[PageChange, ...]:
        if len(times.shown) < 2:
            return ()
        limits = replace(_PATIENT.for_size(sum(map(len, times.shown))), reserves=True)
        return in_child(_PICTURES, tuple[PageChange, ...], name, times, limits=limits)


class ForeignStamper:
    """Implements ports.PageStamper; papers that lie on no page of others are made in our own process."""

    @cached_property
    def _own(self) -> PdfStamper:
        from reviewer_app.outputs.papers.stamper import PdfStamper

        return PdfStamper()

    def overlay(self, base: bytes | None, box: PlacedBox, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """An opinion's text in a box of a PDF, or of an empty page."""
        if base is None:
            return self._own.overlay(None, box, values, offset)
        limits = _PATIENT.for_size(len(base))
        return in_child(f"{_STAMPER}.overlay", bytes, _PDF, base, box, values, offset, limits=limits)

    def calibration(self, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """The page of rulers and crosses."""
        return self._own.calibration(values, offset)

    def place_kept(self, pdf: bytes) -> PlacedBox | None:
        """The box that a document of ours keeps for the seal; it is our own paper, by the record's hash."""
        from reviewer_app.outputs.pdf.seal_place import seal_place

        return seal_place(pdf)

    def without_circle(self, pdf: bytes) -> bytes:
        """The same paper without the circle for a real stamp."""
        return self._own.without_circle(pdf)

    def try_seal(self, image: SealImage) -> None:
        """Draws a seal once."""
        in_child(_SEAL_TRIAL, type(None), image.file.name if image.file else _PDF, image)

    def seal(self, base: bytes, places: tuple[PlacedBox, ...], image: SealImage) -> bytes:
        """A seal at one or more places."""
        limits = _PATIENT.for_size(len(base))
        return in_child(f"{_STAMPER}.seal", bytes, _PDF, base, places, image, limits=limits)

    def seal_across(self, base: bytes, image: SealImage, edge: str = "right") -> bytes:
        """骑缝章."""
        limits = _PATIENT.for_size(len(base))
        return in_child(f"{_STAMPER}.seal_across", bytes, _PDF, base, image, edge, limits=limits)


class ForeignForms:
    """Implements ports.SummaryWriter over the own forms; a bureau's workbook is read and filled in a child."""

    def __init__(self, own: SummaryForms) -> None:
        self._own = own
        self.standard, self.by_contact, self.public = own.standard, own.by_contact, own.public
        self.csv, self.pdf, self.applicant_form = own.csv, own.pdf, own.applicant_form

    def look_at(self, template: Path) -> tuple[TemplateSheet, ...]:
        """What stands on the sheets of a bureau's workbook."""
        limits = USUAL.for_size(size_of(template))
        return in_child(f"{_FORMS}.look_at", tuple[TemplateSheet, ...], template.name, template, limits=limits)

    def fill(self, table: SummaryTable, template: Path, mapping: TemplateMapping, path: Path) -> None:
        """The municipal bureau's own .xlsx filled."""
        limits = _PATIENT.for_size(size_of(template))
        in_child(f"{_FORMS}.fill", type(None), template.name, table, template, mapping, path, limits=limits)


def shown_apart(pdf: bytes) -> bytes:
    """The pages of a PDF with parts of others as they are shown; each was drawn once where nothing is lost by it."""
    limits = _PATIENT.for_size(len(pdf))
    shown = in_child(_SHOWN, bytes, _PDF, pdf, limits=limits)
    in_child(_PAGE_TRIAL, type(None), _PDF, shown, limits=replace(limits, reserves=True))
    return shown
