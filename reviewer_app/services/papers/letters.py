"""What the papers of one case say: receipt, run sheet, correction notice, transfer letter, overlay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Verdict, demand_of, reason_of, rules_for, verdict_of
from reviewer_app.domain.corrections.defects import defects_found
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, GroupKind
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.outside.consultations import Consultation, told
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.services.cases.assigning import recusal_words
from reviewer_app.services.cases.correcting import latest_of
from reviewer_app.services.cases.correction_planning import drafted
from reviewer_app.services.cases.numbering import basis_of
from reviewer_app.services.dispatch.gathering import window_text
from reviewer_app.services.papers.reading_copy import reading_copy
from reviewer_app.services.papers.withdrawal import can_withdraw, withdrawal_basis, withdrawal_letter
from reviewer_app.services.ports.corrections import CorrectionChoice
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence

_FORM = "标准化试点项目申请表"
#: What stands for an addressee nobody has named yet.
ADDRESSEE_OPEN = "（收文机关待填）"
_STANDING = (OpinionStatus.SUBMITTED, OpinionStatus.TOLD, OpinionStatus.SIGNED_OFF)


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to be put right: the clause it rests on, what is wrong, and what the applicant is asked for."""

    clause: str
    problem: str
    demand: str


def defects_of(view: CaseView, but: Sequence[ChecklistRule] = ()) -> tuple[Defect, ...]:
    """Every point answered 不符合 save some, in the notice's order: the note says what is wrong, the pack the cure."""
    values = view.application.values
    found = []
    for rule in rules_for(view.pack, values):
        if rule not in but and verdict_of(rule, values, view.answers) is Verdict.NOT_MET:
            answer = view.answers[rule.id]
            said = reason_of(rule, answer)
            problem = f"{rule.title}：{said}" if said else f"{rule.title}不符合"
            found.append(Defect(rule.clause, problem, demand_of(rule, answer)))
    return tuple(found)


def is_signed(view: CaseView) -> bool:
    """Whether the case has an opinion the head has signed."""
    return any(one.status is OpinionStatus.SIGNED_OFF for one in view.opinions)


def standing_opinion(view: CaseView) -> Opinion | None:
    """The last opinion that waits for the head or was signed by him."""
    standing = [one for one in view.opinions if one.status in _STANDING]
    return standing[-1] if standing else None


def transfer_opinion(view: CaseView) -> Opinion | None:
    """The standing opinion to pass the case on to another office, if that is what was concluded."""
    opinion = standing_opinion(view)
    return opinion if opinion is not None and opinion.outcome is Outcome.TRANSFER else None


def rounds_of(view: CaseView) -> int:
    """How many times all defects were told at once."""
    return sum(event.act == EventAct.CORRECTION_ASKED for event in view.events)


def basis_of_paper(view: CaseView, kind: DocumentKind) -> str:
    """Which act of a case a paper carries out: a round of correction, or the opinion that stands."""
    if kind is DocumentKind.CORRECTION_NOTICE:
        is_asked = view.application.state is State.AWAITING_CORRECTION
        return f"round:{rounds_of(view) + (not is_asked)}"
    if kind is DocumentKind.WITHDRAWAL_LETTER:
        return withdrawal_basis(view)
    if kind is DocumentKind.CONSULTATION_LETTER:
        return consulted_in(view).basis
    opinion = standing_opinion(view)
    return basis_of(opinion) if opinion is not None else ""


