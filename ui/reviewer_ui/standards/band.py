"""The band at a case: what its project promised and produced, and what its unit promised in earlier projects."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.standards.looking import StandardsView, earlier_told, standards_of
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.standards.dialog import StandardsDialog
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine


class StandardsBand(Band):
    """Asks by itself once a case is shown; it takes no room where nothing was promised.

    A press opens the standards; from there `case_asked` leads to another project.
    """

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Tone.ACCENT, parent)
        self._context, self._case_id = context, 0
        self._asked: Job | None = None
        self.dialog: StandardsDialog | None = None
        self.chosen.connect(lambda _target: self.open())

    def show_view(self, view: CaseView) -> None:
        """Looks for the standards of the case shown; what was said of another one goes at once."""
        if view.application.id != self._case_id:
            self.say([])
        self._case_id = view.application.id
        if self._asked is not None:
            self._asked.forget()
        self._asked = self._context.background.run_read(standards_of, self._case_id, then=self._show)

    def open(self) -> None:
        """Opens the standards of the case, also where there are none: it says why."""
        if not self._case_id:
            return
        self.dialog = StandardsDialog(self._context, self._case_id, self.window())
        self.dialog.case_asked.connect(self.case_asked)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()

    def _show(self, view: StandardsView) -> None:
        if view.application_id != self._case_id:
            return
        lines = []
        if view.standards:
            lines.append(BandLine(f"承诺标准：{view.progress.said}", Tone.ACCENT, "own"))
        elif view.proposed:
            lines.append(BandLine(sentence("standard.proposed", {"count": len(view.proposed)}), Tone.ACCENT, "own"))
        if view.earlier:
            told = earlier_told(view.earlier)
            lines.append(BandLine(sentence("standard.earlier", {"told": told}), Tone.ACCENT, "earlier"))
        self.say(lines)
