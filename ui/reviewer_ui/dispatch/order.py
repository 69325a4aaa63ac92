"""推荐顺序: the cases recommended and not yet sent, in the office's order; one is moved at a time, with its reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.ranking.scores import Agreement
from reviewer_app.services.dispatch.ordering import OrderedCase, place_case
from reviewer_app.services.dispatch.scoring import ScoreSheet, score_sheet
from reviewer_app.services.dispatch.side_by_side import SideBySide, side_by_side
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.undoing.undoing import OrderStep, TakenBack, order_steps, redo_step, undo_step
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.order_table import OrderModel, OrderTable
from reviewer_ui.dispatch.scores import ScoresDialog
from reviewer_ui.dispatch.side_by_side import SideBySideDialog
from reviewer_ui.dispatch.standing import place_words, rank_words, told_standing, total_words
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, LetterCount, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.rows_model import Column

_SIZE = (1080, 600)
#: The columns of sector and sum: a season with criteria shows the sum, one without them the sector.
_SECTOR, _TOTAL = 4, 5
#: The order with its scores, the move that can be taken back and the one that can be done again.
_Read = tuple[ScoreSheet, tuple[OrderStep | None, OrderStep | None]]


class OrderDialog(Dialog):
    """Shows the order and moves one case at a time; nothing is on record before its reason is given."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = context.background
        self._sheet = ScoreSheet((), ())
        self._moving = 0
        self.setWindowTitle("推荐顺序")
        self.setAccessibleName("推荐顺序")
        self.resize(*_SIZE)
        self.model = OrderModel(self._columns(), self)
        self.table = OrderTable()
        self.table.show_model(self.model)
        self.head = SectionHead("推荐顺序")
        self.up, self.down = Button("上移", is_turned=True), Button("下移", is_turned=True)
        self.up.setToolTip("Alt+↑")
        self.down.setToolTip("Alt+↓")
        self.compare = Button("对照所选…")
        self.compare.setToolTip("按住 Ctrl 选两件到四件，逐项并排看")
        self.score = Button("评分…")
        self.score.setToolTip("按规则包的评分标准逐件评分，并排看")
        self.reason = QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setAccessibleName("调整顺序的理由")
        self.reason.setPlaceholderText("如：示范作用更强、工作基础更好")
        self.keep = Button("记入顺序", ButtonKind.PRIMARY)
        self.drop = Button("放回原处")
        self.shut = Button("关闭")
        self.undo, self.redo = Button("", ButtonKind.LINK), Button("", ButtonKind.LINK)
        self._steps: tuple[OrderStep | None, OrderStep | None] = (None, None)
        self.note = FieldNote()
        self._lay_out()
        self._connect()
        self._typed = KeptTexts(context, self, "", {"reason": self.reason})
        self.refresh()

    def refresh(self) -> None:
        """Reads the order as it stands on record; a move without its reason is given up."""
        self._background.run_read(_read, then=self._take)

    def move_row(self, row: int, to: int) -> None:
        """Moves a case in the list; another can be moved only once this one is recorded or put back."""
        rows = list(self.model.rows())
        if not (0 <= row < len(rows) and 0 <= to < len(rows)) or row == to or not self.keep_is_free(rows[row]):
            return
        one = rows.pop(row)
        rows.insert(to, one)
        at_home = [case.application_id for case in rows] == self._ids()
        self._moving = 0 if at_home else one.application_id
        self.model.show_rows(rows)
        self.table.selectRow(to)
        self._show_move()

    def keep_is_free(self, case: OrderedCase) -> bool:
        """Whether this case may be moved now; says why not."""
        if self._moving in (0, case.application_id):
            return True
        self.note.say(sentence("order.one_at_a_time", {"number": self._case(self._moving).intake_number}), Tone.WARN)
        return False

    def record(self) -> None:
        """Puts the move on record with its reason."""
        moved = self._moving or self._to_explain()
        # Enter pressed twice in the field is one move.
        if not moved or not self.keep.isEnabled():
            return
        if not self.reason.text().strip():
            self.note.say(sentence("order.reason"), Tone.BAD)
            self.reason.setFocus()
            return
        place = [case.application_id for case in self.model.rows()].index(moved) + 1
        self.keep.setEnabled(False)
        self.wait()
        self._background.run_change(
            place_case,
            moved,
            place,
            self.reason.text(),
            self._ids(),
            then=self._recorded,
            failed=self._refuse,
        )

    def put_back(self) -> None:
        """Shows the order on record again."""
        self._show(self._sheet)

    def open_scores(self) -> None:
        """Offers the scores by the criteria of the season's pack; the order is read anew afterwards."""
        dialog = ScoresDialog(self._context, self._sheet, self)
        dialog.finished.connect(self.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def turn(self, is_undo: bool) -> None:
        """Takes the last move on record back, or does it again; a move without its reason is put back first."""
        if self._moving:
            self.put_back()
            return
        step = self._steps[0 if is_undo else 1]
        if step is None:
            self.note.say(sentence("undo.no_order" if is_undo else "redo.no_order"), Tone.WARN)
            return
        service = undo_step if is_undo else redo_step
        self._background.run_change(
            service, step.case_id, step.name, then=partial(self._turned, is_undo, step.number), failed=self._refuse
        )

    def open_comparison(self) -> None:
        """Shows the chosen cases side by side, in the order of the list."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        ids = [self.model.row_at(row).application_id for row in rows]
        self._background.run_read(side_by_side, ids, then=self._compare, failed=self._refuse_comparison)

    def _compare(self, found: SideBySide) -> None:
        dialog = SideBySideDialog(found, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refuse_comparison(self, error: Exception) -> None:
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _turned(self, is_undo: bool, number: str, taken: TakenBack) -> None:
        self.refresh()
        said = {"what": taken.words, "case": number}
        self.note.say(sentence("undo.done" if is_undo else "redo.done", said), Tone.OK)
        self.table.setFocus()

    def _recorded(self, _changes: Changes) -> None:
        if not self.settled():
            return
        self.reason.clear()
        self._typed.forget()
        self.refresh()
        self.note.say(sentence("order.recorded"), Tone.OK)
        self.table.setFocus()

    def _refuse(self, error: Exception) -> None:
        """What was typed stays; after somebody else's move the list is read anew."""
        self.keep.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            if error.code == "order.changed_meanwhile":
                self.refresh()
            self.note.say(sentence_of(error), Tone.BAD)

    def _take(self, found: _Read) -> None:
        sheet, self._steps = found
        for button, step, code in ((self.undo, self._steps[0], "undo"), (self.redo, self._steps[1], "redo")):
            button.setText(sentence(f"{code}.label", {"what": f"{step.number} {step.words}"}) if step else "")
            button.setVisible(step is not None)
        self._show(sheet)

    def _show(self, sheet: ScoreSheet) -> None:
        chosen = self._moving or self._chosen()
        self._sheet, self._moving = sheet, 0
        self.model.show_rows(sheet.cases)
        self.head.set_right(f"{len(sheet.cases)} 件待报送")
        self.score.setVisible(bool(sheet.criteria))
        # Sum and reason need the room; the sector is not what cases are compared by.
        self.table.setColumnHidden(_TOTAL, not sheet.criteria)
        self.table.setColumnHidden(_SECTOR, bool(sheet.criteria))
        ids = self._ids()
        if ids:
            self.table.selectRow(ids.index(chosen) if chosen in ids else 0)
        self._show_move()

    def _show_move(self) -> None:
        is_moving = bool(self._moving)
        # A reason speaks of one case: moving another must not find it in its field.
        told_of = self._moving or self._to_explain()
        if told_of:
            self._typed.turn_to(f"order:{told_of}")
        self.keep.setEnabled(bool(told_of))
        self.drop.setEnabled(is_moving)
        self.reason.setEnabled(self.keep.isEnabled())
        row, last = self.table.current_row(), self.model.rowCount() - 1
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < last)
        if not is_moving:
            self._say_what_is_open(last)
            return
        case, before = self._case(self._moving), self._ids().index(self._moving) + 1
        place = [one.application_id for one in self.model.rows()].index(self._moving) + 1
        said = {"number": case.intake_number, "before": before, "after": place}
        self.note.say(sentence("order.moving", said), Tone.WARN)

    def _say_what_is_open(self, last: int) -> None:
        """How a case is moved, or which stand elsewhere than their scores say without a reason."""
        case_id = self._to_explain()
        if case_id:
            case = self._case(case_id)
            standing = case.standing
            rank, position = rank_words(standing), standing.position if standing is not None else 0
            said = {"number": case.intake_number, "rank": rank, "position": position}
            self.note.say(sentence("scores.explaining", said), Tone.WARN)
        elif self._departs():
            self.note.say(place_words(self._case(self._chosen())))
        elif self._sheet.unexplained:
            self.note.say(sentence("scores.told_unexplained", {"count": self._sheet.unexplained}), Tone.WARN)
        else:
            self.note.say(sentence("order.how") if last > 0 else sentence("order.too_few"))

    def _chosen(self) -> int:
        row = self.table.current_row()
        return self.model.row_at(row).application_id if 0 <= row < self.model.rowCount() else 0

    def _departs(self) -> bool:
        """Whether the chosen case stands elsewhere than its score says, for a reason that is known."""
        standing = self._case(self._chosen()).standing if self._chosen() else None
        return standing is not None and standing.agreement in (Agreement.BY_REASON, Agreement.BY_OTHERS)

    def _to_explain(self) -> int:
        """The chosen case, if it stands elsewhere than its score says and nobody said why."""
        chosen = self._chosen()
        standing = self._case(chosen).standing if chosen and not self._moving else None
        return chosen if standing is not None and standing.agreement is Agreement.UNEXPLAINED else 0

    def _told(self) -> Told | None:
        chosen = self._chosen()
        return told_standing(self._case(chosen), self._sheet) if chosen else None

    def _case(self, case_id: int) -> OrderedCase:
        return next(case for case in self._sheet.cases if case.application_id == case_id)

    def _ids(self) -> list[int]:
        return [case.application_id for case in self._sheet.cases]

    def _place(self, case: OrderedCase) -> str:
        return str(self.model.rows().index(case) + 1)

    def _columns(self) -> tuple[Column[OrderedCase], ...]:
        return (
            Column("次序", self._place, 64),
            Column("收件编号", lambda case: case.intake_number, 124),
            Column("项目名称", lambda case: case.project_name),
            Column("申报单位", lambda case: case.applicant),
            Column("领域", lambda case: case.sector, 112),
            Column("得分", lambda case: total_words(case.standing), 132),
            Column("次序的理由", place_words),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        said = QHBoxLayout()
        said.addWidget(self.note, 1)
        said.addWidget(self.undo)
        said.addWidget(self.redo)
        column.addLayout(said)
        label = Words("理由", TextRole.LABEL)
        label.setBuddy(self.reason)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addWidget(self.compare)
        row.addWidget(self.score)
        row.addSpacing(8)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for button in (self.drop, self.keep, self.shut):
            row.addWidget(button)
        column.addLayout(row)

    def _connect(self) -> None:
        self.table.moved.connect(self.move_row)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_move())
        self.up.clicked.connect(lambda: self.move_row(self.table.current_row(), self.table.current_row() - 1))
        self.down.clicked.connect(lambda: self.move_row(self.table.current_row(), self.table.current_row() + 1))
        self.compare.clicked.connect(self.open_comparison)
        self.score.clicked.connect(self.open_scores)
        self.reason.returnPressed.connect(self.record)
        self.keep.clicked.connect(self.record)
        self.drop.clicked.connect(self.put_back)
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)
        for button, name, is_undo in ((self.undo, "case.undo", True), (self.redo, "case.redo", False)):
            button.clicked.connect(lambda _checked=False, is_undo=is_undo: self.turn(is_undo))
            for keys in self._context.actions[name].shortcuts():
                QShortcut(keys, self).activated.connect(partial(self.turn, is_undo))


def _read(unit: UnitOfWork) -> _Read:
    return score_sheet(unit), order_steps(unit)
