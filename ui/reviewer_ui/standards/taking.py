"""The dialog that takes over the form's 预期成果 as promised standards: each row can be put right or left out first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.standards.from_form import MOST
from reviewer_app.domain.standards.promise import Origin
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.standards.following import NamedRow
from reviewer_app.services.standards.looking import StandardsView
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.scroll_page import ScrollPage

_SIZE = (820, 560)
_HEADS = ("转入", "层级", "标准名称", "年份", "编号（已有的）")


class RowEditors:
    """The parts of one row."""

    def __init__(self, row: NamedRow, place: int) -> None:
        self.origin = row.origin
        self.is_wanted = QCheckBox()
        self.is_wanted.setChecked(True)
        self.level = QComboBox()
        for level in StandardLevel:
            self.level.addItem(level.word, level.value)
        self.level.setCurrentIndex(self.level.findData(row.level.value))
        self.name, self.year, self.number = QLineEdit(row.name), QLineEdit(row.year), QLineEdit(row.number)
        self.name.setPlaceholderText("名称待定，可以以后补")
        self.year.setMaximumWidth(72)
        for word, part in zip(_HEADS, self.parts, strict=True):
            part.setAccessibleName(f"第{place}项 {word}")

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Tick, level, name, year and number."""
        return (self.is_wanted, self.level, self.name, self.year, self.number)

    def row(self) -> NamedRow:
        """What stands in the row now."""
        level = StandardLevel(str(self.level.currentData()))
        return NamedRow(level, self.name.text(), self.year.text(), self.number.text(), self.origin)


class TakingDialog(Dialog):
    """`confirmed` carries the ticked rows; the button says how many, a refusal stands above it."""

    confirmed = Signal(object)  # list[NamedRow]

    def __init__(self, view: StandardsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("转入承诺的标准")
        self.setAccessibleName("转入承诺的标准")
        self.resize(*_SIZE)
        self.rows: list[RowEditors] = []
        self.page = ScrollPage("要转入的标准")
        self.note = FieldNote()
        self.more = Button("再加一行", ButtonKind.LINK)
        self.confirm = Button("", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self.confirm.setDefault(True)
        self._lay_out(view)
        for row in view.proposed:
            self.add_row(row)
        self.more.clicked.connect(lambda: self.add_row(NamedRow(StandardLevel.GROUP)))
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)

    def add_row(self, row: NamedRow) -> None:
        """One row more; it is in view and the keyboard goes to its name when it was asked for."""
        editors = RowEditors(row, len(self.rows) + 1)
        self.rows.append(editors)
        for column, part in enumerate(editors.parts):
            self._grid.addWidget(part, len(self.rows), column)
        editors.is_wanted.toggled.connect(partial(self._tick, editors))
        self.more.setEnabled(len(self.rows) < MOST)
        self._count()
        if row.origin is not Origin.FORM:
            editors.name.setFocus()

    def wanted(self) -> list[NamedRow]:
        """The ticked rows."""
        return [one.row() for one in self.rows if one.is_wanted.isChecked()]

    def refuse(self, error: Exception) -> None:
        """Says why nothing was written; what was typed stays."""
        self.answered()
        self._count()
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _tick(self, editors: RowEditors, is_wanted: bool) -> None:
        for part in editors.parts[1:]:
            part.setEnabled(is_wanted)
        self._count()

    def _count(self) -> None:
        count = len(self.wanted())
        self.confirm.setText(f"转入 {count} 项")
        self.confirm.setEnabled(count > 0)

    def _confirm(self) -> None:
        self.note.clear()
        # A second press while the act is being stored must not carry it out twice.
        self.confirm.setEnabled(False)
        self.wait()
        self.confirmed.emit(self.wanted())

    def _lay_out(self, view: StandardsView) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("转入承诺的标准", TextRole.TITLE))
        read = f"“{view.project_name}”申请表的预期成果读出下面几项。"
        says = f"{read}看过再转入；名称、编号可以以后补，不在承诺之列的去掉勾。"
        column.addWidget(Words(says, wrap=True))
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.page)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(4, 2)
        for place, word in enumerate(_HEADS):
            self._grid.addWidget(Words(word, TextRole.LABEL), 0, place)
        self.page.column.addLayout(self._grid)
        self.page.column.addStretch(1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
