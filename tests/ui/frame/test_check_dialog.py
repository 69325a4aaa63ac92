"""The check of the library in the window: what it found, and whether the record ever had the head on a paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer_app.wiring import Parts
from reviewer_ui.background import Background
from reviewer_ui.frame.check_dialog import CheckDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.widgets import Words
from support.desk_pages import Office, office
from support.libraries import inside, make_desk, new_case, register


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


def test_wrong_sums_are_counted_again_and_the_library_is_looked_at_once_more(tmp_path: Path, qtbot: QtBot) -> None:
    """Seen on a real library: the line names the act, the button does it, and the check then finds nothing."""
    library = make_desk(tmp_path / "案卷库")
    library.change(register, [new_case(1), new_case(2)])
    library.change(lambda unit: inside(unit).main.execute("UPDATE figure_stages SET cases = cases + 1"))
    at = office(tmp_path)
    background = Background(library, at.context.messages, synchronous=True)
    dialog = CheckDialog(replace(at.context, background=background))
    qtbot.addWidget(dialog)
    dialog.check()
    assert any("点“重新合计”" in text for text in _said(dialog))
    assert dialog.count_again.isVisibleTo(dialog)
    dialog.count_again.click()
    assert dialog.note.text() == (
        "已重新合计：0 件案件的统计项目、1 处合计已按案件和记录改正，已记入办理记录。未发现异常。"
    )
    assert not dialog.count_again.isVisibleTo(dialog)
    library.close()


def test_the_closing_slip_is_shown_from_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, printing=Parts())
    window = MainWindow(at.context)
    qtbot.addWidget(window)
    window.show()
    at.context.actions["day.close"].trigger()
    (preview,) = window.findChildren(PreviewDialog)
    assert preview.windowTitle().startswith("收工条")
