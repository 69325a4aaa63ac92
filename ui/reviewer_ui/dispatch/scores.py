"""评分: the cases side by side under the criteria of the season's pack; points are typed into the cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.notice import Criterion
from reviewer_app.domain.ranking.scores import by_scores
from reviewer_app.domain.record import EventAct
from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_app.services.dispatch.scoring import ScoreSheet, give_score, order_by_scores, score_sheet, take_back_order
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.questions import arranging_question, taking_back_question
from reviewer_ui.dispatch.score_table import FIRST, ScoresModel, ScoresTable
from reviewer_ui.dispatch.standing import given_words, told_standing
from reviewer_ui.explaining import Told, tell
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.dialog import Dialog

_SIZE, _LONGEST = (1180, 600), 300
_ACTS = (EventAct.SCORED, EventAct.ORDERED_BY_SCORES, EventAct.ORDER_TAKEN_BACK)


class ScoresDialog(Dialog):
    """Every score stands on record as soon as it is typed; the order follows only when it is arranged."""

    def __init__(self, context: Context, sheet: ScoreSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._sheet = sheet
        self.setWindowTitle("评分")
        self.setAccessibleName("评分")
        self.resize(*_SIZE)
        self.head = SectionHead("评分")
        self.model = ScoresModel(sheet.criteria, self)
        self.table = ScoresTable()
        self.table.show_model(self.model)
        self.about = Words("", TextRole.NOTE, wrap=True)
        self.ground = QLineEdit()
        self.ground.setAccessibleName("这一项的评分依据")
        self.ground.setMaxLength(_LONGEST)
        self.ground.setPlaceholderText("可不填；如：参编国家标准两项，见附件")
        self.note = FieldNote()
        self.arrange, self.take_back, self.shut = Button("按得分排列…"), Button("撤回排列…"), Button("关闭")
        self._lay_out()
        self._connect()
        self._show(sheet)
        self.table.setCurrentIndex(self.model.index(0, FIRST))
        self.note.say(self._context.why_closed(EventAct.SCORED) or sentence("scores.how"))
        for button, act in ((self.arrange, _ACTS[1]), (self.take_back, _ACTS[2])):
            button.setToolTip(self._context.why_closed(act))

    def refresh(self) -> None:
        """Reads the scores as they stand on record."""
        self._background.run_read(score_sheet, then=self._show)

    def _show(self, sheet: ScoreSheet) -> None:
        if sheet.criteria != self._sheet.criteria:
            # The columns are those of another pack.
            self._context.messages.inform(sentence("scores.criterion"))
            self.reject()
            return
        self._sheet = sheet
        at = self.table.currentIndex()
        row, column = at.row(), at.column()
        self.model.renew(sheet.cases)
        if not self.table.currentIndex().isValid() and sheet.cases:
            self.table.setCurrentIndex(self.model.index(min(max(row, 0), len(sheet.cases) - 1), max(column, FIRST)))
        # Cases at another desk are waited for by none.
        ranked = [case.standing for case in sheet.cases if case.standing is not None]
        done = sum(standing.total is not None for standing in ranked)
        self.head.set_right(f"评完 {done} / {len(ranked)} 件")
        may = {act: not self._context.why_closed(act) for act in _ACTS}
        self.model.is_open = may[EventAct.SCORED]
        self.arrange.setEnabled(may[_ACTS[1]] and len(ranked) > 1 and done == len(ranked))
        self.take_back.setEnabled(may[_ACTS[2]] and sheet.arrangement is not None and sheet.arrangement.is_last)
        self._show_cell()

    def _show_cell(self) -> None:
        """What the criterion of the cell asks for, and who gave the points."""
        criterion, case = self._criterion(), self._case()
        score = case.scores.get(criterion.id) if case is not None and criterion is not None else None
        self.ground.setEnabled(score is not None and self.model.is_open)
        if not self.ground.hasFocus():
            self.ground.setText(score.ground if score is not None else "")
        if criterion is not None:
            said = f"{criterion.title}（{criterion.clause}），最高 {criterion.points} 分，看{criterion.evidence}。"
            self.about.setText(said + given_words(score))
        else:
            self.about.setText("")

    def _take(self, row: int, column: int, text: str) -> None:
        """Puts what was typed on record; what is no number of the criterion is said and leaves nothing."""
        criterion = self._sheet.criteria[column - FIRST]
        clean = text.strip()
        self.table.goes_on = not clean or (clean.isdecimal() and int(clean[:9]) <= criterion.points)
        if self.table.goes_on:
            self._give(self.model.row_at(row), criterion, int(clean) if clean else None)
        else:
            self.note.say(sentence("scores.range", {"title": criterion.title, "highest": criterion.points}), Tone.BAD)

    def _give(self, case: OrderedCase, criterion: Criterion, points: int | None, ground: str | None = None) -> None:
        before = case.scores.get(criterion.id)
        if ground is None:
            # Other points rest on another ground; the same ones keep theirs.
            ground = before.ground if before is not None and before.points == points else ""
        self._background.run_change(
            give_score,
            case.application_id,
            criterion.id,
            points,
            ground,
            before.points if before is not None else None,
            then=self._given,
            failed=self._refuse,
        )

    def _keep_ground(self) -> None:
        criterion, case = self._criterion(), self._case()
        score = case.scores.get(criterion.id) if case is not None and criterion is not None else None
        if score is not None and case is not None and criterion is not None:
            self._give(case, criterion, score.points, self.ground.text())

    def _given(self, _changes: Changes) -> None:
        self.note.say("")
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)
            self.refresh()

    def _ask(self, question: Question, act: Callable[..., Changes]) -> None:
        """Asks, then arranges or takes back what was looked at."""
        seen = [case.application_id for case in self._sheet.cases]
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self.note.say(sentence("order.recorded"), Tone.OK)
            self.refresh()

        dialog.confirmed.connect(
            lambda _reason, _choice: self._background.run_change(act, seen, then=settle, failed=dialog.refuse)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_to_arrange(self) -> None:
        totals = {case.application_id: case.standing.total or 0 for case in self._sheet.cases if case.standing}
        cases = {case.application_id: case for case in self._sheet.cases}
        self._ask(arranging_question([cases[one] for one in by_scores(totals)]), order_by_scores)

    def _criterion(self) -> Criterion | None:
        place = self.table.currentIndex().column() - FIRST
        return self._sheet.criteria[place] if 0 <= place < len(self._sheet.criteria) else None

    def _case(self) -> OrderedCase | None:
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _told(self) -> Told | None:
        case = self._case()
        return told_standing(case, self._sheet) if case is not None else None

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
        column.addWidget(self.about)
        label = Words("依据", TextRole.LABEL)
        label.setBuddy(self.ground)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.ground, 1)
        column.addLayout(row)
        column.addWidget(self.note)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.arrange)
        foot.addWidget(self.take_back)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.typed.connect(self._take)
        self.table.cleared.connect(lambda row, column: self._take(row, column, ""))
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._show_cell())
        self.ground.editingFinished.connect(self._keep_ground)
        self.ground.returnPressed.connect(self.table.setFocus)
        self.arrange.clicked.connect(self._ask_to_arrange)
        self.take_back.clicked.connect(lambda: self._ask(taking_back_question(self._sheet), take_back_order))
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)
