"""The rows of a list below its head: what each application says, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer_app.domain.notice import FieldKind
from reviewer_app.domain.values.normalised import Normaliser, normaliser, split_contact, split_period
from reviewer_app.intake.columns import Head
from reviewer_app.intake.row_kinds import cell_text, explains_head, has_words, is_foot, repeats_head
from reviewer_app.services.ports.records import SheetRow

Row = Sequence[object]
#: First row, last row and column of a cell merged over several rows.
Merged = tuple[int, int, int]

#: What names an application: a row below a merged cell that has one of these itself is an application of its own.
_OWN = ("project_name", "filing_number")


@dataclass(frozen=True, slots=True)
class DataRows:
    """The applications of a list, and the numbers of the rows that were left out."""

    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]


def data_rows(rows: Sequence[Row], head: Head, merged: Sequence[Merged] = ()) -> DataRows:
    """Reads every row below the head; blank rows are passed over, totals and remarks are left out and numbered."""
    reader = _RowReader(head, rows, merged)
    kept: list[SheetRow] = []
    left_out: list[int] = []
    for place in range(head.below, len(rows)):
        row = rows[place]
        values = reader.values(place, row)
        if reader.is_application(place, row, values):
            kept.append(SheetRow(place + 1, values))
        elif has_words(row):
            left_out.append(place + 1)
    return DataRows(tuple(kept), tuple(left_out))


class _RowReader:
    """What is known of a list while its rows are read."""

    def __init__(self, head: Head, rows: Sequence[Row], merged: Sequence[Merged]) -> None:
        self._below = head.below
        self._rows = rows
        self._columns = [(column, field.id, normaliser(field)) for column, field in head.fields.items()]
        self._texts = {column: head.texts[column] for column in head.fields}
        self._choices = frozenset(field.id for field in head.fields.values() if field.kind is FieldKind.CHOICE)
        self._splitters = _splitters(head)
        self._above = self._cells_above(merged)

    def values(self, place: int, row: Row) -> dict[str, str]:
        """The normalised values of a row by field; empty ones are left out."""
        width = len(row)
        values: dict[str, str] = {}
        for column, field_id, normal in self._columns:
            if column >= width:
                continue
            cell = row[column]
            raw = cell if type(cell) is str else cell_text(cell)
            if raw:
                value = normal(raw)
                if value:
                    values[field_id] = value
        if values and place in self._above and not self._continues(place, values):
            self._fill(values, self._above[place])
        for split in self._splitters:
            split(values)
        return values

    def is_application(self, place: int, row: Row, values: dict[str, str]) -> bool:
        """Whether a row is an application; not a blank form line, a foot, a head again, the rest of a merged one."""
        if not values or self._choices.issuperset(values):
            return False
        if place == self._below and explains_head(row):
            return False
        if self._continues(place, values):
            return False
        return not is_foot(row, values) and not repeats_head(row, self._texts)

    def _cells_above(self, merged: Sequence[Merged]) -> dict[int, list[tuple[object, str, Normaliser]]]:
        """Row → what the merged cells above it say, for the columns that are fields."""
        fields = {column: (field_id, normal) for column, field_id, normal in self._columns}
        above: dict[int, list[tuple[object, str, Normaliser]]] = {}
        covered: dict[int, int] = {}
        for top, bottom, column in sorted(merged):
            # One area may not lie on another; a file in which they do a thousand times over is read by the first.
            if column not in fields or not max(self._below, covered.get(column, 0)) <= top < len(self._rows):
                continue
            covered[column] = bottom + 1
            if column < len(self._rows[top]):
                for place in range(top + 1, min(bottom + 1, len(self._rows))):
                    above.setdefault(place, []).append((self._rows[top][column], *fields[column]))
        return above

    def _continues(self, place: int, values: dict[str, str]) -> bool:
        """Whether a row only goes on with the application above, whose own name is merged over it."""
        named_above = any(field_id in _OWN for _, field_id, _ in self._above.get(place, ()))
        return named_above and not any(name in values for name in _OWN)

    def _fill(self, values: dict[str, str], above: Sequence[tuple[object, str, Normaliser]]) -> None:
        """Takes over what a merged cell above says for this row too."""
        for cell, field_id, normal in above:
            value = normal(cell_text(cell))
            if value:
                values.setdefault(field_id, value)


def _splitters(head: Head) -> list[Callable[[dict[str, str]], None]]:
    """What to do where a list keeps two fields in one column: the planned term, the contact with the telephone."""
    present = {field.id for field in head.fields.values()}
    found: list[Callable[[dict[str, str]], None]] = []
    if "plan_start" in present and "plan_end" not in present:
        found.append(_split_term)
    if "contact_person" in present and "contact_phone" not in present:
        found.append(_split_contact)
    return found


def _split_term(values: dict[str, str]) -> None:
    start, end = split_period(values.get("plan_start", ""))
    if start and end:
        values["plan_start"], values["plan_end"] = start, end


def _split_contact(values: dict[str, str]) -> None:
    name, phone = split_contact(values.get("contact_person", ""))
    if name and phone:
        values["contact_person"], values["contact_phone"] = name, phone
