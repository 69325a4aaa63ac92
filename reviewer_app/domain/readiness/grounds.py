"""What an answer 符合 rests on: findings, fields, comparisons, copies, look-ups; and where they do not carry it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer_app.domain.application import Finding, PaperCopy
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.evidence.comparison import compared_count, compared_fields
from reviewer_app.domain.evidence.look_ups import Lack, LookUp, LookUpResult, lacks_of, look_ups_for
from reviewer_app.domain.notice import ChecklistRule, SettledBy, Severity
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.outside.consultations import disagreeing
from reviewer_app.domain.readiness.facts import CaseFacts
from reviewer_app.domain.readiness.points import Place, PlaceKind, Point, PointForce

#: Once the parcel is packed a look-up is not made again.
_AGE_COUNTS = (ReadinessAct.SUBMIT, ReadinessAct.SIGN_OFF, ReadinessAct.BATCH, ReadinessAct.SEAL)


def against_met(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """What stands against the points answered 符合 in a recommendation."""
    if not facts.recommends:
        return
    for rule in rules_for(facts.pack, facts.values):
        if facts.verdict(rule) is Verdict.MET:
            yield from _against_findings(facts, rule)
            if facts.is_key(rule):
                yield from _against_empty(facts, rule)
            if rule.settled_by is SettledBy.COMPARISON:
                yield from _against_comparisons(facts, rule)
            if rule.needs_view:
                yield from _against_views(facts, rule)


def _against_findings(facts: CaseFacts, rule: ChecklistRule) -> Iterator[Point]:
    """Block findings against any point; against a key point the weaker ones too: field empty, direction outside."""
    for finding in facts.findings:
        weighs = finding.severity is Severity.BLOCK or (facts.is_key(rule) and finding.severity is Severity.WARN)
        if weighs and finding.id in rule.hints and _speaks_of(facts, rule, finding):
            values = {**_words(rule), "message": finding.message}
            name = f"finding:{rule.id}:{finding.id}:{finding.field}"
            yield _reason(name, "met_against_finding", values, Place(PlaceKind.ITEM, rule.id))


def _speaks_of(facts: CaseFacts, rule: ChecklistRule, finding: Finding) -> bool:
    """A finding that several points have as their hint belongs to those that show its field, if any of them does."""
    hinted = [one for one in rules_for(facts.pack, facts.values) if finding.id in one.hints]
    showing = [one for one in hinted if finding.field in _labels(facts, one)]
    return rule in (showing or hinted)


def _against_empty(facts: CaseFacts, rule: ChecklistRule) -> Iterator[Point]:
    """A key point met although none of the fields it is read from holds anything."""
    if rule.shows and not any(facts.values.get(name, "").strip() for name in rule.shows):
        values = {**_words(rule), "fields": "、".join(_labels(facts, rule))}
        yield _reason(f"empty:{rule.id}", "key_field_empty", values, Place(PlaceKind.ITEM, rule.id))


def _against_comparisons(facts: CaseFacts, rule: ChecklistRule) -> Iterator[Point]:
    fields = compared_fields(facts.pack, facts.values, facts.comparisons)
    for one in fields:
        if one.found is not None and not one.found.is_same:
            values = {
                **_words(rule),
                "field": one.label,
                "paper": one.paper_said,
                "online": one.online or "空",
            }
            place = Place(PlaceKind.COMPARISON, one.field_id)
            yield _reason(f"differs:{one.field_id}", "met_though_differing", values, place)
    missing = len(fields) - compared_count(fields)
    if missing:
        first = next(one.field_id for one in fields if one.found is None)
        values = {"count": str(missing), "total": str(len(fields))}
        place = Place(PlaceKind.COMPARISON, first)
        yield Point("uncompared", PointForce.NOTE, "readiness.uncompared", values, place)


def _against_views(facts: CaseFacts, rule: ChecklistRule) -> Iterator[Point]:
    """Departments that did not agree, each with a reason of its own; those that have not replied are told."""
    place = Place(PlaceKind.ITEM, rule.id)
    for name in disagreeing(facts.consultations):
        yield _reason(f"view:{rule.id}:{name}", "view_against", {**_words(rule), "department": name}, place)
    for one in facts.consultations:
        if one.is_open:
            values = {**_words(rule), "department": one.department}
            yield Point(
                f"view:{rule.id}:{one.number}:awaited", PointForce.NOTE, "readiness.view_awaited", values, place
            )


def copies(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """Copies not there, without a seal or under another unit's, while the material is not answered 不符合 for it."""
    if not facts.recommends:
        return
    recorded = {copy.number: copy for copy in facts.papers}
    wanted = range(1, facts.pack.limits.copies_required + 1)
    for number in sorted({*wanted, *(copy.number for copy in facts.papers if copy.is_received)}):
        copy, values = recorded.get(number, PaperCopy(number)), {"number": str(number)}
        place = Place(PlaceKind.COPY, str(number))
        if not copy.is_received:
            if not _is_said(facts, ".copies"):
                yield _reason(f"copies:{number}:missing", "copy_missing", values, place)
        elif not copy.is_sealed:
            if not _is_said(facts, ".seal"):
                yield _reason(f"copies:{number}:unsealed", "copy_unsealed", values, place)
        elif not copy.seal_name.strip():
            yield Point(f"copies:{number}:unnamed", PointForce.NOTE, "readiness.copy_seal_unnamed", values, place)
        elif _unit(copy.seal_name) != _unit(facts.values.get("applicant", "")) and not _is_said(facts, ".seal"):
            said = {**values, "seal": copy.seal_name, "applicant": facts.values.get("applicant", "") or "空"}
            yield _reason(f"copies:{number}:other_seal:{copy.seal_name}", "copy_other_seal", said, place)


