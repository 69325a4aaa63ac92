"""The demo's road out: a stack drawn of the office's own sheets reads as it lies, and each step leaves its papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer_app.demo.pictures import draw_stack, read_stack
from reviewer_app.demo.road import ARCHIVE, make_road
from reviewer_app.domain.dispatch.folder import LIST
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.file_hash import write_folder_list
from reviewer_app.services.stacks.awaiting import awaited_papers
from reviewer_app.services.stacks.taking import plan_stack
from reviewer_app.wiring import Parts
from support.practice import practice_library

#: What each parcel gets.
OF_PARCEL = ("contents-list", "labels", "envelope-c5", "covering-letter")


def test_a_stack_drawn_of_the_batchs_sheets_reads_turned_stamped_and_a_page_short(
    tmp_path: Path, qapp: QApplication
) -> None:
    library, parts = practice_library(tmp_path / "library"), Parts()
    try:
        batch = library.read(list_batches)[0]
        awaited = library.read(awaited_papers, batch.id).papers
        sheets = [library.read(read_attachment, one.entry.sha256) for one in awaited]
        plan = plan_stack(library, parts, batch.id, draw_stack(tmp_path, "scan", sheets, parts.stacks.made(sheets)))
    finally:
        library.close()
    counted, first, second = read_stack(plan)
    assert counted == "共 5 页，其中倒放 3 页，空白 0 页"
    assert "3 / 3" in first
    assert first.endswith("压年月日　可收下")
    assert "2 / 3　缺第1页" in second
    assert second.endswith("缺页")


@pytest.mark.bench
def test_the_road_leaves_the_papers_of_each_step(tmp_path: Path, qapp: QApplication) -> None:
    practice_library(tmp_path / "library").close()
    made = make_road(Parts(), tmp_path / "library", tmp_path / "demo")
    assert made.missing == []
    there = {file.path for file in made.files}
    assert "road/stamped-stack-16.jpg" in there
    for name in ("seal-count", "withdrawal-letter", "seal-register", "closing-slip"):
        assert f"road/{name}.pdf" in there
    assert {f"road/parcel-{place}-{kind}.pdf" for place in (1, 2) for kind in OF_PARCEL} <= there
    written = (one.relative_to(tmp_path / "demo").as_posix() for one in (tmp_path / "demo").rglob("*") if one.is_file())
    assert set(written) == there
    assert (tmp_path / "demo" / "road" / f"{ARCHIVE}-2024" / "index.html").is_file()
    assert "road/mail-check.pdf" in there
    own = [one for one in there if one.startswith(f"road/{ARCHIVE}-2024/30年/") and "第2批-报送文件" in one]
    assert len(own) == 1
    write_folder_list(tmp_path / "demo", made.files, "2024")
    listed = json.loads((tmp_path / "demo" / LIST).read_text("utf-8"))["文件"]
    assert [one["种类"] for one in listed if one["种类"].isascii()] == []
