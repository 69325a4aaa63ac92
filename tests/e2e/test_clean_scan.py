"""A clean scan of a case let go over the true window: its case is found, what agrees is compared, two keys do it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.evidence.scans import SCAN
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.wiring import Parts
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.scans.arriving import ArrivingDialog
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from support.desk_pages import drop
from support.libraries import make_desk, make_gate
from support.scanned_forms import PACK, VALUES, in_table

_WAIT = 30_000
_IDS = {field.label: field.id for field in PACK.fields}


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> MainWindow:
    """A library with the one case that the scan is of, and its comparison in sight."""
    make_application()
    parts = Parts()
    gate = make_gate()
    parts.libraries = gate
    library = make_desk(tmp_path / "library", gate)
    form = {_IDS[label]: value for label, value in VALUES.items()}
    library.change(register_application, form, Source.ONLINE)
    window = build_window(parts, Preferences(tmp_path / "preferences.ini"), library, synchronous=False)
    qtbot.addWidget(window, before_close_func=lambda _window: window._context.background.close())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def test_a_clean_scan_is_compared_in_two_actions(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Enter gives it to its case, which compares what was read; A says that the rest agrees."""
    library = window._context.background.library
    qtbot.waitUntil(lambda: bool(window.findChildren(CasePane)), timeout=_WAIT)
    (pane,) = window.findChildren(CasePane)
    qtbot.waitUntil(lambda: bool(pane.comparison.rows), timeout=_WAIT)
    pane.pages.setCurrentWidget(pane.comparison)
    actions = 0
    assert drop(pane.comparison, in_table(tmp_path / "申请表.pdf"))
    qtbot.waitUntil(lambda: bool(window.findChildren(ArrivingDialog)), timeout=_WAIT)
    (dialog,) = window.findChildren(ArrivingDialog)
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=_WAIT)
    _activate(dialog, qtbot)
    QTest.keyClick(_focused(), Qt.Key.Key_Return)
    actions += 1
    qtbot.waitUntil(lambda: any(one.purpose == SCAN for one in library.read(open_case, 1).attachments), timeout=_WAIT)
    _activate(window, qtbot)
    read = library.read(open_case, 1)
    by_machine = [label for label, said in read.events[-1].detail.items() if said == "一致（机读）"]
    assert len(by_machine) >= 9
    assert not [one for one in read.readings if one.stand.label == "待核对"]
    qtbot.waitUntil(lambda: pane.comparison.head.right().startswith(f"{len(by_machine)} / "), timeout=_WAIT)
    pane.comparison.begin()
    QTest.keyClick(_focused(), Qt.Key.Key_A)
    actions += 1
    compared = [field.id for field in PACK.fields if field.compared]
    qtbot.waitUntil(lambda: len(library.read(open_case, 1).comparisons) == len(compared), timeout=_WAIT)
    assert all(one.is_same for one in library.read(open_case, 1).comparisons.values())
    assert actions <= 2
    qtbot.waitUntil(lambda: pane.comparison.still.text() == "都已核对", timeout=_WAIT)


def _activate(shown: QWidget, qtbot: QtBot) -> None:
    """A window manager does so with what comes up and with what is left; the offscreen screen has none."""
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow, timeout=_WAIT)


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused
