"""Where a document of ours keeps its seal: written down when it is laid out, read again when it is signed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pikepdf

from reviewer_app.outputs.page.items import Page, SealMark
from reviewer_app.services.ports.papers import PlacedBox

_KEY = "DeskSeal"
_PLACE = re.compile(r"(\d{1,4}) (\d+\.\d) (\d+\.\d) (\d+\.\d)")


def seal_entry(sheets: Sequence[Page]) -> dict[str, str]:
    """The last seal's page and box (mm) as an entry of the file's own description; empty without a seal."""
    found = [(number, item) for number, sheet in enumerate(sheets, 1) for item in sheet.items]
    marks = [(number, item) for number, item in found if isinstance(item, SealMark)]
    if not marks:
        return {}
    number, mark = marks[-1]
    half = mark.diameter / 2
    return {_KEY: f"{number} {mark.x - half:.1f} {mark.y - half:.1f} {mark.diameter:.1f}"}


def seal_place(pdf: bytes) -> PlacedBox | None:
    """The box kept for the seal of a document of ours; None for any other file."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            said = str(opened.docinfo.get(f"/{_KEY}", ""))
    except (pikepdf.PdfError, ValueError):
        return None
    match = _PLACE.fullmatch(said)
    if match is None:
        return None
    x, y, side = (float(value) for value in match.groups()[1:])
    return PlacedBox(int(match[1]), x, y, side, side)
