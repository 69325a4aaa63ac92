"""The left side: what a request asks, item by item, or what one would ask now; below it the case's other requests."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLayout, QVBoxLayout

from reviewer_app.domain.corrections.defects import Defect
from reviewer_app.domain.corrections.request import AskedItem, CorrectionRequest, ItemVerdict
from reviewer_app.services.ports.corrections import CorrectionPlan
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_TONES = {ItemVerdict.CURED: Tone.OK, ItemVerdict.NOT_CURED: Tone.BAD, ItemVerdict.ASK_AGAIN: Tone.WARN}


class AskedColumn(ScrollPage):
    """What is wrong, why (notice and clause), and how it is put right."""

    def __init__(self) -> None:
        super().__init__("要求补正的内容")
        self.column.setSpacing(6)
        self.column.setContentsMargins(0, 0, 12, 0)

    def texts(self) -> str:
        """All it says, for who reads it aloud."""
        return "\n".join(words.text() for words in self.findChildren(Words))

    def show_request(self, request: CorrectionRequest, others: Iterable[CorrectionRequest]) -> None:
        """Shows a request as it stands on record."""
        empty(self.column)
        self._head(f"第 {request.round_number} 次告知，{len(request.items)} 项", request.cited)
        for number, item in enumerate(request.items, 1):
            self._add_item(number, item)
        if request.unchecked:
            self._say(f"尚未核对，核对后另行告知：{'、'.join(request.unchecked)}", tone=Tone.WARN)
        days = f"（{request.workdays} 个工作日）" if request.workdays else "（经办选定）"
        self._say(f"期限：{request.due_on}（含当日）{days}", TextRole.LABEL)
        for label, reason in (("期限理由", request.due_reason), ("再次告知理由", request.again_reason)):
            if reason:
                self._say(f"{label}：{reason}", TextRole.NOTE)
        self._former(others)

    def show_plan(self, plan: CorrectionPlan, others: Iterable[CorrectionRequest]) -> None:
        """Shows what a request would ask now; what cannot be put right comes first and is never asked for."""
        empty(self.column)
        if plan.incurable:
            self._head("不能补正，应按不予推荐办理", plan.cited)
            for one in plan.incurable:
                self._say(f"{one.clause}　{one.problem}", tone=Tone.BAD)
        self._head(f"可以补正，{len(plan.defects)} 项", plan.cited)
        for number, one in enumerate(plan.defects, 1):
            self._add_item(number, one, "（新提出）" if one.key in plan.new_keys else "")
        self._former(others)

    def _add_item(self, number: int, one: AskedItem | Defect, mark: str = "") -> None:
        self._say(f"{number}. {one.problem}{mark}", TextRole.HEAD)
        asked = one if isinstance(one, AskedItem) else one.asked()
        self._say(f"依据：{asked.rests_on}", TextRole.NOTE)
        self._say(f"补正要求：{one.cure}")
        if isinstance(one, AskedItem) and one.verdict is not None:
            note = f"：{one.note}" if one.note else ""
            self._say(f"{one.verdict.label}{note}（{one.judged_by}）", tone=_TONES[one.verdict])
        self.column.addSpacing(6)

    def _former(self, others: Iterable[CorrectionRequest]) -> None:
        former = list(others)
        if former:
            self.column.addWidget(SectionHead("历次补正告知"))
        for one in former:
            self._say(f"{one.number}. {one.status.label} · {one.said}", TextRole.NOTE)
            self._say("；".join(item.problem for item in one.items), TextRole.NOTE)
        self.column.addStretch(1)

    def _head(self, title: str, cited: str) -> None:
        self.column.addWidget(SectionHead(title))
        self._say(f"依据：{cited}", TextRole.NOTE)

    def _say(self, text: str, role: TextRole = TextRole.BODY, tone: Tone | None = None) -> None:
        words = Words(text, role, wrap=True, selectable=True)
        words.set_tone(tone)
        self.column.addWidget(words)


def empty(layout: QLayout) -> None:
    """Takes everything out of a column, rows inside it too."""
    while (taken := layout.takeAt(0)) is not None:
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner, QLayout):
            empty(inner)


def column_of(page: ScrollPage) -> QVBoxLayout:
    """The page's own column, emptied."""
    empty(page.column)
    return page.column
