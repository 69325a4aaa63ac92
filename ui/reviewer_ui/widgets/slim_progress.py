"""Long work at a glance: a slim bar, how many of how many, the time left, and cancel."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.words import TextRole, Words


class SlimProgress(QWidget):
    """Shows nothing until `start`; `cancel_requested` once 取消 is pressed."""

    cancel_requested = Signal()

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, can_cancel: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._started = 0.0
        self._what = ""
        self._words = Words("", TextRole.NOTE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName("进度")
        self.stop = Button("取消", ButtonKind.LINK)
        if not can_cancel:
            self.stop.hide()
        self.stop.clicked.connect(self._ask_cancel)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._bar)
        self.hide()

    def start(self, what: str, total: int = 0) -> None:
        """Begins, e.g. `start("正在写入", 37)`."""
        self._what = what
        self._started = self._clock()
        self.stop.setEnabled(True)
        self._bar.setRange(0, total)
        self._bar.setValue(0)
        self._words.setText(what)
        self.show()

    def set_progress(self, done: int, total: int) -> None:
        """Shows the count and, once it can be told, the time left."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        left = self._time_left(done, total)
        self._words.setText(f"{self._what} {done} / {total}{left}")

    def finish(self) -> None:
        """Takes the bar away."""
        self.hide()

    def text(self) -> str:
        """The line now shown."""
        return self._words.text()

    def _time_left(self, done: int, total: int) -> str:
        passed = self._clock() - self._started
        if done <= 0 or done >= total or passed < 1:
            return ""
        seconds = passed / done * (total - done)
        return f" · 约剩 {round(seconds / 60)} 分钟" if seconds >= 90 else f" · 约剩 {max(1, round(seconds))} 秒"

    def _ask_cancel(self) -> None:
        self.stop.setEnabled(False)
        self._words.setText(f"{self._what}：正在停下")
        self.cancel_requested.emit()
