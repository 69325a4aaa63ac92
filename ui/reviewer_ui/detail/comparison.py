"""The page 纸网核对: each compared field with the online value, a tick, and what the paper says where it differs."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.detail.compared import RULE, Comparison, comparisons_of, summary_of
from reviewer_ui.widgets import Button, Chip, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


class ComparisonPage(QWidget):
    """`compared` names a field and the text of its box; `summary_wanted` carries the sentence for the note."""

    compared = Signal(str, str)
    summary_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed: dict[str, str] = {}
        self._view: CaseView | None = None
        self.rows: dict[str, ComparedRow] = {}
        self.head = SectionHead("网上申报值")
        self.page = ScrollPage("纸网核对")
        self.summary = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.write = Button("写入“纸质与网上一致”的说明")
        self.write.clicked.connect(lambda: self.summary_wanted.emit(self.summary.text()))
        self._lay_out()

    def show_view(self, view: CaseView, is_other_case: bool) -> None:
        """Shows a case's compared fields with what was found so far."""
        if is_other_case:
            self._typed = {}
        self._view = view
        found = comparisons_of(view, self._typed)
        if [one.field_id for one in found] != list(self.rows):
            self._build(found)
        for one in found:
            self.rows[one.field_id].show_comparison(one, Act.ANSWER in view.acts)
        self._sum_up(found)

    def _note(self, field_id: str, kept: str) -> None:
        self._typed[field_id] = kept
        if self._view is not None:
            self._sum_up(comparisons_of(self._view, self._typed))
        self.compared.emit(field_id, kept)
        # The box for the paper's words may have opened below the edge.
        QTimer.singleShot(0, self, lambda: self.page.ensureWidgetVisible(self.rows[field_id], 0, 8))

    def _sum_up(self, found: tuple[Comparison, ...]) -> None:
        view = self._view
        done = sum(one.is_same is not None for one in found)
        self.head.set_right(f"{done} / {len(found)}")
        text = summary_of(found)
        self.summary.setText(text)
        self.summary.setVisible(bool(text))
        has_rule = view is not None and any(rule.id == RULE for rule in view.pack.rules)
        self.write.setVisible(bool(text) and has_rule and view is not None and Act.ANSWER in view.acts)
        written = view.answers[RULE].note if view is not None and RULE in view.answers else ""
        self.write.setEnabled(text != written)

    def _build(self, found: tuple[Comparison, ...]) -> None:
        column = self.page.column
        while (former := column.takeAt(0)) is not None:
            widget = former.widget()
            if widget is not None:
                widget.deleteLater()
        self.rows = {}
        for one in found:
            row = ComparedRow(one)
            row.compared.connect(self._note)
            self.rows[one.field_id] = row
            column.addWidget(row)
        column.addStretch(1)

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.summary)
        foot.addWidget(self.write, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.page, 1)
        column.addLayout(foot)


class ComparedRow(QWidget):
    """One field: label, online value, 一致 or 不一致, and what the paper says."""

    compared = Signal(str, str)

    def __init__(self, one: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = one
        self.online = Words("", wrap=True, selectable=True)
        self.same = Chip("一致")
        self.differs = Chip("不一致")
        self.paper = QLineEdit()
        self._group = QButtonGroup(self)
        for chip, word in ((self.same, "一致"), (self.differs, "不一致")):
            self._group.addButton(chip)
            chip.setAccessibleName(f"{one.label}：{word}")
        self.paper.setPlaceholderText("纸质材料上写的是")
        self.paper.setAccessibleName(f"{one.label}：纸质材料上写的")
        self.paper.hide()
        self._lay_out()
        self.same.clicked.connect(lambda: self._choose(True))
        self.differs.clicked.connect(lambda: self._choose(False))
        self.paper.textEdited.connect(self._type)

    def show_comparison(self, one: Comparison, is_open: bool) -> None:
        """Shows what was found; the box that is being typed in is left alone."""
        self._one = one
        self.online.setText(one.online or "未填")
        self._group.setExclusive(False)
        self.same.setChecked(one.is_same is True)
        self.differs.setChecked(one.is_same is False)
        self._group.setExclusive(True)
        for part in (self.same, self.differs, self.paper):
            part.setEnabled(is_open)
        self.paper.setVisible(one.is_same is False)
        if not self.paper.hasFocus() and self.paper.text() != one.paper:
            with QSignalBlocker(self.paper):
                self.paper.setText(one.paper)

    def _choose(self, is_same: bool) -> None:
        self.paper.setVisible(not is_same)
        if not is_same:
            self.paper.setFocus()
        self._tell(is_same, self.paper.text())

    def _type(self, text: str) -> None:
        self._tell(False, text)

    def _tell(self, is_same: bool, paper: str) -> None:
        one = self._one
        self.compared.emit(one.field_id, Comparison(one.field_id, one.label, one.online, is_same, paper).kept)

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(Words(self._one.label, TextRole.NOTE, wrap=True))
        text.addWidget(self.online)
        text.addWidget(self.paper)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(8)
        row.addLayout(text, 1)
        row.addWidget(self.same, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.differs, 0, Qt.AlignmentFlag.AlignVCenter)
