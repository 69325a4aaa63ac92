"""A quick officer at the smallest window: what was brought into sight counts at once, and whole parts are answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_ui.opinion.evidence import EvidenceDialog
from reviewer_ui.opinion.look_up import LookUpDialog
from support.casework import opened_pane, registered, registered_key, settle
from support.desk_pages import Office, office, type_text
from support.followed import FollowedOpinion
from support.grounds import grounded

_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def _press(pane: FollowedOpinion, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(pane.window().windowHandle(), key, held)
    settle()
    QApplication.processEvents()


def _asked(pane: FollowedOpinion) -> LookUpDialog:
    pane.checklist.set_current("E1.credit")
    pane.checklist.want_any_look_up()
    settle()
    return next(one for one in pane.findChildren(LookUpDialog) if one.isVisible())


def _type(dialog: LookUpDialog, *keys: Qt.Key) -> None:
    for key in keys:
        focused = dialog.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def _met(at: Office, case_id: int) -> set[str]:
    return {name for name, one in at.unit.answers.of(case_id).items() if one.verdict is Verdict.MET}


def test_what_was_scrolled_to_was_seen_at_once(at: Office, pane: FollowedOpinion) -> None:
    """However far down the list it stands."""
    case_id = grounded(at.unit, registered(at.unit))
    pane.show_case(case_id)
    pane.take_keys()
    for _ in range(2):
        _press(pane, Qt.Key.Key_S)
    assert _met(at, case_id) == {"M1.online", "M3.copies", "M4.seal", "M5.deadline"}


def test_going_on_brings_what_follows_of_the_same_part_into_sight(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered_key(at.unit))
    settle()
    assert "K4.authority" not in pane.checklist.seen
    pane.checklist.set_current("K1.direction")
    settle()
    assert {"K1.direction", "K2.output", "K3.effect", "K4.authority"} <= pane.checklist.seen


def test_a_part_is_answered_by_one_key_once_all_of_it_was_in_sight(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered_key(at.unit)
    pane.show_case(case_id)
    pane.take_keys()
    _press(pane, Qt.Key.Key_A, _SHIFT)
    assert _met(at, case_id) == set(), "the lower points have not been in sight"
    pane.checklist.set_current("K1.direction")
    pane.take_keys()
    settle()
    _press(pane, Qt.Key.Key_A, _SHIFT)
    assert _met(at, case_id) == {"K1.direction", "K2.output", "K3.effect", "K4.authority"}
    assert pane.checklist.current == "M1.online"


def test_a_part_with_a_hint_is_not_answered(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit, full_time_staff="0", part_time_staff="0")
    pane.resize(532, 1400)
    pane.show_case(case_id)
    pane.take_keys()
    settle()
    _press(pane, Qt.Key.Key_A, _SHIFT)
    assert (_met(at, case_id), pane.checklist.current) == (set(), "E2.staff")


def test_the_next_look_up_starts_where_the_last_one_was_made(at: Office, pane: FollowedOpinion) -> None:
    """Site and points are there; what was found is said anew, by Down, and Enter records it."""
    first, second = registered(at.unit), registered(at.unit, filing_number="SH20240009")
    pane.show_case(first)
    dialog = _asked(pane)
    _type(dialog, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down)
    dialog.boxes["E5.incidents"].setChecked(True)
    _type(dialog, Qt.Key.Key_Return)
    settle()
    pane.show_case(second)
    dialog = _asked(pane)
    _type(dialog, Qt.Key.Key_Return)
    assert at.unit.look_ups.of(second) == (), "nothing was said of what was found"
    _type(dialog, Qt.Key.Key_Down, Qt.Key.Key_Return)
    settle()
    found = [at.unit.look_ups.of(case_id) for case_id in (first, second)]
    assert [len(one) for one in found] == [1, 1]
    assert found[0][0].found == found[1][0].found


def test_going_up_shows_a_little_of_what_stands_before(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    pane.take_keys()
    pane.checklist.set_current("M5.deadline")
    settle()
    pane.checklist.set_current("E4.internal")
    settle()
    assert pane.checklist.verticalScrollBar().value() < pane.checklist.rows["E4.internal"].y()


def test_a_written_view_is_recorded_with_enter_from_field_to_field(at: Office, pane: FollowedOpinion) -> None:
    """No word about a missing view while one is on the way to it, and no way round over the parts of the day."""
    case_id = registered_key(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current("K4.authority")
    pane.checklist.evidence_wanted.emit("K4.authority")
    settle()
    dialog = next(one for one in pane.findChildren(EvidenceDialog) if one.isVisible())
    dialog.department.setFocus()
    type_text(dialog.department, "示例主管部门")
    QTest.keyClick(dialog.department, Qt.Key.Key_Return)
    assert (dialog.focusWidget(), dialog.note.text()) == (dialog.view, "")
    type_text(dialog.view, "同意并共同推动")
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    settle()
    (evidence,) = at.unit.answers.of(case_id)["K4.authority"].evidence
    assert (evidence.view_of, evidence.view) == ("示例主管部门", "同意并共同推动")


def test_home_and_end_go_to_the_first_and_the_last_point(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    pane.take_keys()
    order = list(pane.checklist.rows)
    for key, place in ((Qt.Key.Key_End, -1), (Qt.Key.Key_Home, 0)):
        _press(pane, key)
        assert pane.checklist.current == order[place]


def test_the_heads_and_the_count_below_the_opinion_count_the_same_points(at: Office, pane: FollowedOpinion) -> None:
    """Points that do not concern the case are in neither, also when they were answered before it changed."""
    pane.show_case(registered(at.unit))
    concerned = sum(row.item is not None and row.item.is_in_scope for row in pane.checklist.rows.values())
    told = [head.right().split(" / ") for head in pane.checklist.heads()]
    assert sum(int(whole) for _done, whole in told) == concerned < len(pane.checklist.rows)
