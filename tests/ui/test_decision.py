"""The dialog of a decision has room for all it says, also for a refusal and on a low screen."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.errors import RefusalError
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.screen_room import keep_on_screen

LINE = "2024-示-0001　上海市示例区社区嵌入式养老服务和居家照护一体化服务标准化试点项目"
REFUSAL = RefusalError("act.role_needed", act="登记报送", needed="经办、复核、用印、管理员" * 3)


def overlapping(dialog: DecisionDialog) -> list[str]:
    """What lies over something else or beyond the edge."""
    layout = dialog.layout()
    assert layout is not None
    parts: list[tuple[str, QRect]] = []
    for one in dialog.findChildren(QWidget):
        if one.parent() is dialog and one.isVisible():
            parts.append((f"{type(one).__name__} {one.accessibleName()}", one.geometry()))
    over = [f"{a[0]} over {b[0]}" for a, b in combinations(parts, 2) if a[1].intersects(b[1])]
    return over + [name for name, place in parts if not dialog.rect().contains(place)]


@pytest.mark.parametrize("count", [0, 1, 6, 12])
@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_lies_over_nothing(count: int, reason: Reason, qtbot: QtBot) -> None:
    says = "将登记为已报送，登记后不能再改动："
    question = Question("登记第 1 批报送", says, "登记报送", lines=(LINE,) * count, reason=reason)
    dialog = DecisionDialog(question)
    qtbot.addWidget(dialog)
    dialog.open()
    QApplication.processEvents()
    assert overlapping(dialog) == []
    before = dialog.height()
    dialog.refuse(REFUSAL)
    QApplication.processEvents()
    assert dialog.note.height() >= dialog.note.heightForWidth(dialog.note.width())
    assert dialog.height() > before
    assert overlapping(dialog) == []


def test_on_a_low_screen_the_lines_scroll_and_the_buttons_stay(qtbot: QtBot) -> None:
    question = Question("登记第 1 批报送", "将登记为已报送：", "登记报送", lines=(LINE,) * 12, reason=Reason.REQUIRED)
    dialog = DecisionDialog(question)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.refuse(REFUSAL)
    keep_on_screen(dialog, QSize(dialog.width(), 400))
    QApplication.processEvents()
    assert dialog.height() == 400
    assert overlapping(dialog) == []
    assert dialog.confirm.isVisible()
