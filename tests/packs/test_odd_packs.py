"""Packs of odd shapes at every door: what is consistent loads, what is not is named by file, key and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from reviewer_app.domain.deadlines import add_months
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.drafting import PackDraft, typed_in, written
from reviewer_app.packs.form import form_of
from reviewer_app.services.seasons.editing import check_edited
from reviewer_app.services.seasons.pack_door import load_season_pack
from support.fakes import FakeUnit
from support.own_packs import contact, field_text, whole_pack
from support.sample_lists import write_workbook

DAYS = "applicant_deadline = 2028-02-29\nsending_deadline = 2028-03-10\nterm_months = 12\ncopies_required = 2\n"
_COUNTED = (
    '[[checks]]\nid = "unit.many"\noperator = "over_quantity"\nseverity = "block"\nclause = "一"\n'
    'fields = ["applicant"]\nmessage = "该单位申报了{count}项，最多{most}项{class}。"\n'
)
_SECTORS = ("工业", "农业")


def odd(limits: str = DAYS, *changes: tuple[str, str], sectors: tuple[str, ...] = _SECTORS, **parts: str) -> str:
    """A small pack of a leap year with some of its text changed."""
    text = whole_pack(
        "示例试点",
        2028,
        classes=("甲类", "乙类"),
        key=("乙类",),
        sectors=sectors,
        contacts=contact("示例甲", sectors),
        limits=limits,
        fields=parts.get("fields", ""),
        checks=parts.get("checks", ""),
    )
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def _class_of_its_own(rest: str) -> str:
    return f'{DAYS}[[limits.by_class]]\nclass = "乙类"\n{rest}'


def _counted(of_class: int) -> str:
    """Five projects a unit, and so many of one class."""
    own = _class_of_its_own(f"most_per_applicant = {of_class}\n")
    return own.replace("[[", "most_per_applicant = 5\n[[", 1)


CONSISTENT = {
    "both days on 29 February": odd(DAYS.replace("2028-03-10", "2028-02-29")),
    "five a unit, two of one class": odd(_counted(2), checks=_COUNTED),
    "a class later than all others": odd(
        _class_of_its_own("applicant_deadline = 2028-04-01\nsending_deadline = 2028-04-30\n")
    ),
    "a season of the year after its notice": odd(DAYS, ('season = "2028"', 'season = "2029"')),
    "fields of other kinds": odd(
        fields=field_text("x1", "额外一", "number")
        + field_text("x2", "额外二", "phone")
        + field_text("x3", "额外三", "long")
    ),
    "lines of another system": odd().replace("\n", "\r\n"),
}
INCONSISTENT = {
    "a day that is none": (
        odd(DAYS.replace("2028-02-29", "2027-02-29")), "第", "applicant_deadline 写的 2027-02-29 没有这一天",
    ),
    "a season far from its days": (odd(DAYS, ('season = "2028"', 'season = "2030"')), "season", "2028-02-29"),
    "a season in wide digits": (odd(DAYS, ('season = "2028"', 'season = "２０２８"')), "season", "半角"),
    "a day nobody can reckon with": (odd(DAYS.replace("2028-03-10", "9999-12-31")), "limits.sending_deadline", "2100"),
    "a term without end": (odd(DAYS.replace("= 12", "= 120000")), "limits.term_months", "600"),
    "years back before all time": (
        odd(DAYS + 'lookback_years = 3000\nlookback_from = "applicant_deadline"\n'), "limits.lookback_years", "100",
    ),
    "the office sends too late": (odd(DAYS + "own_sending_day = 2028-03-11\n"), "limits.own_sending_day", "晚于"),
    "rules in force for a time": (
        odd(DAYS, ('title = "依法登记"', 'title = "依法登记"\nin_force_to = 2028-06-30')),
        "rules[0].in_force_to", "没有这一键",
    ),
    "two sectors that read alike": (odd(sectors=("工业", "工 业")), "sectors", "只差空格"),
    "two columns that read alike": (odd(fields=field_text("x", "项目 名称")), "fields", "只差空格"),
    "a sign nobody sees": (odd(DAYS, ('name = "示例甲"', 'name = "示\\u202e例甲"')), "contacts[0].name", "看不见"),
    "an id that leads elsewhere": (odd(DAYS, ('id = "示例试点-2028"', 'id = "../x"')), "id", "文件名"),
    "a version without number": (odd(DAYS, ('version = "1"', 'version = "修订版"')), "version", "应为数字"),
    "more of a class than of all": (
        odd(_counted(6), checks=_COUNTED),
        "limits.by_class[0].most_per_applicant", "上限 5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", CONSISTENT.values(), ids=CONSISTENT)
def test_a_consistent_pack_comes_in_and_is_edited(text: str) -> None:
    load_season_pack(FakeUnit(), check_text(text, "规则.toml"))
    shown = text.replace("\r\n", "\n")
    form = form_of(shown)
    typed = tuple(typed_in(form, one.place, one.value) for part in form.parts for one in part.fields)
    assert written(PackDraft("0", shown, typed)) == written(PackDraft("0", shown))
    assert check_edited(shown).is_usable


@pytest.mark.parametrize(("name", "ends"), [("both days on 29 February", 0), ("a class later than all others", 1)])
def test_a_list_is_checked_by_a_consistent_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, ends: int
) -> None:
    """Filed on the last day of February; of the other class one day after its own last day."""
    file = tmp_path / "规则.toml"
    file.write_text(CONSISTENT[name], encoding="utf-8")
    assert run(["pack", str(file)]) == 0
    head = ["项目名称", "申报单位", "统一社会信用代码", "网上提交日期", "申报类型", "行业"]
    filed = "2028-04-02" if ends else "2028-02-29"
    row = ["示例标准化试点", "上海示例甲有限公司", "91310104MAXX00015W", filed, "乙类", "工业"]
    listed = write_workbook(tmp_path / "申报.xlsx", 清单=(1, 1, [head, row]))
    assert run(["precheck", str(listed), "--pack", str(file)]) == ends
    assert ("deadline.late" in capsys.readouterr().out) == bool(ends)


@pytest.mark.parametrize(("text", "key", "reason"), INCONSISTENT.values(), ids=INCONSISTENT)
def test_an_inconsistent_pack_is_named_by_key_and_reason(text: str, key: str, reason: str) -> None:
    found = check_edited(text).findings
    assert any(one.key.startswith(key) and reason in one.reason for one in found), found


def test_a_list_is_not_checked_by_an_inconsistent_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "规则.toml"
    file.write_text(INCONSISTENT["a term without end"][0], encoding="utf-8")
    listed = write_workbook(tmp_path / "申报.xlsx", 清单=(1, 1, [["项目名称"], ["示例"]]))
    assert run(["precheck", str(listed), "--pack", str(file)]) == 2
    said = capsys.readouterr().err
    assert all(one in said for one in ("规则.toml", "limits.term_months", "不能多于 600 个月"))


def test_a_day_is_reckoned_within_all_years() -> None:
    assert add_months(date(2028, 2, 29), -12 * 9999) == date(1, 2, 28)
    assert add_months(date(2028, 2, 29), 12 * 9999) == date(9999, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
