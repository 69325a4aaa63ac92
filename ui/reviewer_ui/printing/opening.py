"""The printing room: a document is asked for by name, made beside the window, and shown in its preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_ui.context import Context

if TYPE_CHECKING:
    from reviewer_app.services.papers.printing import PrintOrder
    from reviewer_ui.printing.choices import Choices
    from reviewer_ui.printing.making import Previewed, Wanted


class Previews(QObject):
    """Opens previews over a window; what is needed for that is loaded with the first one."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def show(
        self,
        order: PrintOrder,
        opened: Callable[[QWidget], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Makes a document and opens its preview; a refusal is said at the foot of the window, if not by `failed`."""
        from reviewer_ui.printing.making import Wanted

        self.open(Wanted(order), opened, failed)

    def open(
        self,
        wanted: Wanted,
        opened: Callable[[QWidget], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """As `show`, with the seal, the overlay_base or the offset that is wanted."""
        from reviewer_ui.printing.making import making

        work = making(self._context.parts, wanted)
        self._context.background.run_long(work, then=lambda made: self.present(made, opened), failed=failed)

    def present(self, previewed: Previewed, opened: Callable[[QWidget], None] | None = None) -> None:
        """Opens the preview of a document that is made already."""
        from reviewer_ui.printing.preview import PreviewDialog

        try:
            dialog = PreviewDialog(self._context, previewed, self._window)
        except TroubleError as trouble:
            self._context.messages.failure(trouble)
            return
        choices = choices_for(self._context, previewed.wanted)
        if choices is not None:
            dialog.options.addWidget(choices)
            choices.chosen.connect(dialog.make)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        if opened is not None:
            opened(dialog)


def choices_for(context: Context, wanted: Wanted) -> Choices | None:
    """The choices a document offers; most offer none."""
    from reviewer_ui.printing.choices import ContactChoices, LabelChoices
    from reviewer_ui.printing.overlay_base import OverlayBaseChoices

    kind = wanted.order.kind
    if kind in (DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5, DocumentKind.CONTENTS_LIST):
        return ContactChoices(context, wanted)
    if kind is DocumentKind.LABELS:
        return LabelChoices(wanted)
    if kind is DocumentKind.OPINION_OVERLAY:
        return OverlayBaseChoices(context, wanted)
    return None
