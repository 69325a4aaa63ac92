"""What is to be said of single places of a list as it was read, in the officer's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.values.normalised import has_lost_digits
from reviewer_app.services.ports.records import ReadNote, SheetRow
from reviewer_resources.phrases import sentence

#: So many places are named for one reason; a further note says how many more there are.
MOST_NAMED = 200
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to be said: `row` counts from 1 (0: the whole file), `column` from 0 (-1: no column)."""

    code: str
    row: int = 0
    column: int = -1
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unworked:
    """A cell with a formula for which the file holds no result."""

    formula: str


def rows_said(rows: Sequence[int]) -> str:
    """Row numbers as they stand in a sentence: 3、5–7, no more than a line of them."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return "、".join(said[:_LISTED]) + ("…" if len(said) > _LISTED else "")


#: So many rows of other names are named beside a code; more tell nobody anything.
_TOLD = 20


def code_remarks(rows: Iterable[SheetRow], column: int) -> list[Remark]:
    """One credit code under several names of units, said on every row of it; `column` is that of the code."""
    by_code: dict[str, list[SheetRow]] = {}
    for row in rows:
        code = row.values.get("credit_code", "")
        if code and row.values.get("applicant") and not has_lost_digits(code):
            by_code.setdefault(code, []).append(row)
    found = []
    for code, group in by_code.items():
        by_name: dict[str, list[SheetRow]] = {}
        for row in group if len(group) > 1 else ():
            by_name.setdefault(applicant_key(row.values), []).append(row)
        for key, same in by_name.items() if len(by_name) > 1 else ():
            # Said once for all rows of one name: a list of one code alone would else be compared with itself.
            besides = (other for other_key, rows_of in by_name.items() if other_key != key for other in rows_of)
            others = list(islice(besides, _TOLD))
            names = "、".join(dict.fromkeys(other.values["applicant"] for other in others))
            places = {"code": code, "names": names, "rows": rows_said([other.number for other in others])}
            found += [Remark("code_two_names", row.number, column, places) for row in same]
    return found


#: What is said of other sheets than the one that is read names them itself.
_OF_SHEETS = ("sheet_", "encoding_", "macros")


def notes_of(remarks: Iterable[Remark], fields: Mapping[int, str], sheet: str = "") -> tuple[ReadNote, ...]:
    """The remarks as notes, those on the whole file first; `fields` are the words for the columns.

    `sheet` is named where the file has several.
    """
    counted: Counter[str] = Counter()
    notes = []
    for one in sorted(remarks, key=lambda remark: (remark.row, remark.column)):
        counted[one.code] += 1
        if counted[one.code] <= MOST_NAMED:
            word = fields.get(one.column, "")
            places = {"row": one.row, "field": word or "—", **one.values}
            said = sentence(f"list_note.{one.code}", places)
            if sheet and not one.code.startswith(_OF_SHEETS):
                said = sentence("list_note.of_sheet", {"sheet": sheet, "said": said})
            notes.append(ReadNote(one.code, one.row, word, said))
    more = {code: count - MOST_NAMED for code, count in counted.items() if count > MOST_NAMED}
    notes += [
        ReadNote(code, 0, "", sentence("list_note.more", {"count": count, "word": sentence(f"list_note_word.{code}")}))
        for code, count in more.items()
    ]
    return tuple(notes)
