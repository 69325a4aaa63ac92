"""The dialogs that the sending place offers beside its steps, from its buttons and from the window's actions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_resources.phrases import sentence
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

    def stack(self, batch: Batch) -> None:
        """The stamped sheets of a batch, read back from the scanner as one stack."""
        from reviewer_ui.stacks.opening import open_stack

        open_stack(self._context, batch, self._page)

    def print_batch(
        self, batches: Sequence[Batch], shown: Batch | None, to_stamp: Collection[int | str] | None = None
    ) -> None:
        """To print the batch shown as one job, or of it what is to be stamped; first one whose job is not settled."""
        from reviewer_ui.printing.jobs.desk import print_desk
        from reviewer_ui.printing.jobs.dialog import PrintBatchDialog

        desk = print_desk(self._context, self._page)
        held = {job.batch_id for job in desk.jobs}
        batch = next((one for one in batches if one.id in held), shown) or next(iter(batches), None)
        if batch is None:
            self._context.messages.inform(sentence("prints.no_batch"))
            return
        _open(PrintBatchDialog(self._context, desk, batch, self._page, to_stamp))

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
