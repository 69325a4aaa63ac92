"""Writing a list of online applications as its preview said, in one go: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, Event, NewApplication, PackRef, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import applicant_key, of_others
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields, paper_box
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.trace import Trace, source_parts, value_parts
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import changed_fields, number_text, refresh_duplicates
from reviewer_app.services.intake.in_pieces import PIECE, Steps, nothing_cleared_up, pieces
from reviewer_app.services.intake.matching import cleared_by, kept_from_paper, merged_values
from reviewer_app.services.intake.previewing import WRITING, ImportAction, ImportLine, ImportPreview
from reviewer_app.services.ports.library import Cancelled, Progress, UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    written: int
    updated: int
    skipped: int
    refused: int
    changes: Changes
    told: int = 0


def write_import(
    unit: UnitOfWork,
    preview: ImportPreview,
    on_progress: Progress | None = None,
    is_cancelled: Cancelled | None = None,
) -> ImportResult:
    """Writes what the preview said, all or nothing.

    Raises RefusalError `import.cancelled` when cancelled, `import.stale` when the library changed since the preview,
    and `season.closed`.
    """
    require_role(unit.actor, EventAct.IMPORTED)
    require_season_open(unit, unit.settings.get().season)
    if unit.events.head() != preview.audit_head:
        raise RefusalError("import.stale")
    pack = unit.packs.current(unit.settings.get().season)
    steps = Steps(on_progress, is_cancelled, sum(preview.counts[action] for action in WRITING))
    with nothing_cleared_up():
        touched = _write_new(unit, pack, preview, steps) | _write_known(unit, pack, preview, steps)
        touched |= refresh_duplicates(unit, pack, _keys_shared_with_older_cases(pack, preview))
    counts = preview.counts
    # An empty set of cases says "many": the queue reads itself anew rather than compare thousands of ids.
    few = frozenset(touched) if len(touched) <= PIECE else frozenset()
    return ImportResult(
        counts[ImportAction.WRITE],
        counts[ImportAction.UPDATE],
        counts[ImportAction.SKIP],
        counts[ImportAction.REFUSE],
        Changes(frozenset({Noun.QUEUE, Noun.CASE} if touched else ()), few),
        counts[ImportAction.TELL],
    )


def _write_new(unit: UnitOfWork, pack: NoticePack, preview: ImportPreview, steps: Steps) -> set[int]:
    """Registers the new rows, some hundred at a time, the record with them: a cancel is never far."""
    office = unit.settings.get()
    new = [line for line in preview.lines if line.action is ImportAction.WRITE]
    if not new:
        return set()
    ref = PackRef(pack.id, pack.version, pack.sha256)
    touched: set[int] = set()
    first = unit.applications.next_numbers(office.season, len(new))
    with unit.applications.taking_in(len(new), steps.pause):
        for start, chunk in pieces(new):
            steps.pause()
            numbers = (number_text(office.season, office.number_mark, first + start + one) for one in range(len(chunk)))
            fresh = [
                _new_application(unit, pack, ref, line, number) for line, number in zip(chunk, numbers, strict=True)
            ]
            ids = unit.applications.add_many(fresh)
            unit.events.append_many(
                [_event(unit, case_id, line, preview) for case_id, line in zip(ids, chunk, strict=True)]
            )
            unit.events.write_waiting()
            touched.update(ids)
            steps.take(len(chunk))
    return touched


def _write_known(unit: UnitOfWork, pack: NoticePack, preview: ImportPreview, steps: Steps) -> set[int]:
    """Writes what the rows of known cases say: into the case, on its record, or beside it while it is away."""
    touched: set[int] = set()
    for line in preview.lines:
        if line.action is ImportAction.UPDATE:
            touched.add(_update(unit, pack, line, preview))
        elif line.action is ImportAction.TELL:
            touched.add(_tell(unit, line, preview))
        elif line.action is ImportAction.HOLD:
            _hold(unit, pack, line, preview)
        else:
            continue
        steps.take(1)
    return touched


def _new_application(unit: UnitOfWork, pack: NoticePack, ref: PackRef, line: ImportLine, number: str) -> NewApplication:
    return NewApplication(
        intake_number=number,
        season=pack.season,
        values=line.row.values,
        source=Source.ONLINE,
        handler=unit.actor.name,
        pack=ref,
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
    """Where in the list a case comes from, and what the portal had done with it then."""
    place: dict[str, str] = {RecordKey.FILE: preview.sheet.path.name, RecordKey.ROW: str(line.row.number)}
    return place | ({RecordKey.PORTAL_STATUS: line.status} if line.status else {})


def _update(unit: UnitOfWork, pack: NoticePack, line: ImportLine, preview: ImportPreview) -> int:
    before: Application = unit.applications.get(line.case_id)
    merged = merged_values(pack, before, line.row, preview.sheet, unit.events.of(line.case_id)).values
    detail = changed_fields(pack, before.values, merged)
    if before.source is Source.PAPER:
        detail |= _beside_paper(unit, pack, before, line)
    amended = replace(
        before,
        values=merged,
        findings=line.findings,
        source=before.source.with_online(),
        source_digest=line.digest,
    )
    unit.applications.update(amended)
    trace = Trace((*value_parts(before.values, merged), *source_parts(before.source, amended.source)))
    record(unit, amended, EventAct.IMPORTED_AGAIN, detail={**_place(line, preview), **detail}, trace=trace)
    return line.case_id


def _beside_paper(unit: UnitOfWork, pack: NoticePack, before: Application, line: ImportLine) -> dict[str, str]:
    """Lays what the paper says otherwise ready for the comparison; what only the paper says is put on record."""
    for field in compared_fields(pack, dict(line.row.values), {}):
        said = before.values.get(field.field_id, "")
        if said and said != field.online:
            unit.drafts.put(before.id, paper_box(field.field_id), said)
    kept = kept_from_paper(pack, before, line.row)
    return {RecordKey.PAPER_ONLY: kept} if kept else {}


def _tell(unit: UnitOfWork, line: ImportLine, preview: ImportPreview) -> int:
    """Puts on a case's record what a list says otherwise; nothing of the case changes."""
    case = unit.applications.get(line.case_id)
    record(unit, case, EventAct.LIST_TOLD, detail={**_place(line, preview), **line.told})
    return case.id


def _hold(unit: UnitOfWork, pack: NoticePack, line: ImportLine, preview: ImportPreview) -> None:
    """Lets a line wait for its case, which lies at another desk; what the list has emptied waits as empty."""
    case = unit.applications.get(line.case_id)
    values = dict.fromkeys(sorted(cleared_by(pack, line.row, preview.sheet)), "") | dict(line.row.values)
    unit.custody.hold(case.id, preview.sheet.path.name, line.row.number, values, line.digest)
    record(unit, case, EventAct.CHANGE_HELD, detail=_place(line, preview))


def _keys_shared_with_older_cases(pack: NoticePack, preview: ImportPreview) -> set[str]:
    return {
        applicant_key(line.row.values)
        for line in preview.lines
        if line.action in (ImportAction.WRITE, ImportAction.UPDATE) and of_others(pack, line.findings)
    }