def correction_notice(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The notice that tells all defects at once, as the request on record says; a draft until the case was returned.

    Before a request is drafted it shows what one would say. Raises RefusalError `correction.…`, `calendar.no_year`.
    """
    case = view.application
    request = latest_of(unit, case.id)
    if request is None and case.state is State.AWAITING_CORRECTION:
        return _notice_without_record(unit, view)
    if request is None or not request.is_open:
        request = drafted(unit, case, CorrectionChoice())
    values = case_values(unit, view, DocumentKind.CORRECTION_NOTICE)
    said = {
        "notice": request.cited,
        "due_day": chinese_date(request.due_on),
        "working_days": str(request.workdays) if request.workdays else "",
        "unchecked": "、".join(request.unchecked),
        "hand_in": unit.settings.get().address,
    }
    return replace(
        values,
        day=request.asked_at.date() if request.asked_at else unit.today,
        fields={**values.fields, **{name: text for name, text in said.items() if text}},
        tables={"defects": tuple((one.rests_on, one.problem, one.cure) for one in request.items)},
        is_draft=request.asked_at is None,
    )


def _notice_without_record(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The notice of a case that an earlier version returned, which kept no request: from the answers as they stand."""
    defects = defects_of(view)
    if not defects:
        raise RefusalError("printing.no_defects")
    asked = [event for event in view.events if event.act == EventAct.CORRECTION_ASKED]
    values = case_values(unit, view, DocumentKind.CORRECTION_NOTICE)
    said = {"due_day": chinese_date(view.application.due_on), "hand_in": unit.settings.get().address}
    return replace(
        values,
        day=asked[-1].at.date() if asked else unit.today,
        fields={**values.fields, **said},
        tables={"defects": tuple((f"通知{one.clause}", one.problem, one.demand) for one in defects)},
    )


def can_ask(view: CaseView) -> bool:
    """Whether there is anything to be put right, or a request already sent."""
    case = view.application
    found = defects_found(view.pack, case.values, view.answers, case.findings)
    return case.state is State.AWAITING_CORRECTION or any(one.is_curable for one in found)


def receipt(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The slip for who brings the papers: copies, seals, the day and who took them in.

    Raises RefusalError `printing.nothing_received`.
    """
    received = [copy for copy in view.papers if copy.is_received]
    if not received:
        raise RefusalError("printing.nothing_received")
    taken = [event for event in standing_entries(view.events) if event.act == EventAct.PAPER_RECORDED]
    day = taken[-1].at.date() if taken else unit.today
    missing = view.pack.limits.copies_required - len(received)
    values = case_values(unit, view, DocumentKind.RECEIPT)
    said = {
        "received_on": chinese_date(day),
        "handler": taken[-1].actor if taken else unit.actor.name,
        "remark": f"应交{view.pack.limits.copies_required}份，还缺{missing}份。" if missing > 0 else "",
    }
    rows = tuple((f"{_FORM}（第{copy.number}份）", "1", _copy_words(copy)) for copy in received)
    return replace(values, day=day, fields={**values.fields, **said}, tables={"materials": rows})


def run_sheet(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The sheet that goes with the case: its facts, and every point with boxes to be ticked on paper."""
    values = case_values(unit, view, DocumentKind.RUN_SHEET)
    given, window = view.application.values, view.lookback
    project_class = given.get("project_class", "")
    said = {
        "credit_code": given.get("credit_code", ""),
        "sector": _joined(" — ", given.get("sector", ""), given.get("direction", "")),
        "project_class": ProjectClass(project_class).label if project_class else "",
        "filing": _joined("　", given.get("filing_number", ""), given.get("filed_on", "")),
        "lookback": window_text(window),
        "consulted": told(view.application.consultations),
        "recusals": "；".join(recusal_words(one) for one in view.application.recusals),
        "hints": "；".join(_without_stop(finding.message) for finding in view.findings),
    }
    papers = tuple((f"第{copy.number}份", _copy_words(copy) if copy.is_received else "") for copy in view.papers)
    checks = tuple(_check_row(view, rule) for rule in view.pack.rules if rule.asked)
    tables = {"items": checks, "papers": papers, "departures": _departure_rows(view)}
    return replace(values, fields={**values.fields, **said}, tables=tables)


def _departure_rows(view: CaseView) -> tuple[tuple[str, str, str], ...]:
    """The reasons given with the standing opinion: each point, the reason for it, who gave it and when."""
    opinion = standing_opinion(view)
    return tuple(
        (sentence(one.code, one.values), one.reason, f"{one.by} {one.at:%Y-%m-%d}")
        for one in (opinion.departures if opinion is not None else ())
    )


def transfer_letter(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The letter that passes a case on to the office in charge; a draft until the head has signed.

    Whom it goes to is asked of the officer: no field of the application says which office is in charge.

    Raises RefusalError `printing.no_transfer`.
    """
    opinion = transfer_opinion(view)
    if opinion is None:
        raise RefusalError("printing.no_transfer")
    values = case_values(unit, view, DocumentKind.TRANSFER_LETTER)
    said = {
        "recipient": ADDRESSEE_OPEN,
        "reason": _without_stop(opinion.text.removeprefix("经初审，")),
    }
    copies = sum(copy.is_received for copy in view.papers)
    return replace(
        values,
        day=opinion.decided_at.date() if opinion.decided_at else unit.today,
        fields={**values.fields, **said},
        tables={"enclosures": ((_FORM, f"{copies}份"),) if copies else ()},
        is_draft=opinion.status is not OpinionStatus.SIGNED_OFF,
    )


def consulted_in(view: CaseView) -> Consultation:
    """Whom the letter of a consultation goes to: the first who has not replied yet, else the last who was asked.

    Raises RefusalError `consulting.no_letter`.
    """
    asked = [one for one in view.application.consultations if one.due_on is not None]
    if not asked:
        raise RefusalError("consulting.no_letter")
    return next((one for one in asked if one.is_open), asked[-1])


def narrowed(view: CaseView, number: str) -> CaseView:
    """The case as if only the consultation of this number were there; without a number as it is."""
    if not number:
        return view
    case = view.application
    chosen = tuple(one for one in case.consultations if str(one.number) == number)
    return replace(view, application=replace(case, consultations=chosen))


def consultation_letter(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The letter that asks a line department for its written view on a project; it bears the day it is issued.

    It stays a draft where no reply is awaited any more, or the day it names has passed.

    Raises RefusalError `consulting.no_letter`.
    """
    asked = consulted_in(view)
    values = case_values(unit, view, DocumentKind.CONSULTATION_LETTER)
    said = {
        "recipient": asked.department,
        "question": _without_stop(asked.question),
        "due_day": chinese_date(asked.due_on) if asked.due_on else "",
    }
    is_in_time = asked.is_open and asked.due_on is not None and unit.today <= asked.due_on
    return replace(values, day=unit.today, fields={**values.fields, **said}, is_draft=not is_in_time)


def opinion_overlay(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The opinion's text for the box of the applicant's own form; a draft until the head has signed.

    Raises RefusalError `printing.no_opinion`.
    """
    opinion = standing_opinion(view)
    if opinion is None:
        raise RefusalError("printing.no_opinion")
    values = case_values(unit, view, DocumentKind.OPINION_OVERLAY)
    return replace(
        values,
        day=opinion.decided_at.date() if opinion.decided_at else unit.today,
        fields={**values.fields, "opinion": opinion.text, "outcome": opinion.outcome.label},
        is_draft=opinion.status is not OpinionStatus.SIGNED_OFF,
    )


def case_values(unit: UnitOfWork, view: CaseView, kind: DocumentKind) -> DocumentValues:
    """What every paper says of its case, and whom to ask."""
    case, office = view.application, unit.settings.get()
    given = case.values
    return DocumentValues(
        kind=kind,
        unit=office.bureau,
        day=unit.today,
        case=f"{case.intake_number} {case.project_name}",
        fields={
            "intake_number": case.intake_number,
            "filing_number": given.get("filing_number", ""),
            "project_name": case.project_name,
            "applicant": case.applicant,
            "applicant_contact": _joined("　", given.get("contact_person", ""), given.get("contact_phone", "")),
            "season": case.season,
            "notice": view.pack.cited,
            "handler": case.handler or unit.actor.name,
            "contact_person": case.handler or unit.actor.name,
            "telephone": office.telephone,
        },
        audit_head=unit.events.head(),
    )


def _check_row(view: CaseView, rule: ChecklistRule) -> tuple[str, ...]:
    """Clause, point, what to look at, and the answer there is already."""
    verdict = verdict_of(rule, view.application.values, view.answers)
    said = "" if verdict is Verdict.UNDECIDED else verdict.label
    return rule.clause, rule.title, rule.evidence, said


def _copy_words(copy: PaperCopy) -> str:
    pages = f"{copy.pages}页" if copy.pages else "未计页数"
    seal = f"已盖章{f'（{copy.seal_name}）' if copy.seal_name else ''}" if copy.is_sealed else "未盖章"
    return _joined("，", pages, seal)


def _joined(by: str, *parts: str) -> str:
    return by.join(part for part in parts if part)


def _without_stop(text: str) -> str:
    return text.strip().rstrip("。；")


def can_decline(view: CaseView) -> bool:
    """Whether there is an opinion not to recommend, and a point not met that it can rest on."""
    return _declining(view) is not None and bool(_grounds_of(view))


def decline_letter(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The reasoned letter; its reasons are points answered 不符合 and nothing else. A draft until it is signed.

    Raises RefusalError `decline.none`, `decline.no_grounds`.
    """
    opinion = _declining(view)
    if opinion is None:
        raise RefusalError("decline.none")
    grounds = _grounds_of(view)
    if not grounds:
        raise RefusalError("decline.no_grounds")
    values = case_values(unit, view, DocumentKind.DECLINE_LETTER)
    said = {
        "notice": view.pack.cited,
        "hand_in": unit.settings.get().address,
    }
    return replace(
        values,
        day=opinion.decided_at.date() if opinion.decided_at else unit.today,
        fields={**values.fields, **said},
        tables={"reasons": tuple((one.clause, one.problem) for one in grounds)},
        is_draft=opinion.status is not OpinionStatus.SIGNED_OFF,
    )


def _grounds_of(view: CaseView) -> tuple[Defect, ...]:
    """What declining can rest on: a key point that is not met leaves the project the general class (三)."""
    return defects_of(view, but=view.pack.rules_of(GroupKind.KEY))


def _declining(view: CaseView) -> Opinion | None:
    opinion = standing_opinion(view)
    return opinion if opinion is not None and opinion.outcome is Outcome.DECLINE else None


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One paper of a case: how it is filled (None: it is made as the export makes it) and when it can be made."""

    fill: Callable[[UnitOfWork, CaseView], DocumentValues] | None
    can_be_made: Callable[[CaseView], bool] = lambda _view: True
    has_template: bool = True


#: The papers of one case, in the order of its road.
CASE_PAPERS: Mapping[DocumentKind, CasePaper] = {
    DocumentKind.RECEIPT: CasePaper(receipt, lambda view: any(copy.is_received for copy in view.papers)),
    DocumentKind.RUN_SHEET: CasePaper(run_sheet),
    DocumentKind.READING_COPY: CasePaper(reading_copy),
    DocumentKind.CORRECTION_NOTICE: CasePaper(correction_notice, can_ask),
    DocumentKind.TRANSFER_LETTER: CasePaper(transfer_letter, lambda view: transfer_opinion(view) is not None),
    DocumentKind.DECLINE_LETTER: CasePaper(decline_letter, can_decline),
    DocumentKind.CONSULTATION_LETTER: CasePaper(
        consultation_letter, lambda view: any(one.due_on for one in view.application.consultations)
    ),
    DocumentKind.WITHDRAWAL_LETTER: CasePaper(
        lambda unit, view: withdrawal_letter(unit, view, case_values(unit, view, DocumentKind.WITHDRAWAL_LETTER)),
        can_withdraw,
    ),
    DocumentKind.RECOMMENDATION: CasePaper(None, is_signed),
    DocumentKind.OPINION_OVERLAY: CasePaper(
        opinion_overlay, lambda view: standing_opinion(view) is not None, has_template=False
    ),
}
