"""The value of a field as it was read, and whether it is beyond doubt as far as its kind can be checked."""

from __future__ import annotations

import re

from reviewer_app.domain.notice import FieldKind, FieldRule
from reviewer_app.domain.values import credit_code
from reviewer_app.domain.values.normalised import normalise, parse_date
from reviewer_app.domain.values.telephone import is_phone
from reviewer_app.reading.choices import ticked_choice

#: Letters read from a picture with less confidence than this are asked about.
_SURE = {FieldKind.TEXT: 0.98, FieldKind.LONG: 0.93, FieldKind.CHOICE: 0.8}
_SURE_EXACT = 0.93
#: Nothing tells the letter l from the digit 1 in an address of mail.
_SURE_MAIL = 0.99
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"[A-Za-z]{0,6}[-A-Za-z]*\d{4,24}[-\dA-Za-z]*")
_DOUBTFUL = 0.5


#: A ticked word and whether it is beyond doubt.
Ticked = tuple[str, bool]


def read_value(field: FieldRule, text: str, confidence: float, seen: Ticked | None = None) -> tuple[str, float, bool]:
    """Normalised value, confidence and whether it is sure; an unsure one has at most half the confidence.

    `seen` is the box that is ticked in the picture.
    """
    value, is_right = _value(field, text, seen)
    least = _SURE_MAIL if field.id == "email" else _SURE.get(field.kind, _SURE_EXACT)
    is_sure = is_right and confidence >= least
    return value, round(confidence if is_sure else min(confidence, _DOUBTFUL), 3), is_sure


def _agreed(told: Ticked, seen: Ticked | None) -> Ticked:
    """What the letters and the picture say of a row of boxes, together."""
    if seen is None:
        return told
    if told[0] == seen[0]:
        return told[0], True
    if seen[1] and told[1]:
        return "", False
    return seen if seen[1] or not told[0] else told


def _value(field: FieldRule, text: str, seen: Ticked | None) -> tuple[str, bool]:
    if field.kind is FieldKind.CHOICE and field.choices:
        told = ticked_choice(text, field.choices)
        found = _agreed(told, seen) if told else None
        if found is not None:
            return found
    if field.kind in (FieldKind.CODE, FieldKind.DATE, FieldKind.PHONE, FieldKind.NUMBER) or field.id == "email":
        text = "".join(text.split()) if field.kind is not FieldKind.PHONE else text
    value = normalise(field, text)
    return value, _is_right(field, value)


def _is_right(field: FieldRule, value: str) -> bool:
    """Whether a value passes what its kind can be checked by."""
    if not value:
        return False
    match field.kind:
        case FieldKind.CODE if field.id == "credit_code":
            return not credit_code.problems(value)
        case FieldKind.CODE:
            return _NUMBER.fullmatch(value) is not None
        case FieldKind.DATE:
            return parse_date(value) is not None
        case FieldKind.NUMBER:
            return value.isdecimal() and len(value) <= 4
        case FieldKind.PHONE:
            return is_phone(value)
        case FieldKind.CHOICE:
            return value in field.choices
        case _:
            return field.id != "email" or _EMAIL.fullmatch(value) is not None
