"""Where a document of ours keeps its seal: written down when it is laid out, read again when it is signed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pikepdf

from reviewer_app.domain.dispatch.page_codes import code_in
from reviewer_app.domain.dispatch.stacks import CodePlace, KeptPlace
from reviewer_app.outputs.page.items import Page, QrMark, SealMark
from reviewer_app.services.ports.dispatch.stacks import MadePaper
from reviewer_app.services.ports.papers import PlacedBox

_KEY, _CODE_KEY = "DeskSeal", "DeskCode"
_PLACE = re.compile(r"(\d{1,4}) (\d+\.\d) (\d+\.\d) (\d+\.\d)")
#: The mark of a print, where the code lies on the page of the seal (its centre), and the number that the codes say.
_CODE = re.compile(r"([A-Za-z][0-9a-f]{8}) (\d+\.\d) (\d+\.\d) (.+)")


def seal_entry(sheets: Sequence[Page]) -> dict[str, str]:
    """The last seal's page and box (mm) as an entry of the file's own description; empty without a seal."""
    found = [(number, item) for number, sheet in enumerate(sheets, 1) for item in sheet.items]
    marks = [(number, item) for number, item in found if isinstance(item, SealMark)]
    if not marks:
        return {}
    number, mark = marks[-1]
    half = mark.diameter / 2
    return {_KEY: f"{number} {mark.x - half:.1f} {mark.y - half:.1f} {mark.diameter:.1f}"}


def code_entry(sheets: Sequence[Page]) -> dict[str, str]:
    """What the codes of a paper say of its print, and where the code lies on the page of the seal; else empty."""
    sealed = [sheet for sheet in sheets if any(isinstance(item, SealMark) for item in sheet.items)]
    marks = [item for sheet in (sealed or sheets)[-1:] for item in sheet.items if isinstance(item, QrMark)]
    said = code_in(marks[-1].content) if marks else None
    if said is None or not said.mark:
        return {}
    half = marks[-1].side / 2
    return {_CODE_KEY: f"{said.mark} {marks[-1].x + half:.1f} {marks[-1].y + half:.1f} {said.number}"}


def made_papers(pdfs: Sequence[bytes]) -> tuple[MadePaper | None, ...]:
    """Papers of ours as they were made, each by what its file says of itself; None for any other file."""
    return tuple(map(_made_paper, pdfs))


def _made_paper(pdf: bytes) -> MadePaper | None:
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            pages = len(opened.pages)
            kind, number, intake, place, code = (
                str(opened.docinfo.get(f"/{key}", ""))
                for key in ("DeskKind", "DeskNumber", "DeskIntake", _KEY, _CODE_KEY)
            )
    except (pikepdf.PdfError, ValueError):
        return None
    if not kind:
        return None
    kept, said = _PLACE.fullmatch(place), _CODE.fullmatch(code)
    where = CodePlace(float(said[2]), float(said[3])) if said else None
    found = None
    if kept:
        x, y, side = (float(value) for value in kept.groups()[1:])
        found = KeptPlace(int(kept[1]), round(x + side / 2, 1), round(y + side / 2, 1), side, where)
    return MadePaper(kind, said[4] if said else intake or number, pages, said[1] if said else "", found)


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
