"""The season's own notice beside the work: its file, open at the page of the point in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.seasons.notice_file import notice_of_case, page_of
from reviewer_resources.phrases import sentence
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.view_bar import ViewBar
from reviewer_ui.reading_size import USUAL, reading_size
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = QSize(900, 680)


class NoticeDialog(Dialog):
    """The pages of the notice, with what looks for a text in them; `turn_to` leads to a point."""

    def __init__(self, name: str, pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("通知原文")
        self.setAccessibleName("通知原文")
        self.resize(_SIZE)
        self.pages = PdfPages(pdf, self)
        document = self.pages.document
        self._texts = [document.getAllText(page).text() for page in range(self.pages.count)]
        self.view = PageView(self)
        self.view.setAccessibleName("通知原文")
        self.bar = ViewBar(self.view)
        self.clause = Words("", TextRole.HEAD)
        self.name = Words(name, TextRole.NOTE, wrap=True)
        self.note = FieldNote()
        self.leave = Button("关闭")
        self._was_shown = False
        self.leave.clicked.connect(self.accept)
        self._lay_out()
        self.view.show_pages(self.pages)
        self.bar.show_count(self.pages.count)

    def turn_to(self, clause: str, title: str, page: int) -> None:
        """Turns to a point: to the page the pack names, else to the one on which its clause begins."""
        found = page if 1 <= page <= self.pages.count else page_of(self._texts, clause)
        self.clause.setText(f"通知{clause} {title}")
        self.note.say("" if found else sentence("notice_file.no_page", {"clause": clause}), Tone.WARN)
        self.view.go_to(found or 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Opened in the size in which this person reads."""
        super().showEvent(event)
        if not self._was_shown and reading_size().percent != USUAL:
            self.view.set_factor(self.view.factor() * reading_size().percent / USUAL)
        self._was_shown = True

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.clause, 1)
        head.addWidget(self.name, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)


def reading_notice(parts: Parts, case_id: int) -> Callable[[Library, Progress, Cancelled], tuple[str, bytes]]:
    """The work that reads the notice of a case's season; its pages are drawn once apart before the window has them."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> tuple[str, bytes]:
        name, content = library.read(notice_of_case, case_id)
        return name, parts.shown(content, is_foreign=True)

    return work
