"""Whether typing waits: how late the event loop answers while an officer writes and long work runs beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.main_window import MainWindow
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.opinion.writing import WritingFoot
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

_STROKE_MS = 40
_SETTLE_MS = 400
_BOX = "推荐部门意见"
_TEXT = "经初审该单位具备相应的标准化工作基础建议推荐"


class LatenessSampler(QObject):
    """Asks the event loop for a turn every millisecond and notes by how much each came late, in milliseconds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.samples: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Begins."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        """Ends; all samples."""
        self._timer.stop()
        return self.samples

    def _note(self) -> None:
        now = time.perf_counter()
        self.samples.append(max(0.0, (now - self._last) * 1000 - 1.0))
        self._last = now


def lateness_while(
    library: Library,
    parts: Parts,
    preferences_file: Path,
    work: Callable[[Library, Progress, Cancelled], object],
) -> list[float]:
    """Opens the real window, writes into the opinion without a pause while `work` runs; the lateness of each turn.

    Closes the window, and with it the desk.
    """
    preferences = Preferences(preferences_file)
    make_application(preferences)
    window = build_window(parts, preferences, library)
    window.resize(1366, 768)
    window.show()
    wait_until(lambda: window.cases.is_case_open)
    editor = opinion_of_a_case_in_work(window)
    ended: list[object] = []
    samples = _sampled(window, editor, lambda: window.run_long(work, ended.append), lambda: bool(ended))
    window.close()
    window.deleteLater()
    linger(0)
    return samples


def bare_lateness_while(work: Callable[[], object]) -> list[float]:
    """The yardstick: the same writing into a bare text box while `work` runs on a bare thread; needs an application."""
    editor = QPlainTextEdit()
    editor.resize(420, 300)
    editor.show()
    linger(_SETTLE_MS)
    beside = threading.Thread(target=work, name="bare-work", daemon=True)
    samples = _sampled(editor, editor, beside.start, lambda: not beside.is_alive())
    beside.join()
    editor.close()
    editor.deleteLater()
    linger(0)
    return samples


def _sampled(
    owner: QObject, editor: QPlainTextEdit, begin: Callable[[], object], has_ended: Callable[[], bool]
) -> list[float]:
    """Writes without a pause from the beginning of the work to its end; the lateness of each turn."""
    sampler = LatenessSampler(owner)
    strokes = QTimer(owner)
    strokes.setInterval(_STROKE_MS)
    strokes.timeout.connect(lambda: write_one(editor, len(sampler.samples)))
    sampler.start()
    strokes.start()
    begin()
    wait_until(has_ended, limit_ms=600_000)
    strokes.stop()
    return sampler.stop()


def opinion_of_a_case_in_work(window: MainWindow) -> QPlainTextEdit:
    """The opinion's text box of a case that is being reviewed, or else checked."""
    for tab in (Tab.REVIEWING, Tab.CHECKING):
        window.cases.queue.show_tab(tab)
        linger(_SETTLE_MS)
        for foot in window.findChildren(WritingFoot):
            if foot.isVisible():
                foot.write()
        for editor in window.findChildren(QPlainTextEdit):
            if editor.accessibleName() == _BOX and editor.isVisible() and not editor.isReadOnly():
                return editor
    raise LookupError("no case of this library can be written on")


def write_one(editor: QPlainTextEdit, number: int) -> None:
    """One character as an input method hands it over."""
    event = QInputMethodEvent()
    event.setCommitString(_TEXT[number % len(_TEXT)])
    QApplication.sendEvent(editor, event)
