"""One table of a TOML document, read key by key; whatever is wrong with it is named by file, key and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, NoReturn, TypeVar

from reviewer_app.domain.errors import TroubleError

E = TypeVar("E", bound=Enum)

#: A line of ours has a few hundred characters; reading a key of many parts takes the square of their number.
_LONGEST_LINE = 20_000


class Node:
    """A table with its place in the document; each key is taken once, and `finish` refuses the keys nobody took.

    `code` is the sentence for whatever is wrong; a document of another kind has its own.
    """

    code = "pack.broken"

    def __init__(self, table: Mapping[str, object], place: str, source: str) -> None:
        self._table = table
        self._place = place
        self._source = source
        self._taken: set[str] = set()

    def broken(self, key: str, reason: str) -> NoReturn:
        """Refuses the document: TroubleError by `code` with file, key and reason."""
        raise TroubleError(self.code, file=self._source, key=self.path(key), reason=reason)

    def path(self, key: str) -> str:
        """The key with its place, e.g. `rules[3].force`."""
        if not key:
            return self._place or "（全文）"
        return f"{self._place}.{key}" if self._place else key

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self._table

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty, unless there is a default."""
        value = self._take(key, default)
        if not isinstance(value, str):
            self.broken(key, "应为文字")
        if not value.strip() and default is None:
            self.broken(key, "不能为空")
        return value

    def texts(self, key: str, *, may_be_missing: bool = False) -> tuple[str, ...]:
        """A list of texts, none empty, none twice."""
        value = self._take(key, [] if may_be_missing else None)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.broken(key, "应为文字的列表，且不含空项")
        if not value and not may_be_missing:
            self.broken(key, "列表不能为空")
        for item in value:
            if value.count(item) > 1:
                self.broken(key, f"“{item}”重复")
        return tuple(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """A yes or no."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.broken(key, "应为 true 或 false")
        return value

    def whole(self, key: str) -> int:
        """A whole number above zero."""
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            self.broken(key, "应为大于零的整数")
        return value

    def width(self, key: str) -> float:
        """A number above zero."""
        value = self._take(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            self.broken(key, "应为大于零的数")
        return float(value)

    def length(self, key: str, default: float | None = None) -> float:
        """A number, zero or above."""
        value = self._take(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
            self.broken(key, "应为不小于零的数")
        return float(value)

    def lengths(self, key: str) -> tuple[float, ...]:
        """A list of numbers above zero."""
        value = self._take(key)
        if not isinstance(value, list) or not all(type(item) in (int, float) and item > 0 for item in value):
            self.broken(key, "应为大于零的数的列表")
        return tuple(map(float, value))

    def plain(self, key: str) -> object:
        """A value as it stands, for the reader to judge."""
        return self._take(key)

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self._take(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.broken(key, "应为日期，如 2024-05-31")
        return value

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates, possibly empty."""
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(item, date) for item in value):
            self.broken(key, "应为日期的列表")
        return tuple(value)

    def one_of(self, key: str, kind: type[E], default: E | None = None) -> E:
        """A member of an enumeration, by value."""
        value = self._take(key, default.value if default is not None else None)
        for member in kind:
            if member.value == value:
                return member
        known = "、".join(str(member.value) for member in kind)
        self.broken(key, f"“{value}”不在可用的值之内（{known}）")

    def node(self, key: str) -> Node:
        """A table inside this one."""
        value = self._take(key)
        if not isinstance(value, dict):
            self.broken(key, "应为一个表")
        return type(self)(value, self.path(key), self._source)

    def nodes(self, key: str, *, may_be_missing: bool = False) -> list[Node]:
        """A list of tables inside this one."""
        value = self._take(key, [] if may_be_missing else None)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.broken(key, "应为表的列表")
        if not value and not may_be_missing:
            self.broken(key, "至少要有一项")
        return [type(self)(item, f"{self.path(key)}[{place}]", self._source) for place, item in enumerate(value)]

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts; empty when the key is not there."""
        if not self.has(key):
            return {}
        inner = self.node(key)
        return {name: inner.texts(name) for name in inner._table}

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of texts as pairs; empty when the key is not there."""
        if not self.has(key):
            return ()
        inner = self.node(key)
        return tuple((name, inner.text(name)) for name in inner._table)

    def finish(self) -> None:
        """Refuses keys that mean nothing here."""
        for key in self._table:
            if key not in self._taken:
                self.broken(key, "没有这一键，可能写错了名称")

    def _take(self, key: str, default: object = None) -> object:
        self._taken.add(key)
        value = self._table.get(key, default)
        if value is None:
            self.broken(key, "缺少这一项")
        return value


def toml_of(text: str) -> dict[str, Any]:
    """What a TOML text says; ValueError for what is none, with line and column where the reader knows them."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"Too long (at line {number}, column {_LONGEST_LINE})")
    try:
        return tomllib.loads(text)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
