"""The sample seal as a file of its own: 样章 SAMPLE, for practice and for the demo; no real seal is ever shipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.page.items import MM
from reviewer_app.outputs.page.operators import placed
from reviewer_app.outputs.page.reserved_seal import LOOK, seal_code
from reviewer_app.outputs.workbook.replacing import replacing


def write_sample_seal(path: Path, unit: str, font_folders: Sequence[Path] | None = None) -> None:
    """Writes a unit's sample seal as a PDF page of the seal's size (42 mm); OSError as the system says."""
    code = seal_code(FontBook(font_folders), SealStyle.SAMPLE, unit, LOOK.sample_diameter)
    side = LOOK.sample_diameter * MM
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(side, side))
        drawing = placed(code, (MM, 0, 0, MM, side / 2, side / 2))
        pdf.pages[0].obj.Contents = pdf.make_stream(drawing.encode("ascii"))
        with replacing(path) as part:
            pdf.save(part, deterministic_id=True)
