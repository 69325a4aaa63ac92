"""The automatic checks of one application: each operator of the closed set, made ready for one rule of a pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

from reviewer_app.domain import credit_code
from reviewer_app.domain.application import Finding
from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.notice import CheckRule, NoticePack
from reviewer_app.domain.telephone import is_phone, normalise_phones
from reviewer_app.domain.values import parse_date

Values = Mapping[str, str]
Found = list[Finding]
#: Looks at one application's normalised values and adds what it finds.
Check = Callable[[Values, Found], None]
Maker = Callable[[NoticePack, CheckRule], Check]

#: A value is quoted in a message up to so many characters.
_QUOTED = 40


class Speaker:
    """Says one check's findings: severity, clause and message of the rule, label of the field."""

    def __init__(self, pack: NoticePack, rule: CheckRule) -> None:
        self._rule = rule
        self._labels = {field.id: field.label for field in pack.fields}

    def say(self, field_id: str, value: str = "", **places: object) -> Finding:
        """A finding about a field."""
        rule, label = self._rule, self._labels[field_id]
        quoted = value if len(value) <= _QUOTED else value[:_QUOTED] + "…"
        message = rule.message.format(label=label, value=quoted, **places)
        return Finding(rule.id, rule.severity, label, rule.clause, message)


def _required(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    ready = [(field.id, speaker.say(field.id)) for field in pack.fields if field.required]

    def check(values: Values, found: Found) -> None:
        for field_id, finding in ready:
            if not values.get(field_id):
                found.append(finding)

    return check


def _required_when(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    ready = [(field_id, speaker.say(field_id)) for field_id in rule.fields]
    conditions = _conditions(rule)

    def check(values: Values, found: Found) -> None:
        if all(values.get(field_id) in wanted for field_id, wanted in conditions):
            found.extend(finding for field_id, finding in ready if not values.get(field_id))

    return check


def _choice_unknown(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    ready = [(field_id, frozenset((*pack.field(field_id).choices, ""))) for field_id in rule.fields]

    def check(values: Values, found: Found) -> None:
        for field_id, choices in ready:
            value = values.get(field_id, "")
            if value not in choices:
                found.append(speaker.say(field_id, value))

    return check


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


def _all_zero(pack: NoticePack, rule: CheckRule) -> Check:
    finding = Speaker(pack, rule).say(rule.fields[0])

    def check(values: Values, found: Found) -> None:
        if all(values.get(field_id, "") in ("", "0") for field_id in rule.fields):
            found.append(finding)

    return check


def _code_check(problem: str) -> Maker:
    """A check for one of the problems that a credit code can have."""

    def make(pack: NoticePack, rule: CheckRule) -> Check:
        speaker = Speaker(pack, rule)
        field_id = rule.fields[0]

        def check(values: Values, found: Found) -> None:
            code = values.get(field_id, "")
            if code and problem in credit_code.problems(code):
                characters = credit_code.foreign_characters(code)
                found.append(speaker.say(field_id, code, length=len(code), characters=characters))

        return check

    return make


def _code_division(pack: NoticePack, rule: CheckRule) -> Check:
    """Divisions that do not begin as they should, or are listed; a code out of shape is not looked at."""
    speaker = Speaker(pack, rule)
    field_id = rule.fields[0]
    parameters = rule.parameters or {}
    prefixes = tuple(parameters.get("prefixes", ()))
    listed = frozenset(parameters.get("divisions", ()))

    def check(values: Values, found: Found) -> None:
        code = values.get(field_id, "")
        if not code or credit_code.problems(code)[:1] in (("length",), ("charset",)):
            return
        division = credit_code.division_of(code)
        if division in listed or (prefixes and not division.startswith(prefixes)):
            found.append(speaker.say(field_id, code, division=division))

    return check


def _each_value(is_right: Callable[[str], bool]) -> Maker:
    """A check that each field, when filled, reads as its kind."""

    def make(pack: NoticePack, rule: CheckRule) -> Check:
        speaker = Speaker(pack, rule)

        def check(values: Values, found: Found) -> None:
            for field_id in rule.fields:
                value = values.get(field_id, "")
                if value and not is_right(value):
                    found.append(speaker.say(field_id, value))

        return check

    return make


@lru_cache(maxsize=8192)
def _is_phone(value: str) -> bool:
    return is_phone(value) or is_phone(normalise_phones(value))


def _dates_order(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    first, last = rule.fields

    def check(values: Values, found: Found) -> None:
        start, end = parse_date(values.get(first, "")), parse_date(values.get(last, ""))
        if start and end and end < start:
            found.append(speaker.say(last, str(end), start=start, end=end))

    return check


def _dates_term(pack: NoticePack, rule: CheckRule) -> Check:
    """The term is the season's months; the end may be the same day of the month or the day before it (四（三）)."""
    speaker = Speaker(pack, rule)
    first, last = rule.fields
    months = pack.limits.term_months

    def check(values: Values, found: Found) -> None:
        start, end = parse_date(values.get(first, "")), parse_date(values.get(last, ""))
        if not start or not end or end < start:
            return
        full = add_months(start, months)
        before = full - timedelta(days=1)
        if end not in (full, before):
            found.append(speaker.say(last, str(end), start=start, end=end, months=months, expected=before))

    return check


def _date_after_deadline(pack: NoticePack, rule: CheckRule) -> Check:
    speaker = Speaker(pack, rule)
    field_id = rule.fields[0]
    deadline = pack.limits.applicant_deadline

    def check(values: Values, found: Found) -> None:
        day = parse_date(values.get(field_id, ""))
        if day and day > deadline:
            found.append(speaker.say(field_id, str(day), deadline=deadline))

    return check


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


MAKERS: Mapping[str, Maker] = {
    "required": _required,
    "required_when": _required_when,
    "choice_unknown": _choice_unknown,
    "code_length": _code_check("length"),
    "code_charset": _code_check("charset"),
    "code_check_digit": _code_check("check_digit"),
    "code_inner_check": _code_check("inner_check"),
    "code_division_outside": _code_division,
    "code_division_listed": _code_division,
    "phone_format": _each_value(_is_phone),
    "date_format": _each_value(lambda value: parse_date(value) is not None),
    "number_format": _each_value(str.isdecimal),
    "dates_order": _dates_order,
    "dates_term": _dates_term,
    "date_after_deadline": _date_after_deadline,
    "all_equal": _all_equal,
    "all_zero": _all_zero,
    "words_only": _words_only,
    "direction_of_sector": _direction_of_sector,
}
"""Operator name → how its check is made ready."""
