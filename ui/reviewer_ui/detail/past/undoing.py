"""撤销 and 重做 by their keys: the last step of the case shown, unless a text field has its own typing to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.undoing.undoing import Offer, TakenBack, offered, offered_in, redo_step, undo_step
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.undoing.batch_steps import batch_label

UNDO, REDO, PAST = "case.undo", "case.redo", "case.past"


class Undoing(QObject):
    """Takes steps of the followed case back and does them again; each is told at the foot with its opposite."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._case_id: int | None = None
        self._called = ""
        #: The case just decided on, its id and name, and the one that came up by itself; until something else is done.
        self._left: tuple[int, str] | None = None
        self._came: int | None = None
        self.undo_offer, self.redo_offer = Offer(), Offer()
        self._fields = FieldsFirst(context, window)
        context.actions.bind(UNDO, self.undo)
        context.actions.bind(REDO, self.redo)
        context.actions.bind(PAST, self.look_back)
        context.steps.changed.connect(self._name)
        context.steps.choices.changed.connect(self._stay)
        context.background.changed.connect(self._let_go)
        self.follow(None)

    def follow(self, view: CaseView | None) -> None:
        """Says in the actions' words what they would do to the case shown now."""
        self._case_id = view.application.id if view is not None else None
        self._called = view.application.project_name if view is not None else ""
        self._note_came()
        self.undo_offer = self.redo_offer = Offer(why_not=sentence("panes.no_case"))
        if view is not None:
            self.undo_offer, self.redo_offer = offered(view.events, view.facts.actor, view.acts)
        self._context.steps.choices.stand_at(self._case_id, (self.undo_offer.name, self.redo_offer.name))
        self._name()
        self._context.actions.close(PAST, "" if view is not None else sentence("panes.no_case"))

    def leave(self, case_id: int) -> None:
        """The desk goes on by itself from a case just decided on: the next 撤销 is meant of that one."""
        if case_id == self._case_id:
            self._left, self._came = (case_id, self._called), None

    def _note_came(self) -> None:
        """Which case came up by itself; one that is chosen after it is meant itself."""
        if self._left is None or self._case_id in (None, self._left[0]):
            return
        if self._came is None:
            self._came = self._case_id
        elif self._case_id != self._came:
            self._stay()

    def _stay(self) -> None:
        self._left = self._came = None

    def _let_go(self, changes: Changes) -> None:
        if Noun.CASE in changes.nouns:
            self._stay()

    def _say_of_left(self) -> bool:
        """Answers of the case just decided on, once, before anything of the one that came up is taken back."""
        left, came = self._left, self._came
        self._stay()
        if left is None or came is None or came != self._case_id:
            return False

        def say(offer: Offer) -> None:
            why = offer.why_not or sentence("undo.last", {"what": offer.words})
            back = self._context.actions["queue.back"]
            said = sentence("undo.of_left", {"case": left[1], "why": why})
            self._context.messages.inform(said, back.text(), back.trigger)

        self._context.background.run_read(offered_in, left[0], then=say, failed=self._context.messages.failure)
        return True

    def _name(self) -> None:
        """An act on many cases that was just done comes before the steps of the case shown."""
        actions, steps = self._context.actions, self._context.steps
        choices = steps.choices
        offers = (
            (UNDO, self.undo_offer, steps.undoable, choices.undoable()),
            (REDO, self.redo_offer, steps.redoable, choices.redoable()),
        )
        for action_id, offer, batch, choice in offers:
            spec, code = actions.spec(action_id), action_id.removeprefix("case.")
            words = choice.words if choice is not None else offer.words
            said = batch_label(code, batch) or (sentence(f"{code}.label", {"what": words}) if words else "")
            actions[action_id].setText(said or spec.label)
            actions[action_id].setStatusTip(said or spec.help)
            # What was done a moment ago is not in the view yet: the service says what there is to take back.
            is_open = batch is not None or self._case_id is not None
            actions.close(action_id, "" if is_open else sentence("panes.no_case"))

    def undo(self) -> None:
        """Takes the last step back, or says why it cannot be."""
        self._run(is_undo=True)

    def redo(self) -> None:
        """Does again what was taken back last, or says why it cannot be."""
        self._run(is_undo=False)

    def look_back(self, name: str = "") -> None:
        """Opens the case as it stood after an entry, beside today; without one after the entry before the last."""
        from reviewer_ui.detail.past.dialog import show_past

        if self._case_id is not None:
            show_past(self._context, self._case_id, self._window, name)

    def _run(self, is_undo: bool) -> None:
        if is_undo and self._say_of_left():
            return
        steps = self._context.steps
        if (steps.undoable if is_undo else steps.redoable) is not None:
            (steps.undo if is_undo else steps.redo)()
            return
        choice = steps.choices.undoable() if is_undo else steps.choices.redoable()
        if choice is not None:
            steps.choices.turn(is_undo)
            self._tell(choice.words, is_undo, self._case_id, self._called)
            return
        self.turn_case(is_undo)

    def turn_case(self, is_undo: bool) -> None:
        """Takes the last step on record of the case shown back, or does it again, whatever else the keys would do."""
        case_id, called = self._case_id, self._called
        if case_id is None:
            return

        def done(taken: TakenBack) -> None:
            self._tell(taken.words, is_undo, case_id, called)

        service = undo_step if is_undo else redo_step
        self._context.background.run_change(service, case_id, then=done, failed=self._context.messages.failure)

    def _tell(self, words: str, is_undo: bool, case_id: int | None, called: str) -> None:
        said = sentence("undo.done" if is_undo else "redo.done", {"what": words, "case": called})
        opposite = self._context.actions[REDO if is_undo else UNDO]
        # In another case it would be another step.
        offers = self._case_id == case_id
        word = "重做" if is_undo else "撤销"
        self._context.messages.inform(said, word if offers else "", opposite.trigger if offers else None)


class FieldsFirst(QObject):
    """Leaves the keys of 撤销 and 重做 to a text field as long as it has something to undo itself, and no longer.

    Qt's fields keep these keys for themselves even when there is nothing in them to undo.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys from a field that has nothing to do with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence(event.keyCombination())
            for action_id, is_undo in ((UNDO, True), (REDO, False)):
                is_asked = keys in self._context.actions[action_id].shortcuts()
                if is_asked and not has_own(watched, is_undo):
                    event.ignore()
                    return True
        return super().eventFilter(watched, event)

    def _watch(self, _former: QWidget | None, now: QWidget | None) -> None:
        # Who loses the keyboard because it is being taken down is there no more.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if _history_of(now) is not None else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


def has_own(field: QObject | None, is_undo: bool) -> bool:
    """Whether a text field has typing of its own to undo, or to do again."""
    history = _history_of(field)
    if history is None:
        return False
    return history.isUndoAvailable() if is_undo else history.isRedoAvailable()


def _history_of(field: QObject | None) -> QLineEdit | QTextDocument | None:
    """Where a field keeps what was typed in it; None for what takes no text."""
    if isinstance(field, QAbstractSpinBox | QComboBox):
        return field.lineEdit()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        return field.document()
    return field if isinstance(field, QLineEdit) else None
