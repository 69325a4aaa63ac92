"""Telephone numbers of Shanghai: landlines of eight digits with or without 021 and extension, and mobiles."""

from __future__ import annotations

import re
import unicodedata

#: Several numbers in one field stand apart by these.
_BETWEEN = re.compile(r"[、；;，,/／\n\r]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－～~", "-"))
_LANDLINE = re.compile(
    r"(?:(?:\+86|0086)-?(?:\(?0?21\)?-?)?|\(?(021)\)?-?)?"
    r"([2-9]\d{3})-?(\d{4})"
    r"(?:\(?(?:转?分机号?|转|-|\*):?(\d{1,6})(?:分机)?\)?)?"
)
#: A number cell drops the zero of 021.
_ZERO_LOST = re.compile(r"21[2-9]\d{7}")
_MOBILE = re.compile(r"(?:(?:\+86|0086)-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})")
_CLEAN = re.compile(r"(?:(?:(?:021-)?[2-9]\d{7}(?:转\d{1,6})?|1[3-9]\d{9})(?:、|$))+")


def normalise_phones(raw: str) -> str:
    """The numbers of a field in one spelling (021-64220000转2527), joined by 、; what is no number stays as written."""
    text = raw.strip()
    if is_phone(text) and not text.endswith("、"):
        return text
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return "、".join(number for part in parts for number in _numbers(part))


def is_phone(text: str) -> bool:
    """Whether every number of a normalised field is a Shanghai landline or a mobile."""
    return _CLEAN.fullmatch(text) is not None


def _numbers(part: str) -> list[str]:
    """The numbers of one part; a blank inside a number is dropped, between two numbers it parts them."""
    whole = _one("".join(part.split()))
    if whole:
        return [whole]
    pieces = [_one(piece) for piece in part.split()]
    found = [piece for piece in pieces if piece]
    return found if len(found) == len(pieces) else [" ".join(part.split())]


def _one(text: str) -> str:
    """One number in its plain spelling, or nothing."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if _ZERO_LOST.fullmatch(plain):
        plain = f"0{plain}"
    mobile = _MOBILE.fullmatch(plain)
    if mobile:
        return "".join(mobile.groups())
    landline = _LANDLINE.fullmatch(plain)
    if not landline:
        return ""
    area = "021-" if landline[1] else ""
    extension = f"转{landline[4]}" if landline[4] else ""
    return f"{area}{landline[2]}{landline[3]}{extension}"
