"""A stack of stamped sheets: which scanned page is which sheet of which paper, and where its red mark stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer_app.domain.dispatch.page_codes import PageCode, code_in

#: The purpose of an attachment that is the scan of a stamped paper.
SEALED_SCAN = "sealed_scan"
#: A mark no further from the place kept for it lies over unit and date, as it should (mm).
ON_ITS_PLACE = 6.0
#: A mark beyond this belongs to no signature: it was put somewhere else on the page (mm).
NEAR_ITS_PLACE = 60.0


@dataclass(frozen=True, slots=True)
class SeenMark:
    """A red round mark on an upright page: its centre from the top left and its diameter, in mm."""

    x: float
    y: float
    diameter: float


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where a page's code lies: its centre from the top left in mm, and by how many degrees it is askew."""

    x: float
    y: float
    askew: float = 0.0


@dataclass(frozen=True, slots=True)
class StackPage:
    """One page of a stack as it was scanned: which file (from 0) and page of it (from 1), and what was seen on it.

    `turn` is what sets it upright, clockwise. `codes` are what its QR codes say, `printed` what was read in the small
    print where no code could be. `small` is a picture of it, rows of red, green and blue `small_width` wide.
    """

    file: int
    number: int
    width: float = 210.0
    height: float = 297.0
    turn: int = 0
    codes: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    marks: tuple[SeenMark, ...] = ()
    code_place: CodePlace | None = None
    is_empty: bool = False
    is_broken: bool = False
    small_width: int = 0
    small: bytes = field(default=b"", repr=False)

    @property
    def code(self) -> PageCode | None:
        """What it says of itself: the first code of ours, else what was read in the small print."""
        read = (code_in(text) for text in (*self.codes, *self.printed))
        return next((one for one in read if one is not None), None)

    @property
    def is_torn(self) -> bool:
        """Whether its code could not be read and the small print beside it was."""
        return bool(self.printed) and not any(code_in(text) for text in self.codes)


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """The place a paper keeps for its seal: page (from 1), centre and diameter in mm, and where that page's code is."""

    page: int
    x: float
    y: float
    diameter: float
    code: CodePlace | None = None


@dataclass(frozen=True, slots=True)
class ExpectedPaper:
    """A paper whose stamped sheets are awaited: its line of the register, and what its pages say.

    `number` and `mark` are what its codes say; a `mark` is empty on a paper of a time when codes said none. `stale`
    says why the paper holds no more, `kept` is the scan of it that was taken already.
    """

    entry_id: int
    called: str
    kind: str
    title: str
    pages: int
    number: str
    mark: str = ""
    place: KeptPlace | None = None
    case_id: int = 0
    stale: str = ""
    kept: str = ""


class PageStand(StrEnum):
    """What a page of the stack is."""

    OURS = "ours"
    EMPTY = "empty"
    DOUBLE = "double"
    OLDER = "older"
    UNSURE = "unsure"
    OTHER_BATCH = "other_batch"
    FOREIGN = "foreign"
    BROKEN = "broken"


class PaperStand(StrEnum):
    """What became of a paper in a stack; stored for those that are taken."""

    COMPLETE = "complete"
    MARK_OFF = "mark_off"
    MARK_NOT_SEEN = "mark_not_seen"
    PAGES_MISSING = "pages_missing"
    ABSENT = "absent"
    STALE = "stale"

    @property
    def can_be_taken(self) -> bool:
        """Whether its scan can become the one of record, at once or once a person has looked."""
        return self in (PaperStand.COMPLETE, PaperStand.MARK_OFF, PaperStand.MARK_NOT_SEEN)

    @property
    def asks_a_person(self) -> bool:
        """Whether somebody has to look before it is taken."""
        return self in (PaperStand.MARK_OFF, PaperStand.MARK_NOT_SEEN)