def _is_said(facts: CaseFacts, ending: str) -> bool:
    """Whether the point for it says 不符合 already: its own reason is asked for, and one is enough."""
    rules = [rule for rule in rules_for(facts.pack, facts.values) if rule.id.endswith(ending)]
    return any(facts.verdict(rule) is Verdict.NOT_MET for rule in rules)


def _unit(name: str) -> str:
    return applicant_key({"applicant": name})


def look_ups(facts: CaseFacts, act: ReadinessAct) -> Iterator[Point]:
    """Points met that need a look-up and have none, one that covers too little, is too old, or found something."""
    if not facts.recommends:
        return
    for rule in rules_for(facts.pack, facts.values):
        if facts.verdict(rule) is Verdict.MET:
            for lack in _lacks(facts, rule, facts.look_ups):
                if lack is not Lack.TOO_OLD or act in _AGE_COUNTS:
                    yield from _against_look_ups(facts, rule, lack)


def _against_look_ups(facts: CaseFacts, rule: ChecklistRule, lack: Lack) -> Iterator[Point]:
    """The points of one lack; each hit and each unclear result is a point of its own."""
    made = sorted(look_ups_for(facts.look_ups, rule.id), key=lambda one: one.found.on)
    place, name = Place(PlaceKind.LOOK_UP, rule.id), f"look_up:{rule.id}"
    if not made:
        yield _reason(f"{name}:missing", "look_up_missing", _words(rule), place)
        return
    newest = made[-1].found.on
    words = {**_words(rule), "on": chinese_date(newest)}
    if lack is Lack.NOT_COVERING:
        window = {"start": chinese_date(facts.window.start), "end": chinese_date(facts.window.end)}
        yield _reason(f"{name}:short", "look_up_short", words | window, place)
    elif lack is Lack.TOO_OLD:
        days = {"days": str((facts.today - newest).days), "limit": str(facts.pack.limits.look_up_days)}
        yield _reason(f"{name}:old:{newest}", "look_up_old", words | days, place)
    else:
        clean = [one for one in made if one.found.result is LookUpResult.NOTHING_FOUND]
        for one in made:
            if one not in clean and lack in _lacks(facts, rule, [one, *clean]):
                said = {**_words(rule), "site": one.found.site, "on": chinese_date(one.found.on)}
                yield _reason(f"{name}:{lack.value}:{one.id}", f"look_up_{lack.value}", said, place)


def _lacks(facts: CaseFacts, rule: ChecklistRule, made: Sequence[LookUp]) -> tuple[Lack, ...]:
    return lacks_of(made, rule, facts.window, facts.pack.limits.look_up_days, facts.today)


def own_lists(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """Lines of the bureau's own lists at points answered 符合: whether they speak of the unit, a person says."""
    if not facts.recommends:
        return
    for rule in rules_for(facts.pack, facts.values):
        for hit in facts.list_hits.get(rule.id, ()) if facts.verdict(rule) is Verdict.MET else ():
            values = {**_words(rule), "message": hit.sentence(facts.window)}
            name = f"own_list:{rule.id}:{hit.list_id}:{hit.row.number}"
            yield _reason(name, "own_list", values, Place(PlaceKind.LOOK_UP, rule.id))


def _reason(name: str, what: str, values: dict[str, str], place: Place) -> Point:
    return Point(name, PointForce.REASON, f"readiness.{what}", values, place)


def _words(rule: ChecklistRule) -> dict[str, str]:
    return {"clause": rule.clause, "title": rule.title}


def _labels(facts: CaseFacts, rule: ChecklistRule) -> list[str]:
    return [facts.pack.label(name) for name in rule.shows]
