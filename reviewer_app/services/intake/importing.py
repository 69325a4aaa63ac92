"""Taking in a list of online applications: first what would be written, row by row, then the writing in one go."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer_app.domain.application import Application, Event, Finding, NewApplication, PackRef, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import applicant_key, duplicate_findings, precheck, project_key
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import changed_fields, number_text, refresh_duplicates, standing_in
from reviewer_app.services.ports.library import Cancelled, Progress, UnitOfWork
from reviewer_app.services.ports.records import ImportedList, KnownCase, SheetRow
from reviewer_resources.phrases import sentence


class ImportAction(StrEnum):
    """What the import will do with one row."""

    WRITE = "write"
    UPDATE = "update"
    HOLD = "hold"
    SKIP = "skip"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The word in the preview."""
        return {"write": "写入", "update": "更新", "hold": "待并入", "skip": "跳过", "refuse": "不能写入"}[self.value]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the preview; `reason` is a finished sentence, `case_id` the case already there (0 for none)."""

    row: SheetRow
    action: ImportAction
    project_name: str
    applicant: str
    filing_number: str
    reason: str
    findings: tuple[Finding, ...]
    case_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; `audit_head` tells whether the library changed since."""

    sheet: ImportedList
    lines: tuple[ImportLine, ...]
    counts: Mapping[ImportAction, int]
    audit_head: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    written: int
    updated: int
    skipped: int
    refused: int
    changes: Changes


#: A list may still correct a case while the office has not begun to weigh it.
_UPDATABLE = frozenset({State.REGISTERED, State.CHECKING, State.AWAITING_CORRECTION, State.RETURNED_BY_BUREAU})
_CHUNK = 500


def preview_import(unit: UnitOfWork, sheet: ImportedList) -> ImportPreview:
    """Says for every row of a list whether it will be written, updated, skipped or refused, and why."""
    season = unit.settings.get().season
    pack = unit.packs.current(season)
    known = _Known(unit, season)
    by_row = _findings(pack, sheet, known)
    seen: dict[tuple[str, ...], int] = {}
    lines = tuple(
        _line(unit, pack, row, findings, known, seen) for row, findings in zip(sheet.rows, by_row, strict=True)
    )
    counted = Counter(line.action for line in lines)
    return ImportPreview(sheet, lines, {action: counted[action] for action in ImportAction}, unit.events.head())


def write_import(
    unit: UnitOfWork,
    preview: ImportPreview,
    on_progress: Progress | None = None,
    is_cancelled: Cancelled | None = None,
) -> ImportResult:
    """Writes what the preview said, all or nothing.

    Raises RefusalError `import.cancelled` when cancelled and `import.stale` when the library changed since the preview.
    """
    require_role(unit.actor, EventAct.IMPORTED)
    if unit.events.head() != preview.audit_head:
        raise RefusalError("import.stale")
    office = unit.settings.get()
    pack = unit.packs.current(office.season)
    new = [line for line in preview.lines if line.action is ImportAction.WRITE]
    touched: set[int] = set()
    first = unit.applications.next_numbers(office.season, len(new)) if new else 0
    for start in range(0, len(new), _CHUNK):
        if is_cancelled is not None and is_cancelled():
            raise RefusalError("import.cancelled")
        chunk = new[start : start + _CHUNK]
        fresh = [
            _new_application(unit, pack, line, number_text(office.season, office.number_mark, first + start + offset))
            for offset, line in enumerate(chunk)
        ]
        ids = unit.applications.add_many(fresh)
        unit.events.append_many(
            [_event(unit, case_id, line, preview) for case_id, line in zip(ids, chunk, strict=True)]
        )
        touched.update(ids)
        if on_progress is not None:
            on_progress(start + len(chunk), len(new))
    updated = [line for line in preview.lines if line.action is ImportAction.UPDATE]
    touched.update(_update(unit, pack, line, preview) for line in updated)
    for line in preview.lines:
        if line.action is ImportAction.HOLD:
            _hold(unit, line, preview)
    touched |= refresh_duplicates(unit, pack, _keys_shared_with_older_cases(preview))
    counts = preview.counts
    # An empty set of cases says "many": the queue reads itself anew rather than compare thousands of ids.
    few = frozenset(touched) if len(touched) <= _CHUNK else frozenset()
    return ImportResult(
        len(new),
        len(updated),
        counts[ImportAction.SKIP],
        counts[ImportAction.REFUSE],
        Changes(frozenset({Noun.QUEUE, Noun.CASE} if touched else ()), few),
    )


class _Known:
    """The cases already there, to be found by filing number or by applicant and project."""

    def __init__(self, unit: UnitOfWork, season: str) -> None:
        self.cases = list(unit.applications.known(season))
        self.by_filing = {case.filing_number: case for case in self.cases if case.filing_number}
        self.by_names = {
            (case.applicant_key, case.project_key): case
            for case in self.cases
            if case.applicant_key and case.project_key
        }

    def match(self, values: Mapping[str, str]) -> KnownCase | None:
        """The case a row speaks of: by filing number; without one on either side, by applicant and project."""
        filing = values.get("filing_number", "")
        if filing in self.by_filing:
            return self.by_filing[filing]
        same = self.by_names.get((applicant_key(values), project_key(values)))
        return same if same is not None and not (filing and same.filing_number) else None


