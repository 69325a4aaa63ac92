"""用印 and 寄出 as steps of one batch: sealed in a session, packed, posted, and what keeps it here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.states import State
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.posting.pieces_table import standing_of
from reviewer_ui.posting.post_dialog import PostDialog
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office, signed_off
from support.packed import pack_by_keys, post_by_keys
from support.sealing import session_on

TICK, NUMBER, PROJECT, APPLICANT, STATE, CONTACT, REMARK = range(7)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def _page(at: Office, qtbot: QtBot) -> DispatchPage:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def _press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _seal_all(page: DispatchPage) -> None:
    """The sheet and the letter under their presses; with the last of them the session is over."""
    for _ in range(2):
        if page.sealing.side.main.text() != "去寄出":
            _press(page.sealing.side.main)
    assert page.sealing.side.main.text() == "去寄出"


def _dialog(page: DispatchPage) -> DecisionDialog:
    return next(one for one in page.findChildren(DecisionDialog) if one.isVisible())


def test_the_seal_is_recorded_in_its_session_and_the_sending_after_a_question(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    assert page.head.steps.buttons[RoadStep.POST].line == "未寄出"
    page.open_step(RoadStep.SEAL)
    assert page.sealing.side.main.text() == "申请用印 2 份…"
    session_on(at.unit, [1], batch_id=1)
    page.refresh()
    _seal_all(page)
    assert at.unit.applications.get(1).state is State.SEALED
    page.open_step(RoadStep.POST)
    post_by_keys(page.sending)
    assert at.unit.applications.get(1).state is State.SENT
    assert page.head.steps.buttons[RoadStep.POST].line == "1 个邮包都已寄出"
    assert at.said[-1].text == "第 1 批的邮包都已寄出，已登记为报送。"


def test_a_batch_without_the_seal_is_not_closed_and_the_list_says_why(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    page.open_step(RoadStep.POST)
    page.sending.press_main()
    assert "2024-示-0001 推荐部门意见" in _dialog(page).lines()[0]
    _press(_dialog(page).confirm)
    assert [standing_of(line) for line in page.sending.parts.missing.model_.rows()] == ["待用印", "待用印"]
    _press(page.sending.parts.buttons["next"])
    assert (
        "第1包（胡伟）还缺 2 份，不能封：报送函 2024年第1号（无代字）、2024-示-0001" in page.sending.parts.note.text()
    )
    assert at.unit.applications.get(1).state is State.SIGNED_OFF


def test_posting_says_first_what_was_changed_in_the_folder(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    session_on(at.unit, [1], batch_id=1)
    page.refresh()
    page.open_step(RoadStep.SEAL)
    _seal_all(page)
    sheet = min((tmp_path / "2024年度报送第1批" / "推荐意见").iterdir())
    sheet.write_text("another opinion")
    page.open_step(RoadStep.POST)
    pack_by_keys(page.sending)
    page.sending.press_main()
    dialog = page.sending.findChild(PostDialog)
    assert dialog is not None
    assert dialog.note.text().startswith(f"推荐意见/{sheet.name}：与案卷库在 2024 年度第 1 批登记的内容不一致")
    dialog.fill("courier", "邮政")
    dialog.fill(next(one for one in dialog.editors if one.startswith("waybill")), "EA1")
    dialog.press()
    assert "文件夹里 1 份文件与登记不符" in dialog.note.text()
    assert at.unit.applications.get(1).state is State.SEALED
