"""The window on the screen there is: whole, also where it was left on a larger one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dialogs import KINDS, opened
from reviewer_app.wiring import Parts
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.frame.cases_page import NARROW
from reviewer_ui.gate.login_page import LoginPage
from reviewer_ui.gate.new_library_page import NewLibraryPage
from reviewer_ui.gate.restore_page import RestorePage
from reviewer_ui.gate.start_page import StartPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets.screen_room import fitted, room_for
from support.desk_pages import Office, office
from support.read_aloud import LOWEST, cut, unheard


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (QRect(100, 100, 1366, 768), QRect(0, 30, 911, 440)),
        (QRect(2000, 900, 800, 400), QRect(111, 70, 800, 400)),
        (QRect(-500, -500, 800, 400), QRect(0, 30, 800, 400)),
        (QRect(50, 50, 800, 400), QRect(50, 50, 800, 400)),
    ],
    ids=["larger", "on a screen that is gone", "above the edge", "already whole"],
)
def test_a_place_is_moved_and_made_smaller_until_it_is_whole(wanted: QRect, found: QRect) -> None:
    assert fitted(wanted, QRect(0, 30, 911, 440)) == found


def test_a_window_left_on_a_larger_screen_opens_whole_on_this_one(desk_of_ten: Office, qtbot: QtBot) -> None:
    """The kept place lies beyond this screen and is larger than it; with its frame the window is on it all the same."""
    former = MainWindow(desk_of_ten.context)
    qtbot.addWidget(former)
    former.setGeometry(2500, 900, 2400, 1500)
    former.close()
    window = MainWindow(desk_of_ten.context)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert room_for(window).contains(window.geometry())


def test_the_first_window_stands_in_the_middle_in_its_usual_size(tmp_path: Path, qtbot: QtBot) -> None:
    made = office(tmp_path)
    window = MainWindow(made.context)
    qtbot.addWidget(window)
    window.show()
    assert (window.width(), window.height()) == (1366, 768)
    assert room_for(window).contains(window.geometry())


@pytest.mark.parametrize("width", [862, 880, 900, 911, 1000, 1093, 1150, 1170, 1188, 1200, 1366])
def test_nothing_is_cut_at_any_width(window: MainWindow, width: int) -> None:
    """With the list or without it, and with either pane, also of a case with a long name and a dozen files."""
    case = window.findChild(CasePane)
    assert case is not None
    case.head.title.setText("上海市示例区社区嵌入式养老服务和居家照护一体化服务标准化试点项目")
    case.pages.setTabText(case.pages.indexOf(case.material), "材料 12")
    for is_listed in (True, False):
        window.resize(width, LOWEST[1])
        window.cases.show_list(is_listed)
        QApplication.processEvents()
        assert window.width() == width
        splitter = window.cases.splitter
        assert splitter.minimumSizeHint().width() <= splitter.width(), (width, is_listed)
        for is_case in (True, False):
            window.cases.switch.choose(is_case)
            QApplication.processEvents()
            assert cut(window.cases) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_dialog_fits_the_smallest_screen_at_150_percent(kind: str, qtbot: QtBot, tmp_path: Path) -> None:
    """A dialog may be made as small as the screen is; what has no room then scrolls inside it."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(*LOWEST)
    dialog = opened(kind, office(tmp_path, printing=Parts()), parent, tmp_path)
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.width() <= LOWEST[0]
    assert least.height() <= LOWEST[1]
    dialog.resize(*LOWEST)
    QApplication.processEvents()
    assert cut(dialog) == []
    assert unheard(dialog) == []


@pytest.mark.parametrize("page", [LoginPage, StartPage, RestorePage, lambda: NewLibraryPage(Path("/案卷库"))])
def test_every_page_of_the_way_in_can_be_as_low_as_the_smallest_screen(page: type[LoginPage], qtbot: QtBot) -> None:
    made = page()
    qtbot.addWidget(made)
    made.resize(*LOWEST)
    made.show()
    assert (made.width(), made.height()) == LOWEST


def test_the_list_gives_way_first_and_comes_back_with_the_room(window: MainWindow) -> None:
    for width, is_listed in ((1366, True), (911, False), (1366, True)):
        window.resize(width, LOWEST[1])
        QApplication.processEvents()
        assert window.cases.queue.isVisible() is is_listed
        assert (window.cases.width() < NARROW) is not is_listed
