"""How a case lies in its tables: the queue's columns worked out from the form, and the form back from its row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.application import Application, Finding, NewApplication, PackRef, Recusal, Source
from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.domain.notice import Severity
from reviewer_app.domain.states import State
from reviewer_db.stores.custody.rows import READ_CUSTODY, custody_from
from reviewer_db.stores.outside.consultations import READ_CONSULTATIONS, consultations_from
from reviewer_db.stores.search_index import text_of_form
from reviewer_db.tables.chain import json_writer

_DIGITS = re.compile(r"\d+")
_WIDTH = 9


def name_order(name: str) -> bytes:
    """A key that sorts the common characters by their sound: GB 18030 lays its first level out by pinyin."""
    return name.casefold().encode("gb18030", "replace")


def number_order(number: str) -> str:
    """A key that sorts running numbers as numbers: 2024-示-9 before 2024-示-10."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(_WIDTH), number)


_encode = json_writer()

#: The columns of `applications` that follow from the form and the case's standing, in the order of `queue_columns`.
QUEUE_COLUMNS = (
    "season, stage, state, handler, due_on, source, flags, intake_number, project_name, applicant, credit_code, "
    "sector, contact, number_order, project_order, applicant_order"
)

#: What a case is read back from.
READ_CASE = (
    "SELECT a.id, a.intake_number, a.season, v.form, a.state, a.source, a.handler, v.pack_id, v.pack_version, "
    "v.pack_sha256, a.registered_at, a.due_on, v.findings, a.revision, m.source_digest, "
    "(SELECT json_group_array(json_array(r.person, r.reason, r.declared_at)) FROM recusals r "
    f"WHERE r.application_id = a.id), {READ_CONSULTATIONS}, {READ_CUSTODY} "
    "FROM applications a JOIN case_values v ON v.id = a.id JOIN case_marks m ON m.id = a.id"
)

Case = Application | NewApplication


def queue_columns(case: Case, state: State, contacts: Mapping[str, str]) -> tuple[object, ...]:
    """What the queue shows, sorts and filters by."""
    values = case.values
    project, applicant, sector = values.get("project_name", ""), values.get("applicant", ""), values.get("sector", "")
    return (
        case.season,
        state.rule.number,
        state.value,
        case.handler,
        case.due_on.isoformat(),
        case.source.value,
        sum(finding.severity is not Severity.INFORM for finding in case.findings),
        case.intake_number,
        project,
        applicant,
        values.get("credit_code", ""),
        sector,
        contacts.get(sector, ""),
        number_order(case.intake_number),
        name_order(project),
        name_order(applicant),
    )


def value_columns(case: Case) -> tuple[object, ...]:
    """The form and its findings: pack id, version, hash, form, findings."""
    pack = case.pack
    return (pack.id, pack.version, pack.sha256, _encode(dict(case.values)), _findings_text(case.findings))


def mark_columns(case: Case) -> tuple[object, ...]:
    """What an import compares: season, filing number, the two keys, the list row's digest."""
    values = case.values
    filing = values.get("filing_number", "")
    return (case.season, filing, applicant_key(values), project_key(values), case.source_digest)


def text_of(case: Case) -> str:
    """What the search box looks through."""
    return text_of_form(case.intake_number, case.values)


def case_of(row: tuple[Any, ...]) -> Application:
    """A case from a row of `READ_CASE`."""
    return Application(
        id=row[0],
        intake_number=row[1],
        season=row[2],
        values=json.loads(row[3]),
        state=State(row[4]),
        source=Source(row[5]),
        handler=row[6],
        pack=PackRef(row[7], row[8], row[9]),
        registered_at=datetime.fromisoformat(row[10]),
        due_on=date.fromisoformat(row[11]),
        findings=_findings(row[12]),
        revision=row[13],
        source_digest=row[14],
        recusals=_recusals(row[15]),
        consultations=consultations_from(row[16]),
        custody=custody_from(row[17]),
    )


def _recusals(text: str) -> tuple[Recusal, ...]:
    if text == "[]":
        return ()
    found = (Recusal(person, reason, datetime.fromisoformat(at)) for person, reason, at in json.loads(text))
    return tuple(sorted(found, key=lambda one: one.at))


def _findings_text(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "[]"
    return _encode([[one.id, one.severity.value, one.field, one.clause, one.message] for one in findings])


def _findings(text: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(finding_id, Severity(severity), field, clause, message)
        for finding_id, severity, field, clause, message in json.loads(text)
    )
