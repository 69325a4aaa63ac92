"""The QR code of a page, drawn as vectors: intake number and page, so that paper that comes back finds its case."""

from __future__ import annotations

import re

import segno

from reviewer_app.domain.dispatch.page_codes import PARTED, PREFIX
from reviewer_app.outputs.page.operators import fill

#: White modules around the code (ISO/IEC 18004 asks for four).
QUIET = 4
#: Trying all eight masks takes most of the time of a page; for codes like ours this one scores within 3 % of the best.
_MASK = 4
_DARK = re.compile(rb"\x01+")


def page_code(intake_number: str, number: int, total: int, mark: str = "") -> str:
    """What the code says, e.g. `SHBZ|2024-示-0001|1/2`, and of which print it is where that has a mark."""
    return PARTED.join(filter(None, (PREFIX, intake_number, f"{number}/{total}", mark)))


def qr_code(content: str) -> tuple[str, int]:
    """The operators that draw a code, one module large as one unit, from the origin up; and the whole square's side."""
    code = segno.make_qr(content, error="m", mask=_MASK, encoding=None if content.isascii() else "utf-8")
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * QUIET
    parts: list[str] = []
    for place, row in enumerate(rows):
        for dark in _DARK.finditer(row):
            left, right = dark.span()
            parts.append(f"{left + QUIET} {side - QUIET - 1 - place} {right - left} 1 re")
    return " ".join([fill("#000000"), *parts, "f"]), side
