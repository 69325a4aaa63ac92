"""The band that says a case stands under an earlier pack, and moves it to the newer one when the officer agrees."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.seasons.pack_changes import PointFate
from reviewer_app.services.cases.following import FollowPlan, follow_pack, plan_follow
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine
from reviewer_ui.widgets.decision import DecisionDialog, Question


class NewerPackBand(Band):
    """Shown on an open case whose season has a newer pack; a press shows point by point what would become of it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Tone.ACCENT, parent)
        self._context = context
        self._case_id = 0
        self.follow = self.add_button("看改按新版会怎样…")
        self.follow.clicked.connect(self.plan)

    def show_view(self, view: CaseView) -> None:
        """Says whether the case could follow."""
        self._case_id = view.application.id
        may_follow = bool(view.newer_pack) and Act.FOLLOW_PACK in view.acts
        said = sentence("season_page.newer", {"pack": view.newer_pack})
        self.say([BandLine(said, Tone.ACCENT)] if may_follow else [])

    def plan(self) -> None:
        """Shows what would become of the case; says so where there is no newer pack."""
        background = self._context.background
        background.run_read(plan_follow, self._case_id, then=self._ask, failed=self._context.messages.failure)

    def _ask(self, plan: FollowPlan) -> None:
        says = sentence("season_page.follow", {"former": plan.former, "newer": plan.newer})
        question = Question("改按新版核对", says, "改按新版", lines=tuple(plan_lines(plan)), is_final=True)
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(
            lambda _reason, _choice: self._context.background.run_change(
                follow_pack, plan.case_id, plan, then=lambda _changes: dialog.accept(), failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def plan_lines(plan: FollowPlan) -> Iterator[str]:
    """What becomes of the case's answers, line by line: those to be given anew, those that have come."""
    yield sentence("season_page.follow_kept", {"count": plan.kept})
    for one in plan.asked_again:
        places = {"clause": one.clause, "title": one.title, "verdict": one.verdict.label}
        is_gone = one.fate is PointFate.GONE
        yield sentence("season_page.follow_gone" if is_gone else "season_page.follow_again", places)
    for one in plan.points:
        if one.fate is PointFate.ADDED and one.verdict is Verdict.UNDECIDED:
            yield sentence("season_page.follow_added", {"clause": one.clause, "title": one.title})
    for field in plan.fields_gone:
        yield sentence("season_page.follow_gone_field", {"field": field})
