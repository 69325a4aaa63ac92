"""The `pack` command: what a pack file asks is printed whole, and one that contradicts itself is refused by place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from reviewer_resources import path
from support.other_packs import CLASSES, SECTORS, SHIPPED, WITH_CRITERIA, WITHOUT_KEY_POINTS, changed
from support.sample_lists import sample_table, write_workbook

FIRST = Path(__file__).parents[1] / "packs" / "first_version" / "sh-2024.toml"


def written(folder: Path, text: str, name: str = "规则.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("text", [SHIPPED, FIRST.read_text(encoding="utf-8"), SECTORS, CLASSES, WITHOUT_KEY_POINTS])
def test_every_pack_says_what_it_would_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = written(tmp_path, text)
    assert run(["pack", str(file), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["usable"], said["findings"]) == (True, [])
    assert {"id", "clause", "force", "scope", "defect"} <= said["points"][0].keys()
    assert all(one["defect"] and one["clause"] for one in said["points"])
    assert {"applicant_deadline", "copies_to_send", "lookback_from", "look_up_days"} <= {
        one["name"] for one in said["settings"]
    }
    assert run(["pack", str(file)]) == 0
    printed = capsys.readouterr().out
    assert all(one["id"] in printed and one["defect"] in printed for one in said["points"])


def test_scope_classes_and_open_settings_stand_in_the_words_of_the_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pack", str(written(tmp_path, CLASSES))]) == 0
    printed = capsys.readouterr().out
    assert "项目类别：培育类、示范类（须具备重点条件）、引领类（须具备重点条件）" in printed
    assert "适用：项目类别为示范类或引领类" in printed
    assert "引领类的截止" in printed
    assert "待确认" in printed


def test_a_pack_that_contradicts_itself_ends_with_2_and_names_every_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = changed(('shows = ["influence"]', 'shows = ["charm"]'), ('hints = ["e2.staff"]', 'hints = ["e2.stuff"]'))
    file = written(tmp_path, text)
    assert run(["pack", str(file)]) == 2
    printed = capsys.readouterr().out
    assert "有 2 处矛盾" in printed
    assert "rules[2].shows：字段里没有“charm”" in printed
    assert run(["pack", str(file), "--format", "json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00 not text", "TOML"),
        (b"x = 1\n" * 300_000, "1 MB"),
        (b"PK\x03\x04\x14", "不是签名规则包"),
        (b"", "矛盾"),
        (b"a = " + b"[" * 90_000, "矛盾"),
    ],
)
def test_a_file_that_is_no_pack_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    file = tmp_path / "别的.toml"
    file.write_bytes(content)
    assert run(["pack", str(file)]) == 2
    printed = capsys.readouterr()
    assert said in printed.out + printed.err


def test_a_pack_that_is_not_there_is_said_to_be_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", str(tmp_path / "没有.toml")]) == 2
    assert "没有.toml" in capsys.readouterr().err


def test_a_list_is_prechecked_by_the_pack_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = write_workbook(tmp_path / "申报.xlsx", 清单=(1, 1, sample_table()[:6]))
    rules = written(tmp_path, changed(('message = "“{label}”未填写。"', 'message = "“{label}”还空着。"')))
    run(["precheck", str(listed), "--pack", str(written(tmp_path, WITHOUT_KEY_POINTS, "甲.toml"))])
    assert "deadline.late" not in capsys.readouterr().out
    assert run(["precheck", str(listed), "--pack", str(rules)]) in (0, 1)
    assert run(["precheck", str(listed), "--pack", str(written(tmp_path, "x = 1", "乙.toml"))]) == 2
    assert "乙.toml" in capsys.readouterr().err


def test_what_nobody_can_put_right_is_said_to_lead_to_declining(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", str(path("notices", "sh-2024.toml"))]) == 0
    lines = capsys.readouterr().out.splitlines()
    below = {line.split()[0]: lines[place + 1] for place, line in enumerate(lines) if line.startswith("  E5.")}
    assert set(below) == {"E5.policy", "E5.sanctions", "E5.incidents"}
    assert all("不符合时（不能补正，据此不予推荐）：" in line for line in below.values())


def test_the_criteria_of_a_pack_are_printed_with_their_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, WITH_CRITERIA)
    assert run(["pack", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "择优评分（共 60 分）" in printed
    assert "标准成果  三（二）  最高 20 分：申请表相应栏目及附件" in printed
    assert run(["pack", str(file), "--format", "json"]) == 0
    assert [one["points"] for one in json.loads(capsys.readouterr().out)["criteria"]] == [10, 20, 30]
