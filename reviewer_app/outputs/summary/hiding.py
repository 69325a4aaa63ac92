"""Telephone numbers and mail addresses taken out of free text, however they are written; codes and days stay.

A text is looked at in its plain form (NFKC: full-width digits and signs as usual ones), character by character beside
the text as it stands, so that what is not hidden keeps its own signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = "（已隐去）"
#: Between two digits of one number: at most two of these signs. NFKC has made the other widths equal to them.
_GAP = r"[-‐‑‒–—−._·•()\[\] ]{0,2}"
#: A number stands by itself: no letter or digit before or after it; a word for telephones may touch it.
_ALONE_BEFORE, _ALONE_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_NO_DIGIT_BEFORE = r"(?<!\d)"
#: The last digits within a house.
_EXTENSION = r"(?:\s*(?:转|分机|[-—*#]|ext\.?)\s*\d{1,6})?"
_WORD = r"(?:电\s*话|手\s*机|热\s*线|座\s*机|传\s*真|联系方式|联系|致电|拨打|tel|phone|mobile|mob|fax|cell)"


def _digits(count: str) -> str:
    """So many digits more, with signs between them."""
    return rf"(?:{_GAP}\d){count}"


_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_COUNTRY = rf"(?:\(?(?:\+|00)?86\)?{_GAP})?"
_ABROAD = rf"{_ALONE_BEFORE}\(?(?:\+|00)86\)?{_GAP}\(?"
#: Each with its extension: mobiles, landlines with their area, service numbers.
_KINDS = (
    re.compile(rf"{_ALONE_BEFORE}\(?{_COUNTRY}\(?1{_GAP}[3-9]{_digits('{9}')}{_ALONE_AFTER}"),
    re.compile(rf"{_ABROAD}0?[1-9]\d{{1,2}}{_GAP}[2-9]{_digits('{6,7}')}{_EXTENSION}{_ALONE_AFTER}"),
    re.compile(rf"{_ALONE_BEFORE}\(?0\d{{2,3}}{_GAP}[2-9]{_digits('{6,7}')}{_EXTENSION}{_ALONE_AFTER}"),
    re.compile(rf"{_ALONE_BEFORE}[48]00{_GAP}\d{_digits('{6}')}{_EXTENSION}{_ALONE_AFTER}"),
)
#: After a word for telephones numbers of seven digits go as well, and all numbers that follow it in a list.
_SPOKEN = re.compile(
    rf"{_WORD}(?:号码|号)?[^0-9\n。;]{{0,6}}?"
    rf"(?P<first>{_NO_DIGIT_BEFORE}\(?[0-9]{_digits('{6,11}')}{_EXTENSION}{_ALONE_AFTER}"
    rf"(?:\s*[、,;/和或及]\s*[2-9]{_digits('{6,7}')}{_EXTENSION}{_ALONE_AFTER})*)",
    re.IGNORECASE,
)
#: Eight digits alone, in one piece or in two of four: no part of a code or a sum; "GB/T 9704-2012" is a standard.
_EIGHT_BEFORE = r"(?<![0-9A-Za-z.])(?<![0-9A-Za-z]-)"
_SUMS = "[万亿元年]"
_EIGHT_AFTER = rf"(?![0-9A-Za-z])(?!-[0-9A-Za-z]|\.\d|\s*{_SUMS})"
_EIGHT = re.compile(
    rf"{_EIGHT_BEFORE}(?:[2-9]\d{{7}}|(?<![A-Za-z] )[2-9]\d{{3}}[-. ]\d{{4}}){_EXTENSION}{_EIGHT_AFTER}"
)
_WORTH_A_LOOK = re.compile("[0-9@]")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEARS = re.compile(r"(?:19|20)\d\d[-. ](?:19|20)\d\d")


def without_numbers(text: str, *, is_code: bool = False) -> str:
    """A text with mail addresses and telephone numbers taken out; in a column of codes eight digits alone stay."""
    if not _WORTH_A_LOOK.search(unicodedata.normalize("NFKC", text)):
        return text
    plain, places = _plain(text)
    hidden = sorted(_found(plain, is_code))
    if not hidden:
        return text
    shown, last = "", 0
    for start, end in hidden:
        if start >= last:
            shown += text[places[last] : places[start]] + HIDDEN
        last = max(last, end)
    return shown + text[places[last] :]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text's plain form, and for each of its characters (and its end) where it stands in the text."""
    plain, places = "", []
    for place, letter in enumerate(text):
        form = unicodedata.normalize("NFKC", letter)
        plain += form
        places += [place] * len(form)
    return plain, [*places, len(text)]


def _found(plain: str, is_code: bool) -> Iterator[tuple[int, int]]:
    """From where to where each number or address goes."""
    for pattern in (_MAIL, *_KINDS):
        yield from (match.span() for match in pattern.finditer(plain))
    for match in _SPOKEN.finditer(plain):
        if not _is_date(match["first"]):
            yield match.span("first")
    if not is_code:
        yield from (match.span() for match in _EIGHT.finditer(plain) if not _is_date(match.group()))


def _is_date(found: str) -> bool:
    """Whether what was found begins as a day or as two years does."""
    return bool(_DAY.match(re.sub(r"\D", "", found)[:8]) or _YEARS.match(found))
