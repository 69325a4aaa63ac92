"""The table that a PDF with text shows, as lines of cells parted by tabs; where a cell belongs is told by its place."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.reading.lines import Line
from reviewer_app.reading.page_text import lines_of
from reviewer_app.reading.pages import is_pdf, opened_pdf

#: Longer lists are not read from a PDF.
_MOST_PAGES = 60
#: A row with fewer cells is no head.
_FEWEST_COLUMNS = 3
#: A line farther from its row than so many times its height is a title or the page's foot.
_NEAR = 1.6
#: Dots for a point of the page: fine enough to part the letters of a small print.
_FINE = 2


def text_table(path: Path) -> str:
    """The rows of a PDF's table in reading order; TroubleError `city_list.no_text` where it holds no text to be read.

    A row that runs over several lines is one: a line without its own first cell belongs to the row nearest to it.
    Raises TroubleError `reading.…` as the file is opened.
    """
    if not is_pdf(path):
        raise TroubleError("reading.unknown", file=path.name)
    document = opened_pdf(path)
    try:
        if len(document) > _MOST_PAGES:
            raise TroubleError("city_list.too_many_pages", file=path.name, most=_MOST_PAGES)
        pages = []
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            pages.append(_rows(lines_of(page, (round(width * _FINE), round(height * _FINE)))))
            page.close()
    finally:
        document.close()
    head = next((row for rows in pages for row in rows if len(row) >= _FEWEST_COLUMNS), None)
    if head is None:
        raise TroubleError("city_list.no_text", file=path.name)
    edges = _edges(head)
    return "\n".join(
        "\t".join(cells) for rows in pages for cells in _joined([(row, _cells(row, edges)) for row in rows])
    )


def _rows(lines: list[Line]) -> list[list[Line]]:
    """The lines that stand side by side, from above, each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.box.middle[1]):
        last = rows[-1][-1].box if rows else None
        if last is not None and line.box.middle[1] - last.middle[1] < 0.6 * max(line.box.height, last.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.left) for row in rows]


def _edges(head: list[Line]) -> list[float]:
    """Where one column ends and the next begins: half way between the words of the head."""
    return [(left.box.right + right.box.left) / 2 for left, right in pairwise(head)]


def _cells(row: list[Line], edges: list[float]) -> list[str]:
    cells = [""] * (len(edges) + 1)
    for line in row:
        # What is longer than its head reaches into the next column; where it begins says more than its middle.
        place = bisect_right(edges, min(line.box.middle[0], line.box.left + line.box.height))
        cells[place] += line.text.replace("\t", " ")
    return cells


def _joined(rows: list[tuple[list[Line], list[str]]]) -> list[list[str]]:
    """The rows with what runs over several lines laid together; what stands far from any row is no part of one."""
    whole = [place for place, (_row, cells) in enumerate(rows) if cells[0]]
    parts: dict[int, list[int]] = {place: [] for place in whole}
    for place, (row, _cells_of) in enumerate(rows):
        box = row[0].box
        near = [one for one in whole if abs(rows[one][0][0].box.middle[1] - box.middle[1]) < _NEAR * box.height]
        if near:
            nearest = min(near, key=lambda one: abs(rows[one][0][0].box.middle[1] - box.middle[1]))
            parts[nearest].append(place)
    return [_laid_together([rows[one][1] for one in members]) for members in parts.values()]


def _laid_together(lines: list[list[str]]) -> list[str]:
    return ["".join(texts) for texts in zip(*lines, strict=True)]
