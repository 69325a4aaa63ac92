"""The demo's pictures: of the real window, and of every page of its papers, made without a display."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.services.ports.dispatch.stacks import MadePaper
    from reviewer_app.services.ports.library import Library
    from reviewer_app.services.ports.parts import Parts
    from reviewer_app.services.stacks.taking import StackPlan


def take_screenshots(library: Library, parts: Parts, folder: Path) -> list[str]:
    """Pictures of the window on an open library, which it closes; the file names."""
    _do_without_display()
    from reviewer_ui.pictures.desk import take_pictures
    from reviewer_ui.pictures.offscreen import without_size_remarks

    with without_size_remarks():
        return take_pictures(library, parts, folder)


def take_year_screenshots(library: Library, parts: Parts, folder: Path) -> list[str]:
    """Pictures of what comes after the sending, on an open library of five seasons, which it closes; the file names."""
    _do_without_display()
    from reviewer_ui.pictures.offscreen import without_size_remarks
    from reviewer_ui.pictures.years import take_year_pictures

    with without_size_remarks():
        return take_year_pictures(library, parts, folder)


def take_page_pictures(parts: Parts, files: Sequence[Path]) -> list[str]:
    """A picture of every page of some PDFs, beside them; the file names."""
    _do_without_display()
    from reviewer_ui.pictures.offscreen import save_page_pictures

    return save_page_pictures(files, parts.shown)


def draw_stack(folder: Path, name: str, sheets: Sequence[bytes], made: Sequence[MadePaper | None]) -> list[Path]:
    """Papers stamped and scanned as one stack: the first lies upside down, of the last a page was left lying.

    A picture for each page, as a scanner makes them, called by `name` and its place in the stack.
    """
    _do_without_display()
    from reviewer_ui.pictures.stack import StampedPaper, scan_stack

    kept = [(pdf, one.place) for pdf, one in zip(sheets, made, strict=True) if one is not None and one.place]
    last = len(kept) - 1
    papers = [
        StampedPaper(pdf, place, is_turned=number == 0, left_out=1 if number == last else 0)
        for number, (pdf, place) in enumerate(kept)
    ]
    return scan_stack(folder, name, papers)


def read_stack(plan: StackPlan) -> list[str]:
    """What the window says of a stack that was read, line by line."""
    _do_without_display()
    from reviewer_ui.pictures.stack import stack_lines

    return stack_lines(plan)


def texts_as_html(texts: Sequence[str]) -> list[str]:
    """Texts in Markdown as they are printed from a browser."""
    _do_without_display()
    from reviewer_ui.pictures.offscreen import as_html

    return [as_html(text) for text in texts]


def _do_without_display() -> None:
    """Before Qt is loaded; who has chosen a screen keeps it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
