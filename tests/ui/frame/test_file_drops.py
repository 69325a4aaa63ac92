"""Files let go anywhere in the window, also on a text box or a dialog: each goes where it belongs, none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_ui.drops.which_files import WhichFilesDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.scans.arriving import ArrivingDialog
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from support.desk_pages import Office, application, drop, office, sheet_of, shown_column, unnamed

_LIST = "网上清单.xlsx"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    made = office(tmp_path / "desk")
    made.lists.sheets[_LIST] = sheet_of(application(1), application(2))
    return made


@pytest.fixture
def window(at: Office, qtbot: QtBot) -> MainWindow:
    window = MainWindow(at.context)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


@pytest.fixture
def came(tmp_path: Path) -> Path:
    """A folder with a list and two scans, one in a folder of its own."""
    folder = tmp_path / "送来的"
    (folder / "乙").mkdir(parents=True)
    for name in (_LIST, "甲.pdf", "乙/乙.pdf"):
        (folder / name).write_bytes(b"x")
    return folder


def _arriving(window: MainWindow) -> list[ArrivingDialog]:
    return [one for one in window.findChildren(ArrivingDialog) if one.isVisible()]


def _names(dialog: ArrivingDialog) -> list[str]:
    return [one.path.name for one in dialog.arrivals]


def test_files_on_a_text_box_are_files_and_words_are_words(window: MainWindow, at: Office, came: Path) -> None:
    search = window.top.search
    search.setAcceptDrops(True)
    assert drop(search, came / _LIST)
    assert search.text() == ""
    assert window.places.currentWidget() is window.places.intake
    assert window.places.intake.preview.shown is not None
    assert drop(search, text="示例")
    assert search.text() == "示例"


def test_a_list_and_scans_together_go_each_its_way(window: MainWindow, at: Office, came: Path) -> None:
    """First the list; what it writes may be the cases of the scans, which follow once it is written."""
    drop(window.top, came / "甲.pdf", came / _LIST)
    assert at.said[-1].text == f"“{_LIST}”打开预览；同时拖入的 1 份扫描件先放着，写入或离开清单后接着归入。"
    preview = window.places.intake.preview
    assert preview.isVisible()
    assert _arriving(window) == []
    preview.write()
    (dialog,) = _arriving(window)
    assert _names(dialog) == ["甲.pdf"]
    dialog.reject()
    assert _arriving(window) == []


def test_scans_that_wait_come_also_when_the_list_is_left(window: MainWindow, came: Path) -> None:
    drop(window.top, came / "甲.pdf", came / _LIST)
    window.places.intake.preview.head.back_pressed.emit()
    assert [_names(one) for one in _arriving(window)] == [["甲.pdf"]]


def test_a_folder_of_scans_is_offered_as_scans(window: MainWindow, at: Office, came: Path) -> None:
    (came / _LIST).unlink()
    drop(window.top, came)
    assert [_names(one) for one in _arriving(window)] == [["甲.pdf", "乙.pdf"]]
    assert at.context.preferences.text("scans/folder") == str(came)


def test_of_a_folder_with_both_the_officer_chooses_and_sees_what_is_in_each(
    window: MainWindow, at: Office, came: Path
) -> None:
    (came / "另一份.xlsx").write_bytes(b"x")
    drop(window.top, came)
    dialog = window.drops.which_files
    assert isinstance(dialog, WhichFilesDialog)
    assert unnamed(dialog) == []
    assert shown_column(dialog.table, 0) == ["另一份.xlsx", _LIST, "甲.pdf", "乙.pdf"]
    assert shown_column(dialog.table, 2) == ["清单", "清单", "扫描件", "扫描件"]
    assert shown_column(dialog.table, 4) == ["读不出", "2 行", "读不出", "读不出"]
    dialog.table.selectRow(2)
    assert not dialog.confirm.isEnabled()
    dialog.table.selectRow(1)
    dialog.confirm.click()
    assert window.places.intake.preview.shown is not None
    window.places.intake.preview.head.back_pressed.emit()
    assert [_names(one) for one in _arriving(window)] == [["甲.pdf", "乙.pdf"]]


def test_what_comes_while_a_dialog_asks_waits_until_it_is_closed(
    window: MainWindow, at: Office, came: Path, qtbot: QtBot
) -> None:
    """Also on the text box of that dialog, and more than once; the same file is not taken twice."""
    dialog = DecisionDialog(Question("写明理由", "为什么", "好", reason=Reason.REQUIRED), window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert drop(dialog.reason.viewport(), came / "甲.pdf")
    drop(window.top, came / "甲.pdf", came / "乙" / "乙.pdf")
    assert dialog.reason.toPlainText() == ""
    assert at.said[-1].text.startswith("拖入的 2 个文件先放着")
    dialog.reject()
    QTest.qWait(1)
    assert [_names(one) for one in _arriving(window)] == [["甲.pdf", "乙.pdf"]]


def test_more_scans_join_those_being_assigned_and_none_twice(window: MainWindow, came: Path) -> None:
    drop(window.top, came / "甲.pdf")
    (dialog,) = _arriving(window)
    assert drop(dialog.owner, came / "甲.pdf", came / "乙" / "乙.pdf")
    assert dialog.owner.text() == ""
    assert _names(dialog) == ["甲.pdf", "乙.pdf"]
    assert _arriving(window) == [dialog]


def test_a_locked_desk_takes_nothing_and_says_so(window: MainWindow, came: Path, qtbot: QtBot) -> None:
    window.lock.cover()
    dialog = window.lock.dialog
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for over in (window, dialog.password):
        assert not drop(over, came / "甲.pdf", came / _LIST)
    assert dialog.password.text() == ""
    assert "已锁定，拖入的文件没有读入" in dialog.note.text()
    assert _arriving(window) == []
    assert window.places.page("intake") is None


def test_what_is_gone_or_of_no_use_is_named_and_the_rest_taken(window: MainWindow, at: Office, came: Path) -> None:
    (came / "a.zip").write_bytes(b"x")
    drop(window.top, came / "没有了.pdf", came / "a.zip", came / "b.zip")
    assert at.said[-1].text.startswith("“a.zip”既不是清单，也不是扫描件，没有读入。“没有了.pdf”等 2 个文件找不到")
    drop(window.top, came / "a.zip", came / "甲.pdf")
    assert [_names(one) for one in _arriving(window)] == [["甲.pdf"]]


def test_a_folder_with_nothing_of_use_says_so_at_the_intake(window: MainWindow, tmp_path: Path) -> None:
    empty = tmp_path / "空的"
    empty.mkdir()
    drop(window.top, empty)
    assert window.places.currentWidget() is window.places.intake
    assert "“空的”里没有能读的清单" in window.places.intake.start.trouble.texts()[0]
