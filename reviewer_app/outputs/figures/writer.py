"""Implements `ports.FigureWriter`; each exit is loaded with its first use."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.services.ports.after.figures import FigurePaper

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.book import FontBook
    from reviewer_app.outputs.page.typeset import Typesetter


class FigureSheets:
    """Lays figures out; may be used from any thread. The fonts of `book` are used if it is given."""

    def __init__(self, book: FontBook | None = None) -> None:
        self._book = book
        self._lock = threading.RLock()

    def digest(self, paper: FigurePaper) -> bytes:
        """One page as PDF/A-2b; RefusalError `font.missing`."""
        from reviewer_app.outputs.figures.digest import digest_pdf

        with self._lock:
            return digest_pdf(self._setter, paper)

    def workbook(self, paper: FigurePaper, path: Path) -> None:
        """A workbook whose charts are drawn from its cells; OSError as the system says it."""
        from reviewer_app.outputs.figures.workbook import write_figures

        write_figures(paper, path)

    @cached_property
    def _setter(self) -> Typesetter:
        from reviewer_app.outputs.fonts.book import FontBook
        from reviewer_app.outputs.page.typeset import Typesetter

        return Typesetter(self._book or FontBook())
