"""What each place of a bureau's form takes, line by line, for the officer to look at and to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.summary.template_finding import Suggestion
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_NOTHING = "不填"
_LONGEST = 18
_PLACES = "可写 {填报单位} {填报人} {联系电话} {填报日期} {年度} {合计} {重点项目} {一般项目}"


class MappingLines(ScrollPage):
    """Columns of the list with the summary's column each takes, then the single cells with their texts."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("模板各处填什么", parent)
        self.columns: dict[str, QComboBox] = {}
        self.cells: dict[str, QLineEdit] = {}
        self.added: list[tuple[QLineEdit, QLineEdit]] = []
        self.add = Button("加填一处", ButtonKind.LINK)
        self.add.clicked.connect(self._add_line)
        self._known = Words(_PLACES, TextRole.NOTE)
        self._body: QWidget | None = None
        self._grid = QGridLayout()

    def show_suggestion(self, found: Suggestion, headers: Sequence[str]) -> None:
        """Shows what was recognised; every line can be changed."""
        self.columns, self.cells, self.added = {}, {}, []
        self.add.setParent(None)
        self._known.setParent(None)
        body = QWidget()
        grid = self._grid = QGridLayout(body)
        grid.setContentsMargins(16, 6, 16, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._add_columns(grid, found, headers)
        self._add_cells(grid, found)
        self._put_foot()
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = body
        self.column.insertWidget(0, body)
        if self.column.count() == 1:
            self.column.addStretch(1)

    def chosen_columns(self) -> Mapping[str, str]:
        """The summary's column for each letter that takes one."""
        return {letters: box.currentText() for letters, box in self.columns.items() if box.currentIndex() > 0}

    def mapping(self, sheet: str, first_row: int) -> TemplateMapping:
        """The mapping as it now stands."""
        cells = {cell: line.text() for cell, line in self.cells.items() if line.text().strip()}
        for cell, text in self.added:
            if cell.text().strip() and text.text().strip():
                cells[cell.text().strip().upper()] = text.text()
        return TemplateMapping(sheet, cells, first_row, dict(self.chosen_columns()))

    def _add_columns(self, grid: QGridLayout, found: Suggestion, headers: Sequence[str]) -> None:
        for place, (letters, head) in enumerate(found.heads.items()):
            box = QComboBox()
            box.addItems([_NOTHING, *headers])
            box.setCurrentText(found.mapping.columns.get(letters, _NOTHING))
            box.setAccessibleName(f"{letters} 列“{head}”填")
            box.currentIndexChanged.connect(self.changed)
            self.columns[letters] = box
            row, side = divmod(place, 2)
            label = _label(f"{letters} 列　{head}", box)
            grid.addWidget(label, row, side * 2)
            grid.addWidget(box, row, side * 2 + 1)

    def _add_cells(self, grid: QGridLayout, found: Suggestion) -> None:
        for cell, text in found.mapping.cells.items():
            line = QLineEdit(text)
            line.setCursorPosition(0)
            line.setAccessibleName(f"单元格 {cell} 填")
            line.editingFinished.connect(self.changed)
            self.cells[cell] = line
            row = grid.rowCount()
            grid.addWidget(_label(f"{cell}　{found.labels.get(cell, '')}", line), row, 0)
            grid.addWidget(line, row, 1, 1, 3)

    def _add_line(self) -> None:
        """One more cell, by its place and its text."""
        cell, text = QLineEdit(), QLineEdit()
        cell.setPlaceholderText("单元格，如 B3")
        cell.setAccessibleName("加填的单元格")
        text.setPlaceholderText("填什么，如 {填报单位}")
        text.setAccessibleName("加填的内容")
        for line in (cell, text):
            line.editingFinished.connect(self.changed)
        self.added.append((cell, text))
        row = self._grid.rowCount()
        self._grid.addWidget(cell, row, 0)
        self._grid.addWidget(text, row, 1, 1, 3)
        self._put_foot()
        cell.setFocus()

    def _put_foot(self) -> None:
        """The way to add a place, and the places a text may name, below all lines."""
        row = self._grid.rowCount()
        self._grid.addWidget(self.add, row, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._known, row, 1, 1, 3)


def _label(text: str, buddy: QWidget) -> Words:
    said = " ".join(text.replace("　　", " ").split())
    label = Words(said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…", TextRole.LABEL)
    label.setToolTip(said)
    label.setBuddy(buddy)
    return label
