"""并入来件: what came for a case from a newer list while it was away, merged or put aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.services.handover.waiting import WaitingLine, drop_change, merge_change, waiting_changes
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason

_MERGE, _DROP = "并入", "不并入（写明理由）"


def ask_waiting(context: Context, case_id: int, parent: QWidget) -> None:
    """Shows the first change that waits for a case; said at the foot of the window when there is none."""

    def show(lines: Sequence[WaitingLine]) -> None:
        if not lines:
            context.messages.inform(sentence("custody.none_waiting"))
        elif not lines[0].is_home:
            context.messages.inform(sentence("custody.held_not_here"))
        else:
            _ask(context, case_id, lines[0], parent)

    context.background.run_read(waiting_changes, case_id, then=show)


def _ask(context: Context, case_id: int, line: WaitingLine, parent: QWidget) -> None:
    change = line.change
    question = Question(
        title="并入来件",
        says=_says(line),
        lines=_lines(line),
        confirm="确定",
        cancel="以后再说",
        reason=Reason.OPTIONAL,
        choices=(_MERGE, _DROP),
        choice_label="如何处理",
    )
    dialog = DecisionDialog(question, parent)
    keep_texts(context, dialog, f"waiting:{change.id}")

    def decide(reason: str, chosen: str) -> None:
        def done(_changes: object) -> None:
            dialog.accept()
            context.messages.inform("已并入，记入流转记录。" if chosen == _MERGE else "没有并入，理由已记入流转记录。")

        if chosen == _MERGE:
            context.background.run_change(merge_change, case_id, change.id, then=done, failed=dialog.refuse)
        else:
            context.background.run_change(drop_change, case_id, change.id, reason, then=done, failed=dialog.refuse)

    dialog.confirmed.connect(decide)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _says(line: WaitingLine) -> str:
    change = line.change
    begun = f"案件移交期间，{change.by} {change.came_at:%Y-%m-%d} "
    if change.is_paper:
        return f"{begun}登记来文“{change.source}”。并入只作记录，请随后按来文办理；登记复函时沿用这一编号："
    return f"{begun}导入清单“{change.source}”，第 {change.row} 行有新的内容："


def _lines(line: WaitingLine) -> tuple[str, ...]:
    paper = line.paper
    if paper is not None:
        return f"来文单位：{paper.party}", f"事由：{paper.subject}", f"收到日期：{paper.day:%Y-%m-%d}"
    return tuple(f"{label}：{words}" for label, words in line.fields.items()) or ("与案件现有内容相同。",)
