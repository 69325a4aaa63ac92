"""The count in the corner of a box: nothing at first, quiet near the limit, red beyond it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.limits.lengths import LONGEST, TextKind
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import LetterCount

MOST = LONGEST[TextKind.NAME]


@pytest.fixture(params=[QLineEdit, QPlainTextEdit])
def box(request: pytest.FixtureRequest, qtbot: QtBot) -> QLineEdit | QPlainTextEdit:
    made: QLineEdit | QPlainTextEdit = request.param()
    qtbot.addWidget(made)
    made.resize(240, 60)
    made.show()
    return made


def write(box: QLineEdit | QPlainTextEdit, text: str) -> None:
    box.setText(text) if isinstance(box, QLineEdit) else box.setPlainText(text)


def test_the_count_comes_near_the_limit_turns_red_beyond_and_goes_again(box: QLineEdit | QPlainTextEdit) -> None:
    count = LetterCount(box, TextKind.NAME)
    write(box, "名" * 40)
    assert (count.text(), count.isHidden()) == ("", True)
    write(box, "名" * 49 + "😀")
    assert (count.text(), count.isHidden(), count.property("tone") or "") == (f"50 / {MOST} 字", False, "")
    assert box.accessibleDescription() == count.text()
    write(box, "名" * 61)
    assert (count.text(), count.property("tone")) == (f"多 1 字　61 / {MOST} 字", Tone.BAD.value)
    inside = box.rect().contains(count.geometry())
    assert inside
    write(box, "")
    assert (count.isHidden(), box.accessibleDescription()) == (True, "")


def test_the_count_stays_in_the_corner(box: QLineEdit | QPlainTextEdit) -> None:
    count = LetterCount(box, TextKind.NAME)
    write(box, "名" * 55)
    box.resize(400, 90)
    assert box.rect().contains(count.geometry())
    assert box.width() - count.geometry().right() < 24
    write(box, "名" * 100_000)
    assert count.text().startswith("多 ")


def test_where_one_writes_is_never_covered(qtbot: QtBot) -> None:
    box = QPlainTextEdit()
    qtbot.addWidget(box)
    box.resize(300, 60)
    box.show()
    count = LetterCount(box, TextKind.NAME)
    for length in range(46, 90):
        box.setPlainText("名" * length)
        box.moveCursor(QTextCursor.MoveOperation.End)
        caret = box.cursorRect().translated(box.viewport().geometry().topLeft())
        assert count.isHidden() or not count.geometry().intersects(caret), length
