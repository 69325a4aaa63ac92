"""The summary as .csv for other programs: UTF-8 with BOM, CRLF, and nothing that a table program would calculate."""

from __future__ import annotations

import csv
from pathlib import Path

from reviewer_app.outputs.workbook.cells import plain
from reviewer_app.outputs.workbook.replacing import replacing
from reviewer_app.services.ports.records import SummaryTable

#: What a table program may take for the beginning of a formula, full-width forms included.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(table: SummaryTable, path: Path) -> None:
    """Writes heads and rows; an older file of the name is replaced only when the new one is complete."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless(head) for head in table.headers])
        for row in table.rows:
            writer.writerow([harmless(text) for text in row])


def harmless(text: str) -> str:
    """A text no table program calculates: an apostrophe goes before what would begin a formula."""
    text = plain(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" \u3000").startswith(_STARTS) else text
