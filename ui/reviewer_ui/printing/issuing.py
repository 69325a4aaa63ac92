"""Asking before a paper is issued: the number it will get or the one the registry gave, and to whom it goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.cases.numbering import NumberGiven, next_number
from reviewer_app.services.papers.issuing import IssueChoice, IssuedResult, asks_addressee, issue_paper
from reviewer_app.services.papers.printing import PrintMatter
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.widgets.form_dialog import FormDialog, FormField


def ask_issue(context: Context, matter: PrintMatter, issued: Callable[[IssuedResult], None], parent: QWidget) -> None:
    """Opens the question once the next number is known; `issued` is told when the paper stands in the register."""
    kind = matter.order.kind

    def ask(given: NumberGiven) -> None:
        number = given.number or f"{given.year}年第{given.serial}号（未设代字，不印文号）"
        whom = FormField("addressee", "收文机关", hint="全称，如“上海市××区市场监督管理局”", kind=TextKind.NAME)
        fields = (
            *((whom,) if asks_addressee(kind) else ()),
            FormField("typed", "文书登记处给的编号", hint=f"不填则用下一个：{number}"),
            FormField("note", "说明", hint="编号跳过若干号时写明原因", kind=TextKind.SUBJECT),
        )
        says = f"“{matter.title}”发文后编号不再改动，文件存入案卷库，再打印时与这次完全相同。"
        dialog = FormDialog("发文", says, "发文", fields, parent)
        keep_texts(context, dialog, f"issue:{matter.title}")

        def send(said: dict[str, str]) -> None:
            choice = IssueChoice(said["typed"], said["note"], said.get("addressee", ""))

            def done(result: IssuedResult) -> None:
                dialog.accept()
                context.messages.inform(f"已发文：{result.called}，已记入登记簿。")
                issued(result)

            context.background.run_long(_issuing(context.parts, matter, choice), then=done, failed=dialog.refuse)

        dialog.confirmed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    context.background.run_read(next_number, kind, then=ask)


def _issuing(parts: Parts, matter: PrintMatter, choice: IssueChoice) -> LongWork[IssuedResult]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> IssuedResult:
        return issue_paper(library, parts, matter.order, choice, SealStyle.CIRCLE)

    return work
