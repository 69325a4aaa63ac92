"""The rows of a list below its head: what each application says, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from reviewer_app.domain.notice import FieldKind
from reviewer_app.domain.values.normalised import (
    EXACT_DIGITS,
    Normaliser,
    has_lost_digits,
    normaliser,
    split_contact,
    split_period,
)
from reviewer_app.foreign.stopping import Taker, tell_count
from reviewer_app.intake.columns import Head, Merged, column_name
from reviewer_app.intake.failed_cells import ODD_BEGINNINGS, is_error, is_formula, unguarded
from reviewer_app.intake.remarks import Remark, Unworked, rows_said
from reviewer_app.intake.row_kinds import cell_text, explains_head, has_words, hints_at_columns, is_foot, repeats_head
from reviewer_app.services.ports.records import SheetRow

Row = Sequence[object]
#: What names an application: a row below a merged cell that has one of these itself is an application of its own.
_OWN = ("project_name", "filing_number")
#: A row whose formula for one of these was not worked out is an application all the same.
_NAMING = frozenset({"project_name", "applicant", "filing_number"})
#: Kinds in which a number in powers of ten is a code or a telephone that has lost its digits.
_DIGITS = (FieldKind.CODE, FieldKind.PHONE, FieldKind.NUMBER, FieldKind.DATE)
#: A character that was not read, and one that only one machine's font knows.
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: A text in which a number in powers of ten may stand.
_IN_POWERS = re.compile("[Ee×^*Ｅｅ]")
#: How a long number ends for which a table program has put zeros.
_ZEROS = "000"
#: What the reading says of a cell whose formula gives nobody knows what.
#: What tells one application from another is never said by the cell beside it.
_IDENTITY = frozenset({"project_name", "applicant", "credit_code", "filing_number"})
_FORMULAS = frozenset({"formula_unworked", "formula_text"})
_LONGEST_SHOWN = 60
#: After so many rows it is told how far the reading is.
_TOLD = 500
#: A cell merged over so many columns that are fields is a heading between the rows.
_HEADING_WIDTH = 3


@dataclass(frozen=True, slots=True)
class DataRows:
    """The applications of a list, the numbers of rows that were left out, and what is to be said of single cells."""

    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]
    remarks: tuple[Remark, ...] = ()


def data_rows(
    rows: Sequence[Row],
    head: Head,
    merged: Sequence[Merged] = (),
    hidden: Collection[int] = (),
    take: Taker | None = None,
) -> DataRows:
    """Reads every row below the head; blank rows are passed over, totals and remarks are left out and numbered.

    `hidden` are the places of rows that the table program does not show; `take` has the applications while they are
    read, which is for the list that is read alone: a sheet that is only counted has nobody to hand its rows to.
    """
    reader = _RowReader(head, rows, merged)
    kept: list[SheetRow] = []
    left_out: list[int] = []
    remarks: list[Remark] = []
    taken = 0
    for place in range(head.below, len(rows)):
        if place % _TOLD == 0:
            tell_count(place, len(rows))
            if take is not None and len(kept) > taken:
                take(kept[taken:])
                taken = len(kept)
        row = rows[place]
        values = reader.values(place, row)
        odd = reader.odd
        if reader.is_application(place, row, values):
            kept.append(SheetRow(place + 1, values))
            remarks += odd
        elif has_words(row):
            left_out.append(place + 1)
        if odd:
            reader.odd = []
    if take is not None:
        take(kept[taken:])
    tell_count(len(rows), len(rows))
    unseen = [row.number for row in kept if row.number - 1 in hidden]
    said = {"count": len(unseen), "rows": rows_said(unseen)}
    remarks += [Remark("row_hidden", number, values=said) for number in unseen]
    return DataRows(tuple(kept), tuple(left_out), tuple(remarks))


class _RowReader:
    """What is known of a list while its rows are read; `odd` is what is to be said of the row read last."""

    def __init__(self, head: Head, rows: Sequence[Row], merged: Sequence[Merged]) -> None:
        self.odd: list[Remark] = []
        self.across: dict[int, list[Remark]] = {}
        self._fields = head.fields
        self._below = self._explained = head.below
        self._rows = rows
        self._columns = [
            (column, field.id, normaliser(field), field.kind in _DIGITS) for column, field in head.fields.items()
        ]
        self._digits = [(column, field_id) for column, field_id, _, has_digits in self._columns if has_digits]
        self._texts = {column: head.texts[column] for column in head.fields}
        self._choices = frozenset(field.id for field in head.fields.values() if field.kind is FieldKind.CHOICE)
        self._splitters = _splitters(head)
        self._names = {field.id: column for column, field in head.fields.items()}
        self._above = self._cells_above(merged)
        self._headings: set[int] = set()
        self._beside = self._cells_beside(merged)

    def values(self, place: int, row: Row) -> dict[str, str]:
        """The normalised values of a row by field; empty ones are left out."""
        width = len(row)
        values: dict[str, str] = {}
        for column, field_id, normal, _ in self._columns:
            if column >= width:
                continue
            cell = row[column]
            if type(cell) is str:
                if not cell:
                    continue
                raw = cell
            else:
                raw = cell_text(cell)
                if type(cell) is not float or "E" in raw:
                    raw = self._odd_cell(place, column, cell, raw)
            if raw and raw[0] in ODD_BEGINNINGS:
                raw = self._odd_text(place, column, raw)
            if raw:
                value = normal(raw)
                if value:
                    values[field_id] = value
        if values:
            self._complete(place, values)
        return values

    def _complete(self, place: int, values: dict[str, str]) -> None:
        """Takes over what merged cells say for this row too, and parts what stands in one column."""
        for column, field_id in self._digits:
            value = values.get(field_id, "")
            if (value.endswith(_ZEROS) or _IN_POWERS.search(value)) and has_lost_digits(value):
                cell = self._rows[place][column]
                if isinstance(cell, str):
                    self.odd.append(Remark("digits_lost", place + 1, column, {"text": cell.strip()}))
        if place in self.across:
            self.odd += self.across[place]
        if place in self._beside:
            self._fill(values, self._beside[place])
        if place in self._above and not self._continues(place, values):
            self._fill(values, self._above[place])
        for split in self._splitters:
            split(values)
        if _STRANGE.search("\n".join(values.values())):
            self.odd += [
                Remark("text_unread" if "\ufffd" in value else "text_private", place + 1, self._names.get(name, -1))
                for name, value in values.items()
                if _STRANGE.search(value)
            ]

    def _odd_cell(self, place: int, column: int, cell: object, raw: str) -> str:
        if isinstance(cell, Unworked):
            self.odd.append(Remark("formula_unworked", place + 1, column, {"formula": cell.formula}))
            return ""
        if isinstance(cell, float) and has_lost_digits(raw):
            known = str(int(cell))[:EXACT_DIGITS]
            self.odd.append(Remark("digits_lost", place + 1, column, {"text": f"{raw}，前15位为 {known}"}))
        return raw

    def _odd_text(self, place: int, column: int, raw: str) -> str:
        inner = unguarded(raw.strip())
        bare = (raw if inner is None else inner).strip()
        if is_error(bare):
            self.odd.append(Remark("cell_error", place + 1, column, {"text": bare}))
            return ""
        if is_formula(bare):
            self.odd.append(Remark("formula_text", place + 1, column, {"text": bare[:_LONGEST_SHOWN]}))
            return ""
        return raw if inner is None else inner

    def is_application(self, place: int, row: Row, values: dict[str, str]) -> bool:
        """Whether a row is an application; not a blank form line, a foot, a head again, the rest of a merged one."""
        if not values:
            return self._is_unworked()
        if self._choices.issuperset(values) and not self._is_unworked():
            return False
        if place in self._headings:
            return False
        if place == self._explained and (explains_head(row) or hints_at_columns(row, values, self._fields.values())):
            self._explained += 1
            return False
        if self._continues(place, values):
            return False
        return not is_foot(row, values) and not repeats_head(row, self._texts)

    def _is_unworked(self) -> bool:
        """Whether a row would say who applies for what, had its formulas been worked out."""
        named = {self._names[name] for name in _NAMING if name in self._names}
        return any(one.code in _FORMULAS and one.column in named for one in self.odd)

    def _cells_above(self, merged: Sequence[Merged]) -> dict[int, list[tuple[object, str, Normaliser]]]:
        """Row → what the merged cells above it say, for the columns that are fields."""
        fields = {column: (field_id, normal) for column, field_id, normal, _ in self._columns}
        above: dict[int, list[tuple[object, str, Normaliser]]] = {}
        covered: dict[int, int] = {}
        for top, bottom, left, right in sorted(merged):
            # One area may not lie on another; a file in which they do a thousand times over is read by the first.
            for column in range(left, right + 1) if bottom > top and not self._is_heading(left, right) else ():
                if column not in fields or not max(self._below, covered.get(column, 0)) <= top < len(self._rows):
                    continue
                covered[column] = bottom + 1
                if left >= len(self._rows[top]):
                    continue
                below, cell = range(top + 1, min(bottom + 1, len(self._rows))), self._rows[top][left]
                if column == left or self._is_shared(left, column):
                    for place in below:
                        above.setdefault(place, []).append((cell, *fields[column]))
                elif cell != "":
                    for place in below:
                        self._say_across(place, left, column)
        return above

    def _cells_beside(self, merged: Sequence[Merged]) -> dict[int, list[tuple[object, str, Normaliser]]]:
        """Row → what a cell merged to the right says for the further columns; headings over the width are marked."""
        beside: dict[int, list[tuple[object, str, Normaliser]]] = {}
        for top, _bottom, left, right in merged:
            if right == left or not self._below <= top < len(self._rows) or left >= len(self._rows[top]):
                continue
            covered = [one for one in self._columns if left <= one[0] <= right]
            if self._is_heading(left, right):
                self._headings.add(top)
                continue
            cell = self._rows[top][left]
            for at, name, normal, _ in covered:
                if at != left and self._is_shared(left, at):
                    beside.setdefault(top, []).append((cell, name, normal))
                elif at != left and cell != "":
                    self._say_across(top, left, at)
        return beside

    def _is_heading(self, left: int, right: int) -> bool:
        """Whether a cell merged over these columns is a heading between the rows, and says nothing of any of them."""
        covered = sum(left <= one[0] <= right for one in self._columns)
        return right > left and covered >= min(_HEADING_WIDTH, len(self._columns))

    def _say_across(self, place: int, left: int, at: int) -> None:
        """Notes that a column of a row is covered by the cell to its left, and says nothing of its own."""
        places = {"other": self._texts.get(left, "") or column_name(left)}
        self.across.setdefault(place, []).append(Remark("cell_across", place + 1, at, places))

    def _is_shared(self, left: int, at: int) -> bool:
        """Whether a cell merged over two columns may say both: both are of a kind, none names an application."""
        kinds = [self._fields[column] for column in (left, at) if column in self._fields]
        return len({rule.kind for rule in kinds}) == 1 < len(kinds) and not {rule.id for rule in kinds} & _IDENTITY

    def _continues(self, place: int, values: dict[str, str]) -> bool:
        """Whether a row only goes on with the application above, whose own name is merged over it."""
        named_above = any(field_id in _OWN for _, field_id, _ in self._above.get(place, ()))
        return named_above and not any(name in values for name in _OWN)

    def _fill(self, values: dict[str, str], above: Sequence[tuple[object, str, Normaliser]]) -> None:
        """Takes over what a merged cell above says for this row too."""
        for cell, field_id, normal in above:
            text = cell_text(cell)
            value = "" if is_error(text) or is_formula(text) else normal(text)
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
