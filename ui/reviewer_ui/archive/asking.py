"""What the window offers for keeping: the dossier of the case shown, the archive of the season."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.application import Application
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context

DOSSIER = "case.dossier"


class DossierMaking(QObject):
    """Binds the act; the case followed is the one it is done for."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._case: Application | None = None
        context.actions.bind(DOSSIER, self.ask)
        self.follow(None)

    def follow(self, view: CaseView | None) -> None:
        """The case now shown; without one, or while it lies at another desk, the act is closed and says why."""
        self._case = view.application if view is not None else None
        why = ""
        if self._case is None:
            why = sentence("panes.no_case")
        elif self._case.is_away:
            why = sentence("archive.away")
        self._context.actions.close(DOSSIER, why)

    def ask(self) -> None:
        """Opens the dialog for the case shown."""
        if self._case is not None:
            from reviewer_ui.archive.dossier import DossierDialog

            dialog = DossierDialog(self._context, self._case, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
