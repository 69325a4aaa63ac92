"""The checks of one application as a whole: what is missing, what does not go together, which dates cannot be."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from reviewer_app.domain.checks.spec import NONE, ONE, SOME, TWO, operator
from reviewer_app.domain.checks.speech import Check, Found, Speaker, Values
from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.notice import CheckRule, NoticePack
from reviewer_app.domain.values.normalised import parse_date


@operator("required", NONE)
def _required(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    ready = [(field.id, speaker.say(field.id)) for field in pack.fields if field.required]

    def check(values: Values, found: Found) -> None:
        for field_id, finding in ready:
            if not values.get(field_id):
                found.append(finding)

    return check


@operator("required_when", SOME, has_conditions=True)
def _required_when(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    ready = [(field_id, speaker.say(field_id)) for field_id in rule.fields]
    conditions = _conditions(rule)

    def check(values: Values, found: Found) -> None:
        if all(values.get(field_id) in wanted for field_id, wanted in conditions):
            found.extend(finding for field_id, finding in ready if not values.get(field_id))

    return check


@operator("all_equal", ONE, has_conditions=True)
def _all_equal(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    conditions = _conditions(rule)
    field_id = rule.fields[0]

    def check(values: Values, found: Found) -> None:
        for condition_field, wanted in conditions:
            if values.get(condition_field) not in wanted:
                return
        found.append(speaker.say(field_id, values.get(field_id, "")))

    return check


@operator("all_zero", SOME)
def _all_zero(pack: NoticePack, rule: CheckRule) -> Check:
    finding = Speaker(pack, rule).say(rule.fields[0])

    def check(values: Values, found: Found) -> None:
        if all(values.get(field_id, "") in ("", "0") for field_id in rule.fields):
            found.append(finding)

    return check


@operator("dates_order", TWO, ("start", "end"))
def _dates_order(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    first, last = rule.fields

    def check(values: Values, found: Found) -> None:
        start, end = parse_date(values.get(first, "")), parse_date(values.get(last, ""))
        if start and end and end < start:
            found.append(speaker.say(last, str(end), start=start, end=end))

    return check


@operator("dates_term", TWO, ("start", "end", "months", "expected"))
def _dates_term(pack: NoticePack, rule: CheckRule) -> Check:
    """The term is the months of the class; the end may be the same day of the month or the day before it (四（三）)."""
    speaker = Speaker(pack, rule)
    first, last = rule.fields
    limits = pack.limits

    def check(values: Values, found: Found) -> None:
        start, end = parse_date(values.get(first, "")), parse_date(values.get(last, ""))
        if not start or not end or end < start:
            return
        months = limits.term_of(values)
        full = add_months(start, months)
        before = full - timedelta(days=1)
        if end not in (full, before):
            found.append(speaker.say(last, str(end), start=start, end=end, months=months, expected=before))

    return check


@operator("date_after_deadline", ONE, ("deadline",))
def _date_after_deadline(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    field_id = rule.fields[0]

    def check(values: Values, found: Found) -> None:
        day, (deadline, _) = parse_date(values.get(field_id, "")), pack.limits.deadlines_of(values)
        if day and day > deadline:
            found.append(speaker.say(field_id, str(day), deadline=deadline))

    return check


@operator("words_only", SOME, ("word",), parameters=("words", "unless"))
def _words_only(pack: NoticePack, rule: CheckRule) -> Check:
    """A field that names inner matters and nothing beyond the organisation (二（四）); said once."""
    speaker = Speaker(pack, rule)
    parameters = rule.parameters or {}
    words = [word for name in parameters["words"] for word in pack.words[name]]
    unless = [word for name in parameters["unless"] for word in pack.words[name]]

    def check(values: Values, found: Found) -> None:
        for field_id in rule.fields:
            text = values.get(field_id, "")
            named = [word for word in words if word in text]
            if named and not any(word in text for word in unless):
                found.append(speaker.say(field_id, text, word=named[0]))
                return

    return check


@operator("direction_of_sector", TWO, ("sector",))
def _direction_of_sector(pack: NoticePack, rule: CheckRule) -> Check:
    """A direction outside its sector's list; free text after 其他 is allowed, an unknown sector has no list."""
    speaker = Speaker(pack, rule)
    direction_field, sector_field = rule.fields
    entries = {sector: frozenset(pack.directions_of(sector)) for sector in pack.sectors}
    other = tuple(pack.words.get("direction_other", ()))

    @lru_cache(maxsize=4096)
    def is_listed(sector: str, direction: str) -> bool:
        listed = entries[sector]
        parts = [part for part in _parts(direction) if part]
        return direction in listed or all(part in listed or part.startswith(other) for part in parts)

    def check(values: Values, found: Found) -> None:
        direction, sector = values.get(direction_field, ""), values.get(sector_field, "")
        if direction and sector in entries and not is_listed(sector, direction):
            found.append(speaker.say(direction_field, direction, sector=sector))

    return check


def _parts(text: str) -> list[str]:
    """Several directions written in one field."""
    for sign in "；;,，\n":
        text = text.replace(sign, "、")
    return [part.strip().removesuffix("等") for part in text.split("、")]


def _conditions(rule: CheckRule) -> list[tuple[str, frozenset[str]]]:
    return [(field_id, frozenset(wanted)) for field_id, wanted in (rule.parameters or {}).items()]
