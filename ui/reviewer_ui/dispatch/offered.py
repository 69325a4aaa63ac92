"""The dialogs that the sending place offers beside its steps, from its buttons and from the window's actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_ui.context import Context
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.questions import supplement_question
from reviewer_ui.dispatch.second_looks import SecondLooksDialog
from reviewer_ui.sealing import SinglePapersDialog
from reviewer_ui.widgets.decision import DecisionDialog


class OfferedDialogs(QObject):
    """What opens over the sending place; `case_asked` opens a case."""

    case_asked = Signal(int)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def summary(self, ids: Sequence[int]) -> None:
        """The summary of some cases, of all that can go if there are none, in every form."""
        from reviewer_ui.summary import SummaryDialog

        _open(SummaryDialog(self._context, ids, self._page))

    def order(self) -> None:
        """The order in which the office recommends."""
        _open(OrderDialog(self._context, self._page))

    def looks(self) -> None:
        """The second looks by lot."""
        dialog = SecondLooksDialog(self._context, self._page)
        dialog.case_asked.connect(self.case_asked)
        _open(dialog)

    def single_papers(self) -> None:
        """The seal on papers that are of no batch."""
        dialog = SinglePapersDialog(self._context, self._page)
        dialog.case_asked.connect(self.case_asked)
        _open(dialog)

    def supplement(self, batch: Batch, then: Callable[[str], None]) -> None:
        """Asks why a batch is to be supplemented; `then` is told the reason."""
        dialog = DecisionDialog(supplement_question(batch), self._page)

        def take(reason: str, _choice: str) -> None:
            dialog.accept()
            then(reason)

        dialog.confirmed.connect(take)
        _open(dialog)


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
