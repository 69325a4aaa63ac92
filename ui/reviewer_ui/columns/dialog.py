"""Which column of a list goes to which field, given by hand: sheet, row of the head, and a field for each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.services.ports.records import NO_HEAD, STATUS_FIELD, ReadChoice, SheetColumn
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.field_editors import QuietCombo

_SIZE = (860, 560)
_LEFT_OUT = "（不导入）"
_MOST_ROWS = 200_000
_NO_HEAD_WORD = "没有表头"
_KEPT, _NOT_KEPT = "选好后记住，下次遇到同样的表头照此读取。", "没有表头的，选好只用于这一次。"
_STATUS_WORD = "网上状态（已受理、已退回等）"


class ListedColumns(Protocol):
    """A list of whatever kind with its columns, as it was read."""

    @property
    def path(self) -> Path:
        """Its file."""

    @property
    def sheet_name(self) -> str:
        """The sheet that was read."""

    @property
    def header_row(self) -> int:
        """The row of its head; 0 where it has none."""

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """Every column with its head, first values and field."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """All sheets of the file."""

    @property
    def fingerprint(self) -> str:
        """By what its head is known again."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What a list must say to be of use: one of these fields, and the sentence where none is given to a column."""

    fields: frozenset[str]
    lacks: str
    has_status: bool = False


OF_APPLICATIONS = Needed(
    frozenset({"project_name", "applicant"}),
    "没有认出哪一列是项目名称、哪一列是申报单位，请在右边指定。",
    has_status=True,
)


class ColumnsDialog(Dialog):
    """Shows every column with its head and first values; what is chosen is read again and remembered."""

    chosen = Signal(object)  # ReadChoice

    def __init__(
        self,
        sheet: ListedColumns,
        labels: Mapping[str, str],
        parent: QWidget | None = None,
        needed: Needed = OF_APPLICATIONS,
    ) -> None:
        super().__init__(parent)
        self._needed = needed
        self.setWindowTitle(f"列对应　{sheet.path.name}")
        self.resize(*_SIZE)
        self._labels, self._fingerprint = labels, sheet.fingerprint
        self._columns = sheet.columns
        self._sheet, self._row = sheet.sheet_name, sheet.header_row
        self.sheets = QComboBox()
        self.sheets.setAccessibleName("工作表")
        self.sheets.addItems(list(sheet.sheets) or [sheet.sheet_name])
        self.sheets.setCurrentText(sheet.sheet_name)
        self.row = QSpinBox()
        self.row.setAccessibleName("表头所在行")
        self.row.lineEdit().setAccessibleName("表头所在行")
        self.row.lineEdit().setTextMargins(6, 0, 0, 0)
        self.row.setRange(0, _MOST_ROWS)
        self.row.setSpecialValueText(_NO_HEAD_WORD)
        self.row.setValue(sheet.header_row)
        self.note = FieldNote()
        self.fields = {column.place: self._field_box(column) for column in sheet.columns}
        self.take = Button("按此读取", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out()
        self.sheets.currentTextChanged.connect(self._say)
        self.row.valueChanged.connect(self._say)
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        self._say()

    def _field_box(self, column: SheetColumn) -> QComboBox:
        # The wheel scrolls the columns and changes none of them in passing.
        box = QuietCombo()
        box.setAccessibleName(f"{column.letters} 列对应的字段")
        box.addItem(_LEFT_OUT, "")
        for name, label in self._labels.items():
            box.addItem(label, name)
        if self._needed.has_status:
            box.addItem(_STATUS_WORD, STATUS_FIELD)
        box.setCurrentIndex(max(0, box.findData(column.field)))
        box.currentIndexChanged.connect(lambda _index: self._say())
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    def _lay_out(self) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setColumnStretch(2, 1)
        for place, head in enumerate(("列", "表头", "前几个值", "对应字段")):
            grid.addWidget(Words(head, TextRole.NOTE), 0, place)
        for row, column in enumerate(self._columns, 1):
            grid.addWidget(Words(column.letters), row, 0)
            grid.addWidget(Words(column.head or "（无表头）", wrap=True), row, 1)
            grid.addWidget(Words("、".join(column.samples), TextRole.NOTE, wrap=True), row, 2)
            grid.addWidget(self.fields[column.place], row, 3)
        grid.setRowStretch(len(self._columns) + 1, 1)
        scroll = QScrollArea()
        scroll.setAccessibleName("各列的对应")
        scroll.setWidgetResizable(True)
        scroll.setWidget(table)
        where = QHBoxLayout()
        for word, widget in (("工作表", self.sheets), ("表头在第几行", self.row)):
            label = QLabel(word)
            label.setBuddy(widget)
            where.addWidget(label)
            where.addWidget(widget)
        where.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addLayout(where)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)

    @property
    def is_moved(self) -> bool:
        """Whether another sheet or another row of the head was chosen: its columns are not those shown here."""
        return (self.sheets.currentText(), self.row.value()) != (self._sheet, self._row)

    def choice(self) -> ReadChoice:
        """What is chosen now."""
        if self.is_moved:
            has_other_sheet = self.sheets.currentText() != self._sheet
            row = self.row.value() or NO_HEAD if self.row.value() != self._row or not has_other_sheet else 0
            return ReadChoice(self.sheets.currentText(), row, is_open=True)
        given = {str(place): box.currentData() or "" for place, box in self.fields.items()}
        return ReadChoice(self._sheet, self._row or NO_HEAD, given)

    def _twice(self) -> list[str]:
        given = [box.currentData() for box in self.fields.values() if box.currentData()]
        return [self._labels.get(name, _STATUS_WORD) for name in dict.fromkeys(given) if given.count(name) > 1]

    def _say(self) -> None:
        for box in self.fields.values():
            box.setDisabled(self.is_moved)
        twice = [] if self.is_moved else self._twice()
        if twice:
            self.note.say(f"“{'”“'.join(twice)}”选给了两列，请只留一列。", Tone.BAD)
        elif self.is_moved:
            self.note.say("先按新的工作表和表头读取，再看各列的对应。", None)
        else:
            given = {box.currentData() for box in self.fields.values()}
            if given.isdisjoint(self._needed.fields):
                self.note.say(self._needed.lacks, Tone.WARN)
            else:
                self.note.say(_KEPT if self._fingerprint else _NOT_KEPT, None)
        self.take.setEnabled(not twice)

    def _take(self) -> None:
        self.chosen.emit(self.choice())
        self.accept()
