"""What the recommendation and the summary say of a case, gathered from the library as they will be printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Answer, Evidence, Verdict, told_of, verdict_of
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.drafting import main_reason
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookUp, look_ups_for
from reviewer_app.domain.notice import ChecklistRule, Contact, FieldKind, NoticePack, SummaryColumn
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.opinion import Opinion, ProjectClass, ReadinessAct, classes_key_first
from reviewer_app.domain.outside.consultations import with_views
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import NumberGiven, basis_of, next_numbers
from reviewer_app.services.cases.permissions import require_checked
from reviewer_app.services.cases.reading import lookback_of, routing_of
from reviewer_app.services.cases.readying import open_in_some, said, signed
from reviewer_app.services.dispatch.second_looks import objections
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import OfficeSettings, ReservedPart, SummaryTable
from reviewer_app.services.ports.rows import Lookback, Routing
from reviewer_resources.phrases import sentence

_FACTS = (
    "project_name",
    "applicant",
    "credit_code",
    "applicant_kind",
    "@field",
    "project_class",
    "@period",
    "@filing",
    "project_leader",
    "expected_outputs",
    "promoting_department",
)
_FACT_LABELS = {"project_class": "申报类别", "@field": "领域", "@period": "计划起止", "@filing": "网上申报"}
#: From here on the office's seal stands on the sheet.
_SEALED = frozenset(
    {
        *(State.SEALED, State.BATCHED, State.SENT, State.APPROVED, State.NOT_APPROVED, State.RUNNING),
        *(State.EXTENDED, State.ACCEPTED, State.FAILED_ACCEPTANCE, State.CLOSED),
    }
)


@dataclass(frozen=True, slots=True)
class ExportCase:
    """One case ready to be printed: its recommendation and its line of the summary."""

    application_id: int
    intake_number: str
    project_name: str
    contact: str
    values: DocumentValues
    summary_row: tuple[str, ...]
    reason: str
    proposed_class: ProjectClass
    basis: str = ""
    entry: RegisterEntry | None = None
    given: NumberGiven | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that cannot be printed, and why."""

    application: Application
    refusal: RefusalError

    @property
    def said(self) -> str:
        """The reason as the officer reads it."""
        return sentence(self.refusal.code, self.refusal.values)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a sheet and its line of the summary are made of; nothing else of the case is read."""

    application: Application
    pack: NoticePack
    routing: Routing
    answers: Mapping[str, Answer]
    opinions: tuple[Opinion, ...]
    lookback: Lookback
    look_ups: tuple[LookUp, ...] = ()


def export_case(unit: UnitOfWork, case_id: int) -> ExportCase:
    """Gathers a case with its signed-off opinion (RefusalError `batch.not_signed_off` without one)."""
    cases, left_out = export_cases(unit, [case_id])
    if left_out:
        raise left_out[0].refusal
    return cases[0]


def export_cases(
    unit: UnitOfWork, ids: Sequence[int], states: Collection[State] = (), seal: SealStyle | None = None
) -> tuple[list[ExportCase], list[LeftOut]]:
    """Gathers several cases in one light read; the others are said.

    With `states` it is for a batch: only cases in them that have nothing open, printed with this `seal`. Whatever it is
    for, a case that waits to be sent is held back while an objection stands.
    """
    applications = unit.applications.some(ids)
    answers, opinions = unit.answers.of_some(ids), unit.opinions.of_some(ids)
    look_ups = unit.look_ups.of_some(ids)
    known = (answers, opinions, look_ups)
    still_open = open_in_some(unit, applications, ReadinessAct.BATCH, seal, known) if states else {}
    held = objections(unit, applications, opinions)
    head, office, now = unit.events.head(), unit.settings.get(), unit.now
    issued = unit.register.in_force_for(DocumentKind.RECOMMENDATION.value, ids)
    cases: list[ExportCase] = []
    left_out: list[LeftOut] = []
    for application in applications:
        try:
            require_checked(unit, application.season)
            if states and application.state not in states:
                raise RefusalError("batch.not_signed_off", state=application.state.label)
            if still_open.get(application.id):
                points = still_open[application.id]
                raise RefusalError("batch.still_open", count=len(points), what=said(points[0]))
            if application.id in held:
                raise held[application.id]
            pack = unit.packs.by_hash(application.pack.sha256)
            routing, lookback = routing_of(pack, application), lookback_of(pack, application, now.date())
            read = _Read(
                application,
                pack,
                routing,
                with_views(pack, answers[application.id], application.consultations),
                opinions[application.id],
                lookback,
                look_ups[application.id],
            )
            case = _export_case(read, office)
        except RefusalError as refusal:
            left_out.append(LeftOut(application, refusal))
        else:
            entry = issued.get((case.application_id, case.basis))
            number = entry.number if entry else ""
            printed = replace(case.values, audit_head=head, made_at=now, number=number)
            cases.append(replace(case, values=printed, entry=entry))
    return cases, left_out


def with_numbers(unit: UnitOfWork, cases: Sequence[ExportCase]) -> tuple[ExportCase, ...]:
    """The cases under the numbers they were issued with, the others under the next ones of the series.

    A number stands only once the batch is on record. Raises RefusalError `outgoing.…`.
    """
    fresh = sum(case.entry is None for case in cases)
    numbers = iter(next_numbers(unit, DocumentKind.RECOMMENDATION, fresh))
    found = []
    for case in cases:
        if case.entry is not None:
            found.append(case)
            continue
        given = next(numbers)
        found.append(replace(case, given=given, values=replace(case.values, number=given.number)))
    return tuple(found)


def _export_case(read: _Read, office: OfficeSettings) -> ExportCase:
    opinion, contact = _signed_opinion(read), read.routing.contact
    if contact is None:
        raise RefusalError("batch.unrouted", why=read.routing.why)
    return ExportCase(
        application_id=read.application.id,
        intake_number=read.application.intake_number,
        project_name=read.application.project_name,
        contact=contact.name,
        basis=basis_of(opinion),
        values=_recommendation(read, opinion, contact, office),
        summary_row=_summary_row(read, opinion),
        reason=_in_short(read.pack, opinion),
        proposed_class=opinion.proposed_class,
    )


def _in_short(pack: NoticePack, opinion: Opinion) -> str:
    """What an opinion concludes, and the reason it gives first."""
    reason = main_reason(pack, opinion.text)
    return f"{opinion.outcome.label}。{reason}" + ("。" if reason and not reason.endswith("…") else "")


def _signed_opinion(read: _Read) -> Opinion:
    """The opinion a case was signed off with."""
    opinion = signed(read.opinions)
    if opinion is None:
        raise RefusalError("batch.not_signed_off", state=read.application.state.label)
    return opinion


def window_text(window: Lookback | None) -> str:
    """The look-back window as papers say it, with the day it was counted from."""
    if window is None or window.start == window.end:
        # A pack that looks back no years has no window to speak of.
        return ""
    return f"{chinese_date(window.start)}至{chinese_date(window.end)}（{window.counted_from}）"


def summary_table(
    pack: NoticePack, office: OfficeSettings, cases: Sequence[ExportCase], made_on: date, filled_by: str, head: str
) -> SummaryTable:
    """The 推荐汇总表 of some cases; its totals are counted from the very rows it lists."""
    numbered = [column.value == "@row" for column in pack.summary]
    rows = tuple(
        tuple(str(place) if is_number else value for is_number, value in zip(numbered, case.summary_row, strict=True))
        for place, case in enumerate(cases, 1)
    )
    classes = [(one.label, sum(case.proposed_class == one for case in cases)) for one in classes_key_first(pack)]
    return SummaryTable(
        title=f"{pack.season}年度上海市标准化试点项目推荐汇总表",
        bureau=office.bureau,
        season=pack.season,
        made_on=made_on,
        filled_by=filled_by,
        telephone=office.telephone,
        headers=tuple(column.header for column in pack.summary),
        widths=tuple(column.width for column in pack.summary),
        is_text=tuple(column.is_text for column in pack.summary),
        rows=rows,
        totals=(("合计", len(cases)), *classes),
        audit_head=head,
        personal=tuple(_is_personal(pack, column) for column in pack.summary),
        reserved=tuple(_RESERVED.get(column.value) for column in pack.summary),
        reasons=tuple(case.reason for case in cases),
    )


#: By the column's value in the pack: people by name, and the text of the opinion.
_RESERVED = {
    "contact_person": ReservedPart.CONTACTS,
    "@contact": ReservedPart.CONTACTS,
    "project_leader": ReservedPart.LEADERS,
    "legal_representative": ReservedPart.LEADERS,
    "@opinion_text": ReservedPart.OPINION,
}


def _is_personal(pack: NoticePack, column: SummaryColumn) -> bool:
    """Whether a column holds telephones or mail addresses, by what the pack's field is."""
    if column.value == "@contact_phone":
        return True
    field = next((field for field in pack.fields if field.id == column.value), None)
    return field is not None and (field.masked or field.kind is FieldKind.PHONE)


