"""The reading copy of a case (阅览件) for a colleague without a library: what is on file, telephones covered."""

from __future__ import annotations

import re

from reviewer_app.domain.application import Event
from reviewer_app.domain.checklist import Verdict, rules_for, told_of, verdict_of
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.notice import ChecklistRule, FieldKind, FieldRule
from reviewer_app.domain.record import RecordKey
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import codes, sentence

#: A telephone in running text: a mobile number, or a line of seven or eight digits with or without its area.
_TELEPHONE = re.compile(r"(?<![0-9A-Za-z])(?:1\d{10}|(?:0\d{2,3}-?)?\d{7,8})(?![0-9A-Za-z])")
_SHOWN = 4
#: What is a number of the machine's, not something to be read.
_LEFT_OUT = (
    *(RecordKey.PACKAGE_HASH, RecordKey.CONTENT_HASH, RecordKey.MANIFEST_HASH),
    *(RecordKey.SUMMARY_HASH, RecordKey.LIST_HASH),
)


def reading_copy(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """All of a case that a colleague reads: its form, answers, papers, opinions and record, as it stood on the day."""
    case = view.application
    return DocumentValues(
        kind=DocumentKind.READING_COPY,
        unit=unit.settings.get().bureau,
        day=view.today,
        case=f"{case.intake_number} {case.project_name}",
        fields={
            "intake_number": case.intake_number,
            "project_name": case.project_name,
            "state": case.state.label,
            "handler": case.handler,
            "as_of": f"{unit.now:%Y-%m-%d %H:%M}",
        },
        tables={
            "form": _form_rows(view),
            "items": tuple(_item_row(view, rule) for rule in rules_for(view.pack, case.values) if rule.asked),
            "papers": tuple(
                (f"第{copy.number}份", "已收到" if copy.is_received else "未收到", copy.seal_name, copy.place)
                for copy in view.papers
            ),
            "opinions": tuple(
                (
                    f"第{one.number}次",
                    f"{one.outcome.label}（{one.status.label}）",
                    covered(one.text),
                    f"{one.submitted_by} {one.submitted_at:%Y-%m-%d}",
                )
                for one in view.opinions
            ),
            "record": tuple(_record_row(event) for event in view.events),
        },
        audit_head=unit.events.head(),
    )


def covered(text: str) -> str:
    """A text with the middle of every telephone in it covered."""
    return _TELEPHONE.sub(lambda found: _cover(found.group()), text)


def _cover(telephone: str) -> str:
    return f"{telephone[: -2 * _SHOWN]}{'*' * _SHOWN}{telephone[-_SHOWN:]}"


def _form_rows(view: CaseView) -> tuple[tuple[str, str], ...]:
    values = view.application.values
    return tuple(
        (field.label, _all_covered(values[field.id]) if _is_telephone(field) else covered(values[field.id]))
        for field in view.pack.fields
        if values.get(field.id)
    )


def _is_telephone(field: FieldRule) -> bool:
    return field.masked or field.kind is FieldKind.PHONE


def _all_covered(value: str) -> str:
    return re.sub(r"\d{5,}", lambda found: f"{'*' * (len(found.group()) - _SHOWN)}{found.group()[-_SHOWN:]}", value)


def _item_row(view: CaseView, rule: ChecklistRule) -> tuple[str, str, str, str]:
    verdict = verdict_of(rule, view.application.values, view.answers)
    answer = view.answers.get(rule.id)
    said = "" if verdict is Verdict.UNDECIDED else verdict.label
    return rule.clause, rule.title, said, covered(told_of(rule, answer)) if answer else ""


def _record_row(event: Event) -> tuple[str, str, str, str]:
    word = sentence(f"event.{event.act}") if f"event.{event.act}" in codes() else event.act
    details = [event.reason, *(f"{_key(key)}：{value}" for key, value in event.detail.items() if key not in _LEFT_OUT)]
    return f"{event.at:%Y-%m-%d %H:%M}", event.actor, word, covered("；".join(one for one in details if one))


def _key(key: str) -> str:
    return sentence(f"record.{key}") if f"record.{key}" in codes() else key
