"""The `read` command: what stands on a form, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from support.scanned_forms import VALUES, with_colons


def test_a_form_is_told_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = with_colons(tmp_path / "form.pdf")
    assert run(["read", str(form), str(form), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["pages"], told["turns"]) == (["form.pdf", "form.pdf"], 2, [0, 0])
    assert {label: one["value"] for label, one in told["fields"].items()} == VALUES
    name = told["fields"]["项目名称"]
    assert (name["page"], name["confidence"], name["unsure"], len(name["box_mm"])) == (1, 1.0, False, 4)
    assert (told["codes"], told["red_marks"], told["notes"]) == ([], [], [])


def test_a_form_is_told_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(with_colons(tmp_path / "form.pdf"))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"共 1 页，读出 {len(VALUES)} 栏。"
    assert "统一社会信用代码  91310115MAXX00015T" in lines


def test_what_cannot_be_read_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert run(["read", str(tmp_path / "broken.pdf")]) == 2
    assert run(["read", str(tmp_path / "none.pdf")]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "“broken.pdf”已损坏或不完整，没有读出来。请重新扫描或重新取得这份文件。",
        "没有找到“none.pdf”。请核对文件名和位置。",
    ]


def test_an_extra_nobody_knows_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extra", "spell"]) == 2
    assert capsys.readouterr().err.strip() == "没有名为“spell”的附加组件；可以另装的有：ocr。"
