"""The sample lists: read as they come, they show exactly the findings of their answer keys."""

from __future__ import annotations

import pytest

from support.sample_lists import SAMPLES, check_list, found_in, key_of


@pytest.mark.parametrize(
    ("name", "key", "rows", "first_row"),
    [
        ("online-2024.xlsx", "online-2024", 40, 2),
        ("online-2024-gbk.csv", "online-2024-gbk", 44, 2),
        ("online-2024.ods", "online-2024", 40, 2),
        ("titled-2024.xls", "online-2024", 40, 4),
    ],
)
def test_a_sample_shows_exactly_its_key_s_findings(name: str, key: str, rows: int, first_row: int) -> None:
    check = check_list(SAMPLES / name)
    assert found_in(check) == key_of(key)
    assert (len(check.sheet.rows), check.sheet.rows[0].number) == (rows, first_row)
    assert check.sheet.unmapped == ()


def test_a_total_row_is_left_out_and_named() -> None:
    assert check_list(SAMPLES / "titled-2024.xls").sheet.left_out == (44,)


def test_a_formula_typed_as_text_stays_text() -> None:
    sheet = check_list(SAMPLES / "online-2024.xlsx").sheet
    assert sheet.rows[0].values["project_name"].startswith("=cmd|' /C calc'!A0")


def test_a_number_cell_is_a_telephone_and_a_date_cell_is_a_day() -> None:
    values = check_list(SAMPLES / "online-2024.xlsx").sheet.rows[9].values
    assert (values["contact_phone"], values["filed_on"]) == ("64220000", "2024-05-01")
