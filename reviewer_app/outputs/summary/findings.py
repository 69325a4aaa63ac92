"""The automatic findings of a list as a small workbook, to be sorted and handed on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from reviewer_app.durable import write_file
from reviewer_app.outputs.workbook.cells import plain

_WIDTHS = (8, 10, 30, 18, 12, 70)


def write_findings_sheet(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes heads and rows as text cells; an older file of the name is replaced only when the new one is complete."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自动提示"
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(name="黑体", bold=True)
    for row in rows:
        sheet.append([None] * len(row))
        for place, text in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row, place)
            cell.value = plain(text)
            # A message may quote a cell that begins with = : it stays a text, also where somebody edits it.
            cell.data_type, cell.quotePrefix = "s", True
            cell.alignment = Alignment(vertical="top", wrap_text=place == len(row))
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[chr(64 + place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    write_file(path, content.getvalue())
