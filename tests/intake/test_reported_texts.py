"""Text lists (.csv) of kinds that were misread elsewhere: each file with its right value."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from support.sample_lists import check_list, checked, column, found, said


def test_numbers_in_powers_of_ten_are_named_as_cut() -> None:
    check = checked("a04-scientific.csv")
    assert len(check.sheet.rows) == 3
    assert said(check, "digits_lost") == [
        (row, field) for row in (2, 3) for field in ("网上申报编号", "统一社会信用代码")
    ]


@pytest.mark.parametrize("name", ["a08-bom-gbk.csv", "a09-euro-0x80.csv"])
def test_the_encoding_follows_what_the_bytes_say(name: str) -> None:
    check = checked(name)
    assert column(check, "applicant") == ["上海示例甲服务有限公司", "上海示例乙服务有限公司"]
    assert found(check, "required.missing") == []
    assert [code for code, _ in said(check, "encoding_mixed")] == ([0] if "bom" in name else [])


def test_the_euro_sign_of_windows_is_read() -> None:
    assert "€" in column(checked("a09-euro-0x80.csv"), "project_name")[0]


def test_a_comma_too_many_is_named_on_its_row() -> None:
    check = checked("a10-unquoted-comma.csv")
    assert said(check, "record_cells") == [(3, "")]
    assert column(check, "applicant")[2] == "上海示例丙服务有限公司"


def test_no_character_without_width_is_left() -> None:
    check = checked("a27-no-width.csv")
    assert found(check, "duplicate.same_project") == [2, 3]
    texts = [text for row in check.sheet.rows for text in row.values.values()] + list(check.sheet.mapping)
    assert all(text.isprintable() and "\u00ad" not in text for text in texts)
    assert found(check, "credit_code.length") == []


def test_stray_quotation_marks_take_no_row_with_them() -> None:
    check = checked("a28b-two-stray-quotes.csv")
    assert [name[4] for name in column(check, "applicant")] == list("甲乙丙丁戊己")
    assert said(check, "record_quote") == [(3, ""), (5, "")]


def test_private_use_codes_of_gb_18030_become_their_characters() -> None:
    (row,) = checked("b01-gb18030-pua.csv").sheet.rows
    assert row.values["contact_person"] == "龴𠂇䶮㑳"
    assert not any("\ue000" <= letter <= "\uf8ff" for value in row.values.values() for letter in value)


def test_radicals_are_the_ordinary_characters() -> None:
    check = checked("b03-radicals.csv")
    assert found(check, "duplicate.same_project") == [2, 3]
    assert column(check, "project_name")[2] == "黄浦区门店食品服务标准化试点"
    assert column(check, "sector")[1] == "生态绿色"


def test_one_code_under_two_names_is_said_on_all_its_rows() -> None:
    check = checked("b04-one-code-two-names.csv")
    assert said(check, "code_two_names") == [(row, "统一社会信用代码") for row in (2, 3, 4, 5, 6)]


def test_brackets_dashes_and_quotation_marks_make_no_other_name() -> None:
    assert found(checked("b05-brackets.csv"), "duplicate.same_project") == [2, 3, 4, 5]


def write(folder: Path, content: bytes) -> Path:
    path = folder / "清单.csv"
    path.write_bytes(content)
    return path


HEAD = "项目名称,申报单位,联系人\n"
ROWS = "甲街区养老服务标准化试点,上海示例甲有限公司,样本甲\n乙街区助餐服务标准化试点,上海示例乙有限公司,样本乙\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HEAD + ROWS, "utf-16-le"),
        (HEAD + ROWS, "utf-16-be"),
        (HEAD + ROWS, "gb18030"),
        (
            "項目名稱,申報單位,聯繫人\n甲街區養老服務標準化試點,上海示例甲有限公司,樣本甲\n乙試點,乙公司,樣本乙\n",
            "big5",
        ),
        (HEAD + ROWS.replace("乙有限", "𠮷㛃有限"), "gb18030"),
    ],
)
def test_encodings_without_a_mark(tmp_path: Path, text: str, encoding: str) -> None:
    check = check_list(write(tmp_path, text.encode(encoding)))
    assert len(check.sheet.rows) == 2
    assert column(check, "contact_person")[1] in ("样本乙", "樣本乙")
    assert column(check, "applicant")[1] == text.splitlines()[2].split(",")[1]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("bad", [b"\xff", b""])
def test_one_bad_byte_costs_one_character(tmp_path: Path, encoding: str, bad: bytes) -> None:
    content = (HEAD + ROWS).encode(encoding)
    place = content.index("例乙有限".encode(encoding))
    check = check_list(write(tmp_path, content[:place] + bad + content[place + 1 :]))
    first, second = column(check, "applicant")
    assert first == "上海示例甲有限公司"
    assert second.startswith("上海")
    assert second.endswith("有限公司")
    assert column(check, "contact_person") == ["样本甲", "样本乙"]
    assert 3 in [row for row, _ in said(check, "encoding_byte")]
    assert said(check, "text_unread") == [(3, "申报单位")]


def test_lines_of_two_encodings_in_one_file(tmp_path: Path) -> None:
    lines = (HEAD + ROWS).splitlines(keepends=True)
    content = lines[0].encode() + lines[1].encode() + lines[2].encode("gb18030")
    check = check_list(write(tmp_path, content))
    assert column(check, "applicant") == ["上海示例甲有限公司", "上海示例乙有限公司"]
    assert said(check, "encoding_line") == [(3, "")]


def test_a_cell_of_several_lines_is_one_cell_and_named(tmp_path: Path) -> None:
    text = HEAD + '甲试点,"上海示例甲有限公司\n（第一行，第二行）",样本甲\n乙试点,上海示例乙有限公司,样本乙\n'
    check = check_list(write(tmp_path, text.encode()))
    assert column(check, "project_name") == ["甲试点", "乙试点"]
    assert said(check, "record_lines") == [(2, "")]


@pytest.mark.parametrize(
    "text",
    [
        '甲试点,"上海示例甲有限公司,样本甲\n乙试点,上海示例乙有限公司,样本乙\n丙试点,上海示例丙有限公司,样本丙\n',
        '"甲试点,上海示例甲有限公司,样本甲\n"乙试点,上海示例乙有限公司,样本乙\n丙试点,上海示例丙有限公司,"样本丙\n',
        '甲试点,上海示例甲有限公司,样本甲\n乙试点,"上海示例乙有限公司,"样本乙"\n丙试点,上海示例丙有限公司,样本丙\n',
    ],
)
def test_quotation_marks_that_nothing_closes(tmp_path: Path, text: str) -> None:
    check = check_list(write(tmp_path, (HEAD + text).encode()))
    assert [name[:1] for name in column(check, "project_name")] == ["甲", "乙", "丙"]
    assert column(check, "contact_person")[2] == "样本丙"
    assert said(check, "record_quote")


def test_a_list_of_stray_quotation_marks_ends_in_good_time(tmp_path: Path) -> None:
    rows = "".join(f'{number}试点,"上海示例{number}有限公司,样本甲\n' for number in range(20_001))
    check = check_list(write(tmp_path, (HEAD + rows).encode()))
    assert len(check.sheet.rows) == 20_001
    assert len(said(check, "record_quote")) == 201


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"=""甲试点"""', "甲试点"),
        ('"`=""甲试点"""', "甲试点"),
        ("甲试点", "甲试点"),
        ("=甲试点", "=甲试点"),
    ],
)
def test_a_guarded_text_is_the_text(tmp_path: Path, cell: str, value: str) -> None:
    text = f'项目名称,申报单位,网上申报编号,联系人\n{cell},上海示例甲有限公司,`202405083101150001,"=""""" \n'
    check = check_list(write(tmp_path, text.encode()))
    assert column(check, "project_name") == [value]
    assert column(check, "filing_number") == ["202405083101150001"]
    assert column(check, "contact_person") == [""]


