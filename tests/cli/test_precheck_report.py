"""The `precheck` command's files: a result never takes the place of the list, nor of an earlier result."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.cli.precheck import report
from reviewer_app.domain.errors import RefusalError
from support.sample_lists import sample_table, write_workbook


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """An officer's list."""
    return write_workbook(tmp_path / "申报.xlsx", 清单=(1, 1, sample_table()[:3]))


def test_the_result_is_never_written_over_the_list(listed: Path) -> None:
    """Neither under its name nor under another name of the same file."""
    before = listed.read_bytes()
    link = listed.with_name("另一个名字.xlsx")
    link.symlink_to(listed)
    for target in (listed, listed.parent / "." / listed.name, link):
        with pytest.raises(RefusalError) as refusal:
            report(listed, "xlsx", target, print)
        assert refusal.value.code == "precheck.same_file"
    assert listed.read_bytes() == before


def test_an_earlier_result_stays(listed: Path) -> None:
    """The officer may have written remarks into it: the next one gets a number."""
    said: list[str] = []
    for _ in range(3):
        report(listed, "xlsx", None, said.append)
    names = sorted(item.name for item in listed.parent.iterdir())
    assert names == ["申报-核对结果(2).xlsx", "申报-核对结果(3).xlsx", "申报-核对结果.xlsx", "申报.xlsx"]
    assert [name in line for name, line in zip(("结果.xlsx", "(2).xlsx", "(3).xlsx"), said, strict=True)] == [True] * 3


def test_a_named_result_is_written_where_it_was_asked_for(listed: Path) -> None:
    """The file that was named, and only that."""
    target = listed.with_name("结果.xlsx")
    report(listed, "xlsx", target, lambda said: None)
    assert sorted(item.name for item in listed.parent.iterdir()) == ["申报.xlsx", "结果.xlsx"]


@pytest.mark.parametrize("form", ["table", "xlsx"])
def test_applications_on_a_second_sheet_are_said(tmp_path: Path, form: str) -> None:
    """The officer learns that there are more, on the terminal as well as beside a workbook."""
    table = sample_table()
    two = write_workbook(tmp_path / "两批.xlsx", 第一批=(1, 1, table[:5]), 第二批=(1, 1, table[:3]))
    said: list[str] = []
    report(two, form, None, said.append)
    assert any("“第二批”（2 行）" in line for line in said)
