"""A bureau's form that cannot be filled: each kind gets its own clear sentence, and no file is left."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.practice.bureau_form import SHEET, make_sample_template
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_resources.phrases import sentence
from support.summaries import MAPPING, summary_table

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The invented form."""
    path = tmp_path / "模板.xlsx"
    make_sample_template(path)
    return path


def refused(template: Path, mapping: TemplateMapping = MAPPING) -> TroubleError:
    """Why the form is not filled; nothing lies beside it then."""
    there = {path.name for path in template.parent.iterdir()}
    with pytest.raises(TroubleError) as trouble:
        SummaryForms().fill(summary_table(7), template, mapping, template.with_name("填好.xlsx"))
    assert {path.name for path in template.parent.iterdir()} == there
    assert "—" not in sentence(trouble.value.code, trouble.value.values)
    return trouble.value


def with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Changes one part of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {entry: book.read(entry) for entry in book.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for entry, content in parts.items():
            book.writestr(entry, content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "workbook.old_format"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "workbook.encrypted"),
        (b"", "workbook.not_workbook"),
        ("序号,项目名称\r\n".encode(), "workbook.not_workbook"),
        (b"<html><table></table></html>", "workbook.not_workbook"),
        (b"PK\x03\x04 and then nothing", "workbook.broken"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    """Old formats, passwords, other files under the name of a workbook."""
    path = tmp_path / "模板.xlsx"
    path.write_bytes(content)
    assert refused(path).code == code
    with pytest.raises(TroubleError, match=code):
        SummaryForms().look_at(path)


def test_a_whole_package_of_another_kind_is_not_called_damaged(tmp_path: Path) -> None:
    """An .ods is as sound as can be; another copy of it would help nobody."""
    path = tmp_path / "模板.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path).code == "workbook.not_workbook"


def test_a_file_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    """It may have been moved since the last time."""
    assert refused(tmp_path / "没有.xlsx").code == "workbook.missing"


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    """Something else of that name stands in the way."""
    (tmp_path / "模板.xlsx").mkdir()
    assert refused(tmp_path / "模板.xlsx").code == "workbook.locked"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_off_file_is_broken(template: Path, share: float) -> None:
    """A download that stopped half-way."""
    content = template.read_bytes()
    template.write_bytes(content[: int(len(content) * share)])
    assert refused(template).code == "workbook.broken"


def test_a_flipped_byte_is_noticed(template: Path) -> None:
    """Damage inside a part is found by its check sum."""
    with zipfile.ZipFile(template) as book:
        place = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    content = bytearray(template.read_bytes())
    content[place] ^= 0xFF
    template.write_bytes(content)
    assert refused(template).code == "workbook.broken"


@pytest.mark.parametrize(
    "damaged", [b"", b"<worksheet>", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"\xff\xfe"]
)
def test_a_sheet_that_is_no_xml_is_broken(template: Path, damaged: bytes) -> None:
    """Nor is anything read that unfolds itself."""
    with_part(template, "xl/worksheets/sheet1.xml", lambda content: damaged)
    assert refused(template).code == "workbook.broken"


@pytest.mark.parametrize(("old", "new"), [(b'<row r="6"', b'<row r="x"'), (b'width="6"', b'width="6 mm"')])
def test_a_sheet_whose_numbers_make_no_sense_is_broken(template: Path, old: bytes, new: bytes) -> None:
    """Something wrote into the file that did not know its kind."""
    with_part(template, "xl/worksheets/sheet1.xml", lambda content: content.replace(old, new))
    assert refused(template).code == "workbook.broken"


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        ("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "workbook.macros"),
        ("[Content_Types].xml", b"spreadsheetml.sheet.main", b"presentationml.slide", "workbook.not_workbook"),
        (
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            "workbook.strict",
        ),
    ],
)
def test_other_office_files_are_told_apart(template: Path, part: str, old: bytes, new: bytes, code: str) -> None:
    """Macros, presentations and the strict dialect each get their own sentence."""
    with_part(template, part, lambda content: content.replace(old, new))
    assert refused(template).code == code


def test_a_template_of_excel_becomes_a_plain_workbook(template: Path) -> None:
    """.xltx is filled too, and what comes out is an .xlsx that opens as one."""
    old, new = b"sheet.main+xml", b"template.main+xml"
    with_part(template, "[Content_Types].xml", lambda content: content.replace(old, new))
    target = template.with_name("填好.xlsx")
    SummaryForms().fill(summary_table(7), template, MAPPING, target)
    assert openpyxl.load_workbook(target)[SHEET]["B12"].value == "第7街区养老服务标准化试点"
    assert not openpyxl.load_workbook(target).template


def test_a_protected_sheet_is_not_forced(template: Path) -> None:
    """Who protected it wants to be asked; the sheet is named."""
    book = openpyxl.load_workbook(template)
    book[SHEET].protection.sheet = True
    book.save(template)
    trouble = refused(template)
    assert (trouble.code, trouble.values["sheet"]) == ("workbook.protected", SHEET)
    assert SummaryForms().look_at(template)[0].is_protected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sheet": "另一张"}, "workbook.sheet_missing"),
        ({"first_row": 400}, "workbook.row_missing"),
        ({"columns": {}}, "workbook.no_columns"),
        ({"columns": {"A": "没有的栏"}}, "workbook.unknown_column"),
        ({"columns": {"1": "序号"}}, "workbook.bad_column"),
        ({"columns": {"AAAA": "序号"}}, "workbook.bad_column"),
        ({"cells": {"A3": "{没有}"}}, "workbook.unknown_place"),
        ({"cells": {"A99": "{填报人}"}}, "workbook.cell_missing"),
        ({"cells": {"ZZ3": "{填报人}"}}, "workbook.cell_missing"),
        ({"cells": {"三": "{填报人}"}}, "workbook.cell_missing"),
        ({"cells": {"B2": "{填报人}"}}, "workbook.cell_covered"),
        ({"cells": {"J7": "{填报人}"}}, "workbook.cell_in_table"),
    ],
)
def test_a_mapping_that_does_not_fit_says_where(template: Path, change: dict[str, object], code: str) -> None:
    """The officer learns which place to correct."""
    assert refused(template, replace(MAPPING, **change)).code == code  # type: ignore[arg-type]


