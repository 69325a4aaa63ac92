"""The workbooks opened by LibreOffice: it calculates the totals, prints the pages, and its own files are filled too."""

from __future__ import annotations

import shutil
import subprocess
from copy import copy
from dataclasses import replace
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from python_calamine import CalamineWorkbook

from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.practice.bureau_form import FIRST_ROW, SHEET, TOTAL_ROW, make_sample_template
from support.summaries import COLUMNS, MAPPING, OPINION, summary_row, summary_table

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed here")
COUNT, EXTRA = 12, 7
#: How long twelve opinions of a season were.
LENGTHS = (125, 109, 126, 108, 117, 108, 117, 144, 107, 117, 108, 103)


def converted(path: Path, kind: str) -> Path:
    """The file as LibreOffice writes it, in a folder beside it."""
    assert OFFICE
    folder = path.parent / f"als-{kind}"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The invented form with twelve cases."""
    make_sample_template(tmp_path / "form.xlsx")
    SummaryForms().fill(summary_table(COUNT), tmp_path / "form.xlsx", MAPPING, tmp_path / "filled.xlsx")
    return tmp_path / "filled.xlsx"


def test_the_totals_are_right_when_it_is_opened(filled: Path) -> None:
    """The widened formulas count the cases; the other sheet follows."""
    book = CalamineWorkbook.from_path(str(converted(filled, "xlsx")))
    total = book.get_sheet_by_name(SHEET).to_python()[TOTAL_ROW + EXTRA - 1]
    assert (total[2], total[5]) == (COUNT, 4)
    assert book.get_sheet_by_name("填表说明").to_python()[2][1] == COUNT


def test_it_prints_as_the_bureau_set_it_up(filled: Path) -> None:
    """A4 across, one page wide, every case on it, the foot below the list."""
    with pdfplumber.open(converted(filled, "pdf")) as pdf:
        first = pdf.pages[0]
        text = "".join(page.extract_text() for page in pdf.pages)
    assert first.width > first.height
    assert all(f"第{number}街区" in text for number in range(1, COUNT + 1))
    assert text.index(f"第{COUNT}街区") < text.index("合计") < text.index("负责人（签字）")


@pytest.mark.parametrize("form", ["standard", "by_contact", "public"])
def test_our_own_workbooks_open_and_say_the_same(tmp_path: Path, form: str) -> None:
    """What LibreOffice reads is what was written, sheet by sheet."""
    table, path = summary_table(9), tmp_path / "summary.xlsx"
    forms = SummaryForms()
    if form == "by_contact":
        forms.by_contact(table, tuple(row[16] for row in table.rows), path)
    else:
        getattr(forms, form)(table, path)
    before, after = CalamineWorkbook.from_path(str(path)), CalamineWorkbook.from_path(str(converted(path, "xlsx")))
    assert after.sheet_names == before.sheet_names
    for name in before.sheet_names:
        assert after.get_sheet_by_name(name).to_python() == before.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("less", [0, 4])
def test_every_case_and_the_totals_are_printed(tmp_path: Path, less: int) -> None:
    """Opinions of usual length in the shipped columns: the last page, with one case and the totals, is not lost."""
    widths = tuple(column.width for column in shipped_pack().summary)
    rows = [summary_row(number, 推荐意见=(OPINION * 9)[: long - less]) for number, long in enumerate(LENGTHS, 1)]
    SummaryForms().public(replace(summary_table(0, *rows), widths=widths), tmp_path / "s.xlsx")
    with pdfplumber.open(converted(tmp_path / "s.xlsx", "pdf")) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert all(f"2024-示-{number:04d}" in text for number in range(1, len(LENGTHS) + 1))
    assert "合计" in text


def test_a_form_that_libreoffice_saved_is_filled_as_well(tmp_path: Path) -> None:
    """Another program writes its files another way: shared texts, shared formulas, runs of rows."""
    make_sample_template(tmp_path / "form.xlsx")
    form = converted(tmp_path / "form.xlsx", "xlsx")
    looked = SummaryForms().look_at(form)
    assert looked[0].texts["B4"] == "项目名称"
    SummaryForms().fill(summary_table(COUNT), form, MAPPING, tmp_path / "filled.xlsx")
    before, after = openpyxl.load_workbook(form)[SHEET], openpyxl.load_workbook(tmp_path / "filled.xlsx")[SHEET]
    for letter in COLUMNS:
        new, first = after[f"{letter}17"], before[f"{letter}{FIRST_ROW}"]
        assert (copy(new.border), copy(new.font)) == (copy(first.border), copy(first.font))
    assert after["B17"].value == "第12街区养老服务标准化试点"
    assert after[f"C{TOTAL_ROW + EXTRA}"].value == "=COUNTA(B6:B17)"


def test_an_old_excel_file_is_told_apart_from_a_new_one(tmp_path: Path) -> None:
    """A true .xls, also under a wrong name, is answered with what to do."""
    make_sample_template(tmp_path / "form.xlsx")
    old = converted(tmp_path / "form.xlsx", "xls")
    with pytest.raises(Exception, match=r"workbook\.old_format"):
        SummaryForms().look_at(old.rename(old.with_suffix(".xlsx")))
