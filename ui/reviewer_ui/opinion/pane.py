"""The opinion pane: the checklist with its explanation, and below it the opinion, to write, to decide on or to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.acts import Act
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.readiness import Place, PlaceKind
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.opinion.answering import Answering
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.clause import BesidePoint
from reviewer_ui.opinion.deciding import DecidingFoot
from reviewer_ui.opinion.decision_guard import DecisionGuard
from reviewer_ui.opinion.item import FileLink, ItemRow
from reviewer_ui.opinion.lines import HeadLine, NoteLine
from reviewer_ui.opinion.looking_up import LookingUp
from reviewer_ui.opinion.opinion_text import Rule
from reviewer_ui.opinion.standing_opinion import FormerOpinions, ReadingFoot
from reviewer_ui.opinion.submitting import Submitting
from reviewer_ui.opinion.writing import BOXES, WritingFoot
from reviewer_ui.reading_size import USUAL, reading_sheet, reading_size
from reviewer_ui.two_texts.band import BesideBand, TwoTexts
from reviewer_ui.undoing.choices import Choice, Chosen
from reviewer_ui.widgets import Card, EmptyState

#: Within this time the list answers with its next case.
_SOON_MS = 400
#: Where the height that an officer gave the opinion's text is kept in the preferences.
HEIGHT_KEY = "window/opinion_height"
_OUTCOME_ACTIONS = {
    "outcome.recommend": Outcome.RECOMMEND,
    "outcome.decline": Outcome.DECLINE,
    "outcome.correct": Outcome.RETURN_FOR_CORRECTION,
    "outcome.transfer": Outcome.TRANSFER,
}


class OpinionPane(Card):
    """`settled` names a case that was submitted or decided on; `next_requested` asks for the list's next one,
    and `left_behind` names the case that is left by that.

    `place_wanted` carries a Place of the case outside this pane: a paper copy, a compared field, a field of the form.
    """

    settled = Signal(int)
    place_wanted = Signal(object)
    next_requested = Signal()
    left_behind = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("screen", "opinion")
        self._context = context
        self._shown_id: int | None = None
        self._is_leaving = False
        self._foot: QWidget | None = None
        self._stops: tuple[QWidget, ...] = ()
        self._takes_keys = False
        self._has_shown = False
        self.keeper = DraftKeeper(context.background, self)
        self.checklist = Checklist(context.actions)
        self.former = FormerOpinions()
        self.presses = DecisionGuard(self)
        self.writing = WritingFoot(self.presses)
        self.deciding = DecidingFoot(self.presses)
        self.reading = ReadingFoot()
        self.answering = Answering(context, self.checklist, self.keeper, self)
        self.looking_up = LookingUp(context, self.checklist, self.keeper, self)
        feet = (self.writing, self.deciding, self.reading)
        self.submitting = Submitting(context, self.presses, feet, self.keeper, self)
        self.beside = BesideBand()
        self.two_texts = TwoTexts(context, self.beside, self, self)
        kept = context.preferences.text(HEIGHT_KEY)
        self.writing.text.wished_height = int(kept) if kept.isdecimal() and len(kept) < 5 else 0
        self._lay_out()
        self._connect()
        self.show_none()
        reading_size().changed.connect(self._wear_reading)
        if reading_size().percent != USUAL:
            self._wear_reading()

    def leave(self) -> None:
        """Stores what was typed, because another case comes."""
        self._is_leaving = True
        self.answering.leave()
        self.keeper.flush()

    def show_none(self) -> None:
        """Says that no case is chosen."""
        self._shown_id = None
        self._beside_point.show_case(None)
        self._context.steps.choices.open_for(None)
        self._whole.setCurrentWidget(self._empty)
        self._close_reading(sentence("panes.no_case"))

    def _close_reading(self, why: str) -> None:
        """What leads to a point of the case; an empty reason opens it."""
        for action_id in ("checklist.enter", "notice.open"):
            self._context.actions.close(action_id, why)

    def _wear_reading(self) -> None:
        """What is read here in the size now chosen, its buttons not; what paints itself is measured anew."""
        sheet = reading_sheet()
        opinions = (self.writing.text, self.deciding.opinion, self.deciding.comment, self.reading.opinion)
        for part in (self.checklist, self.clause, self.former, *opinions):
            part.setStyleSheet(sheet)
        for kind in (HeadLine, NoteLine, FileLink):
            for line in self.findChildren(kind):
                line.updateGeometry()
                line.update()
        self.writing.give_room(self.height())

    def take_keys(self) -> None:
        """Lets the checklist have the keyboard, at its current point."""
        self.pages.setCurrentWidget(self.checklist)
        self.checklist.take_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The higher the pane, the more lines the opinion's text has."""
        super().resizeEvent(event)
        self.writing.give_room(self.height())
        for foot in (self.deciding, self.reading):
            foot.strip.give_room(self.height())

    def _draw_text(self, up: int) -> None:
        """The text follows the line; a folded one has nothing to give room to."""
        text = self.writing.text
        if self._foot is not self.writing or not text.isVisible():
            return
        text.wished_height = max(text.sizeHint().height() + up, 1)
        self.writing.give_room(self.height())

    def _keep_height(self) -> None:
        text = self.writing.text
        if text.wished_height:
            text.wished_height = text.sizeHint().height()
            self._context.preferences.put(HEIGHT_KEY, str(text.wished_height))

    def _forget_height(self) -> None:
        self.writing.text.wished_height = 0
        self._context.preferences.put(HEIGHT_KEY, "")
        self.writing.give_room(self.height())

    def show_view(self, view: CaseView) -> None:
        """Shows a case as it was read; what is being typed in the same case stays."""
        self._is_leaving = False
        is_other = view.application.id != self._shown_id
        if is_other and self._has_shown:
            self.presses.rest()
        if self._shown_id is None:
            self._close_reading("")
        self._shown_id = view.application.id
        self._has_shown = True
        self._beside_point.show_case(view)
        self.answering.show(view, is_other)
        self.looking_up.show(view)
        self.submitting.show(view)
        self._show_foot(view, is_other)
        self.two_texts.show(view)
        self._order_stops()
        self._beside_point.show_clause(self.checklist.current)
        self.former.show_opinions(view.opinions)
        place = self.pages.indexOf(self.former)
        self.pages.setTabVisible(place, bool(view.opinions))
        self.pages.setTabText(place, f"历次意见 {len(view.opinions)}")
        self._whole.setCurrentWidget(self._case)
        if is_other and self._takes_keys:
            self._takes_keys = False
            self.take_keys()

    def _order_stops(self) -> None:
        """Tab goes on from the list's last point to the opinion, though the points were made after it."""
        rows = list(self.checklist.rows.values())
        last = rows[-1].withdrawal if rows else None
        if last is None or self._foot is not self.writing:
            return
        stops = (last, *self.writing.stops())
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _show_foot(self, view: CaseView, is_other: bool) -> None:
        person = self._context.background.library.user.name
        foot: WritingFoot | DecidingFoot | ReadingFoot = self.reading
        if Act.SUBMIT in view.acts:
            foot = self.writing
        elif Act.SIGN_OFF in view.acts or Act.CHALLENGE in view.acts:
            foot = self.deciding
        is_begun = not is_other and foot is self._foot
        if isinstance(foot, WritingFoot):
            (foot.follow if is_begun else foot.begin)(view)
        elif isinstance(foot, DecidingFoot):
            (foot.follow if is_begun else foot.begin)(view, person)
        else:
            foot.show_case(view)
        self._foot = foot
        self._context.steps.choices.open_for(view.application.id if foot is self.writing else None)
        for part in (self.writing, self.deciding, self.reading):
            part.setVisible(part is foot)

    def can_write(self, box: str) -> bool:
        """Whether a box of this pane can be written in now."""
        if box.startswith(DraftBoxes.NOTE):
            view = self.submitting.view
            return view is not None and Act.ANSWER in view.acts and box.removeprefix(DraftBoxes.NOTE) in self._rows
        feet: dict[str, QWidget] = {DraftBox.OPINION_TEXT: self.writing, DraftBox.CHALLENGE: self.deciding}
        return box in feet and feet[box] is self._foot

    def open_box(self, box: str) -> QPlainTextEdit | None:
        """Goes into a box of this pane."""
        if not self.can_write(box):
            return None
        if box == DraftBox.OPINION_TEXT:
            self.writing.write()
            return self.writing.text
        if box == DraftBox.CHALLENGE:
            return self.deciding.comment
        rule_id = box.removeprefix(DraftBoxes.NOTE)
        self.pages.setCurrentWidget(self.checklist)
        self.checklist.write_note(rule_id, self.text_in(box))
        return self._rows[rule_id].note_box

    def text_in(self, box: str) -> str:
        """What stands in a box of this pane, or was submitted from it."""
        view = self.submitting.view
        if view is None:
            return ""
        if box == DraftBox.OPINION_TEXT and self._foot is not self.writing:
            return view.opinions[-1].text if view.opinions else ""
        if box == DraftBox.OPINION_TEXT:
            return self.writing.text.toPlainText()
        if box == DraftBox.CHALLENGE:
            return self.deciding.comment.toPlainText() if self._foot is self.deciding else ""
        rule_id = box.removeprefix(DraftBoxes.NOTE)
        return view.answers[rule_id].note if rule_id in view.answers else ""

    @property
    def _rows(self) -> Mapping[str, ItemRow]:
        return self.checklist.rows

    def _go_to(self, place: Place) -> None:
        """Goes where a point is settled; what is not in this pane is asked for."""
        if place.kind in (PlaceKind.ITEM, PlaceKind.LOOK_UP):
            self.pages.setCurrentWidget(self.checklist)
            self.checklist.set_current(place.name)
            self.checklist.take_keys()
        elif place.kind is PlaceKind.OPINION and self._foot is self.writing:
            self.writing.write()
        elif place.kind is PlaceKind.OPINION:
            self.pages.setCurrentWidget(self.former)
        else:
            self.place_wanted.emit(place)

    def _note_choice(self, words: str, before: Chosen, after: Chosen) -> None:
        if self._shown_id is not None:
            self._context.steps.choices.note(self._shown_id, words, before, after)

    def _put_choice(self, case_id: int, choice: Choice, is_undo: bool) -> None:
        """Chooses what was chosen before; not where it was chosen otherwise meanwhile."""
        stands, wanted = (choice.after, choice.before) if is_undo else (choice.before, choice.after)
        if case_id == self._shown_id and self._foot is self.writing and self.writing.choice == stands:
            self.writing.put_choice(wanted)

    def _keep(self, box: str, text: str) -> None:
        if self._shown_id is not None:
            self.keeper.keep(self._shown_id, box, text)

    def _note_kept(self, case_id: int, box: str, at: object) -> None:
        if case_id != self._shown_id or not isinstance(at, datetime):
            return
        if box in BOXES:
            self.writing.say_saved(at)
        elif box == DraftBox.CHALLENGE:
            self.deciding.say_saved(at)

    def _go_on(self, case_id: int) -> None:
        self._context.steps.choices.forget(case_id)
        if self._is_leaving or case_id != self._shown_id:
            # The officer has chosen another case meanwhile and stays there.
            self.settled.emit(case_id)
            return
        # Who works by keys goes on by keys: the next case's list takes them over.
        self._takes_keys = True
        self.settled.emit(case_id)
        self.left_behind.emit(case_id)
        self.next_requested.emit()
        # At the list's end there is no next case; a case chosen later by hand keeps the keyboard where it is.
        QTimer.singleShot(_SOON_MS, self, self._leave_keys)

    def _leave_keys(self) -> None:
        self._takes_keys = False

    def _choose_outcome(self, outcome: Outcome) -> None:
        if self._foot is self.writing:
            self.writing.choose_outcome(outcome)
            if not self.isVisible():
                # Chosen beside the application on a narrow screen, it would go unseen.
                self._context.messages.inform(sentence("panes.outcome_chosen", {"outcome": outcome.label}))

    def _press_primary(self) -> None:
        if isinstance(self._foot, WritingFoot):
            self._foot.press_submit()

    def _connect(self) -> None:
        context = self._context
        self.keeper.kept.connect(self._note_kept)
        self.keeper.refused.connect(context.messages.failure)
        self.checklist.comparison_wanted.connect(
            lambda: self.place_wanted.emit(Place(PlaceKind.COMPARISON, "")),
        )
        for foot in (self.writing, self.deciding, self.reading):
            foot.typed.connect(self._keep)
            foot.left.connect(self.keeper.flush)
            foot.strip.place_wanted.connect(self._go_to)
        self.submitting.settled.connect(self._go_on)
        self.writing.chosen.connect(self._note_choice)
        context.steps.choices.wanted.connect(self._put_choice)
        for action_id, outcome in _OUTCOME_ACTIONS.items():
            self.addAction(context.actions.bind(action_id, partial(self._choose_outcome, outcome)))
        context.actions.bind("checklist.enter", self.take_keys)
        context.actions.bind("case.look_up", self.checklist.want_any_look_up)
        context.actions.bind("opinion.submit", self._press_primary)
        context.actions.bind("opinion.sign_off", self.deciding.press_agree)
        context.actions.bind("opinion.challenge", self.deciding.press_send_back)
        context.actions.bind("opinion.explain", self.reading.press_explain)

    def _lay_out(self) -> None:
        # From the outside in: whoever takes a part that is full already dresses all that stands in it once more.
        self._whole = QStackedWidget(self)
        self._case = case = QWidget(self._whole)
        self.pages = QTabWidget(case)
        # Its row of tabs takes the keyboard; a screen reader would meet the box around it as a part without a name.
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pages.setDocumentMode(True)
        # A list of twenty points would like more than there is: the opinion takes its height first.
        self.pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._beside_point = BesidePoint(self._context, self, self.pages, self.checklist, self.writing)
        self.clause = self._beside_point.clause
        self.pages.addTab(self.checklist, "核对与意见")
        self.pages.addTab(self.clause, "条款说明")
        self.pages.addTab(self.former, "历次意见")
        self.pages.tabBar().setAccessibleName("核对与意见各页")
        column = QVBoxLayout(case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.beside)
        column.addWidget(self.pages, 1)
        self.rule = Rule()
        self.rule.dragged.connect(self._draw_text)
        self.rule.let_go.connect(self._keep_height)
        self.rule.undone.connect(self._forget_height)
        column.addWidget(self.rule)
        for foot in (self.writing, self.deciding, self.reading):
            column.addWidget(foot)
            foot.hide()
        self._empty = EmptyState("cases", "没有选中的案件", "在左侧选一件，即可逐项核对并写意见")
        self._whole.addWidget(self._empty)
        self._whole.addWidget(case)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._whole)
