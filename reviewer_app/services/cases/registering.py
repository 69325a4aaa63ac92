"""Registering an application by hand, and amending what was registered; duplicates are looked for each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Finding, NewApplication, PackRef, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import ENDED, applicant_key, duplicate_findings, of_others, precheck
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import FieldKind, NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.domain.steps.trace import Trace, value_parts
from reviewer_app.domain.values.normalised import has_lost_digits, normalise
from reviewer_app.services.cases.draft_keeping import clear_used
from reviewer_app.services.cases.permissions import require, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.findings import PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import KnownCase
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab

_NOTHING: Mapping[str, str] = {}


def typed_so_far(unit: UnitOfWork) -> dict[str, str]:
    """What stands in the registration form and was not registered yet, by field id; empty fields are left out."""
    drafts = unit.drafts.of(REGISTRATION_DRAFTS)
    fields = DraftBoxes.REGISTER.named_in(drafts)
    return {field_id: drafts[box].text for box, field_id in fields.items() if drafts[box].text}


def forget_typed(unit: UnitOfWork) -> None:
    """Empties the registration form because the officer says so."""
    require_role(unit.actor, EventAct.REGISTERED)
    unit.drafts.clear(REGISTRATION_DRAFTS, DraftBoxes.REGISTER)


def recent_intake(unit: UnitOfWork, limit: int) -> tuple[QueueRow, ...]:
    """The applications that came in last in the present season, newest intake number first."""
    query = QueueQuery(unit.settings.get().season, tab=Tab.ALL, sort=SortKey.NUMBER, descending=True)
    index = unit.worklist.index(query, unit.actor, limit)
    return tuple(unit.worklist.rows(index.ids[:limit], unit.today))


@dataclass(frozen=True, slots=True)
class Registered:
    """A case just registered."""

    application_id: int
    intake_number: str
    changes: Changes


#: Drafts of the registration form belong to no case yet.
REGISTRATION_DRAFTS = 0


def current_pack(unit: UnitOfWork) -> NoticePack:
    """The pack of the season in work."""
    return unit.packs.current(unit.settings.get().season)


def number_text(season: str, mark: str, number: int) -> str:
    """The running intake number as it is written (2024-示-0001)."""
    return "-".join(part for part in (season, mark, f"{number:04d}") if part)


def normalised(pack: NoticePack, values: Mapping[str, str]) -> dict[str, str]:
    """Typed values as they are stored: normalised by field, empty ones left out."""
    clean = {field.id: normalise(field, values[field.id]) for field in pack.fields if values.get(field.id)}
    return {key: value for key, value in clean.items() if value}


#: Characters: what a line of a form says, and what a cell of a workbook holds.
_MOST_IN_LINE, _MOST_IN_TEXT = 1_000, 32_767


def refuse_too_long(pack: NoticePack, values: Mapping[str, str], before: Mapping[str, str] = _NOTHING) -> None:
    """Refuses a typed value that no list and no paper could show (RefusalError `value.too_long` with its `field`)."""
    for field in pack.fields:
        value = values.get(field.id, "")
        most = _MOST_IN_TEXT if field.kind is FieldKind.LONG else _MOST_IN_LINE
        if len(value) > most and value != before.get(field.id, ""):
            raise RefusalError("value.too_long", field=field.id, label=field.label, length=len(value), most=most)


def check_values(unit: UnitOfWork, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the automatic checks would say of typed values, duplicates in the library included."""
    pack = current_pack(unit)
    return findings_of(unit, pack, normalised(pack, values), own_id=0)


