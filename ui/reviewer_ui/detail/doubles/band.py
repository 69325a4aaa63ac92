"""The band that says a case may be there twice, or that another went into it; a press opens the two side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.states import State
from reviewer_app.services.intake.likely import Likely, doubles_of, likely_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.detail.doubles.dialog import DoublesDialog
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine


class DoublesBand(Band):
    """Asks by itself once a case is shown; it takes no room where nothing is like it, and one line however many are."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self._context = context
        self._case_id = 0
        self._asked: Job | None = None
        self.dialog: DoublesDialog | None = None
        self.look = self.add_button("并排看，合并或认定不是同一件…")
        self.look.clicked.connect(self.open)
        self.chosen.connect(self.open)

    def show_view(self, view: CaseView) -> None:
        """Looks for doubles of the case shown; what was said of another one goes at once."""
        if view.application.id != self._case_id:
            self.say([])
        self._case_id = view.application.id
        if self._asked is not None:
            self._asked.forget()
        if view.application.state is State.PAIRED:
            self.say([])
            return
        self._asked = self._context.background.run_read(doubles_of, view.application, then=self._show)

    def open(self) -> None:
        """Opens the dialog, also where nothing was found: it says so, and where else the unit stands."""
        self._context.background.run_read(_likely_now, self._case_id, then=self._open_dialog)

    def _show(self, likely: Likely) -> None:
        if likely.case.id != self._case_id:
            return
        lines = []
        for one in likely.doubles:
            why = "；".join(sentence(f"likeness.{like}") for like in one.likeness)
            places = {"number": one.case.intake_number, "applicant": one.case.applicant, "why": why}
            lines.append(BandLine(sentence("merging.double", places), Tone.WARN))
        for case in likely.merged:
            lines.append(BandLine(sentence("merging.came_in", {"number": case.intake_number}), Tone.ACCENT))
        # On the lowest screen several lines would press the head together: the dialog has them one by one.
        self.look.setVisible(len(lines) == 1)
        if len(lines) > 1:
            lines = [BandLine(sentence("merging.many", {"count": len(lines)}), lines[0].tone, "look")]
        self.say(lines)

    def _open_dialog(self, likely: Likely) -> None:
        self.dialog = DoublesDialog(self._context, likely, self.window())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()


def _likely_now(unit: UnitOfWork, case_id: int) -> Likely:
    return likely_of(unit, unit.applications.get(case_id))