def digest_of(values: Mapping[str, str]) -> str:
    """The hash of a row's values, by which a second import of the same row is known."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _findings(pack: NoticePack, sheet: ImportedList, known: _Known) -> list[tuple[Finding, ...]]:
    rows = [row.values for row in sheet.rows]
    matched = {case.id for values in rows if (case := known.match(values)) is not None}
    keys = {applicant_key(values) for values in rows}
    others = [standing_in(case) for case in known.cases if case.id not in matched and case.applicant_key in keys]
    # A row that says an earlier one again is refused as such; it must not make the earlier one a duplicate.
    first = {_identity(values) or (place,): place for place, values in reversed(list(enumerate(rows)))}
    own = sorted(first.values())
    duplicates = dict(zip(own, duplicate_findings(pack, [*(rows[place] for place in own), *others]), strict=False))
    return [(*precheck(pack, values), *duplicates.get(place, ())) for place, values in enumerate(rows)]


def _identity(values: Mapping[str, str]) -> tuple[str, ...]:
    """By what a row is known again: its filing number, or else applicant and project; empty when neither is there."""
    filing = values.get("filing_number", "")
    names = (applicant_key(values), project_key(values))
    return (filing,) if filing else names if all(names) else ()


def _line(
    unit: UnitOfWork,
    pack: NoticePack,
    row: SheetRow,
    findings: tuple[Finding, ...],
    known: _Known,
    seen: dict[tuple[str, ...], int],
) -> ImportLine:
    values = row.values
    digest = digest_of(values)
    case = known.match(values)
    action, reason = _judge(unit, pack, row, digest, case, seen)
    return ImportLine(
        row,
        action,
        values.get("project_name", ""),
        values.get("applicant", ""),
        values.get("filing_number", ""),
        reason,
        findings,
        case.id if case else 0,
        digest,
    )


def _judge(
    unit: UnitOfWork,
    pack: NoticePack,
    row: SheetRow,
    digest: str,
    case: KnownCase | None,
    seen: dict[tuple[str, ...], int],
) -> tuple[ImportAction, str]:
    values = row.values
    identity = _identity(values)
    if not identity or not (values.get("project_name") or values.get("applicant")):
        return ImportAction.REFUSE, sentence("import.no_identity")
    if identity in seen:
        return ImportAction.REFUSE, sentence("import.twice", {"row": seen[identity]})
    seen[identity] = row.number
    if case is None:
        return ImportAction.WRITE, ""
    if case.digest == digest:
        return ImportAction.SKIP, sentence("import.same", {"number": case.intake_number})
    if case.is_away:
        desk = unit.applications.get(case.id).custody
        if any(one.digest == digest for one in unit.custody.held(case.id)):
            return ImportAction.SKIP, sentence("import.same", {"number": case.intake_number})
        places = {"number": case.intake_number, "desk": desk.desk_name if desk else ""}
        return ImportAction.HOLD, sentence("custody.held", places)
    if State(case.state) not in _UPDATABLE:
        places = {"number": case.intake_number, "state": State(case.state).label}
        return ImportAction.REFUSE, sentence("import.in_work", places)
    before = unit.applications.get(case.id).values
    changed = changed_fields(pack, before, {**before, **values})
    if not changed:
        return ImportAction.SKIP, sentence("import.same", {"number": case.intake_number})
    listed = "；".join(f"{label}：{change}" for label, change in changed.items())
    return ImportAction.UPDATE, sentence("import.update", {"number": case.intake_number, "changes": listed})


def _new_application(unit: UnitOfWork, pack: NoticePack, line: ImportLine, number: str) -> NewApplication:
    return NewApplication(
        intake_number=number,
        season=pack.season,
        values=line.row.values,
        source=Source.ONLINE,
        handler=unit.actor.name,
        pack=PackRef(pack.id, pack.version, pack.sha256),
        due_on=pack.limits.deadlines_of(line.row.values)[1],
        findings=line.findings,
        source_digest=line.digest,
    )


def _event(unit: UnitOfWork, case_id: int, line: ImportLine, preview: ImportPreview) -> Event:
    return Event(
        at=unit.now,
        actor=unit.actor.name,
        act=EventAct.IMPORTED,
        application_id=case_id,
        to_state=State.REGISTERED.value,
        detail=_place(line, preview),
    )


def _place(line: ImportLine, preview: ImportPreview) -> dict[str, str]:
    """Where in the list a case comes from."""
    return {RecordKey.FILE: preview.sheet.path.name, RecordKey.ROW: str(line.row.number)}


def _update(unit: UnitOfWork, pack: NoticePack, line: ImportLine, preview: ImportPreview) -> int:
    before: Application = unit.applications.get(line.case_id)
    merged = {**before.values, **line.row.values}
    amended = replace(
        before,
        values=merged,
        findings=line.findings,
        source=Source.BOTH if before.source is Source.PAPER else before.source,
        source_digest=line.digest,
    )
    unit.applications.update(amended)
    detail = changed_fields(pack, before.values, merged)
    record(unit, amended, EventAct.IMPORTED_AGAIN, detail={**_place(line, preview), **detail})
    return line.case_id


def _hold(unit: UnitOfWork, line: ImportLine, preview: ImportPreview) -> None:
    """Lets a line wait for its case, which lies at another desk."""
    case = unit.applications.get(line.case_id)
    unit.custody.hold(case.id, preview.sheet.path.name, line.row.number, line.row.values, line.digest)
    record(unit, case, EventAct.CHANGE_HELD, detail=_place(line, preview))


def _keys_shared_with_older_cases(preview: ImportPreview) -> set[str]:
    return {
        applicant_key(line.row.values)
        for line in preview.lines
        if line.action in (ImportAction.WRITE, ImportAction.UPDATE)
        and any(finding.id.startswith("duplicate.") for finding in line.findings)
    }
