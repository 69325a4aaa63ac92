"""Text boxes that save themselves: what was typed reaches the library a moment later, and typing never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_ui.background import Background

#: At most so much typing can be lost when the program is killed, in milliseconds.
DELAY_MS = 400


class DraftKeeper(QObject):
    """Keeps the newest text of each box and hands it to the library after a short while.

    `kept` names the case, the box and when it was stored; `refused` hands on why a text could not be stored, and the
    text stays waiting for the next try. Leaving or closing the `pane` stores at once.
    """

    kept = Signal(int, str, object)
    refused = Signal(object)

    def __init__(self, background: Background, pane: QWidget) -> None:
        super().__init__(pane)
        self._background = background
        self._waiting: dict[tuple[int, str], str] = {}
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.flush)
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stores what was typed when its pane is hidden or closed."""
        if event.type() in (QEvent.Type.Hide, QEvent.Type.Close):
            self.flush()
        return super().eventFilter(watched, event)

    def keep(self, case_id: int, box: str, text: str) -> None:
        """Takes the text of a box; the clock is not started anew by more typing, so a long sentence is saved too."""
        self._waiting[case_id, box] = text
        if not self._timer.isActive():
            self._timer.start()

    def waiting(self, case_id: int, box: str) -> str | None:
        """The text that is on its way and not yet stored, if there is one."""
        return self._waiting.get((case_id, box))

    def forget(self, case_id: int, prefix: str) -> None:
        """Drops what waits for some boxes of a case, because an act has just stored or discarded it."""
        for key in [key for key in self._waiting if key[0] == case_id and key[1].startswith(prefix)]:
            del self._waiting[key]

    def flush(self) -> None:
        """Hands everything over now: at leaving a box, a case or the window."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for (case_id, box), text in waiting.items():
            self._background.run_change(
                save_draft,
                case_id,
                box,
                text,
                then=self._told(case_id, box),
                failed=self._kept_back(case_id, box, text),
            )

    def _told(self, case_id: int, box: str) -> Callable[[object], None]:
        return lambda _result: self.kept.emit(case_id, box, datetime.now())

    def _kept_back(self, case_id: int, box: str, text: str) -> Callable[[Exception], None]:
        def back(error: Exception) -> None:
            self._waiting.setdefault((case_id, box), text)
            self.refused.emit(error)

        return back
