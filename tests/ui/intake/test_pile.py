"""The pile page by keys alone: scan, mark, Enter, next; and a scan never takes in what the officer has not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Keeping, PaperCopy, Source
from reviewer_app.domain.readiness import settled_points
from reviewer_app.services.cases.readying import facts_of
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.paper_sets import CopyMark
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_ui.intake.pile import PilePage
from support.desk_pages import Office, application, office, unnamed
from support.pile_page import enter, number_of, scan

_S, _U, _M = CopyMark.SEALED, CopyMark.UNSEALED, CopyMark.MISSING


def test_scan_alike_enter_next(at: Office, page: PilePage) -> None:
    for case_id in (1, 2):
        scan(page, f"SHBZ|{number_of(at, case_id)}|1/1")
        assert page.card.marks == (_M, _M, _M)
        page.card.mark_alike()
        enter(page)
    assert [len(at.unit.papers.of(one)) for one in (1, 2)] == [3, 3]
    assert page.today.head.text() == "今天已收 2 套 · 6 份"
    assert page.halves.online.count == 0
    assert page.scan.hasFocus() or page.scan.text() == ""


def test_the_same_enter_confirms_the_name_on_the_seal_that_was_shown(at: Office, page: PilePage) -> None:
    applicant = at.unit.applications.get(1).applicant
    scan(page, number_of(at, 1))
    assert not page.card.seal.isVisible()
    page.card.mark_alike()
    assert page.card.seal.isVisible()
    assert page.card.seal.text() == applicant
    enter(page)
    assert [copy.seal_name for copy in at.unit.papers.of(1)] == [applicant] * 3
    settled = settled_points(facts_of(at.unit, at.unit.applications.get(1)))
    assert "M4.seal" in settled


def test_another_name_on_the_seal_is_said_to_differ_and_kept_as_read(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    page.card.seal.setFocus()
    page.card.seal.selectAll()
    page.card.seal.insert("上海示例别家有限公司")
    assert "不一致" in page.card.seal_note.text()
    QTest.keyClick(page.card.seal, Qt.Key.Key_Return)
    assert at.unit.papers.of(1) == ()
    assert page.scan.hasFocus()
    enter(page)
    assert {copy.seal_name for copy in at.unit.papers.of(1)} == {"上海示例别家有限公司"}
    assert page.today.model.row_at(0).paper.lacks == "第1份印文不符，第2份印文不符，第3份印文不符"
    scan(page, number_of(at, 1))
    assert page.card.seal.text() == "上海示例别家有限公司"
    assert not page.card.is_open


def test_a_code_scanned_into_the_seal_changes_nothing(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    offered = page.card.seal.text()
    page.card.seal.setFocus()
    QTest.keyClicks(page.card.seal, "SHBZ|2024|1/1")
    QTest.keyClick(page.card.seal, Qt.Key.Key_Return)
    assert page.card.seal.text() == offered
    assert "扫进了页数或印文框" in page.note.text()
    assert at.unit.papers.of(1) == ()


def test_the_enter_of_a_scanner_takes_nothing_in(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    scan(page, number_of(at, 2))
    assert at.unit.papers.of(1) == ()
    assert page.card.paper is not None
    assert page.card.paper.case_id == 1
    assert "还没有收下" in page.parts.queue.text()


def test_the_scan_that_waited_comes_next(at: Office, page: PilePage, qtbot: QtBot) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    scan(page, number_of(at, 2))
    enter(page)
    qtbot.waitUntil(lambda: page.card.paper is not None and page.card.paper.case_id == 2)
    assert len(at.unit.papers.of(1)) == 3
    assert at.unit.papers.of(2) == ()


def test_every_scan_that_came_meanwhile_is_looked_for_in_its_turn(at: Office, page: PilePage, qtbot: QtBot) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    for scanned in (number_of(at, 2), "2024-示-9999", number_of(at, 1), number_of(at, 2)):
        scan(page, scanned)
    assert "2 件" in page.parts.queue.text()
    enter(page)
    qtbot.waitUntil(lambda: page.card.paper is not None and page.card.paper.case_id == 2)
    scan(page, number_of(at, 1))
    assert page.card.paper is not None
    assert page.card.paper.case_id == 2
    QTest.keyClick(page.scan, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "2024-示-9999" in page.note.text())
    assert page.scan.text() == "2024-示-9999"
    QTest.keyClick(page.scan, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.card.paper is not None and page.card.paper.case_id == 1)
    assert not page.parts.queue.isVisible()


def test_keys_pressed_before_the_case_is_found_mark_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    """The library answers on its own thread; the officer is quicker."""
    at = office(tmp_path, synchronous=False)
    for number in (1, 2):
        register_application(at.unit, application(number), Source.ONLINE)
    page = PilePage(at.context)
    qtbot.addWidget(page)
    page.show()
    scan(page, number_of(at, 1))
    qtbot.waitUntil(lambda: page.card.paper is not None)
    scan(page, number_of(at, 2))
    page.card.mark_alike()
    enter(page)
    qtbot.waitUntil(lambda: page.card.paper is not None and page.card.paper.case_id == 2)
    assert at.unit.papers.of(1) == ()
    assert page.card.marks == (_M, _M, _M)
    at.context.background.close()


def test_the_keys_of_the_page_work_in_the_scanners_field(page: PilePage, at: Office) -> None:
    scan(page, number_of(at, 1))
    QTest.keyClick(page.scan, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert page.card.marks == (_S, _S, _S)
    QTest.keyClick(page.scan, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.card.marks == (_S, _U, _S)


def test_a_second_enter_before_the_first_is_carried_out_spoils_no_undo(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, synchronous=False)
    register_application(at.unit, application(1), Source.ONLINE)
    page = PilePage(at.context)
    qtbot.addWidget(page)
    page.show()
    scan(page, number_of(at, 1))
    qtbot.waitUntil(lambda: page.card.paper is not None)
    page.card.mark_alike()
    enter(page)
    enter(page)
    qtbot.waitUntil(page.undo.isEnabled)
    page.take_back()
    page.take_back()
    qtbot.waitUntil(lambda: "已撤销" in page.note.text())
    assert not any(copy.is_received for copy in at.unit.papers.of(1))
    at.context.background.close()


def test_put_aside_writes_nothing(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    QTest.keyClick(page.scan, Qt.Key.Key_Escape)
    assert not page.card.isVisible()
    assert at.unit.papers.of(1) == ()


def test_an_unmarked_set_is_not_taken_in(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    enter(page)
    assert at.unit.papers.of(1) == ()
    assert not page.card.take.isEnabled()
    assert "都标为未到" in page.note.text()


def test_enter_in_the_pages_takes_the_set_in(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    page.card.pages.setFocus()
    page.card.pages.selectAll()
    QTest.keyClicks(page.card.pages, "24")
    QTest.keyClick(page.card.pages, Qt.Key.Key_Return)
    assert [copy.pages for copy in at.unit.papers.of(1)] == [24, 24, 24]


def test_a_scan_into_the_pages_neither_counts_them_nor_takes_anything_in(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    page.card.pages.setFocus()
    QTest.keyClicks(page.card.pages, "SHBZ|2024-0002|1/1")
    QTest.keyClick(page.card.pages, Qt.Key.Key_Return)
    assert at.unit.papers.of(1) == ()
    assert page.card.pages.value() == 0
    assert "页数" in page.note.text()
    assert page.scan.hasFocus()


def test_enter_on_a_set_that_is_on_record_as_it_is_says_so(at: Office, page: PilePage) -> None:
    for _ in range(2):
        scan(page, number_of(at, 1))
        if not page.card.marks[0].is_in_hand:
            page.card.mark_alike()
        enter(page)
    assert "与已登记的一样" in page.note.text()


def test_what_was_mailed_is_not_marked(at: Office, page: PilePage) -> None:
    at.unit.papers.put(1, PaperCopy(1, True, True, keeping=Keeping.MAILED))
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    page.card.turn(1)
    assert page.card.marks == (CopyMark.MAILED, _S, _S)
    assert not page.card.copies[0].isEnabled()


def test_each_copy_is_turned_by_its_own_key_and_no_longer_said_alike(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    page.card.turn(2)
    assert (page.card.marks, page.card.are_alike) == ((_S, _U, _S), False)
    page.card.turn(2)
    page.card.turn(9)
    enter(page)
    copies = at.unit.papers.of(1)
    assert [one.is_received for one in copies] == [True, False, True]
    assert not any(one.is_like_first for one in copies)
    assert page.today.lacking.count == 1


def test_what_is_not_found_stays_in_the_field_to_be_put_right(at: Office, page: PilePage) -> None:
    scan(page, "SHBZ|2024-示-9999|1/1")
    assert "2024-示-9999" in page.note.text()
    assert page.scan.selectedText() == "SHBZ|2024-示-9999|1/1"


def test_several_are_offered_and_one_is_chosen_by_enter(at: Office, page: PilePage) -> None:
    scan(page, "示例")
    assert page.several.count() == 2
    enter(page)
    assert page.card.paper is not None


def test_the_last_set_is_taken_back(at: Office, page: PilePage) -> None:
    assert not page.undo.isEnabled()
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    enter(page)
    page.undo.click()
    assert not any(copy.is_received for copy in at.unit.papers.of(1))
    assert not page.undo.isEnabled()
    assert "已撤销" in page.note.text()


def test_where_it_was_put_stays_for_the_next_set_and_who_brought_it_does_not(at: Office, page: PilePage) -> None:
    page.place.setText("卷柜 A-4")
    page.giver.setText("王某")
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    enter(page)
    assert {(one.place, one.received_from) for one in at.unit.papers.of(1)} == {("卷柜 A-4", "王某")}
    assert (page.place.text(), page.giver.text()) == ("卷柜 A-4", "")


def test_on_a_small_screen_one_side_is_shown_at_a_time(page: PilePage) -> None:
    page.resize(820, 400)
    assert (page.scan.isVisible(), page.halves.isVisible()) == (True, False)
    page.turn.click()
    assert (page.scan.isVisible(), page.halves.isVisible()) == (False, True)
    page.turn_back.click()
    assert page.scan.isVisible()
    page.resize(1200, 700)
    assert page.scan.isVisible()
    assert page.halves.isVisible()
    assert not page.turn.isVisible()


def test_a_scan_into_another_field_takes_nothing_in(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    for field in (page.place, page.giver):
        field.setFocus()
        QTest.keyClicks(field, "SHBZ")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert at.unit.papers.of(1) == ()
        assert page.scan.hasFocus()


def test_a_click_marks_and_the_scanner_still_types_into_its_field(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    for button in (page.card.alike, page.card.copies[0]):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.scan.hasFocus()


def test_a_scan_over_the_list_of_several_goes_to_its_field(at: Office, page: PilePage) -> None:
    scan(page, "示例")
    assert page.scan.hasFocus()
    QTest.keyClick(page.scan, Qt.Key.Key_Down)
    assert page.several.currentRow() == 1
    scan(page, number_of(at, 1))
    assert page.card.paper is not None
    assert page.card.paper.case_id == 1


def test_the_last_set_is_taken_back_by_key_and_waits_for_its_paper_again(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    enter(page)
    QTest.keyClick(page.scan, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert not any(copy.is_received for copy in at.unit.papers.of(1))
    assert at.unit.applications.get(1).source is Source.ONLINE
    assert page.halves.online.count == 2


def test_sealed_copies_found_the_same_later_are_recorded(at: Office, page: PilePage) -> None:
    scan(page, number_of(at, 1))
    for number in (1, 2, 3):
        page.card.turn(number)
    enter(page)
    scan(page, number_of(at, 1))
    page.card.mark_alike()
    enter(page)
    assert all(copy.is_like_first for copy in at.unit.papers.of(1))


def test_every_control_has_a_name(page: PilePage) -> None:
    assert unnamed(page) == []


def test_the_receipt_is_that_of_the_chosen_set_and_all_of_the_day_are_asked_for(
    at: Office, page: PilePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[PrintOrder] = []
    monkeypatch.setattr(page.receipts.previews, "show", shown.append)
    page.receipts.show_one()
    page.receipts.print_all()
    assert "没有可打印的回执" in page.note.text()
    for case_id in (1, 2):
        scan(page, number_of(at, case_id))
        page.card.mark_alike()
        enter(page)
    page.receipts.show_one()
    page.today.table.selectRow(1)
    page.receipts.show_one()
    assert [order.case_id for order in shown] == [2, page.today.model.row_at(1).paper.case_id]
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["示例打印机"])
    page.receipts.print_all()
    assert page.receipts.asked is not None
    assert len(page.receipts.asked.lines()) == 2


def test_a_set_that_is_unknown_leads_to_registering_it(page: PilePage, qtbot: QtBot) -> None:
    scan(page, "2024-示-9999")
    with qtbot.waitSignal(page.register_wanted):
        page.parts.register.click()
    scan(page, "示例")
    assert not page.parts.register.isVisible()
