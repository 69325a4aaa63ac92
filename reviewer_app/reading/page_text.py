"""The text that a digital PDF holds itself, as lines with their places in the page's picture."""

from __future__ import annotations

import ctypes
import math

import pypdfium2

from reviewer_app.reading.lines import Box, Line

_raw = pypdfium2.raw
#: More letters of one page are not taken.
_MOST_LETTERS = 20_000
#: Letters stand apart as two lines when the gap between them is wider than so many letters.
_GAP = 0.9
#: Text that lies on its side belongs to a page that was put in turned: it is read as a picture.
_LEVEL = 0.1


def lines_of(page: pypdfium2.PdfPage, size: tuple[int, int]) -> list[Line]:
    """The lines of a page; none where it holds no text that can be used."""
    text = page.get_textpage()
    try:
        letters = _letters(page, text, size)
    finally:
        text.close()
    lines: list[Line] = []
    for letter in letters:
        if lines and _goes_on(lines[-1], letter):
            lines[-1] = Line(lines[-1].text + letter.text, lines[-1].box.around(letter.box))
        else:
            lines.append(letter)
    return [Line(one.text.strip(), one.box) for one in lines if one.text.strip()]


def _letters(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, size: tuple[int, int]) -> list[Line]:
    found, askew, unknown = [], 0, 0
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for place in range(min(text.count_chars(), _MOST_LETTERS)):
        letter = chr(_raw.FPDFText_GetUnicode(text, place))
        if letter.isspace() or not letter.isprintable():
            continue
        if not _raw.FPDFText_GetCharBox(text, place, left, right, bottom, top):
            continue
        angle = _raw.FPDFText_GetCharAngle(text, place)
        askew += abs(math.sin(angle)) > _LEVEL or math.cos(angle) < 0
        unknown += letter == "\ufffd" or 0xE000 <= ord(letter) <= 0xF8FF
        corners = [on_picture(page, size, x.value, y.value) for x in (left, right) for y in (bottom, top)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        found.append(Line(letter, Box(min(across), min(down), max(across), max(down))))
    if askew * 2 > len(found) or unknown * 5 > len(found):
        return []
    return found


def on_picture(page: pypdfium2.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[float, float]:
    """A place of a page, in points from its lower left, in dots of its picture."""
    across, down = ctypes.c_int(), ctypes.c_int()
    # Ten times as fine as dots: the places come as whole numbers.
    _raw.FPDF_PageToDevice(page, 0, 0, size[0] * 10, size[1] * 10, 0, x, y, across, down)
    return across.value / 10, down.value / 10


def _goes_on(line: Line, letter: Line) -> bool:
    """Whether a letter follows a line in its row, close enough to belong to it."""
    height = max(line.box.height, letter.box.height, 1.0)
    is_level = min(line.box.bottom, letter.box.bottom) > max(line.box.top, letter.box.top) - 0.35 * height
    is_level = is_level and abs(line.box.bottom - letter.box.bottom) < 0.9 * height
    return is_level and -0.5 * height < letter.box.left - line.box.right < _GAP * height
