"""The small lines of a point: labels stay whole and with their value, at any width."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication

from reviewer_ui.opinion.lines import NoteLine, whole_labels
from reviewer_ui.theme import sized_font

SHOWN = "申报单位：上海示例甲东科技有限公司　统一社会信用代码：91320505MAXX0100XL　注册地址：上海市黄浦区示例路11号"
_JOINER = "\u2060"


def _lines(text: str, width: int) -> list[str]:
    """The text as it is broken in a column."""
    layout = QTextLayout(text, sized_font(9.0))
    layout.beginLayout()
    broken = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        broken.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return broken


@pytest.mark.parametrize("width", range(300, 700, 20))
def test_a_label_is_never_parted_from_its_value(qapp: QApplication, width: int) -> None:
    """Every label stands on one line with the beginning of what it names."""
    lines = [line.replace(_JOINER, "") for line in _lines(whole_labels(SHOWN), width)]
    for label in ("申报单位：上", "统一社会信用代码：9", "注册地址：上"):
        assert any(label in line for line in lines), lines


def test_what_is_read_aloud_has_no_hidden_signs(qapp: QApplication) -> None:
    """The line says its text as it is."""
    line = NoteLine()
    line.say(SHOWN)
    assert line.text == line.accessibleName() == SHOWN
    assert whole_labels("没有标签的一句话。") == "没有标签的一句话。"
