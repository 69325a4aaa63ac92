"""评分 and 按得分排列 by keys: typed, refused, put on record, arranged and taken back, explained by one key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.dispatch.ordering import recommended_order
from reviewer_app.services.dispatch.scoring import give_score, score_sheet
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.score_table import FIRST
from reviewer_ui.dispatch.scores import ScoresDialog
from reviewer_ui.explaining.telling import ToldDialog, explain_focused
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office, signed_off
from support.other_packs import WITH_CRITERIA
from support.ranking_acts import CRITERIA

KEY = Qt.Key


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Three cases that could be sent, in a season whose pack has criteria."""
    at = office(tmp_path)
    at.unit.packs.keep(load_pack(WITH_CRITERIA, "sh-2024.toml"))
    for number in (1, 2, 3):
        signed_off(at.unit, number)
    return at


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> OrderDialog:
    dialog = OrderDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def scores_of(dialog: OrderDialog) -> ScoresDialog:
    dialog.score.click()
    (scores,) = [one for one in dialog.findChildren(ScoresDialog) if one.isVisible()]
    scores.table.setFocus()
    return scores


def typed(scores: ScoresDialog, *numbers: int) -> None:
    """Types numbers one after the other, each ended by Enter, which goes on to the next cell."""
    for number in numbers:
        digits = str(number)
        QTest.keyClick(scores.table, KEY(ord(digits[0])))
        (cell,) = [one for one in scores.table.viewport().findChildren(QLineEdit) if one.isVisible()]
        for digit in digits[1:]:
            QTest.keyClick(cell, KEY(ord(digit)))
        QTest.keyClick(cell, KEY.Key_Return)
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def order_of(at: Office) -> list[int]:
    return [case.application_id for case in recommended_order(at.unit)]


def test_points_are_typed_cell_after_cell_and_the_order_follows_only_when_it_is_arranged(
    at: Office, dialog: OrderDialog
) -> None:
    scores = scores_of(dialog)
    typed(scores, 5, 10, 10, 10, 20, 30, 5, 10, 10)
    assert [scores.model.index(row, FIRST + 3).data() for row in range(3)] == ["25", "60", "25"]
    assert [scores.model.index(row, FIRST + 4).data() for row in range(3)] == ["并列第 2", "第 1", "并列第 2"]
    assert order_of(at) == [1, 2, 3]
    scores.arrange.click()
    (asked,) = scores.findChildren(DecisionDialog)
    assert "同分，先后不变" in asked.lines()[1]
    QTest.keyClick(asked.confirm, KEY.Key_Return)
    assert order_of(at) == [2, 1, 3]
    scores.take_back.click()
    (asked,) = [one for one in scores.findChildren(DecisionDialog) if one.isVisible()]
    QTest.keyClick(asked.confirm, KEY.Key_Return)
    assert order_of(at) == [1, 2, 3]


def test_a_case_at_another_desk_is_waited_for_by_none_and_keeps_its_place(at: Office, dialog: OrderDialog) -> None:
    custody = Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", at.unit.now, 1, "h")
    at.unit.applications.cases[2] = replace(at.unit.applications.get(2), custody=custody)
    for case, points in ((1, 1), (3, 2)):
        for criterion in ("influence", "output", "effect"):
            give_score(at.unit, case, criterion, points)
    dialog.refresh()
    scores = scores_of(dialog)
    scores.arrange.click()
    (asked,) = scores.findChildren(DecisionDialog)
    assert [line.partition("　")[0] for line in asked.lines()] == ["1", "3"]
    QTest.keyClick(asked.confirm, KEY.Key_Return)
    assert order_of(at) == [3, 2, 1]


