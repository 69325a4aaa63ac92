"""What a list of online applications would do, row by row, before anything is written; nothing is judged silently."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reviewer_app.domain.application import Application, Event, Finding, Source
from reviewer_app.domain.checks.precheck import applicant_key, duplicate_findings, of_others, precheck
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import changed_fields, standing_in
from reviewer_app.services.intake.in_pieces import Steps, nothing_cleared_up
from reviewer_app.services.intake.matching import (
    KnownCases,
    Merged,
    filing_number,
    identity,
    merged_values,
    status_known,
    status_taken,
)
from reviewer_app.services.intake.statuses import PortalState, state_said
from reviewer_app.services.intake.versions import Versions, versions_of, why_superseded
from reviewer_app.services.ports.library import Cancelled, UnitOfWork
from reviewer_app.services.ports.records import ImportedList, KnownCase, SheetRow
from reviewer_resources.phrases import sentence


class ImportAction(StrEnum):
    """What the import will do with one row."""

    WRITE = "write"
    UPDATE = "update"
    TELL = "tell"
    HOLD = "hold"
    CONFLICT = "conflict"
    SKIP = "skip"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The word in the preview."""
        words = {
            "write": "写入",
            "update": "更新",
            "tell": "告知",
            "hold": "待并入",
            "conflict": "待定",
            "skip": "跳过",
        }
        return words.get(self.value, "不能写入")


#: What the import puts into the library, the record included.
WRITING = (ImportAction.WRITE, ImportAction.UPDATE, ImportAction.TELL, ImportAction.HOLD)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the preview; `reason` is a finished sentence, `case_id` the case already there (0 for none).

    `on_decision` is what a row in conflict becomes when the officer decides so, together with all rows of one
    `question`; `told` is what goes on the record of the case besides the changes of its fields.
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
    question: str = ""
    status: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_judged(self) -> bool:
        """Whether anybody has said yet what is done with the row: not while the list is still being read."""
        return bool(self.digest)

    @property
    def word(self) -> str:
        """What is done with the row, in a word."""
        return self.action.label if self.is_judged else "待核对"


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


#: A list may still correct a case while the office has not begun to weigh it.
_UPDATABLE = frozenset({State.REGISTERED, State.CHECKING, State.AWAITING_CORRECTION, State.RETURNED_BY_BUREAU})
#: So many cases that a list no longer has are named with their projects.
_GONE_NAMED = 20
_PLACE = frozenset({RecordKey.FILE, RecordKey.ROW})


def preview_import(unit: UnitOfWork, sheet: ImportedList, is_cancelled: Cancelled | None = None) -> ImportPreview:
    """Says for every row of a list whether it will be written, updated, told, skipped or refused, and why.

    Raises RefusalError `import.cancelled` where nobody wants it any more.
    """
    steps = Steps(None, is_cancelled, len(sheet.rows))
    with nothing_cleared_up():
        return _preview(unit, sheet, steps)


def _preview(unit: UnitOfWork, sheet: ImportedList, steps: Steps) -> ImportPreview:
    season = unit.settings.get().season
    pack = unit.packs.current(season)
    known = KnownCases(unit, season)
    versions = versions_of(sheet, steps.each(sheet.rows))
    by_row = _findings(pack, sheet, known, versions.older, steps)
    judge = _Judge(unit, pack, sheet, known, versions)
    rows = zip(sheet.rows, by_row, strict=True)
    lines = _one_each([judge.line(row, findings) for row, findings in steps.each(rows)])
    steps.pause()
    gone = known.gone(row.values for row in sheet.rows)
    names = tuple((case.intake_number, unit.applications.get(case.id).project_name) for case in gone[:_GONE_NAMED])
    rest = tuple((case.intake_number, "") for case in gone[_GONE_NAMED:])
    return ImportPreview(sheet, lines, _counts(lines), unit.events.head(), names + rest)


def unjudged_lines(sheet: ImportedList) -> tuple[ImportLine, ...]:
    """The rows of a list nobody has judged yet, to be seen while the rest of it is read."""
    return tuple(ImportLine(row, ImportAction.SKIP, *_names(row), "", (), 0, "") for row in sheet.rows)


def _names(row: SheetRow) -> tuple[str, str, str]:
    values = row.values
    return values.get("project_name", ""), values.get("applicant", ""), values.get("filing_number", "")


def decide(preview: ImportPreview, number: int) -> ImportPreview:
    """The preview after the officer decided about the row in conflict that has this number, and all of one question."""
    asked = next((line for line in preview.lines if line.row.number == number), None)
    if asked is None or asked.action is not ImportAction.CONFLICT or asked.on_decision is None:
        return preview

    def is_meant(line: ImportLine) -> bool:
        return line is asked or bool(asked.question and line.question == asked.question)

    lines = _one_each(
        replace(line, action=line.on_decision, on_decision=None)
        if line.action is ImportAction.CONFLICT and line.on_decision is not None and is_meant(line)
        else line
        for line in preview.lines
    )
    return replace(preview, lines=lines, counts=_counts(lines))


