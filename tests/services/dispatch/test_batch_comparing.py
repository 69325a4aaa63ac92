"""An export folder against the library's own record of it: what a rewritten manifest cannot hide."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.services.dispatch.batch_comparing import compare_with_record
from reviewer_app.services.ports.records import Grade

SHEETS = {"一": b"first sheet", "二": b"second sheet"}


def recorded(number: int, sheets: dict[str, bytes]) -> Batch:
    """A batch as the library has it on record."""
    lines = tuple(
        BatchLine(
            place, f"2024-示-000{place}", name, f"recommendations/{name}.pdf", hashlib.sha256(content).hexdigest()
        )
        for place, (name, content) in enumerate(sheets.items(), 1)
    )
    return Batch(number, "2024", "", SealStyle.CIRCLE, "示例甲", datetime(2024, 5, 19, 9, 0), "0" * 64, lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sheets of batch 2 as they were exported."""
    (tmp_path / "recommendations").mkdir()
    for name, content in SHEETS.items():
        (tmp_path / "recommendations" / f"{name}.pdf").write_bytes(content)
    return tmp_path


def said(folder: Path) -> list[tuple[str, str]]:
    """What the comparison finds broken, by part."""
    batches = (recorded(2, SHEETS), recorded(1, {"一": b"an older sheet"}))
    return [(line.part, line.message) for line in compare_with_record(folder, batches) if line.is_broken]


def test_an_export_as_it_was_made_agrees_with_its_batch(folder: Path) -> None:
    """One line names season, batch, day and count."""
    line, older = compare_with_record(folder, (recorded(2, SHEETS), recorded(1, {"一": b"an older sheet"})))
    assert not line.is_broken
    assert (older.standing, older.message[:11]) == (Grade.NOTICE, "这一批导出时，案卷库还")
    assert "2024 年度第 2 批" in line.message
    assert "2024-05-19 导出，2 份" in line.message


def test_the_files_beside_the_sheets_are_compared_too(folder: Path) -> None:
    """By their own hashes, so that a list written anew helps nobody; each is named."""
    others = {"manifest.json": b"{}", "summary.xlsx": b"summary"}
    for name, content in others.items():
        (folder / name).write_bytes(content)
    digests = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in others.items())
    batch = replace(recorded(2, SHEETS), others=digests)
    (line,) = compare_with_record(folder, (batch,))
    assert "连同汇总表和清单" in line.message
    (folder / "summary.xlsx").write_bytes(b"another")
    (folder / "manifest.json").unlink()
    assert [(one.part, one.message[-9:]) for one in compare_with_record(folder, (batch,))] == [
        ("manifest.json", "批里，文件夹中没有。"[-9:]),
        ("summary.xlsx", "批登记的内容不一致。"[-9:]),
    ]


def test_two_sheets_under_each_other_s_names_are_named(folder: Path) -> None:
    first, second = sorted((folder / "recommendations").iterdir())
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    assert len(said(folder)) == 2


def test_a_sheet_that_was_replaced_is_named(folder: Path) -> None:
    """The manifest may have been rewritten along with it; the record was not."""
    (folder / "recommendations" / "二.pdf").write_bytes(b"another opinion")
    assert said(folder) == [("recommendations/二.pdf", "与案卷库在 2024 年度第 2 批登记的内容不一致。")]


def test_a_sheet_taken_out_and_one_put_in_are_named(folder: Path) -> None:
    """Both are told at once."""
    (folder / "recommendations" / "二.pdf").rename(folder / "recommendations" / "三.pdf")
    assert [part for part, _ in said(folder)] == ["recommendations/二.pdf", "recommendations/三.pdf"]


def test_a_folder_of_another_office_agrees_with_no_batch(folder: Path) -> None:
    """Nothing of it is on record; so it is in a library without batches."""
    for sheet in (folder / "recommendations").iterdir():
        sheet.write_bytes(b"from elsewhere")
    assert [message[:12] for _, message in said(folder)] == ["没有一份推荐意见与案卷库"]
    assert compare_with_record(folder, ())[0].is_broken
