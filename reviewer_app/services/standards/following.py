"""Following the promised standards of an approved project: taken over from its form, named, brought on, put back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.standards.from_form import MOST, rows_of
from reviewer_app.domain.standards.promise import (
    FOLLOWED,
    Named,
    Origin,
    PromisedStandard,
    Stage,
    StandardWord,
    WordKind,
    after,
)
from reviewer_app.domain.standards.steps import (
    check_amended,
    check_reached,
    check_standing,
    check_step_back,
    checked_name,
    doubts_of,
)
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.cases.incoming import keep_file
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_OUTPUTS = "expected_outputs"


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A standard as it is typed: its level and its names, not yet looked at."""

    level: StandardLevel
    name: str = ""
    year: str = ""
    number: str = ""
    origin: Origin = Origin.OFFICER


@dataclass(frozen=True, slots=True)
class ReachedStage:
    """A stage as it is typed: its day outside, the names where they became known with it, and the evidence.

    `sure_of` are the codes of the doubts that were read and are no mistake.
    """

    stage: Stage
    day: date
    name: str | None = None
    number: str | None = None
    file_name: str = ""
    content: bytes = b""
    sure_of: frozenset[str] = frozenset()


def proposed_rows(unit: UnitOfWork, case_id: int) -> tuple[NamedRow, ...]:
    """What the form's 预期成果 promises, as rows to be looked at; none once rows were taken over."""
    case = unit.applications.get(case_id)
    if any(one.origin is Origin.FORM and one.counts for one in unit.standards.of_case(case_id)):
        return ()
    rows = rows_of(case.values.get(_OUTPUTS, ""))
    return tuple(NamedRow(one.level, one.name, one.year, one.number, Origin.FORM) for one in rows)


def take_over(unit: UnitOfWork, case_id: int, rows: Sequence[NamedRow]) -> Changes:
    """Keeps the rows of an approved project as what it promised, all in one act.

    Raises RefusalError `standard.not_approved`, `standard.no_rows`, `standard.too_many`, `standard.taken_already`,
    and of a row `standard.…`.
    """
    case = _followed(unit, case_id, EventAct.STANDARDS_TAKEN)
    there = unit.standards.of_case(case_id)
    if not rows:
        raise RefusalError("standard.no_rows")
    if len(rows) + len(there) > MOST:
        raise RefusalError("standard.too_many", most=MOST)
    from_form = [one for one in rows if one.origin is Origin.FORM]
    if from_form and any(one.origin is Origin.FORM and one.counts for one in there):
        raise RefusalError("standard.taken_already")
    number = max((one.number for one in there), default=0)
    all_named = [checked_name(row.level, row.name, row.year, row.number, unit.today) for row in rows]
    for place, (row, named) in enumerate(zip(rows, all_named, strict=True), start=1):
        word = StandardWord(WordKind.TAKEN, unit.actor.name, unit.now, named)
        unit.standards.add(PromisedStandard(case_id, number + place, row.origin, named), word)
    said: dict[str, str] = {
        RecordKey.STANDARDS: "；".join(f"{row.level.label}{_titled(row.name.strip())}" for row in rows),
        RecordKey.SOURCE: "、".join(dict.fromkeys(row.origin.label for row in rows)),
    }
    record(unit, case, EventAct.STANDARDS_TAKEN, detail=said)
    return _touched(case_id)


def amend_standard(
    unit: UnitOfWork, standard_id: int, row: NamedRow, sure_of: Collection[str] = (), reason: str = ""
) -> Changes:
    """Writes another level, name, year or number of a standard; RefusalError `standard.…`."""
    standard, case = _standard(unit, standard_id, EventAct.STANDARD_AMENDED)
    named = checked_name(row.level, row.name, row.year, row.number, unit.today)
    check_amended(standard, named)
    _require_sure(unit, standard, named, standard.day_of(Stage.PUBLISHED), sure_of)
    _say(unit, standard, StandardWord(WordKind.AMENDED, unit.actor.name, unit.now, named, reason=one_line(reason)))
    said = {**_called(standard), RecordKey.VALUE_BEFORE: _whole(standard.named), RecordKey.VALUE_AFTER: _whole(named)}
    record(unit, case, EventAct.STANDARD_AMENDED, reason, said)
    return _touched(case.id)


