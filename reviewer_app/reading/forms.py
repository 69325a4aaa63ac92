"""A form read whole: its pages one after the other, their codes and red marks, and what stands behind each label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from reviewer_app.domain.dispatch.page_codes import code_in
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import FieldKind, NoticePack
from reviewer_app.reading.combs import ReadBoxes, joined_boxes, read_boxes
from reviewer_app.reading.labels import Label, LabelBook
from reviewer_app.reading.layout import Entry, entries_on, place_of
from reviewer_app.reading.letters import LetterReader, letter_reader
from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.own_papers.run_sheets import is_run_sheet, ticks_on
from reviewer_app.reading.pages import MM, MOST_PAGES, RawPage, page_count, pages_of, turned
from reviewer_app.reading.red_marks import lies_in, red_marks_on, turned_mark, without_marks
from reviewer_app.reading.ruling import ruling_of
from reviewer_app.reading.ticks import ticked_in_picture
from reviewer_app.reading.upright import UprightPage, codes_on, levelled, set_upright
from reviewer_app.reading.values import Ticked, read_value
from reviewer_app.reading.word_files import entries_in, is_word_file
from reviewer_app.services.ports.reading import BoxMm, CodeRead, FieldRead, FormRead, PageRead, RedMark, TickRead

#: How sure anything may be that lies beneath a red mark.
_UNDER_A_MARK = 0.5


def read_form(paths: Sequence[Path], pack: NoticePack) -> FormRead:
    """One form of one or several files; TroubleError `reading.…` for a file that cannot be read."""
    return _Reading(pack).form(paths)


class _Reading:
    """One form being read."""

    def __init__(self, pack: NoticePack) -> None:
        self._book = LabelBook(pack.fields)
        self._order = {field.id: place for place, field in enumerate(pack.fields)}
        self._pages: list[PageRead] = []
        self._codes: list[CodeRead] = []
        self._marks: list[RedMark] = []
        self._ticks: list[TickRead] = []
        self._found: dict[str, tuple[tuple[int, bool], FieldRead]] = {}
        self._remarks: dict[tuple[str, str], None] = {}

    @cached_property
    def _letters(self) -> LetterReader | None:
        return letter_reader()

    def form(self, paths: Sequence[Path]) -> FormRead:
        """Reads all files, in their order."""
        for place, path in enumerate(paths):
            try:
                size = path.stat().st_size
            except FileNotFoundError as error:
                raise TroubleError("reading.missing", file=path.name) from error
            except OSError as error:
                raise TroubleError("reading.unreadable", file=path.name) from error
            if not path.is_file() or not size:
                raise TroubleError("reading.unknown" if size else "reading.empty", file=path.name)
            if is_word_file(path):
                self._read_words(place, path)
            else:
                self._read_pages(place, path)
        fields = [read for _, read in self._found.values()]
        return FormRead(
            tuple(path.name for path in paths),
            tuple(self._pages),
            tuple(sorted(fields, key=lambda one: self._order[one.field_id])),
            tuple(self._codes),
            tuple(self._marks),
            tuple(self._remarks),
            tuple(self._ticks),
        )

    def _read_words(self, file: int, path: Path) -> None:
        self._pages.append(PageRead(file, 1, 0.0, 0.0))
        for label, text in entries_in(path, self._book):
            self._keep(label, text, 1.0, len(self._pages), None)

    def _read_pages(self, file: int, path: Path) -> None:
        for number, raw in enumerate(_bounded(pages_of(path)), 1):
            self._read_page(file, number, raw)
        if number == MOST_PAGES and (count := page_count(path)) > MOST_PAGES:
            self._remarks["reading.only_first", str(count)] = None

    def _read_page(self, file: int, number: int, raw: RawPage) -> None:
        codes = codes_on(raw.picture)
        marks = red_marks_on(raw.picture, raw.dpi, len(self._pages) + 1)
        page = self._upright(replace(raw, picture=without_marks(raw.picture, marks, raw.dpi)), codes)
        size = (_mm(raw.picture.width, raw.dpi), _mm(raw.picture.height, raw.dpi))
        marks = [turned_mark(one, page.turn, *size) for one in marks]
        width, height = page.picture.size
        self._pages.append(PageRead(file, number, _mm(width, raw.dpi), _mm(height, raw.dpi), page.turn))
        place = len(self._pages)
        self._codes.extend(CodeRead(text, place) for text, _ in codes)
        self._marks.extend(marks)
        self._read_ticks(page, raw.dpi, codes)
        if page.lines:
            for entry in entries_on(page.lines, ruling_of(page.level, raw.dpi), self._book, self._boxes_on(raw, page)):
                box = _box_mm(page.box_on_page(place_of(entry)), raw.dpi)
                sure = _confidence(entry)
                if raw.lines is None and any(lies_in(one, box) for one in marks):
                    # What lies beneath a mark may have lost strokes: an officer looks.
                    sure = min(sure, _UNDER_A_MARK)
                self._keep(entry.label, entry.text, sure, place, box, _seen(page, entry))

    def _read_ticks(self, page: UprightPage, dpi: float, codes: Sequence[tuple[str, int]]) -> None:
        """What was ticked on a page of a run sheet; its place is told on the upright page."""
        code = next((found for text, _ in codes if (found := code_in(text)) is not None), None)
        if code is None or not is_run_sheet(code):
            return
        if not page.angle:
            level, angle = levelled(page.picture)
            page = replace(page, level=level, angle=angle)
        for one in ticks_on(page.level, dpi, code, len(self._pages)):
            dots = Box(*(side * dpi / MM for side in one.box_mm))
            self._ticks.append(replace(one, box_mm=_box_mm(page.box_on_page(dots), dpi)))

    def _boxes_on(self, raw: RawPage, page: UprightPage) -> ReadBoxes | None:
        """How letters in boxes of their own are read on a page; the text of a digital one is known."""
        if raw.lines is not None:
            return lambda boxes: joined_boxes(page.lines, boxes)
        letters = self._letters
        return None if letters is None else lambda boxes: read_boxes(page.level, letters, boxes)

    def _upright(self, raw: RawPage, codes: Sequence[tuple[str, int]]) -> UprightPage:
        if raw.lines is not None:
            return UprightPage(raw.picture, raw.picture, 0, 0.0, (*raw.lines, *self._lines_in(raw)))
        if self._letters is None:
            self._remarks["reading.no_letters", ""] = None
            turn = codes[0][1] if codes else 0
            upright = turned(raw.picture, turn)
            return UprightPage(upright, upright, turn, 0.0, ())
        return set_upright(raw.picture, self._letters, self._book)

    def _lines_in(self, raw: RawPage) -> Iterator[Line]:
        """What stands in the pictures that are set into a page of text."""
        # Asked for only here: the models take their time to load.
        letters = self._letters if raw.insets else None
        if letters is None:
            self._remarks |= {("reading.no_letters", ""): None} if raw.insets else {}
            return
        for box in raw.insets:
            left, top, right, bottom = (round(side) for side in box)
            for one in letters.lines(raw.picture.crop((left, top, right, bottom))):
                near = one.box
                yield replace(one, box=Box(near.left + left, near.top + top, near.right + left, near.bottom + top))

    def _keep(
        self,
        label: Label,
        text: str,
        confidence: float,
        page: int,
        box: BoxMm | None,
        seen: Ticked | None = None,
    ) -> None:
        """Keeps what was read of a field, if nothing better named or surer stands for it already."""
        value, told, is_sure = read_value(label.field, text, confidence, seen)
        if not value and not text.strip(" _/—-"):
            return
        read = FieldRead(label.field.id, label.field.label, value, page, box, told, is_sure)
        rank = (label.rank, not is_sure)
        if label.field.id not in self._found or rank < self._found[label.field.id][0]:
            self._found[label.field.id] = (rank, read)


def _bounded(pages: Iterator[RawPage]) -> Iterator[RawPage]:
    for _, page in zip(range(MOST_PAGES), pages, strict=False):
        yield page


def _seen(page: UprightPage, entry: Entry) -> Ticked | None:
    """The box ticked in the picture of a choice; a text that the file holds itself needs no looking."""
    field = entry.label.field
    if field.kind is not FieldKind.CHOICE or _confidence(entry) == 1.0:
        return None
    return ticked_in_picture(page.level, entry.lines, field.choices)


def _confidence(entry: Entry) -> float:
    return min(line.confidence for line in entry.lines)


def _mm(dots: float, dpi: float) -> float:
    return round(dots / dpi * MM, 1)


def _box_mm(box: Box, dpi: float) -> BoxMm:
    left, top, right, bottom = (_mm(side, dpi) for side in box)
    return left, top, right, bottom
