"""What is read of forms on paper or in files: pages, fields, codes and red round marks, as candidates and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.dispatch.city_list import CityRow
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.records import ImportedList, ListSource, ReadChoice, SheetColumn

#: Left, top, right and bottom in millimetres from the top left of the upright page.
BoxMm = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page: which file it comes from (from 0) and where in it (from 1), its upright size, the clockwise turn that
    sets it upright."""

    file: int
    number: int
    width_mm: float
    height_mm: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class FieldRead:
    """What stands behind a field's label: normalised, with its page (from 1), place and the reader's confidence.

    `is_sure` means that the value also passes what can be checked of its kind; the officer decides all the same.
    """

    field_id: str
    label: str
    value: str
    page: int
    box_mm: BoxMm | None
    confidence: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class CodeRead:
    """A QR or bar code and the page (from 1) it stands on."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class RedMark:
    """A red round mark, pointed out and never judged: page (from 1), diameter, centre from the top left."""

    page: int
    diameter_mm: float
    centre_mm: tuple[float, float]


class SheetTable(StrEnum):
    """A table of the run sheet: the points with three answers each, the copies with four."""

    ITEMS = "items"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class TickRead:
    """A box ticked by hand on a run sheet: in which row (from 1) of which table, which box of it (from 0), where."""

    table: SheetTable
    row: int
    box: int
    page: int
    box_mm: BoxMm
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FormRead:
    """All that was read of one form; `remarks` are codes of sentences about what was not, each with a file or count."""

    files: tuple[str, ...]
    pages: tuple[PageRead, ...]
    fields: tuple[FieldRead, ...]
    codes: tuple[CodeRead, ...]
    red_marks: tuple[RedMark, ...]
    remarks: tuple[tuple[str, str], ...] = ()
    ticks: tuple[TickRead, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownScan:
    """A scan as one PDF of pages alone, and the red marks on its first pages.

    `count` is how many pages the file has, `shown` how many of them the PDF holds, from the first; the `broken` ones
    (from 1) could not be drawn and are empty there. Red marks were looked for on the first `looked_at`.
    """

    pdf: bytes
    red_marks: tuple[RedMark, ...]
    count: int
    shown: int
    looked_at: int = 0
    broken: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it holds every page."""
        return self.shown >= self.count


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as bare dots of red, green and blue, and how many pages its file has; none where it cannot be drawn."""

    width: int
    height: int
    dpi: float
    dots: bytes
    count: int


class FormReader(Protocol):
    """Reads forms; what opens the files does so in a process of its own."""

    def read(self, paths: Sequence[Path], pack: NoticePack) -> FormRead:
        """One form whose pages lie in these files, in this order; TroubleError `reading.…`, `foreign.…`."""

    def first_page(self, name: str, content: Callable[[], bytes], turns: Sequence[int] = ()) -> ShownScan:
        """The first page alone, soon; the content is fetched meanwhile. TroubleError `reading.…`, `foreign.…`."""

    def shown(self, name: str, content: bytes, turns: Sequence[int] = (), most: int | None = None) -> ShownScan:
        """A scan for the screen, or its first pages, turned clockwise, each tried before; TroubleError `reading.…`,
        `foreign.…`."""

    def turned(self, name: str, content: bytes, turns: Sequence[int], former: ShownScan) -> ShownScan:
        """The pages of a scan that was shown before, turned otherwise."""

    def piece(self, name: str, content: Callable[[], bytes], place: Place) -> PagePicture:
        """What stands at a place of a scan; the content is fetched meanwhile. TroubleError `reading.…`, `foreign.…`."""

    def page_count(self, path: Path) -> int:
        """How many pages a file says it has; TroubleError `reading.…`, `foreign.…`."""

    @property
    def can_read_letters(self) -> bool:
        """Whether scanned pages can be read too; text, codes and red marks need nothing more."""

    def install_letters(self) -> None:
        """Fetches what reads letters and puts it beside the desk's packages; TroubleError `extra.…`."""


@dataclass(frozen=True, slots=True)
class CityListSheet:
    """The bureau's list of results as read from a file: header → column's label, its rows, and what was not read.

    `columns` are all its columns with the field each goes to, `labels` what a column may be (id → word); by the
    `fingerprint` its head is known again.
    """

    file_name: str
    sheet_name: str
    mapping: Mapping[str, str]
    rows: tuple[CityRow, ...]
    unread: tuple[str, ...] = ()
    header_row: int = 0
    columns: tuple[SheetColumn, ...] = ()
    sheets: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def path(self) -> Path:
        """The file by its name alone."""
        return Path(self.file_name)


class SheetReader(Protocol):
    """Reads a list (.xlsx .xls .et .ods .csv) as the pack's fields."""

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        """The sheet, as it was chosen by hand if it was; TroubleError `sheet.…` when it cannot be read."""

    def beginning(self, path: Path, pack: NoticePack, choice: ReadChoice | None = None) -> tuple[ImportedList, ...]:
        """The list as far as its first rows, quickly; none where it gives none, or is short or faulty."""

    def read_city_list(self, path: Path, choice: ReadChoice | None = None) -> CityListSheet:
        """The bureau's list of results, as it was chosen by hand if it was; TroubleError `city_list.…` or `sheet.…`."""

    def read_own_list(self, path: Path) -> OwnListSheet:
        """One of the bureau's own lists; TroubleError `own_list.…` or `sheet.…` when it cannot be read."""