def test_cells_merged_over_lines_of_the_list_are_not_filled(template: Path) -> None:
    """All but the first case would vanish under such a cell."""
    book = openpyxl.load_workbook(template)
    book[SHEET].merge_cells("E6:E8")
    book.save(template)
    trouble = refused(template)
    assert (trouble.code, trouble.values["area"]) == ("workbook.merged_rows", "E6:E8")


def test_a_file_that_unfolds_beyond_measure_is_not_read(tmp_path: Path) -> None:
    """A small file may hold a huge one."""
    path = tmp_path / "模板.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for place in range(4):
            book.writestr(f"xl/{place}.bin", b"\0" * (80 << 20))
    assert refused(path).code == "workbook.too_large"


def test_a_sheet_of_blank_rows_without_end_is_not_read(template: Path) -> None:
    """Formatted down to the last row: the officer learns what makes it so large; nothing of it is unpacked."""
    path = template.with_name("空行.xlsx")
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(1_000, 240_000))
    with zipfile.ZipFile(template) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as swollen:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", blank + b"</sheetData>")
            swollen.writestr(entry.filename, content)
    trouble = refused(path)
    assert (trouble.code, trouble.values["limit"]) == ("workbook.sheet_too_large", 6)


def test_a_part_packed_as_no_workbook_is_counts_as_damage(template: Path) -> None:
    """Other ways of packing unfold without measure; no office program writes them."""
    path = template.with_name("别的压缩.xlsx")
    with zipfile.ZipFile(template) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as odd:
        for entry in book.infolist():
            odd.writestr(entry.filename, book.read(entry))
    assert refused(path).code == "workbook.broken"
