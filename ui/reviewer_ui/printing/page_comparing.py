"""Whether the pages of a file look the same at two times; drawn by the same library that shows them in the window.

Runs in a child process: the file is somebody else's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.pictures import FieldPlace, FileTimes, PageChange, Seen
from reviewer_ui.printing.pdf_pages import PdfPages

#: The longer side of a page that is compared, in dots: about 100 to the inch on A4.
_LONGEST = 1200
#: So many pages are drawn at each time at most.
_MOST_PAGES = 400
#: A dot that differs by less is the same to the eye; so few dots are none.
_SHADE, _DOTS = 24, 3
#: What is darker is ink; what was darker than one of these and is lighter by so much now is gone.
_INK, _GONE = 128, 80
_DARK = (90, 130, 170)
#: Of a place with ink that is filled by so much, nothing can be read any more.
_FILLED = 0.6
#: Two sizes of a page that are the same, in points.
_SAME_SIZE = 0.5

_DIFFERS = bytes(shade > _SHADE for shade in range(256))
_IS_INK = bytes(shade < _INK for shade in range(256))
_WAS = [bytes(shade < limit for shade in range(256)) for limit in _DARK]
_NOW = [bytes(shade >= limit + _GONE for shade in range(256)) for limit in _DARK]


def compare_pages(times: FileTimes) -> tuple[PageChange, ...]:
    """The pages that look otherwise one time later; TroubleError `printing.unreadable`, `pictures.too_many`."""
    pages = [PdfPages(shown) for shown in times.shown]
    if max(one.count for one in pages) > _MOST_PAGES:
        raise TroubleError("pictures.too_many", count=_MOST_PAGES)
    found: list[PageChange] = []
    for step, (old, new) in enumerate(itertools.pairwise(pages)):
        if old.count != new.count:
            found.append(PageChange(step, -1, Seen.CHANGED))
            continue
        for page in range(old.count):
            places = [place for place in times.places[step] if place.page == page]
            found += [PageChange(step, page, seen) for seen in _compared(old, new, page, places)]
    return tuple(found)


def _compared(old: PdfPages, new: PdfPages, page: int, places: Sequence[FieldPlace]) -> Iterator[Seen]:
    was, now = old.size(page), new.size(page)
    if abs(was.width() - now.width()) > _SAME_SIZE or abs(was.height() - now.height()) > _SAME_SIZE:
        yield Seen.CHANGED
        return
    scale = _LONGEST / max(was.width(), was.height(), 1.0)
    dots = QSize(max(4, round(was.width() * scale)), max(4, round(was.height() * scale)))
    before, after = old.picture_of(page, dots), new.picture_of(page, dots)
    if before == after:
        return
    boxes = [(_box(place, dots), place.is_signature) for place in places]
    if _dots_apart(before, after, [box for box, _ in boxes]) > _DOTS:
        yield Seen.CHANGED
    signed = [box for box, is_signature in boxes if is_signature]
    if any(_is_covered(before.copy(box), after.copy(box)) for box in signed if not box.isEmpty()):
        yield Seen.COVERED
    filled = [box for box, is_signature in boxes if not is_signature and not box.isEmpty()]
    if any(_dots_apart(before.copy(box), after.copy(box), ()) > _DOTS for box in filled):
        yield Seen.FILLED


def _box(place: FieldPlace, dots: QSize) -> QRect:
    """The place in dots, with the edge that is drawn half."""
    left, top = math.floor(place.left * dots.width()) - 1, math.floor(place.top * dots.height()) - 1
    right, bottom = math.ceil(place.right * dots.width()) + 1, math.ceil(place.bottom * dots.height()) + 1
    return QRect(left, top, right - left, bottom - top).intersected(QRect(0, 0, dots.width(), dots.height()))


def _dots_apart(before: QImage, after: QImage, left_out: Sequence[QRect]) -> int:
    """How many dots differ to the eye outside the places left out."""
    both = after.copy()
    painter = QPainter(both)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, before)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for box in left_out:
        painter.fillRect(box, Qt.GlobalColor.black)
    painter.end()
    return _shades(both).translate(_DIFFERS).count(1)


def _is_covered(before: QImage, after: QImage) -> bool:
    """Whether ink that was there is gone, or stands under so much of the new that nobody reads it."""
    was, now = _shades(before), _shades(after)
    for dark, light in zip(_WAS, _NOW, strict=True):
        gone = int.from_bytes(was.translate(dark), "big") & int.from_bytes(now.translate(light), "big")
        if gone.bit_count() > _DOTS:
            return True
    ink, dots = was.translate(_IS_INK).count(1), now.translate(_IS_INK).count(1)
    return ink > _DOTS and dots > _FILLED * len(now) and dots > 2 * ink


def _shades(picture: QImage) -> bytes:
    """The grey of every dot, row by row."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows, width, step = bytes(grey.constBits()), grey.width(), grey.bytesPerLine()
    if step == width:
        return rows
    return b"".join(rows[row * step : row * step + width] for row in range(grey.height()))
