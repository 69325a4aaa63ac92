"""What was typed or exported, made comparable: half width, plain digits, ISO dates, the pack's own words for choices.

A value that cannot be read as its kind stays as it was written, so that the officer sees it and a check can name it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from unicodedata import category

from reviewer_app.domain.notice import FieldKind, FieldRule
from reviewer_app.domain.values import credit_code
from reviewer_app.domain.values.folding import ODD_LETTERS, looks_odd, simplified, visible
from reviewer_app.domain.values.telephone import normalise_phones

#: Signs that carry no meaning in a header: white space, stars, punctuation, quotation marks.
_SIGNS = re.compile(r"[\s*＊★☆·•:：、，,。.;；\"'“”‘’「」《》_\-—–~～/\\|#＃!?？\u200b\ufeff]+")
#: A number in front: "3." "（三）" "四、"; a digit or character that belongs to the word itself is kept.
_NUMBERING = re.compile(r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\)\.、:：]|[①-⑳])\s*")
_BRACKETS = re.compile(r"[\(\[【〔{<][^()\[\]【】〔〕{}<>]*[\)\]】〕}>]")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """A header without white space, numbering and signs, in half width and lower case; words in brackets stay."""
    plain = _plain_header(text)
    return _SIGNS.sub("", re.sub(r"[()\[\]【】〔〕{}<>]", "", plain))


@lru_cache(maxsize=4096)
def bare_header_key(text: str) -> str:
    """The same without what stands in brackets (（盖章）, （必填）, (YYYY-MM-DD)); empty if nothing else is there."""
    return header_key(_BRACKETS.sub("", _plain_header(text)))


def _plain_header(text: str) -> str:
    plain = unicodedata.normalize("NFKC", simplified(visible(text))).strip().casefold().lstrip("*★☆ ")
    return _NUMBERING.sub("", plain)


#: Control characters and breaks end a line or steer a terminal; those of no width turn the order of letters around.
_AS_SPACE, _LEFT_OUT = frozenset({"Cc", "Zl", "Zp"}), frozenset({"Cf", "Cs"})


def one_line(text: str) -> str:
    """The text without what could make it look like other lines, or another text."""
    if text.isprintable():
        return text
    kinds = ((letter, category(letter)) for letter in text)
    return "".join(" " if kind in _AS_SPACE else letter for letter, kind in kinds if kind not in _LEFT_OUT)


Normaliser = Callable[[str], str]

#: Characters that make a text look again: controls, odd blanks, full-width letters and digits, blanks at the ends.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\ufffc\ufffe\uffff"
    "\ud800-\udfff０-９Ａ-Ｚａ-ｚ]|^ | $|  "
)
_UNUSUAL = re.compile(f"{_ODD.pattern}|{ODD_LETTERS}")
_FEW = frozenset({FieldKind.CHOICE, FieldKind.DATE, FieldKind.NUMBER})
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc\ufffe\uffff"
    "\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(" *\n[ \n]*")
_HAN_BREAK = re.compile("(?<=[\u2e80-\uffef]) ?\n ?|\n(?=[\u2e80-\uffef])")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}

#: How spreadsheets guard a number as text: ="0123" and a leading apostrophe.
_GUARD = re.compile(r'^="(.*)"$|^[\'’`](?=\S)', re.DOTALL)
_MOST_LAYERS = 8
_WHOLE_FLOAT = re.compile(r"^(-?\d+)\.0+$")
_SCIENTIFIC = re.compile(r"^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$")

_LOST = re.compile(
    r"[`'\"=]*[+-]?(?P<whole>\d|\d{2,3}(?=[.,]\d+[E×*X]|[E×*X]\+))(?:[.,](?P<part>\d+))?(?:E\+?|[×*X]10\^?\+?)(?P<places>\d{1,3})"
    r"[\"']*"
)
#: A long number as a text, with what programs put around it.
_CUT = re.compile(r"[`'\"=]*([1-9][0-9]{14}0{3,})(?:\.0+)?[\"']*")
#: What every number in powers of ten has, in whatever width.
_POWER = re.compile("[EeＥｅ×*＊XxＸｘ]")
#: Digits beyond the fifteenth are gone where a spreadsheet holds a number.
EXACT_DIGITS = 15

#: Signs written where nothing is to be said; 无 only where the form does not insist.
_NOTHING = frozenset({"`", "/", "-", "--", "---", "—", "——", "－", "–", "\\", "／", "//"})
_NONE_WORDS = frozenset({"无", "无。", "暂无", "没有", "N/A", "n/a", "NA", "NULL", "null", "None", "#N/A"})


def normalise(field: FieldRule, raw: str) -> str:
    """The value of a field as it is stored and compared; unreadable dates, telephones and choices stay as written."""
    return normaliser(field)(raw)


def normaliser(field: FieldRule) -> Normaliser:
    """The function that normalises one field's values: made once per column, for lists of many rows."""
    base = _BY_KIND[field.kind](field)
    nothing: frozenset[str] = frozenset()
    if field.kind not in (FieldKind.CHOICE, FieldKind.NUMBER):
        nothing = _NOTHING if field.required else _NOTHING | _NONE_WORDS

    is_text = field.kind in (FieldKind.TEXT, FieldKind.LONG)

    def normalised(raw: str) -> str:
        # Most cells of a list are plain words: one look tells that there is nothing to do.
        if is_text and _UNUSUAL.search(raw) is None:
            return "" if raw in nothing else raw
        if not raw.isascii() and looks_odd(raw):
            raw = visible(raw)
        value = base(raw)
        # A guard or an odd blank may come to light only when another is gone: go on until nothing changes.
        for _ in range(_MOST_LAYERS if value != raw else 0):
            raw, value = value, base(value)
            if value == raw:
                break
        return "" if value in nothing else value

    # Choices, days and numbers say the same few things over and over.
    return lru_cache(maxsize=4096)(normalised) if field.kind in _FEW else normalised


