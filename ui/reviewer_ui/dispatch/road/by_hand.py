"""寄前核对 beside 用印 and 寄出, and 市局结果: parts of the office as steps of the road."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_ui.city.mail_check import MailCheckPanel
from reviewer_ui.city.step import CityStep
from reviewer_ui.context import Context
from reviewer_ui.dispatch.road.step_page import StepPage
from reviewer_ui.widgets import Card


class ResultsPage(StepPage):
    """市局结果: what the municipal bureau answered to the cases of the batch."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.city = CityStep(context)
        self.city.case_asked.connect(self.case_asked)
        self.setFocusProxy(self.city.table)
        _fill(self, self.city)

    def refresh(self) -> None:
        """Reads the answers again."""
        if self.batch is not None:
            self.city.show_batch(self.batch)


class CheckColumn(StepPage):
    """寄前核对 in the column at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panel = MailCheckPanel(context)
        self.panel.case_asked.connect(self.case_asked)
        card = Card()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.panel)
        _fill(self, card)

    def refresh(self) -> None:
        """Reads the check again."""
        if self.batch is not None:
            self.panel.show_batch(self.batch)


def _fill(page: QWidget, part: QWidget) -> None:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
