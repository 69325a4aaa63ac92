"""Files dropped together are sorted by their names: lists, scans, others, those that are gone, those in folders."""

from __future__ import annotations

from pathlib import Path

from reviewer_ui.dropped_files import sort_dropped


def test_a_folder_gives_lists_and_scans_also_of_the_folders_in_it_and_no_locks(tmp_path: Path) -> None:
    unit = tmp_path / "甲公司"
    (unit / "更深").mkdir(parents=True)
    for name in ("b.xlsx", "a.CSV", "~$b.xlsx", "说明.docx", ".~lock.b.xlsx#", "其他.zip", "._扫描.pdf"):
        (tmp_path / name).write_bytes(b"x")
    for path in (unit / "申请表.pdf", unit / "更深" / "太深.pdf"):
        path.write_bytes(b"x")
    (tmp_path / "inner.xlsx").mkdir()
    came = sort_dropped([tmp_path, tmp_path])
    assert [path.name for path in came.lists] == ["a.CSV", "b.xlsx"]
    assert [path.name for path in came.scans] == ["说明.docx", "申请表.pdf"]
    assert (came.strange, came.gone, came.folders) == ((), (), (tmp_path,))


def test_single_files_are_told_apart_and_a_vanished_stick_is_told(tmp_path: Path) -> None:
    for name in ("scan.PDF", "list.ods", "压缩.zip"):
        (tmp_path / name).write_bytes(b"x")
    gone = tmp_path / "U盘" / "scan.pdf"
    came = sort_dropped([tmp_path / "scan.PDF", tmp_path / "list.ods", tmp_path / "压缩.zip", gone])
    assert [path.name for path in (*came.scans, *came.lists, *came.strange)] == ["scan.PDF", "list.ods", "压缩.zip"]
    assert came.gone == (gone,)
