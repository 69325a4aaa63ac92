"""What is asked before a department is consulted, reminded, or its reply entered; a refusal stays beside the form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.outside.consultations import Consultation, Stance
from reviewer_app.services.cases.consulting import (
    ReplyPaper,
    came_already,
    consult,
    due_after_sending,
    remind,
    spare,
    take_view,
    withdraw_consultation,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.printing.opening import Previews
from reviewer_ui.register.asking import content_of, typed_day
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_STANCES = (("", "请选择"), *((stance.value, stance.label) for stance in Stance))


class Consulting(QObject):
    """Does what a row of the consultations, or the palette, asks for."""

    def __init__(self, context: Context, previews: Previews, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._previews = previews
        self._window = window
        self._view: CaseView | None = None

    def follow(self, view: CaseView | None) -> None:
        """The case now shown."""
        self._view = view

    @property
    def _case_id(self) -> int:
        return self._view.application.id if self._view is not None else 0

    def do(self, what: str, number: int = 0) -> None:
        """Does one of the acts by its name; without a number with the first that waits for its reply."""
        view = self._view
        if view is None:
            return
        if what in ("ask", "spare"):
            (self._ask if what == "ask" else self._spare)(view)
            return
        of_case = view.application.consultations
        one = next((one for one in of_case if one.number == number or (not number and one.is_open)), None)
        if one is None:
            self._context.messages.inform("本案没有等待复函的征询。")
        elif what == "letter":
            self._show_letter(view, one)
        else:
            {"remind": self._remind, "reply": self._reply, "withdraw": self._withdraw}[what](view, one)

    def _ask(self, view: CaseView) -> None:
        values, limits = view.application.values, view.pack.limits
        named = values.get("promoting_department") or values.get("line_department", "")
        fields = (
            FormField("department", "征求哪个部门", named, hint="部门全称", kind=TextKind.NAME),
            FormField("workdays", "几个工作日内回复", str(limits.correction_workdays)),
            FormField("asked_on", "征求日期", view.today.isoformat(), beside=True),
            FormField("question", "另外请说明", hint="函里另外要问的，没有可不填", kind=TextKind.QUESTION),
        )
        last = limits.deadlines_of(values)[1]
        says = f"就“{view.application.project_name}”征求书面意见（三（四））。保存后可打印征求意见函。"
        says += sentence("consulting.before_sending", {"day": last})
        dialog = self._form("征求意见", says, "保存", fields)

        def send(said: dict[str, str]) -> None:
            try:
                days, day = _days(said["workdays"]), typed_day(said["asked_on"], "asked_on")
            except RefusalError as refusal:
                dialog.refuse(refusal)
                return
            self._run(dialog, consult, view, said["department"], days, said["question"], day, told=told)

        def told() -> None:
            self._context.background.run_read(due_after_sending, view.application.id, then=self._say_late)

        dialog.confirmed.connect(send)

    def _say_late(self, late: Consultation | None) -> None:
        if late is not None:
            said = {"department": late.department, "due": late.due_on}
            self._context.messages.inform(sentence("consulting.asked_late", said))

    def _reply(self, view: CaseView, one: Consultation) -> None:
        self._context.background.run_read(
            came_already, view.application.id, one.number, then=lambda there: self._ask_reply(view, one, there)
        )

    def _ask_reply(self, view: CaseView, one: Consultation, there: RegisterEntry | None) -> None:
        day = there.day if there is not None else view.today
        fields = (
            FormField("stance", "态度", choices=_STANCES),
            FormField(
                "their_number", "来文字号", there.note if there else "", "没有可不填", beside=True, kind=TextKind.NAME
            ),
            FormField("words", "意见要点", hint="照录书面意见的要点", kind=TextKind.QUESTION),
            FormField("dated", "落款日期", hint="写法如 2024-05-13"),
            FormField("received_on", "收到日期", day.isoformat(), beside=True),
            FormField("file", "附件", hint="扫描件或电子文件，没有可不填", is_file=True),
        )
        says = f"登记{one.department}的书面意见，同时编入来文登记，不必另登。"
        if there is not None:
            says = f"登记{one.department}的书面意见。来文已登记为{there.called}，沿用这一编号，不再另编。"
        dialog = self._form("登记复函", says, "登记复函", fields)

        def send(said: dict[str, str]) -> None:
            self._context.background.run_long(
                _taking(view.application.id, one.number, said),
                then=lambda _changes: dialog.accept(),
                failed=dialog.refuse,
            )

        dialog.confirmed.connect(send)

    def _spare(self, view: CaseView) -> None:
        question = Question(
            title="不需征询",
            says="记明本案不需征求主管部门意见，理由记入流转记录。",
            confirm="记明不需征询",
            reason=Reason.REQUIRED,
        )
        self._decide(question, lambda reason, dialog: self._run(dialog, spare, view, reason))

    def _remind(self, view: CaseView, one: Consultation) -> None:
        question = Question(
            title="催办复函",
            says=f"登记今天已催办{one.department}的书面意见。",
            confirm="登记催办",
            reason=Reason.OPTIONAL,
            reason_label="怎样催办的，如“电话，接电话人某某”",
        )
        self._decide(question, lambda reason, dialog: self._run(dialog, remind, view, one.number, reason))

    def _withdraw(self, view: CaseView, one: Consultation) -> None:
        name = f"对{one.department}的征询" if one.department else "“不需征询”"
        question = Question(
            title="收回征询",
            says=f"收回{name}，这一条和理由仍留在案件上。",
            confirm="收回",
            reason=Reason.REQUIRED,
            is_destructive=True,
        )
        self._decide(
            question, lambda reason, dialog: self._run(dialog, withdraw_consultation, view, one.number, reason)
        )

    def _show_letter(self, view: CaseView, one: Consultation) -> None:
        from reviewer_app.services.papers.printing import CONSULTATION, PrintOrder

        extra = ((CONSULTATION, str(one.number)),)
        self._previews.show(PrintOrder(DocumentKind.CONSULTATION_LETTER, view.application.id, extra=extra))

    def _form(self, title: str, says: str, confirm: str, fields: tuple[FormField, ...]) -> FormDialog:
        dialog = FormDialog(title, says, confirm, fields, self._window)
        keep_texts(self._context, dialog, f"{title}:{self._case_id}:{says}")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _decide(self, question: Question, send: Callable[[str, DecisionDialog], None]) -> None:
        dialog = DecisionDialog(question, self._window)
        keep_texts(self._context, dialog, f"{question.title}:{self._case_id}:{question.says}")
        dialog.confirmed.connect(lambda reason, _choice: send(reason, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(
        self,
        dialog: FormDialog | DecisionDialog,
        act: Callable[..., Changes],
        view: CaseView,
        *said: object,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        def settle(_changes: Changes) -> None:
            dialog.accept()
            told()

        self._context.background.run_change(act, view.application.id, *said, then=settle, failed=dialog.refuse)


def _days(text: str) -> int:
    plain = text.strip().removesuffix("天").removesuffix("个工作日").strip()
    if not plain.isdecimal():
        raise RefusalError("consulting.workdays_unreadable", field="workdays", text=text)
    return int(plain[:6])


def _taking(case_id: int, number: int, said: dict[str, str]) -> LongWork[Changes]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        if not said["stance"]:
            raise RefusalError("consulting.no_stance", field="stance")
        name, content = content_of(said["file"])
        reply = ReplyPaper(
            Stance(said["stance"]),
            said["words"],
            typed_day(said["dated"], "dated"),
            typed_day(said["received_on"], "received_on"),
            said["their_number"],
            name,
            content,
        )
        return library.change(take_view, case_id, number, reply)

    return work
