"""放大文字: what is read becomes larger by a key, at once and alone, and is remembered by person."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from reviewer_ui.help.manual import ManualDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.clause import ClausePage
from reviewer_ui.preferences import Preferences
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.reading_size import STEPS, USUAL, ReadingSize, reading_sheet, reading_size
from reviewer_ui.theme import UI_POINT_SIZE
from reviewer_ui.widgets import Words
from support.casework import opened_pane, registered
from support.desk_pages import Office, office

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    yield office(tmp_path)
    reading_size().take(Preferences(tmp_path / "none.ini"), "")


def letters(page: ClausePage) -> float:
    """How large the words of the clause's page are."""
    return page.findChildren(Words)[1].font().pointSizeF()


def test_each_person_finds_the_own_size_again(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "p.ini")
    size = ReadingSize()
    size.take(kept, "示例甲")
    size.step(1)
    size.step(1)
    size.take(kept, "示例乙")
    assert size.percent == USUAL
    size.step(-1)
    size.take(Preferences(tmp_path / "p.ini"), "示例甲")
    assert size.percent == 125
    size.step(0)
    assert size.percent == USUAL


def test_there_is_a_smallest_and_a_largest_and_nonsense_is_the_usual(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "p.ini")
    size = ReadingSize()
    size.take(kept, "示例甲")
    for _ in range(20):
        size.step(1)
    assert size.percent == STEPS[-1]
    for _ in range(20):
        size.step(-1)
    assert size.percent == STEPS[0]
    for spoilt in ("", "0", "9999", "一百", "1e9"):
        kept.put("look/reading/示例甲", spoilt)
        size.take(kept, "示例甲")
        assert size.percent == USUAL


def test_checklist_opinion_and_clause_follow_at_once_and_the_buttons_stay(at: Office, qtbot: QtBot) -> None:
    pane = opened_pane(at, qtbot)
    pane.show_case(registered(at.unit))
    row, text = pane.checklist.rows["E2.staff"], pane.writing.text
    button, head, said = row.answer.height(), row.head.sizeHint().width(), letters(pane.clause)
    box = pane.checklist.rows["E1.credit"].write_note("说明")
    high = box.height()
    for _ in range(2):
        reading_size().step(1)
    assert text.font().pointSizeF() == pytest.approx(UI_POINT_SIZE * 1.25)
    assert letters(pane.clause) == pytest.approx(said * 1.25)
    assert (row.head.sizeHint().width() > head, box.height() > high, row.answer.height()) == (True, True, button)
    reading_size().step(0)
    assert (reading_sheet(), text.font().pointSizeF(), box.height()) == ("", UI_POINT_SIZE, high)


def test_the_manual_has_the_same_keys(at: Office, qtbot: QtBot) -> None:
    manual = ManualDialog()
    qtbot.addWidget(manual)
    with qtbot.waitActive(manual):
        manual.show()
    QTest.keyClick(manual.field, Qt.Key.Key_Plus, _CTRL)
    assert manual.page.font().pointSizeF() == pytest.approx(UI_POINT_SIZE * 1.1)
    QTest.keyClick(manual.field, Qt.Key.Key_0, _CTRL)
    assert manual.page.font().pointSizeF() == UI_POINT_SIZE


def test_where_the_keyboard_is_on_pages_the_keys_are_theirs(window: MainWindow, qtbot: QtBot) -> None:
    paper = BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(72, 720, "1")
    canvas.save()
    pages = PdfPages(paper.getvalue(), window)
    view = PageView(window)
    view.show_pages(pages)
    view.resize(300, 300)
    view.show()
    view.setFocus()
    before = view.factor()
    QTest.keyClick(view, Qt.Key.Key_Plus, _CTRL)
    assert (view.factor() > before, reading_size().percent) == (True, USUAL)
    QTest.keyClick(view, Qt.Key.Key_Minus, _CTRL)
    assert view.factor() == pytest.approx(before, rel=0.02)
