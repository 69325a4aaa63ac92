"""The current point in full: what it asks, what shows it, how a defect is worded, and the form's values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.notice import SubPoint
from reviewer_app.services.seasons.answered_before import AnsweredBefore
from reviewer_resources.phrases import sentence
from reviewer_ui.opinion.items import Item
from reviewer_ui.opinion.lines import HeadLine
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_PARTS = ("要点", "分项", "份量", "宜有证据", "补正用语", "自动提示", "回溯期", "申报内容", "类案")
_WEIGHT = {"硬性": "硬性：不符合的不能推荐，除非经办人逐条确认", "一般": "一般：不符合时写明理由后可以推荐"}


class ClausePage(ScrollPage):
    """One point at length, for reading beside the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("条款说明", parent)
        column = self.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        self.rule_id = ""
        self.head = HeadLine()
        column.addWidget(self.head)
        self._parts: dict[str, tuple[Words, Words]] = {}
        for name in _PARTS:
            label, text = Words(name, TextRole.NOTE), Words("", wrap=True, selectable=True)
            label.setContentsMargins(0, 8, 0, 0)
            column.addWidget(label)
            column.addWidget(text)
            self._parts[name] = (label, text)
        self.notice = Button("看通知原文…", ButtonKind.LINK)
        column.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_item(self, item: Item) -> None:
        """Shows a point; parts without words are left out."""
        self.head.show_point(item.clause, item.title, item.force)
        texts = {
            "分项": "\n".join(map(_said, enumerate(item.parts, 1))),
            "要点": item.aside or item.point if not item.is_in_scope else item.point,
            "份量": _WEIGHT[item.force.label],
            "宜有证据": item.evidence_asked,
            "补正用语": item.defect,
            "自动提示": "\n".join(item.hints),
            "回溯期": item.window,
            "申报内容": item.shown.replace("　", "\n"),
        }
        if item.rule_id != self.rule_id:
            texts["类案"] = ""
            self.rule_id = item.rule_id
        for name, text in texts.items():
            self._say(name, text)

    def show_before(self, rule_id: str, found: Sequence[AnsweredBefore]) -> None:
        """Shows how the office answered the point before; what was read of another point is let go."""
        if rule_id != self.rule_id:
            return
        lines = [line for one in found for line in one.lines]
        self._say("类案", "\n".join([sentence("before.reference"), *lines]) if lines else sentence("before.none"))

    def _say(self, name: str, text: str) -> None:
        label, words = self._parts[name]
        words.setText(text)
        label.setVisible(bool(text))
        words.setVisible(bool(text))

    def text_of(self, part: str) -> str:
        """What one part says now."""
        return self._parts[part][1].text()


def _said(numbered: tuple[int, SubPoint]) -> str:
    """A sub-point with what shows it and how its defect is worded."""
    number, part = numbered
    return f"{number}. {part.point}\n　宜有证据：{part.evidence}\n　补正用语：{part.defect}"
