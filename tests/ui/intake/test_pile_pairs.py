"""Pairs on the page of the pile: proposed, accepted, refused, parted, and made by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.paper_sets import CopyMark
from reviewer_ui.intake.pile import PilePage
from support.desk_pages import Office, application, unnamed
from support.pile_page import number_of, scan

_S = CopyMark.SEALED


@pytest.fixture
def with_pair(at: Office, page: PilePage) -> PilePage:
    """Besides, a paper case without a filing number, of the first online case's project."""
    twin = application(1)
    del twin["filing_number"]
    twin["applicant"] = twin["applicant"].replace("公司", "<b>公司")
    register_application(at.unit, twin, Source.PAPER)
    page.refresh()
    return page


def test_a_pair_is_shown_with_its_grounds_and_what_differs(with_pair: PilePage) -> None:
    pair = with_pair.pairs.current
    assert pair is not None
    assert (pair.paper.case_id, pair.online.case_id) == (3, 1)
    assert "&lt;b&gt;" in with_pair.pairs.paper.text()
    assert "<b>" not in with_pair.pairs.paper.text()


def test_a_pair_is_accepted_by_key_and_parted_again(at: Office, with_pair: PilePage) -> None:
    QTest.keyClick(with_pair.scan, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert at.unit.applications.get(3).state is State.PAIRED
    assert with_pair.pairs.current is None
    assert with_pair.pairs.made.count() == 1
    with_pair.pairs.part.click()
    assert at.unit.applications.get(3).state is State.REGISTERED
    assert not with_pair.pairs.standing.isVisible()


def test_a_pair_is_refused_by_key_and_stays_away(at: Office, with_pair: PilePage) -> None:
    """The next best is proposed then: another project of one applicant, alike by name."""
    for online in (1, 2):
        pair = with_pair.pairs.current
        assert pair is not None
        assert pair.online.case_id == online
        QTest.keyClick(with_pair.scan, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        assert "不是同一件" in with_pair.note.text()
    with_pair.refresh()
    assert with_pair.pairs.current is None
    assert at.unit.applications.get(3).state is State.REGISTERED


def test_the_set_in_hand_follows_its_case_when_that_is_paired(at: Office, with_pair: PilePage) -> None:
    scan(with_pair, number_of(at, 3))
    QTest.keyClick(with_pair.scan, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert with_pair.card.paper is not None
    assert with_pair.card.paper.case_id == 1
    assert "已并入" in with_pair.note.text()


def test_a_set_marked_and_not_taken_in_is_not_paired_away(at: Office, with_pair: PilePage) -> None:
    scan(with_pair, number_of(at, 3))
    with_pair.card.mark_alike()
    QTest.keyClick(with_pair.scan, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert at.unit.applications.get(3).state is State.REGISTERED
    assert with_pair.card.marks == (_S, _S, _S)
    assert "还没有收下" in with_pair.note.text()


def test_what_differs_and_what_stands_in_the_way_is_said_of_a_pair(at: Office, page: PilePage) -> None:
    twin = {**application(1), "project_name": "毫不相干的另一件事"}
    register_application(at.unit, {**twin, "filing_number": ""}, Source.PAPER)
    answer_item(at.unit, 3, at.unit.packs.current("2024").rules[0].id, Verdict.MET)
    page.refresh()
    pair = page.pairs.current
    assert pair is not None
    assert pair.doubts
    assert "已有作答" in page.pairs.hindrance.text()
    assert not page.pairs.same.isEnabled()
    page.pairs.accept()
    assert at.unit.applications.get(3).state is State.CHECKING


def test_two_halves_are_paired_by_hand_by_keys(at: Office, page: PilePage) -> None:
    other = {"applicant": "上海改了名有限公司", "project_name": "毫不相干的另一件事"}
    register_application(at.unit, {**application(9), **other}, Source.PAPER)
    page.refresh()
    QTest.keyClick(page.scan, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert "选定一件" in page.note.text()
    page.halves.paper.click()
    page.halves.table.selectRow(0)
    QTest.keyClick(page.scan, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    dialog = page.pairing.by_hand
    assert dialog is not None
    dialog.search.setText(number_of(at, 2))
    assert dialog.model.rowCount() == 1
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert "写明" in dialog.note.text()
    dialog.reason.setText("5月17日来电说明已更名")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert at.unit.applications.get(3).state is State.PAIRED
    assert at.unit.applications.get(2).source is Source.BOTH
    assert unnamed(dialog) == []


def test_without_a_pair_the_keys_do_nothing(at: Office, page: PilePage) -> None:
    before = at.unit.events.head()
    page.pairs.accept()
    page.pairs.refuse()
    assert at.unit.events.head() == before
