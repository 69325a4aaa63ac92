"""The places of the window; all but the cases are made when one first goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reviewer_ui.context import Context
from reviewer_ui.frame.cases_page import CasesPage

if TYPE_CHECKING:
    from reviewer_ui.intake import IntakePage


class Places(QStackedWidget):
    """One page for each place of the rail."""

    case_asked = Signal(int)
    cases_asked = Signal()
    list_asked = Signal(object)  # the list behind a figure
    list_done = Signal()

    def __init__(self, context: Context, cases: CasesPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: dict[str, QWidget] = {"cases": cases}
        self._intake: IntakePage | None = None
        self.addWidget(cases)

    @property
    def intake(self) -> IntakePage:
        """The intake page, made now if need be."""
        if self._intake is None:
            from reviewer_ui.intake import IntakePage

            self._intake = IntakePage(self._context)
            self._intake.case_registered.connect(self.case_asked)
            self._intake.cases_requested.connect(self.cases_asked)
            self._intake.list_done.connect(self.list_done)
        return self._intake

    def show_place(self, place: str) -> None:
        """Goes to a place."""
        page = self._pages.get(place)
        if page is None:
            page = self._make(place)
            self._pages[place] = page
            self.addWidget(page)
        self.setCurrentWidget(page)

    def page(self, place: str) -> QWidget | None:
        """The page of a place, if it has been made."""
        return self._pages.get(place)

    def screens(self) -> list[str]:
        """The names of what is shown, from the part that has the keyboard to the place."""
        place = next((name for name, page in self._pages.items() if page is self.currentWidget()), "intake")
        parts: list[str] = []
        part: QWidget | None = self.window().focusWidget()
        while part is not None and part is not self:
            named = part.property("screen")
            if isinstance(named, str):
                parts.append(named)
            part = part.parentWidget()
        return [*parts, place]

    def _make(self, place: str) -> QWidget:
        if place == "intake":
            return self.intake
        if place == "dispatch":
            from reviewer_ui.dispatch import DispatchPage

            page = DispatchPage(self._context)
            page.case_asked.connect(self.case_asked)
            return page
        if place == "ledger":
            from reviewer_ui.ledger import LedgerPage

            ledger = LedgerPage(self._context)
            ledger.case_asked.connect(self.case_asked)
            return ledger
        if place == "figures":
            from reviewer_ui.figures import FiguresPage

            figures = FiguresPage(self._context)
            figures.list_asked.connect(self.list_asked)
            return figures
        if place == "register":
            from reviewer_ui.register import RegisterPage

            return RegisterPage(self._context)
        from reviewer_ui.settings import SettingsPage

        return SettingsPage(self._context)
