"""Which row of a list is its head, and which column is which field of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.folding import visible
from reviewer_app.domain.values.normalised import bare_header_key, header_key

#: A head stands within the first rows; above it are titles, units, remarks.
_SEARCHED_ROWS = 60
_LONGEST_HEADER = 80
_WIDEST = 500
#: One known column makes a head only when it is one of these; two of any kind do.
_TELLING = frozenset({"project_name", "applicant", "credit_code", "filing_number"})
#: Words in front of a label that change nothing: 项目联系电话, 申报单位注册地址.
_PREFIXES = ("申报单位", "申请单位", "申报", "申请", "试点", "项目", "单位", "企业", "所属", "本", "拟")
#: How somebody is reached: below the name of another person these are not the contact's.
_REACHED = frozenset({"contact_phone", "mobile", "email"})
_PARTS = re.compile(r"[/／|、]|或")
#: … and behind it: 项目名称全称, 统一社会信用代码18位.
_SUFFIXES = ("全称", "名称", "姓名", "情况", "说明", "内容", "必填", "选填", "年月日", "18位", "信息")
_SERIAL = frozenset({"序号", "编号序号", "no", "行号", "项次", ""})


#: Groups under which a bare 姓名 is that of the contact.
_CONTACT_GROUPS = frozenset({"联系方式", "联系信息", "联络方式", "联络信息", "联系人信息"})
_STATUS = frozenset(
    f"{word}状态"
    for word in ("", "审核", "办理", "申报", "受理", "当前", "提交", "办件", "流程", "项目", "审批", "业务")
)


#: First row, last row, first column and last column of merged cells.
Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: the first row below it, and the fields and texts of its columns.

    `twice` are columns for a field that another column was taken for: the column left out → the one read; `by_hand` is
    the column of the portal's status where one was named, or none was wanted (-1). A list without a head has `below` 0.
    """

    row: int
    below: int
    fields: Mapping[int, FieldRule]
    texts: Mapping[int, str]
    twice: Mapping[int, int] = field(default_factory=dict)
    by_hand: int | None = None

    @property
    def status(self) -> int:
        """The column that says what the portal has done with each application; -1 where there is none."""
        if self.by_hand is not None:
            return self.by_hand
        found = (column for column, text in self.texts.items() if header_key(text) in _STATUS)
        return next((column for column in found if column not in self.fields), -1)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The columns that are no field of the form; a serial number is not worth naming."""
        known = {*self.fields, self.status}
        rest = (text for column, text in self.texts.items() if column not in known)
        return tuple(dict.fromkeys(text for text in rest if header_key(text) not in _SERIAL))


class ColumnBook:
    """The words by which some fields are known."""

    def __init__(self, fields: Iterable[FieldRule]) -> None:
        self._labels: dict[str, list[FieldRule]] = {}
        self._synonyms: dict[str, list[FieldRule]] = {}
        for rule in fields:
            self._labels.setdefault(header_key(rule.label), []).append(rule)
            for synonym in rule.synonyms:
                self._synonyms.setdefault(header_key(synonym), []).append(rule)

    def columns(self, texts: Mapping[int, str]) -> dict[int, FieldRule]:
        """Column → field: labels first, then synonyms, then parts of a header; no field is given twice."""
        keys = {column: _keys(text) for column, text in texts.items()}
        taken: dict[int, FieldRule] = {}
        deepest = max((len(found) for found in keys.values()), default=0)
        for book, depths in (
            (self._labels, (0, 1)),
            (self._synonyms, (0, 1)),
            (self._labels, range(2, deepest)),
            (self._synonyms, range(2, deepest)),
        ):
            for depth in depths:
                self._take(book, {column: found[depth : depth + 1] for column, found in keys.items()}, taken)
        self._take(self._labels, {column: list(_trimmed(found)) for column, found in keys.items()}, taken)
        return dict(sorted(taken.items()))

    @staticmethod
    def _take(
        book: Mapping[str, Sequence[FieldRule]], keys: Mapping[int, Sequence[str]], taken: dict[int, FieldRule]
    ) -> None:
        used = {rule.id for rule in taken.values()}
        for column, words in keys.items():
            if column in taken:
                continue
            for rule in (rule for word in words for rule in book.get(word, ())):
                if rule.id not in used:
                    taken[column] = rule
                    used.add(rule.id)
                    break

    def find_head(self, rows: Sequence[Sequence[object]]) -> Head | None:
        """The row that names most fields, alone or with the row below it; None when no row is a head."""
        texts = [_texts(row) for row in rows[:_SEARCHED_ROWS]]
        heads = [Head(place, place + 1, self.columns(found), found) for place, found in enumerate(texts) if found]
        # Two rows make a head only when together they name more than any row alone: a title is no group.
        heads += [self._double(place, upper, lower) for place, (upper, lower) in enumerate(pairwise(texts)) if upper]
        best = max(heads, key=lambda head: len(head.fields), default=None)
        if best is None or not _is_telling(best.fields.values()):
            return None
        return replace(best, twice=self._twice(best))

    def head_at(self, rows: Sequence[Sequence[object]], place: int, merged: Sequence[Merged] = ()) -> Head:
        """The head in the row that was chosen, whatever it names; with the row it is merged with, or that names more.

        Either row of a head of two may be the chosen one.
        """
        texts = {at: _texts(rows[at]) for at in (place - 1, place, place + 1) if 0 <= at < len(rows)}
        head = Head(place, place + 1, self.columns(texts[place]), texts[place])
        for upper in (place - 1, place):
            if texts.get(upper) and texts.get(upper + 1):
                double = self._double(upper, texts[upper], texts[upper + 1])
                if len(double.fields) > len(head.fields) or _is_one_head(upper, texts, merged):
                    head = double
                    break
        return replace(head, twice=self._twice(head))

    def _twice(self, head: Head) -> dict[int, int]:
        """Column that is left out → the column taken for the only field it could have been."""
        taken = {rule.id: column for column, rule in head.fields.items()}
        wanted = {column: self._ids(text) for column, text in head.texts.items() if column not in head.fields}
        return {column: min(taken[one] for one in ids) for column, ids in wanted.items() if ids and ids <= set(taken)}

    def _double(self, place: int, upper: Mapping[int, str], lower: Mapping[int, str]) -> Head:
        """A head of two rows: a group above (联系方式), its columns below (联系人, 电话)."""
        texts: dict[int, str] = {}
        group = ""
        for column in range(max((*upper, *lower), default=-1) + 1):
            group = upper.get(column, group)
            if column in lower:
                texts[column] = self._under(group, lower[column])
            elif column in upper:
                texts[column] = upper[column]
        return Head(place, place + 2, self.columns(texts), texts)

    def _under(self, group: str, text: str) -> str:
        """A header below its group: together if that is a word; another person's telephone is not the contact's."""
        joined = group + text
        if header_key(text) == "姓名" and header_key(group) in _CONTACT_GROUPS:
            return f"联系人（{joined}）"
        if self._ids(joined) or (self._ids(text) & _REACHED and self._ids(group) - {"contact_person"} - _REACHED):
            return joined
        return text if self._ids(text) or not group else joined

    def _ids(self, text: str) -> set[str]:
        """The fields a header may stand for."""
        return {
            rule.id for key in _keys(text)[:2] for book in (self._labels, self._synonyms) for rule in book.get(key, ())
        }


def column_name(place: int) -> str:
    """What the table program calls a column: A, B … AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _is_one_head(upper: int, texts: Mapping[int, Mapping[int, str]], merged: Sequence[Merged]) -> bool:
    """Whether two rows are merged into one head: cells over both, or some over groups of the columns below them."""
    if any(top == upper and bottom == upper + 1 for top, bottom, _, _ in merged):
        return True
    width = max((*texts[upper], *texts[upper + 1])) + 1
    groups = [right - left + 1 for top, bottom, left, right in merged if top == bottom == upper and right > left]
    return bool(groups) and max(groups) < width and len(texts[upper]) > 1


def _texts(row: Sequence[object]) -> dict[int, str]:
    """The short texts of a row by column."""
    return {
        column: " ".join(visible(cell).split())
        for column, cell in enumerate(row[:_WIDEST])
        if isinstance(cell, str) and cell.strip() and len(cell) <= _LONGEST_HEADER
    }


def _keys(text: str) -> list[str]:
    """The words a header may be known by: whole, without brackets, its first word, its parts."""
    keys = [header_key(text), bare_header_key(text)]
    keys += [bare_header_key(part) for part in (text.split(" ")[0], *_PARTS.split(text))]
    return keys[:2] + [key for key in dict.fromkeys(keys[2:]) if key and key not in keys[:2]]


def _trimmed(keys: Sequence[str]) -> Iterable[str]:
    """The header without a word in front, or behind, that changes nothing."""
    for key in keys[:2]:
        yield from (key.removeprefix(word) for word in _PREFIXES if key.startswith(word))
        yield from (key.removesuffix(word) for word in _SUFFIXES if key.endswith(word))


def _is_telling(fields: Iterable[FieldRule]) -> bool:
    ids = {rule.id for rule in fields}
    return len(ids) >= 2 or bool(ids & _TELLING)
