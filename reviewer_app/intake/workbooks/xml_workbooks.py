"""Workbooks of XML alone (SpreadsheetML 2003), which portals hand out under the ending .xls."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree

from reviewer_app.intake.remarks import Unworked
from reviewer_app.intake.sheet_grid import Grid, TableRows
from reviewer_app.intake.workbooks.number_formats import Shape, shape_of

_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook[\s>]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_DIGITS = 7


def is_xml_workbook(text: str) -> bool:
    """Whether a text is a workbook of XML."""
    return _WORKBOOK.search(text[: 1 << 16]) is not None


def read_xml_workbook(text: str, most_rows: int) -> list[Grid]:
    """The worksheets of a workbook; broken off where the file is. TooLongError for one of more than `most_rows`."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(_DECLARED.sub("", text).encode("utf-8", "replace"), parser)
    if root is None:
        return []
    shapes = _shapes(root)
    grids = (_grid(sheet, shapes, most_rows) for sheet in root.iter("{*}Worksheet"))
    return [grid for grid in grids if grid is not None]


def _shapes(root: etree._Element) -> dict[str, Shape]:
    """Style → how its numbers are shown."""
    found = {}
    for style in root.iter("{*}Style"):
        for form in style.iter("{*}NumberFormat"):
            shape = shape_of(_said(form).get("Format", ""))
            if shape is not None:
                found[_said(style).get("ID", "")] = shape
    return found


def _grid(sheet: etree._Element, shapes: dict[str, Shape], most_rows: int) -> Grid | None:
    table = TableRows(most_rows)
    place = 0
    for element in sheet.iterfind("{*}Table/*"):
        said = _said(element)
        # A file that is broken off may leave a name that is none.
        kind = str(element.tag).rpartition("}")[2]
        if kind == "Column":
            place = (_number(said.get("Index")) or place + 1) - 1
            span = min(_number(said.get("Span")), 1000)
            if said.get("Hidden") == "1" or said.get("Width") == "0":
                table.hidden_columns.update(range(place, place + span + 1))
            place += span + 1
        elif kind == "Row":
            is_hidden = said.get("Hidden") == "1" or said.get("Height") == "0"
            table.begin_row(_number(said.get("Index")) - 1, is_hidden)
            _lay(element, table, shapes)
            if is_hidden:
                last = len(table.rows) + min(_number(said.get("Span")), most_rows)
                table.hidden_rows.update(range(len(table.rows), last))
    visible = next((element.text for element in sheet.iter("{*}Visible")), None)
    return table.grid(_said(sheet).get("Name", ""), is_hidden=visible in ("SheetHidden", "SheetVeryHidden"))


def _lay(row: etree._Element, table: TableRows, shapes: dict[str, Shape]) -> None:
    for cell in row.iterfind("{*}Cell"):
        said = _said(cell)
        down, across = _number(said.get("MergeDown")) + 1, _number(said.get("MergeAcross")) + 1
        table.add(_value(cell, said, shapes), down, across, _number(said.get("Index")) - 1)


def _value(cell: etree._Element, said: dict[str, str], shapes: dict[str, Shape]) -> object:
    data = cell.find("{*}Data")
    if data is None:
        return Unworked(said["Formula"]) if "Formula" in said else ""
    text = "".join(map(str, data.itertext())).strip()
    kind = _said(data).get("Type", "String")
    try:
        if kind == "Number" and text:
            shape = shapes.get(said.get("StyleID", ""))
            return shape.shown(float(text)) if shape is not None else float(text)
        if kind == "DateTime" and text:
            return datetime.fromisoformat(text.split(".")[0])
    except (ValueError, OverflowError):
        return text
    return text == "1" if kind == "Boolean" else text


def _said(element: etree._Element) -> dict[str, str]:
    """The attributes of an element by their names alone."""
    return {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}


def _number(text: str | None) -> int:
    return int(text[:_MOST_DIGITS]) if text is not None and text.isdecimal() else 0
