"""An opinion as it stands, for reading: outcome, class, text, who and when, and the reasons given with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.opinion import Departure, Opinion, OpinionStatus, Outcome, ReadinessAct, differences
from reviewer_app.domain.readiness import Proposal
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.opinion.readiness import ReadinessStrip
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Pill, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


class ReadingFoot(QWidget):
    """Shows the last opinion of a case that is not to be written or decided on; `explained` carries late reasons."""

    typed = Signal(str, str)
    left = Signal()
    explained = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words("推荐部门意见", TextRole.HEAD)
        self.opinion = StandingOpinion()
        self.none = Words("", TextRole.NOTE, wrap=True)
        self._area = ScrollPage("推荐部门意见，只读")
        self._area.column.addWidget(self.opinion)
        self._area.column.addStretch(1)
        self._area.setMinimumHeight(110)
        self.strip = ReadinessStrip()
        self.note = FieldNote()
        self.explain = Button("记入理由", ButtonKind.PRIMARY)
        self.explain.clicked.connect(self.press_explain)
        self.strip.changed.connect(self._offer)
        self.strip.reason_typed.connect(self.typed)
        self.strip.left.connect(self.left)
        self._shown_id = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        for part in (self.title, self.none, self._area, self.strip, self.note):
            column.addWidget(part)
        column.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignRight)

    def show_case(self, view: CaseView) -> None:
        """Shows the standing opinion, or says that there is none."""
        opinion = view.current_opinion
        self._area.setVisible(opinion is not None)
        if opinion is not None:
            self.opinion.show_opinion(opinion)
        label = view.application.state.label
        self.none.setText("" if opinion else sentence("panes.no_opinion", {"state": label}))
        self.none.setVisible(opinion is None)
        self._show_readiness(view)

    def refuse(self, said: str) -> None:
        """Says under the points why the reasons were refused."""
        self.note.say(said, Tone.BAD)

    def _show_readiness(self, view: CaseView) -> None:
        """Once signed off, a case has to stay ready until it is sent: what comes up later is explained here."""
        opinion = view.current_opinion
        is_signed = opinion is not None and opinion.status is OpinionStatus.SIGNED_OFF and Act.EXPLAIN in view.acts
        self.strip.setVisible(is_signed)
        if view.application.id != self._shown_id:
            self._shown_id = view.application.id
            self.note.clear()
            self.strip.begin(DraftBoxes.DEPARTURE.texts_in(view.drafts))
        if opinion is not None and is_signed:
            self.strip.show_facts(view.facts, ReadinessAct.BATCH, Proposal.of(opinion), opinion.reasons)
        self._offer()

    def _offer(self) -> None:
        self.explain.setVisible(not self.strip.isHidden() and bool(self.strip.reasons))

    def press_explain(self) -> None:
        """Hands the reasons over; without one it leads to the first point that is open, if any is."""
        self.note.clear()
        if self.strip.isHidden() or not (self.strip.reasons or self.strip.open):
            self.note.say(sentence("readiness.none_to_explain"))
        elif self.strip.reasons:
            self.explained.emit(self.strip.reasons)
        else:
            self.strip.go_to_first()


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
                former = newest_first[place + 1] if place + 1 < len(newest_first) else None
                part.show_opinion(newest_first[place], former)


#: So many changed places are told, each with at most so many characters.
_MOST_CHANGES, _LONGEST = 12, 60
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
        self.changes = FieldNote()
        self.warnings = FieldNote()
        self.reasons = FieldNote()
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
        for line in (self.text, self.by, self.changes, self.warnings, self.reasons, self.decision):
            column.addWidget(line)

    def show_opinion(self, opinion: Opinion, former: Opinion | None = None) -> None:
        """Shows an opinion with its decision, if it has one, and what its words changed of the former one's."""
        self.outcome.show_text(opinion.outcome.label, _OUTCOME_TONES[opinion.outcome])
        self.status.show_text(opinion.status.label, _STATUS_TONES[opinion.status])
        self.chosen.setText(opinion.proposed_class.label)
        self.text.setText(opinion.text)
        self.by.setText(f"{opinion.submitted_by} {opinion.submitted_at:%Y-%m-%d %H:%M} 提交，第 {opinion.number} 次")
        told = "\n".join(f"⚑ {line}" for line in opinion.warnings)
        self.warnings.say(f"提交时的提示：\n{told}" if told else "", Tone.WARN)
        self.changes.say(difference_lines(former.text, opinion.text) if former is not None else "")
        self.reasons.say("\n".join(map(reason_line, opinion.departures)), Tone.WARN)
        self.decision.say(decision_line(opinion), Tone.BAD if opinion.status is OpinionStatus.CHALLENGED else None)


def difference_lines(before: str, after: str) -> str:
    """What a wording changed of the former one, a line for each place; that nothing was changed is said as well."""
    changes = differences(before, after)
    if not changes:
        return "文字与前一次相同"
    lines = [_change(out, put) for out, put in changes[:_MOST_CHANGES]]
    more = f"　另有 {len(changes) - _MOST_CHANGES} 处" if len(changes) > _MOST_CHANGES else ""
    return "\n".join(["文字与前一次不同：", *lines, *filter(None, [more])])


def _change(out: str, put: str) -> str:
    parts = [f"删去“{_short(out)}”" if out else "", f"{'改为' if out else '加入'}“{_short(put)}”" if put else ""]
    return "　" + "，".join(part for part in parts if part)


def _short(words: str) -> str:
    words = words.replace("\n", " ")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"


def reason_line(departure: Departure) -> str:
    """One point and the reason given for it, with who gave it and when."""
    said = sentence(departure.code, departure.values)
    return f"⚑ {said}\n　理由：{departure.reason}（{departure.by} {departure.at:%m-%d %H:%M}）"


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
