"""Two cases side by side: merge them with a choice field by field, say that they are two, or undo a merging."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.intake.likely import Likely, LikelyCase
from reviewer_app.services.intake.merging import MergePlan, Unmerged, keep_apart, merge_cases, plan_merge, undo_merge
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.detail.doubles.choices import ChoicesPage
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Chip, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = QSize(860, 640)
_MOST_ROWS = 4
_BOLDER = 14


def _why(one: LikelyCase) -> str:
    said = "；".join(sentence(f"likeness.{like}") for like in one.likeness)
    return f"{said}（已认定不是同一件）" if one.is_apart else said


_OTHERS: tuple[Column[LikelyCase], ...] = (
    Column("收件编号", lambda one: one.case.intake_number, 125),
    Column("申报单位", lambda one: one.case.applicant),
    Column("项目", lambda one: one.case.project_name),
    Column("状态", lambda one: one.case.state.label, 76),
    Column("相同之处", _why),
)


class DoublesDialog(Dialog):
    """Shows one case beside the chosen other; every act is told at the foot of the window."""

    def __init__(self, context: Context, likely: Likely, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._likely = context, likely
        self.plan: MergePlan | None = None
        self.setWindowTitle("疑似重复")
        self.setAccessibleName("疑似重复")
        self.resize(_SIZE)
        self.model: RowsModel[LikelyCase] = RowsModel(_OTHERS, self)
        self.model.show_rows(likely.others)
        self.table = PlainTable("疑似重复的案件")
        self.table.show_model(self.model)
        self.table.setFixedHeight((min(max(len(likely.others), 1), _MOST_ROWS) + 1) * ROW_HEIGHT + 8)
        self.keep_own, self.keep_other = Chip(""), Chip("")
        self.fields = ChoicesPage()
        self.about = FieldNote()
        self.reason = QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setPlaceholderText("如：单位来电说明重复提交，以后一件为准")
        self.reason.setAccessibleName("是同一件的理由")
        self.note = FieldNote()
        self.merge = Button("合并为一案", ButtonKind.PRIMARY)
        self.apart = Button("不是同一件")
        self.leave = Button("关闭")
        self.undo: list[Button] = []
        self._own_is_kept = True
        self._may_turn = False
        self.is_left = False
        self.work = QWidget()
        self._lay_out()
        self._connect()
        KeptTexts(context, self, f"doubles:{likely.case.id}", {"reason": self.reason})
        self._begin()

    def done(self, result: int) -> None:
        """Closed meanwhile, it is told nothing any more; what was asked is carried out all the same."""
        self.is_left = True
        super().done(result)

    def _begin(self) -> None:
        others = self._likely.others
        self.work.setVisible(bool(others))
        self.table.setVisible(bool(others))
        for button in (self.merge, self.apart):
            button.setVisible(bool(others))
        if others:
            self.table.selectRow(0)
        else:
            self.resize(_SIZE.width(), self.sizeHint().height())

    def _connect(self) -> None:
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(lambda _now, _before: self._offer())
        self.keep_own.clicked.connect(lambda: self._plan(True))
        self.keep_other.clicked.connect(lambda: self._plan(False))
        self.merge.clicked.connect(self._merge)
        self.apart.clicked.connect(self._keep_apart)
        self.leave.clicked.connect(self.reject)

    @property
    def other(self) -> Application | None:
        """The other case chosen."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row).case if 0 <= row < self.model.rowCount() else None

    def _offer(self) -> None:
        """Offers to keep the case in sight; where work on the other one would be left behind, that one."""
        self._may_turn = True
        self._plan(True)

    def _plan(self, own_is_kept: bool) -> None:
        """Reads what merging would ask, keeping the one case or the other."""
        self._own_is_kept = own_is_kept
        if self.other is None:
            return
        kept, gone = (self._likely.case, self.other) if own_is_kept else (self.other, self._likely.case)
        self._context.background.run_read(plan_merge, kept.id, gone.id, then=self._show_plan, failed=self._refuse)

    def _show_plan(self, plan: MergePlan) -> None:
        if self.is_left or self.other is None or {plan.kept.id, plan.gone.id} != {self._likely.case.id, self.other.id}:
            return
        if plan.leaves_work_behind and self._may_turn:
            self._may_turn = False
            self._plan(False)
            return
        self._may_turn = False
        self.plan = plan
        self.keep_own.setText(f"保留本件 {self._likely.case.intake_number}")
        self.keep_other.setText(f"保留 {self.other.intake_number}")
        self.keep_own.setChecked(self._own_is_kept)
        self.keep_other.setChecked(not self._own_is_kept)
        for chip in (self.keep_own, self.keep_other):
            # A chosen chip is bold, and wider than its hint.
            chip.setMinimumWidth(chip.sizeHint().width() + _BOLDER)
        self.fields.show_fields(plan.fields, plan.kept.intake_number, plan.gone.intake_number)
        places = {"gone": plan.gone.intake_number, "copies": plan.copies, "files": plan.files}
        self.about.say(sentence("merging.about", places))
        self.note.say(plan.hindrance, Tone.WARN)
        self.merge.setEnabled(not plan.hindrance)

    def _merge(self) -> None:
        plan = self.plan
        if plan is None:
            return
        self._set_busy(True)
        self._context.background.run_change(
            merge_cases,
            plan,
            self.fields.chosen(),
            self.reason.text(),
            then=lambda _changes: self._done("done", plan.kept, plan.gone),
            failed=self._refuse,
        )

    def _keep_apart(self) -> None:
        other = self.other
        if other is None:
            return
        self._set_busy(True)

        def done(_changes: Changes) -> None:
            self._done("apart", self._likely.case, other)

        self._context.background.run_change(keep_apart, self._likely.case.id, other.id, then=done, failed=self._refuse)

    def _undo(self, gone: Application) -> None:
        kept = self._likely.case

        def done(undone: Unmerged) -> None:
            self._done("undone_left" if undone.left else "undone", kept, gone, undone.left)

        self._set_busy(True)
        self._context.background.run_change(undo_merge, kept.id, gone.id, then=done, failed=self._refuse)

    def _done(self, told: str, kept: Application, gone: Application, left: str = "") -> None:
        places = {"kept": kept.intake_number, "gone": gone.intake_number, "left": left}
        self._context.messages.inform(sentence(f"merging.{told}", places))
        if not self.is_left:
            self.accept()

    def _set_busy(self, is_busy: bool) -> None:
        """Nothing is asked twice while it is being carried out."""
        for button in (self.merge, self.apart, *self.undo):
            button.setEnabled(not is_busy)

    def _refuse(self, error: Exception) -> None:
        if self.is_left:
            self._context.messages.failure(error)
            return
        self._set_busy(False)
        self.note.say(sentence_of(error), Tone.BAD)
        field = str(error.values.get("field", "")) if isinstance(error, OfficeError) else ""
        if field == "reason":
            self.reason.setFocus()
        else:
            self.fields.go_to(field)

    def _lay_out(self) -> None:
        case = self._likely.case
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(
            Words(f"{case.intake_number}　{case.applicant} · {case.project_name}", TextRole.HEAD, wrap=True)
        )
        said = self._said_besides()
        if said:
            column.addWidget(Words(said, TextRole.NOTE, wrap=True, selectable=True))
        for gone in self._likely.merged:
            column.addLayout(self._merged_row(gone))
        column.addWidget(self.table)
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(self.keep_own)
        sides.addWidget(self.keep_other)
        sides.addStretch(1)
        work = QVBoxLayout(self.work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(8)
        work.addLayout(sides)
        work.addWidget(self.fields, 1)
        work.addWidget(self.about)
        work.addWidget(Words("是同一件的理由", TextRole.LABEL))
        work.addWidget(self.reason)
        column.addWidget(self.work, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.apart)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.merge)
        column.addLayout(buttons)

    def _said_besides(self) -> str:
        """Where else the unit stands, and that there is no double where there is none."""
        likely = self._likely
        lines = [] if likely.others else [sentence("merging.no_double")]
        for case in likely.earlier:
            places = {"season": case.season, "number": case.intake_number, "project": case.project_name}
            lines.append(sentence("merging.earlier", {**places, "state": case.state.label}))
        lines.extend(likely.listed)
        return "\n".join(lines)

    def _merged_row(self, gone: Application) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Words(sentence("merging.came_in", {"number": gone.intake_number}), TextRole.BODY, wrap=True), 1)
        button = Button(f"撤销合并 {gone.intake_number}")
        button.clicked.connect(partial(self._undo, gone))
        self.undo.append(button)
        row.addWidget(button)
        return row