def reach_stage(unit: UnitOfWork, standard_id: int, reached: ReachedStage) -> Changes:
    """Records that a standard has come to a stage, with its day and the file that shows it.

    Raises RefusalError `standard.…`, each with its field; of what is odd and may be right, unless it was read.
    """
    standard, case = _standard(unit, standard_id, EventAct.STANDARD_REACHED)
    now = standard.named
    name = now.name if reached.name is None else reached.name
    number = now.number if reached.number is None else reached.number
    named = checked_name(now.level, name, now.year, number, unit.today)
    check_reached(standard, reached.stage, reached.day, named, unit.today)
    published = reached.day if reached.stage is Stage.PUBLISHED else standard.day_of(Stage.PUBLISHED)
    if reached.stage <= Stage.PUBLISHED or named != now:
        _require_sure(unit, standard, named, published, reached.sure_of)
    sha256 = keep_file(unit, reached.content)
    word = StandardWord(
        WordKind.REACHED,
        unit.actor.name,
        unit.now,
        named if named != now else None,
        reached.stage,
        reached.day,
        sha256=sha256,
        file_name=one_line(reached.file_name) if sha256 else "",
    )
    _say(unit, standard, word)
    said: dict[str, str] = {
        **_called(replace(standard, named=named)),
        RecordKey.STAGE: reached.stage.label,
        RecordKey.ON_DAY: reached.day.isoformat(),
    }
    if word.file_name:
        said[RecordKey.FILE] = word.file_name
    record(unit, case, EventAct.STANDARD_REACHED, detail=said)
    return _touched(case.id)


def step_back(unit: UnitOfWork, standard_id: int, stage: Stage, reason: str) -> Changes:
    """Puts a standard back to an earlier stage, with the reason; the days after it count no more."""
    standard, case = _standard(unit, standard_id, EventAct.STANDARD_STEPPED_BACK)
    check_step_back(standard, stage, reason)
    word = StandardWord(WordKind.STEPPED_BACK, unit.actor.name, unit.now, stage=stage, reason=one_line(reason))
    _say(unit, standard, word)
    moved: dict[str, str] = {RecordKey.VALUE_BEFORE: standard.stage.label, RecordKey.VALUE_AFTER: stage.label}
    record(unit, case, EventAct.STANDARD_STEPPED_BACK, reason, {**_called(standard), **moved})
    return _touched(case.id)


def give_up(unit: UnitOfWork, standard_id: int, reason: str) -> Changes:
    """Notes that a standard will not be made; it stays among what was promised."""
    return _end(unit, standard_id, WordKind.GIVEN_UP, reason)


def strike_out(unit: UnitOfWork, standard_id: int, reason: str) -> Changes:
    """Strikes out a line that was entered by mistake; it is counted nowhere and stays to be read."""
    return _end(unit, standard_id, WordKind.STRUCK, reason)


def resume(unit: UnitOfWork, standard_id: int, reason: str) -> Changes:
    """Takes up a line again that was given up or struck out."""
    return _end(unit, standard_id, WordKind.RESUMED, reason)


def _end(unit: UnitOfWork, standard_id: int, kind: WordKind, reason: str) -> Changes:
    act = _ENDING[kind]
    standard, case = _standard(unit, standard_id, act)
    check_standing(standard, kind, reason)
    _say(unit, standard, StandardWord(kind, unit.actor.name, unit.now, reason=one_line(reason)))
    record(unit, case, act, reason, _called(standard))
    return _touched(case.id)


_ENDING = {
    WordKind.GIVEN_UP: EventAct.STANDARD_GIVEN_UP,
    WordKind.STRUCK: EventAct.STANDARD_STRUCK,
    WordKind.RESUMED: EventAct.STANDARD_RESUMED,
}


def _followed(unit: UnitOfWork, case_id: int, act: EventAct) -> Application:
    """The case, if its standards may be written by this person now."""
    require_role(unit.actor, act)
    case = unit.applications.get(case_id)
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=sentence(f"event.{act}"))
    if case.state not in FOLLOWED:
        raise RefusalError("standard.not_approved", number=case.intake_number, state=case.state.label)
    return case


def _standard(unit: UnitOfWork, standard_id: int, act: EventAct) -> tuple[PromisedStandard, Application]:
    require_role(unit.actor, act)
    standard = unit.standards.get(standard_id)
    return standard, _followed(unit, standard.application_id, act)


def _require_sure(
    unit: UnitOfWork, standard: PromisedStandard, named: Named, published: date | None, sure_of: Collection[str]
) -> None:
    """Refuses what is odd about a number until it was read (`standard.number_twice` …)."""
    others = [
        (one.standard_number, f"{one.intake_number}“{one.project_name}”")
        for one in unit.standards.with_number(named.number)
        if one.standard_id != standard.id
    ]
    for doubt in doubts_of(named, published, others):
        if doubt.code not in sure_of:
            raise doubt


def _say(unit: UnitOfWork, standard: PromisedStandard, word: StandardWord) -> None:
    unit.standards.say(after(standard, word), word)


def _called(standard: PromisedStandard) -> dict[str, str]:
    return {RecordKey.STANDARD: _whole(standard.named)}


def _whole(named: Named) -> str:
    parts = (f"{named.level.label}{_titled(named.name)}", named.number, f"{named.year}年" if named.year else "")
    return " ".join(part for part in parts if part)


def _titled(name: str) -> str:
    return f"《{name}》" if name else "（名称待定）"


def _touched(case_id: int) -> Changes:
    return changed(Noun.CASE, Noun.STANDARDS, application=case_id)