def _one_each(found: Iterable[ImportLine]) -> tuple[ImportLine, ...]:
    """The lines, none of which can be decided for a number or a case that another one already has."""
    lines = tuple(found)
    if all(line.on_decision is None for line in lines):
        return lines
    taken: dict[str | int, int] = {}
    for line in lines:
        if line.action in (ImportAction.WRITE, ImportAction.UPDATE, ImportAction.SKIP, ImportAction.TELL):
            for key in (filing_number(line.row.values), line.case_id):
                if key:
                    taken.setdefault(key, line.row.number)
    return tuple(_without_choice(line, taken) if line.on_decision is not None else line for line in lines)


def _without_choice(line: ImportLine, taken: Mapping[str | int, int]) -> ImportLine:
    other = taken.get(filing_number(line.row.values)) or taken.get(line.case_id)
    if not other:
        return line
    reason = sentence("import.number_taken", {"number": line.filing_number, "row": other})
    return replace(line, on_decision=None, reason=reason)


def _counts(lines: Sequence[ImportLine]) -> dict[ImportAction, int]:
    counted = Counter(line.action for line in lines)
    return {action: counted[action] for action in ImportAction}


_encode: Callable[[Mapping[str, str]], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest_of(values: Mapping[str, str], status: str = "") -> str:
    """The hash of a row's values and status, by which a second import of the same row is known."""
    said = {**values, RecordKey.PORTAL_STATUS: status} if status else values
    return hashlib.sha256(_encode(said).encode()).hexdigest()


def _findings(
    pack: NoticePack, sheet: ImportedList, known: KnownCases, older: Mapping[int, SheetRow], steps: Steps
) -> Iterator[tuple[Finding, ...]]:
    rows = [row.values for row in sheet.rows]
    matched = {case.id for values in steps.each(rows) if (case := known.match(values)) is not None}
    keys = {applicant_key(values) for values in steps.each(rows)} if known.cases else set()
    others = [standing_in(case) for case in known.cases if case.id not in matched and case.applicant_key in keys]
    # A row that says another one again is refused as such; it must not make that one a duplicate.
    own = [place for place, row in enumerate(sheet.rows) if row.number not in older]
    duplicates = dict(zip(own, duplicate_findings(pack, [*(rows[place] for place in own), *others]), strict=False))
    # Row by row, for most of the time goes here and somebody may have lost patience.
    checked = sheet.found_by(pack)
    return (
        (*(checked[row.number] if row.number in checked else precheck(pack, row.values)), *duplicates.get(place, ()))
        for place, row in enumerate(sheet.rows)
    )


class _Judge:
    """What is known while the rows of a list are judged, one after another."""

    def __init__(
        self, unit: UnitOfWork, pack: NoticePack, sheet: ImportedList, known: KnownCases, versions: Versions
    ) -> None:
        self._unit, self._pack, self._sheet, self._known = unit, pack, sheet, known
        self._versions = versions
        self._digests: Mapping[int, str] = sheet.checked.digests if sheet.checked is not None else {}
        cells = (note for note in sheet.notes if note.code == "record_cells")
        self._slipped = {note.row: note.message for note in cells}

    def line(self, row: SheetRow, findings: tuple[Finding, ...]) -> ImportLine:
        """One row with what will be done about it."""
        values = row.values
        rival = self._known.rival(values)
        case = rival or self._known.match(values)
        status = self._sheet.statuses.get(str(row.number), "")
        digest = (not status and self._digests.get(row.number)) or digest_of(values, status)
        case_id = case.id if case else 0
        line = ImportLine(row, ImportAction.WRITE, *_names(row), "", findings, case_id, digest, status=status)
        refused = self._refusal(row)
        if refused:
            return replace(line, action=ImportAction.REFUSE, reason=refused)
        if rival is not None:
            return self._conflict(line, rival)
        return self._new(line) if case is None else self._again(line, case)

    def _refusal(self, row: SheetRow) -> str:
        """Why a row cannot be taken whatever is in the library; empty when it can."""
        own = identity(row.values)
        if row.number in self._slipped:
            return self._slipped[row.number]
        if not own or not (row.values.get("project_name") or row.values.get("applicant")):
            return sentence("import.no_identity")
        best = self._versions.older.get(row.number)
        return why_superseded(row, best, self._sheet.statuses) if best is not None else ""

    def _new(self, line: ImportLine) -> ImportLine:
        """A row of no case there yet."""
        question = self._question(line)
        if question:
            is_known = line.row.number in self._versions.disputed or state_said(line.status) is not PortalState.UNKNOWN
            return replace(
                line,
                action=ImportAction.CONFLICT,
                on_decision=ImportAction.WRITE,
                reason=question,
                question="" if is_known else f"status:{line.status}",
            )
        paper = self._known.paper_beside(line.row.values)
        if paper is not None:
            return replace(line, reason=sentence("import.beside_paper", {"number": paper.intake_number}))
        return line

    def _question(self, line: ImportLine) -> str:
        """What an officer has to decide before a row of no case can be registered; empty where nothing is open."""
        others = self._versions.disputed.get(line.row.number)
        if others:
            places = {"number": line.filing_number, "rows": "、".join(map(str, others))}
            return sentence("import.disputed", places)
        said = state_said(line.status)
        if said.is_valid:
            return ""
        code = "import.unknown_status" if said is PortalState.UNKNOWN else "import.not_standing"
        return sentence(code, {"status": line.status})

    def _conflict(self, line: ImportLine, rival: KnownCase) -> ImportLine:
        """A row with the number of a case of another applicant or project: the officer decides what it is."""
        before = self._unit.applications.get(rival.id)
        is_cut = not filing_number(line.row.values)
        may_update = State(rival.state) in _UPDATABLE and not rival.is_away
        places = {"number": rival.intake_number, "applicant": before.applicant, "project": before.project_name}
        reason = sentence("import.conflict_cut" if is_cut else "import.conflict", places)
        decided = ImportAction.WRITE if is_cut else ImportAction.UPDATE if may_update else None
        case_id, findings = (0, line.findings)
        if not is_cut:
            case_id, findings = rival.id, self._found(line, before, self._unit.events.of(rival.id))[0]
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
        if case.digest == line.digest and not case.was_told:
            return same
        before, events = self._unit.applications.get(case.id), self._unit.events.of(case.id)
        findings, merged = self._found(line, before, events)
        changed = changed_fields(self._pack, before.values, merged.values)
        turned = self._turned(line, events)
        is_joined = before.source is Source.PAPER
        if not (changed or turned or is_joined):
            return same
        if case.is_away:
            if any(one.digest == line.digest for one in self._unit.custody.held(case.id)):
                return same
            places = {"number": number, "desk": before.custody.desk_name if before.custody else ""}
            return replace(line, action=ImportAction.HOLD, reason=sentence("custody.held", places) + turned)
        listed = sentence("import.joined") * is_joined + turned
        listed += "；".join(f"{label}：{change}" for label, change in changed.items())
        said = PortalState.STANDS if line.status == status_taken(events) else state_said(line.status)
        is_asked = said is PortalState.UNKNOWN and bool(changed)
        if State(case.state) not in _UPDATABLE or not (said.is_valid or is_asked) or not (changed or is_joined):
            came = {RecordKey.SOURCE: Source.ONLINE.label} if is_joined else {}
            return self._told(line, case, came | changed, listed, events)
        places = {"number": number, "changes": listed, "status": line.status, "fields": "、".join(merged.retyped)}
        code = "import.unknown_update" if is_asked else "import.retyped" if merged.retyped else "import.update"
        updated = replace(line, action=ImportAction.UPDATE, findings=findings, reason=sentence(code, places))
        if code == "import.update":
            return updated
        question = f"status:{line.status}" if is_asked and not merged.retyped else ""
        return replace(updated, action=ImportAction.CONFLICT, on_decision=ImportAction.UPDATE, question=question)

    def _turned(self, line: ImportLine, events: Sequence[Event]) -> str:
        """What is to be said where the portal's status is another than a list said before; empty where it is not."""
        before = status_known(events)
        is_plain = not before and state_said(line.status).is_valid
        if not line.status or line.status == before or is_plain:
            return ""
        return sentence("import.turned", {"before": before or sentence("import.unsaid"), "status": line.status})

    def _told(
        self, line: ImportLine, case: KnownCase, changed: Mapping[str, str], listed: str, events: Sequence[Event]
    ) -> ImportLine:
        """A row whose changes are not written into the case but put before whoever works on it, once."""
        said: dict[str, str] = {RecordKey.PORTAL_STATUS: line.status} if line.status else {}
        told = said | dict(changed)
        last = next((event.detail for event in reversed(events) if event.act == EventAct.LIST_TOLD), {})
        places = {"number": case.intake_number, "state": State(case.state).label, "changes": listed}
        if told == {key: value for key, value in last.items() if key not in _PLACE}:
            return replace(line, action=ImportAction.SKIP, reason=sentence("import.told_before", places))
        code = "import.told" if State(case.state) in _UPDATABLE else "import.in_work"
        return replace(line, action=ImportAction.TELL, reason=sentence(code, places), told=told)

    def _found(
        self, line: ImportLine, before: Application, events: Sequence[Event]
    ) -> tuple[tuple[Finding, ...], Merged]:
        """What is found of the case as it will stand, and its values then."""
        merged = merged_values(self._pack, before, line.row, self._sheet, events)
        duplicates = of_others(self._pack, line.findings)
        return (*precheck(self._pack, merged.values), *duplicates), merged
