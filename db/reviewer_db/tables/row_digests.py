"""The digests of rows: what an entry of the record carries of everything its act changed.

Each entry carries, for every row its act added, changed or took away, a digest of the whole row as it stood
afterwards. The entry's own hash covers them, so that a row changed behind the program's back no longer agrees with the
last entry about it. Beside the digest stands a short code of each value: it proves nothing, it only tells which value
it was.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

from reviewer_db.tables.chain import json_writer

if TYPE_CHECKING:
    from sqlite3 import Connection

#: The tables no entry carries, each with the reason why.
NOT_CARRIED: Mapping[str, str] = {
    "events": "the record itself: its chain carries it",
    "drafts": "what nobody has said yet: it is kept with each pause of typing and no paper is made from it",
    "case_labels": "a mark of one's own on a case, never a state, on no paper",
    "case_looks": "what each person has had in sight: an aid of the list",
    "saved_views": "a question to the list that somebody keeps",
    "stock_sentences": "words to begin with: what is made of them stands in the opinion",
    "queue_counts": "counted from the cases: the check counts anew",
    "case_figures": "worked out of the cases and their record: the check does it anew",
    "figure_stages": "counted from the cases: the check counts anew",
    "figure_words": "counted from the cases: the check counts anew",
    "figure_days": "counted from the cases: the check counts anew",
    "figure_standards": "counted from the promised standards: the check counts anew",
    "case_text": "made of the form: the check makes it anew",
    "case_search": "made of the form: the search index",
    "_sqlite_migrations": "which steps the file went through: the version of its tables says the same",
}
#: Tables of earlier versions, which their backups still have, that no entry carries.
_NEVER_CARRIED = frozenset({*NOT_CARRIED, "figure_counts"})
#: Texts of JSON whose fields are told apart, by table and column.
_FIELDS_APART = {("case_values", "form")}
#: Tables whose rows are a case's by way of another row of it: the column that leads to it, and its table.
CASE_THROUGH: Mapping[str, tuple[str, str]] = {
    "correction_items": ("correction_id", "corrections"),
    "lookup_items": ("lookup_id", "lookups"),
}
_CASE_ITSELF = frozenset({"applications", "case_values", "case_marks"})
_GONE = ""
_DIGEST_LENGTH = 43
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)

_encode = json_writer(default=bytes.hex)

#: A row's name in the record, `table:key` or `table:key:key`, and what is said of it.
Digests = dict[str, str]


def digests_in(stored: str) -> Digests:
    """What an entry carries, as it is stored; ValueError for what no program of ours wrote."""
    try:
        found = json.loads(stored)
    except (RecursionError, TypeError) as error:
        raise ValueError("digests") from error
    if not isinstance(found, dict) or not all(isinstance(said, str) for said in found.values()):
        raise ValueError("digests")
    return found


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """One table whose rows the entries carry.

    `case` is the place of the case's id among its columns, if it has one, `form` that of a text told field by field.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    case: int | None
    form: int | None = None

    @property
    def key_places(self) -> tuple[int, ...]:
        """Where the key's columns stand."""
        return tuple(map(self.columns.index, self.key))

    @property
    def read(self) -> str:
        """The statement that reads all its rows; whoever laid a table there may have called it anything."""
        columns = ", ".join(map(quoted, self.columns))
        return f"SELECT {columns} FROM {quoted(self.name)}"

    def row_name(self, key: Sequence[Any]) -> str:
        """What the row of this key is called in the record."""
        return ":".join((self.name, *map(str, key)))


def quoted(name: str) -> str:
    """A table's or column's name as a statement takes it."""
    return '"' + name.replace('"', '""') + '"'


def carried_tables(connection: Connection) -> tuple[CarriedTable, ...]:
    """The tables of a file that entries carry, by name: all but those of `NOT_CARRIED`."""
    found: dict[str, list[tuple[str, int]]] = {}
    rows = connection.execute(
        "SELECT m.name, p.name, p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "AND m.name NOT LIKE 'case~_search~_%' ESCAPE '~' ORDER BY m.name, p.cid"
    )
    for table, column, key_place in rows:
        if table not in _NEVER_CARRIED:
            found.setdefault(table, []).append((column, int(key_place)))
    return tuple(_table(name, columns) for name, columns in found.items())


