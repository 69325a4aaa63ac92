"""An opinion as it stands, for reading: outcome, class, text, who and when, and what was confirmed against the list."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import FieldNote, Pill, TextRole, Words

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
