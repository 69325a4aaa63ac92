"""What every dialog of the desk holds to: Enter does what is ringed, and all of it is on the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDialog

from reviewer_ui.widgets.enter_key import is_enter, press_by_enter
from reviewer_ui.widgets.screen_room import keep_on_screen, room_for

#: The mark of an action whose key works in the dialogs too.
WORKS_IN_DIALOGS = "worksInDialogs"


class Dialog(QDialog):
    """Enter presses the ringed button of any kind; in a field it presses the default button, if there is one.

    No button is the default by itself: a dialog that wants one says `setDefault(True)`, never on what destroys.
    One whose act is on its way is only hidden by Escape: the answer closes it, a refusal brings it back as it was.
    """

    _is_placed = False
    _awaits_answer = False
    _left_waiting = False

    def wait(self) -> None:
        """The act was handed over, its answer is on the way."""
        self._awaits_answer, self._left_waiting = True, False

    def answered(self) -> None:
        """The act was refused: who has left the dialog meanwhile sees it again with all that was typed."""
        self._awaits_answer = False
        if self._left_waiting:
            self._left_waiting = False
            self.open()

    def settled(self) -> bool:
        """The act is done: whether somebody still has the dialog before him; one that was left closes for good."""
        self._awaits_answer = False
        if self._left_waiting:
            self.accept()
        return not self._left_waiting

    def accept(self) -> None:
        """Closes for good."""
        self._awaits_answer = False
        super().accept()

    def reject(self) -> None:
        """Leaves; what was handed over cannot be called back by that."""
        if self._awaits_answer:
            self._left_waiting = True
            self.hide()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross in the corner does as Escape does."""
        if self._awaits_answer:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes Enter from what did not use it."""
        ringed = self.focusWidget()
        if isinstance(ringed, QAbstractButton) and press_by_enter(ringed, event):
            return
        if is_enter(event) and event.isAutoRepeat():
            event.accept()
            return
        super().keyPressEvent(event)

    def fit_content(self) -> None:
        """Grows or shrinks to what is said now, as far as the screen has room: nothing may lie over anything."""
        layout = self.layout()
        if layout is None:
            return
        # The first pass tells the lists their width, the second takes the height they want in it.
        for _ in range(2):
            layout.activate()
            self._take_size(QSize(self.width(), max(layout.totalHeightForWidth(self.width()), 0)))

    def showEvent(self, event: QShowEvent) -> None:
        """A dialog larger than the screen is made to fit, then placed over the middle of its window, whole."""
        self._take_size(self.size())
        self._take_window_keys()
        super().showEvent(event)
        self._is_placed = True
        keep_on_screen(self)

    def _take_window_keys(self) -> None:
        """The keys of the window behind that are marked for it work in every dialog over it, and over a dialog."""
        parent = self.parentWidget()
        for action in parent.window().actions() if parent is not None else ():
            if action.property(WORKS_IN_DIALOGS):
                self.addAction(action)

    def _take_size(self, size: QSize) -> None:
        if self._is_placed:
            keep_on_screen(self, size)
        else:
            # Moved now, it would count as put there by somebody and not be placed over its window any more.
            self.resize(size.boundedTo(room_for(self).size()))