@dataclass(frozen=True, slots=True)
class MarkFound:
    """The mark a paper bears: page (from 1), its measure, and how far it lies to the right of and below its place.

    `right` and `below` are None where the place is not known.
    """

    page: int
    seen: SeenMark
    right: float | None = None
    below: float | None = None

    @property
    def distance(self) -> float | None:
        """How far it lies from its place (mm)."""
        return None if self.right is None or self.below is None else math.hypot(self.right, self.below)

    @property
    def is_on_its_place(self) -> bool:
        """Whether it was measured and lies where it should."""
        return self.distance is not None and self.distance <= ON_ITS_PLACE

    @property
    def words(self) -> str:
        """What is said of it: page and diameter, and where it lies only as far as that was measured."""
        said = f"第{self.page}页 {self.seen.diameter:.0f} 毫米"
        if self.right is None or self.below is None:
            return said
        if self.is_on_its_place:
            return f"{said}，压年月日"
        return f"{said}，{_off(self.right, self.below)}"


@dataclass(frozen=True, slots=True)
class PaperFound:
    """What the stack holds of one paper: by page (from 1) the place of its scan in the stack (from 0)."""

    expected: ExpectedPaper
    stand: PaperStand
    places: Mapping[int, int]
    missing: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    mark: MarkFound | None = None

    @property
    def in_order(self) -> tuple[int, ...]:
        """The places of its pages in the stack, first page first."""
        return tuple(self.places[page] for page in sorted(self.places))

    @property
    def mark_words(self) -> str:
        """What is said of its mark."""
        if self.mark is not None:
            return self.mark.words
        if self.stand is PaperStand.MARK_NOT_SEEN and self.expected.place is not None:
            return f"第{self.expected.place.page}页未见红色圆形印迹"
        return "未见红色圆形印迹" if self.stand is PaperStand.MARK_NOT_SEEN else ""


@dataclass(frozen=True, slots=True)
class OddPage:
    """A page that belongs to none of the papers awaited: its place in the stack, what it is, what it says of itself."""

    place: int
    stand: PageStand
    said: PageCode | None = None


