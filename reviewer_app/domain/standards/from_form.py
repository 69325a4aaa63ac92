"""The rows of 预期成果 in a form, read as promised standards: level, name and year, or how many of a level.

What a row says beside is left in the form; the officer sees every proposed line before it is taken over.
"""

from __future__ import annotations

import re
import unicodedata

from reviewer_app.domain.standards.promise import Named
from reviewer_app.domain.values.standard_number import StandardLevel, level_of, plain_number

#: More lines than this nobody promises; the rest is typed by hand.
MOST = 60
_PARTS = re.compile(r"[\n\r;；]+")
_LISTED = re.compile(r"[、，,]+(?=[^《》]*(?:国际|国家|行业|地方|团体|企业))")
_LEVEL = re.compile(r"(国际|国家|行业|地方|团体|企业)(?:标准)?")
_COUNT = re.compile(r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[项个部件]")
_TITLE = re.compile(r"《([^《》]{2,200})》")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)" + r"\s*年?")
_NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}
_LEAD = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、．]|[（(]?[一二三四五六七八九十]{1,3}[)）、．]|[-•·*])\s*")
#: What stands around a name where it has no marks of its own.
_AROUND = re.compile(r"(?:国际|国家|行业|地方|团体|企业)标准?|制修?定|形成|发布|编制|主导|参与|完成|共|级")
#: A standard's name is no shorter; what is, is the head of a cell.
_SHORTEST = 4
_EDGE = " ：:，,、。.（）()|｜/-—"


def rows_of(text: str) -> tuple[Named, ...]:
    """The standards a text of 预期成果 names, in its order; what names no level is no row."""
    found: list[Named] = []
    for part in _parts(text):
        found.extend(_rows(part))
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.replace("；", ";").replace("\u3000", " "))
    parts: list[str] = []
    for line in _PARTS.split(plain):
        parts.extend(part for part in _LISTED.split(_LEAD.sub("", line)) if part.strip())
    return parts


def _rows(part: str) -> list[Named]:
    found = _LEVEL.search(part)
    if found is None:
        return []
    level = next(one for one in StandardLevel if one.word == found[1])
    titles = _TITLE.findall(part)
    rest = _TITLE.sub(" ", part)
    year = _YEAR.search(rest)
    promised_for = year[1] if year else ""
    count = _COUNT.search(rest)
    if titles or count is not None:
        named = [Named(level, title.strip(), promised_for) for title in titles]
        lacking = min(_number(count[1]), MOST) - len(named) if count is not None else 0
        return named + [Named(level, "", promised_for)] * lacking
    return [_unmarked(level, rest, promised_for)]


def _unmarked(level: StandardLevel, rest: str, year: str) -> Named:
    """A row whose cells stand beside one another: level, name, year."""
    cells = [cell.strip(_EDGE) for cell in re.split(r"[\t|｜,，]+| {2,}", rest)]
    names = [_YEAR.sub(" ", cell) for cell in cells if cell and level_of(plain_number(cell)) is None]
    name = " ".join(" ".join(names).split())
    bare = _AROUND.sub("", name).strip(_EDGE)
    # A name may hold the words around it: 团体标准管理规范 stays whole where more than the level stands there.
    kept = _LEVEL.sub("", name, count=1).strip(_EDGE) if bare else ""
    return Named(level, kept if len(kept) >= _SHORTEST else "", year)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return _NUMERALS.get(text, 1)
    return (_NUMERALS.get(tens, 1) * 10) + _NUMERALS.get(ones, 0)
