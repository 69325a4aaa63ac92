"""An officer's first hour on an empty library, by keys and what is said on the screen: a list, then a pile of paper.

Each act is counted: a key with what is held, a text typed or scanned with its Enter, one choice.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_ui.intake.pile import PilePage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from support.libraries import make_desk, make_gate

_WAIT = 30_000
_CTRL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_NONE = Qt.KeyboardModifier.NoModifier
_HEAD = "办件编号,项目名称,单位名称,统一社会信用代码,联系人,联系电话"


class Counted:
    """Key events into whatever has the keyboard, counted as the officer's actions."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.count = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, held)
        self.count += 1

    def types(self, field: QLineEdit, text: str, *, ends: bool = True) -> None:
        """A text by the input method or a scanner, into the field that has the keyboard, with its Enter."""
        assert QApplication.focusWidget() is field
        field.insert(text)
        if ends:
            QTest.keyClick(field, Qt.Key.Key_Return)
        self.count += 1


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> MainWindow:
    make_application()
    parts = Parts()
    gate = make_gate()
    parts.libraries = gate
    library = make_desk(tmp_path / "library", gate)
    window = build_window(parts, Preferences(tmp_path / "preferences.ini"), library, synchronous=False)
    qtbot.addWidget(window, before_close_func=lambda _window: window._context.background.close())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def _list_file(folder: Path) -> Path:
    rows = [
        f"SH20246171200{number:02d},示例{number}号服务标准化试点,上海示例第{number}服务有限公司,,样本甲,64220000"
        for number in range(10, 20)
    ]
    path = folder / "网上申报清单.csv"
    path.write_text("\n".join((_HEAD, *rows)), encoding="utf-8-sig")
    return path


def _cases(unit: UnitOfWork) -> dict[int, tuple[State, Source]]:
    known = list(unit.applications.known("2024"))
    return {case.id: (case.state, case.source) for case in unit.applications.some([one.id for one in known])}


def test_from_an_empty_library_to_ten_paired_cases(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    library, acts = window._context.background.library, Counted(window)
    assert "拖到窗口里" in window.cases.queue._empty.words()[1]
    _import(window, qtbot, acts, _list_file(tmp_path))
    assert acts.count <= 5
    cases = library.read(_cases)
    assert len(cases) == 10
    ids = sorted(cases)
    # A colleague has registered some of the papers by themselves already.
    papers = {one: library.change(_register_paper, one) for one in ids[7:]}
    page = _open_pile(window, qtbot)
    for place, case_id in enumerate(ids):
        case = library.read(_case, case_id)
        named = (f"SHBZ|{case.intake_number}|1/1", case.values["filing_number"].lower(), case.applicant)[place % 3]
        scanned = library.read(_case, papers[case_id]).intake_number if case_id in papers else named
        acts.count = 0
        _take_in(page, qtbot, acts, scanned, papers.get(case_id, case_id))
        if case_id in papers:
            qtbot.waitUntil(lambda: page.pairs.current is not None, timeout=_WAIT)
            acts.press(Qt.Key.Key_Y, _ALT)
            qtbot.waitUntil(lambda: "已并入" in page.note.text(), timeout=_WAIT)
        assert acts.count <= 6
    standing = library.read(_cases)
    assert [standing[one] for one in ids] == [(State.REGISTERED, Source.BOTH)] * 10
    assert {standing[one][0] for one in papers.values()} == {State.PAIRED}


def _import(window: MainWindow, qtbot: QtBot, acts: Counted, path: Path) -> None:
    acts.press(Qt.Key.Key_O, _CTRL)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    qtbot.waitUntil(field.hasFocus, timeout=_WAIT)
    acts.types(field, str(path))
    intake = window.places.intake
    qtbot.waitUntil(lambda: intake.preview.foot.write.isVisible(), timeout=_WAIT)
    # A window manager gives the keyboard back to the window; the offscreen screen has none.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=_WAIT)
    acts.press(Qt.Key.Key_Return, _CTRL)
    qtbot.waitUntil(lambda: intake.preview.foot.view.hasFocus(), timeout=_WAIT)
    acts.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.cases.isVisible(), timeout=_WAIT)


def _open_pile(window: MainWindow, qtbot: QtBot) -> PilePage:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_P, _CTRL | _SHIFT)
    qtbot.waitUntil(lambda: window.places.intake.pile is not None, timeout=_WAIT)
    page = window.places.intake.pile
    assert page is not None
    qtbot.waitUntil(lambda: page.halves.online.count == 10 and page.scan.hasFocus(), timeout=_WAIT)
    return page


def _take_in(page: PilePage, qtbot: QtBot, acts: Counted, scanned: str, case_id: int) -> None:
    """Scan or type, 各份相同, Enter."""
    received = page.today.all.count or 0
    acts.types(page.scan, scanned)
    qtbot.waitUntil(lambda: page.card.paper is not None and page.card.paper.case_id == case_id, timeout=_WAIT)
    acts.press(Qt.Key.Key_S, _ALT)
    acts.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.today.all.count == received + 1, timeout=_WAIT)


def _register_paper(unit: UnitOfWork, case_id: int) -> int:
    """The paper half of a case, its project typed a little otherwise and without the number."""
    values = dict(unit.applications.get(case_id).values)
    values["project_name"] = values["project_name"].replace("标准化", "标准 化")
    del values["filing_number"]
    return register_application(unit, values, Source.PAPER).application_id


def _case(unit: UnitOfWork, case_id: int) -> Application:
    return unit.applications.get(case_id)
