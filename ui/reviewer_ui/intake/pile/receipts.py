"""The receipts of a pile: of the set chosen in the day's list, of the last one, or of all that the list shows."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.intake.pile.today import TodayCard
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import FieldNote
from reviewer_ui.widgets.decision import DecisionDialog


class Receipts(QObject):
    """`last` is the case of the set last taken in, 0 while there is none."""

    def __init__(self, context: Context, today: TodayCard, note: FieldNote, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._today, self._note, self._window = context, today, note, window
        self.previews = Previews(context, window)
        self.asked: DecisionDialog | None = None
        self.last = 0

    def show_one(self) -> None:
        """Shows the receipt of the set chosen in the day's list, else of the one last taken in."""
        chosen = self._today.chosen
        case_id = chosen.case_id if chosen is not None else self.last
        if case_id:
            self.previews.show(PrintOrder(DocumentKind.RECEIPT, case_id))
        else:
            self._say_none()

    def print_all(self) -> None:
        """Prints the receipts of all sets shown in the day's list, once the officer has seen which."""
        from reviewer_ui.printing.several import ask_several

        shown = self._today.shown
        orders = [PrintOrder(DocumentKind.RECEIPT, line.paper.case_id) for line in shown]
        lines = [f"{one.paper.intake_number}　{one.paper.applicant}　{one.paper.lacks}".rstrip() for one in shown]
        if orders:
            self.asked = ask_several(self._context, DocumentKind.RECEIPT.label, orders, lines, self._window)
        else:
            self._say_none()

    def _say_none(self) -> None:
        self._note.say(sentence("paper_set.no_receipt"), Tone.WARN)
