"""Checking a case against the notice: papers, answers, notes, files as evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Keeping, PaperCopy, evidence_purpose
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checklist import Answer, Evidence, Verdict, lacking_parts, marked, plain_end
from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import Adopted, Comparison, compared_fields, paper_box
from reviewer_app.domain.evidence.scans import doubted_fields, gone_scans, is_paper_seen, lost_grounds
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.notice import ChecklistRule
from reviewer_app.domain.readiness import Ground, may_be_settled, settled_points
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.domain.steps.parts import answer_part, comparison_part
from reviewer_app.domain.steps.trace import Trace, value_parts
from reviewer_app.domain.values.normalised import normalise, one_line
from reviewer_app.services.cases.draft_keeping import clear_used
from reviewer_app.services.cases.history import answer_before_marks, compared_of, history_of
from reviewer_app.services.cases.permissions import (
    SeenFields,
    SeenPoints,
    require,
    require_fields_seen,
    require_pack,
    require_seen,
)
from reviewer_app.services.cases.readying import facts_of
from reviewer_app.services.cases.recording import begun, move, put_copies, record
from reviewer_app.services.cases.registering import refresh_duplicates, refuse_too_long, rewritten
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: No applicant hands in more.
_MOST_COPIES, _MOST_PAGES = 99, 9999


def begin_checking(unit: UnitOfWork, case_id: int) -> Changes:
    """Takes a registered (or returned) case into checking."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.BEGIN_CHECKING)
    move(unit, application, State.CHECKING, EventAct.CHECKING_BEGUN)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def begin_review(unit: UnitOfWork, case_id: int) -> Changes:
    """Takes a checked case into the preliminary review."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.BEGIN_REVIEW)
    move(unit, application, State.REVIEWING, EventAct.REVIEW_BEGUN)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def answer_item(
    unit: UnitOfWork, case_id: int, rule_id: str, verdict: Verdict, seen: SeenPoints | None = None
) -> Changes:
    """Answers one point of the checklist; the first answer on a registered case begins its checking.

    Raises RefusalError `answer.against_record` where the record says the point is met and no reason is written,
    `answer.other_pack` and `answer.changed_elsewhere` where the point is another by now than the one that was seen.
    """
    require_seen(unit, case_id, (rule_id,), seen)
    return _answer(unit, case_id, rule_id, verdict, settled_of(unit, case_id, (rule_id,)).get(rule_id))


def mark_part(
    unit: UnitOfWork, case_id: int, rule_id: str, part_id: str, is_lacking: bool, seen: SeenPoints | None = None
) -> Changes:
    """Marks one sub-point of a point as lacking, or not any more; the point's answer follows its marks.

    Raises RefusalError `answer.no_part`, `answer.against_record`, `answer.other_pack`, `answer.changed_elsewhere`.
    """
    require_seen(unit, case_id, (rule_id,), seen)
    rule = _with_part(unit, case_id, rule_id, part_id)
    former = unit.answers.of(case_id).get(rule_id, Answer(rule_id))
    before = answer_before_marks(unit, case_id, former) if not is_lacking else Verdict.UNDECIDED
    answer = marked(rule, former, part_id, is_lacking, before)
    if answer == former:
        require(unit.actor, unit.applications.get(case_id), Act.ANSWER)
        return Changes(frozenset())
    ground = settled_of(unit, case_id, (rule_id,)).get(rule_id)
    refuse_against_record(ground, answer.verdict, former.note)
    said = _said_from_record(answer.verdict, ground)
    missing = "；".join(plain_end(one.lacking) for one in lacking_parts(rule, answer))
    if missing:
        said = sentence("answer.lacking_said", {"verdict": answer.verdict.label, "missing": missing})
    return _write_answer(
        unit, case_id, rule_id, EventAct.ANSWERED, said, lambda now: marked(rule, now, part_id, is_lacking, before)
    )


def _with_part(unit: UnitOfWork, case_id: int, rule_id: str, part_id: str) -> ChecklistRule:
    """The point of a case that has such a sub-point; RefusalError `answer.no_part`."""
    rule = unit.packs.by_hash(unit.applications.get(case_id).pack.sha256).rule(rule_id)
    if rule.part(part_id) is None:
        raise RefusalError("answer.no_part", title=rule.title)
    return rule


def answer_together(unit: UnitOfWork, case_id: int, rule_ids: Sequence[str], seen: SeenPoints | None = None) -> Changes:
    """Answers several points as met, each on record by itself; the caller has shown each of them."""
    require_seen(unit, case_id, rule_ids, seen)
    grounds, together = settled_of(unit, case_id, rule_ids), unit.events.head()
    made = [_answer(unit, case_id, rule_id, Verdict.MET, grounds.get(rule_id), together) for rule_id in rule_ids]
    return Changes(frozenset().union(*(changes.nouns for changes in made)), frozenset({case_id}))


def settled_of(unit: UnitOfWork, case_id: int, rule_ids: Sequence[str]) -> dict[str, Ground]:
    """What the record settles of some points; nothing is read for those it never does."""
    if not any(map(may_be_settled, rule_ids)):
        return {}
    return settled_points(facts_of(unit, unit.applications.get(case_id)))


def refuse_against_record(ground: Ground | None, verdict: Verdict, note: str) -> None:
    """Refuses an answer against what the record says without a reason (RefusalError `answer.against_record`)."""
    if ground is not None and verdict in (Verdict.NOT_MET, Verdict.NOT_APPLICABLE) and not note.strip():
        raise RefusalError("answer.against_record", ground=sentence(ground.code, ground.values))


def _answer(
    unit: UnitOfWork, case_id: int, rule_id: str, verdict: Verdict, ground: Ground | None, together: str = ""
) -> Changes:
    if ground is not None and verdict is not Verdict.MET:
        former = unit.answers.of(case_id).get(rule_id)
        refuse_against_record(ground, verdict, former.note if former is not None else "")
    said = _said_from_record(verdict, ground)
    return _write_answer(
        unit, case_id, rule_id, EventAct.ANSWERED, said, lambda answer: answer.decided(verdict), together
    )


def _said_from_record(verdict: Verdict, ground: Ground | None) -> str:
    """The answer in words, with what of the record bears it out."""
    if ground is None or verdict is not Verdict.MET:
        return verdict.label
    return f"{verdict.label}（由记录得出：{sentence(ground.code, ground.values)}）"


def note_item(unit: UnitOfWork, case_id: int, rule_id: str, note: str, seen: SeenPoints | None = None) -> Changes:
    """Writes the explanation beside an answer.

    Raises RefusalError `answer.other_pack`, `text.too_long`,
    `note.changed_elsewhere` where another person wrote one since it was seen.
    """
    text = note.strip()
    check_length(text, TextKind.NOTE, "note")
    if seen is not None:
        require_pack(unit, case_id, seen)
        stands, looked_at = unit.answers.of(case_id).get(rule_id), seen.answers.get(rule_id)
        former = looked_at.note if looked_at is not None else ""
        if stands is not None and stands.note not in (former, text) and stands.by != unit.actor.name:
            raise RefusalError("note.changed_elsewhere", name=stands.by, note=stands.note or "（空）")
    clear_used(unit, case_id, DraftBoxes.NOTE.of(rule_id), (note,))
    return _write_answer(unit, case_id, rule_id, EventAct.NOTED, text, lambda answer: replace(answer, note=text))


def attach_evidence(
    unit: UnitOfWork, case_id: int, rule_id: str, name: str, content: bytes, page: int = 0, part_id: str = ""
) -> Changes:
    """Keeps a file as evidence of an answer, or of one sub-point, with the page that shows it.

    Raises RefusalError `answer.no_part`.
    """
    require(unit.actor, unit.applications.get(case_id), Act.ANSWER)
    part = _with_part(unit, case_id, rule_id, part_id).part(part_id) if part_id else None
    kept = unit.attachments.add(case_id, name, content, evidence_purpose(rule_id))
    evidence = Evidence(sha256=kept.sha256, name=name, page=page, part=part_id)
    said = f"{name}（{part.point}）" if part else name
    return _write_answer(unit, case_id, rule_id, EventAct.EVIDENCE_ADDED, said, _adding(evidence))


def record_view(unit: UnitOfWork, case_id: int, rule_id: str, department: str, on: date, view: str) -> Changes:
    """Records another department's written view (三（四）) as evidence of an answer: who, on which day, in what words.

    Raises RefusalError `view.not_asked` on a point that rests on no such view, `view.incomplete`, `view.in_future`,
    `text.too_long`.
    """
    evidence = Evidence(view_of=one_line(department).strip(), viewed_on=on, view=one_line(view).strip())
    if not unit.packs.by_hash(unit.applications.get(case_id).pack.sha256).rule(rule_id).needs_view:
        raise RefusalError("view.not_asked")
    if not evidence.view_of or not evidence.view:
        raise RefusalError("view.incomplete")
    check_length(evidence.view_of, TextKind.NAME, "department")
    check_length(evidence.view, TextKind.VIEW, "view")
    if on > unit.today:
        raise RefusalError("view.in_future", day=on, today=unit.today)
    unit.drafts.clear(case_id, DraftBoxes.LOOKUP.of(rule_id))
    said = f"{evidence.view_of} {on}：{evidence.view}"
    return _write_answer(unit, case_id, rule_id, EventAct.VIEW_RECORDED, said, _adding(evidence))


def record_paper(unit: UnitOfWork, case_id: int, copy: PaperCopy, seen: PaperCopy | None = None) -> Changes:
    """Records one paper copy: received, sealed by whom, pages, where it lies (五（二）); `seen` is how it stood before.

    Raises RefusalError `paper_copy.number`, `paper_copy.pages` for a copy that cannot be,
    `paper_copy.changed_elsewhere` for one that is recorded otherwise by now than it was seen.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    if not 1 <= copy.number <= _MOST_COPIES:
        raise RefusalError("paper_copy.number", number=copy.number, most=_MOST_COPIES)
    if not 0 <= copy.pages <= _MOST_PAGES:
        raise RefusalError("paper_copy.pages", field="pages", pages=copy.pages, most=_MOST_PAGES)
    written = _with_day(unit, case_id, copy)
    stands = next((one for one in unit.papers.of(case_id) if one.number == copy.number), None)
    if written == stands:
        return Changes(frozenset())
    if seen is not None and seen != (stands or PaperCopy(copy.number)):
        raise RefusalError("paper_copy.changed_elsewhere", number=copy.number)
    application, trace = put_copies(unit, application, [written])
    seal = f"已盖章 {copy.seal_name}".strip() if copy.is_sealed else "未盖章"
    said = f"{'已收到' if copy.is_received else '未收到'}，{seal}，{copy.pages} 页"
    if copy.is_received and copy.keeping is not Keeping.SHELF:
        said += f"，{copy.keeping.label} {copy.keeper}".rstrip()
    detail = {f"第{copy.number}份": said, RecordKey.STORED_AT: copy.place}
    record(unit, application, EventAct.PAPER_RECORDED, detail=detail, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def _with_day(unit: UnitOfWork, case_id: int, copy: PaperCopy) -> PaperCopy:
    """The copy with the day it came and who took it in; what is on record already of one that is here stands."""
    if not copy.is_received:
        return PaperCopy(copy.number)
    if copy.received_on is not None:
        return copy
    before = next((one for one in unit.papers.of(case_id) if one.number == copy.number), PaperCopy(copy.number))
    if before.is_received:
        return replace(copy, received_on=before.received_on, received_by=before.received_by)
    return replace(copy, received_on=unit.today, received_by=unit.actor.name)


def record_comparison(
    unit: UnitOfWork, case_id: int, field_id: str, is_same: bool, paper: str = "", seen: SeenFields | None = None
) -> Changes:
    """Records whether a field of the paper agrees with the online record, and what it says if not (五（二）).

    Raises RefusalError as `require_fields_seen`, `comparison.no_paper` without paper or scan, `text.too_long`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    if seen is not None:
        require_fields_seen(unit, application, [compared_of(unit, application)[field_id]], seen)
    field = unit.packs.by_hash(application.pack.sha256).field(field_id)
    _require_paper(unit, case_id)
    check_length(paper, TextKind.ON_PAPER, field_id)
    unit.drafts.clear(case_id, paper_box(field_id))
    found = Comparison(field_id, is_same, "" if is_same else paper.strip(), unit.actor.name, unit.now)
    compared = unit.comparisons.of(case_id)
    former = compared.get(field_id)
    if found.agrees_with(former) and not _lost_its_ground(unit, application, compared, field_id):
        return Changes(frozenset())
    working = begun(unit, application)
    unit.comparisons.put(case_id, found)
    trace = Trace((comparison_part(former, found),))
    record(unit, working, EventAct.COMPARED, detail={field.label: found.finding}, trace=trace)
    return _changed_by_work(application, working)


def _lost_its_ground(
    unit: UnitOfWork, application: Application, former: Mapping[str, Comparison], field_id: str
) -> bool:
    """Whether a machine found a field equal on a scan that was taken away since."""
    gone = gone_scans(unit.attachments.of(application.id))
    readings = unit.scans.readings(application.id) if gone else ()
    if not readings:
        return False
    pack = unit.packs.by_hash(application.pack.sha256)
    fields, events = compared_fields(pack, application.values, former), history_of(unit, application)
    lost = lost_grounds(readings, gone, fields, standing_entries(events), application.values)
    return any(one.field_id == field_id for one in lost)


def record_rest_same(unit: UnitOfWork, case_id: int, seen: SeenFields | None = None) -> Changes:
    """Records in one act that paper and online agree in every field that nobody has looked at yet (五（二）).

    A field of which other words of the paper stand typed or laid ready, or whose machine reading waits for an officer,
    is an exception and stays open. Raises RefusalError as `require_fields_seen`, `comparison.no_paper` without paper
    or scan.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    drafts = unit.drafts.of(case_id)
    pack = unit.packs.by_hash(application.pack.sha256)
    compared = compared_fields(pack, application.values, unit.comparisons.of(case_id))
    files = unit.attachments.of(case_id)
    gone = gone_scans(files)
    doubted = doubted_fields(one for one in unit.scans.readings(case_id) if one.sha256 not in gone)
    is_exception = {one.field_id for one in compared if paper_box(one.field_id) in drafts} | doubted
    fields = [one for one in compared if one.found is None and one.field_id not in is_exception]
    if not fields:
        return Changes(frozenset())
    require_fields_seen(unit, application, fields, seen)
    _require_paper(unit, case_id)
    working = begun(unit, application)
    found = [Comparison(field.field_id, True, "", unit.actor.name, unit.now) for field in fields]
    for one in found:
        unit.comparisons.put(case_id, one)
    said, trace = Comparison("", True).finding, Trace(tuple(comparison_part(None, one) for one in found))
    record(unit, working, EventAct.COMPARED, detail={field.label: said for field in fields}, trace=trace)
    return _changed_by_work(application, working)


def _require_paper(unit: UnitOfWork, case_id: int) -> None:
    if not is_paper_seen(unit.papers.of(case_id), unit.attachments.of(case_id)):
        raise RefusalError("comparison.no_paper")


def settle_difference(
    unit: UnitOfWork,
    case_id: int,
    field_id: str,
    adopted: Adopted,
    reason: str,
    value: str = "",
    seen: SeenFields | None = None,
) -> Changes:
    """Records which value holds where paper and online differ, and why; the case has that value from then on.

    What a field chooses from a list stays within it. Raises RefusalError as `require_fields_seen`, and
    `comparison.not_differing`, `….no_paper_words`, `….no_value`, `….not_a_choice`, `….no_reason`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    pack = unit.packs.by_hash(application.pack.sha256)
    field = compared_of(unit, application)[field_id]
    require_fields_seen(unit, application, [field], seen)
    why, places = one_line(reason).strip(), {"label": field.label, "adopted": adopted.label}
    if field.found is None or field.found.is_same:
        raise RefusalError("comparison.not_differing", **places)
    if adopted is Adopted.PAPER and not field.found.paper:
        raise RefusalError("comparison.no_paper_words", **places)
    said = {Adopted.ONLINE: field.online, Adopted.PAPER: field.found.paper, Adopted.OTHER: value}[adopted]
    holds = normalise(pack.field(field_id), said) if said else ""
    if adopted is Adopted.OTHER and not holds:
        raise RefusalError("comparison.no_value", **places)
    choices = pack.field(field_id).choices
    if adopted is not Adopted.ONLINE and choices and holds not in choices:
        raise RefusalError("comparison.not_a_choice", value=holds, choices="、".join(choices), **places)
    if not why:
        raise RefusalError("comparison.no_reason", **places)
    refuse_too_long(pack, {field_id: holds}, application.values)
    working, touched = begun(unit, application), {case_id}
    if holds != application.values.get(field_id, ""):
        values = {**application.values, field_id: holds}
        keys = {applicant_key(application.values), applicant_key(values)}
        working = rewritten(unit, working, {name: one for name, one in values.items() if one})
        touched |= refresh_duplicates(unit, pack, keys)
    detail: dict[str, str] = {
        RecordKey.FIELD: field.label,
        RecordKey.ADOPTED: adopted.label,
        RecordKey.ADOPTED_VALUE: holds,
        RecordKey.ONLINE_SAID: field.online,
        RecordKey.PAPER_SAID: field.found.paper,
    }
    trace = Trace(value_parts(application.values, working.values))
    record(unit, working, EventAct.DIFFERENCE_SETTLED, why, detail, trace=trace)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))


def _adding(evidence: Evidence) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, evidence=(*answer.evidence, evidence))


def _write_answer(
    unit: UnitOfWork,
    case_id: int,
    rule_id: str,
    act: EventAct,
    said: str,
    change: Callable[[Answer], Answer],
    together: str = "",
) -> Changes:
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    rule = unit.packs.by_hash(application.pack.sha256).rule(rule_id)
    former = unit.answers.of(case_id).get(rule_id, Answer(rule_id))
    answer = change(former)
    if answer == former:
        return Changes(frozenset())
    working = begun(unit, application)
    given = replace(answer, by=unit.actor.name, at=unit.now)
    unit.answers.put(case_id, given)
    trace = Trace((answer_part(former, given),), together=together)
    record(unit, working, act, detail={f"{rule.clause}{rule.title}": said or "（空）"}, trace=trace)
    return _changed_by_work(application, working)


def _changed_by_work(before: Application, after: Application) -> Changes:
    nouns = (Noun.CASE,) if after.state is before.state else (Noun.QUEUE, Noun.CASE)
    return changed(*nouns, application=after.id)
