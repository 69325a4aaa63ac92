"""What is asked before something is written of the library of rules, and the service that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.regulations.regulation import Named, Regulation, RulePin
from reviewer_app.packs.regulations import ShippedRegulation
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.regulations.keeping import (
    RulePoint,
    amend_regulation,
    keep_regulation,
    pin_rule,
    resume_regulation,
    strike_regulation,
    unpin_rule,
)
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.register.asking import content_of, typed_day
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_DAY_HINT = "写法如 2019-10-01"


class RegulationActs(QObject):
    """Asks and carries out; the dialog reads anew by the change itself."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def add(self, shipped: ShippedRegulation | None) -> None:
        """Asks for a regulation to keep, filled from the one that was brought along."""
        begins = shipped.begins.isoformat() if shipped is not None and shipped.begins else ""
        texts = (shipped.title, shipped.number, shipped.issuer, shipped.says) if shipped is not None else ("",) * 4
        fields = _fields(*texts[:3], begins, "", texts[3])
        says = "收入本局的法规库，可以定为核对条目的依据。同一法规的施行期不能重叠。"
        dialog = self._form("收入法规", says, "收入", fields, texts[0])
        self._send(dialog, lambda said: _keeping(None, said))

    def amend(self, kept: Regulation) -> None:
        """Asks for other names, another period or another file."""
        named = kept.named
        ends = named.ends.isoformat() if named.ends else ""
        fields = (
            *_fields(named.title, named.number, named.issuer, named.begins.isoformat(), ends, named.says),
            FormField("reason", "理由", hint="改施行期的必填，如“新办法施行”", kind=TextKind.REASON),
        )
        says = "更改名称、文号、施行期或原文，改前的写法留在记录里。没有选文件的，原文不变。"
        dialog = self._form("更改法规", says, "保存", fields, str(kept.id))
        self._send(dialog, lambda said: _keeping(kept.id, said))

    def pin(self, kept: Regulation, points: Sequence[RulePoint]) -> None:
        """Asks which point rests on which clause."""
        choices = tuple((one.item, f"{one.clause} {one.title}") for one in points)
        fields = (
            FormField("item", "核对条目", choices=choices),
            FormField("clause", "条款", hint="如 第十二条第一款", kind=TextKind.NAME),
        )
        says = f"核对条目以{kept.named.cited}的哪一条为依据。它不在施行期内时，条目上会提示。"
        dialog = self._form("定为条目依据", says, "定为依据", fields, str(kept.id))
        dialog.confirmed.connect(lambda said: self._run(dialog, pin_rule, said["item"], kept.id, said["clause"]))

    def unpin(self, pin: RulePin, point: str) -> None:
        """Asks why a clause is taken off its point."""
        says = f"“{point}”不再以{pin.clause}为依据，这一条和理由仍可查看。"
        self._decide("取下依据", says, "取下", lambda reason, dialog: self._run(dialog, unpin_rule, pin.id, reason))

    def strike(self, kept: Regulation) -> None:
        """Asks why an entry is struck out."""
        gone = f"{kept.named.cited}是登记有误的，划去之后不再作为任何条目的依据，仍可查看和恢复。"
        says = f"{gone}失效的请改填施行到哪一天。"
        self._decide(
            "划去法规", says, "划去", lambda reason, dialog: self._run(dialog, strike_regulation, kept.id, reason), True
        )

    def resume(self, kept: Regulation) -> None:
        """Asks why an entry is taken up again."""
        self._decide(
            "恢复法规",
            f"恢复{kept.named.cited}。",
            "恢复",
            lambda reason, dialog: self._run(dialog, resume_regulation, kept.id, reason),
        )

    def _send(self, dialog: FormDialog, work: Callable[[dict[str, str]], LongWork[Changes]]) -> None:
        dialog.confirmed.connect(
            lambda said: self._context.background.run_long(
                work(said), then=lambda _changes: dialog.accept(), failed=dialog.refuse
            )
        )

    def _run(self, dialog: FormDialog | DecisionDialog, act: Callable[..., Changes], *said: object) -> None:
        self._context.background.run_change(act, *said, then=lambda _changes: dialog.accept(), failed=dialog.refuse)

    def _form(self, title: str, says: str, confirm: str, fields: tuple[FormField, ...], about: str) -> FormDialog:
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


def _fields(title: str, number: str, issuer: str, begins: str, ends: str, says: str) -> tuple[FormField, ...]:
    return (
        FormField("title", "名称", title, hint="不必写书名号", kind=TextKind.SUBJECT),
        FormField("number", "文号", number, hint="没有可不填", kind=TextKind.NAME),
        FormField("issuer", "制定机关", issuer, kind=TextKind.NAME, beside=True),
        FormField("begins", "施行日期", begins, hint=_DAY_HINT),
        FormField("ends", "施行到", ends, hint="最后一天；没有失效不填", beside=True),
        FormField("says", "说明", says, hint="用自己的话写它管什么，可不填", kind=TextKind.SUBJECT),
        FormField("file", "原文", hint="文本或 PDF，没有可不填", is_file=True),
    )


def _keeping(regulation_id: int | None, said: dict[str, str]) -> LongWork[Changes]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        if not said["begins"].strip():
            raise RefusalError("regulation.day_needed", field="begins")
        begins = typed_day(said["begins"], "begins")
        ends: date | None = typed_day(said["ends"], "ends") if said["ends"].strip() else None
        name, content = content_of(said["file"])
        named = Named(said["title"], said["number"], said["issuer"], begins, ends, said["says"], file_name=name)
        if regulation_id is None:
            return library.change(keep_regulation, named, content)
        return library.change(amend_regulation, regulation_id, named, content, said["reason"])

    return work
