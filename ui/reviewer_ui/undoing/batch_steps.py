"""What was done to many cases a moment ago: Ctrl+Z takes it back as a whole, and the foot line and the menu say so.

It holds until something else is done in this window. Later, and after the program was started anew, the newest act on
many cases is found on the record and shown case by case before it is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from reviewer_app.domain.changes import Changes, Noun
from reviewer_resources.phrases import sentence
from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.messages import Messages
from reviewer_ui.undoing.choices import Choices

if TYPE_CHECKING:
    # Nothing of it is needed before the first act on many cases.
    from reviewer_app.services.listing.batch_acts import BatchDone
    from reviewer_app.services.ports.library import UnitOfWork
    from reviewer_app.services.undoing.batch_undoing import BatchStep, BatchTakenBack, CaseResult
    from reviewer_ui.undoing.batch_dialog import BatchUndoDialog

UNDO, REDO = "queue.undo", "queue.redo"
_OTHER_ACTS = frozenset({Noun.CASE, Noun.BATCH})


class BatchSteps(QObject):
    """The act on many cases that can be taken back now, and the one that can be done again."""

    changed = Signal()

    def __init__(self, background: Background, messages: Messages, actions: Actions) -> None:
        super().__init__(background)
        self._background, self._messages, self._actions = background, messages, actions
        self.undoable: BatchStep | None = None
        self.redoable: BatchStep | None = None
        self.dialog: BatchUndoDialog | None = None
        self._is_turning = False
        self.choices = Choices(self)
        self.choices.changed.connect(self._let_batch_go)
        background.changed.connect(self._let_go)
        actions.bind(UNDO, self.undo)
        actions.bind(REDO, self.redo)

    def note(self, done: BatchDone) -> None:
        """Takes an act that was just done; the foot line offers to take it back."""
        from reviewer_app.services.undoing.batch_undoing import step_of

        step = step_of(done)
        self._hold(step, None)
        if step is not None:
            said = sentence("undo.batch_act", {"what": step.words, "count": len(step.cases)})
            self._messages.inform(said, self._word("undo"), self.undo)

    def undo(self) -> None:
        """Takes the act back that is held; else looks for the newest one on the record and shows it first."""
        self._start(self.undoable, is_undo=True)

    def redo(self) -> None:
        """Does again what was taken back; else looks for it on the record."""
        self._start(self.redoable, is_undo=False)

    def turn(self, step: BatchStep, is_undo: bool) -> None:
        """Takes a step back or does it again, and tells what came of it."""
        from reviewer_app.services.undoing.batch_undoing import redo_batch, undo_batch

        if self._is_turning:
            # A key pressed twice: what it took back is on its way.
            return
        self._is_turning = True
        service = undo_batch if is_undo else redo_batch
        self._background.run_change(service, step, then=partial(self._tell, is_undo), failed=self._refuse)

    def _start(self, step: BatchStep | None, is_undo: bool) -> None:
        if step is not None:
            self.turn(step, is_undo)
            return
        self._background.run_read(_found, is_undo, then=partial(self._show_first, is_undo))

    def _show_first(self, is_undo: bool, found: tuple[BatchStep, tuple[CaseResult, ...]] | None) -> None:
        if found is None:
            self._messages.inform(sentence("undo.no_batch" if is_undo else "redo.no_batch"))
            return
        step, cases = found
        self._open(step, is_undo, cases).confirmed.connect(partial(self.turn, step, is_undo))

    def _refuse(self, error: Exception) -> None:
        self._is_turning = False
        self._messages.failure(error)

    def _tell(self, is_undo: bool, taken: BatchTakenBack) -> None:
        """All went well: a line with the opposite. Where some stay as they are, a list says why."""
        self._is_turning, step = False, taken.step
        if taken.done:
            self._hold(*((None, step) if is_undo else (step, None)))
            code, opposite = ("undo", self.redo) if is_undo else ("redo", self.undo)
            said = sentence(f"{code}.batch_done", {"what": step.words, "count": len(taken.done)})
            self._messages.inform(said, self._word("redo" if is_undo else "undo"), opposite)
        if taken.left or not taken.cases:
            self._open(step, is_undo, taken.cases, is_over=True)

    def _open(
        self, step: BatchStep, is_undo: bool, cases: Sequence[CaseResult], is_over: bool = False
    ) -> BatchUndoDialog:
        from reviewer_ui.undoing.batch_dialog import BatchUndoDialog

        windows = (one for one in QApplication.topLevelWidgets() if one.isVisible())
        dialog = BatchUndoDialog(step, is_undo, cases, QApplication.activeWindow() or next(windows, None), is_over)
        self.dialog = dialog
        dialog.finished.connect(self._close)
        dialog.open()
        return dialog

    def _close(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _word(self, code: str) -> str:
        keys = self._actions.keys(f"case.{code}")
        word = sentence(f"{code}.word")
        return f"{word}（{keys}）" if keys else word

    def _let_go(self, changes: Changes) -> None:
        """Something else was done: what the keys take back next is that."""
        if changes.nouns & _OTHER_ACTS:
            self._hold(None, None)

    def _let_batch_go(self) -> None:
        """An outcome was chosen since."""
        self._hold(None, None)

    def _hold(self, undoable: BatchStep | None, redoable: BatchStep | None) -> None:
        self.undoable, self.redoable = undoable, redoable
        for action_id, step, code in ((UNDO, undoable, "undo"), (REDO, redoable, "redo")):
            spec = self._actions.spec(action_id)
            said = batch_label(code, step)
            self._actions[action_id].setText(said or spec.label)
            self._actions[action_id].setStatusTip(said or spec.help)
        self.changed.emit()


def batch_label(code: str, step: BatchStep | None) -> str:
    """撤销“分派给示例乙”（37 件）; empty without a step."""
    return sentence(f"{code}.batch_label", {"what": step.words, "count": len(step.cases)}) if step else ""


def _found(unit: UnitOfWork, is_undo: bool) -> tuple[BatchStep, tuple[CaseResult, ...]] | None:
    from reviewer_app.services.undoing.batch_undoing import last_batch, plan_turn

    step = last_batch(unit)[0 if is_undo else 1]
    return (step, plan_turn(unit, step, is_undo)) if step is not None else None
