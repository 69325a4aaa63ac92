"""The demo's pictures: of the real window, and of every page of its papers, made without a display."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Library
    from reviewer_app.services.ports.parts import Parts


def take_screenshots(library: Library, parts: Parts, folder: Path) -> list[str]:
    """Pictures of the window on an open library, which it closes; the file names."""
    _do_without_display()
    from reviewer_ui.pictures.desk import take_pictures
    from reviewer_ui.pictures.offscreen import without_size_remarks

    with without_size_remarks():
        return take_pictures(library, parts, folder)


def take_page_pictures(parts: Parts, files: Sequence[Path]) -> list[str]:
    """A picture of every page of some PDFs, beside them; the file names."""
    _do_without_display()
    from reviewer_ui.pictures.offscreen import save_page_pictures

    return save_page_pictures(files, parts.shown)


def texts_as_html(texts: Sequence[str]) -> list[str]:
    """Texts in Markdown as they are printed from a browser."""
    _do_without_display()
    from reviewer_ui.pictures.offscreen import as_html

    return [as_html(text) for text in texts]


def _do_without_display() -> None:
    """Before Qt is loaded; who has chosen a screen keeps it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
