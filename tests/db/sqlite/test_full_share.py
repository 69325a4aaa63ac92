"""A share of the disk that is used up (quota) is told as a full disk, whatever SQLite makes of it."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from reviewer_db.folder.layout import trouble_of_file
from reviewer_db.sqlite import engine


def _refuse(*_args: object, **_named: object) -> NoReturn:
    raise OSError(errno.EDQUOT, "Disk quota exceeded")


def test_an_error_of_writing_beyond_the_share_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = engine.DatabaseError("disk I/O error")
    assert engine.code_of(error, tmp_path / "library.db") == "library.unreachable"
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(tempfile, "TemporaryFile", _refuse)
    assert engine.code_of(error, tmp_path / "library.db") == "library.disk_full"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_both_are_one_sentence(number: int, tmp_path: Path) -> None:
    assert trouble_of_file(OSError(number, ""), tmp_path).code == "library.disk_full"
