"""纸网核对 by keys: the exceptions first, the rest at once, and for each difference which value holds and why."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.evidence.comparison import paper_box
from reviewer_app.domain.readiness import Place, PlaceKind
from reviewer_app.services.cases.checking import record_comparison
from reviewer_ui.detail.compared_row import ComparedRow
from support.casework import proposed, registered
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedCase
from support.grounds import grounded


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(420, 667)
    with qtbot.waitActive(pane):
        pane.show()
    pane.show_case(grounded(at.unit, registered(at.unit)))
    pane.pages.setCurrentWidget(pane.comparison)
    pane.comparison.begin()
    return pane


def _key(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def _row(pane: FollowedCase, field_id: str) -> ComparedRow:
    return pane.comparison.rows[field_id]


def test_a_difference_and_the_rest_by_keys_alone(at: Office, pane: FollowedCase) -> None:
    order = list(pane.comparison.rows)
    row = _row(pane, "contact_person")
    for _ in range(order.index("contact_person")):
        _key(Qt.Key.Key_Down)
    assert row.hasFocus()
    _key(Qt.Key.Key_2)
    row.paper.insert("样本丙")
    _key(Qt.Key.Key_Return)
    assert row.hasFocus()
    assert pane.comparison.still.text() == f"未看 {len(order) - 1} 项 · 不一致待说明 1 处"
    assert pane.comparison.rest.text() == "全部一致（1 处除外） A"
    _key(Qt.Key.Key_A)
    _key(Qt.Key.Key_4)
    assert row.reason.hasFocus()
    _key(Qt.Key.Key_Return)
    assert "请写明" in row.note.text()
    row.reason.insert("5月17日来电，以纸质为准")
    _key(Qt.Key.Key_Return)
    assert at.unit.applications.get(1).values["contact_person"] == "样本丙"
    assert row.holds.text().startswith("采用纸质“样本丙”：5月17日来电，以纸质为准 · 示例甲")
    assert pane.comparison.still.text() == "都已核对"
    assert row.online.text() != "样本丙"
    assert unnamed(pane.comparison) == []


def test_what_holds_may_be_changed_and_the_choice_is_asked_for(at: Office, pane: FollowedCase) -> None:
    row = _row(pane, "contact_person")
    row.differs.click()
    row.paper.insert("样本丙")
    row.setFocus()
    _key(Qt.Key.Key_N)
    row.reason.insert("来电")
    _key(Qt.Key.Key_Return)
    assert "请先选定" in row.note.text()
    row.setFocus()
    _key(Qt.Key.Key_5)
    assert row.other.hasFocus()
    row.other.insert("样本丁")
    _key(Qt.Key.Key_Return)
    _key(Qt.Key.Key_Return)
    assert at.unit.applications.get(1).values["contact_person"] == "样本丁"
    row.change.click()
    assert row.asking.isVisible()


def test_a_field_with_a_list_is_settled_from_its_list_by_keys(at: Office, pane: FollowedCase) -> None:
    row = _row(pane, "sector")
    row.setFocus()
    _key(Qt.Key.Key_2)
    row.paper.insert("公共的服务")
    _key(Qt.Key.Key_Return)
    _key(Qt.Key.Key_4)
    row.reason.insert("来电")
    _key(Qt.Key.Key_Return)
    assert "只能是：" in row.note.text()
    row.setFocus()
    _key(Qt.Key.Key_5)
    assert row.choice is not None
    assert not row.other.isVisible()
    assert row.choice.combo.hasFocus()
    before = at.unit.applications.get(1).values["sector"]
    for _ in range(3):
        _key(Qt.Key.Key_Down)
    chosen = row.choice.text()
    assert chosen not in ("", before)
    _key(Qt.Key.Key_Return)
    assert row.reason.hasFocus()
    _key(Qt.Key.Key_Return)
    assert at.unit.applications.get(1).values["sector"] == chosen


def test_without_any_paper_nothing_can_be_compared_and_the_page_says_what_comes_first(
    at: Office, pane: FollowedCase
) -> None:
    pane.show_case(registered(at.unit, filing_number="SH2"))
    assert "还没有收到纸质件" in pane.comparison.still.text()
    row = _row(pane, "applicant")
    row.setFocus()
    _key(Qt.Key.Key_1)
    assert not row.same.isEnabled()
    assert at.unit.comparisons.of(2) == {}


def test_what_is_said_below_a_row_is_brought_into_sight(pane: FollowedCase, qtbot: QtBot) -> None:
    """On the office's smallest screen the row that asks stands at the lower edge."""
    row, ground = _row(pane, "contact_person"), pane.comparison.page.viewport()
    row.setFocus()
    pane.comparison.page.ensureWidgetVisible(row, 0, 0)
    _key(Qt.Key.Key_2)
    row.paper.insert("样本丙")
    _key(Qt.Key.Key_Return)
    QApplication.processEvents()
    _key(Qt.Key.Key_N)
    QApplication.processEvents()
    pane.comparison.page.ensureWidgetVisible(row.reason, 0, 0)
    bar = pane.comparison.page.verticalScrollBar()
    bar.setValue(bar.value() - (ground.height() - row.reason.mapTo(ground, QPoint(0, row.reason.height())).y()))
    _key(Qt.Key.Key_Return)
    assert "请先选定" in row.note.text()

    def is_whole() -> bool:
        at = row.note.mapTo(ground, QPoint(0, 0))
        return row.note.isVisible() and ground.rect().contains(QRect(at, row.note.size()))

    # Before the row has its new height, what grew still lies over what is below it.
    QApplication.processEvents()
    qtbot.waitUntil(is_whole, timeout=2_000)


