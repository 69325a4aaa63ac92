"""What was copied elsewhere, as a list to be read: a file, the page or the text of a table program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from reviewer_app.services.ports.records import ListSource, PastedList


def copied_list(data: QMimeData) -> ListSource | None:
    """The list on the clipboard; None where no table was copied. Several files at once are not guessed at."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(files) == 1:
        return files[0]
    page = data.html() if data.hasHtml() else ""
    if "<table" in page.casefold():
        return PastedList(page.encode("utf-8", "replace"), is_page=True)
    text = data.text() if data.hasText() and not files else ""
    is_table = "\t" in text or "\n" in text.strip()
    return PastedList(text.encode("utf-8", "replace")) if is_table else None
