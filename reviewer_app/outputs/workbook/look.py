"""What stands on the sheets of a bureau's workbook, so that the places to fill can be found and shown."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.workbook.fill import is_protected
from reviewer_app.outputs.workbook.package import MAIN, TemplatePackage, reading
from reviewer_app.outputs.workbook.rows import CELL, FORMULA, TEXT, VALUE, numbered
from reviewer_app.services.ports.papers import TemplateSheet

_PHONETIC = f"{{{MAIN}}}rPh"
#: A form says what it asks for in its first rows.
_MOST_ROWS = 2_000


def look_at(template: Path) -> tuple[TemplateSheet, ...]:
    """Texts, merged areas and protection of every sheet; TroubleError `workbook.…`."""
    package = TemplatePackage(template)
    with reading(package.name):
        related = package.related(package.workbook_part)
        shared_part = next((part for kind, part in related.values() if kind == "sharedStrings"), "")
        shared = [_said(entry) for entry in package.tree(shared_part)] if shared_part in package.parts else []
        sheets = tuple(_look(package.tree(part), name, shared) for name, part in package.sheets().items())
    if not sheets:
        raise TroubleError("workbook.broken", file=package.name)
    return sheets


def _look(sheet: etree._Element, name: str, shared: list[str]) -> TemplateSheet:
    data = sheet.find(f"{{{MAIN}}}sheetData")
    texts: dict[str, str] = {}
    for number, row in (numbered(data) if data is not None else {}).items():
        if number > _MOST_ROWS:
            break
        for cell in row.iterfind(CELL):
            text = _text(cell, shared)
            if text or cell.find(FORMULA) is not None:
                texts[cell.get("r", "")] = text
    merges = sheet.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell")
    return TemplateSheet(name, texts, tuple(area.get("ref", "") for area in merges), is_protected(sheet))


def _text(cell: etree._Element, shared: list[str]) -> str:
    if cell.find(FORMULA) is not None:
        return ""
    if cell.get("t") == "inlineStr":
        return _said(cell)
    value = cell.find(VALUE)
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    return text


def _said(entry: etree._Element) -> str:
    """A text of one or several runs, without the reading aids of other languages."""
    aids = [run for aid in entry.iter(_PHONETIC) for run in aid.iter(TEXT)]
    return "".join(run.text or "" for run in entry.iter(TEXT) if run not in aids)
