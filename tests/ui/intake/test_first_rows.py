"""Of a long list the first rows are seen while the rest is read; nothing can be written before all of it is judged."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.foreign.stopping import tell_count
from reviewer_app.services.ports.records import ImportedList, ListSource, ReadChoice
from reviewer_ui.intake import IntakePage
from support.desk_pages import DeskParts, Lists, Office, application, office, sheet_of, shown_column

LIST = Path("清单.xlsx")


class SlowLists(Lists):
    """Reads a list only when it may; its first rows are there at once."""

    def __init__(self) -> None:
        super().__init__()
        self.may_read = threading.Event()
        self.told = threading.Event()
        self.fails = False

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        tell_count(400, 1000)
        self.told.set()
        assert self.may_read.wait(20)
        if self.fails:
            raise TroubleError("sheet.damaged", file=path.name)
        return super().read(path, pack, choice)


@pytest.fixture
def lists(tmp_path: Path) -> SlowLists:
    lists = SlowLists()
    lists.sheets[LIST.name] = sheet_of(*(application(number) for number in range(5)))
    lists.beginnings = [replace(sheet_of(application(0), application(1)), path=LIST)]
    return lists


@pytest.fixture
def at(tmp_path: Path, lists: SlowLists) -> Office:
    at = office(tmp_path, synchronous=False)
    assert isinstance(at.context.parts, DeskParts)
    at.context.parts.reader = lists
    return at


@pytest.fixture
def page(at: Office, lists: SlowLists, qtbot: QtBot) -> IntakePage:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    page.read_list(LIST)
    qtbot.waitUntil(page.preview.isVisible)
    return page


def test_the_first_rows_are_seen_and_nothing_can_be_written_yet(
    at: Office, page: IntakePage, lists: SlowLists, qtbot: QtBot
) -> None:
    preview = page.preview
    assert shown_column(preview.table, 1) == ["待核对", "待核对"]
    assert "先显示前 2 行" in preview.head.said()
    assert preview.detail.texts() == ["尚未核对。"]
    qtbot.waitUntil(lambda: "400 / 1000" in preview.foot.progress.text())
    assert not preview.foot.write.isEnabled()
    assert not preview.head.columns.isVisible()
    preview.write()
    assert not preview.is_writing
    lists.may_read.set()
    qtbot.waitUntil(preview.foot.write.isEnabled)
    assert shown_column(preview.table, 1) == ["写入"] * 5
    assert preview.head.columns.isVisible()
    assert not preview.foot.progress.isVisible()
    at.context.background.close()


@pytest.mark.parametrize("word", ["取消", "返回，不写入", "换一个文件"])
def test_a_list_that_is_still_read_can_be_left(
    at: Office, page: IntakePage, lists: SlowLists, qtbot: QtBot, word: str
) -> None:
    way = next(one for one in page.preview.findChildren(QAbstractButton) if one.text() == word and one.isVisible())
    way.click()
    assert page.start.isVisible()
    lists.may_read.set()
    at.context.background.close()
    assert page.start.isVisible()
    assert at.unit.applications.cases == {}


def test_a_list_that_turns_out_to_be_damaged_is_shown_no_longer(
    at: Office, page: IntakePage, lists: SlowLists, qtbot: QtBot
) -> None:
    lists.fails = True
    lists.may_read.set()
    qtbot.waitUntil(page.start.isVisible)
    assert not page.preview.isVisible()
    at.context.background.close()
