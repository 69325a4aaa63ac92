"""The cases that could be sent, with a tick each; one that cannot go says why and takes no tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from reviewer_app.domain.batch import BatchChoice
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

TICK = 0
COLUMNS: tuple[Column[BatchChoice], ...] = (
    Column("", lambda _choice: "", 40),
    Column("收件号", lambda choice: choice.intake_number, 124),
    Column("项目名称", lambda choice: choice.project_name),
    Column("申报单位", lambda choice: choice.applicant),
    Column("状态", lambda choice: choice.state, 92, lambda choice: Tone.OK if choice.is_allowed else Tone.IDLE),
    Column("联系人", lambda choice: choice.contact, 76),
    Column("不能报送的原因", lambda choice: choice.refusal_detail),
)


class BatchModel(RowsModel[BatchChoice]):
    """The batch being put together; `ticks_changed` whenever a case goes in or out."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._ticked: set[int] = set()
        self._known: set[int] = set()

    def show_choices(self, choices: Sequence[BatchChoice]) -> None:
        """Shows the choices; what may go is ticked at first, and what the officer unticked stays so."""
        allowed = {choice.application_id for choice in choices if choice.is_allowed}
        self._ticked = (self._ticked & allowed) | (allowed - self._known)
        self._known = allowed
        self.show_rows(choices)
        self.ticks_changed.emit()

    def ticked(self) -> list[int]:
        """The case ids in the batch, in the list's order."""
        return [choice.application_id for choice in self.rows() if choice.application_id in self._ticked]

    def tick_all(self, is_in: bool) -> None:
        """Ticks or unticks everything that may go."""
        self._ticked = set(self._known) if is_in else set()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, TICK), self.index(self.rowCount() - 1, TICK))
        self.ticks_changed.emit()

    def toggle(self, row: int) -> None:
        """Turns one row's tick, if it may go at all."""
        choice = self.row_at(row)
        if choice.is_allowed:
            self._ticked ^= {choice.application_id}
            self.dataChanged.emit(self.index(row, TICK), self.index(row, TICK))
            self.ticks_changed.emit()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """What may go can be ticked; the others can still be read."""
        flags = super().flags(index)
        if index.column() == TICK and self.row_at(index.row()).is_allowed:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As the columns say, with the tick in the first."""
        if index.column() == TICK:
            return self._tick_data(self.row_at(index.row()), role)
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a tick from mouse or space bar."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        is_wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if is_wanted != (self.row_at(index.row()).application_id in self._ticked):
            self.toggle(index.row())
        return True

    def _tick_data(self, choice: BatchChoice, role: int) -> object:
        if not choice.is_allowed:
            return f"不能报送：{choice.refusal_detail}" if role == Qt.ItemDataRole.AccessibleTextRole else None
        is_in = choice.application_id in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.intake_number}：{'已选入' if is_in else '未选入'}"
        return None
