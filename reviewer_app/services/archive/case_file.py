"""What the office itself knows of a case, as the sections of its dossier: form, opinions, answers, record."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer_app.domain.application import Event
from reviewer_app.domain.checklist import Answer, Evidence, Verdict, rules_for, told_of, verdict_of
from reviewer_app.domain.corrections.request import CorrectionRequest
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.notice import ChecklistRule
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.opinion import Opinion, OpinionStatus
from reviewer_app.domain.outside.consultations import Consultation
from reviewer_app.domain.record import RecordKey, keys_of
from reviewer_app.domain.states import State
from reviewer_app.services.papers.register_table import delivery_of, remark_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues, Rows
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import codes, sentence

#: The tables of the template; a section fills one or two of them.
TABLES = (
    *("form", "opinions", "departures", "items", "look_ups"),
    *("corrections", "consultations", "papers", "register", "record"),
)
#: What is a number of the machine's in the record, not something to be read.
_LEFT_OUT = (RecordKey.PACKAGE_HASH, RecordKey.CONTENT_HASH, RecordKey.MANIFEST_HASH, RecordKey.SUMMARY_HASH)
_NONE = "—"


def section(unit: UnitOfWork, view: CaseView, title: str, tables: dict[str, Rows]) -> DocumentValues | None:
    """One section of a dossier; none where there is nothing to say."""
    if not any(tables.values()):
        return None
    case = view.application
    fields = {
        "section": title,
        "intake_number": case.intake_number,
        "project_name": case.project_name,
        "applicant": case.applicant,
        "state": case.state.label,
        "handler": case.handler or _NONE,
        "as_of": f"{unit.now:%Y-%m-%d %H:%M}",
    }
    return DocumentValues(
        kind=DocumentKind.CASE_FILE,
        unit=unit.settings.get().bureau,
        day=view.today,
        case=f"{case.intake_number} {case.project_name}",
        fields=fields,
        tables={name: tables.get(name, ()) for name in TABLES},
        audit_head=unit.events.head(),
        made_at=unit.now,
    )


def form_rows(view: CaseView) -> Rows:
    """The form as it stands, in the notice's order."""
    values = view.application.values
    return tuple((field.label, values[field.id]) for field in view.pack.fields if values.get(field.id))


def opinion_rows(view: CaseView, is_outside: bool) -> Rows:
    """Every opinion with who decided on it; outside the house those that were sent back are not told."""
    told = (one for one in view.opinions if not is_outside or one.status is OpinionStatus.SIGNED_OFF)
    return tuple(
        (
            f"第{one.number}次",
            f"{one.outcome.label}\n{one.proposed_class.label}\n{one.status.label}",
            _opinion_words(one, is_outside),
            f"{one.submitted_by} {one.submitted_at:%Y-%m-%d}",
            f"{one.decided_by} {one.decided_at:%Y-%m-%d}" if one.decided_at else _NONE,
        )
        for one in told
    )


def _opinion_words(one: Opinion, is_outside: bool) -> str:
    comment = f"\n复核意见：{one.comment}" if one.comment and not is_outside else ""
    own = "\n（本人复核）" if one.is_self_approved and not is_outside else ""
    return f"{one.text}{comment}{own}"


def departure_rows(view: CaseView) -> Rows:
    """The reasons given with the opinions: each point, the reason, who and when."""
    return tuple(
        (sentence(one.code, one.values), one.reason, f"{one.by} {one.at:%Y-%m-%d}")
        for opinion in view.opinions
        for one in opinion.departures
    )


def item_rows(view: CaseView, is_outside: bool) -> Rows:
    """Every point with its answer and what it rests on."""
    values = view.application.values
    return tuple(
        _item(view, rule, view.answers.get(rule.id), is_outside) for rule in rules_for(view.pack, values) if rule.asked
    )


def _item(view: CaseView, rule: ChecklistRule, answer: Answer | None, is_outside: bool) -> tuple[str, ...]:
    verdict = verdict_of(rule, view.application.values, view.answers)
    said = [] if answer is None or (is_outside and verdict is not Verdict.NOT_MET) else [told_of(rule, answer)]
    grounds = [] if answer is None else [*dict.fromkeys(filter(None, map(_ground, answer.evidence)))]
    who = f"{answer.by} {answer.at:%Y-%m-%d}" if answer is not None and answer.at else ""
    words = "\n".join(filter(None, [*said, *(f"依据：{one}" for one in grounds)]))
    return rule.clause, rule.title, verdict.label, words, who


