"""The check of the library in the window: what it found, and whether the record ever had the head on a paper."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer_app.wiring import Parts
from reviewer_ui.frame.check_dialog import CheckDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.widgets import Words
from support.desk_pages import Office, office


def _said(dialog: CheckDialog) -> list[str]:
    return [one.text() for one in dialog.lines.findChildren(Words)]


def test_the_head_typed_from_a_slip_is_compared_beside_the_findings(desk_of_ten: Office, qtbot: QtBot) -> None:
    dialog = CheckDialog(desk_of_ten.context)
    qtbot.addWidget(dialog)
    dialog.check()
    head = desk_of_ten.unit.events.head()
    dialog.on_paper.setText(" ".join(head[place : place + 4] for place in range(0, 64, 4)))
    dialog.compare.click()
    assert any("纸上的链首" in text and "接在它后面" in text for text in _said(dialog))
    assert any("逐项相符" in text for text in _said(dialog)), "what the check found is still there"
    dialog.on_paper.setText("f" * 64)
    dialog.compare.click()
    assert any("记录里没有纸上的链首" in text for text in _said(dialog))
    dialog.on_paper.setText("不是")
    dialog.compare.click()
    assert "不是链首" in dialog.note.text()


def test_the_closing_slip_is_shown_from_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, printing=Parts())
    window = MainWindow(at.context)
    qtbot.addWidget(window)
    window.show()
    at.context.actions["day.close"].trigger()
    (preview,) = window.findChildren(PreviewDialog)
    assert preview.windowTitle().startswith("收工条")
