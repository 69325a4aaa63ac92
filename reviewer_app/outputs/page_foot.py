"""The foot of each page below the type area: page number, QR code, and the small print that ties it to the record."""

from __future__ import annotations

from reviewer_app.outputs.flow import Flow
from reviewer_app.outputs.page import MM, QrMark, Text, number_text, page_number
from reviewer_app.outputs.qr_mark import page_code

QR_SIDE = 19.0
#: The white edge inside the square, so that the dark modules stand flush with the type area (mm).
_QUIET_EDGE = 2.3
#: Upper edge of the code below the type area, and the first small line below it (mm).
_QR_DROP = 5.0
_PRINT_DROP = 15.6
_PRINT_STEP = 3.1


def put_feet(flow: Flow, intake_number: str, audit_head: str, pack: str) -> None:
    """Numbers all pages; the code stands on the inner side, away from the page number."""
    total = len(flow.sheets)
    for number in range(1, total + 1):
        _put_foot(flow, number, total, intake_number, audit_head, pack)


def _put_foot(flow: Flow, number: int, total: int, intake_number: str, audit_head: str, pack: str) -> None:
    style, sheet = flow.style, flow.sheets[number - 1]
    grid = style.grid
    is_odd = bool(number % 2)
    page_number(sheet, number, style, flow.setter.width(number_text(number), style.page_number))
    code = page_code(intake_number, number, total)
    x = grid.left - _QUIET_EDGE if is_odd else grid.right - QR_SIDE + _QUIET_EDGE
    sheet.add(QrMark(x, grid.bottom + _QR_DROP, QR_SIDE, code))
    lines = (
        f"受理编号 {intake_number}　第{number}页，共{total}页　规则 {pack}",
        f"案卷记录链首 {audit_head}",
    )
    y = grid.bottom + _PRINT_DROP
    for line in lines:
        fitted = flow.setter.shrunk(line, style.small_print, (grid.width - QR_SIDE - 1) * MM, 3.5)
        width = flow.setter.width(line, fitted) / MM
        sheet.add(Text(x + QR_SIDE if is_odd else x - width, y, line, fitted))
        y += _PRINT_STEP
