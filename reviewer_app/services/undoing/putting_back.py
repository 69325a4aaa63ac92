"""Putting parts of a case back to what an entry kept of them: compared letter for letter first, then written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import paper_box
from reviewer_app.domain.evidence.scans import parted
from reviewer_app.domain.readiness import may_be_settled
from reviewer_app.domain.steps import parts as kept
from reviewer_app.domain.steps.trace import Part, PartKind
from reviewer_app.services.cases.assigning import receiver_of, require_aside, standing_aside
from reviewer_app.services.cases.checking import refuse_against_record, settled_of
from reviewer_app.services.cases.draft_keeping import clear_used
from reviewer_app.services.cases.registering import refresh_duplicates, refuse_taken_filing_number, rewritten
from reviewer_app.services.dispatch.ordering import place_in_order, put_as_it_stood
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Aside

_K = PartKind
Now = Mapping[str, str | None]


def put_back(unit: UnitOfWork, application: Application, parts: Sequence[Part], why: str) -> frozenset[int]:
    """Writes what each part was to become, if each still stands as it was before; the cases that this touched.

    `why` is the reason of a look-up or pin that is withdrawn by it. Nothing is written unless all can be. Raises
    RefusalError `undo.changed_since`, `undo.of_another`, and what the rule of each part says.
    """
    by_kind = require_put_back(unit, application, parts)
    touched = {application.id}
    if by_kind[_K.VALUE]:
        touched |= _write_values(unit, application, by_kind[_K.VALUE])
    for part in by_kind[_K.ANSWER]:
        unit.answers.put(application.id, kept.answer_of(part.name, part.after))
    for part in by_kind[_K.COPY]:
        unit.papers.put(application.id, kept.copy_of(part.name, part.after))
    for part in by_kind[_K.COMPARISON]:
        clear_used(unit, application.id, paper_box(part.name))
        if part.after is None:
            unit.comparisons.take_back(application.id, part.name)
        else:
            unit.comparisons.put(application.id, kept.comparison_of(part.name, part.after))
    for part in by_kind[_K.LOOK_UP]:
        _write_look_up(unit, application.id, part, why)
    for part in by_kind[_K.PIN]:
        _write_pin(unit, application.id, part, why)
    for part in by_kind[_K.ASIDE]:
        _write_aside(unit, application.id, part)
    for part in by_kind[_K.ORDER]:
        put_as_it_stood(unit, application, part.after or "")
    _write_case(unit, application, by_kind)
    return frozenset(touched)


def require_put_back(unit: UnitOfWork, application: Application, parts: Sequence[Part]) -> dict[PartKind, list[Part]]:
    """Refuses what `put_back` would refuse and writes nothing; the parts by kind."""
    by_kind = {kind: [one for one in parts if one.kind is kind] for kind in PartKind}
    _require_unchanged(unit, application, by_kind)
    _require_allowed(unit, application, by_kind)
    return by_kind


def _require_unchanged(unit: UnitOfWork, application: Application, by_kind: Mapping[PartKind, list[Part]]) -> None:
    for kind, parts in by_kind.items():
        now = _READ[kind](unit, application) if parts else {}
        for part in parts:
            found = now.get(part.name)
            if kept.same_order(found, part.before) if kind is PartKind.ORDER else found == part.before:
                continue
            if kind is PartKind.ASIDE and part.before and kept.aside_of(part.before)[0] <= unit.today:
                raise RefusalError("undo.aside_over", until=kept.aside_of(part.before)[0])
            raise RefusalError("undo.changed_since")


def _answers_now(unit: UnitOfWork, application: Application) -> Now:
    return {rule_id: kept.answer_text(answer) for rule_id, answer in unit.answers.of(application.id).items()}


def _copies_now(unit: UnitOfWork, application: Application) -> Now:
    return {str(copy.number): kept.copy_text(copy) for copy in unit.papers.of(application.id)}


def _comparisons_now(unit: UnitOfWork, application: Application) -> Now:
    return {field_id: kept.comparison_text(found) for field_id, found in unit.comparisons.of(application.id).items()}


def _look_ups_now(unit: UnitOfWork, application: Application) -> Now:
    texts = [kept.look_up_text(one) for one in unit.look_ups.of(application.id) if one.is_standing]
    return {kept.name_of(text): text for text in texts}


def _pins_now(unit: UnitOfWork, application: Application) -> Now:
    texts = [kept.pin_text(one) for one in unit.scans.pins(application.id) if one.is_standing]
    return {kept.name_of(text): text for text in texts}


_READ: Mapping[PartKind, Callable[[UnitOfWork, Application], Now]] = {
    _K.VALUE: lambda _unit, application: {name: value or None for name, value in application.values.items()},
    _K.ANSWER: _answers_now,
    _K.COPY: _copies_now,
    _K.COMPARISON: _comparisons_now,
    _K.LOOK_UP: _look_ups_now,
    _K.PIN: _pins_now,
    _K.SOURCE: lambda _unit, application: {"": application.source},
    _K.HANDLER: lambda _unit, application: {"": application.handler},
    _K.ASIDE: lambda unit, application: {"": standing_aside(unit, application)},
    _K.ORDER: lambda unit, application: {"": place_in_order(unit, application)},
}


def _require_allowed(unit: UnitOfWork, application: Application, by_kind: Mapping[PartKind, list[Part]]) -> None:
    """What would be refused if it were done by hand today is refused here too."""
    rule_ids = [part.name for part in by_kind[_K.ANSWER] if may_be_settled(part.name)]
    grounds = settled_of(unit, application.id, rule_ids)
    for part in by_kind[_K.ANSWER]:
        answer = kept.answer_of(part.name, part.after)
        refuse_against_record(grounds.get(part.name), answer.verdict, answer.note)
    for part in by_kind[_K.HANDLER]:
        # A case that nobody handled goes back to nobody.
        if part.after:
            receiver_of(unit, application, part.after)
    for part in by_kind[_K.ASIDE]:
        if part.after is not None:
            require_aside(unit, application, *kept.aside_of(part.after)[:2])
    if by_kind[_K.VALUE]:
        values = _values_after(application, by_kind[_K.VALUE])
        refuse_taken_filing_number(unit, application.season, values, application.source, application.id)
    # What comes back is written by who takes it back: of another's it would say the wrong person.
    authors = [kept.look_up_of(part.after).by for part in by_kind[_K.LOOK_UP] if part.after is not None]
    authors += [kept.pin_of(part.after)[3] for part in by_kind[_K.PIN] if part.after is not None]
    for author in authors:
        if author != unit.actor.name:
            raise RefusalError("undo.of_another", name=author)


def _values_after(application: Application, parts: Sequence[Part]) -> dict[str, str]:
    values = {**application.values, **{part.name: part.after or "" for part in parts}}
    return {name: value for name, value in values.items() if value}


def _write_values(unit: UnitOfWork, application: Application, parts: Sequence[Part]) -> set[int]:
    values = _values_after(application, parts)
    keys = {applicant_key(application.values), applicant_key(values)}
    rewritten(unit, application, values)
    return refresh_duplicates(unit, unit.packs.by_hash(application.pack.sha256), keys)


def _write_look_up(unit: UnitOfWork, case_id: int, part: Part, why: str) -> None:
    if part.after is not None:
        wanted = kept.look_up_of(part.after)
        unit.look_ups.add(case_id, wanted.found, wanted.sha256, wanted.file_name)
        return
    same = [one for one in unit.look_ups.of(case_id) if one.is_standing and kept.look_up_text(one) == part.before]
    unit.look_ups.withdraw(same[-1].id, why)


def _write_pin(unit: UnitOfWork, case_id: int, part: Part, why: str) -> None:
    if part.after is not None:
        point, sha256, place, _by = kept.pin_of(part.after)
        rule_id, sub_point = parted(point)
        unit.scans.pin(case_id, rule_id, sha256, place, sub_point)
        return
    same = [one for one in unit.scans.pins(case_id) if one.is_standing and kept.pin_text(one) == part.before]
    unit.scans.withdraw_pin(same[-1].id, why)


def _write_aside(unit: UnitOfWork, case_id: int, part: Part) -> None:
    if part.after is None:
        unit.asides.end(case_id)
    else:
        unit.asides.put(case_id, Aside(*kept.aside_of(part.after), unit.actor.name, unit.now))


def _write_case(unit: UnitOfWork, case: Application, by_kind: Mapping[PartKind, list[Part]]) -> None:
    """From where the case is known and who handles it."""
    sources, handlers = by_kind[_K.SOURCE], by_kind[_K.HANDLER]
    if not sources and not handlers:
        return
    if not sources and not by_kind[_K.VALUE]:
        unit.applications.pass_on(case, handlers[-1].after or "")
        return
    # With its values it was written already.
    stored = unit.applications.get(case.id) if by_kind[_K.VALUE] else case
    wanted = replace(
        stored,
        source=Source(sources[-1].after or stored.source) if sources else stored.source,
        handler=handlers[-1].after or "" if handlers else stored.handler,
    )
    unit.applications.update(wanted)
