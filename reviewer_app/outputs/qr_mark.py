"""The QR code of a page, drawn as vectors: intake number and page, so that paper that comes back finds its case."""

from __future__ import annotations

from typing import Any

import segno

from reviewer_app.outputs.page import MM, QrMark

#: White modules around the code (ISO/IEC 18004 asks for four).
QUIET = 4
PREFIX = "SHBZ"


def page_code(intake_number: str, number: int, total: int) -> str:
    """What the code says, e.g. `SHBZ|2024-示-0001|1/2`."""
    return f"{PREFIX}|{intake_number}|{number}/{total}"


def draw_qr(canvas: Any, mark: QrMark, paper_height: float) -> None:
    """Draws the code into its square; dark runs of a row are one rectangle each."""
    code = segno.make_qr(mark.content, error="m", encoding=None if mark.content.isascii() else "utf-8")
    rows = [bytes(row) for row in code.matrix]
    module = mark.side * MM / (len(rows) + 2 * QUIET)
    left = mark.x * MM + QUIET * module
    top = (paper_height - mark.y) * MM - QUIET * module
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = None
        for column, is_dark in enumerate((*row, 0)):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                path.rect(left + start * module, top - (number + 1) * module, (column - start) * module, module)
                start = None
    canvas.setFillColor("#000000")
    canvas.drawPath(path, stroke=0, fill=1)
