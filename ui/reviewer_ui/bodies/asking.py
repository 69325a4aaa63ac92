"""What is asked before something is written of a technical body or department, and the service that writes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.bodies.body import Body, BodyContact, BodyKind, Support, SupportKind
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.bodies.keeping import add_body, end_contact, note_contact, note_support, strike_support
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_KINDS = tuple((kind.value, kind.label) for kind in BodyKind)
_SUPPORTS = tuple((kind.value, kind.label) for kind in SupportKind)


class BodyActs(QObject):
    """Asks and carries out; the dialog reads anew by the change itself."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def add(self) -> None:
        """Asks for a body to keep."""
        fields = (
            FormField("kind", "种类", choices=_KINDS),
            FormField("name", "名称", hint="机构或部门全称", kind=TextKind.NAME),
        )
        says = "登记一个技术机构或行业主管部门，以后登记它的联系人和给过的支持。"
        dialog = self._form("登记机构或部门", says, fields, "")
        dialog.confirmed.connect(lambda said: self._run(dialog, add_body, BodyKind(said["kind"]), said["name"]))

    def contact(self, body: Body) -> None:
        """Asks for a person to ask at a body."""
        fields = (
            FormField("person", "联系人", kind=TextKind.NAME),
            FormField("post", "职务", hint="没有可不填", kind=TextKind.NAME, beside=True),
            FormField("telephone", "电话", hint="没有可不填；列表里只显示头尾几位"),
        )
        dialog = self._form("登记联系人", f"登记{body.name}的联系人。", fields, str(body.id))
        dialog.confirmed.connect(
            lambda said: self._run(dialog, note_contact, body.id, said["person"], said["post"], said["telephone"])
        )

    def end(self, body: Body, contact: BodyContact) -> None:
        """Asks before a person is no longer to be asked there."""
        says = f"{contact.person}不再是{body.name}的联系人，登记过的仍可查看。"
        question = Question("不再联系", says, "不再联系", is_final=True)
        self._decide(question, lambda _reason, dialog: self._run(dialog, end_contact, body.id, contact.id))

    def support(self, body: Body) -> None:
        """Asks what a body did, in which year, for which case."""
        fields = (
            FormField("kind", "做了什么", choices=_SUPPORTS),
            FormField("year", "年份", hint="如 2024", beside=True),
            FormField("intake_number", "收件编号", hint="支持的是哪一件；不针对某一项目的可不填"),
            FormField("note", "说明", hint="没有可不填", kind=TextKind.SUBJECT),
        )
        dialog = self._form("登记支持", f"登记{body.name}给过的支持。", fields, str(body.id))

        def send(said: dict[str, str]) -> None:
            kind = SupportKind(said["kind"])
            self._run(dialog, note_support, body.id, kind, said["year"], said["intake_number"], said["note"])

        dialog.confirmed.connect(send)

    def strike(self, body: Body, support: Support) -> None:
        """Asks why a support is struck out."""
        says = f"“{support.year}年{support.kind.label}”是登记有误的，划去之后不计入，仍可查看。"
        question = Question("划去支持", says, "划去", reason=Reason.REQUIRED, is_destructive=True)
        self._decide(question, lambda reason, dialog: self._run(dialog, strike_support, body.id, support.id, reason))

    def _form(self, title: str, says: str, fields: tuple[FormField, ...], about: str) -> FormDialog:
        dialog = FormDialog(title, says, "登记", fields, self._window)
        keep_texts(self._context, dialog, f"{title}:{about}")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _decide(self, question: Question, send: Callable[[str, DecisionDialog], None]) -> None:
        dialog = DecisionDialog(question, self._window)
        keep_texts(self._context, dialog, f"{question.title}:{question.says}")
        dialog.confirmed.connect(lambda reason, _choice: send(reason, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(self, dialog: FormDialog | DecisionDialog, act: Callable[..., Changes], *said: object) -> None:
        self._context.background.run_change(act, *said, then=lambda _changes: dialog.accept(), failed=dialog.refuse)
