"""The foot in which the handler writes the opinion: text, class, outcome, and the one primary act."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.checklist import Verdict, rules_for, verdict_of
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.limits.lengths import length_of
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass, ReadinessAct, classes_of
from reviewer_app.domain.readiness import Proposal
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.opinion.choice_row import ChoiceRow, class_reason, proposed, told_class, told_opinion_length
from reviewer_ui.opinion.decision_guard import DecisionGuard
from reviewer_ui.opinion.lines import NoteLine
from reviewer_ui.opinion.opinion_text import OpinionText
from reviewer_ui.opinion.readiness import ReadinessStrip
from reviewer_ui.theme import Tone
from reviewer_ui.undoing.choices import Chosen
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.band import Band, BandLine

_SUBMIT = "提交并看下一件"
#: The keys 4 to 7 choose an outcome while the checklist has the keyboard; small, so that the chips fit a narrow pane.
OUTCOME_KEYS = dict(zip(Outcome, "₄₅₆₇", strict=True))
BOXES = (DraftBox.OPINION_TEXT, DraftBox.OPINION_OUTCOME, DraftBox.OPINION_CLASS)


class WritingFoot(QWidget):
    """`typed` names a draft box and its text; `submitted` carries outcome, class, text and the reasons by point.

    While points are open the opinion is one line, so that the checklist has the height.
    """

    typed = Signal(str, str)
    left = Signal()
    redrafted = Signal()
    submitted = Signal(object, object, str, object)
    request_wanted = Signal()
    chosen = Signal(str, object, object)  # words, what was chosen before, and after

    def __init__(self, presses: DecisionGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presses = presses
        self._view: CaseView | None = None
        self._limit = 0
        self._height = 0
        self._is_class_own = False
        self._last: Chosen = (None, None)
        self._count_tone: Tone | None = None
        self._is_folded_by_hand: bool | None = None
        self.band = Band(Tone.BAD)
        self.text = OpinionText()
        self.line = NoteLine()
        self.line.setCursor(Qt.CursorShape.IBeamCursor)
        self.fold = Button("收起", ButtonKind.LINK)
        self.saved = Words("", TextRole.NOTE)
        self.redraft = Button("重新起草", ButtonKind.LINK)
        self.request = Button("补正告知…", ButtonKind.LINK)
        self.classes: ChoiceRow[ProjectClass] = ChoiceRow("项目类别", (ProjectClass.GENERAL, ProjectClass.KEY), self)
        self.why_class = Words("", TextRole.NOTE, wrap=True)
        self.outcomes: ChoiceRow[Outcome] = ChoiceRow("结论", tuple(Outcome), self, OUTCOME_KEYS)
        self.note = FieldNote()
        self.strip = ReadinessStrip()
        self.submit = Button(_SUBMIT, ButtonKind.PRIMARY)
        self._lay_out()
        self._connect()
        tell(self._class_line, lambda: told_class(self._view) if self._view else None, is_stop=False)
        for part in (self.text, self.saved):
            tell(part, self._told_length, is_stop=False)

    def begin(self, view: CaseView) -> None:
        """Starts a case with what was kept of it."""
        self._view = view
        self._is_folded_by_hand = None
        kept = view.drafts.get(DraftBox.OPINION_TEXT)
        outcome, chosen = _kept_choices(view)
        self.outcomes.show_choice(outcome)
        self.classes.show_choices(classes_of(view.pack))
        self.classes.show_choice(chosen or proposed(view))
        self._is_class_own = chosen is not None
        self._last = self.choice
        self.text.begin(kept.text if kept else None, self._drafted(view), kept.saved_at if kept else None)
        self.note.clear()
        self.strip.begin(DraftBoxes.DEPARTURE.texts_in(view.drafts))
        self._show_rest(view)

    def follow(self, view: CaseView) -> None:
        """Takes over what has changed of the same case; the officer's own words and choices stay."""
        self._view = view
        if not self._is_class_own:
            self.classes.show_choice(proposed(view))
        self.text.follow(self._drafted(view))
        self._show_rest(view)

    def say_saved(self, at: datetime) -> None:
        """Says when the text was stored last."""
        self.text.saved_at = at
        self._count()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab goes from the checklist on: the opinion, its class, the outcome, the submission."""
        return self.fold, self.text, *self.classes.chips.values(), *self.outcomes.chips.values(), self.submit

    def refuse(self, sentence: str) -> None:
        """Says beside the text why the opinion cannot be submitted so."""
        self._fold_by_hand(False)
        self.note.say(sentence, Tone.BAD)

    def write(self) -> None:
        """Unfolds the opinion and goes into its text."""
        self._fold_by_hand(False)
        self.text.setFocus()

    def choose_outcome(self, outcome: Outcome) -> None:
        """Chooses an outcome as a press on its chip does."""
        if self.outcomes.chosen is not outcome:
            self.outcomes.show_choice(outcome)
            self._choose_outcome(outcome)

    @property
    def is_folded(self) -> bool:
        """Whether the opinion is one line: while points are open, unless the officer wants it otherwise."""
        if self._is_folded_by_hand is not None:
            return self._is_folded_by_hand
        return self._view is not None and not self.text.hasFocus() and _has_open_points(self._view)

    @property
    def choice(self) -> Chosen:
        """The outcome chosen, and the class where the officer chose it himself."""
        return self.outcomes.chosen, self.classes.chosen if self._is_class_own else None

    def put_choice(self, choice: Chosen) -> None:
        """Chooses what was chosen before, also that nothing was."""
        outcome, chosen = choice
        self._is_class_own = chosen is not None
        self.outcomes.show_choice(outcome)
        self.classes.show_choice(chosen or (proposed(self._view) if self._view is not None else None))
        self._last = self.choice
        self._take_choice(DraftBox.OPINION_OUTCOME, outcome.value if outcome else "")
        self._take_choice(DraftBox.OPINION_CLASS, chosen.value if chosen else "")

    def press_submit(self) -> None:
        """Does as the button says: leads to the first place that is open, or submits."""
        if not self.submit.isEnabled() or self._view is None:
            return
        if self.strip.open:
            self.strip.go_to_first()
        else:
            text, reasons = self.text.toPlainText(), self.strip.reasons
            self.submitted.emit(self.outcomes.chosen, self.classes.chosen, text, reasons)

    def redraft_text(self) -> None:
        """Drafts the text anew from the answers."""
        if self._view is not None:
            self.text.redraft(self._drafted(self._view))
            self._count()
            self.redrafted.emit()

    def _show_rest(self, view: CaseView) -> None:
        self._limit = view.pack.limits.opinion_characters
        self.band.say(_challenge_lines(view))
        self.why_class.setText(class_reason(view))
        self._show_readiness()
        self._offer()
        self._arrange()

    def _arrange(self) -> None:
        """One line, or text and class with what belongs to them."""
        is_folded = self.is_folded
        for part in (self.text, self.redraft, self._class_line):
            part.setVisible(not is_folded)
        self.line.say(self.text.toPlainText() or "尚未起草" if is_folded else "", None, True)
        self.fold.setText("展开" if is_folded else "收起")
        self.fold.setAccessibleName("展开推荐部门意见" if is_folded else "收起推荐部门意见")
        self._count()

    def _fold_by_hand(self, is_folded: bool) -> None:
        if is_folded is not self.is_folded:
            self._is_folded_by_hand = is_folded
            self._arrange()

    def _show_readiness(self) -> None:
        """How the case stands for what is chosen; while nothing is chosen only the counts are shown."""
        if self._view is None:
            return
        outcome, chosen = self.outcomes.chosen, self.classes.chosen
        act = ReadinessAct.RETURN if outcome is Outcome.RETURN_FOR_CORRECTION else ReadinessAct.SUBMIT
        proposal = Proposal(outcome, chosen, self.text.toPlainText()) if outcome and chosen else None
        self.strip.show_facts(self._view.facts, act, proposal)

    def give_room(self, height: int) -> None:
        """In a low pane text and points are short."""
        self._height = height
        self.text.give_room(height, is_crowded=bool(self.strip.rows))
        self.strip.give_room(height)

    def _name_submit(self) -> None:
        self.submit.setText(self.strip.open_words() or _SUBMIT)
        self.give_room(self._height)

    def _offer(self) -> None:
        self.request.setVisible(self.outcomes.chosen is Outcome.RETURN_FOR_CORRECTION)
        is_allowed = self._view is not None and Act.SUBMIT in self._view.acts
        self.submit.setEnabled(is_allowed and self._presses.are_taken)

    def _drafted(self, view: CaseView) -> str:
        """The draft for outcome and class that are chosen, else for those the answers point to."""
        outcome = self.outcomes.chosen
        if outcome is None and not self._is_class_own:
            return view.drafted_text()
        return view.drafted_text(outcome, self.classes.chosen)

    def _typed(self, text: str) -> None:
        self.note.clear()
        self._count()
        self._show_readiness()
        self.typed.emit(DraftBox.OPINION_TEXT, text)

    def _choose_outcome(self, outcome: Outcome) -> None:
        self._take_choice(DraftBox.OPINION_OUTCOME, outcome.value)
        self._tell_choice("undo.outcome", outcome.label)

    def _choose_class(self, chosen: ProjectClass) -> None:
        self._is_class_own = True
        self._take_choice(DraftBox.OPINION_CLASS, chosen.value)
        self._tell_choice("undo.class", chosen.label)

    def _tell_choice(self, code: str, label: str) -> None:
        before, self._last = self._last, self.choice
        if before != self._last:
            self.chosen.emit(sentence(code, {"what": label}), before, self._last)

    def _take_choice(self, box: str, chosen: str) -> None:
        # The draft names outcome and class: it must never say another one than the chips.
        self.note.clear()
        self.typed.emit(box, chosen)
        if self._view is not None:
            self.text.follow(self._drafted(self._view))
            self._arrange()
            self._show_readiness()
        self._offer()

    def _count(self) -> None:
        length = len(self.text.toPlainText().strip())
        drafted = "尚未保存" if self.text.is_own else "系统起草，可修改"
        saved = f"已自动保存 {self.text.saved_at:%H:%M:%S}" if self.text.saved_at else drafted
        # That the desk drafted it is said where it can be changed; that the officer's own words are kept, always.
        if not (length or self.text.saved_at) or (self.is_folded and not self.text.is_own):
            saved = ""
        self.saved.setText(" · ".join(part for part in (saved, f"{length} / {self._limit} 字") if part))
        tone = Tone.BAD if length > self._limit else None
        if tone is not self._count_tone:
            self._count_tone = tone
            self.saved.set_tone(tone)

    def _told_length(self) -> Told | None:
        return told_opinion_length(self._view, length_of(self.text.toPlainText())) if self._view else None

    def _connect(self) -> None:
        self.text.typed.connect(self._typed)
        self.text.left.connect(self.left)
        self.text.redraft_wanted.connect(self.redraft_text)
        self.redraft.clicked.connect(self.redraft_text)
        self.line.pressed.connect(self.write)
        self.fold.clicked.connect(lambda: self._fold_by_hand(not self.is_folded))
        self.outcomes.told.chosen.connect(self._choose_outcome)
        self.classes.told.chosen.connect(self._choose_class)
        self.submit.clicked.connect(self.press_submit)
        self.request.clicked.connect(self.request_wanted)
        self.strip.changed.connect(self._name_submit)
        self.strip.reason_typed.connect(self.typed)
        self.strip.left.connect(self.left)
        self._presses.changed.connect(self._offer)

    def _lay_out(self) -> None:
        self.redraft.setToolTip("按当前作答重新起草，替换后可以撤销")
        self.request.setToolTip("看要求补正的内容和期限；有硬性条件没有作答的，在那里列为“尚未核对”")
        head = QHBoxLayout()
        head.addWidget(Words("推荐部门意见", TextRole.HEAD))
        head.addWidget(self.redraft)
        head.addWidget(self.request)
        head.addWidget(self.line, 1)
        head.addStretch(0)
        head.addWidget(self.saved)
        head.addWidget(self.fold)
        self._class_line = QWidget()
        classes = QHBoxLayout(self._class_line)
        classes.setContentsMargins(0, 0, 0, 0)
        classes.setSpacing(8)
        classes.addLayout(self.classes.row)
        classes.addWidget(self.why_class, 1)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        # With the keys in them the chips just fit the narrowest pane.
        self.outcomes.row.setSpacing(6)
        acts.addLayout(self.outcomes.row)
        acts.addStretch(1)
        acts.addWidget(self.submit, 0, Qt.AlignmentFlag.AlignRight)
        body = QVBoxLayout()
        body.setContentsMargins(16, 10, 16, 12)
        body.setSpacing(8)
        body.addLayout(head)
        body.addWidget(self.text)
        body.addWidget(self.note)
        body.addWidget(self._class_line)
        body.addWidget(self.strip)
        body.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addLayout(body)


def _has_open_points(view: CaseView) -> bool:
    values = view.application.values
    verdicts = (verdict_of(rule, values, view.answers) for rule in rules_for(view.pack, values))
    return Verdict.UNDECIDED in verdicts


def _kept_choices(view: CaseView) -> tuple[Outcome | None, ProjectClass | None]:
    outcome, chosen = view.drafts.get(DraftBox.OPINION_OUTCOME), view.drafts.get(DraftBox.OPINION_CLASS)
    return (
        Outcome(outcome.text) if outcome and outcome.text in set(Outcome) else None,
        ProjectClass(chosen.text) if chosen and chosen.text in view.pack.classes else None,
    )


def _challenge_lines(view: CaseView) -> list[BandLine]:
    """The head's comment on the opinion that came back, while the case is in the handler's hands again."""
    last = view.opinions[-1] if view.opinions else None
    if last is None or last.status is not OpinionStatus.CHALLENGED:
        return []
    when = f" {last.decided_at:%m-%d %H:%M}" if last.decided_at else ""
    return [BandLine(f"{last.decided_by}{when} 退回：{last.comment}", Tone.BAD)]
