"""Pictures of printed pages, one PNG each, beside their PDF: what the demo shows page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.start.application import make_application

_DOTS_PER_INCH = 100


def save_page_pictures(files: Sequence[Path], shown: Callable[[bytes], bytes]) -> list[str]:
    """Draws every page of some PDFs, as `shown` gives it to be seen, into `<name>-<page>.png`; the names."""
    make_application()
    names = []
    for file in files:
        pages = PdfPages(shown(file.read_bytes()))
        for page in range(pages.count):
            name = f"{file.stem}-{page + 1}.png"
            if not pages.picture(page, _DOTS_PER_INCH).save(str(file.with_name(name))):
                raise OSError(f"{name} could not be written")
            names.append(name)
    return names
