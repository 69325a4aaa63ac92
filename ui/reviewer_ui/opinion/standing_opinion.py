"""An opinion as it stands, for reading: outcome, class, text, who and when, and what was confirmed against the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import FieldNote, Pill, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


class ReadingFoot(QWidget):
    """Shows the last opinion of a case that is not in this person's hands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words("推荐部门意见", TextRole.HEAD)
        self.opinion = StandingOpinion()
        self.none = Words("", TextRole.NOTE, wrap=True)
        self._area = ScrollPage("推荐部门意见，只读")
        self._area.column.addWidget(self.opinion)
        self._area.column.addStretch(1)
        self._area.setMinimumHeight(110)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        for part in (self.title, self.none, self._area):
            column.addWidget(part)

    def show_case(self, view: CaseView) -> None:
        """Shows the standing opinion, or says that there is none."""
        opinion = view.current_opinion
        self._area.setVisible(opinion is not None)
        if opinion is not None:
            self.opinion.show_opinion(opinion)
        label = view.application.state.label
        self.none.setText("" if opinion else sentence("panes.no_opinion", {"state": label}))
        self.none.setVisible(opinion is None)


class FormerOpinions(ScrollPage):
    """The page of the opinions submitted so far; its parts are kept and refilled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("历次意见", parent)
        self.parts: list[StandingOpinion] = []
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(20)
        self.column.addStretch(1)

    def show_opinions(self, opinions: Sequence[Opinion]) -> None:
        """Shows these opinions, newest first."""
        while len(self.parts) < len(opinions):
            part = StandingOpinion()
            self.column.insertWidget(len(self.parts), part)
            self.parts.append(part)
        newest_first = list(reversed(opinions))
        for place, part in enumerate(self.parts):
            part.setVisible(place < len(newest_first))
            if place < len(newest_first):
                part.show_opinion(newest_first[place])


_OUTCOME_TONES = {
    Outcome.RECOMMEND: Tone.OK,
    Outcome.DECLINE: Tone.BAD,
    Outcome.RETURN_FOR_CORRECTION: Tone.WARN,
    Outcome.TRANSFER: Tone.IDLE,
}
_STATUS_TONES = {
    OpinionStatus.SUBMITTED: Tone.ACCENT,
    OpinionStatus.TOLD: Tone.WARN,
    OpinionStatus.SIGNED_OFF: Tone.OK,
    OpinionStatus.CHALLENGED: Tone.BAD,
    OpinionStatus.RETRACTED: Tone.IDLE,
}


class StandingOpinion(QWidget):
    """One opinion, read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = Pill()
        self.status = Pill()
        self.chosen = Words("", TextRole.LABEL)
        self.text = Words("", wrap=True, selectable=True)
        self.by = Words("", TextRole.NOTE, wrap=True)
        self.warnings = FieldNote()
        self.decision = FieldNote()
        pills = QHBoxLayout()
        pills.setSpacing(8)
        for part in (self.outcome, self.chosen):
            pills.addWidget(part)
        pills.addStretch(1)
        pills.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(pills)
        for line in (self.text, self.by, self.warnings, self.decision):
            column.addWidget(line)

    def show_opinion(self, opinion: Opinion) -> None:
        """Shows an opinion with its decision, if it has one."""
        self.outcome.show_text(opinion.outcome.label, _OUTCOME_TONES[opinion.outcome])
        self.status.show_text(opinion.status.label, _STATUS_TONES[opinion.status])
        self.chosen.setText(opinion.proposed_class.label)
        self.text.setText(opinion.text)
        self.by.setText(f"{opinion.submitted_by} {opinion.submitted_at:%Y-%m-%d %H:%M} 提交，第 {opinion.number} 次")
        confirmed = "\n".join(f"⚑ {line}" for line in opinion.warnings)
        self.warnings.say(f"提交时已确认的不一致：\n{confirmed}" if confirmed else "", Tone.WARN)
        self.decision.say(decision_line(opinion), Tone.BAD if opinion.status is OpinionStatus.CHALLENGED else None)


def decision_line(opinion: Opinion) -> str:
    """Who decided on an opinion, when, how and with which words; empty while nobody has."""
    if not opinion.decided_by or opinion.decided_at is None:
        return ""
    verb = {
        OpinionStatus.SIGNED_OFF: "复核同意",
        OpinionStatus.CHALLENGED: "退回经办",
        OpinionStatus.RETRACTED: "撤销",
    }.get(opinion.status, opinion.status.label)
    own = "（经办与复核为同一人）" if opinion.is_self_approved else ""
    comment = f"：{opinion.comment}" if opinion.comment else ""
    return f"{opinion.decided_by} {opinion.decided_at:%Y-%m-%d %H:%M} {verb}{own}{comment}"