def test_who_came_from_the_checklist_goes_back_there_once_all_is_compared(
    at: Office, pane: FollowedCase, qtbot: QtBot
) -> None:
    """With a difference left to settle the keyboard stays; without the checklist behind it, too."""
    led_back: list[int] = []
    at.context.actions.bind("checklist.enter", lambda: led_back.append(1))
    pane.show_place(Place(PlaceKind.COMPARISON, ""))
    qtbot.waitUntil(lambda: _row(pane, next(iter(pane.comparison.rows))).hasFocus())
    _key(Qt.Key.Key_2)
    _row(pane, "project_name").paper.insert("另一名称")
    _key(Qt.Key.Key_Return)
    _key(Qt.Key.Key_A)
    assert led_back == [], "one difference waits for its reason"
    pane.show_case(grounded(at.unit, registered(at.unit, filing_number="SH20240009")))
    pane.comparison.begin()
    _key(Qt.Key.Key_A)
    assert led_back == [], "nobody came from the checklist"
    pane.show_case(grounded(at.unit, registered(at.unit, filing_number="SH20240010")))
    pane.show_place(Place(PlaceKind.COMPARISON, ""))
    qtbot.waitUntil(lambda: _row(pane, "project_name").hasFocus())
    _key(Qt.Key.Key_A)
    assert led_back == [1]


def test_what_another_found_meanwhile_is_shown_and_the_words_typed_stay(at: Office, pane: FollowedCase) -> None:
    """Nothing is written over; both are said, the row shows what stands, and the typed words wait as a draft."""
    row, other = _row(pane, "contact_person"), _row(pane, "applicant")
    record_comparison(at.unit.acting("示例乙"), 1, "applicant", False, "甲西")
    at.unit.acting("示例甲")
    other.setFocus()
    _key(Qt.Key.Key_1)
    assert (other.differs.isChecked(), other.paper.text()) == (True, "甲西")
    assert "示例乙 刚才把“申报单位”记为不一致，纸质为“甲西”，您看到的是未看" in at.said[-1].text
    row.setFocus()
    _key(Qt.Key.Key_2)
    row.paper.insert("样本丙")
    record_comparison(at.unit.acting("示例乙"), 1, "contact_person", False, "样本丁")
    at.unit.acting("示例甲")
    _key(Qt.Key.Key_Return)
    assert at.unit.comparisons.of(1)["contact_person"].paper == "样本丁"
    assert "记为不一致，纸质为“样本丁”，您看到的是不一致，" in at.said[-1].text
    assert row.paper.text() == "样本丙"
    pane.keeper.flush()
    assert at.unit.drafts.of(1)[paper_box("contact_person")].text == "样本丙"
    row.paper.setFocus()
    _key(Qt.Key.Key_Return)
    assert at.unit.comparisons.of(1)["contact_person"].paper == "样本丙"


def test_what_the_keys_do_is_said_only_while_they_do_it(at: Office, pane: FollowedCase) -> None:
    """Not on a case that has been decided on."""
    assert pane.comparison.keys.isVisible()
    decided = proposed(at.unit, filing_number="SH2", project_name="已提交的试点")
    pane.show_case(decided)
    assert (pane.comparison.isVisible(), pane.comparison.keys.isVisible()) == (True, False)


def test_tab_goes_down_every_page_of_the_case_and_never_up_again(pane: FollowedCase, qtbot: QtBot) -> None:
    """Much of it is made when it is first seen; it stands in its place all the same."""
    for part in (pane.comparison, pane.material, pane.fields, pane.outside, pane.timeline, pane.comparison):
        pane.pages.setCurrentWidget(part)
        qtbot.waitUntil(lambda: not pane._ordering.isActive())
        stops = _stops(pane)
        heights = [(stop.mapTo(pane, QPoint(0, 0)).y(), stop.height(), stop.accessibleName()) for stop in stops]
        for (top, _, named), (after, height, then) in pairwise(heights):
            assert after + height > top, (named, then)
    shown = [stop for stop in _stops(pane) if isinstance(stop, ComparedRow)]
    assert shown == list(pane.comparison.rows.values())


def _stops(pane: FollowedCase) -> list[QWidget]:
    """Where Tab stops in the case, from its head on."""
    found: list[QWidget] = []
    one = pane.head.nextInFocusChain()
    while one is not None and one is not pane.head:
        if pane.isAncestorOf(one) and one.isVisibleTo(pane) and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(one)
        one = one.nextInFocusChain()
    return found


def test_tab_goes_from_the_rest_to_the_first_row_and_on(pane: FollowedCase) -> None:
    """The rows are laid out after all else, when the page comes into sight; Tab meets them where they stand."""
    pane.comparison.rest.setFocus()
    _key(Qt.Key.Key_Tab)
    rows = list(pane.comparison.rows.values())
    assert rows[0].hasFocus()
    for _ in range(30):
        if rows[1].hasFocus():
            break
        _key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is rows[1] or (focused is not None and rows[0].isAncestorOf(focused))
    assert rows[1].hasFocus()


def test_another_case_behind_the_tab_stands_there_when_the_tab_is_turned_to(at: Office, pane: FollowedCase) -> None:
    pane.pages.setCurrentWidget(pane.fields)
    other = registered(at.unit, project_name="示例另一标准化试点", filing_number="SH2024617100777")
    pane.show_case(grounded(at.unit, other))
    pane.pages.setCurrentWidget(pane.comparison)
    assert _row(pane, "project_name").online.text() == "示例另一标准化试点"
