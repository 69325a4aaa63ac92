"""Numbers of standards: which form each level's have, and when two spellings are the same number.

Sources: GB/T 1.1, the measures on national, industry, local, group and enterprise standards (代号, 编号 of each), the
reference forms of ISO and IEC. What an officer types is kept as typed; only for comparing are dashes one dash.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.values.normalised import one_line


class StandardLevel(StrEnum):
    """Who issues a standard; stored."""

    INTERNATIONAL = "international"
    NATIONAL = "national"
    INDUSTRY = "industry"
    LOCAL = "local"
    GROUP = "group"
    ENTERPRISE = "enterprise"

    @property
    def label(self) -> str:
        """The level in the notice's words."""
        return f"{self.word}标准"

    @property
    def word(self) -> str:
        """The level alone, as a row of the form says it."""
        return _WORDS[self]

    @property
    def example(self) -> str:
        """A number of this level as it has to look."""
        return _EXAMPLES[self]


_WORDS = {
    StandardLevel.INTERNATIONAL: "国际",
    StandardLevel.NATIONAL: "国家",
    StandardLevel.INDUSTRY: "行业",
    StandardLevel.LOCAL: "地方",
    StandardLevel.GROUP: "团体",
    StandardLevel.ENTERPRISE: "企业",
}
_EXAMPLES = {
    StandardLevel.INTERNATIONAL: "ISO 9001:2015、ISO/IEC 27001:2022、IEC 60335-1:2020",
    StandardLevel.NATIONAL: "GB 2760—2024、GB/T 1.1—2020",
    StandardLevel.INDUSTRY: "HG/T 20592—2009、JGJ 3—2010",
    StandardLevel.LOCAL: "DB31/T 1234—2020、DB31 405—2012",
    StandardLevel.GROUP: "T/ABC 001—2024",
    StandardLevel.ENTERPRISE: "Q/ABC 001—2024",
}
#: The letters of the industry standards (行业标准代号), those of construction and transport engineering among them.
_INDUSTRIES = (
    "AQ|BB|CB|CH|CJ|CJJ|CY|DA|DB|DL|DY|DZ|EJ|FZ|GA|GC|GH|GM|GY|HB|HG|HJ|HS|HY|JB|JC|JG|JGJ|JR|JT|JTG|JTJ|JTS|JY|KA|LB|"
    "LD|LS|LY|MH|MR|MT|MZ|NB|NY|QB|QC|QJ|QX|RB|RF|SB|SC|SF|SH|SJ|SL|SN|SW|SY|TB|TD|TY|WB|WH|WJ|WM|WS|WW|XB|XF|YB|YC|YD|"
    "YJ|YS|YY|YZ|ZJ|ZY"
)
#: A number of its own, with its parts: 1234, 20000.1, 8601-1 only outside this country.
_SERIAL = r"\d{1,6}(?:\.\d{1,3}){0,2}"
_YEAR = r"-(?P<year>\d{4})"
_AMENDED = r"(?:/(?:AMD|COR)\s?\d{1,2}:\d{4})?"
_PATTERNS = {
    StandardLevel.INTERNATIONAL: (
        rf"(?:ISO|IEC|ISO/IEC|ISO/IEC/IEEE|ISO/ASTM|IEC/IEEE)(?:[ /](?:TS|TR|PAS|GUIDE))? ?\d{{1,6}}"
        rf"(?:-\d{{1,3}}){{0,3}}:(?P<year>\d{{4}}){_AMENDED}",
        r"IWA ?\d{1,3}(?:-\d{1,2})?:(?P<year>\d{4})",
    ),
    StandardLevel.NATIONAL: (rf"GB(?:/[TZ])? ?{_SERIAL}{_YEAR}",),
    StandardLevel.INDUSTRY: (rf"(?:{_INDUSTRIES})(?:/[TZ])? ?[A-Z]?{_SERIAL}{_YEAR}",),
    StandardLevel.LOCAL: (
        rf"DB(?P<place>\d{{2}}|\d{{4}})(?:/[TZ])? ?{_SERIAL}{_YEAR}",
        # Guiding documents of this city bear the letters of the department that drew them up.
        rf"DB(?P<place>31) ?[A-Z]{{2,4}}/Z ?{_SERIAL}{_YEAR}",
    ),
    StandardLevel.GROUP: (
        rf"T/(?=[A-Z0-9]*[A-Z])[A-Z0-9]{{2,20}} [A-Z]{{0,3}}{_SERIAL}{_YEAR}",
        rf"T/[A-Z]{{2,20}}{_SERIAL}{_YEAR}",
        # What associations of this city filed before they had letters of their own.
        rf"T/\d{{9}}-C{_SERIAL}{_YEAR}",
    ),
    StandardLevel.ENTERPRISE: (
        rf"Q/(?=[0-9]*[A-Z(\u4e00-\u9fff])[A-Z0-9()\u4e00-\u9fff]{{2,24}} ?"
        rf"[A-Z]{{0,4}} ?\d{{1,9}}(?:[.-]\d{{1,4}})*{_YEAR}",
        # As enterprises of this city numbered what they declared.
        rf"Q/31 ?\d{{10}}C\d{{3}}{_YEAR}",
    ),
}
_FORMS = {level: tuple(re.compile(one) for one in patterns) for level, patterns in _PATTERNS.items()}
#: Every sign that is written for the dash before the year; the character 一 only there.
_DASH = re.compile("[-\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63]+|\u4e00(?=\\s*\\d{4}\\s*$)")
_BLANKS = re.compile(r"\s+")
#: No standard was numbered here before.
_FIRST_YEAR = 1949
_SHANGHAI = "31"


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """A number that has the form of its level: as it was typed, and its year."""

    text: str
    level: StandardLevel
    year: int
    is_elsewhere: bool = False


def plain_number(text: str) -> str:
    """A number with half-width capitals, one blank at most and one kind of dash, as its form is looked at."""
    plain = unicodedata.normalize("NFKC", one_line(text)).upper()
    plain = _DASH.sub("-", plain)
    plain = _BLANKS.sub(" ", plain).strip()
    return re.sub(r" ?([-/:.]) ?", r"\1", plain)


def number_key(text: str) -> str:
    """What two spellings of one number have in common; '' for none."""
    return plain_number(text).replace(" ", "")


def read_number(text: str, level: StandardLevel) -> StandardNumber | None:
    """A number of a level; None where it has not the form of that level."""
    plain = plain_number(text)
    for form in _FORMS[level]:
        found = form.fullmatch(plain)
        if found is not None and int(found["year"]) >= _FIRST_YEAR:
            place = found.groupdict().get("place") or _SHANGHAI
            return StandardNumber(text.strip(), level, int(found["year"]), not place.startswith(_SHANGHAI))
    return None


def level_of(text: str) -> StandardLevel | None:
    """The level whose form a number has; None where it has that of none."""
    return next((level for level in StandardLevel if read_number(text, level) is not None), None)
