"""The page 纸网核对: each compared field with the online value, a tick, and what the paper says where it differs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.comparison import ComparedField, compared_count
from reviewer_ui.widgets import Button, Chip, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


class ComparisonPage(QWidget):
    """`chosen` says of a field whether paper and online agree; `typed` and `left` are of its box for other words."""

    chosen = Signal(str, bool)
    typed = Signal(str, str)
    left = Signal(str)
    summary_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ComparedRow] = {}
        self.head = SectionHead("网上申报值")
        self.page = ScrollPage("纸网核对")
        self.summary = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.write = Button("")
        self.write.clicked.connect(self.summary_wanted)
        self._lay_out()

    def show_fields(
        self, fields: tuple[ComparedField, ...], is_open: bool, read: Mapping[str, str] | None = None
    ) -> None:
        """Shows a case's compared fields with what was found so far, and what a machine read of them."""
        if [one.field_id for one in fields] != list(self.rows):
            self._build(fields)
        for one in fields:
            self.rows[one.field_id].show_field(one, is_open, (read or {}).get(one.field_id, ""))

    def show_row(self, field_id: str) -> None:
        """Brings one field into sight."""
        if field_id in self.rows:
            self.page.ensureWidgetVisible(self.rows[field_id], 0, 8)

    def show_summary(self, fields: tuple[ComparedField, ...], text: str, point: str, is_new: bool) -> None:
        """Shows how far the comparison is and its sentence, which can be written into the note of `point`, if any."""
        self.head.set_right(f"{compared_count(fields)} / {len(fields)}")
        self.summary.setText(text)
        self.summary.setVisible(bool(text))
        self.write.setText(f"写入“{point}”的说明")
        self.write.setVisible(bool(text) and bool(point))
        self.write.setEnabled(is_new)

    def _choose(self, field_id: str, is_same: bool) -> None:
        self.chosen.emit(field_id, is_same)
        # The box for the paper's words may have opened below the edge.
        QTimer.singleShot(0, self, lambda: self.page.ensureWidgetVisible(self.rows[field_id], 0, 8))

    def _build(self, fields: tuple[ComparedField, ...]) -> None:
        column = self.page.column
        while (former := column.takeAt(0)) is not None:
            widget = former.widget()
            if widget is not None:
                widget.deleteLater()
        self.rows = {}
        for one in fields:
            row = ComparedRow(one)
            row.chosen.connect(self._choose)
            row.typed.connect(self.typed)
            row.left.connect(self.left)
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

    chosen = Signal(str, bool)
    typed = Signal(str, str)
    left = Signal(str)

    def __init__(self, one: ComparedField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = one
        self.online = Words("", wrap=True, selectable=True)
        self.read = Words("", TextRole.NOTE, wrap=True)
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
        self.paper.textEdited.connect(lambda text: self.typed.emit(self._one.field_id, text))
        self.paper.editingFinished.connect(lambda: self.left.emit(self._one.field_id))

    def show_field(self, one: ComparedField, is_open: bool, read: str = "") -> None:
        """Shows what was found; the box that is being typed in is left alone."""
        self._one = one
        found = one.found
        differs = found is not None and not found.is_same
        self.online.setText(one.online or "未填")
        self.read.setText(read)
        self.read.setVisible(bool(read))
        self._group.setExclusive(False)
        self.same.setChecked(found is not None and found.is_same)
        self.differs.setChecked(differs)
        self._group.setExclusive(True)
        for part in (self.same, self.differs, self.paper):
            part.setEnabled(is_open)
        self.paper.setVisible(differs)
        words = found.paper if found is not None else ""
        if not self.paper.hasFocus() and self.paper.text() != words:
            with QSignalBlocker(self.paper):
                self.paper.setText(words)

    def _choose(self, is_same: bool) -> None:
        self.paper.setVisible(not is_same)
        if not is_same:
            self.paper.setFocus()
        self.chosen.emit(self._one.field_id, is_same)

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(Words(self._one.label, TextRole.NOTE, wrap=True))
        text.addWidget(self.online)
        text.addWidget(self.read)
        text.addWidget(self.paper)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(8)
        row.addLayout(text, 1)
        row.addWidget(self.same, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.differs, 0, Qt.AlignmentFlag.AlignVCenter)
