"""The band that says a case may be there twice, or that another went into it; a press opens the two side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.services.intake.likely import Joined, Likely, doubles_of, likely_of
from reviewer_app.services.intake.merging import Unmerged, undo_merge
from reviewer_app.services.intake.pairing import Parted, part_pair
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.detail.doubles.dialog import DoublesDialog
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine
from reviewer_ui.widgets.decision import DecisionDialog, Question


class DoublesBand(Band):
    """Asks by itself once a case is shown; it takes no room where nothing is like it, and one line however many are.

    Of a case that went into another it says where, leads there (`case_asked`) and parts the two again.
    """

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self._context = context
        self._case_id, self._number = 0, ""
        self._asked: Job | None = None
        self.dialog: DoublesDialog | None = None
        self.look = self.add_button("并排看，合并或认定不是同一件…")
        self.look.clicked.connect(self.open)
        self.chosen.connect(self._follow)
        self.go = self.add_button("")
        self.go.clicked.connect(self._go)
        self.part = self.add_button("拆开…")
        self.part.clicked.connect(self.ask_to_part)
        self._joined: Joined | None = None
        self.parting: DecisionDialog | None = None
        self._show_buttons(None)

    def show_view(self, view: CaseView) -> None:
        """Looks for doubles of the case shown; what was said of another one goes at once."""
        if view.application.id != self._case_id:
            self.say([])
        self._case_id, self._number = view.application.id, view.application.intake_number
        if self._asked is not None:
            self._asked.forget()
        self._asked = self._context.background.run_read(doubles_of, view.application, then=self._show)

    def open(self) -> None:
        """Opens the dialog, also where nothing was found: it says so, and where else the unit stands."""
        self._context.background.run_read(_likely_now, self._case_id, then=self._open_dialog)

    def ask_to_part(self) -> None:
        """Asks before the case is made one of its own again."""
        joined = self._joined
        if joined is None:
            return
        question = Question(
            "拆开", sentence("merging.ask_undo", {"number": joined.into.intake_number}), "拆开", is_final=True
        )
        dialog = DecisionDialog(question, self.window())
        self.parting = dialog
        case_id, into = self._case_id, joined.into.id

        def done(parted: Unmerged | Parted) -> None:
            dialog.accept()
            names = {"gone": self._number, "kept": joined.into.intake_number, "left": parted.left}
            self._context.messages.inform(sentence(f"merging.{'undone_left' if parted.left else 'undone'}", names))

        def part() -> None:
            if joined.is_merged:
                self._context.background.run_change(undo_merge, into, case_id, then=done, failed=dialog.refuse)
            else:
                self._context.background.run_change(part_pair, case_id, into, then=done, failed=dialog.refuse)

        dialog.confirmed.connect(part)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self) -> None:
        if self._joined is not None:
            self.case_asked.emit(self._joined.going_on.id)

    def _follow(self, _target: str) -> None:
        self.open()

    def _show_buttons(self, joined: Joined | None) -> None:
        self._joined = joined
        self.go.setVisible(joined is not None)
        self.part.setVisible(joined is not None)
        if joined is not None:
            self.look.hide()
            self.go.setText(f"打开 {joined.going_on.intake_number}")

    def _show(self, likely: Likely) -> None:
        if likely.case.id != self._case_id:
            return
        self._show_buttons(likely.joined)
        if likely.joined is not None:
            there = likely.joined.going_on
            places = {"number": there.intake_number, "state": there.state.label}
            self.say([BandLine(sentence("merging.went_into", places), Tone.ACCENT)])
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
