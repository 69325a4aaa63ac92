"""What is asked before the seal is asked for, agreed to, sent back, or a use struck out; each names the papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.dispatch.seals import SealList, SealUse, SealWay
from reviewer_app.services.cases.sealing import is_recommendation
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.sealing.sheet import SealLine, SealSheet
from reviewer_app.services.sealing.striking import Struck, strike_with_file
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField


def asking_form(context: Context, lines: Sequence[SealLine], left: str, window: QWidget) -> FormDialog:
    """Names the papers before the seal is asked for, with the one number that is typed: of letters it is always one."""
    sheets = [line for line in lines if is_recommendation(line.entry)]
    label = "推荐意见每件的印数" if sheets and len(sheets) < len(lines) else "每件的印数"
    field = FormField("impressions", label, str((sheets or lines)[0].impressions))
    says = "\n".join(filter(None, (sentence("sealing.ask_says", {"count": len(lines)}), left)))
    named = [_named(line) for line in lines]
    form = FormDialog("申请用印", says, f"申请用印 {len(lines)} 份文件", (field,), window, named)
    keep_texts(context, form, "ask_for_seal")
    form.finished.connect(form.deleteLater)
    form.open()
    return form


def impressions_of(lines: Sequence[SealLine], typed: str) -> dict[int, int]:
    """The impressions asked for by the papers' lines in the register: as typed on the sheets, one on a letter."""
    typed = typed.strip()
    count = int(typed[:4]) if typed.isdecimal() else 0
    has_sheets = any(is_recommendation(line.entry) for line in lines)
    return {
        line.entry.id: count if is_recommendation(line.entry) or not has_sheets else line.impressions for line in lines
    }


def left_out(sheet: SealSheet) -> str:
    """What cannot be asked for now, the first by its sentence."""
    refused = [line.refusal for line in sheet.lines if line.refusal is not None and line.use is None]
    if not refused:
        return ""
    return sentence("sealing.ask_left", {"count": len(refused), "what": sentence_of(refused[0])})


def approving_question(one: SealList, lines: Sequence[SealLine], is_own: bool) -> Question:
    """Asks the head; one's own list needs a reason."""
    by_id = {line.entry.id: line for line in lines}
    named = [_named(by_id[paper.register_id]) if paper.register_id in by_id else paper.called for paper in one.papers]
    count = {"count": len(one.papers), "impressions": sum(paper.impressions for paper in one.papers)}
    own = sentence("sealing.approve_own") if is_own else ""
    return Question(
        title="同意用印",
        says="\n".join(filter(None, (own, sentence("sealing.approve_says", count)))),
        lines=tuple(named),
        confirm=f"同意用印 {len(one.papers)} 份文件",
        reason=Reason.REQUIRED if is_own else Reason.NONE,
    )


def using_question(lines: Sequence[SealLine], way: SealWay, first: int) -> Question:
    """Names every paper with the number its use gets, before all are recorded."""
    is_stamp = way is SealWay.STAMP
    return Question(
        title="登记用印" if is_stamp else way.label,
        says=sentence("sealing.use_all_says" if is_stamp else "sealing.use_all_file", {"count": len(lines)}),
        lines=tuple(
            sentence(
                "sealing.use_line",
                {
                    "serial": serial,
                    "called": line.entry.called,
                    "project": line.case.project_name if line.case else line.entry.subject,
                    "impressions": line.impressions if is_stamp else 1,
                },
            )
            for serial, line in enumerate(lines, first)
        ),
        confirm=f"登记用印 {len(lines)} 份文件" if is_stamp else f"用印 {len(lines)} 份文件",
    )


def sending_back_question(one: SealList) -> Question:
    """Asks the head for the reason."""
    return Question(
        title="退回用印清单",
        says=sentence("sealing.send_back_says", {"name": one.asked_by}),
        confirm="退回",
        reason=Reason.REQUIRED,
    )


def withdrawing_question() -> Question:
    """Asks who asked for the seal."""
    return Question(
        title="撤回用印申请",
        says=sentence("sealing.withdraw_says"),
        confirm="撤回申请",
        reason=Reason.REQUIRED,
    )


def ask_strike(context: Context, use: SealUse, window: QWidget, then: Callable[[Struck], None]) -> None:
    """Asks before a use is struck out, and strikes it out with its file; its line stays."""
    dialog = DecisionDialog(striking_question(use), window)

    def settle(done: Struck) -> None:
        dialog.accept()
        then(done)

    def strike(reason: str, _choice: str) -> None:
        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Struck:
            return strike_with_file(library, use.id, reason)

        context.background.run_long(work, then=settle, failed=dialog.refuse)

    dialog.confirmed.connect(strike)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def striking_question(use: SealUse) -> Question:
    """What is asked before a use is struck out."""
    return Question(
        title=f"划去{use.number}",
        says=sentence("sealing.strike_says", {"number": use.number, "called": use.called}) + _file_words(use),
        confirm="划去这一行",
        reason=Reason.REQUIRED,
        is_destructive=True,
    )


def struck_words(done: Struck) -> str:
    """What is said after a use was struck out, and what became of the file that was sealed by it."""
    said = sentence("sealing.struck_done", {"number": done.use.number})
    if done.stays is not None:
        return said + sentence("sealing.struck_stays", {"path": done.stays})
    return said + (sentence("sealing.struck_gone", {"called": done.use.called}) if done.is_taken_away else "")


def _file_words(use: SealUse) -> str:
    return "" if use.way is SealWay.STAMP else sentence("sealing.struck_file", {"called": use.called})


def _named(line: SealLine) -> str:
    return f"{line.entry.called}　{line.case.project_name if line.case else line.entry.subject}"
