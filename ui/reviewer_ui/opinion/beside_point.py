"""What can be opened beside the point in hand: its page, the notice, its evidence, stock sentences for a box."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from reviewer_app.domain.evidence.scans import standing_scans
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.seasons.answered_before import answered_before
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.clause import ClausePage
from reviewer_ui.opinion.writing import WritingFoot


class BesidePoint(QObject):
    """Opens what belongs to the current point of a pane; each is read only when it is asked for."""

    def __init__(
        self, context: Context, pane: QWidget, pages: QTabWidget, checklist: Checklist, writing: WritingFoot
    ) -> None:
        super().__init__(pane)
        self._context, self._pane, self._pages = context, pane, pages
        self._checklist, self._writing, self.clause = checklist, writing, ClausePage()
        self._case_id: int | None = None
        self._scans: set[str] = set()
        clause = self.clause
        checklist.current_changed.connect(self.show_clause)
        checklist.clause_wanted.connect(lambda: pages.setCurrentWidget(clause))
        checklist.evidence_opened.connect(self._open_evidence)
        pages.currentChanged.connect(lambda _place: self._read_before())
        clause.notice.clicked.connect(lambda: context.actions["notice.open"].trigger())
        context.actions.bind("notice.open", self._open_notice)
        context.actions.bind("stock.open", self._open_stock)

    def show_case(self, view: CaseView | None) -> None:
        """From now on it is about a case, or about none."""
        self._case_id = view.application.id if view is not None else None
        self._scans = {one.sha256 for one in standing_scans(view.attachments)} if view is not None else set()

    def show_clause(self, rule_id: str) -> None:
        """Fills the page that explains a point."""
        row = self._checklist.rows.get(rule_id)
        if row is not None and row.item is not None:
            self.clause.show_item(row.item)
            self._read_before()

    def _open_evidence(self, sha256: str, name: str) -> None:
        """A scan is shown with what is pinned on it; of another file a copy is saved."""
        if sha256 in self._scans and self._case_id is not None:
            from reviewer_ui.scans.viewer import show_scan

            show_scan(self._context, self._case_id, sha256, self._pane.window())
        else:
            ask_and_save_copy(self._context, sha256, name, self._pane)

    def _read_before(self) -> None:
        """How the point was answered before is read only while its page is looked at."""
        clause = self.clause
        if self._pages.currentWidget() is not clause or self._case_id is None or not clause.rule_id:
            return
        show = partial(clause.show_before, clause.rule_id)
        self._context.background.run_read(answered_before, self._case_id, clause.rule_id, then=show)

    def _open_notice(self) -> None:
        """The season's own notice at the point in hand; read once, it only turns its pages."""
        from reviewer_ui.printing.notice import NoticeDialog, reading_notice

        row = self._checklist.rows.get(self._checklist.current)
        if self._case_id is None or row is None or row.item is None:
            return
        item = row.item

        def show(found: tuple[str, bytes]) -> None:
            dialog = NoticeDialog(*found, self._pane.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
            dialog.turn_to(item.clause, item.title, item.page)

        work = reading_notice(self._context.parts, self._case_id)
        job = self._context.background.run_long(work, then=show, failed=self._context.messages.failure)
        self.destroyed.connect(job.forget)

    def _open_stock(self) -> None:
        """The stock sentences for the box that is being written in; for the opinion where it is none."""
        from reviewer_ui.opinion.readiness import PointRow
        from reviewer_ui.stock.dialog import StockDialog

        pane = self._pane
        box = pane.window().focusWidget()
        if not isinstance(box, QPlainTextEdit | QLineEdit) or not pane.isAncestorOf(box) or box.isReadOnly():
            if not self._writing.isVisibleTo(pane):
                self._context.messages.inform(sentence("stock.not_here"))
                return
            self._writing.write()
            box = self._writing.text
        if self._case_id is None:
            return
        around = box.parentWidget()
        frame = around.frame if isinstance(around, PointRow) else ""
        dialog = StockDialog(self._context, self._case_id, box, pane.window(), frame)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
