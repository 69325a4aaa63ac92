"""Field by field, what each of two cases says: a press takes the one or the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from reviewer_app.services.intake.merging import FieldChoice, Side
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_LONGEST = 200


class ChoicesPage(ScrollPage):
    """The fields in which two cases differ; one that only one of them has is chosen already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("两件不同的各项", parent)
        self._groups: dict[str, QButtonGroup] = {}
        self._table = QWidget()
        self.column.addWidget(self._table)
        self.column.addStretch(1)

    def show_fields(self, fields: Sequence[FieldChoice], kept: str, gone: str) -> None:
        """Shows the fields of another plan; `kept` and `gone` are the numbers of the two cases."""
        self.column.removeWidget(self._table)
        self._table.hide()
        self._table.deleteLater()
        self._table, self._groups = QWidget(), {}
        grid = QGridLayout(self._table)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, head in enumerate((f"两件不同的 {len(fields)} 项", f"保留的 {kept}", f"并入的 {gone}")):
            grid.addWidget(Words(head, TextRole.SECTION), 0, column)
        for row, field in enumerate(fields, start=1):
            self._add(grid, row, field)
        self.column.insertWidget(0, self._table)

    def chosen(self) -> dict[str, Side]:
        """What was chosen, by field id; a field nobody has chosen is not there."""
        return {
            field_id: (Side.KEPT, Side.GONE)[group.checkedId()]
            for field_id, group in self._groups.items()
            if group.checkedId() >= 0
        }

    def choose(self, field_id: str, side: Side) -> None:
        """Takes one side of a field."""
        self._groups[field_id].button((Side.KEPT, Side.GONE).index(side)).setChecked(True)

    def go_to(self, field_id: str) -> None:
        """Puts the keyboard on a field that is still to be chosen."""
        if field_id in self._groups:
            self._groups[field_id].button(0).setFocus()

    def _add(self, grid: QGridLayout, row: int, field: FieldChoice) -> None:
        label = Words(field.label, TextRole.LABEL, wrap=True)
        label.set_tone(None if field.side else Tone.WARN)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        group = self._groups[field.field_id] = QButtonGroup(self._table)
        for place, (side, value) in enumerate(((Side.KEPT, field.kept), (Side.GONE, field.gone))):
            said = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            whose = "保留的" if side is Side.KEPT else "并入的"
            choice = _Choice(said or "（空）", f"{field.label}：{whose} {said or '空'}")
            choice.setToolTip(value)
            choice.button.setChecked(field.side is side)
            group.addButton(choice.button, place)
            grid.addWidget(choice, row, 1 + place, Qt.AlignmentFlag.AlignTop)


class _Choice(QWidget):
    """A radio button beside words that wrap; a press on the words chooses too."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.button = QRadioButton()
        self.button.setAccessibleName(name)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button, 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(text, wrap=True), 0, 1)
        row.setColumnStretch(1, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses this value."""
        self.button.setChecked(True)
        event.accept()