def _recommendation(read: _Read, opinion: Opinion, contact: Contact, office: OfficeSettings) -> DocumentValues:
    case, pack = read.application, read.pack
    return DocumentValues(
        kind=DocumentKind.RECOMMENDATION,
        unit=office.bureau,
        day=opinion.decided_at.date() if opinion.decided_at else opinion.submitted_at.date(),
        case=f"{case.intake_number} {case.project_name}",
        fields={
            "intake_number": case.intake_number,
            "notice": pack.cited,
            "project_name": case.project_name,
            "opinion_text": opinion.text,
            "outcome": opinion.outcome.label,
            "proposed_class": opinion.proposed_class.label,
            "asked_class": case.values.get("project_class", ""),
            "handler": opinion.submitted_by,
            "head": opinion.decided_by,
            "contact": f"{contact.name}　{contact.telephone}",
            "address": f"{pack.address.recipient}（{pack.address.street}，{pack.address.postcode}）",
            "is_self_approved": "是" if opinion.is_self_approved else "",
            "lookback": window_text(read.lookback),
            "pack": f"{pack.id} 第{pack.version}版 {pack.sha256[:12]}",
        },
        tables={
            "facts": _case_facts(read),
            "checklist": tuple(_checklist_line(read, rule) for rule in pack.rules),
        },
    )