def _table(name: str, columns: list[tuple[str, int]]) -> CarriedTable:
    names = tuple(column for column, _ in columns)
    key = tuple(column for place, column in sorted((place, column) for column, place in columns if place))
    case = names.index("id") if name in _CASE_ITSELF else None
    if "application_id" in names:
        case = names.index("application_id")
    form = next((place for place, column in enumerate(names) if (name, column) in _FIELDS_APART), None)
    return CarriedTable(name, names, key, case, form)


def digest_of(values: Sequence[Any]) -> str:
    """The digest of a row: SHA-256 over its values as JSON, 43 characters of base 64."""
    return b64encode(hashlib.sha256(_encode(values).encode()).digest(), b"-_")[:_DIGEST_LENGTH].decode()


def said_of(table: CarriedTable, values: Sequence[Any]) -> str:
    """What an entry carries of a row: its digest, then two characters for each value."""
    return digest_of(values) + "".join(_codes(table, values))


def said_of_form(table: CarriedTable, values: Sequence[Any], form: Mapping[str, str]) -> str:
    """The same of a row whose form is at hand and need not be taken from its text."""
    if table.form is None:
        return said_of(table, values)
    before, after = values[: table.form], values[table.form + 1 :]
    # The rows of a list have few sets of fields: the order of each is found once.
    told = _in_order(tuple(form))(form) if form else ()
    return digest_of(values) + "".join(_codes_of([*before, *told, *after]))


@lru_cache(maxsize=256)
def _in_order(names: tuple[str, ...]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """What takes the values of a form in the order of its fields' names."""
    ordered = sorted(names)
    take = itemgetter(*ordered)
    return take if len(ordered) > 1 else lambda form: (form[ordered[0]],)


def said_of_missing() -> str:
    """What an entry carries of a row that its act took away."""
    return _GONE


def is_as_said(said: str, values: Sequence[Any]) -> bool:
    """Whether a row is as the record has it."""
    return said[:_DIGEST_LENGTH] == digest_of(values)


def changed_values(table: CarriedTable, said: str, values: Sequence[Any]) -> tuple[str, ...]:
    """The columns, and fields of the form, by which a row differs from what was said of it; empty where untold."""
    codes = _codes(table, values)
    then = [said[place : place + 2] for place in range(_DIGEST_LENGTH, len(said), 2)]
    names = list(_value_names(table, values))
    if len(then) != len(codes):
        return ()
    return tuple(name for name, was, now in zip(names, then, codes, strict=True) if was != now)


def _codes(table: CarriedTable, values: Sequence[Any]) -> list[str]:
    if table.form is None:
        return _codes_of(values)
    before, after = values[: table.form], values[table.form + 1 :]
    return _codes_of([*before, *(one for _, one in _fields(values[table.form])), *after])


def _codes_of(told: Sequence[Any]) -> list[str]:
    # Many rows at once go through here on an import: one pass without a call for each value.
    if len(_CODES) > _CODES_KEPT:
        _CODES.clear()
    return list(map(_CODES.__getitem__, map(str, told)))


class _KnownCodes(dict[str, str]):
    """The codes of short values that were met before: half of what a list says stands in every row of it."""

    def __missing__(self, value: str) -> str:
        code = _PAIRS[crc32(value.encode()) & 4095]
        if len(value) <= _SHORT:
            self[value] = code
        return code


_CODES = _KnownCodes()
_CODES_KEPT, _SHORT = 20_000, 64


def _value_names(table: CarriedTable, values: Sequence[Any]) -> Iterator[str]:
    for column, value in zip(table.columns, values, strict=True):
        if (table.name, column) in _FIELDS_APART:
            yield from (f"{column}.{name}" for name, _ in _fields(value))
        else:
            yield column


def _fields(text: str) -> list[tuple[str, Any]]:
    """The fields of a text of JSON; of anything else, itself."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError, TypeError):
        fields = None
    return sorted(fields.items()) if isinstance(fields, dict) else [("", text)]
