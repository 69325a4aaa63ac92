"""The automatic findings of a whole list: what the command line prints and what an import would be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks.precheck import duplicate_findings, precheck
from reviewer_app.domain.notice import NoticePack, Severity
from reviewer_app.services.ports.records import ImportedList, ReadNote
from reviewer_resources.phrases import sentence

#: So many rows are named in a line.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One automatic finding and the row of the sheet it speaks of."""

    row: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """A list checked on its own, without a library: duplicates are those within the list."""

    sheet: ImportedList
    pack: NoticePack
    findings: tuple[RowFinding, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether some row cannot be recommended as it stands."""
        return any(one.finding.severity is Severity.BLOCK for one in self.findings)

    def as_json(self, with_values: bool = False) -> dict[str, object]:
        """The plain object that `precheck --format json` prints; columns and findings name fields by their labels.

        `with_values` adds what was read of every row, `notes` without a row speak of the whole file.
        """
        sheet, pack = self.sheet, self.pack
        said: dict[str, object] = {
            "notice": pack.number,
            "pack_sha256": pack.sha256,
            "file": sheet.path.name,
            "first_row": sheet.rows[0].number if sheet.rows else sheet.header_row + 1,
            "rows": len(sheet.rows),
            "mapping": labelled(sheet.mapping, pack),
            "unmapped": list(sheet.unmapped),
            "other_sheets": [{"sheet": name, "rows": count} for name, count in sheet.other_sheets],
            "findings": [_plain(one) for one in self.findings],
            "notes": [
                {"code": note.code, "row": note.row or None, "field": note.field, "message": note.message}
                for note in sheet.notes
            ],
        }
        if with_values:
            said["read"] = [
                {"row": row.number, "values": {pack.label(name): value for name, value in row.values.items()}}
                for row in sheet.rows
            ]
        return said


def precheck_sheet(sheet: ImportedList, pack: NoticePack) -> SheetCheck:
    """Checks every row of a list by the pack, alone and against the other rows, in the order of the sheet."""
    duplicates = duplicate_findings(pack, [row.values for row in sheet.rows])
    checked = sheet.found_by(pack)
    found = tuple(
        RowFinding(row.number, finding)
        for row, twice in zip(sheet.rows, duplicates, strict=True)
        for finding in (*(checked[row.number] if row.number in checked else precheck(pack, row.values)), *twice)
    )
    return SheetCheck(sheet, pack, found)


def other_sheets_said(sheet: ImportedList) -> str:
    """The sentence on the sheets of the file that were not read; empty when there are none."""
    if not sheet.other_sheets:
        return ""
    others = "、".join(f"“{name}”（{count} 行）" for name, count in sheet.other_sheets)
    return sentence("sheet.other_sheets", {"sheet": sheet.sheet_name, "others": others})


def notes_said(notes: Sequence[ReadNote]) -> list[str]:
    """What the reading met, a line for each kind of thing: the rows of many are named together."""
    groups: dict[tuple[str, str], list[ReadNote]] = {}
    for note in notes:
        groups.setdefault((note.code, note.field if note.row else note.message), []).append(note)
    said = []
    for (code, field), group in groups.items():
        if not group[0].row or len(group) == 1:
            row = sentence("precheck.note", {"row": group[0].row, "message": group[0].message})
            said.append(row if group[0].row else group[0].message)
            continue
        rows = "、".join(str(note.row) for note in group[:_NAMED]) + ("…" if len(group) > _NAMED else "")
        word = sentence(f"list_note_word.{code}") + (f"“{field}”" if field else "")
        said.append(sentence("precheck.notes", {"word": word, "count": len(group), "rows": rows}))
    return said


def labelled(mapping: Mapping[str, str], pack: NoticePack) -> dict[str, str]:
    """Column header → the label of the field it was taken for."""
    return {header: pack.label(field_id) for header, field_id in mapping.items()}


def _plain(one: RowFinding) -> dict[str, object]:
    finding = one.finding
    return {
        "row": one.row,
        "id": finding.id,
        "severity": finding.severity.value,
        "field": finding.field,
        "clause": finding.clause,
        "message": finding.message,
    }