def _case_facts(read: _Read) -> tuple[tuple[str, str], ...]:
    """The facts of a case under their labels."""
    return tuple((_fact_label(read.pack, name), _derived(name, read)) for name in _FACTS)


def _checklist_line(read: _Read, rule: ChecklistRule) -> tuple[str, str, str, str]:
    """One point as the sheet says it; what nobody has answered, or is done later, is left to be filled in by hand."""
    if not rule.asked:
        is_sealed = read.application.state in _SEALED
        word = sentence("checklist.sealed") if is_sealed else ""
        return rule.clause, rule.title, word, sentence("checklist.on_this_sheet" if is_sealed else "checklist.by_hand")
    answer = read.answers.get(rule.id, Answer(rule.id))
    verdict = verdict_of(rule, read.application.values, read.answers)
    said = [found] if (found := told_of(rule, answer)) else []
    if not rule.in_scope(read.application.values):
        said = [sentence("checklist.out_of_scope")]
    said += [_evidence_words(evidence) for evidence in answer.evidence]
    said += [_look_up_words(one) for one in look_ups_for(read.look_ups, rule.id)]
    word = verdict.label if verdict is not Verdict.UNDECIDED else ""
    return rule.clause, rule.title, word, "；".join(said)


def _evidence_words(evidence: Evidence) -> str:
    """A file with its page, or another department's view with its day."""
    if evidence.view and evidence.viewed_on:
        return f"{evidence.view_of}{chinese_date(evidence.viewed_on)}书面意见：{evidence.view.rstrip('。')}"
    return f"附{evidence.name}{f'第{evidence.page}页' if evidence.page else ''}"


def _look_up_words(one: LookUp) -> str:
    """A look-up as papers say it: site, day, result, the days it looked at, and what the officer wrote of it."""
    found = one.found
    days = f"（{chinese_date(found.start)}至{chinese_date(found.end)}）" if found.start and found.end else ""
    return f"{found.site}{chinese_date(found.on)}查询：{found.said(days)}"


def _fact_label(pack: NoticePack, name: str) -> str:
    return _FACT_LABELS.get(name) or pack.label(name)


def _derived(name: str, read: _Read) -> str:
    """A field's value, or one put together from several: field and direction, period, filing, department."""
    values = read.application.values
    match name:
        case "@field":
            return " — ".join(part for part in (values.get("sector", ""), values.get("direction", "")) if part)
        case "@period":
            return " 至 ".join(part for part in (values.get("plan_start", ""), values.get("plan_end", "")) if part)
        case "@filing":
            return "　".join(part for part in (values.get("filing_number", ""), values.get("filed_on", "")) if part)
        case "@department":
            parts = (values.get("promoting_department", ""), values.get("department_view", ""))
            return "：".join(part for part in parts if part)
        case _:
            return values.get(name, "")


def _summary_row(read: _Read, opinion: Opinion) -> tuple[str, ...]:
    """The case's line of the summary: fields, and the derived values a pack may name."""
    contact = read.routing.contact
    derived = {
        "@row": "",
        "@intake_number": read.application.intake_number,
        "@proposed_class": opinion.proposed_class.label,
        "@outcome": opinion.outcome.label,
        "@opinion_text": opinion.text,
        "@handler": opinion.submitted_by,
        "@head": opinion.decided_by,
        "@contact": contact.name if contact else "",
        "@contact_phone": contact.telephone if contact else "",
    }
    names = [column.value for column in read.pack.summary]
    return tuple([derived[name] if name in derived else _derived(name, read) for name in names])
