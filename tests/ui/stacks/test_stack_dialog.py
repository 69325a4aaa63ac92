"""The officer reads a stack, looks at what is doubtful, says whose a page is, and keeps what is whole: all by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.dispatch.stacks import PaperStand, StackPage
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.dispatch.stacks import StackRead
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.stacks.dialog import StackDialog
from reviewer_ui.stacks.opening import ask_stack
from support.desk_pages import DeskParts, Office, office
from support.stack_pages import MARK, STACK, PagesRead, both, issued_batch, page


@pytest.fixture
def reader() -> PagesRead:
    """What the scanner gives."""
    return PagesRead()


@pytest.fixture
def at(tmp_path: Path, reader: PagesRead) -> Office:
    """An office with a batch of three cases."""
    made = office(tmp_path)
    issued_batch(made.unit, 3)
    parts = replace(made.context.parts, reader_of_stacks=reader) if isinstance(made.context.parts, DeskParts) else None
    assert parts is not None
    return replace(made, context=replace(made.context, parts=parts))


@pytest.fixture
def dialog(qtbot: QtBot, at: Office) -> StackDialog:
    """The dialog, open."""
    shown = StackDialog(at.context, at.unit.batches.kept[0])
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


def _numbers(at: Office) -> list[str]:
    return [line.intake_number for line in at.unit.batches.kept[0].lines]


def _stands(dialog: StackDialog) -> list[str]:
    return [line.stand[0] for line in dialog.lines]


def test_what_is_awaited_stands_there_before_anything_is_read(dialog: StackDialog) -> None:
    assert _stands(dialog) == ["待扫描"] * 3
    assert "本批待扫描 3 份" in dialog.says.text()
    assert not dialog.take.isVisible()


def test_a_stack_is_read_shown_and_kept_by_keys(dialog: StackDialog, at: Office, reader: PagesRead) -> None:
    """One whole, one whose mark was not seen, one page nobody knows: the officer looks, names, and takes all three."""
    first, second, third = _numbers(at)
    stranger = StackPage(0, 1, marks=(MARK,))
    reader.pages = [*both(first), page(second, 1), page(second, 2), page(third, 1), stranger]
    dialog.read([STACK])
    assert _stands(dialog) == ["可收下", "请看", "缺页", "外来页"]
    assert at.unit.sealed_scans.kept == []
    # The first line that waits for a look is chosen, its page in sight.
    assert dialog.table.current_row() == 1
    assert dialog.beside.accept.isVisible()
    assert "未见红色圆形印迹" in dialog.beside.said.text()
    QTest.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert _stands(dialog)[1] == "已认可"
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert dialog.beside.whose.itemText(0).startswith("示荐〔2024〕3号 第2页")
    QTest.keyClick(dialog, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert _stands(dialog) == ["可收下", "已认可", "可收下"]
    assert dialog.take.text() == "收下 3 份"
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert [one.stand for one in at.unit.sealed_scans.kept] == [
        PaperStand.COMPLETE,
        PaperStand.MARK_NOT_SEEN,
        PaperStand.COMPLETE,
    ]
    assert not dialog.isVisible()
    assert at.said[-1].text == "已收下 3 份已盖章扫描件。"


def test_the_same_stack_again_is_said_to_be_here_already(dialog: StackDialog, at: Office, reader: PagesRead) -> None:
    reader.pages = both(_numbers(at)[0])
    dialog.read([STACK])
    dialog.take.click()
    again = StackDialog(at.context, at.unit.batches.kept[0])
    assert _stands(again) == ["已收", "待扫描", "待扫描"]
    again.read([STACK])
    assert _stands(again) == ["已收", "待扫描", "待扫描"]
    assert not again.take.isEnabled()
    again.deleteLater()


def test_a_stack_of_backs_alone_says_what_to_do(dialog: StackDialog, reader: PagesRead) -> None:
    reader.pages = [StackPage(0, 1, is_empty=True)] * 3
    dialog.read([STACK])
    assert "全是空白页" in dialog.says.text()
    assert not dialog.take.isEnabled()


def test_a_file_that_cannot_be_read_is_said_and_another_can_be_chosen(
    dialog: StackDialog, reader: PagesRead, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_paths: object) -> StackRead:
        raise TroubleError("reading.encrypted", file="密.pdf")

    monkeypatch.setattr(reader, "read", broken)
    dialog.read([Path("密.pdf")])
    assert "密.pdf" in dialog.note.text()
    assert dialog.files.isEnabled()
    assert _stands(dialog) == ["待扫描"] * 3


def test_what_is_refused_while_it_is_kept_is_named_and_the_dialog_stays(
    dialog: StackDialog, at: Office, reader: PagesRead
) -> None:
    """A sheet was made anew between reading and taking."""
    reader.pages = [*both(_numbers(at)[0]), *both(_numbers(at)[1])]
    dialog.read([STACK])
    entry = at.unit.register.get(1)
    at.unit.register.complete(replace(entry, sha256="f" * 64))
    dialog.take.click()
    assert dialog.isVisible()
    assert "示荐〔2024〕1号" in dialog.note.text()
    assert len(at.unit.sealed_scans.kept) == 1


def test_scans_dropped_on_the_dialog_are_read_and_lists_are_not(
    dialog: StackDialog, at: Office, reader: PagesRead, tmp_path: Path
) -> None:
    reader.pages = both(_numbers(at)[0])
    for name in ("b.jpg", "a.pdf", "清单.xlsx", "表.docx"):
        (tmp_path / name).write_bytes(b"x")
    assert not dialog.take_files([tmp_path / "清单.xlsx"])
    assert not dialog.take_files([tmp_path / "表.docx"])
    assert dialog.take_files([tmp_path])
    assert _stands(dialog)[0] == "可收下"


def test_the_step_of_the_seal_offers_it_for_the_batch_shown(qtbot: QtBot, at: Office) -> None:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show_batch(at.unit.batches.kept[0].id)
    page.open_step(RoadStep.SEAL)
    page.scan.click()
    (shown,) = page.findChildren(StackDialog)
    assert _stands(shown) == ["待扫描"] * 3


def test_without_a_batch_the_officer_hears_what_comes_first(qtbot: QtBot, tmp_path: Path) -> None:
    made = office(tmp_path)
    asked: Callable[..., None] = ask_stack
    asked(made.context, None)
    assert "还没有导出过批次" in made.said[-1].text
