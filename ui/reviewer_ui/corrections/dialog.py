"""The dialog of a case's correction request: it shows where the request stands and offers the step that is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.corrections.request import CorrectionRequest, RequestStatus, TellingWay
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.cases.correcting import (
    Judgement,
    correction_received,
    draft_request,
    judge_item,
    tell_request,
    withdraw_request,
)
from reviewer_app.services.cases.correction_planning import read_corrections
from reviewer_app.services.ports.corrections import CorrectionChoice, CorrectionView
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.corrections.asked import AskedColumn
from reviewer_ui.corrections.course import CourseColumn, told_due
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import KeptTexts, keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog

_SIZE = QSize(1000, 620)


class CorrectionDialog(Dialog):
    """What is asked and what came of it, side by side; each act is carried out by its service and read anew."""

    def __init__(self, context: Context, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id
        self._view: CorrectionView | None = None
        self._kept: KeptTexts | None = None
        self.setWindowTitle("补正告知")
        self.setAccessibleName("补正告知")
        self.title = Words("", TextRole.TITLE, wrap=True)
        self.state = Words("", TextRole.LABEL, wrap=True)
        self.asked, self.course = AskedColumn(), CourseColumn()
        self.note = FieldNote()
        self.act = Button("", ButtonKind.PRIMARY)
        self.withdraw = Button("撤回告知…")
        self.leave = Button("关闭")
        self._step: Callable[[], None] | None = None
        self._lay_out()
        for part in (self.state, self.asked):
            tell(part, self._told_due, is_stop=False)
        self.act.clicked.connect(self._do)
        self.withdraw.clicked.connect(self.ask_withdrawal)
        self.leave.clicked.connect(self.reject)
        self.resize(_SIZE)
        self.read()

    def read(self) -> None:
        """Reads the case's requests and shows them."""
        self._context.background.run_read(read_corrections, self._case_id, then=self.show_view, failed=self.refuse)

    def show_view(self, view: CorrectionView) -> None:
        """Shows where the request stands, and the step that is next."""
        self._view = view
        if self._kept is not None:
            self._kept.flush()
        self.title.setText(view.project_name)
        self.course.begin()
        latest = view.requests[-1] if view.requests else None
        self.state.setText(f"{latest.status.label} · {latest.said}" if latest else "还没有补正告知")
        self.withdraw.setVisible(latest is not None and latest.is_open)
        self._step = None
        if view.plan is not None and (latest is None or not latest.unjudged):
            self._show_drafting(view, latest)
        elif latest is not None:
            self.asked.show_request(latest, reversed(view.requests[:-1]))
            self._show_course(view, latest)
        else:
            self.course.say("这一案件没有补正告知的记录。", TextRole.NOTE)
        self._keep_texts(latest)
        self.course.column.addStretch(1)
        self.act.setVisible(self._step is not None)

    def _keep_texts(self, latest: CorrectionRequest | None) -> None:
        """What is typed for the step that is next stands there again; each verdict recorded makes the fields anew."""
        notes = {key: row.note for key, row in self.course.judges.items()}
        lines = {name: field for name, field in self.course.fields.items() if isinstance(field, QLineEdit)}
        step = f"{latest.id}:{latest.status.value}" if latest is not None else ""
        self._kept = KeptTexts(self._context, self, f"correction:{self._case_id}:{step}", {**notes, **lines})

    def refuse(self, error: Exception) -> None:
        """Says why the act was refused; what was typed stays."""
        self.act.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)
            field = self.course.fields.get(str(error.values.get("field", "")))
            if field is not None:
                field.setFocus()

    def judge(self, key: str) -> None:
        """Records the verdict chosen for an item."""
        row = self.course.judges[key]
        if row.verdict is None:
            self.note.say("请先选认定的结果。", Tone.BAD)
            return
        self._change(judge_item, Judgement(key, row.verdict, row.note.text(), row.seen, row.lacking))

    def ask_withdrawal(self) -> None:
        """Asks why the request is taken back."""
        question = Question(
            title="撤回补正告知",
            says="告知的内容留在记录里，案件回到核对中；还没有提交的拟定只作撤回。",
            confirm="撤回",
            reason=Reason.REQUIRED,
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        keep_texts(self._context, dialog, f"withdraw_request:{self._case_id}")

        def send(reason: str, _choice: str) -> None:
            def done(_changes: object) -> None:
                dialog.accept()
                self.read()

            self._context.background.run_change(
                withdraw_request, self._case_id, reason, self._seen(), then=done, failed=dialog.refuse
            )

        dialog.confirmed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_drafting(self, view: CorrectionView, latest: CorrectionRequest | None) -> None:
        plan = view.plan
        if plan is None:
            return
        is_drafted = latest is not None and latest.is_open
        if latest is not None and is_drafted:
            self.asked.show_request(latest, reversed(view.requests[:-1]))
            self.course.say("拟定后请在右侧意见栏选“退回补正”并提交；案件有改动的，重新拟定。", TextRole.NOTE)
        else:
            self.asked.show_plan(plan, reversed(view.requests))
        if plan.refusal:
            self.course.say(plan.refusal, tone=Tone.BAD)
        else:
            former = latest if latest is not None and is_drafted else None
            self.course.ask_draft(plan, former.unchecked if former else (), former.said_of_city if former else None)
            self._offer("重新拟定" if is_drafted else "拟定补正告知", self._draft)
        if latest is not None and latest.status is RequestStatus.ANSWERED:
            self.course.show_changes(view.changes.get(latest.id, ()))

    def _show_course(self, view: CorrectionView, latest: CorrectionRequest) -> None:
        if latest.status is RequestStatus.DRAFTED:
            self.course.ask_telling(view.today)
            self._offer("登记告知", self._tell)
        elif latest.status is RequestStatus.TOLD:
            self.course.ask_answer(view.today)
            self._offer("登记答复", self._receive)
        elif latest.unjudged:
            self.course.ask_verdicts(latest, view.marked)
            for key, row in self.course.judges.items():
                row.record.clicked.connect(partial(self._judge_clicked, key))
        if latest.status is not RequestStatus.DRAFTED:
            self.course.show_changes(view.changes.get(latest.id, ()))

    def _judge_clicked(self, key: str, _is_checked: bool = False) -> None:
        self.judge(key)

    def _offer(self, words: str, step: Callable[[], None]) -> None:
        self._step = step
        self.act.setText(words)
        self.act.setEnabled(True)

    def _do(self) -> None:
        if self._step is None:
            return
        self.act.setEnabled(False)
        try:
            self._step()
        except RefusalError as refusal:
            self.refuse(refusal)

    def _draft(self) -> None:
        due = self.course.text("due_on").strip()
        plan = self._view.plan if self._view else None
        day = _day(due, "due_on") if due else None
        usual = plan.due_on if plan else None
        choice = CorrectionChoice(
            unchecked=self.course.chosen(),
            due_on=None if day == usual else day,
            due_reason=self.course.text("due_reason"),
            again_reason=self.course.text("again_reason"),
            from_city=self.course.text("from_city").strip() if plan is not None and plan.returned else None,
        )
        self._change(draft_request, choice, self._seen())

    def _tell(self) -> None:
        day, how = _day(self.course.text("day"), "day"), TellingWay(self.course.text("how"))
        self._change(tell_request, day, how, self.course.text("receipt"), self._seen())

    def _receive(self) -> None:
        self._change(correction_received, _day(self.course.text("day"), "day"), self._seen())

    def _change(self, act: Callable[..., Any], *said: object) -> None:
        def done(_changes: object) -> None:
            if self._kept is not None and act is not judge_item:
                self._kept.forget()
            if self.settled():
                self.note.clear()
                self.read()

        self.wait()
        self._context.background.run_change(act, self._case_id, *said, then=done, failed=self.refuse)

    def _told_due(self) -> Told | None:
        """The day of the request on record, how it came and when it was drafted; before that the day it would have."""
        view = self._view
        if view is None or (not view.requests and view.plan is None):
            return None
        latest = view.requests[-1] if view.requests else None
        if latest is None or (view.plan is not None and not latest.is_open):
            return told_due(view.plan) if view.plan is not None else None
        code = "correction" if latest.workdays else "chosen" if latest.due_reason else "chosen_plain"
        rule = sentence(f"clock_rule.{code}", {"workdays": latest.workdays, "reason": latest.due_reason})
        drafted = {"by": latest.drafted_by, "at": f"{latest.drafted_at:%Y-%m-%d %H:%M}"}
        said = [rule, sentence("why.due_drafted", drafted), latest.said]
        return Told("补正期限", f"{latest.due_on:%Y-%m-%d}（含当日）", said)

    def _seen(self) -> tuple[int, int]:
        requests = self._view.requests if self._view else ()
        return (requests[-1].id, requests[-1].revision) if requests else (0, 0)

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addWidget(self.asked, 1)
        sides.addWidget(self.course, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.withdraw)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addLayout(sides, 1)
        column.addWidget(self.note)
        column.addLayout(buttons)


def open_corrections(context: Context, case_id: int, parent: QWidget) -> CorrectionDialog:
    """Opens the dialog of a case."""
    dialog = CorrectionDialog(context, case_id, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _day(text: str, field: str) -> date:
    day = parse_date(text)
    if day is None:
        raise RefusalError("correction.due_unreadable", field=field, text=text)
    return day
