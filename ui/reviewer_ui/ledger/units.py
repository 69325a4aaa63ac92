"""按单位看: the units that have or had projects, over all seasons; one is chosen to see its projects alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.services.guarantee.reading import ledger_units
from reviewer_app.services.ports.after.ledger import UnitLine
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import tell_rows
from reviewer_ui.ledger.deeds import DeedsDialog
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT, _NUMBER = 760, 480, 76

COLUMNS: tuple[Column[UnitLine], ...] = (
    Column("单位", lambda one: one.applicant),
    Column("承担项目", lambda one: str(one.projects), _NUMBER),
    Column("在管", lambda one: str(one.open), _NUMBER),
    Column("逾期", lambda one: str(one.overdue), _NUMBER, lambda one: Tone.BAD if one.overdue else None),
    Column("验收合格", lambda one: str(one.accepted), _NUMBER),
    Column("走访", lambda one: str(one.visits), _NUMBER),
)


class UnitsDialog(Dialog):
    """The units in a table; `chosen` carries the code of the unit, '' for all."""

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[UnitLine, ...] = ()
        self.setWindowTitle("按单位看")
        self.setAccessibleName("按单位看")
        self.resize(_WIDTH, _HEIGHT)
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText("单位名称或信用代码")
        self.wanted.setAccessibleName("查找单位")
        self.model: RowsModel[UnitLine] = RowsModel(COLUMNS, self)
        self.table = PlainTable("承担项目的单位")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.confirm = Button("看这个单位的项目", ButtonKind.PRIMARY)
        self.everything = Button("看全部单位")
        self.deeds = Button("承诺与履行…")
        self.cancel = Button("关闭")
        self.confirm.setDefault(True)
        self._lay_out()
        tell_rows(self.table, self.model, "guarantee.why_unit", lambda one: one.applicant)
        self.wanted.textChanged.connect(lambda _text: self._show_rows())
        self.table.doubleClicked.connect(lambda _index: self._choose())
        self.confirm.clicked.connect(self._choose)
        self.everything.clicked.connect(lambda: self._leave(""))
        self.deeds.clicked.connect(self.show_deeds)
        self.cancel.clicked.connect(self.reject)
        self._context = context
        context.background.run_read(ledger_units, then=self._show)
        self.wanted.setFocus()

    def show_deeds(self) -> None:
        """Shows what the office promised of the chosen unit's projects and what it did."""
        row = self.table.current_row()
        if 0 <= row < self.model.rowCount():
            dialog = DeedsDialog(self._context, self.model.row_at(row).unit_code, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _show(self, units: tuple[UnitLine, ...]) -> None:
        self._units = units
        self._show_rows()

    def _show_rows(self) -> None:
        text = self.wanted.text().strip().casefold()
        found = [one for one in self._units if text in f"{one.applicant} {one.unit_code}".casefold()]
        self.model.show_rows(found)
        self.note.say(sentence("guarantee.units", {"count": len(found)}))
        self.confirm.setEnabled(bool(found))
        self.deeds.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)

    def _choose(self) -> None:
        row = self.table.current_row()
        if 0 <= row < self.model.rowCount():
            self._leave(self.model.row_at(row).unit_code)

    def _leave(self, unit_code: str) -> None:
        self.accept()
        self.chosen.emit(unit_code)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("按单位看", TextRole.TITLE))
        column.addWidget(self.wanted)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.everything)
        buttons.addWidget(self.deeds)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
