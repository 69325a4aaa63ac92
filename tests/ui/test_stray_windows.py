"""Pages come up inside the window: no part of one flashes on the screen as a window of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.road import STEPS
from reviewer_app.wiring import Parts
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.main_window import MainWindow
from support.desk_pages import office, signed_off
from support.many_cases import fill


class Shown(QObject):
    """Notes each widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.fixture
def shown(dressed: QApplication) -> Iterator[Shown]:
    """Everything shown as a window during the test."""
    watching = Shown()
    dressed.installEventFilter(watching)
    yield watching
    dressed.removeEventFilter(watching)


def test_every_page_comes_up_within_the_one_window(qtbot: QtBot, tmp_path: Path, shown: Shown) -> None:
    """The four places and a case, opened for the first time: the window alone was shown."""
    at_work = office(tmp_path, printing=Parts())
    fill(at_work.unit, 3)
    signed_off(at_work.unit, 9)
    window = MainWindow(at_work.context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.cases.is_case_open)
    for place in ("intake", "dispatch", "settings", "cases"):
        at_work.context.actions[f"place.{place}"].trigger()
        QApplication.processEvents()
    assert [type(widget).__name__ for widget in shown.windows if widget is not window] == []


def test_the_steps_of_a_batch_come_up_within_the_one_window(qtbot: QtBot, tmp_path: Path, shown: Shown) -> None:
    """The check before mailing is read anew after every change; its rows leave the keyboard with the window."""
    at_work = office(tmp_path)
    for number in (1, 2):
        signed_off(at_work.unit, number)
    page = DispatchPage(at_work.context)
    qtbot.addWidget(page)
    page.show()
    page.preview.options.export.click()
    for step in STEPS:
        page.go_to(step)
        QApplication.processEvents()
    assert any(row.go.isVisibleTo(row) and row.excuse.isHidden() for row in page.check.panel.rows)
    assert [type(widget).__name__ for widget in shown.windows if widget is not page] == []
