"""Why a value is as it is: the small words under the values of a case, worked out from the pack and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reviewer_app.domain.application import Event, Finding
from reviewer_app.domain.evidence.scans import machine_marks
from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import State
from reviewer_app.domain.values.credit_code import district_of
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import codes, sentence
from reviewer_ui.explaining import Told

#: What stands where nothing was filled in.
EMPTY = "未填"
#: The mark of a value as a machine read it, and of one whose scan is the case's no more.
MACHINE, MACHINE_LOST = "机读", "机读（已移出）"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as read: label, value (masked if the pack says so), explanation, and the findings that speak of it.

    `machine` is the mark of a value that was taken as a machine read it.
    """

    field: FieldRule
    value: str
    explanation: str
    findings: tuple[Finding, ...]
    machine: str = ""

    def shown(self, is_revealed: bool) -> str:
        """The value for the eye: masked unless revealed, a word where it is empty."""
        if not self.value:
            return EMPTY
        return masked(self.value) if self.field.masked and not is_revealed else self.value


def lines_of(view: CaseView) -> tuple[FieldLine, ...]:
    """Every field of the form in the pack's order."""
    values = view.application.values
    marks = dict.fromkeys(machine_marks(view.readings, values), MACHINE)
    marks |= dict.fromkeys(machine_marks(view.lost, values), MACHINE_LOST)
    return tuple(
        FieldLine(
            field,
            values.get(field.id, ""),
            explanation_of(view, field),
            tuple(finding for finding in view.findings if finding.field == field.label),
            marks.get(field.id, ""),
        )
        for field in view.pack.fields
    )


def told_field(view: CaseView, line: FieldLine, is_revealed: bool) -> Told:
    """Why a value is as it is, with every finding that speaks of it, its clause and how it is put right."""
    said = [line.explanation] if line.explanation else []
    if line.field.id == "sector" and view.routing.why not in said:
        said.append(view.routing.why)
    for finding in line.findings:
        places = {"severity": finding.severity.label, "message": finding.message, "clause": finding.clause}
        said.append(sentence("why.finding", places))
        check = view.pack.check(finding.id)
        if check is not None and check.cure:
            said.append(sentence("why.cure", {"cure": check.cure.rstrip("。")}))
    return Told(line.field.label, line.shown(is_revealed), said or [sentence("why.typed")])


def told_state(view: CaseView) -> Told:
    """Since when a case stands where it stands, who brought it there, where it can go, and for whom it waits."""
    case = view.application
    if case.custody is not None and case.is_away:
        return Told("状态", case.state.label, [sentence("why.away", {"desk": case.custody.desk_name})])
    moves = [one for one in view.events if one.to_state == case.state and one.from_state != one.to_state]
    waits = case.state.rule.waits_for
    next_states = "、".join(state.label for state in State if state in case.state.rule.forward)
    said = [_since(moves[-1], case.state)] if moves else [sentence("why.state_now", {"state": case.state.label})]
    if next_states:
        said.append(sentence("why.state_next", {"states": next_states}))
    if waits is None:
        said.append(sentence("why.state_waits_none"))
    elif waits is Role.HANDLER:
        said.append(sentence("why.state_waits_handler", {"handler": case.handler}))
    else:
        said.append(sentence("why.state_waits", {"role": waits.label}))
    return Told("状态", case.state.label, said)


def _since(event: Event, state: State) -> str:
    code = f"event.{event.act}"
    act = sentence(code) if code in codes() else event.act
    places = {"when": f"{event.at:%Y-%m-%d %H:%M}", "who": event.actor, "act": act, "state": state.label}
    return sentence("why.state_since", places)


def told_numbers(view: CaseView, shown: str) -> Told:
    """How the numbers of a case come about, and that the class is the applicant's own."""
    said = [sentence("why.number")]
    if view.application.values.get("filing_number"):
        said.append(sentence("why.number_filing"))
    return Told("编号和类别", shown, [*said, sentence("why.number_class")])


def masked(value: str) -> str:
    """A telephone or address with its middle hidden: the first three and the last two characters stay."""
    return value if len(value) <= 5 else f"{value[:3]}{'*' * (len(value) - 5)}{value[-2:]}"


def explanation_of(view: CaseView, field: FieldRule) -> str:
    """The grey words under one value; empty where there is nothing to explain."""
    value = view.application.values.get(field.id, "")
    if field.id == "sector":
        return _contact(view)
    if not value:
        return ""
    if field.id == "credit_code":
        return _district(value)
    if field.id == "plan_end":
        return _term(view, value)
    if field.id == "filed_on":
        return _in_time(view, value)
    return ""


def _contact(view: CaseView) -> str:
    contact = view.routing.contact
    if contact is None:
        return view.routing.why
    return f"分送联系人 {contact.name} {contact.telephone}（通知{contact.clause}）"


def _district(code: str) -> str:
    division = code[2:8]
    if len(division) < 6:
        return ""
    name = district_of(code)
    return f"区划 {division} {name}" if name else f"区划 {division}，不在本市区划表中"


def _term(view: CaseView, end: str) -> str:
    """How long the plan runs, beside what the notice allows (四)."""
    start = _day(view.application.values.get("plan_start", ""))
    finish = _day(end)
    if start is None or finish is None or finish < start:
        return ""
    after = finish + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month - (after.day < start.day)
    allowed = view.pack.limits.term_months
    clause = next((check.clause for check in view.pack.checks if check.id == "dates.term"), "")
    said = f"，通知{clause}为{_span(allowed)}" if clause else ""
    is_off = any(finding.id == "dates.term" for finding in view.findings)
    return f"约 {_span(months)}{said}" if is_off else f"{_span(allowed)}，符合通知{clause}"


def _span(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} 年" + (f" {rest} 个月" if rest else "") if years else f"{rest} 个月"


def _in_time(view: CaseView, filed: str) -> str:
    day, (last, _) = _day(filed), view.pack.limits.deadlines_of(view.application.values)
    if day is None:
        return ""
    unsettled = "（待确认）" if "applicant_deadline" in view.pack.limits.unsettled else ""
    return f"{'晚于' if day > last else '不晚于'}申报截止日 {last.isoformat()}{unsettled}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def severity_rank(finding: Finding) -> int:
    """Graver findings first."""
    return finding.severity.rank
