"""Why a value is as it is: the small words under the values of a case, worked out from the pack and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reviewer_app.domain.application import Finding
from reviewer_app.domain.evidence.scans import machine_marks
from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.credit_code import district_of
from reviewer_app.services.ports.rows import CaseView

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
