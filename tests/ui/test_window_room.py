"""The window on the office's smallest screen, at every size of the system's letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from reviewer_app.domain.evidence.scans import Place, Reading
from reviewer_app.services.intake.scans import ScanFile, keep_scan
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.pane import OpinionPane
from reviewer_ui.scans.beside import ScanBeside
from reviewer_ui.widgets import OneLine
from support.desk_pages import Office
from support.scanned_forms import grey_pages


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (911, 512)], ids=["100 %", "125 %", "150 %"])
def test_the_window_fits_the_offices_screen(window: MainWindow, size: tuple[int, int]) -> None:
    """Nothing asks for more room than the smallest screen has, also at 150 %."""
    window.resize(*size)
    assert (window.width(), window.height()) == size


def test_a_long_message_at_the_foot_is_cut_and_does_not_widen_the_window(
    window: MainWindow, desk_of_ten: Office
) -> None:
    """All of it can be read by the pointer and by a screen reader; where there is room nothing is cut."""
    window.resize(911, 512)
    said = "光标所在的地方没有可以解释的内容，请先到期限、状态、条目或件数上，再按一次。" * 2
    desk_of_ten.context.messages.inform(said)
    QApplication.processEvents()
    assert (window.width(), window.minimumSizeHint().width() <= 911) == (911, True)
    line = next(one for one in window.foot.findChildren(OneLine) if one.text() == said)
    assert QLabel.text(line).endswith("…")
    assert (line.toolTip(), line.accessibleName()) == (said, said)
    desk_of_ten.context.messages.inform("已保存")
    QApplication.processEvents()
    assert (QLabel.text(line), line.toolTip()) == ("已保存", "")


def test_the_list_folds_away_and_leaves_room_for_both_panes_at_150_percent(
    window: MainWindow, desk_of_ten: Office
) -> None:
    """Without the list there is room for both panes; its key and searching bring it back beside one of them."""
    window.resize(911, 512)
    case, opinion = window.findChild(CasePane), window.findChild(OpinionPane)
    assert case is not None
    assert opinion is not None
    assert [window.cases.queue.isVisible(), case.isVisible(), opinion.isVisible()] == [False, True, True]
    desk_of_ten.context.actions["queue.fold"].trigger()
    assert [window.cases.queue.isVisible(), case.isVisible(), opinion.isVisible()] == [True, False, True]
    window.cases.switch.choose(case=True)
    assert [window.cases.queue.isVisible(), case.isVisible(), opinion.isVisible()] == [True, True, False]
    window.cases.switch.choose(case=False)
    desk_of_ten.context.actions["queue.fold"].trigger()
    assert [window.cases.queue.isVisible(), case.isVisible(), opinion.isVisible()] == [False, True, True]
    assert window.width() == 911
    window.top.search.setText("示例3号")
    window.top.search.ask_now()
    assert [window.cases.queue.isVisible(), case.isVisible(), opinion.isVisible()] == [True, False, True]


def test_on_a_low_screen_the_current_point_shows_its_head_and_answers(window: MainWindow) -> None:
    """A point that is higher than the room it has is seen from its top."""
    window.resize(911, 512)
    checklist = window.findChild(Checklist)
    assert checklist is not None
    for _ in range(len(checklist.rows)):
        checklist.move_on(1)
        QApplication.processEvents()
        row = checklist.rows[checklist.current]
        answer = row.answer.mapTo(checklist.viewport(), row.answer.rect().topLeft())
        assert 0 <= answer.y() < checklist.viewport().height() - row.answer.height()


def test_every_place_fits_the_screen_with_its_task_bar_at_150_percent(window: MainWindow) -> None:
    """1366×768 less the task bar and the window's own bar leaves 910×450 at 150 %; no place asks for more."""
    for place in ("cases", "intake", "dispatch", "settings"):
        window.show_place(place)
        window.resize(910, 450)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (910, 450), place


def shown_in(scan: ScanBeside) -> str:
    return scan.pages.opened.name if scan.pages.opened is not None else ""


def test_the_scan_of_the_case_stands_beside_it_in_the_lists_room_and_follows(
    window: MainWindow, desk_of_ten: Office
) -> None:
    """F9 puts it there and takes it away; the panes have their former widths again."""
    case, opinion = window.findChild(CasePane), window.findChild(OpinionPane)
    assert case is not None
    assert opinion is not None
    first, second = desk_of_ten.unit.applications.get(1), desk_of_ten.unit.applications.get(2)
    keep_scan(desk_of_ten.unit, second.id, [ScanFile("扫描.pdf", grey_pages(90, 120))])
    before, beside = window.cases.splitter.sizes(), desk_of_ten.context.actions["case.scan_beside"]
    window.cases.open_case(first.id)
    beside.trigger()
    scan = window.findChild(ScanBeside)
    assert scan is not None
    assert [window.cases.queue.isVisible(), scan.isVisible(), case.isVisible()] == [False, True, True]
    assert shown_in(scan) == ""
    window.cases.open_case(second.id)
    QApplication.processEvents()
    assert shown_in(scan) == "扫描.pdf"
    scan.pages.step_page(1)
    assert scan.pages.view.page() == 2
    read = Reading(
        1, "email", "a@example.com", desk_of_ten.unit.attachments.of(2)[0].sha256, Place(1, 100, 100, 500, 200), True
    )
    assert case.show_beside(read)
    assert scan.pages.view.page() == 1
    assert not case.show_beside(replace(read, sha256="0" * 64))
    window.resize(910, 450)
    assert (window.width(), window.height()) == (910, 450)
    assert [scan.isVisible(), case.isVisible(), opinion.isVisible()] == [True, False, True]
    window.resize(1366, 768)
    beside.trigger()
    assert [window.cases.queue.isVisible(), scan.isVisible()] == [True, False]
    assert window.cases.splitter.sizes() == before
    window.cases.keep_layout()
    window.cases.open_case(first.id)
    QApplication.processEvents()
    assert shown_in(scan) == "扫描.pdf", "what nobody sees is not opened"
    keep_scan(desk_of_ten.unit, first.id, [ScanFile("另一份.pdf", grey_pages(60))])
    for case_id in (second.id, first.id):
        window.cases.open_case(case_id)
        QApplication.processEvents()
    assert shown_in(scan) == "扫描.pdf"
    beside.trigger()
    assert shown_in(scan) == "另一份.pdf"
