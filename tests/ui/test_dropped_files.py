"""Lists and folders dropped anywhere on the window: what is taken for a list, and what is not."""

from __future__ import annotations

from pathlib import Path

from reviewer_ui.dropped_files import lists_among, may_be_lists


def test_a_folder_gives_the_lists_that_lie_in_it_and_no_locks(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.CSV", "~$b.xlsx", "说明.docx", ".~lock.b.xlsx#"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "inner.xlsx").mkdir()
    assert [path.name for path in lists_among([tmp_path])] == ["a.CSV", "b.xlsx"]
    assert may_be_lists([tmp_path, tmp_path / "b.xlsx"])


def test_what_is_no_list_is_left_to_others_and_a_vanished_folder_gives_none(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")
    assert not may_be_lists([scan])
    assert not may_be_lists([])
    assert lists_among([scan]) == (scan,)
    assert lists_among([tmp_path / "gone"]) == (tmp_path / "gone",)
