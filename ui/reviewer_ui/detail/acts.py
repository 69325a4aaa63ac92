"""Carries out the acts of the case's head, each as its line of the table says: at once, or after its question."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from reviewer_app.domain.acts import ACTS, Act, Standing, refusal_of
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.acting import carry_out
from reviewer_app.services.cases.reading import people
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.actions import ACTIONS
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason

#: Acts that lead on along the road, as buttons; those aside stand in the menu.
LEADING = tuple(act for act, spec in ACTS.items() if spec.standing is Standing.LEADING)
ASIDE = tuple(act for act, spec in ACTS.items() if spec.standing is Standing.ASIDE)


#: The acts of the correction request: its own dialog asks what they need.
CORRECTION_ACTS = (Act.DRAFT_CORRECTION, Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION)


class CaseActs(QObject):
    """Carries an act out, after asking where there is something to decide; the palette has them by the same way."""

    def __init__(self, context: Context, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._keeper = keeper
        self._reasons: dict[tuple[int, str], str] = {}
        self._window = window
        self._view: CaseView | None = None
        for spec in ACTIONS:
            if spec.act in (*LEADING, *ASIDE):
                context.actions.bind(spec.id, partial(self._carry_out_shown, spec.act))

    def follow(self, view: CaseView | None) -> None:
        """The case now shown: what is not open on it is off in the window's actions, and says why."""
        self._view = view
        for spec in ACTIONS:
            if spec.awaits is not None:
                self._context.actions.close(spec.id, self._why_closed(spec.awaits, view))

    def carry_out(self, act: Act, view: CaseView) -> None:
        """Does an act without a question at once; asks before the others."""
        if act in CORRECTION_ACTS:
            self.open_corrections(view)
        elif not act.spec.question:
            self._context.background.run_change(carry_out, view.application.id, act)
        elif act.spec.asks_receiver(self._context.background.library.user, view.application):
            self._context.background.run_read(people, then=lambda found: self._ask_receiver(act, view, found))
        else:
            self._ask(act, view)

    def open_corrections(self, view: CaseView) -> None:
        """Shows the correction request of a case, with the step that is next."""
        from reviewer_ui.corrections.dialog import open_corrections

        open_corrections(self._context, view.application.id, self._window)

    def _carry_out_shown(self, act: Act) -> None:
        if self._view is not None:
            self.carry_out(act, self._view)

    def _why_closed(self, act: Act, view: CaseView | None) -> str:
        if view is None:
            return sentence("panes.no_case")
        refusal = refusal_of(self._context.background.library.user, view.application, act)
        return sentence(refusal.code.replace("act.", "act_closed."), refusal.values) if refusal is not None else ""

    def _ask(self, act: Act, view: CaseView, receivers: tuple[str, ...] = ()) -> None:
        spec = act.spec
        question = Question(
            title=spec.label,
            says=sentence(
                f"question.{spec.question}", {"name": view.application.project_name, "reason": _asked_for(view)}
            ),
            confirm=sentence(f"confirm.{spec.question}"),
            reason=Reason.REQUIRED if spec.needs_reason else Reason.NONE,
            reason_text=self._kept_reason(act, view),
            choices=receivers,
            choice_label="移交给",
            is_destructive=spec.is_destructive,
            is_final=spec.is_final,
        )
        dialog = DecisionDialog(question, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.reason_typed.connect(lambda typed: self._keep_reason(act, view, typed))
        dialog.confirmed.connect(lambda reason, chosen: self._send(act, view, reason, chosen, dialog))
        dialog.open()

    def _ask_receiver(self, act: Act, view: CaseView, found: tuple[User, ...]) -> None:
        if QApplication.activeModalWidget() is not None:
            # Asked twice before the first question came: it stands there now.
            return
        case = view.application
        names = tuple(
            one.name
            for one in found
            if one.has(Role.HANDLER) and one.name != case.handler and not case.is_kept_from(one.name)
        )
        if names:
            self._ask(act, view, names)
        else:
            self._context.messages.inform("没有其他经办人可以移交，可在设置中增加人员。")

    def _send(self, act: Act, view: CaseView, reason: str, chosen: str, dialog: DecisionDialog) -> None:
        def done(_changes: Changes) -> None:
            dialog.accept()
            if reason:
                self._keep_reason(act, view, "")
            self._context.messages.inform(f"“{view.application.project_name}”：{act.label}，已记入流转记录。")

        case_id = view.application.id
        self._context.background.run_change(carry_out, case_id, act, reason, chosen, then=done, failed=dialog.refuse)

    def _kept_reason(self, act: Act, view: CaseView) -> str:
        """A reason begun earlier and not yet used."""
        box = DraftBoxes.REASON.of(act)
        draft = view.drafts.get(box)
        return self._reasons.get((view.application.id, box), draft.text if draft else "")

    def _keep_reason(self, act: Act, view: CaseView, typed: str) -> None:
        box = DraftBoxes.REASON.of(act)
        self._reasons[view.application.id, box] = typed
        self._keeper.keep(view.application.id, box, typed)


def _asked_for(view: CaseView) -> str:
    """Why somebody asked to take the recommendation back, for who has to agree to it."""
    asked = [event for event in view.events if event.act == EventAct.WITHDRAWAL_ASKED]
    return max(asked, key=lambda one: one.id).reason.strip().rstrip("。；") if asked else ""
