"""推荐顺序 on the sending place: moved by keys or the mouse, put on record with a reason, kept by the next batch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.side_by_side import SideBySideDialog
from support.desk_pages import Office, office, signed_off

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> DispatchPage:
    at = office(tmp_path)
    for number in (1, 2, 3):
        signed_off(at.unit, number)
    page = DispatchPage(at.context)
    page.setProperty("office", at)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def at_of(page: DispatchPage) -> Office:
    at = page.property("office")
    assert isinstance(at, Office)
    return at


def opened(page: DispatchPage) -> OrderDialog:
    page.preview.order.click()
    return next(one for one in page.findChildren(OrderDialog) if one.isVisible())


def shown(dialog: OrderDialog) -> list[int]:
    return [case.application_id for case in dialog.model.rows()]


def test_a_case_is_moved_by_keys_with_its_reason_and_the_batch_follows(page: DispatchPage) -> None:
    dialog = opened(page)
    dialog.table.selectRow(2)
    QTest.keyClick(dialog.table, Qt.Key.Key_Up, ALT)
    QTest.keyClick(dialog.table, Qt.Key.Key_Up, ALT)
    assert shown(dialog) == [3, 1, 2]
    assert "由第 3 位调到第 1 位" in dialog.note.text()
    dialog.keep.click()
    assert dialog.note.text() == "请写明为什么调整顺序。"
    dialog.reason.setText("示范作用更强")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert [case.application_id for case in recommended_order(at_of(page).unit)] == [3, 1, 2]
    assert "示例甲：示范作用更强" in str(dialog.model.index(0, 6).data())
    assert dialog.isVisible()
    assert page.preview.model.ticked() == [3, 1, 2]


def test_a_second_case_waits_for_the_first_ones_reason_and_what_is_put_back_is_on_no_record(page: DispatchPage) -> None:
    before = at_of(page).unit.events.head()
    dialog = opened(page)
    dialog.move_row(0, 1)
    dialog.move_row(2, 0)
    assert shown(dialog) == [2, 1, 3]
    assert "请先为" in dialog.note.text()
    dialog.drop.click()
    assert shown(dialog) == [1, 2, 3]
    assert not dialog.keep.isEnabled()
    assert at_of(page).unit.events.head() == before


def test_a_case_let_go_between_two_others_stands_there(page: DispatchPage) -> None:
    dialog = opened(page)
    height = dialog.table.rowHeight(0)
    gaps = [dialog.table.gap_at(y) for y in (1, height - 1, height * 3 - 1, height * 9)]
    assert gaps == [0, 1, 3, 3]
    dialog.table.selectRow(0)
    taken = dialog.model.mimeData([dialog.model.index(0, 0)])
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    assert dialog.model.canDropMimeData(taken, move, 1, 0, QModelIndex())
    at = QPointF(30, height * 2 - 1)
    dialog.table.dropEvent(QDropEvent(at, move, taken, left, Qt.KeyboardModifier.NoModifier))
    assert shown(dialog) == [2, 1, 3]
    assert "由第 1 位调到第 2 位" in dialog.note.text()


def test_after_somebody_elses_move_the_order_is_read_anew_and_the_reason_stays(page: DispatchPage) -> None:
    dialog = opened(page)
    dialog.move_row(1, 0)
    place_case(at_of(page).unit, 3, 1, "市级重点")
    dialog.reason.setText("基础更好")
    dialog.keep.click()
    assert shown(dialog) == [3, 1, 2]
    assert "有了变化" in dialog.note.text()
    assert dialog.reason.text() == "基础更好"


def test_chosen_cases_are_seen_side_by_side_and_one_alone_is_not(page: DispatchPage) -> None:
    dialog = opened(page)
    dialog.compare.click()
    assert "2 至 4 件" in dialog.note.text()
    dialog.table.selectAll()
    dialog.compare.click()
    (compared,) = dialog.findChildren(SideBySideDialog)
    headers = [column.header for column in compared.model.columns]
    assert len(headers) == 5
    assert headers[1].startswith(dialog.model.row_at(0).intake_number)
    assert compared.model.rowCount() > 1
    compared.only_differing.setChecked(True)
    differing = [compared.model.row_at(row).differs for row in range(compared.model.rowCount())]
    assert differing == [True]


def test_the_last_move_comes_back_by_its_key_and_is_done_again(page: DispatchPage, qtbot: QtBot) -> None:
    unit = at_of(page).unit
    place_case(unit, 3, 1, "示范作用更强")
    dialog = opened(page)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.undo.text() == "撤销“2024-示-0003 推荐顺序改为排在第一”"
    dialog.move_row(0, 1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(dialog) == [3, 1, 2]
    QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(dialog) == [1, 2, 3]
    assert dialog.note.text() == "已撤销“推荐顺序改为排在第一”（2024-示-0003）。"
    dialog.redo.click()
    assert shown(dialog) == [3, 1, 2]
    assert [case.application_id for case in recommended_order(unit)] == [3, 1, 2]
    dialog.turn(is_undo=False)
    assert dialog.note.text() == "近来没有可以重做的顺序调整。"
