"""The cases that could be sent, with a tick each; one that cannot go says why and takes no tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from reviewer_app.domain.batch import BatchChoice
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

TICK = 0


class BatchModel(RowsModel[BatchChoice]):
    """The batch being put together; `ticks_changed` whenever a case goes in or out."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(self._columns(), parent)
        self._ticked: set[int] = set()
        self._known: set[int] = set()
        self._exported: Mapping[int, int] = {}

    def show_choices(self, choices: Sequence[BatchChoice], exported: Mapping[int, int]) -> None:
        """Shows the choices; `exported` names the unsent batch a case is in already.

        What may go and was not exported yet is ticked at first; what the officer ticked or unticked stays so.
        """
        allowed = {choice.application_id for choice in choices if choice.is_allowed}
        # A case exported once more has gone into another batch: its number tells, not that it was in one before.
        newly_exported = {case_id for case_id, number in exported.items() if self._exported.get(case_id) != number}
        self._ticked = (self._ticked & allowed - newly_exported) | (allowed - self._known - set(exported))
        self._known = allowed
        self._exported = exported
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

    def told(self, row: int) -> Told:
        """Why a case can be sent or not yet, and why it stands where it does."""
        choice = self.row_at(row)
        number = self._exported.get(choice.application_id)
        said = [sentence("why.choice_allowed") if choice.is_allowed else _held(choice)]
        said += [sentence("why.choice_open", {"point": point}) for point in choice.still_open]
        said += [sentence("why.choice_rank", {"place": row + 1})] if choice.is_allowed else []
        said += [sentence("why.choice_exported", {"number": number})] if number else []
        return Told(choice.intake_number, choice.project_name, said)

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
        if role == Qt.ItemDataRole.ToolTipRole and self.row_at(index.row()).still_open:
            lines = (f"· {line}" for line in self.row_at(index.row()).still_open)
            return "\n".join((*lines, "双击或按回车打开案件，在意见栏逐项写明。"))
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a tick from mouse or space bar."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        is_wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if is_wanted != (self.row_at(index.row()).application_id in self._ticked):
            self.toggle(index.row())
        return True

    def _columns(self) -> tuple[Column[BatchChoice], ...]:
        return (
            Column("", lambda _choice: "", 40),
            Column("收件编号", lambda choice: choice.intake_number, 124),
            Column("项目名称", lambda choice: choice.project_name),
            Column("申报单位", lambda choice: choice.applicant),
            Column(
                "状态",
                lambda choice: choice.state.label,
                92,
                lambda choice: Tone.OK if choice.is_allowed else Tone.IDLE,
            ),
            Column("联系人", lambda choice: choice.contact, 76),
            Column("说明", self._remark),
        )

    def _remark(self, choice: BatchChoice) -> str:
        """Why a case cannot go, or what is told of it, and in which batch it lies already."""
        number = self._exported.get(choice.application_id)
        said = (choice.told, f"已在第 {number} 批导出" if number else "")
        return choice.refusal_detail or "；".join(filter(None, said))

    def _tick_data(self, choice: BatchChoice, role: int) -> object:
        if not choice.is_allowed:
            return f"不能报送：{choice.refusal_detail}" if role == Qt.ItemDataRole.AccessibleTextRole else None
        is_in = choice.application_id in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.intake_number}：{'已选入' if is_in else '未选入'}"
        return None


def _held(choice: BatchChoice) -> str:
    return sentence("why.choice_held", {"why": choice.refusal_detail})


def _tone_of(choice: BatchChoice) -> Tone:
    return Tone.OK if choice.is_allowed else Tone.IDLE
