"""Taking in a list of online applications: first what would be written, row by row, then the writing in one go."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer_app.domain.application import Application, Event, Finding, NewApplication, PackRef, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import applicant_key, duplicate_findings, precheck
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import changed_fields, number_text, refresh_duplicates, standing_in
from reviewer_app.services.intake.matching import KnownCases, filing_number, identity, merged_values
from reviewer_app.services.intake.versions import is_valid, superseded, why_superseded
from reviewer_app.services.ports.library import Cancelled, Progress, UnitOfWork
from reviewer_app.services.ports.records import ImportedList, KnownCase, SheetRow
from reviewer_resources.phrases import sentence


class ImportAction(StrEnum):
    """What the import will do with one row."""

    WRITE = "write"
    UPDATE = "update"
    HOLD = "hold"
    CONFLICT = "conflict"
    SKIP = "skip"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The word in the preview."""
        words = {"write": "写入", "update": "更新", "hold": "待并入", "conflict": "待定", "skip": "跳过"}
        return words.get(self.value, "不能写入")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the preview; `reason` is a finished sentence, `case_id` the case already there (0 for none).

    `on_decision` is what a row in conflict becomes when the officer decides so.
    """

    row: SheetRow
    action: ImportAction
    project_name: str
    applicant: str
    filing_number: str
    reason: str
    findings: tuple[Finding, ...]
    case_id: int
    digest: str
    on_decision: ImportAction | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; `audit_head` tells whether the library changed since.

    `gone` are the cases of an earlier list that this one no longer has: number and project.
    """

    sheet: ImportedList
    lines: tuple[ImportLine, ...]
    counts: Mapping[ImportAction, int]
    audit_head: str
    gone: tuple[tuple[str, str], ...] = ()


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
#: So many cases that a list no longer has are named with their projects.
_GONE_NAMED = 20


def preview_import(unit: UnitOfWork, sheet: ImportedList) -> ImportPreview:
    """Says for every row of a list whether it will be written, updated, skipped or refused, and why."""
    season = unit.settings.get().season
    pack = unit.packs.current(season)
    known = KnownCases(unit, season)
    older = superseded(sheet)
    by_row = _findings(pack, sheet, known, older)
    judge = _Judge(unit, pack, sheet, known, older)
    lines = tuple(judge.line(row, findings) for row, findings in zip(sheet.rows, by_row, strict=True))
    gone = known.gone(row.values for row in sheet.rows)
    names = tuple((case.intake_number, unit.applications.get(case.id).project_name) for case in gone[:_GONE_NAMED])
    rest = tuple((case.intake_number, "") for case in gone[_GONE_NAMED:])
    return ImportPreview(sheet, lines, _counts(lines), unit.events.head(), names + rest)


def decide(preview: ImportPreview, number: int) -> ImportPreview:
    """The preview after the officer decided about the row in conflict that has this number."""
    lines = tuple(
        replace(line, action=line.on_decision, on_decision=None)
        if line.row.number == number and line.action is ImportAction.CONFLICT and line.on_decision is not None
        else line
        for line in preview.lines
    )
    return replace(preview, lines=lines, counts=_counts(lines))


def _counts(lines: Sequence[ImportLine]) -> dict[ImportAction, int]:
    counted = Counter(line.action for line in lines)
    return {action: counted[action] for action in ImportAction}


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


