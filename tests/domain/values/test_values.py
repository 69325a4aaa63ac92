"""Values as real lists write them, and what the desk makes of them; what cannot be read stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.normalised import (
    bare_header_key,
    date_text,
    header_key,
    normalise,
    number_text,
    split_contact,
    split_period,
    unguarded,
)
from reviewer_app.domain.values.telephone import is_phone, normalise_phones
from reviewer_app.packs.loading import shipped_pack

PACK = shipped_pack()


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-08",
        "2024/5/8",
        "2024.5.8",
        "20240508",
        "20240508.0",
        "2024年5月8日",
        "2024 年 5 月 8 日",
        "2024年05月08日 14时30分",
        "2024-05-08 14:30:00",
        "2024/5/8 14:30",
        "2024-05-08T14:30:00.000Z",
        "2024-05-08 00:00:00+08:00",
        "2024-5-8 下午2:30",
        "2024-05-08 星期三",
        "20240508143000",
        "45420",
        "45420.6041",
        "２０２４－０５－０８",
        "'2024-05-08",
        '="2024-05-08"',
        "2024‑05‑08",
        "2024—5−8",
        "2024、5、8",
        "二〇二四年五月八日",
        "二○二四 年 五 月 八 日",
    ],
)
def test_spellings_of_one_day(written: str) -> None:
    assert date_text(written) == "2024-05-08"


@pytest.mark.parametrize("written", ["待定", "2024-02-30", "2024-13-45", "2024.5", "2024年5月", "1024-05-08", "12345"])
def test_what_is_no_day_stays_as_written(written: str) -> None:
    assert date_text(written) == written


@pytest.mark.parametrize(
    ("written", "number"),
    [("3", "3"), ("3.0", "3"), ("3人", "3"), ("３ 名", "3"), ("三人", "3"), ("1,200", "1200"), ("无", "0"), ("", "")],
)
def test_numbers_of_people(written: str, number: str) -> None:
    assert number_text(written) == number


@pytest.mark.parametrize("written", ["若干", "3-5", "-1", "3.5"])
def test_what_is_no_number_stays_as_written(written: str) -> None:
    assert number_text(written) == written


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("project_name", " 楼宇节能\n改造\x07标准化试点\u3000", "楼宇节能改造标准化试点"),
        ("project_name", "ＡＢ１试点（一期）", "AB1试点（一期）"),
        ("project_name", "A\nB  C", "A B C"),
        ("goal", "一、建体系\r\n二、推广\x00", "一、建体系\n二、推广"),
        ("filing_number", "2024001.0", "2024001"),
        ("filing_number", "ｓｈ2024-01", "SH2024-01"),
        ("filing_number", "1.23456E+5", "123456"),
        ("filing_number", "1.23E+17", "1.23E+17"),
        ("contact_phone", "（021）6422 0000—2527", "021-64220000转2527"),
        ("contact_phone", "64220000/13812345678", "64220000、13812345678"),
        ("direction", "无", ""),
        ("co_applicants", "/", ""),
        ("department_view", "——", ""),
        ("commit_sanctions", "无", "是"),
        ("comprehensive_pilot", "×", "否"),
        ("comprehensive_pilot", " √ ", "是"),
        ("project_class", "□一般 ☑重点", "重点"),
        ("sector", "现代 服务业", "现代服务业"),
    ],
)
def test_values_by_field(field: str, written: str, value: str) -> None:
    assert normalise(PACK.field(field), written) == value


@given(st.sampled_from(PACK.fields), st.text(max_size=60))
def test_a_normalised_value_is_not_changed_again(field: FieldRule, text: str) -> None:
    once = normalise(field, text)
    assert normalise(field, once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@given(st.text(alphabet="0123456789-—转*分机（）()、；/ +,.\n", max_size=30))
def test_a_telephone_normalised_is_the_same_telephone(text: str) -> None:
    once = normalise_phones(text)
    assert normalise_phones(once) == once
    assert is_phone(once) == is_phone(normalise_phones(once))


def test_spreadsheet_guards_are_taken_off() -> None:
    assert unguarded('="0123"') == "0123"
    assert unguarded("'0123") == "0123"
    assert unguarded("64220000.0") == "64220000"


def test_two_fields_in_one_column_come_apart() -> None:
    assert split_period("2024-07-01 至 2026-06-30") == ("2024-07-01", "2026-06-30")
    assert split_period("2024年7月1日—2026年6月30日") == ("2024-07-01", "2026-06-30")
    assert split_period("两年") == ("", "")
    assert split_contact("样本甲 64220000转2527") == ("样本甲", "64220000转2527")
    assert split_contact("样本甲、138 1234 5678") == ("样本甲", "13812345678")
    assert split_contact("样本甲") == ("", "")


@pytest.mark.parametrize(
    "written",
    [
        "*联系电话",
        "联系电话：",
        "3．联系 电话",
        "（三）联系电话",
        "联系\n电话",
        "联系电话（必填）",
        "联系电话[必填]",
        "【联系电话】",
        "联系电话*",
    ],
)
def test_headers_of_one_column(written: str) -> None:
    assert "联系电话" in {header_key(written), bare_header_key(written)}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二四年十月二十八日", "2024-10-28"),
        ("二零二四年十二月三十一日", "2024-12-31"),
        ("二〇二四年十月十日", "2024-10-10"),
    ],
)
def test_dates_in_chinese_figures(written: str, day: str) -> None:
    assert date_text(written) == day


@pytest.mark.parametrize(
    "written", ["二〇二四年十三月八日", "二〇二四年五月三十二日", "二四年五月八日", "二〇二四年五月二三十日"]
)
def test_chinese_figures_that_are_no_date_stay_as_they_are(written: str) -> None:
    assert date_text(written) == written