def register_application(unit: UnitOfWork, values: Mapping[str, str], source: Source) -> Registered:
    """Registers one application under the season's pack with the next running number.

    Raises RefusalError `register.nothing` when neither project nor applicant is given, `register.filing_taken` when a
    case of that filing number is there already, `value.too_long`.
    """
    require_role(unit.actor, EventAct.REGISTERED)
    office = unit.settings.get()
    pack = unit.packs.current(office.season)
    clean = normalised(pack, values)
    if not clean.get("project_name") and not clean.get("applicant"):
        raise RefusalError("register.nothing", field="project_name")
    refuse_too_long(pack, clean)
    refuse_taken_filing_number(unit, office.season, clean, source)
    number = unit.applications.next_numbers(office.season, 1)
    new = NewApplication(
        intake_number=number_text(office.season, office.number_mark, number),
        season=office.season,
        values=clean,
        source=source,
        handler=unit.actor.name,
        pack=PackRef(pack.id, pack.version, pack.sha256),
        due_on=pack.limits.deadlines_of(clean)[1],
        findings=findings_of(unit, pack, clean, own_id=0),
    )
    case_id = unit.applications.add(new)
    record(unit, unit.applications.get(case_id), EventAct.REGISTERED, detail={RecordKey.SOURCE: source.label})
    unit.drafts.clear(REGISTRATION_DRAFTS, DraftBoxes.REGISTER)
    touched = refresh_duplicates(unit, pack, {applicant_key(clean)}) | {case_id}
    return Registered(case_id, new.intake_number, Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched)))


def amend_application(
    unit: UnitOfWork, case_id: int, revision: int, values: Mapping[str, str], reason: str = ""
) -> Changes:
    """Writes amended values over a case and checks it anew; the record names each changed field, before and after.

    Raises RefusalError `case.changed_elsewhere` when the case was changed since it was read, `value.too_long`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.EDIT)
    if application.revision != revision:
        raise RefusalError("case.changed_elsewhere")
    pack = unit.packs.by_hash(application.pack.sha256)
    clean = normalised(pack, values)
    detail = changed_fields(pack, application.values, clean)
    if not detail:
        return Changes(frozenset())
    refuse_too_long(pack, clean, application.values)
    refuse_taken_filing_number(unit, application.season, clean, application.source, case_id)
    keys = {applicant_key(application.values), applicant_key(clean)}
    amended = rewritten(unit, application, clean)
    trace = Trace(value_parts(application.values, clean))
    record(unit, amended, EventAct.AMENDED, reason, detail=detail, trace=trace)
    clear_used(unit, case_id, DraftBoxes.EDIT, values.values())
    touched = refresh_duplicates(unit, pack, keys) | {case_id}
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))


def rewritten(unit: UnitOfWork, application: Application, values: Mapping[str, str]) -> Application:
    """The case with other values, checked anew and due by its own days if it was by those; stored, not recorded."""
    pack = unit.packs.by_hash(application.pack.sha256)
    due = application.due_on
    is_by_season = application.state is not State.AWAITING_CORRECTION
    if is_by_season and due == pack.limits.deadlines_of(application.values)[1]:
        # Another class may have other days.
        due = pack.limits.deadlines_of(values)[1]
    findings = findings_of(unit, pack, values, application.id)
    amended = replace(application, values=values, findings=findings, due_on=due)
    unit.applications.update(amended)
    return unit.applications.get(application.id)


def changed_fields(pack: NoticePack, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Each changed field's label with the value before and after."""
    return {
        field.label: f"{before.get(field.id, '') or '（空）'} → {after.get(field.id, '') or '（空）'}"
        for field in pack.fields
        if before.get(field.id, "") != after.get(field.id, "")
    }


def refresh_duplicates(unit: UnitOfWork, pack: NoticePack, applicant_keys: set[str]) -> set[int]:
    """Checks the other open cases of some applicants anew, for a duplicate is said on every case of the group."""
    touched: set[int] = set()
    apart = _kept_apart(unit)
    for key in applicant_keys - {""}:
        group = _counted(unit.applications.same_applicant(pack.season, key))
        duplicates = duplicate_findings(pack, [standing_in(known) for known in group])
        for known, found in zip(group, duplicates, strict=True):
            if known.id in apart:
                others = [one for one in group if one.id != known.id]
                found = _own_duplicates(pack, standing_in(known), others, apart[known.id])
            if (
                State(known.state) in OPEN_FOR_WORK
                and not known.is_away
                and _say_duplicates(unit, pack, known.id, found)
            ):
                touched.add(known.id)
    return touched