def plain_text(raw: str) -> str:
    """One line of text: controls out, blanks single, full-width letters and digits half width."""
    if _ODD.search(raw) is None:
        return raw
    return _HAN_BREAK.sub("", long_text(raw)).replace("\n", " ")


def long_text(raw: str) -> str:
    """Text of several lines: as a line, but line breaks stay."""
    if _ODD.search(raw) is None:
        return raw
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", raw)).translate(_WIDE)
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()


def code_text(raw: str) -> str:
    """A code or running number: half width, upper case, no blanks; a number cell's 2024001.0 is 2024001."""
    return credit_code.normalise(unguarded(raw))


def unguarded(raw: str) -> str:
    """The text without a spreadsheet's guard, and a whole number written as a float without its tail."""
    text = raw.strip()
    guard = _GUARD.match(text)
    if guard:
        text = (guard[1] if guard[1] is not None else text[1:]).strip()
    whole = _WHOLE_FLOAT.match(text)
    if whole:
        return whole[1]
    scientific = _SCIENTIFIC.match(text)
    if scientific:
        digits, places = scientific[1] + (scientific[2] or ""), int(scientific[3])
        # 1.38E+10 has lost digits: only a mantissa that carries them all is written out.
        if 15 > places > 0 and len(digits) > places and not digits[places + 1 :].strip("0"):
            return digits[: places + 1]
    return text


def has_lost_digits(text: str) -> bool:
    """Whether a number no longer says all its digits: in powers of ten (2.02405E+17), or with zeros for the last."""
    if _POWER.search(text) is None:
        return _ends_in_zeros(text)
    found = _LOST.fullmatch(text) or _LOST.fullmatch(_folded(text))
    if found is None:
        return False
    places = int(found["places"])
    if places == 0:
        return False
    is_long = places + len(found["whole"]) - 1 >= EXACT_DIGITS
    return is_long or len((found["part"] or "").rstrip("0")) < places


def _ends_in_zeros(text: str) -> bool:
    """Whether a number is so long that a spreadsheet has put zeros for its last digits; a right credit code is whole.

    A shorter one may well end in a zero or two of its own.
    """
    found = _CUT.fullmatch(text)
    return found is not None and credit_code.problems(found[1]) != ()


def _folded(text: str) -> str:
    """A number in half width and capitals, without blanks and what shows nothing."""
    if text.isascii() and not any(letter in text for letter in " e"):
        return text
    return "".join(unicodedata.normalize("NFKC", visible(text)).split()).upper()


_DATE = re.compile(r"^(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*[日号]?(.*)$", re.DOTALL)
#: Dashes that look like the one between the parts of a date.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－"), "-")
#: A date in Chinese figures, as official papers write it: 二〇二四年五月二十八日.
_HAN_DATE = re.compile(
    r"^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\s*(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?|\d{4}|\d{6}))?$")
_TIME = re.compile(
    r"^[\sT,(]*(?:(?:星期|周)[一二三四五六日天]\)?)?\s*(?:[上下中]午|晚上|凌晨|AM|PM)?[\s\d:.时分秒点Z+]*(?:AM|PM)?$",
    re.I,
)
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
#: Spreadsheets count days from here (the 1900 system with its false leap day).
_EPOCH = date(1899, 12, 30)
_YEARS = range(1990, 2100)


