"""A case whose papers were destroyed says so where its form stands empty."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_ui.detail.list_told import ListToldBand
from support.fakes import FakeUnit


def test_the_band_says_by_which_list_what_went_and_when(qtbot: QtBot) -> None:
    band = ListToldBand()
    qtbot.addWidget(band)
    detail: dict[str, str] = {
        RecordKey.DESTRUCTION_LIST: "2036年第1号",
        RecordKey.DEPTH: "个人信息",
        RecordKey.GOES: "个人信息 3",
    }
    band.show_events(State.DECLINED, [Event(FakeUnit().now, "示例乙", EventAct.CASE_DESTROYED, 1, detail=detail)])
    said = " ".join(band.texts())
    assert "已按销毁清单 2036年第1号 销毁个人信息（个人信息 3）" in said
