"""Checks of single values: does a credit code, a telephone, a date, a number, a choice read as what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from reviewer_app.domain.checks.spec import ONE, SOME, operator
from reviewer_app.domain.checks.speech import Check, Found, Maker, Speaker, Values
from reviewer_app.domain.notice import CheckRule, NoticePack
from reviewer_app.domain.values import credit_code
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.domain.values.telephone import is_phone, normalise_phones


@operator("choice_unknown", SOME)
def _choice_unknown(pack: NoticePack, rule: CheckRule) -> Check:
    """A value that is none of its field's choices."""
    speaker = Speaker(pack, rule)
    ready = [(field_id, frozenset((*pack.field(field_id).choices, ""))) for field_id in rule.fields]

    def check(values: Values, found: Found) -> None:
        for field_id, choices in ready:
            value = values.get(field_id, "")
            if value not in choices:
                found.append(speaker.say(field_id, value))

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


@operator("code_division_outside", ONE, ("division",), parameters=("prefixes",))
@operator("code_division_listed", ONE, ("division",), parameters=("divisions",))
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
def _is_telephone(value: str) -> bool:
    """Whether every number in a field is a Shanghai landline or a mobile, in whatever spelling."""
    return is_phone(value) or is_phone(normalise_phones(value))


operator("code_length", ONE, ("length",))(_code_check("length"))
operator("code_charset", ONE, ("characters",))(_code_check("charset"))
operator("code_check_digit", ONE)(_code_check("check_digit"))
operator("code_inner_check", ONE)(_code_check("inner_check"))
operator("phone_format", SOME)(_each_value(_is_telephone))
operator("date_format", SOME)(_each_value(lambda value: parse_date(value) is not None))
operator("number_format", SOME)(_each_value(str.isdecimal))
