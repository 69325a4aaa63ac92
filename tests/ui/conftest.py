"""What the window's tests share: our look on the one application, and an office in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_ui.main_window import MainWindow
from reviewer_ui.start.application import make_application
from support.desk_pages import Office, office
from support.many_cases import fill


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in our look and language, as the officer has it; a test's windows are gone before the next."""
    yield make_application()
    # Without a running loop nothing deletes what was put off, and each new test would dress all former windows too.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk_of_ten(tmp_path: Path) -> Office:
    """An office with ten cases in ten states; the case with the number n is due n days before the deadline."""
    made = office(tmp_path)
    fill(made.unit, 10)
    return made


@pytest.fixture
def window(qtbot: QtBot, desk_of_ten: Office) -> MainWindow:
    """The window of an office with ten cases."""
    made = MainWindow(desk_of_ten.context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.cases.is_case_open)
    return made
