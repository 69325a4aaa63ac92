"""What is asked before something is written of a promised standard, and the service that writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.standards.promise import COURSE, Origin, PromisedStandard, Stage
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.standards.following import (
    NamedRow,
    ReachedStage,
    amend_standard,
    give_up,
    reach_stage,
    resume,
    step_back,
    strike_out,
    take_over,
)
from reviewer_app.services.standards.looking import StandardsView
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.register.asking import content_of, typed_day
from reviewer_ui.standards.section import StandardsSection
from reviewer_ui.standards.taking import TakingDialog
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_LEVELS = tuple((level.value, level.label) for level in StandardLevel)
_ADDED = ((Origin.OFFICER.value, "承诺的"), (Origin.EXTRA.value, "承诺之外的"))
#: What is odd and may be right: said once, and written at the second press.
_DOUBTS = frozenset({"standard.number_twice", "standard.number_elsewhere", "standard.year_differs"})
_NUMBER_HINT = "没有可不填；写法如 DB31/T 1234—2020、T/ABC 001—2024"


class StandardsActs(QObject):
    """Carries out what a section of standards asks for; the section is read anew by the change itself."""

    def __init__(self, context: Context, section: StandardsSection, window: QWidget) -> None:
        super().__init__(section)
        self._context, self._window = context, window
        self._view: StandardsView | None = None
        section.act_wanted.connect(self.do)
        section.copy_wanted.connect(lambda sha256, name: ask_and_save_copy(context, sha256, name, window))

    def follow(self, view: StandardsView | None) -> None:
        """Which project the acts are about."""
        self._view = view

    def do(self, what: str, standard_id: int) -> None:
        """Asks for one act."""
        view = self._view
        if view is None:
            return
        if what == "take":
            self._take(view)
        elif what == "add":
            self._add(view)
        else:
            one = next((one for one in view.standards if one.id == standard_id), None)
            asks: dict[str, Callable[[StandardsView, PromisedStandard], None]] = {
                "reach": self._reach,
                "amend": self._amend,
                "back": self._step_back,
                "give_up": self._give_up,
                "strike": self._strike,
                "resume": self._resume,
            }
            if one is not None:
                asks[what](view, one)

    def _take(self, view: StandardsView) -> None:
        dialog = TakingDialog(view, self._window)

        def send(rows: list[NamedRow]) -> None:
            self._run(dialog, take_over, view.application_id, rows)

        dialog.confirmed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _add(self, view: StandardsView) -> None:
        fields = (
            FormField("origin", "是否承诺", choices=_ADDED),
            FormField("level", "层级", choices=_LEVELS, beside=True),
            FormField("name", "标准名称", hint="还没有定可不填", kind=TextKind.SUBJECT),
            FormField("year", "承诺年份", hint="如 2025，没有可不填"),
            FormField("number", "标准编号", hint=_NUMBER_HINT, beside=True),
        )
        dialog = self._form(
            "添加一项标准", f"登记“{view.project_name}”的一项标准。", "添加", fields, view.application_id
        )

        def send(said: dict[str, str]) -> None:
            self._run(dialog, take_over, view.application_id, [_row(said, Origin(said["origin"]))])

        dialog.confirmed.connect(send)

    def _amend(self, view: StandardsView, one: PromisedStandard) -> None:
        named = one.named
        fields = (
            FormField("level", "层级", named.level.value, choices=_LEVELS),
            FormField("year", "承诺年份", named.year, beside=True),
            FormField("name", "标准名称", named.name, kind=TextKind.SUBJECT),
            FormField("number", "标准编号", named.number, hint=_NUMBER_HINT),
            FormField("reason", "说明", hint="为什么改，没有可不填", kind=TextKind.REASON),
        )
        says = f"更改“{named.title}”的名称或编号，原来的写法留在流转记录里。"
        dialog = self._form("改名称或编号", says, "保存", fields, one.id)
        sure: set[str] = set()

        def send(said: dict[str, str]) -> None:
            row = _row(said, one.origin)
            self._run(dialog, amend_standard, one.id, row, frozenset(sure), said["reason"], sure=sure)

        dialog.editors["number"].textChanged.connect(sure.clear)  # type: ignore[union-attr]
        dialog.confirmed.connect(send)

    def _reach(self, view: StandardsView, one: PromisedStandard) -> None:
        coming = [stage for stage in COURSE if stage > one.stage]
        if one.stage is not Stage.PUBLISHED:
            coming = [stage for stage in coming if stage is not Stage.IN_FORCE]
        fields = [
            FormField("stage", "到了哪一阶段", choices=tuple((str(int(stage)), stage.label) for stage in coming)),
            FormField("day", "日期", view.today.isoformat(), hint="写法如 2025-06-30", beside=True),
        ]
        if one.stage < Stage.PUBLISHED:
            named = one.named
            fields.append(FormField("name", "标准名称", named.name, "发布时必填", kind=TextKind.SUBJECT))
            fields.append(FormField("number", "标准编号", named.number, f"发布时必填；{named.level.example}"))
        fields.append(FormField("file", "依据", hint="公告、批准文件等，没有可不填", is_file=True))
        says = f"登记“{one.named.title}”（{one.named.level.label}）的进展，现在是“{one.stage_on(view.today).label}”。"
        dialog = self._form("登记进展", says, "登记", tuple(fields), one.id)
        sure: set[str] = set()

        def send(said: dict[str, str]) -> None:
            self._context.background.run_long(
                _reaching(one.id, said, frozenset(sure)),
                then=lambda _changes: dialog.accept(),
                failed=partial(self._refuse, dialog, sure),
            )

        for name in ("number", "day"):
            if name in dialog.editors:
                dialog.editors[name].textChanged.connect(sure.clear)  # type: ignore[union-attr]
        dialog.confirmed.connect(send)

    def _step_back(self, view: StandardsView, one: PromisedStandard) -> None:
        earlier = [stage for stage, _ in one.days if stage < one.stage]
        choices = tuple((str(int(stage)), stage.label) for stage in reversed([Stage.NOT_BEGUN, *earlier]))
        fields = (
            FormField("stage", "退回到", choices=choices),
            FormField("reason", "理由", hint="为什么退回", kind=TextKind.REASON),
        )
        says = f"“{one.named.title}”现在是“{one.stage.label}”。退回之后的阶段不再计算，各条登记仍可查看。"
        dialog = self._form("退回阶段", says, "退回", fields, one.id)

        def send(said: dict[str, str]) -> None:
            self._run(dialog, step_back, one.id, Stage(int(said["stage"])), said["reason"])

        dialog.confirmed.connect(send)

    def _give_up(self, _view: StandardsView, one: PromisedStandard) -> None:
        says = f"记明“{one.named.title}”不再制定。仍计入承诺的项数，不计入发布。"
        self._decide("不再制定", says, "记明不再制定", partial(self._end, give_up, one.id))

    def _strike(self, _view: StandardsView, one: PromisedStandard) -> None:
        says = f"“{one.named.title}”是登记有误的，划去之后不计入承诺和发布，仍可查看和恢复。"
        self._decide("登记有误", says, "划去这一项", partial(self._end, strike_out, one.id), is_destructive=True)

    def _resume(self, _view: StandardsView, one: PromisedStandard) -> None:
        says = f"恢复“{one.named.title}”（现为“{one.standing.label}”）。"
        self._decide("恢复标准", says, "恢复", partial(self._end, resume, one.id))

    def _end(self, act: Callable[..., Changes], standard_id: int, reason: str, dialog: DecisionDialog) -> None:
        self._run(dialog, act, standard_id, reason)

    def _form(self, title: str, says: str, confirm: str, fields: tuple[FormField, ...], about: int) -> FormDialog:
        dialog = FormDialog(title, says, confirm, fields, self._window)
        keep_texts(self._context, dialog, f"{title}:{about}")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _decide(
        self,
        title: str,
        says: str,
        confirm: str,
        send: Callable[[str, DecisionDialog], None],
        is_destructive: bool = False,
    ) -> None:
        question = Question(title, says, confirm, reason=Reason.REQUIRED, is_destructive=is_destructive)
        dialog = DecisionDialog(question, self._window)
        keep_texts(self._context, dialog, f"{title}:{says}")
        dialog.confirmed.connect(lambda reason, _choice: send(reason, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(
        self,
        dialog: FormDialog | DecisionDialog | TakingDialog,
        act: Callable[..., Changes],
        *said: Any,
        sure: set[str] | None = None,
    ) -> None:
        failed = partial(self._refuse, dialog, sure if sure is not None else set())
        self._context.background.run_change(act, *said, then=lambda _changes: dialog.accept(), failed=failed)

    def _refuse(self, dialog: FormDialog | DecisionDialog | TakingDialog, sure: set[str], error: Exception) -> None:
        """Says why not; what is only odd is written at the next press."""
        if isinstance(error, OfficeError) and error.code in _DOUBTS:
            sure.add(error.code)
        dialog.refuse(error)


def _row(said: dict[str, str], origin: Origin) -> NamedRow:
    return NamedRow(StandardLevel(said["level"]), said["name"], said["year"], said["number"], origin)


def _reaching(standard_id: int, said: dict[str, str], sure_of: frozenset[str]) -> LongWork[Changes]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        if not said["stage"]:
            raise RefusalError("standard.no_stage", field="stage")
        name, content = content_of(said["file"])
        reached = ReachedStage(
            Stage(int(said["stage"])),
            typed_day(said["day"], "day"),
            said.get("name"),
            said.get("number"),
            name,
            content,
            sure_of,
        )
        return library.change(reach_stage, standard_id, reached)

    return work
