"""Loading the window's modules while the officer types the password, so that the window does not wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

#: In the order they are needed after the login; each step is short enough not to be felt while typing.
MODULES = (
    "reviewer_app.services.ports.rows",
    "reviewer_app.services.cases.reading",
    "reviewer_ui.queue.pane",
    "reviewer_ui.main_window",
    "reviewer_app.services.cases.checking",
    "reviewer_app.services.cases.reviewing",
    "reviewer_ui.detail.value_row",
    "reviewer_ui.detail.pane",
    "reviewer_ui.opinion.checklist",
    "reviewer_ui.opinion.pane",
    "reviewer_ui.frame.failure_dialog",
)
_STEP_MS = 5


class Preload(QObject):
    """One module a step, from the event loop; stops by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: Iterator[str] = iter(MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._load_next)

    def start(self) -> None:
        """Begins once the page has been painted."""
        self._timer.start()

    def _load_next(self) -> None:
        name = next(self._left, None)
        if name is None:
            self._timer.stop()
        else:
            import_module(name)
