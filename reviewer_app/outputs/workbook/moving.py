"""What follows when rows of a sheet move: merges, formats, checks, names, drawings, comments and other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from reviewer_app.outputs.workbook.package import MAIN, TemplatePackage, serialised
from reviewer_app.outputs.workbook.rows import CELL, FORMULA
from reviewer_app.outputs.workbook.shift import RowShift, translated
from reviewer_app.services.summary.cell_places import column_letters

_EXCEL_2009 = "http://schemas.microsoft.com/office/excel/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
#: Elements of a sheet that lie on one area, and those that lie on several.
_ON_AREA = ("hyperlinks/hyperlink", "autoFilter", "autoFilter/sortState", "autoFilter/sortState/sortCondition")
_ON_AREAS = (
    "conditionalFormatting",
    "dataValidations/dataValidation",
    "protectedRanges/protectedRange",
    "ignoredErrors/ignoredError",
)
_RULES = (
    "conditionalFormatting/cfRule/formula",
    "dataValidations/dataValidation/formula1",
    "dataValidations/dataValidation/formula2",
)


def expand_shared(rows: Iterable[etree._Element]) -> None:
    """Writes out formulas that several cells share, so that each can move by itself."""
    masters: dict[str, tuple[str, str]] = {}
    for row in rows:
        for cell in row.iterfind(CELL):
            formula = cell.find(FORMULA)
            if formula is None or formula.get("t") != "shared":
                continue
            key, place = formula.get("si", ""), cell.get("r", "")
            if formula.text:
                masters[key] = (formula.text, place)
            elif key in masters:
                text, origin = masters[key]
                formula.text = translated(text, origin, place)
            etree.strip_attributes(formula, "t", "ref", "si")


def move_sheet(sheet: etree._Element, shift: RowShift, across: Sequence[tuple[int, int]]) -> None:
    """Moves everything of the sheet that lies on rows; `across` are the merged columns each new row gets too."""
    if not shift.extra:
        return
    for element in _all(sheet, _ON_AREA):
        element.set("ref", shift.area(element.get("ref", "")))
    for element in _all(sheet, _ON_AREAS):
        element.set("sqref", shift.areas(element.get("sqref", "")))
    for element in (*_all(sheet, _RULES), *sheet.iter(f"{{{_EXCEL_2009}}}f")):
        element.text = shift.formula(element.text or "", on_sheet=True)
    for element in sheet.iter(f"{{{_EXCEL_2009}}}sqref"):
        element.text = shift.areas(element.text or "")
    _move_breaks(sheet, shift)
    _move_merges(sheet, shift, across)
    dimension = sheet.find(f"{{{MAIN}}}dimension")
    if dimension is not None:
        dimension.set("ref", shift.area(dimension.get("ref", "")))


def follow_outside(package: TemplatePackage, part: str, shift: RowShift) -> None:
    """Lets names, other sheets, charts, pictures, comments and tables of the workbook follow the moved rows."""
    _recalculate(package)
    for name in package.workbook.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        name.text = shift.formula(name.text or "", on_sheet=False)
    package.put(package.workbook_part, package.workbook)
    if not shift.extra:
        return
    for other in package.sheets().values():
        if other != part:
            _follow_formulas(package, other, FORMULA, shift)
    for chart in [part for part in package.parts if part.startswith("xl/charts/") and part.endswith(".xml")]:
        _follow_formulas(package, chart, f"{{{_CHART}}}f", shift)
    for kind, target in package.related(part).values():
        if target in package.parts:
            _follow_part(package, kind, target, shift)


def _all(sheet: etree._Element, paths: Sequence[str]) -> list[etree._Element]:
    steps = ["/".join(f"{{{MAIN}}}{step}" for step in path.split("/")) for path in paths]
    return [element for step in steps for element in sheet.iterfind(step)]


def _move_breaks(sheet: etree._Element, shift: RowShift) -> None:
    """A page break below a row stays below the same row."""
    for element in sheet.iterfind(f"{{{MAIN}}}rowBreaks/{{{MAIN}}}brk"):
        number = int(element.get("id", "0"))
        element.set("id", str(number + shift.extra if number >= shift.last else number))


def _move_merges(sheet: etree._Element, shift: RowShift, across: Sequence[tuple[int, int]]) -> None:
    merges = sheet.find(f"{{{MAIN}}}mergeCells")
    if merges is None:
        return
    for area in merges:
        area.set("ref", shift.area(area.get("ref", ""), grows=False))
    for number in range(shift.last + 1, shift.last + shift.extra + 1):
        for left, right in across:
            reference = f"{column_letters(left)}{number}:{column_letters(right)}{number}"
            etree.SubElement(merges, f"{{{MAIN}}}mergeCell", {"ref": reference})
    merges.set("count", str(len(merges)))


def _recalculate(package: TemplatePackage) -> None:
    """The order of calculation is no longer right: it is left out, and all is calculated when the file is opened."""
    package.drop(package.workbook_part, "calcChain")
    workbook = package.workbook
    properties = workbook.find(f"{{{MAIN}}}calcPr")
    if properties is None:
        properties = etree.Element(f"{{{MAIN}}}calcPr")
        before = ("definedNames", "externalReferences", "functionGroups", "sheets")
        found = next(place for place in (workbook.find(f"{{{MAIN}}}{name}") for name in before) if place is not None)
        found.addnext(properties)
    properties.set("fullCalcOnLoad", "1")


def _follow_formulas(package: TemplatePackage, part: str, tag: str, shift: RowShift) -> None:
    """Formulas elsewhere that speak of the sheet."""
    tree = package.tree(part)
    changed = False
    for element in tree.iter(tag):
        moved = shift.formula(element.text or "", on_sheet=False)
        changed = changed or moved != (element.text or "")
        element.text = moved
    if changed:
        package.put(part, tree)


def _follow_part(package: TemplatePackage, kind: str, part: str, shift: RowShift) -> None:
    if kind == "drawing":
        _follow_drawing(package, part, shift)
    elif kind in ("comments", "threadedComment", "table"):
        tree = package.tree(part)
        for element in tree.iter():
            if isinstance(element.tag, str) and element.get("ref"):
                element.set("ref", shift.area(element.get("ref", "")))
        package.put(part, tree)
    elif kind == "vmlDrawing":
        package.parts[part] = _moved_notes(package.parts[part], shift)


def _follow_drawing(package: TemplatePackage, part: str, shift: RowShift) -> None:
    """Pictures and shapes below the table go down with the rows they stand on (rows are counted from 0 here)."""
    tree = package.tree(part)
    for corner in ("from", "to"):
        for row in tree.iter(f"{{{_DRAWING}}}{corner}"):
            number = row.find(f"{{{_DRAWING}}}row")
            if number is not None:
                number.text = str(shift.row(int(number.text or "0") + 1) - 1)
    package.parts[part] = serialised(tree)


def _moved_notes(content: bytes, shift: RowShift) -> bytes:
    """The boxes of comments, in the old drawing language: Row, and the rows at places 2 and 6 of Anchor."""

    def row(match: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (match[1], shift.row(int(match[2]) + 1) - 1, match[3])

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in match[2].split(b",")]
        for place in (2, 6):
            if place < len(numbers):
                numbers[place] = shift.row(numbers[place] + 1) - 1
        return match[1] + b", ".join(b"%d" % number for number in numbers) + match[3]

    content = re.sub(rb"(<(?:\w+:)?Row>\s*)(\d+)(\s*</)", row, content)
    return re.sub(rb"(<(?:\w+:)?Anchor>)([\d,\s]+)(</)", anchor, content)
