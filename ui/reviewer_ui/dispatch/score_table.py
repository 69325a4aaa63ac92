"""The table of the scores: a row for each case, a column for each criterion, points typed into the cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from reviewer_app.domain.notice import Criterion
from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_ui.dispatch.standing import rank_words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

_CELL, _LETTER, _SHORT = 96, 13, 4
#: Before the criteria stand place, number and project.
FIRST = 3


class ScoresModel(RowsModel[OrderedCase]):
    """The cases in the office's order; the cells under a criterion take what is typed."""

    typed = Signal(int, int, str)  # row, column, text

    def __init__(self, criteria: Sequence[Criterion], parent: QWidget) -> None:
        super().__init__(_columns(criteria), parent)
        self._last = FIRST + len(criteria) - 1
        #: Whether this person may score here.
        self.is_open = True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Points are typed, the rest is read."""
        flags = super().flags(index)
        is_typed = self.is_open and FIRST <= index.column() <= self._last
        return flags | Qt.ItemFlag.ItemIsEditable if is_typed else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is edited is what is shown."""
        return super().data(index, Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.EditRole else role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What was typed is told; the cell shows it once it is on record."""
        self.typed.emit(index.row(), index.column(), str(value))
        return False

    def renew(self, cases: Sequence[OrderedCase]) -> None:
        """The same cases as they are now, without leaving the cell one is in; others are shown anew."""
        if [one.application_id for one in cases] != [one.application_id for one in self.rows()]:
            self.show_rows(cases)
            return
        self._rows = cases
        if not cases:
            return
        self.dataChanged.emit(self.index(0, 0), self.index(len(cases) - 1, len(self.columns) - 1))


class ScoresTable(PlainTable):
    """A digit begins a cell, Enter ends it and goes on to the next; Delete takes the points back."""

    cleared = Signal(int, int)

    def __init__(self) -> None:
        super().__init__("评分")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.goes_on = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell, Delete empties it."""
        at = self.currentIndex()
        if self.state() is QAbstractItemView.State.EditingState:
            # Enter ends the cell's own field and comes here afterwards.
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(at)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and at.flags() & Qt.ItemFlag.ItemIsEditable:
            self.cleared.emit(at.row(), at.column())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next cell of the case has the keyboard, after its last one the next case."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and self.goes_on:
            self.setCurrentIndex(self._next(self.currentIndex()))

    def _next(self, at: QModelIndex) -> QModelIndex:
        beside = at.siblingAtColumn(at.column() + 1)
        if beside.flags() & Qt.ItemFlag.ItemIsEditable:
            return beside
        below = at.sibling(at.row() + 1, FIRST)
        return below if below.isValid() else at


def _columns(criteria: Sequence[Criterion]) -> tuple[Column[OrderedCase], ...]:
    return (
        Column("次序", lambda case: str(case.standing.position) if case.standing else "", 64),
        Column("收件编号", lambda case: case.intake_number, 124),
        Column("项目名称", lambda case: f"{case.project_name}（{case.applicant}）"),
        *(
            Column(f"{one.title} {one.points}", partial(_points, one.id), _CELL + 12 * len(one.title[4:]))
            for one in criteria
        ),
        Column("合计", lambda case: _total(case), 64),
        Column("名次", lambda case: rank_words(case.standing), 92),
    )


def _points(criterion: str, case: OrderedCase) -> str:
    score = case.scores.get(criterion)
    return str(score.points) if score is not None else ""


def _total(case: OrderedCase) -> str:
    return str(case.standing.total) if case.standing is not None and case.standing.total is not None else ""


def _column(criterion: Criterion) -> Column[OrderedCase]:
    """The criterion's name with its highest points, as wide as its name."""
    width = _CELL + _LETTER * len(criterion.title[_SHORT:])
    return Column(f"{criterion.title} {criterion.points}", partial(_points, criterion.id), width)