def count_again(unit: UnitOfWork, application: Application) -> frozenset[int]:
    """After a case was ended or reopened: says anew of its applicant's others whether they are too many, if that is
    counted at all; the cases said otherwise of.
    """
    pack = unit.packs.by_hash(application.pack.sha256)
    if not pack.limits.counts_projects:
        return frozenset()
    return frozenset(refresh_duplicates(unit, pack, {applicant_key(application.values)}))


def _kept_apart(unit: UnitOfWork) -> dict[int, set[int]]:
    """For each case those of which an officer said that they are another one."""
    apart: dict[int, set[int]] = {}
    for one in unit.pairings.all():
        if one.verdict is PairVerdict.NOT_SAME:
            apart.setdefault(one.paper_id, set()).add(one.online_id)
            apart.setdefault(one.online_id, set()).add(one.paper_id)
    return apart


def _own_duplicates(
    pack: NoticePack, values: Mapping[str, str], others: Sequence[KnownCase], apart: set[int]
) -> tuple[Finding, ...]:
    """What is found of one case among others; one kept apart counts as another project, whatever its name."""
    rows = []
    for known in others:
        row = standing_in(known)
        rows.append({**row, "project_name": f"{row['project_name']}#{known.id}"} if known.id in apart else row)
    return duplicate_findings(pack, [values, *rows])[0]


def _say_duplicates(unit: UnitOfWork, pack: NoticePack, case_id: int, found: tuple[Finding, ...]) -> bool:
    """Puts what was found of duplicates in the place of what was said before; whether that is another thing."""
    case = unit.applications.get(case_id)
    former = of_others(pack, case.findings)
    findings = (*(one for one in case.findings if one not in former), *found)
    if findings == case.findings:
        return False
    unit.applications.update(replace(case, findings=findings))
    return True


def standing_in(known: KnownCase) -> dict[str, str]:
    """A case already there as the values that cases are compared by."""
    values = {
        "applicant": known.applicant_key,
        "project_name": known.project_key,
        "project_class": known.project_class,
    }
    return {**values, ENDED: known.state} if State(known.state) in _ENDED else values


def findings_of(unit: UnitOfWork, pack: NoticePack, values: Mapping[str, str], own_id: int) -> tuple[Finding, ...]:
    """What the checks find of a case with these values, duplicates in the library included."""
    key = applicant_key(values)
    group = unit.applications.same_applicant(pack.season, key) if key else []
    others = [known for known in _counted(group) if known.id != own_id]
    apart = _kept_apart(unit).get(own_id, set()) if own_id and others else set()
    return (*precheck(pack, values), *_own_duplicates(pack, values, others, apart))


def _counted(group: Sequence[KnownCase]) -> list[KnownCase]:
    """The cases that count as applications of their own: a paper half that was paired is its online case."""
    return [known for known in group if known.state != State.PAIRED]


#: What no longer counts among the projects a unit applies with.
_ENDED = frozenset({State.WITHDRAWN, State.TRANSFERRED, State.LAPSED})
#: A paper case and an online case of one number are the halves of one application, to be paired.
_HALVES = {Source.PAPER, Source.ONLINE}


def refuse_taken_filing_number(
    unit: UnitOfWork, season: str, values: Mapping[str, str], source: Source, own_id: int = 0
) -> None:
    """Refuses an online filing number that another case has (RefusalError `register.filing_taken`)."""
    filing = values.get("filing_number", "")
    if has_lost_digits(filing):
        return
    others = (one for one in unit.applications.of_filing_number(season, filing) if one.id != own_id)
    taken = next((one for one in others if one.state is not State.PAIRED and {one.source, source} != _HALVES), None)
    if taken is not None:
        raise RefusalError("register.filing_taken", field="filing_number", number=taken.intake_number)
