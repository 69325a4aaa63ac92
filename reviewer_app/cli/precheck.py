"""The `precheck` command: a list checked without any library, as a table, as JSON or as a workbook."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

from reviewer_app.cli.pack import chosen_pack
from reviewer_app.cli.words import padded, width
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.intake.prechecking import SheetCheck, other_sheets_said, precheck_sheet
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence

_HEADS = ("行", "轻重", "编号", "字段", "条款", "说明")


def report(
    file: Path,
    form: str,
    target: Path | None,
    say: Callable[[str], None],
    rules: Path | None = None,
    with_values: bool = False,
) -> int:
    """Prints the findings of a list; 0 when none blocks, 1 when some do; `with_values` what was read of each row.

    `rules` is a pack file to check by instead of the one that comes with the desk. Raises TroubleError `sheet.…` when
    the list cannot be read, `pack.…` when the rules cannot, RefusalError `precheck.same_file` when the result would
    be written over the list itself.
    """
    # A list named "." or ".." is called by its own name in the sentences.
    file = file.resolve() if file.name in ("", "..") else file
    if target is not None and target.exists() and file.exists() and target.samefile(file):
        raise RefusalError("precheck.same_file", file=str(target))
    parts = Parts()
    pack = chosen_pack(rules)
    check = precheck_sheet(parts.reader.read(file, pack), pack)
    if form == "json":
        say(json.dumps(check.as_json(with_values), ensure_ascii=False, indent=1))
    elif form == "xlsx":
        written = target or _free_name(file)
        parts.write_findings(written, _HEADS, _rows(check))
        say(sentence("precheck.written", {"file": written}))
        for line in _said_of_file(check):
            say(line)
    else:
        for line in _table(check):
            say(line)
    return 1 if check.is_blocked else 0


def _free_name(file: Path) -> Path:
    """A name beside the list that nothing has yet: a result the officer may have worked in stays as it is."""
    names = (f"{file.stem}-核对结果{f'({number})' if number > 1 else ''}.xlsx" for number in itertools.count(1))
    return next(place for place in map(file.with_name, names) if not place.exists())


def _rows(check: SheetCheck) -> list[tuple[str, ...]]:
    return [
        (
            str(one.row),
            one.finding.severity.label,
            one.finding.id,
            one.finding.field,
            one.finding.clause,
            one.finding.message,
        )
        for one in check.findings
    ]


def _table(check: SheetCheck) -> list[str]:
    rows = [_HEADS, *_rows(check)]
    widths = [max(width(row[place]) for row in rows) for place in range(len(_HEADS) - 1)]
    lines = ["  ".join([*map(padded, row[:-1], widths), row[-1]]) for row in rows]
    unmapped = "、".join(check.sheet.unmapped)
    places = {"rows": len(check.sheet.rows), "findings": len(check.findings), "notice": check.pack.number}
    foot = [sentence("precheck.counted", places)]
    notes = [sentence("precheck.unmapped", {"columns": unmapped})] if unmapped else []
    return [*lines, *notes, *_said_of_file(check), *foot]


def _said_of_file(check: SheetCheck) -> list[str]:
    """The other sheets and the notes of the reading, one sentence a line."""
    others = other_sheets_said(check.sheet)
    notes = [
        sentence("precheck.note", {"row": note.row, "message": note.message}) if note.row else note.message
        for note in check.sheet.notes
    ]
    return [*([others] if others else []), *notes]