def _ground(piece: Evidence) -> str:
    if piece.view:
        on = f"（{piece.viewed_on}）" if piece.viewed_on else ""
        return f"{piece.view_of}{on}：{piece.view}"
    return f"{piece.name}第{piece.page}页" if piece.page else piece.name


def look_up_rows(view: CaseView, is_outside: bool) -> Rows:
    """Every look-up with the points it serves; a withdrawn one says so, and is not told outside."""
    clauses = {rule.id: f"{rule.clause}　{rule.title}" for rule in view.pack.rules}
    return tuple(_look_up(one, clauses) for one in view.look_ups if one.is_standing or not is_outside)


def _look_up(one: LookUp, clauses: dict[str, str]) -> tuple[str, ...]:
    found = one.found
    window = f"{found.start} 至 {found.end}" if found.start and found.end else _NONE
    gone = "" if one.is_standing else f"\n（{one.withdrawn_by} 撤回：{one.withdrawn_reason}）"
    file = f"\n文件：{one.file_name}" if one.file_name else ""
    points = "\n".join(clauses.get(rule_id, rule_id) for rule_id in found.rule_ids)
    return f"{found.on}", found.site, window, f"{found.said('')}{file}{gone}", points, one.by


def correction_rows(requests: tuple[CorrectionRequest, ...]) -> Rows:
    """What was asked to be put right, and what was found of it when the answer had come."""
    rows = []
    for one in requests:
        for item in one.items:
            verdict = item.verdict.label if item.verdict else one.status.label
            note = f"：{item.note}" if item.note else ""
            said = f"{verdict}{note}"
            rows.append((f"第{one.number}次", item.clause, item.problem, item.cure, f"{one.due_on}", said))
        rows.append((f"第{one.number}次", "", one.said, "", "", one.status.label))
    return tuple(rows)


def consultation_rows(consultations: tuple[Consultation, ...]) -> Rows:
    """Whom was asked, what about, and what was written back."""
    return tuple(
        (
            one.department or _NONE,
            f"{one.asked_on}",
            one.question or one.reason,
            one.stand.label,
            f"{one.view.dated} {one.view.stance.label}：{one.view.words}" if one.view else _NONE,
        )
        for one in consultations
    )


def paper_rows(view: CaseView) -> Rows:
    """The paper copies: which came when, sealed by whom, and where each lies."""
    return tuple(
        (
            f"第{copy.number}份",
            f"{copy.received_on or '已收到'}" if copy.is_received else "未收到",
            copy.seal_name or ("已盖章" if copy.is_sealed else _NONE),
            f"{copy.pages}" if copy.pages else _NONE,
            " ".join(filter(None, (copy.keeping.label if copy.is_received else "", copy.place, copy.keeper))) or _NONE,
        )
        for copy in view.papers
    )


def register_rows(entries: tuple[RegisterEntry, ...], is_outside: bool) -> Rows:
    """The lines of the register that speak of the case; why a number was given up is not told outside."""
    return tuple(
        (
            one.direction.label,
            one.called,
            one.kind_label,
            one.party or _NONE,
            f"{one.day}",
            "；".join(filter(None, (one.sealed_how.label, delivery_of(one), one.receipt, _remark(one, is_outside))))
            or _NONE,
        )
        for one in entries
    )


def _remark(one: RegisterEntry, is_outside: bool) -> str:
    if is_outside:
        return "作废" if one.is_void else ""
    return remark_of(one)


def record_rows(events: tuple[Event, ...]) -> Rows:
    """The record in the office's words, oldest first."""
    return tuple((f"{one.at:%Y-%m-%d %H:%M}", one.actor, *_event_words(one)) for one in events)


def _event_words(event: Event) -> tuple[str, str]:
    code = f"event.{event.act}"
    act = sentence(code) if code in codes() else event.act
    if event.to_state and event.to_state != event.from_state:
        act = f"{act}\n{_state(event.from_state)} → {_state(event.to_state)}"
    return act, "\n".join(_details(event))


def _details(event: Event) -> Iterator[str]:
    if event.reason:
        yield f"理由：{event.reason}"
    keys = [key for key in keys_of(event.act) if key in event.detail and key not in _LEFT_OUT]
    for key in keys:
        yield f"{sentence(f'record.{key}')}：{_value(key, event.detail[key])}"
    known = {str(key) for key in RecordKey}
    for word, value in event.detail.items():
        if word not in known:
            yield f"{word}：{value}" if value else word


def _value(key: RecordKey, value: str) -> str:
    return DocumentKind(value).label if key is RecordKey.DOCUMENT and value in set(DocumentKind) else value


def _state(value: str) -> str:
    return State(value).label if value in set(State) else value
