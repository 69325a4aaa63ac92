"""The current point in full, and what opens beside it: the notice, its evidence, stock sentences for a box."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from reviewer_app.domain.evidence.scans import standing_scans
from reviewer_app.domain.notice import SubPoint
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.seasons.answered_before import AnsweredBefore, answered_before
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.items import Item
from reviewer_ui.opinion.lines import HeadLine
from reviewer_ui.opinion.writing import WritingFoot
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_PARTS = ("要点", "分项", "份量", "宜有证据", "补正用语", "依据", "自动提示", "回溯期", "申报内容", "类案")
_WEIGHT = {"硬性": "硬性：不符合的不能推荐，除非经办人逐条确认", "一般": "一般：不符合时写明理由后可以推荐"}


class ClausePage(ScrollPage):
    """One point at length, for reading beside the list; `left` when the keyboard goes back to the list."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("条款说明", parent)
        # Read by the keys that scroll; its link is not what they press.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.back_keys: tuple[QKeySequence, ...] = ()
        column = self.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        self.rule_id = ""
        self.head = HeadLine()
        column.addWidget(self.head)
        self._parts: dict[str, tuple[Words, Words]] = {}
        for name in _PARTS:
            label, text = Words(name, TextRole.NOTE), Words("", wrap=True, selectable=True)
            label.setContentsMargins(0, 8, 0, 0)
            column.addWidget(label)
            column.addWidget(text)
            self._parts[name] = (label, text)
        self.notice = Button("看通知原文…", ButtonKind.LINK)
        column.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, and the key that led here, go back to the list."""
        if event.key() == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) in self.back_keys:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_item(self, item: Item) -> None:
        """Shows a point; parts without words are left out."""
        self.head.show_point(item.clause, item.title, item.force)
        texts = {
            "分项": "\n".join(map(_said, enumerate(item.parts, 1))),
            "要点": item.aside or item.point if not item.is_in_scope else item.point,
            "份量": _WEIGHT[item.force.label],
            "宜有证据": item.evidence_asked,
            "补正用语": item.defect,
            "依据": item.grounds,
            "自动提示": "\n".join(item.hints),
            "回溯期": item.window,
            "申报内容": item.shown.replace("　", "\n"),
        }
        if item.rule_id != self.rule_id:
            texts["类案"] = ""
            self.rule_id = item.rule_id
        for name, text in texts.items():
            self._say(name, text)

    def show_before(self, rule_id: str, found: Sequence[AnsweredBefore]) -> None:
        """Shows how the office answered the point before; what was read of another point is let go."""
        if rule_id != self.rule_id:
            return
        lines = [line for one in found for line in one.lines]
        self._say("类案", "\n".join([sentence("before.reference"), *lines]) if lines else sentence("before.none"))

    def _say(self, name: str, text: str) -> None:
        label, words = self._parts[name]
        words.setText(text)
        label.setVisible(bool(text))
        words.setVisible(bool(text))

    def text_of(self, part: str) -> str:
        """What one part says now."""
        return self._parts[part][1].text()


def _said(numbered: tuple[int, SubPoint]) -> str:
    """A sub-point with what shows it and how its defect is worded."""
    number, part = numbered
    return f"{number}. {part.point}\n　宜有证据：{part.evidence}\n　补正用语：{part.defect}"


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
        checklist.clause_wanted.connect(self._read_clause)
        clause.left.connect(self._go_back)
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

    def _read_clause(self) -> None:
        """The page itself takes the keyboard, or its first button would have it and be pressed by the same key."""
        self.clause.back_keys = tuple(self._context.actions["checklist.clause"].shortcuts())
        self._pages.setCurrentWidget(self.clause)
        self.clause.setFocus()

    def _go_back(self) -> None:
        self._pages.setCurrentWidget(self._checklist)
        self._checklist.take_keys()

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
