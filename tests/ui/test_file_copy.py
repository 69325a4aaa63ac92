"""A saved file is there whole, or the one before it is; nothing half written lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from full_disk import full_disk
from reviewer_ui.file_copy import write_whole


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "核对单.pdf"
    for content in (b"first", b"second"):
        write_whole(file, content)
        assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_alone_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "核对单.pdf"
    file.write_bytes(b"first")
    monkeypatch.setattr("reviewer_ui.file_copy.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"second")
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]
