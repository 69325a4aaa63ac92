"""What moves when rows are put into a table: cells below go down, areas and formulas over the table grow with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.formula.translate import Translator

_END = re.compile(r"(\$?[A-Za-z]{1,3})?(\$?)(\d{1,7})?")


@dataclass(frozen=True, slots=True)
class RowShift:
    """`extra` rows are put in below row `last` of the table that begins in row `first` of a sheet."""

    sheet: str
    first: int
    last: int
    extra: int

    def row(self, number: int) -> int:
        """Where a row stands afterwards."""
        return number + self.extra if number > self.last else number

    def area(self, reference: str, *, grows: bool = True, only_fixed: bool = False) -> str:
        """An area (A5:N9, $5:$9, B3) afterwards; one that ends with the table grows with it.

        `only_fixed` lets only areas with $ before both rows grow: in a row of the table others mean this row.
        """
        ends = [_END.fullmatch(end) for end in reference.split(":")]
        if len(ends) > 2 or any(end is None or not (end[1] or end[3]) for end in ends):
            return reference
        found = [end for end in ends if end is not None]
        rows = [int(end[3]) if end[3] else 0 for end in found]
        moved = [self.row(row) for row in rows]
        is_range = len(found) == 2 and not (only_fixed and not all(end[2] for end in found))
        if grows and is_range and rows[0] <= self.first and rows[1] == self.last:
            moved[1] += self.extra
        parts = [f"{end[1] or ''}{end[2]}{row or ''}" for end, row in zip(found, moved, strict=True)]
        return ":".join(parts)

    def areas(self, references: str) -> str:
        """Several areas parted by blanks; here a single cell that is the whole table grows too."""
        return " ".join(self._spread(reference) for reference in references.split())

    def formula(self, text: str, *, on_sheet: bool, in_table: bool = False) -> str:
        """A formula (without its =) afterwards; `on_sheet` when it stands on the very sheet."""
        try:
            tokens = Tokenizer(f"={text}")
        except TokenizerError:
            return text
        for token in tokens.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self._reference(token.value, on_sheet=on_sheet, in_table=in_table)
        return "".join(token.value for token in tokens.items)

    def _spread(self, reference: str) -> str:
        if self.first == self.last and ":" not in reference and re.fullmatch(rf"[A-Z]+{self.last}", reference):
            reference = f"{reference}:{reference}"
        return self.area(reference)

    def _reference(self, reference: str, *, on_sheet: bool, in_table: bool) -> str:
        sheet, mark, area = reference.rpartition("!")
        named = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if named.casefold() != self.sheet.casefold() and (mark or not on_sheet):
            return reference
        return f"{sheet}{mark}{self.area(area, only_fixed=in_table)}"


def translated(formula: str, origin: str, place: str) -> str:
    """A formula (without its =) as it reads when copied from one cell to another."""
    try:
        return str(Translator(f"={formula}", origin).translate_formula(place))[1:]
    except TokenizerError:
        return formula
