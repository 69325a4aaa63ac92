"""Which case of the list is chosen: the tinted row and the case that was announced are always one and the same."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal

from reviewer_ui.queue.model import QueueModel
from reviewer_ui.queue.place import ListAsItWas, ListPlace

_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class Choosing(QObject):
    """The selection of both views; `case_chosen` names the case to be opened, `none_left` that there is none."""

    case_chosen = Signal(int)
    none_left = Signal()

    def __init__(self, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._announced: int | None = None
        self._is_settling = False
        self._is_picking = False
        self.place = ListPlace()
        self.as_it_was = ListAsItWas()
        self.selection = QItemSelectionModel(model, self)
        self.selection.currentRowChanged.connect(self._on_current_changed)

    @property
    def is_absent(self) -> bool:
        """Whether the open case is not among the cases read of this list."""
        return self._announced is not None and self._model.position_of(self._announced) < 0

    def pick(self, is_picking: bool) -> None:
        """While several cases are being chosen (Ctrl, Shift), the view alone decides what is selected."""
        self._is_picking = is_picking

    def chosen(self) -> list[int]:
        """The selected cases in the order of the list; those whose ids are not read yet are left out."""
        rows = sorted(index.row() for index in self.selection.selectedRows())
        return [one for one in map(self._model.case_at, rows) if one is not None]

    def select(self, position: int) -> bool:
        """Chooses the case at a position, if there is one."""
        if not 0 <= position < self._model.rowCount():
            return False
        self.selection.setCurrentIndex(self._model.index(position, 0), _CURRENT)
        return True

    def begin_settling(self) -> None:
        """The list is being replaced: what the views do to the selection meanwhile is nobody's choice."""
        self._is_settling = True

    def settle(self, position: int) -> None:
        """The list is in place again, the former case at `position`; what is tinted now is what is open."""
        current = self.selection.currentIndex()
        is_tinted = current.isValid() and self.selection.isRowSelected(current.row())
        if current.isValid() and not is_tinted:
            # A view that got the keyboard meanwhile has made its first row the current one.
            self.selection.clearCurrentIndex()
        self._is_settling = False
        self.place = replace(self.place, position=max(position, 0))
        if is_tinted:
            self._announce(current)

    def leave(self) -> None:
        """Nothing is in the list: no case is open, though the list remembers where it was."""
        if self._announced is not None:
            self._announced = None
            self.none_left.emit()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._is_settling or not current.isValid():
            return
        if not self._is_picking and not self.selection.isRowSelected(current.row()):
            self.selection.select(current, _CURRENT)
        case_id = self._model.case_at(current.row())
        if case_id is not None:
            self.as_it_was.note(case_id, self._model.ids)
        self._announce(current)

    def _announce(self, current: QModelIndex) -> None:
        case_id = self._model.case_at(current.row())
        if case_id is None:
            return
        self.place = replace(self.place, case_id=case_id, position=current.row())
        if case_id != self._announced:
            self._announced = case_id
            self.case_chosen.emit(case_id)
