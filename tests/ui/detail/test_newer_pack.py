"""A case under an earlier pack says so, shows what the newer one would change, and moves when the officer agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.packs.checking import check_text
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_ui.detail.newer_pack import NewerPackBand
from support.casework import answered, dialog_of, proposed, registered
from support.desk_pages import Office, office
from support.other_packs import newer


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def band(at: Office, qtbot: QtBot, case_id: int) -> NewerPackBand:
    shown = NewerPackBand(at.context)
    qtbot.addWidget(shown)
    shown.resize(460, 80)
    shown.show_view(open_case(at.unit, case_id))
    return shown


def _load(at: Office) -> None:
    text = newer("4", ('point = "申报单位依法在本市登记注册。"', 'point = "申报单位依法在本市登记注册满一年。"'))
    load_season_pack(at.unit, check_text(text, "新版.toml"))


def test_a_case_under_the_current_pack_says_nothing(at: Office, qtbot: QtBot) -> None:
    assert band(at, qtbot, registered(at.unit)).texts() == ()


def test_an_open_case_moves_after_its_points_were_shown(at: Office, qtbot: QtBot) -> None:
    case_id = answered(at.unit, registered(at.unit))
    _load(at)
    shown = band(at, qtbot, case_id)
    assert shown.texts() == ("规则包已有新版（sh-2024 第 4 版），本案仍按登记时的一版办理。",)
    QTest.mouseClick(shown.follow, Qt.MouseButton.LeftButton)
    dialog = dialog_of(shown)
    assert "有改动，须重新作答：二（一）依法在本市登记注册（原答符合）" in dialog.lines()
    assert open_case(at.unit, case_id).pack.version == "3"
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    view = open_case(at.unit, case_id)
    assert (view.pack.version, view.answers["E1.registered"].verdict) == ("4", Verdict.UNDECIDED)
    shown.show_view(view)
    assert shown.texts() == ()


def test_a_decided_case_is_left_in_peace(at: Office, qtbot: QtBot) -> None:
    case_id = proposed(at.unit)
    _load(at)
    assert band(at, qtbot, case_id).texts() == ()
