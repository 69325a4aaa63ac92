"""What Qt says when windows are drawn without a screen: one remark is no trouble, everything else is passed on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QTextDocument

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


def as_html(markdown: str) -> str:
    """A text in Markdown as the body of a page that is printed: its structure, without sizes and colours."""
    make_application()
    document = QTextDocument()
    document.setMarkdown(markdown)
    whole = re.search(r"<body[^>]*>(.*)</body>", document.toHtml(), re.DOTALL)
    body = whole[1] if whole is not None else ""
    bold = re.sub(r'<span style="[^"]*font-weight:[67]00[^"]*">(.*?)</span>', r"<b>\1</b>", body, flags=re.DOTALL)
    plain = re.sub(r"</?(?:span|a|font)\b[^>]*>", "", bold)
    # Where a line of the text ended there is no gap in Chinese.
    plain = re.sub(r"(?<=[，。；、]) (?=\S)", "", plain)
    return re.sub(r' (?:style|class|border|cellspacing|cellpadding|width|bgcolor)="[^"]*"', "", plain).strip()


#: Without a screen there is nobody to tell a window's least size to.
_NO_TROUBLE = "This plugin does not support propagateSizeHints()"


@contextmanager
def without_size_remarks() -> Iterator[None]:
    """Leaves that remark of Qt out of the error output for a while."""
    former: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None

    def pass_on(kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
        if said == _NO_TROUBLE:
            return
        if former is not None:
            former(kind, context, said)
        else:
            print(said, file=sys.stderr)

    former = qInstallMessageHandler(pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
