"""Cases handed over and taken in through two true windows, in three acts each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.batch import BatchLine, SealStyle
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.handover.packages import PackagesDialog
from reviewer_ui.handover.receiving import ReceivingDialog, show_package
from reviewer_ui.handover.sending import SendingDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import build_window
from reviewer_ui.widgets.decision import DecisionDialog
from support.libraries import move
from support.two_desks import known_desks, take, with_cases

T = TypeVar("T", bound=QWidget)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[OpenLibrary, OpenLibrary]]:
    with known_desks(tmp_path, counter="窗口", reviewer="初审室") as (counter, reviewer):
        yield counter, reviewer


def window_of(library: OpenLibrary, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = build_window(Parts(), Preferences(tmp_path / f"{library.folder.name}.ini"), library, synchronous=True)
    qtbot.addWidget(window)
    window.show()
    return window


def shown(window: MainWindow, kind: type[T]) -> T:
    (found,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def test_a_case_in_a_batch_is_taken_out_of_it_where_it_cannot_go(
    qtbot: QtBot, tmp_path: Path, desks: tuple[OpenLibrary, OpenLibrary]
) -> None:
    counter, _ = desks
    (case_id,) = with_cases(counter)
    counter.change(_exported, case_id)
    window = window_of(counter, qtbot, tmp_path)
    window._context.actions["custody.send"].trigger()
    dialog = shown(window, SendingDialog)
    assert "第 1 批" in dialog.list.item(0).text()
    assert dialog.leave.isVisible()
    dialog.tick_all()
    assert dialog.chosen() == []
    dialog.list.setCurrentRow(0)
    dialog.leave.click()
    asked = shown(window, DecisionDialog)
    asked.reason.setPlainText("单位补充材料")
    asked.confirm.click()
    assert not dialog.leave.isVisible()
    dialog.tick_all()
    assert dialog.chosen() == [case_id]


def test_what_was_typed_a_moment_ago_goes_along(
    qtbot: QtBot, tmp_path: Path, desks: tuple[OpenLibrary, OpenLibrary]
) -> None:
    """The text waits for its turn to be stored; once the case is away there would be none."""
    counter, reviewer = desks
    (case_id,) = with_cases(counter)
    window = window_of(counter, qtbot, tmp_path)
    window.cases.open_case(case_id)
    qtbot.waitUntil(lambda: bool(window.findChildren(DraftKeeper)))
    window.findChildren(DraftKeeper)[0].keep(case_id, "opinion.text", "经初审，该单位")
    window._context.actions["custody.send"].trigger()
    shown(window, SendingDialog).save_to(tmp_path / "今天.移交件")
    (there,) = take(reviewer, tmp_path / "今天.移交件").case_ids
    assert reviewer.read(lambda unit: unit.drafts.of(there))["opinion.text"].text == "经初审，该单位"


def _exported(unit: UnitOfWork, case_id: int) -> None:
    move(unit, case_id, State.SEALED)
    line = BatchLine(case_id, "2024-示-0001", "试点", "a.pdf", "0")
    record_batch(unit, BatchRecord("第1批", SealStyle.CIRCLE, unit.events.head(), (line,)))


def test_a_case_goes_from_window_to_window(
    qtbot: QtBot, tmp_path: Path, desks: tuple[OpenLibrary, OpenLibrary]
) -> None:
    counter, reviewer = desks
    with_cases(counter, 3)
    window = window_of(counter, qtbot, tmp_path)
    window._context.actions["custody.send"].trigger()
    dialog = shown(window, SendingDialog)
    assert dialog.receiver.currentText() == "初审室"
    dialog.tick_all()
    assert len(dialog.chosen()) == 3
    dialog.save_to(tmp_path / "今天.移交件")
    assert (tmp_path / "今天.移交件").is_file()

    window._context.actions["custody.send"].trigger()
    again = shown(window, SendingDialog)
    assert not again.list.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert "交还之前" in again.list.item(0).text()
    again.reject()

    other = window_of(reviewer, qtbot, tmp_path)
    show_package(other._context, tmp_path / "今天.移交件", other)
    preview = shown(other, ReceivingDialog)
    assert preview.confirm.text() == "接收 3 件"
    preview.take_in()
    assert len(list(reviewer.read(lambda unit: list(unit.applications.known("2024"))))) == 3

    show_package(other._context, tmp_path / "今天.移交件", other)
    assert not [one for one in other.findChildren(ReceivingDialog) if one.isVisible()]

    window._context.actions["custody.packages"].trigger()
    listed = shown(window, PackagesDialog)
    listed.table.selectRow(0)
    assert listed.recall.isEnabled()
    assert not listed.save.isEnabled()
    listed.accept()
