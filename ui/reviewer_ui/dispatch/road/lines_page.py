"""A step that lists the cases of the batch: a sentence and its acts above, the table below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.road import LineStanding, Road, RoadLine
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_ui.context import Context
from reviewer_ui.dispatch.preview import TickTable
from reviewer_ui.dispatch.road.step_page import RoadPage
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.rows_model import Column, RowsModel

#: The columns every list of a batch begins with.
FIRST_COLUMNS: tuple[Column[RoadLine], ...] = (
    Column("发文号", lambda line: line.number or "—", 190),
    Column("收件编号", lambda line: line.intake_number or "—", 124),
    Column("项目名称", lambda line: line.project_name),
    Column("申报单位", lambda line: line.applicant),
)


def state_tone(line: RoadLine) -> Tone:
    """The tone of a case's state in a list: waiting for the seal, sealed, or gone."""
    if line.standing is not LineStanding.IN:
        return Tone.BAD
    if line.state is State.SIGNED_OFF:
        return Tone.WARN
    return Tone.OK if line.state in (State.SEALED, State.BATCHED) or line.state not in BEFORE_SENT else Tone.IDLE


class LinesPage(RoadPage):
    """A list of the batch's cases with the acts of the step; Return opens the chosen case."""

    def __init__(
        self, context: Context, name: str, columns: Sequence[Column[RoadLine]], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.title = Words("", TextRole.HEAD)
        self.says = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.note = FieldNote()
        self.acts = QHBoxLayout()
        self.acts.setSpacing(8)
        self.model: RowsModel[RoadLine] = RowsModel(columns, self)
        self.table = TickTable(name)
        self.table.show_model(self.model)
        self.table.return_pressed.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.setFocusProxy(self.table)
        self._lay_out()

    def show_road(self, batch: Batch, road: Road) -> None:
        """Shows the cases of a batch; the row chosen stays chosen."""
        super().show_road(batch, road)
        chosen = max(self.table.current_row(), 0)
        self.model.show_rows(self._rows(road))
        if self.model.rowCount():
            self.table.selectRow(min(chosen, self.model.rowCount() - 1))
        self.note.clear()
        self._show_acts(batch, road)

    def _rows(self, road: Road) -> Sequence[RoadLine]:
        return road.lines

    def _show_acts(self, batch: Batch, road: Road) -> None:
        """Says what the step has to say and opens its acts."""

    def _open(self, row: int) -> None:
        self.case_asked.emit(self.model.row_at(row).application_id)

    def _ask(self, question: Question, act: Callable[..., Changes], *args: object, done: str) -> None:
        """Puts a question; what it confirms is carried out, and the dialog says why if it is refused.

        A reason that is asked for is handed to the act as its last word.
        """
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._context.messages.inform(done)

        def carry_out(reason: str, _choice: str) -> None:
            said = () if question.reason is Reason.NONE else (reason,)
            self._context.background.run_change(act, *args, *said, then=settle, failed=dialog.refuse)

        dialog.confirmed.connect(carry_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self.title, self.says, self.note):
            words.addWidget(line)
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 12, 8)
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addLayout(self.acts)
        card = Card()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addLayout(top)
        inner.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