def test_what_is_beyond_the_highest_or_no_number_is_said_and_leaves_nothing(at: Office, dialog: OrderDialog) -> None:
    scores = scores_of(dialog)
    typed(scores, 11)
    assert scores.note.text() == "“行业影响”请填 0 到 10 的整数。"
    assert scores.table.currentIndex().column() == FIRST
    for wrong in ("1.5", "-1", "1_0", "²", "九", "9" * 5000):
        scores.model.setData(scores.table.currentIndex(), wrong)
    assert at.unit.ranking.scores("2024") == ()
    scores.model.setData(scores.table.currentIndex(), " ８ ")
    assert [one.points for one in at.unit.ranking.scores("2024")] == [8]
    QTest.keyClick(scores.table, KEY.Key_Delete)
    assert at.unit.ranking.scores("2024") == ()
    assert not scores.arrange.isEnabled()


def test_a_ground_is_kept_with_the_score_and_somebody_elses_score_is_not_written_over(
    at: Office, dialog: OrderDialog
) -> None:
    scores = scores_of(dialog)
    assert not scores.ground.isEnabled()
    typed(scores, 8)
    scores.table.setCurrentIndex(scores.model.index(0, FIRST))
    scores.ground.setText("参编国家标准两项")
    QTest.keyClick(scores.ground, KEY.Key_Return)
    assert [one.ground for one in at.unit.ranking.scores("2024")] == ["参编国家标准两项"]
    scores.ground.setFocus()
    scores.ground.setText("参编国家标准三项")
    scores.table.setFocus()
    assert [one.ground for one in at.unit.ranking.scores("2024")] == ["参编国家标准三项"]
    give_score(at.unit.acting("示例乙"), 1, "output", 3)
    typed_over = scores.model.index(0, FIRST + 1)
    scores.table.setCurrentIndex(typed_over)
    typed(scores, 20)
    assert "已由示例乙评为 3 分" in scores.note.text()
    assert typed_over.data() == "3"


def test_a_place_that_departs_from_the_score_says_so_and_is_explained_by_one_key(
    at: Office, dialog: OrderDialog
) -> None:
    for case, points in ((1, 1), (2, 3), (3, 2)):
        for criterion in CRITERIA:
            give_score(at.unit, case, criterion, points)
    dialog.refresh()
    assert "尚未写明理由" in str(dialog.model.index(0, 6).data())
    dialog.table.selectRow(0)
    dialog.reason.setText("市级重点")
    QTest.keyClick(dialog.reason, KEY.Key_Return)
    assert dialog.model.index(0, 6).data() == "按得分应为第 3，列第 1：市级重点"
    assert dialog.model.index(1, 6).data() == "按得分应为第 1，列第 2：随其他案件的调整"
    dialog.table.setFocus()
    explain_focused(dialog, pytest.fail)
    (told,) = [one for one in dialog.findChildren(ToldDialog) if one.isVisible()]
    assert "3 分，第 3" in told.value.text()
    assert "行业影响（二（二））：1 / 10（示例甲" in told.lines.text()
    assert "得分更高的 2 件" in told.lines.text()


def test_without_criteria_nothing_of_scores_is_to_be_seen(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path)
    signed_off(at.unit, 1)
    dialog = OrderDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.score.isVisible()
    assert dialog.table.isColumnHidden(5)


@pytest.mark.parametrize("is_read_only", [True, False])
def test_who_may_not_score_reads_why_and_types_nothing(at: Office, qtbot: QtBot, is_read_only: bool) -> None:
    """Both cells and buttons are closed, in a library that is only read and to a role that does not score."""
    at.library.is_read_only = is_read_only
    if not is_read_only:
        at.unit.users.put(User("示例戊", frozenset({Role.SEAL})))
        at.unit.acting("示例戊")
    scores = ScoresDialog(at.context, score_sheet(at.unit))
    qtbot.addWidget(scores)
    scores.show()
    why = "不能写入" if is_read_only else "须由经办、复核办理"
    assert why in scores.note.text()
    assert scores.arrange.toolTip()
    for key in (KEY.Key_3, KEY.Key_Return, KEY.Key_Delete):
        QTest.keyClick(scores.table, key)
    assert [one for one in scores.table.viewport().findChildren(QLineEdit) if one.isVisible()] == []
    assert not scores.arrange.isEnabled()
    assert not scores.take_back.isEnabled()
    assert at.unit.ranking.scores("2024") == ()
