"""Bringing a batch up to date from the window: what would be done is listed and asked, then made with progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_app.services.dispatch.changing.planning import UpdatePlan, plan_update
from reviewer_app.services.dispatch.changing.updating import UpdateResult, update_batch
from reviewer_app.services.papers.batch_letters import LettersPlan, issue_letters, letters_after, plan_letters
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.questions import updating_question
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.decision import DecisionDialog


class BatchChanging:
    """Asks for the update of a batch over a page and carries it out; what is refused is said in the dialog."""

    def __init__(self, context: Context, over: QWidget) -> None:
        self._context, self._over = context, over

    def ask_update(self, batch: Batch) -> None:
        """Works out what an update would do, and asks."""
        self._context.background.run_read(_foreseen, batch.id, then=self._ask, failed=self._say)

    def _ask(self, foreseen: _Foreseen) -> None:
        plan = foreseen.plan
        dialog = DecisionDialog(updating_question(plan, foreseen.letters, foreseen.why_not), self._over)

        def settle(result: UpdateResult) -> None:
            if result.is_cancelled:
                dialog.reject()
                return
            dialog.accept()
            values = {"number": result.number, "replaced": result.replaced, "dropped": result.dropped}
            self._context.messages.inform(sentence("made.updated", {**values, "former": result.former.name}))
            if result.letters_refused:
                told = {"number": result.number, "why": result.letters_refused}
                self._context.messages.inform(sentence("letters.with_update", told))

        def carry_out(reason: str, _choice: str) -> None:
            work = _updating(self._context.parts, foreseen, reason)
            self._context.background.run_long(work, then=settle, failed=dialog.refuse)

        dialog.confirmed.connect(carry_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say(self, error: Exception) -> None:
        self._context.messages.inform(sentence_of(error))


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """What an update would do, and what would become of the letters; or why none can be issued."""

    plan: UpdatePlan
    letters: LettersPlan | None = None
    why_not: str = ""


def _foreseen(unit: UnitOfWork, batch_id: int) -> _Foreseen:
    plan = plan_update(unit, batch_id)
    try:
        return _Foreseen(plan, letters_after(unit, plan))
    except OfficeError as error:
        return _Foreseen(plan, why_not=sentence_of(error))


def _updating(parts: Parts, foreseen: _Foreseen, reason: str) -> Callable[[Library, Progress, Cancelled], UpdateResult]:
    """The long job of an update, after which the letters it made untrue are issued anew, under the numbers shown.

    Why they are not, where that is refused: the batch stands, and its letters can follow at 出件.
    """
    plan = foreseen.plan

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> UpdateResult:
        result = update_batch(library, parts.maker, plan.batch.id, reason, on_progress, is_cancelled, plan)
        if result.is_cancelled or not library.read(in_force_of, plan.batch.id):
            return result
        try:
            if not library.read(plan_letters, plan.batch.id).is_nothing:
                if foreseen.letters is None:
                    raise RefusalError("letters.overtaken", number=plan.batch.number)
                issue_letters(library, parts, plan.batch.id, reason, seen=foreseen.letters)
        except OfficeError as error:
            return replace(result, letters_refused=sentence_of(error))
        return result

    return work
