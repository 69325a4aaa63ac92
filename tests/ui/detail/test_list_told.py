"""What a list said otherwise than a case stands on the case until a list is written into it again."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_ui.detail.list_told import CORRECTION, ListToldBand


def listed(act: EventAct, **detail: str) -> Event:
    return Event(datetime(2024, 5, 8), "示例甲", act, detail={"file": "第二份.xlsx", "row": "3", **detail})


def test_the_band_names_list_row_status_and_fields(qtbot: QtBot) -> None:
    band = ListToldBand()
    qtbot.addWidget(band)
    band.show_events(State.CHECKING, [listed(EventAct.IMPORTED)])
    assert band.texts() == ()
    told = listed(EventAct.LIST_TOLD, portal_status="已退回", 联系人="样本甲 → 样本乙")
    band.show_events(
        State.CHECKING, [listed(EventAct.IMPORTED), told, Event(datetime(2024, 5, 9), "示例甲", EventAct.NOTED)]
    )
    (said,) = band.texts()
    assert "“第二份.xlsx”第 3 行" in said
    assert "网上状态：已退回；联系人：样本甲 → 样本乙" in said
    band.show_events(State.CHECKING, [told, listed(EventAct.IMPORTED_AGAIN)])
    assert band.texts() == ()


def test_the_reason_of_the_bureau_stands_at_the_case_until_it_is_sent_again(qtbot: QtBot) -> None:
    band = ListToldBand()
    qtbot.addWidget(band)
    said = {"outcome": "退回", "answered_on": "2024-06-03", "due_on": "2024-06-20", "contact": "王某", "batch": "1"}
    day = datetime(2024, 6, 3, 9)
    back = Event(day, "示例甲", EventAct.CITY_ANSWERED, reason="附件3未盖章。", detail=said)
    led: list[str] = []
    band.chosen.connect(led.append)
    band.show_events(State.CHECKING, [back, Event(day, "示例甲", EventAct.NOTED)], True)
    line = band.findChild(QAbstractButton)
    assert line is not None
    line.click()
    assert led == [CORRECTION]
    assert band.texts() == ("市局 2024-06-03 退回：附件3未盖章。市局期限 2024-06-20。（示例甲 登记，市局联系人 王某）",)
    band.show_events(State.BATCHED, [back, Event(day, "示例甲", EventAct.SENT)])
    assert band.texts() == ()
    band.show_events(State.APPROVED, [back])
    assert band.texts() == ()
