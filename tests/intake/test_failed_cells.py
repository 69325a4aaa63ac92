"""Texts that are no values: failed formulas in every language, formulas kept as texts, numbers cut to powers of ten."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.intake.failed_cells import is_error, is_formula
from reviewer_app.services.intake.matching import identity
from support.sample_lists import check_list, column, said

ERRORS = (
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! #名称? #名称？ #溢出! #值! #引用! #除以零! #FMT #REF ####"
    " #NV ＃ＲＥＦ！ #WERT! #BEZUG! #VALEUR! #¿NOMBRE? #¡DIV/0! #ЗНАЧ! #Н/Д #スピル! Err:508"
    " 错误:508 错误：502 Erreur:508"
)
NO_ERRORS = "#1楼 #标准化试点! #重要! E1 错误报告标准化试点 #Abc! #1 # #值班室"
FORMULAS = (
    "=A1+1",
    '=HYPERLINK("http://a.example","样本")',
    "＝A1",
    "`=A1",
    "=1",
    "==A1",
    '="甲"&"乙"',
    "+A1",
    "+SUM(A1:A9)",
    "-A1*2",
    "-(A1)",
    "+1+2",
    "@SUM(A1)",
    "@foo",
    "+cmd|'/C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "+'别的'!A1",
    "=清单!A1",
    "\t=A1",
)
NO_FORMULAS = (
    "+86 21 64220000",
    "+86-21-64220000",
    "- 第一条\n- 第二条",
    "- A1类标准",
    "-A级标准体系",
    "—",
    "--",
    "+",
    "=",
    "-1",
    "@示例公众号",
    "=甲试点",
    "=cmd|' /C calc'!A0标准化试点",
    "=A1+1（估）",
    '="0123"',
    '=""',
    '`=""`',
)
ZEROS = [
    "202405080001230000",
    "202405080001230000.00",
    "913101040000000000",
    "20240508000123000000",
    "'202405080001230000",
]
CUT = [
    *ZEROS,
    "3.1E17",
    "3.1E+17",
    "３.１Ｅ＋１７",
    "3.1Ｅ＋17",
    "3.1e17",
    "'2.02405E+17",
    "+3.1E17",
    "31.0E+16",
    "3.1×10^17",
]


def test_what_table_programs_show_of_failed_formulas_is_known_in_every_language() -> None:
    assert [word for word in ERRORS.split(" ") if not is_error(word)] == []
    assert [word for word in NO_ERRORS.split(" ") if is_error(word)] == []


def test_a_formula_is_told_from_a_telephone_and_from_a_list_with_dashes() -> None:
    assert [text for text in FORMULAS if not is_formula(text)] == []
    assert [text for text in NO_FORMULAS if is_formula(text)] == []


def list_of(path: Path, *rows: tuple[str, ...]) -> Path:
    heads = ("项目名称", "申报单位", "网上申报编号", "联系电话", "标准化工作基础")
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (heads, *rows))
    path.write_text("\n".join(quoted), encoding="utf-8")
    return path


def test_a_formulas_text_is_noted_and_never_a_value(tmp_path: Path) -> None:
    rows = [("甲试点", f"上海示例{n}有限公司", text, text, text) for n, text in enumerate(FORMULAS)]
    check = check_list(list_of(tmp_path / "a.csv", *rows))
    for field in ("filing_number", "contact_phone", "foundation"):
        assert column(check, field) == [""] * len(FORMULAS)
    fields = ("网上申报编号", "联系电话", "标准化工作基础")
    assert said(check, "formula_text") == [(n, field) for n in range(2, len(rows) + 2) for field in fields]
    assert "=A1+1" in next(note.message for note in check.sheet.notes if note.code == "formula_text")


def test_a_row_whose_names_are_formulas_is_shown_and_not_lost(tmp_path: Path) -> None:
    check = check_list(
        list_of(tmp_path / "a.csv", ("=A9", "=B9", "", "", ""), ("甲试点", "上海示例甲有限公司", "", "", ""))
    )
    assert column(check, "project_name") == ["", "甲试点"]
    assert said(check, "formula_text") == [(2, "项目名称"), (2, "申报单位")]


def test_a_failed_formula_in_another_language_is_an_empty_cell_with_a_note(tmp_path: Path) -> None:
    rows = [
        ("甲试点", "上海示例甲有限公司", "SH1", "#名称?", "#WERT!"),
        ("乙试点", "上海示例乙有限公司", " #溢出!", "", ""),
    ]
    check = check_list(list_of(tmp_path / "a.csv", *rows))
    assert (column(check, "contact_phone"), column(check, "foundation")) == (["", ""], ["", ""])
    assert said(check, "cell_error") == [(2, "联系电话"), (2, "标准化工作基础"), (3, "网上申报编号")]


@pytest.mark.parametrize("text", CUT)
def test_digits_lost_are_named_however_they_are_written_and_are_no_identity(tmp_path: Path, text: str) -> None:
    check = check_list(list_of(tmp_path / "a.csv", ("甲试点", "上海示例甲有限公司", text, "64220000", "")))
    assert said(check, "digits_lost") == [(2, "网上申报编号")]
    assert len(identity(check.sheet.rows[0].values)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "20240508000123000",
        "202405080001230010",
        "SH202405080001230000",
        "913101040000166000",
        "1.3812345678E+10",
        "SH3E17",
        "91310104MAXX00015E",
        "3-1E17",
        "E17",
    ],
)
def test_what_says_all_its_digits_is_kept(tmp_path: Path, text: str) -> None:
    check = check_list(list_of(tmp_path / "a.csv", ("甲试点", "上海示例甲有限公司", text, "", "")))
    assert said(check, "digits_lost") == []
    assert len(identity(check.sheet.rows[0].values)) == 1
