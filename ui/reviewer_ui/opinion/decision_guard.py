"""Which presses on 提交, 复核同意 and 退回经办 count: none before the answer came, none meant for the case before."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

#: Added to the system's double click time (ms): a second click that came late is still no decision on the next case.
LATE_MS = 200


class DecisionGuard(QObject):
    """One for both feet, for one case may be written on and the next one decided; `changed` when the buttons follow."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_waiting = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QApplication.doubleClickInterval() + LATE_MS)
        self._rest.timeout.connect(self.changed)

    @property
    def are_taken(self) -> bool:
        """Whether a press counts now."""
        return not self._is_waiting and not self._rest.isActive()

    def wait(self) -> None:
        """A press was taken; its answer is on its way."""
        self._is_waiting = True
        self.changed.emit()

    def answered(self) -> None:
        """The answer came."""
        self._is_waiting = False
        self.changed.emit()

    def rest(self) -> None:
        """A decision is stored, or another case has come up: nobody reads one within a double click."""
        self._rest.start()
        self.changed.emit()

    @property
    def is_resting(self) -> bool:
        """Whether presses wait until the new case can have been seen."""
        return self._rest.isActive()
