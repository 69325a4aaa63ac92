"""Numbers of standards: the form of each level, right and wrong ones, and spellings that are one number."""

from __future__ import annotations

import pytest

from reviewer_app.domain.values.standard_number import StandardLevel, level_of, number_key, read_number

_L = StandardLevel
RIGHT = {
    _L.NATIONAL: ("GB 2760—2024", "GB/T 1.1-2020", "GB/T 20000.1—2014", "GB/Z 18906-2002", "gb/t 19001—2016"),
    _L.INDUSTRY: ("HG/T 20592—2009", "AQ 3013-2008", "JGJ 3—2010", "JTG D60-2015", "DB/T 74-2018", "RB/T 214—2017"),
    _L.LOCAL: (
        "DB31/T 1234—2020",
        "DB31 405-2012",
        "DB31/T310001-2020",
        "DB32/T 1-2020",
        "DB3101/T 2-2021",
        "DB31 SW/Z 001-2019",
    ),
    _L.GROUP: (
        "T/ABC 001—2024",
        "T/CECS 1001-2022",
        "T/31SLIA 002-2021",
        "T/ABC001-2024",
        "T/310101002-C003-2019",
        "T/AI 115.1-2021",
    ),
    _L.ENTERPRISE: ("Q/TEZA 1-2020", "Q/SY 1234.2-2018", "Q/示例 001-2024", "Q/31 0115000123C001-2019"),
    _L.INTERNATIONAL: (
        "ISO 9001:2015",
        "ISO/IEC 27001:2022",
        "ISO/TS 22163:2017",
        "IEC TS 62257-1:2015",
        "IEC 60335-1:2020",
        "ISO 8601-1:2019/Amd 1:2022",
        "IWA 14-1:2013",
        "ISO/IEC/IEEE 29119-1:2022",
        "ISO／IEC 27001：2022",
    ),
}
WRONG = (
    "",
    "GB",
    "GB 19001",
    "GB/T 19001-16",
    "GB/X 1-2020",
    "GB/T 1.1-1920",
    "GB/T 1.1：2020",
    "XX/T 1-2000",
    "DB31/T 1234",
    "DB/31 1-2020",
    "T/001-2020",
    "T/ABC-001-2024",
    "T/ABC 2024",
    "Q/001",
    "Q/001-2024",
    "Q/ABC 001",
    "ISO 9001",
    "ISO 9001-2015",
    "ISO 9001：15",
    "《养老服务规范》",
    "地方标准1项",
    "T/ABC 001—2024'; DROP TABLE promised_standards",
)


@pytest.mark.parametrize(("level", "number"), [(level, one) for level, numbers in RIGHT.items() for one in numbers])
def test_a_number_has_the_form_of_its_level_and_of_no_other(level: StandardLevel, number: str) -> None:
    read = read_number(number, level)
    assert read is not None
    assert str(read.year) in number
    assert [one for one in StandardLevel if read_number(number, one)] == [level]


@pytest.mark.parametrize("number", WRONG)
def test_what_is_no_number_is_read_as_none(number: str) -> None:
    assert level_of(number) is None


@pytest.mark.parametrize("dash", ["-", "—", "–", "－", "——", " — ", "―", "−", "‐", "一"])
def test_however_the_dash_before_the_year_is_written_it_is_one_number(dash: str) -> None:
    number = f"GB/T 19001{dash}2016"
    assert number_key(number) == number_key("GB/T 19001-2016")
    read = read_number(number, _L.NATIONAL)
    assert read is not None
    assert read.text == number


def test_other_numbers_stay_apart() -> None:
    numbers = [one for numbers in RIGHT.values() for one in numbers]
    keys = [number_key(one) for one in numbers]
    twice = {one for one in keys if keys.count(one) > 1}
    assert twice == {"ISO/IEC27001:2022", "T/ABC001-2024"}, "written in two ways above"
    assert number_key("GB/T 1.1-2020") != number_key("GB/T 11-2020")
    assert number_key("ISO 8601-1:2019") != number_key("ISO 8601:2019")


@pytest.mark.parametrize(("number", "is_elsewhere"), [("DB32/T 1-2020", True), ("DB3101/T 2-2021", False)])
def test_a_local_standard_of_elsewhere_is_told(number: str, is_elsewhere: bool) -> None:
    read = read_number(number, _L.LOCAL)
    assert read is not None
    assert read.is_elsewhere is is_elsewhere
