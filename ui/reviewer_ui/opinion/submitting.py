"""Submitting, deciding and explaining: what the feet hand over goes to the services, refusals stay beside the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases.readying import Reasons, give_reasons
from reviewer_app.services.cases.reviewing import challenge, sign_off, submit_opinion
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.opinion.deciding import DecidingFoot
from reviewer_ui.opinion.decision_guard import DecisionGuard
from reviewer_ui.opinion.standing_opinion import ReadingFoot
from reviewer_ui.opinion.writing import WritingFoot

#: Refusals of an opinion whose way out is the dialog of the correction request.
_SETTLED_IN_REQUEST = frozenset(
    f"correction.{what}"
    for what in ("unanswered", "answered_meanwhile", "unjudged", "new_defects", "draft_stands", "stale", "due_choose")
)
#: Refusals after which the case is no more in the hands of who was refused.
_FOOT_GOES = frozenset({"act.not_allowed", "opinion.none_waiting", "opinion.changed_meanwhile"})


class Submitting(QObject):
    """Carries an opinion from the foot to the services; `settled` when a case left this person's hands."""

    settled = Signal(int)

    def __init__(
        self,
        context: Context,
        presses: DecisionGuard,
        feet: tuple[WritingFoot, DecidingFoot, ReadingFoot],
        keeper: DraftKeeper,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._presses = presses
        self._writing, self._deciding, self._reading = feet
        self._keeper = keeper
        self._window = window
        self._view: CaseView | None = None
        self._writing.submitted.connect(self._submit)
        self._writing.request_wanted.connect(self._open_request)
        self._deciding.agreed.connect(self._agree)
        self._deciding.challenged.connect(self._challenge)
        self._reading.explained.connect(self._explain)

    @property
    def view(self) -> CaseView | None:
        """The case last shown."""
        return self._view

    def show(self, view: CaseView) -> None:
        """The case that is submitted or decided on."""
        self._view = view

    def _submit(self, outcome: Outcome | None, chosen: ProjectClass, text: str, reasons: Reasons) -> None:
        if self._view is None:
            return
        if outcome is None:
            self._writing.refuse(sentence("panes.outcome_needed"))
            return
        self._presses.wait()
        # What was typed last is stored before the act, in this order, on the one database thread.
        self._keeper.flush()
        case_id = self._view.application.id

        def done(_changes: Changes) -> None:
            # A key pressed after the button must not leave a draft behind the submitted opinion.
            self._keeper.forget(case_id, DraftBoxes.OPINION)
            self._decided()
            self._say_done(case_id, f"已提交“{outcome.label}”")

        self._context.background.run_change(
            submit_opinion,
            case_id,
            outcome,
            chosen,
            text,
            reasons,
            then=done,
            failed=self._refused(self._writing.refuse, self._settle_request),
        )

    def _settle_request(self, refusal: RefusalError) -> None:
        """Leads to the correction request where what refused the opinion is settled there."""
        if refusal.code in _SETTLED_IN_REQUEST:
            self._open_request()

    def _open_request(self) -> None:
        self._context.actions[f"case.{Act.DRAFT_CORRECTION}"].trigger()

    def _agree(self, comment: str, reasons: Reasons) -> None:
        self._decide(sign_off, "已复核同意", comment, reasons, self._read_opinion())

    def _challenge(self, comment: str) -> None:
        self._decide(challenge, "已退回经办", comment, self._read_opinion())

    def _read_opinion(self) -> int | None:
        """Which opinion stands before the head."""
        opinion = self._view.current_opinion if self._view is not None else None
        return opinion.number if opinion is not None else None

    def _decide(self, act: Callable[..., Changes], said: str, *told: object) -> None:
        if self._view is None:
            return
        case_id = self._view.application.id
        self._presses.wait()
        self._keeper.forget(case_id, DraftBox.CHALLENGE)
        self._keeper.forget(case_id, DraftBoxes.DEPARTURE)

        def done(_changes: Changes) -> None:
            self._decided()
            self._say_done(case_id, said)

        self._context.background.run_change(act, case_id, *told, then=done, failed=self._refused(self._deciding.refuse))

    def _explain(self, reasons: Reasons) -> None:
        if self._view is None:
            return
        case_id = self._view.application.id
        self._context.background.run_change(
            give_reasons, case_id, reasons, then=lambda _changes: None, failed=self._refused(self._reading.refuse)
        )

    def _decided(self) -> None:
        # The buttons stay shut until the next case can have been seen.
        self._presses.rest()
        self._presses.answered()

    def _say_done(self, case_id: int, said: str) -> None:
        view = self._view
        name = f"“{view.application.project_name}”" if view and view.application.id == case_id else ""
        self._context.messages.inform(f"{name}{said}。")
        self.settled.emit(case_id)

    def _refused(
        self, beside: Callable[[str], None], then: Callable[[RefusalError], None] = lambda _refusal: None
    ) -> Callable[[Exception], None]:
        """A refusal stands beside the text; what failed around us is said by the window."""

        def refused(error: Exception) -> None:
            self._presses.answered()
            if self._view is not None:
                self._writing.follow(self._view)
            if isinstance(error, RefusalError):
                beside(sentence_of(error))
                if error.code in _FOOT_GOES:
                    # Once the case is read again another foot stands here.
                    self._context.messages.failure(error)
                then(error)
            else:
                self._context.messages.failure(error)

        return refused
