"""An export folder against the library's own record of it: what a rewritten manifest cannot hide."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.services.dispatch.batch_comparing import compare_with_record

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
    (line,) = compare_with_record(folder, (recorded(2, SHEETS), recorded(1, {"一": b"an older sheet"})))
    assert not line.is_broken
    assert "2024 年度第 2 批" in line.message
    assert "2024-05-19 导出，推荐意见 2 份" in line.message


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