def test_a_quote_swallows_no_row_of_two_columns(tmp_path: Path) -> None:
    text = '项目名称,申报单位\n甲试点,"上海示例甲有限公司\n乙试点,上海示例乙有限公司\n丙试点,上海示例丙有限公司"\n'
    check = check_list(write(tmp_path, text.encode()))
    assert column(check, "project_name") == ["甲试点", "乙试点", "丙试点"]
    assert said(check, "record_quote") == [(2, "")]


def test_a_record_of_several_lines_in_one_column_is_named(tmp_path: Path) -> None:
    check = check_list(write(tmp_path, '申报单位\n"上海示例甲有限公司\n上海示例乙有限公司"\n上海示例丙公司\n'.encode()))
    assert said(check, "record_lines") == [(2, "")]


def test_a_name_that_begins_like_a_total_is_none(tmp_path: Path) -> None:
    names = ["合计通达", "合计通达物流中心", "总计量检测所", "共计通商行", "汇总中心"]
    totals = ["合计", "合计3家", "共计 40 家单位", "总计：申报项目5个", "小计（含上年结转）"]
    check = check_list(write(tmp_path, "\n".join(["申报单位", *names, *totals]).encode()))
    assert column(check, "applicant") == names
    assert check.sheet.left_out == (7, 8, 9, 10, 11)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("word", "names"), [("申报单位", 3), ("示例甲", 2), ("丙试点", 3)])
def test_a_byte_lost_in_wide_letters_costs_one_of_them(tmp_path: Path, encoding: str, word: str, names: int) -> None:
    rows = "".join(f"{name}试点,上海示例{name}服务有限公司,样本{name}\r\n" for name in "甲乙丙")
    text = "\ufeff项目名称,申报单位,联系人\r\n" + rows
    content = text.encode(encoding)
    lost = text.index(word) * 2
    check = check_list(write(tmp_path, content[:lost] + content[lost + 1 :]))
    assert len(check.sheet.rows) == 3
    assert sum("上海示例" in name for name in column(check, "applicant")) >= names * (word != "申报单位")
    assert [row for row, _ in said(check, "encoding_byte")] == [text[: lost // 2].count("\n") + 1]


def test_wide_letters_that_lost_more_than_a_byte_are_damaged_and_not_empty(tmp_path: Path) -> None:
    rows = "".join(f"{name}试点,上海示例{name}服务有限公司,样本{name}\r\n" for name in "甲乙丙丁戊")
    content = f"\ufeff项目名称,申报单位,联系人\r\n{rows}".encode("utf-16-le")
    parts = [content[at : at + 61] for at in range(0, len(content) - 1, 62)]
    with pytest.raises(TroubleError, match=r"sheet\.damaged"):
        check_list(write(tmp_path, b"".join(parts[:3]) + content[186:]))
