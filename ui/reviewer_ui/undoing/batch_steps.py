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
from reviewer_app.domain.errors import OfficeError
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
        #: Done and taken back one right after the other, the newest last.
        self._made: list[BatchStep] = []
        self._undone: list[BatchStep] = []
        self._dropped: tuple[list[BatchStep], list[BatchStep]] = ([], [])
        #: The newest of this session either way: an act on labels stands on no record.
        self._newest: dict[bool, BatchStep | None] = {True: None, False: None}
        self.dialog: BatchUndoDialog | None = None
        self._is_turning = self._is_looking = False
        self.choices = Choices(self)
        self.choices.changed.connect(self._let_batch_go)
        background.changed.connect(self._let_go)
        actions.bind(UNDO, self.undo)
        actions.bind(REDO, self.redo)

    def note(self, done: BatchDone) -> None:
        """Takes an act that was just done; the foot line offers to take it back."""
        from reviewer_app.services.undoing.batch_undoing import step_of

        step = step_of(done)
        if step is None:
            return
        # That it changed something has let go of what was held; it came right after it.
        self._newest = {True: step, False: None}
        self._hold([*self._dropped[0], step], [])
        said = sentence("undo.batch_act", {"what": step.words, "count": len(step.cases)})
        self._messages.inform(said, self._word("undo"), self.undo)

    @property
    def undoable(self) -> BatchStep | None:
        """The act that the keys take back next."""
        return self._made[-1] if self._made else None

    @property
    def redoable(self) -> BatchStep | None:
        """The act that the keys do again next."""
        return self._undone[-1] if self._undone else None

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
        self._background.run_change(service, step, then=partial(self._tell, step, is_undo), failed=self._refuse)

    def _start(self, step: BatchStep | None, is_undo: bool) -> None:
        if step is not None:
            self.turn(step, is_undo)
            return
        if self._is_looking or self.dialog is not None:
            # A key pressed twice: what it asks is on its way, or stands before the officer.
            return
        self._is_looking = True
        newest = self._newest[is_undo]
        own = newest if newest is not None and newest.label is not None else None
        show = partial(self._show_first, is_undo)
        self._background.run_read(_found, own, is_undo, then=show, failed=self._refuse)

    def _show_first(self, is_undo: bool, found: tuple[BatchStep, tuple[CaseResult, ...]] | None) -> None:
        self._is_looking = False
        if found is None:
            self._messages.inform(sentence("undo.no_batch" if is_undo else "redo.no_batch"))
            return
        step, cases = found
        self._open(step, is_undo, cases).confirmed.connect(partial(self.turn, step, is_undo))

    def _refuse(self, error: Exception) -> None:
        self._is_turning = self._is_looking = False
        if isinstance(error, OfficeError):
            self._messages.failure(error)

    def _tell(self, former: BatchStep, is_undo: bool, taken: BatchTakenBack) -> None:
        """All went well: a line with the opposite. Where some stay as they are, a list says why."""
        self._is_turning, step = False, taken.step
        if not taken.done:
            self._hold([], [])
        else:
            self._newest = {is_undo: None, not is_undo: step}
            made, undone = self._dropped
            source, goal = (made, undone) if is_undo else (undone, made)
            source, goal = [one for one in source if one is not former], [*goal, step]
            self._hold(*((source, goal) if is_undo else (goal, source)))
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
            self._dropped = (self._made, self._undone)
            self._hold([], [])

    def _let_batch_go(self) -> None:
        """An outcome was chosen since."""
        self._hold([], [])

    def _hold(self, made: list[BatchStep], undone: list[BatchStep]) -> None:
        self._made, self._undone = made, undone
        for action_id, step, code in ((UNDO, self.undoable, "undo"), (REDO, self.redoable, "redo")):
            spec = self._actions.spec(action_id)
            said = batch_label(code, step)
            self._actions[action_id].setText(said or spec.label)
            self._actions[action_id].setStatusTip(said or spec.help)
        self.changed.emit()


def batch_label(code: str, step: BatchStep | None) -> str:
    """撤销“分派给示例乙”（37 件）; empty without a step."""
    return sentence(f"{code}.batch_label", {"what": step.words, "count": len(step.cases)}) if step else ""


def _found(unit: UnitOfWork, own: BatchStep | None, is_undo: bool) -> tuple[BatchStep, tuple[CaseResult, ...]] | None:
    from reviewer_app.services.undoing.batch_undoing import last_batch, plan_turn

    step = own or last_batch(unit)[0 if is_undo else 1]
    return (step, plan_turn(unit, step, is_undo)) if step is not None else None
