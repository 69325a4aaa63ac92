"""The foot in which the head decides on a proposed opinion: agree, or send it back with a comment."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness import Proposal
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.opinion.decision_guard import DecisionGuard
from reviewer_ui.opinion.readiness import ReadinessStrip
from reviewer_ui.opinion.standing_opinion import StandingOpinion
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.band import Band, BandLine
from reviewer_ui.widgets.scroll_page import ScrollPage

_AGREE = "复核同意并看下一件"


class _Comment(QPlainTextEdit):
    """The comment's box, two lines of whatever size, which says when it is left."""

    left = Signal()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 18)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class DecidingFoot(QWidget):
    """`typed` names the draft box and its text; `challenged` carries the comment, `agreed` the reasons given too."""

    typed = Signal(str, str)
    left = Signal()
    agreed = Signal(str, object)
    challenged = Signal(str)

    def __init__(self, presses: DecisionGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presses = presses
        self._acts: frozenset[Act] = frozenset()
        self.own = Band(Tone.WARN)
        self.opinion = StandingOpinion()
        self.comment = _Comment(placeholderText="复核意见；退回经办须写明理由")
        self.comment.setAccessibleName("复核意见")
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 18)
        LetterCount(self.comment, TextKind.REASON)
        self.saved = Words("", TextRole.NOTE)
        self.note = FieldNote()
        self.send_back = Button("退回经办", ButtonKind.DANGER)
        self.strip = ReadinessStrip()
        self.agree = Button(_AGREE, ButtonKind.PRIMARY)
        self._lay_out()
        self.comment.textChanged.connect(self._typed)
        self.comment.left.connect(self.left)
        self.agree.clicked.connect(self.press_agree)
        self.send_back.clicked.connect(self.press_send_back)
        presses.changed.connect(self._offer)
        self.strip.changed.connect(self._name_agree)
        self.strip.reason_typed.connect(self.typed)
        self.strip.left.connect(self.left)

    def begin(self, view: CaseView, person: str) -> None:
        """Starts a case with the comment that was kept of it."""
        kept = view.drafts.get(DraftBox.CHALLENGE)
        with QSignalBlocker(self.comment):
            self.comment.setPlainText(kept.text if kept else "")
        self.saved.setText(f"已自动保存 {kept.saved_at:%H:%M:%S}" if kept and kept.text else "")
        self.note.clear()
        self.strip.begin(DraftBoxes.DEPARTURE.texts_in(view.drafts))
        self.follow(view, person)

    def follow(self, view: CaseView, person: str) -> None:
        """Shows the opinion that waits, and says plainly when it is one's own."""
        opinion = view.current_opinion
        if opinion is not None:
            self.opinion.show_opinion(opinion)
        is_own = opinion is not None and opinion.submitted_by == person and view.facts.allows_self_approval
        self.own.say([BandLine(sentence("panes.self_approval"), Tone.WARN)] if is_own else [])
        self._acts = frozenset(view.acts)
        self._show_readiness(view)
        self._offer()

    def say_saved(self, at: datetime) -> None:
        """Says when the comment was stored last."""
        self.saved.setText(f"已自动保存 {at:%H:%M:%S}")

    def refuse(self, said: str) -> None:
        """Says beside the comment why the decision was refused."""
        self.note.say(said, Tone.BAD)

    def press_agree(self) -> None:
        """Does as the button says: leads to the first place that is open, or agrees."""
        if not self.agree.isEnabled():
            return
        if self.strip.open:
            self.strip.go_to_first()
        else:
            self.agreed.emit(self.comment.toPlainText().strip(), self.strip.reasons)

    def press_send_back(self) -> None:
        """Sends back as the button does; without a comment it says what is missing."""
        comment = self.comment.toPlainText().strip()
        if not self.send_back.isEnabled():
            return
        if not comment:
            self.refuse(sentence("opinion.comment_needed"))
            self.comment.setFocus()
            return
        self.challenged.emit(comment)

    def _show_readiness(self, view: CaseView) -> None:
        opinion = view.current_opinion
        proposal = Proposal.of(opinion) if opinion is not None else None
        given = opinion.reasons if opinion is not None else {}
        self.strip.show_facts(view.facts, ReadinessAct.SIGN_OFF, proposal, given, Act.SIGN_OFF in view.acts)

    def _name_agree(self) -> None:
        self.agree.setText(self.strip.open_words() or _AGREE)

    def _offer(self) -> None:
        are_taken = self._presses.are_taken
        self.agree.setEnabled(are_taken and Act.SIGN_OFF in self._acts)
        self.send_back.setEnabled(are_taken and Act.CHALLENGE in self._acts)

    def _typed(self) -> None:
        self.note.clear()
        self.typed.emit(DraftBox.CHALLENGE, self.comment.toPlainText())

    def _lay_out(self) -> None:
        reading = ScrollPage("拟定意见")
        reading.column.addWidget(self.opinion)
        reading.column.addStretch(1)
        reading.setMinimumHeight(120)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.saved, 1)
        acts.addWidget(self.send_back)
        acts.addWidget(self.agree)
        body = QVBoxLayout()
        body.setContentsMargins(16, 10, 16, 12)
        body.setSpacing(8)
        body.addWidget(Words("拟定意见", TextRole.HEAD))
        for part in (reading, self.strip, self.comment, self.note):
            body.addWidget(part)
        body.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.own)
        column.addLayout(body)
