"""What is asked when an answer of the municipal bureau is entered or taken back; what was typed outlives the dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind, CityWords
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.city.answering import AnsweredCase, record_answers, take_back_answer
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.register.asking import typed_day
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_PAPER = FormField("paper", "来文", choices=(("", "没有来文"), ("yes", "有来文，编入来文登记")), beside=True)


def ask_answer(
    context: Context,
    batch: Batch,
    cases: Sequence[AnsweredCase],
    kind: CityAnswerKind,
    parent: QWidget,
    then: Callable[[], None],
) -> FormDialog:
    """Asks for what belongs to one kind of answer, for one or many cases at once; `then` when it is entered."""
    title = f"登记{kind.label} {len(cases)} 件"
    named = cases[0].intake_number if len(cases) == 1 else f"{cases[0].intake_number} 等 {len(cases)} 件"
    dialog = FormDialog(title, sentence(f"city.asks_{kind}", {"numbers": named}), title, _fields(kind), parent)
    keep_texts(context, dialog, f"city:{batch.id}:{kind}")

    def send(said: dict[str, str]) -> None:
        def done(_changes: Changes) -> None:
            dialog.accept()
            context.messages.inform(sentence("city.entered", {"kind": kind.label, "count": len(cases)}))
            then()

        try:
            words = _words(kind, said)
        except RefusalError as refusal:
            dialog.refuse(refusal)
            return
        ids = [case.application_id for case in cases]
        context.background.run_change(
            record_answers, batch.id, ids, words, bool(said["paper"]), then=done, failed=dialog.refuse
        )

    dialog.confirmed.connect(send)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_take_back(context: Context, batch: Batch, answer: CityAnswer, number: str, parent: QWidget) -> DecisionDialog:
    """Asks why an answer is taken back."""
    question = Question(
        title="撤销市局答复",
        says=sentence("city.asks_take_back", {"number": number, "said": answer.said}),
        confirm="撤销答复",
        reason=Reason.REQUIRED,
        is_destructive=True,
    )
    dialog = DecisionDialog(question, parent)
    keep_texts(context, dialog, f"city_back:{answer.id}")

    def done(_changes: Changes) -> None:
        dialog.accept()
        context.messages.inform(sentence("city.taken_back", {"number": number}))

    dialog.confirmed.connect(
        lambda reason, _choice: context.background.run_change(
            take_back_answer, batch.id, answer.id, reason, then=done, failed=dialog.refuse
        )
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _fields(kind: CityAnswerKind) -> tuple[FormField, ...]:
    day = FormField("day", "答复日期", hint="如 2024-06-12")
    number = FormField("number", "市局文号", hint="没有可不填", kind=TextKind.NAME)
    reason = FormField("reason", "市局所述理由", hint="照市局来文或电话所说写", kind=TextKind.REASON)
    if kind is CityAnswerKind.RECEIVED:
        person = FormField("person", "市局收件人", hint="没有可不填", kind=TextKind.NAME, beside=True)
        return (day, person, FormField("number", "来文字号", hint="没有可不填", kind=TextKind.NAME), _PAPER)
    if kind is CityAnswerKind.APPROVED:
        return (FormField("number", "立项文号", kind=TextKind.NAME), day, _PAPER)
    if kind is CityAnswerKind.RETURNED:
        due = FormField("due_on", "市局期限", hint="没有可不填", beside=True)
        return (reason, day, due, number, _PAPER)
    return (reason, day, number, _PAPER)


def _words(kind: CityAnswerKind, said: dict[str, str]) -> CityWords:
    """What was typed, as an answer; RefusalError of the day that cannot be read."""
    due = said.get("due_on", "").strip()
    return CityWords(
        kind=kind,
        day=typed_day(said["day"]),
        number=said.get("number", "").strip(),
        person=said.get("person", "").strip(),
        reason=said.get("reason", "").strip(),
        due_on=typed_day(due, "due_on") if due else None,
    )