@dataclass(frozen=True, slots=True)
class StackMatch:
    """A stack laid beside what is awaited: each paper, the pages that are none of theirs, and what else was seen."""

    papers: tuple[PaperFound, ...]
    odd: tuple[OddPage, ...]
    pages: int
    empty: int
    turned: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is a page of ours or of others."""
        return not self.odd and not any(paper.places for paper in self.papers)


#: What a person said of a page that no code names: the register's line and the page (from 1).
Named = Mapping[int, tuple[int, int]]


def match_stack(
    pages: Sequence[StackPage],
    expected: Sequence[ExpectedPaper],
    others: Iterable[str] = (),
    named: Named | None = None,
) -> StackMatch:
    """The pages by paper, in the order awaited; `others` are numbers of papers that are not awaited in this batch."""
    others, named = frozenset(others), named or {}
    found: dict[int, dict[int, list[int]]] = {paper.entry_id: {} for paper in expected}
    odd: list[OddPage] = []
    for place, page in enumerate(pages):
        if page.is_broken:
            odd.append(OddPage(place, PageStand.BROKEN))
        elif place in named:
            entry, number = named[place]
            found[entry].setdefault(number, []).append(place)
        elif page.code is None and page.is_empty:
            continue
        elif (paper := _paper_of(page.code, expected)) is not None and page.code is not None:
            found[paper.entry_id].setdefault(page.code.page, []).append(place)
        else:
            odd.append(OddPage(place, _stand_of(page, expected, others), page.code))
    papers = []
    for one in expected:
        chosen = {number: _best(one, number, places, pages) for number, places in found[one.entry_id].items()}
        papers.append(_paper(one, chosen, found[one.entry_id], pages))
        doubled = (
            place for number, places in found[one.entry_id].items() for place in places if place != chosen[number]
        )
        odd.extend(OddPage(place, PageStand.DOUBLE, pages[place].code) for place in doubled)
    empty = sum(page.is_empty and page.code is None and place not in named for place, page in enumerate(pages))
    turned = sum(bool(page.turn) and not page.is_empty for page in pages)
    return StackMatch(tuple(papers), tuple(sorted(odd, key=lambda one: one.place)), len(pages), empty, turned)


def _paper_of(code: PageCode | None, expected: Sequence[ExpectedPaper]) -> ExpectedPaper | None:
    """The paper a code names exactly: its number, its print, and a page it has."""
    if code is None:
        return None
    fits = (one for one in expected if one.number == code.number and code.is_print_of(one.mark))
    return next((one for one in fits if code.total == one.pages and 1 <= code.page <= one.pages), None)


def _stand_of(page: StackPage, expected: Sequence[ExpectedPaper], others: frozenset[str]) -> PageStand:
    code = page.code
    if code is None:
        return PageStand.FOREIGN
    same = [one for one in expected if one.number == code.number and code.kind in (None, one.kind)]
    if same:
        # The small print may be torn as well: which print it is nobody has read.
        return PageStand.UNSURE if page.is_torn and not code.mark else PageStand.OLDER
    return PageStand.OTHER_BATCH if code.number in others else PageStand.FOREIGN


def _best(paper: ExpectedPaper, number: int, places: Sequence[int], pages: Sequence[StackPage]) -> int:
    """Of several scans of one page the one that bears a mark, where one is awaited there; else the first."""
    if paper.place is not None and paper.place.page == number:
        return next((place for place in places if pages[place].marks), places[0])
    return places[0]


def _paper(
    paper: ExpectedPaper, chosen: Mapping[int, int], found: Mapping[int, Sequence[int]], pages: Sequence[StackPage]
) -> PaperFound:
    missing = tuple(number for number in range(1, paper.pages + 1) if number not in chosen)
    doubled = tuple(number for number in sorted(found) if len(found[number]) > 1)
    mark = _mark_of(paper, chosen, pages)
    if not chosen:
        stand = PaperStand.ABSENT
    elif paper.stale:
        stand = PaperStand.STALE
    elif missing:
        stand = PaperStand.PAGES_MISSING
    elif mark is None:
        stand = PaperStand.MARK_NOT_SEEN
    elif mark.distance is not None and not mark.is_on_its_place:
        stand = PaperStand.MARK_OFF
    else:
        stand = PaperStand.COMPLETE
    return PaperFound(paper, stand, dict(sorted(chosen.items())), missing, doubled, mark)


def _mark_of(paper: ExpectedPaper, chosen: Mapping[int, int], pages: Sequence[StackPage]) -> MarkFound | None:
    """The mark nearest to the place kept for it; without such a place any mark, its place unmeasured."""
    place = paper.place
    if place is None:
        marks = ((number, seen) for number, at in sorted(chosen.items()) for seen in pages[at].marks)
        return next((MarkFound(number, seen) for number, seen in marks), None)
    if place.page not in chosen:
        return None
    page = pages[chosen[place.page]]
    x, y = place_on_scan(place, page)
    found = [
        MarkFound(place.page, seen, round(seen.x - x, 1), round(seen.y - y, 1))
        for seen in page.marks
        if math.hypot(seen.x - x, seen.y - y) <= NEAR_ITS_PLACE
    ]
    return min(found, key=lambda one: one.distance or 0.0, default=None)


def place_on_scan(place: KeptPlace, page: StackPage) -> tuple[float, float]:
    """Where a kept place lies on a scanned page: reckoned from the page's own code, for paper is fed a little off."""
    if place.code is None or page.code_place is None:
        return place.x, place.y
    angle = math.radians(page.code_place.askew)
    across, down = place.x - place.code.x, place.y - place.code.y
    return (
        page.code_place.x + across * math.cos(angle) - down * math.sin(angle),
        page.code_place.y + across * math.sin(angle) + down * math.cos(angle),
    )


def _off(right: float, below: float) -> str:
    """In which direction a mark lies off, whole millimetres; what is less than 3 is not said beside the other."""
    sideways = f"偏{'右' if right > 0 else '左'} {abs(right):.0f} 毫米"
    upright = f"偏{'下' if below > 0 else '上'} {abs(below):.0f} 毫米"
    if abs(right) < 3:
        return upright
    return sideways if abs(below) < 3 else f"{sideways}，{upright}"
