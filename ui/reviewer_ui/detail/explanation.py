"""Why a value is as it is: the small words under the values of a case, worked out from the pack and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reviewer_app.domain.application import Event, Finding
from reviewer_app.domain.evidence.comparison import ComparedField
from reviewer_app.domain.evidence.scans import machine_marks
from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.outside.consultations import Consultation
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import ROAD, State
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


def told_road(view: CaseView) -> Told:
    """Which step of the road a state stands on, and when each step before it was reached, as the record has it."""
    state = view.application.state
    step = state.rule.step
    where = ROAD[step].label if step < len(ROAD) else "全部办完"
    steps = {one.value: one.rule.step for one in State}
    reached = {
        steps[one.to_state]: one for one in view.events if one.to_state in steps and one.from_state != one.to_state
    }
    said = [sentence("why.road", {"state": state.label, "step": where})]
    for one in (one for one in ROAD if one in reached and one <= step):
        places = {"step": one.label, "when": f"{reached[one].at:%Y-%m-%d %H:%M}", "who": reached[one].actor}
        said.append(sentence("why.road_step", places))
    return Told("办理步骤", where, [*said, sentence("why.road_source")])


def told_compared(one: ComparedField, read: str, is_machine: bool, clause: str) -> Told:
    """Why a field stands as agreeing or not: both values, who found it, or that a machine did, and what holds."""
    found = one.found
    said = [sentence("why.compared_online", {"value": one.online or EMPTY})]
    said += [sentence("why.compared_read", {"read": read})] if read else []
    if found is None:
        said.append(sentence("why.compared_open"))
    elif is_machine:
        said.append(sentence("why.compared_machine"))
    else:
        when = f"{found.at:%Y-%m-%d %H:%M}" if found.at else ""
        who = f"{found.by} {when} " if found.by else ""
        said.append(sentence("why.compared_found", {"who": who, "finding": found.finding}))
    if one.settled is not None:
        held = one.settled
        places = {"by": held.by, "value": held.value or "空", "adopted": held.adopted.label, "reason": held.reason}
        said.append(sentence("why.compared_settled", places))
    elif one.is_open:
        said.append(sentence("why.compared_unsettled"))
    said.append(sentence("why.compared_source", {"clause": clause}) if clause else sentence("why.compared_plain"))
    value = found.finding if found is not None else "未看"
    return Told(one.label, f"{value}（机读）" if is_machine else value, said)


def told_consultation(one: Consultation, stand: str, today: date) -> Told:
    """Who asked a department, until when and why that day, and what has come of it."""
    who = {"by": one.by, "day": one.asked_on, "department": one.department}
    said = [sentence("why.consulted" if one.department else "why.consulted_none", who)]
    if one.due_on is not None:
        said.append(sentence("why.consulted_due", {"due": one.due_on}))
        said.append(sentence("clock_rule.consultation"))
    if one.is_open and one.due_on is not None and one.due_on < today:
        said.append(sentence("why.consulted_late", {"days": (today - one.due_on).days}))
    if one.view is not None:
        came = {"dated": one.view.dated, "received": one.view.received_on, "number": one.view.register_number}
        said.append(sentence("why.consulted_view", came))
    elif one.reason:
        said.append(sentence("why.consulted_reason", {"reason": one.reason.rstrip("。")}))
    return Told(one.department or "不需征询", stand, said)


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
    allowed = view.pack.limits.term_of(view.application.values)
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
