"""What is asked before a line of the ledger is written; what was typed outlives the dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry, VisitKind
from reviewer_app.domain.guarantee.listing import LedgerLine
from reviewer_app.domain.guarantee.project import Plan
from reviewer_app.domain.guarantee.rules import (
    AcceptanceWords,
    ApprovalWords,
    ExtensionWords,
    PlanWords,
    VisitWords,
)
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import ProjectView
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.register.asking import content_of, typed_day
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

Said = dict[str, str]
#: What is entered, from what was said and the files that were read.
Enter = Callable[[UnitOfWork, Said, Sequence[LedgerFile]], Changes]
_FILES = ("file", "file_2")


class LedgerQuestions:
    """The questions of one page, each about one project."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent

    def take_on(self, view: ProjectView) -> FormDialog:
        """The number and day of the approval, as the bureau's answer gives them."""
        found = view.approval
        fields = (
            FormField("number", "立项文号", found.number if found else "", kind=TextKind.NAME),
            FormField("day", "立项日期", str(found.day) if found else "", hint="如 2024-06-20", beside=True),
        )

        def enter(unit: UnitOfWork, said: Said, _files: Sequence[LedgerFile]) -> Changes:
            return keeping.take_on_as(unit, view.case.id, ApprovalWords(said["number"], typed_day(said["day"])))

        says = sentence("guarantee.asks_take_on", {"name": view.case.project_name, "months": view.term_months})
        return self._ask(view, "take_on", "纳入台账", says, fields, enter)

    def take_all(self, lines: Sequence[LedgerLine], done: Callable[[int], None]) -> DecisionDialog:
        """Names every project with its approval and the end that follows; those without an answer are left, by name."""
        going, left = [one for one in lines if one.is_dated], [one for one in lines if not one.is_dated]
        named = [f"{one.season}年度 {one.project_name}：立项 {one.approved_on}，期满 {one.ends_on}" for one in going]
        named += [f"{one.season}年度 {one.project_name}：{sentence('guarantee.left_undated')}" for one in left]
        question = Question(
            "全部纳入台账", sentence("guarantee.asks_take_all"), f"纳入 {len(going)} 项", lines=tuple(named)
        )
        dialog = DecisionDialog(question, self._parent)
        dialog.confirm.setEnabled(bool(going))

        def settle(_changes: Changes) -> None:
            dialog.accept()
            done(len(going))

        dialog.confirmed.connect(
            lambda _reason, _choice: self._context.background.run_change(
                keeping.take_on, [one.application_id for one in going], then=settle, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def visit(self, view: ProjectView, plan: Plan | None = None) -> FormDialog:
        """A visit that was paid; of a planned one its kind and words stand there already."""
        kinds = tuple((one.value, one.label) for one in VisitKind)
        kind = plan.entry.subject if plan is not None else _usual_kind(view).value
        plans = tuple(
            (str(one.entry.id), f"{one.entry.day} {one.entry.title}") for one in view.project.open_plans if one.is_visit
        )
        fields = (
            FormField("day", "走访日期", view.today.isoformat()),
            FormField("kind", "种类", kind, choices=kinds, beside=True),
            FormField(
                "plan", "完成计划", str(plan.entry.id if plan else ""), choices=(("", "计划外"), *plans), beside=True
            ),
            FormField("people", "走访人", self._person, kind=TextKind.NAME),
            FormField(
                "found", "走访所见", hint="看了哪里，标准写到什么程度，有什么问题", kind=TextKind.NOTE, is_long=True
            ),
            *_file_fields("照片或记录"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            words = VisitWords(
                VisitKind(said["kind"]), typed_day(said["day"]), said["people"], said["found"], int(said["plan"] or 0)
            )
            return keeping.record_visit(unit, view.case.id, words, files)

        says = sentence("guarantee.asks_visit", {"name": view.case.project_name})
        return self._ask(view, "visit", "记一次走访", says, fields, enter)

    def plan(self, view: ProjectView, is_visit: bool) -> FormDialog:
        """A visit or a milestone that lies ahead."""
        if is_visit:
            kinds = tuple((one.value, one.label) for one in VisitKind)
            subject = FormField("subject", "种类", _usual_kind(view).value, choices=kinds)
        else:
            subject = FormField("subject", "节点", hint="如 企业标准发布、体系运行满半年", kind=TextKind.NAME)
        fields = (
            subject,
            FormField("day", "日期", hint="如 2026-06-10", beside=True),
            FormField("words", "要看什么" if is_visit else "说明", hint="可不填", kind=TextKind.NOTE, is_long=True),
        )

        def enter(unit: UnitOfWork, said: Said, _files: Sequence[LedgerFile]) -> Changes:
            words = PlanWords(is_visit, said["subject"], typed_day(said["day"]), said["words"])
            return keeping.plan(unit, view.case.id, words)

        title = "计划走访" if is_visit else "设定节点"
        says = sentence("guarantee.asks_plan", {"name": view.case.project_name, "end": view.project.ends_on})
        return self._ask(view, "plan" if is_visit else "milestone", title, says, fields, enter)

    def reached(self, view: ProjectView, plan: Plan) -> FormDialog:
        """A milestone that was reached."""
        fields = (
            FormField("day", "完成日期", view.today.isoformat()),
            FormField("words", "情况", hint="可不填", kind=TextKind.NOTE, is_long=True),
            *_file_fields("依据"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            return keeping.reach_milestone(
                unit, view.case.id, plan.entry.id, typed_day(said["day"]), said["words"], files
            )

        says = sentence("guarantee.asks_reached", {"name": plan.entry.title, "day": plan.entry.day})
        return self._ask(view, f"reached:{plan.entry.id}", "节点完成", says, fields, enter)

    def ask_extension(self, view: ProjectView) -> FormDialog:
        """What the unit asked for, and why."""
        months = tuple((str(one), f"{one} 个月") for one in range(1, view.most_months + 1))
        fields = (
            FormField("months", "申请延期", str(view.most_months), choices=months),
            FormField("day", "申请日期", hint="如 2025-08-11", beside=True),
            FormField("number", "来文字号", hint="没有可不填", kind=TextKind.NAME),
            FormField("reason", "理由", hint="照申请写，写入延期支持函", kind=TextKind.REASON, is_long=True),
            *_file_fields("申请"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            words = ExtensionWords(said["number"], typed_day(said["day"]), int(said["months"]), said["reason"])
            return keeping.ask_extension(unit, view.case.id, words, files)

        says = sentence("guarantee.asks_asked", {"name": view.case.project_name})
        return self._ask(view, "ask_extension", "登记延期申请", says, fields, enter)

    def extend(self, view: ProjectView) -> FormDialog:
        """The approval of the extension."""
        months = tuple((str(one), f"{one} 个月") for one in range(1, view.most_months + 1))
        fields = (
            FormField("months", "延期", str(view.most_months), choices=months),
            FormField("day", "批准日期", hint="如 2025-08-28", beside=True),
            FormField("number", "批准文号", kind=TextKind.NAME),
            FormField("reason", "延期缘由", hint="照批准文件写，可不填", kind=TextKind.NOTE, is_long=True),
            *_file_fields("批准文件"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            words = ExtensionWords(said["number"], typed_day(said["day"]), int(said["months"]), said["reason"])
            return keeping.extend(unit, view.case.id, words, files)

        end = view.project.original_end
        longest = add_months(view.project.approved_on, view.term_months + view.most_months)
        says = sentence("guarantee.asks_extend", {"end": end, "longest": longest})
        return self._ask(view, "extend", "登记延期", says, fields, enter)

    def accept(self, view: ProjectView) -> FormDialog:
        """How the acceptance went."""
        fields = (
            FormField("passed", "结论", "yes", choices=(("yes", "合格"), ("no", "不合格"))),
            FormField("day", "验收日期", view.today.isoformat(), beside=True),
            FormField("number", "验收文号", hint="没有可不填", kind=TextKind.NAME),
            FormField("score", "得分", hint="没有可不填，可超过 100"),
            FormField("bonus", "其中加分", hint="没有可不填", beside=True),
            FormField("early", "提前验收的依据", hint=f"早于 {view.project.ends_on} 验收的必填", kind=TextKind.NOTE),
            *_file_fields("验收文件"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            words = AcceptanceWords(
                said["passed"] == "yes",
                typed_day(said["day"]),
                said["number"],
                said["score"],
                said["bonus"],
                said["early"],
            )
            return keeping.accept(unit, view.case.id, words, files)

        says = sentence("guarantee.asks_accept", {"name": view.case.project_name, "end": view.project.ends_on})
        return self._ask(view, "accept", "登记验收", says, fields, enter)

    def certify(self, view: ProjectView) -> FormDialog:
        """The number and day of the certificate."""
        fields = (
            FormField("number", "证书编号", kind=TextKind.NAME),
            FormField("day", "发证日期", view.today.isoformat(), beside=True),
            *_file_fields("证书扫描件"),
        )

        def enter(unit: UnitOfWork, said: Said, files: Sequence[LedgerFile]) -> Changes:
            words = ApprovalWords(said["number"], typed_day(said["day"]))
            return keeping.certify(unit, view.case.id, words, files)

        says = sentence("guarantee.asks_certify", {"name": view.case.project_name})
        return self._ask(view, "certify", "登记证书", says, fields, enter)

    def end_pilot(self, view: ProjectView) -> FormDialog:
        """When and why a pilot was given up."""
        fields = (
            FormField("day", "终止日期", view.today.isoformat()),
            FormField("number", "来文字号", hint="没有可不填", kind=TextKind.NAME, beside=True),
            FormField("reason", "终止理由", kind=TextKind.REASON, is_long=True),
        )

        def enter(unit: UnitOfWork, said: Said, _files: Sequence[LedgerFile]) -> Changes:
            words = ApprovalWords(said["number"], typed_day(said["day"]))
            return keeping.end_pilot(unit, view.case.id, words, said["reason"])

        says = sentence("guarantee.asks_end", {"name": view.case.project_name})
        return self._ask(view, "end", "试点终止", says, fields, enter)

    def close(self, view: ProjectView) -> DecisionDialog:
        """Whether the project is closed."""
        is_whole = view.project.certificate is not None and not view.project.open_plans
        question = Question(
            title="结项",
            says=sentence("guarantee.asks_close", {"name": view.case.project_name}),
            confirm="结项",
            reason=Reason.OPTIONAL if is_whole else Reason.REQUIRED,
            is_final=True,
        )
        return self._decide(view, question, "close", lambda unit, why: keeping.close(unit, view.case.id, why))

    def call_off(self, view: ProjectView, plan: Plan) -> DecisionDialog:
        """Why a plan is given up."""
        question = Question(
            title="取消计划",
            says=f"{plan.entry.day} {plan.entry.title}不再进行，留在台账上。",
            confirm="取消计划",
            cancel="保留",
            reason=Reason.REQUIRED,
        )
        entry = plan.entry.id
        return self._decide(
            view, question, f"off:{entry}", lambda unit, why: keeping.call_off(unit, view.case.id, entry, why)
        )

    def take_back(self, view: ProjectView, line: LedgerEntry) -> DecisionDialog:
        """Why a line is taken back."""
        question = Question(
            title="撤销登记",
            says=sentence("guarantee.asks_back", {"said": line.kind.label, "day": line.day, "name": line.by}),
            confirm="撤销登记",
            reason=Reason.REQUIRED,
            is_destructive=True,
        )
        return self._decide(
            view, question, f"back:{line.id}", lambda unit, why: keeping.take_back(unit, view.case.id, line.id, why)
        )

    @property
    def _person(self) -> str:
        return self._context.background.library.user.name

    def _ask(
        self, view: ProjectView, name: str, title: str, says: str, fields: Sequence[FormField], enter: Enter
    ) -> FormDialog:
        dialog = FormDialog(title, says, title, fields, self._parent)
        keep_texts(self._context, dialog, f"ledger:{view.case.id}:{name}")

        def send(said: Said) -> None:
            def done(_changes: Changes) -> None:
                dialog.accept()
                self._inform(title, view)

            def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
                files = [LedgerFile(*content_of(said[one])) for one in _FILES if said.get(one, "").strip()]
                return library.change(enter, said, files)

            try:
                typed_day(said["day"])
            except RefusalError as refusal:
                dialog.refuse(refusal)
                return
            self._context.background.run_long(work, then=done, failed=dialog.refuse)

        dialog.confirmed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _decide(
        self, view: ProjectView, question: Question, name: str, act: Callable[[UnitOfWork, str], Changes]
    ) -> DecisionDialog:
        dialog = DecisionDialog(question, self._parent)
        keep_texts(self._context, dialog, f"ledger:{view.case.id}:{name}")

        def done(_changes: Changes) -> None:
            dialog.accept()
            self._inform(question.title, view)

        dialog.confirmed.connect(
            lambda reason, _choice: self._context.background.run_change(act, reason, then=done, failed=dialog.refuse)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _inform(self, title: str, view: ProjectView) -> None:
        self._context.messages.inform(sentence("guarantee.done", {"act": title, "name": view.case.project_name}))


def _file_fields(label: str) -> tuple[FormField, ...]:
    return (
        FormField("file", label, hint="没有可不填", is_file=True),
        FormField("file_2", f"{label}（二）", hint="没有可不填", is_file=True, beside=True),
    )


def _usual_kind(view: ProjectView) -> VisitKind:
    """The visit that comes next: the first, one in the middle, one in the last three months."""
    if view.project.last(EntryKind.VISITED) is None:
        return VisitKind.FIRST
    is_late = view.today >= add_months(view.project.ends_on, -3)
    return VisitKind.BEFORE_END if is_late else VisitKind.MIDTERM
