"""Where stacks are read: for a batch that is in hand, or for the newest one that has not left yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.stacks.dialog import StackDialog


def open_stack(context: Context, batch: Batch, parent: QWidget) -> StackDialog:
    """Offers to read the stamped sheets of a batch; the dialog, already open, is given back."""
    dialog = StackDialog(context, batch, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_stack(context: Context, parent: QWidget) -> None:
    """As `open_stack`, for the newest batch that has not left; where all have, for the newest."""

    def show(batches: tuple[Batch, ...]) -> None:
        if not batches:
            context.messages.inform(sentence("stack_window.no_batch"))
            return
        open_stack(context, next((one for one in batches if one.sent_at is None), batches[0]), parent)

    context.background.run_read(list_batches, then=show)
