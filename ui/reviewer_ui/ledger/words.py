"""How the ledger says what is due, how a term runs and how it ended: the same in the list, beside it and read aloud."""

from __future__ import annotations

from datetime import date

from reviewer_app.domain.guarantee.dues import Group, days_words
from reviewer_app.domain.guarantee.listing import LedgerLine, MarkKind
from reviewer_app.domain.states import State
from reviewer_ui.theme import Tone

GROUP_TONES = {Group.OVERDUE: Tone.BAD, Group.SOON: Tone.WARN, Group.LATER: Tone.IDLE}
_STATE_WORDS = {State.RUNNING: "实施中", State.EXTENDED: "延期中", State.CLOSED: "已结项"}
_STATE_TONES = {
    State.APPROVED: Tone.IDLE,
    State.RUNNING: Tone.ACCENT,
    State.EXTENDED: Tone.WARN,
    State.ACCEPTED: Tone.OK,
    State.FAILED_ACCEPTANCE: Tone.BAD,
}


def left_words(line: LedgerLine, today: date) -> str:
    """What stands first in a row: how far the next day is, or how it ended."""
    if line.due is not None:
        return days_words(line.due.days_left(today))
    return state_word(line.state) if line.ended_on is not None else "待纳入"


def tone_of(line: LedgerLine, today: date) -> Tone:
    """The colour of what stands first."""
    return GROUP_TONES[line.due.group(today)] if line.due is not None else Tone.IDLE


def due_words(line: LedgerLine, today: date) -> str:
    """What is due and when: the year only where it is another one."""
    if not line.is_dated:
        return "立项日期待登记"
    if line.due is None:
        day = line.ended_on or line.approved_on
        return f"{day} {'结束' if line.ended_on else '立项'}"
    day = line.due.day
    said = f"{day.month}月{day.day}日" if day.year == today.year else day.isoformat()
    return f"{said} {line.due.words(today)}"


def end_words(line: LedgerLine, today: date) -> str:
    """What stands at the end of a bar."""
    if line.is_extended:
        months = (line.ends_on.year - line.original_end.year) * 12 + line.ends_on.month - line.original_end.month
        said = f"延 {months} 月至 {line.ends_on}"
    else:
        said = f"期满 {line.ends_on}"
    if line.state in (State.RUNNING, State.EXTENDED) and line.ends_on < today:
        said += "，未验收"
    return said


def state_word(state: State) -> str:
    """Where a project stands, as its pill says it."""
    return _STATE_WORDS.get(state, state.label)


def state_tone(state: State) -> Tone:
    """The colour of the pill."""
    return _STATE_TONES.get(state, Tone.IDLE)


def spoken(line: LedgerLine, today: date) -> str:
    """A row as it is read aloud, also what is only drawn."""
    marks = [mark.kind for mark in line.marks]
    said = [
        left_words(line, today),
        due_words(line, today),
        line.project_name,
        f"{line.season}年度",
        line.applicant,
        end_words(line, today) if line.is_dated else "",
        line.outcome,
        f"走访 {marks.count(MarkKind.VISITED)} 次" if MarkKind.VISITED in marks else "",
        f"计划走访 {marks.count(MarkKind.PLANNED)} 次" if MarkKind.PLANNED in marks else "",
    ]
    return "，".join(part for part in said if part)