_encode: Callable[[Mapping[str, str]], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest_of(values: Mapping[str, str]) -> str:
    """The hash of a row's values, by which a second import of the same row is known."""
    return hashlib.sha256(_encode(values).encode()).hexdigest()


def _findings(
    pack: NoticePack, sheet: ImportedList, known: KnownCases, older: Mapping[int, SheetRow]
) -> list[tuple[Finding, ...]]:
    rows = [row.values for row in sheet.rows]
    matched = {case.id for values in rows if (case := known.match(values)) is not None}
    keys = {applicant_key(values) for values in rows}
    others = [standing_in(case) for case in known.cases if case.id not in matched and case.applicant_key in keys]
    # A row that says another one again is refused as such; it must not make that one a duplicate.
    own = [place for place, row in enumerate(sheet.rows) if row.number not in older]
    duplicates = dict(zip(own, duplicate_findings(pack, [*(rows[place] for place in own), *others]), strict=False))
    return [(*precheck(pack, values), *duplicates.get(place, ())) for place, values in enumerate(rows)]


class _Judge:
    """What is known while the rows of a list are judged, one after another."""

    def __init__(
        self,
        unit: UnitOfWork,
        pack: NoticePack,
        sheet: ImportedList,
        known: KnownCases,
        older: Mapping[int, SheetRow],
    ) -> None:
        self._unit, self._pack, self._sheet, self._known = unit, pack, sheet, known
        self._older = older
        cells = (note for note in sheet.notes if note.code == "record_cells")
        self._slipped = {note.row: note.message for note in cells}

    def line(self, row: SheetRow, findings: tuple[Finding, ...]) -> ImportLine:
        """One row with what will be done about it."""
        values = row.values
        rival = self._known.rival(values)
        case = rival or self._known.match(values)
        names = (values.get("project_name", ""), values.get("applicant", ""), values.get("filing_number", ""))
        digest = digest_of(values)
        line = ImportLine(row, ImportAction.WRITE, *names, "", findings, case.id if case else 0, digest)
        refused = self._refusal(row)
        if refused:
            return replace(line, action=ImportAction.REFUSE, reason=refused)
        if rival is not None:
            return self._conflict(line, rival)
        status = self._sheet.statuses.get(str(row.number), "")
        if case is None and not is_valid(status):
            reason = sentence("import.not_standing", {"status": status})
            return replace(line, action=ImportAction.CONFLICT, reason=reason, on_decision=ImportAction.WRITE)
        return line if case is None else self._again(line, case)

    def _refusal(self, row: SheetRow) -> str:
        """Why a row cannot be taken whatever is in the library; empty when it can."""
        own = identity(row.values)
        if row.number in self._slipped:
            return self._slipped[row.number]
        if not own or not (row.values.get("project_name") or row.values.get("applicant")):
            return sentence("import.no_identity")
        best = self._older.get(row.number)
        return why_superseded(row, best, self._sheet.statuses) if best is not None else ""

    def _conflict(self, line: ImportLine, rival: KnownCase) -> ImportLine:
        """A row with the number of a case of another applicant or project: the officer decides what it is."""
        before = self._unit.applications.get(rival.id)
        is_cut = not filing_number(line.row.values)
        may_update = State(rival.state) in _UPDATABLE and not rival.is_away
        places = {"number": rival.intake_number, "applicant": before.applicant, "project": before.project_name}
        reason = sentence("import.conflict_cut" if is_cut else "import.conflict", places)
        decided = ImportAction.WRITE if is_cut else ImportAction.UPDATE if may_update else None
        case_id, findings = (0, line.findings) if is_cut else (rival.id, self._found(line, before)[0])
        return replace(
            line,
            action=ImportAction.CONFLICT,
            reason=reason,
            on_decision=decided,
            case_id=case_id,
            findings=findings,
        )

    def _again(self, line: ImportLine, case: KnownCase) -> ImportLine:
        """A row of a case already there."""
        number = case.intake_number
        same = replace(line, action=ImportAction.SKIP, reason=sentence("import.same", {"number": number}))
        if case.digest == line.digest:
            return same
        if case.is_away:
            if any(one.digest == line.digest for one in self._unit.custody.held(case.id)):
                return same
            desk = self._unit.applications.get(case.id).custody
            places = {"number": number, "desk": desk.desk_name if desk else ""}
            return replace(line, action=ImportAction.HOLD, reason=sentence("custody.held", places))
        if State(case.state) not in _UPDATABLE:
            places = {"number": number, "state": State(case.state).label}
            return replace(line, action=ImportAction.REFUSE, reason=sentence("import.in_work", places))
        findings, changed = self._found(line, self._unit.applications.get(case.id))
        if not changed:
            return same
        listed = "；".join(f"{label}：{change}" for label, change in changed.items())
        reason = sentence("import.update", {"number": number, "changes": listed})
        return replace(line, action=ImportAction.UPDATE, reason=reason, findings=findings)

    def _found(self, line: ImportLine, before: Application) -> tuple[tuple[Finding, ...], dict[str, str]]:
        """What is found of the case as it will stand, and the fields that change."""
        merged = merged_values(self._unit, self._pack, before, line.row, self._sheet)
        duplicates = (one for one in line.findings if one.id.startswith("duplicate."))
        return (*precheck(self._pack, merged), *duplicates), changed_fields(self._pack, before.values, merged)


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
    merged = merged_values(unit, pack, before, line.row, preview.sheet)
    amended = replace(
        before,
        values=merged,
        findings=line.findings,
        source=before.source.with_online(),
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