@lru_cache(maxsize=8192)
def parse_date(raw: str) -> date | None:
    """The day a text names, in any of the spellings of real lists; None when it names none."""
    text = unicodedata.normalize("NFKC", unguarded(raw)).strip().translate(_DASHES)
    if han := _HAN_DATE.match("".join(text.split())):
        year = int("".join(map(_han_digit, han[1])))
        return _day(year, _han_number(han[2]), _han_number(han[3]))
    found = _DATE.match(text)
    if found and not _TIME.match(found[4]):
        return None
    found = found or _COMPACT.match(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    serial = _SERIAL.match(text)
    if serial:
        day = _EPOCH + timedelta(days=int(serial[1]))
        return day if day.year in _YEARS else None
    return None


@lru_cache(maxsize=8192)
def date_text(raw: str) -> str:
    """A date as YYYY-MM-DD; anything else as it was written."""
    day = parse_date(raw)
    return day.isoformat() if day else plain_text(raw)


_PERIOD = re.compile(r"\s*(?:至|到|~|～|—+|–|--+| - |－)\s*")


def split_period(raw: str) -> tuple[str, str]:
    """First and last day of a term written in one field (2024-07-01 至 2026-06-30); two empty texts if it is none."""
    parts = _PERIOD.split(raw.strip())
    if len(parts) != 2:
        return "", ""
    start, end = parse_date(parts[0]), parse_date(parts[1])
    return (start.isoformat(), end.isoformat()) if start and end else ("", "")


_PERSON = re.compile(r"^([^\d(（+]{2,20}?)[\s,，、/／:：;；]*([(（+]?\d[\d\s()（）+转分机\-*、,，;；/]{6,})$")


def split_contact(raw: str) -> tuple[str, str]:
    """Name and telephone written in one field (样本甲 64220000); two empty texts if they are not."""
    found = _PERSON.match(raw.strip())
    return (found[1].strip(), phone_text(found[2])) if found else ("", "")


_COUNT = re.compile(r"^(?:共|约)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:人|名|位|个)?$")
_HAN_DIGITS = {word: str(number) for number, word in enumerate("零一二三四五六七八九十")} | {"〇": "0", "两": "2"}


@lru_cache(maxsize=8192)
def number_text(raw: str) -> str:
    """A whole number in plain digits (3人 and 3.0 are 3, 无 is 0); anything else as it was written."""
    text = "".join(unicodedata.normalize("NFKC", unguarded(raw)).split())
    if not text or text in _NOTHING:
        return ""
    if text in _NONE_WORDS:
        return "0"
    text = _HAN_DIGITS.get(text.rstrip("人名位个"), text)
    count = _COUNT.match(text)
    return str(int(count[1].replace(",", ""))) if count else plain_text(raw)


def _han_digit(letter: str) -> str:
    return "0" if letter == "○" else _HAN_DIGITS[letter]


def _han_number(text: str) -> int:
    """A number up to 99 in Chinese figures; 0 for letters that are none."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_han_digit(text)) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * int(_han_digit(tens) if tens else "1") + int(_han_digit(ones) if ones else "0")


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _choice(field: FieldRule) -> Normaliser:
    words = {_choice_key(choice): choice for choice in field.choices}
    for alias, choice in field.aliases:
        words.setdefault(_choice_key(alias), choice)

    @lru_cache(maxsize=4096)
    def choose(raw: str) -> str:
        key = _choice_key(unguarded(raw))
        if key in words:
            return words[key]
        marked = _MARKED.findall(key)
        if len(marked) == 1 and marked[0] in words:
            return words[marked[0]]
        return "" if key in _NOTHING else plain_text(raw)

    return choose


#: A form's boxes copied into one cell: the word behind the only box that is ticked.
_MARKED = re.compile(r"[√✓✔☑■●][\ufe0f\ufe0e]?([^√✓✔☑■●□☐○]+)")


def _choice_key(text: str) -> str:
    plain = simplified(unicodedata.normalize("NFKC", _CONTROLS.sub("", text)))
    return "".join(plain.split()).casefold().replace("\ufe0f", "").strip("。.,;")


@lru_cache(maxsize=8192)
def phone_text(raw: str) -> str:
    """Telephone numbers in one spelling, a number cell's 64220000.0 too."""
    return normalise_phones(unguarded(raw))


_BY_KIND: dict[FieldKind, Callable[[FieldRule], Normaliser]] = {
    FieldKind.TEXT: lambda _: plain_text,
    FieldKind.LONG: lambda _: long_text,
    FieldKind.NUMBER: lambda _: number_text,
    FieldKind.DATE: lambda _: date_text,
    FieldKind.CHOICE: _choice,
    FieldKind.CODE: lambda _: code_text,
    FieldKind.PHONE: lambda _: phone_text,
}
