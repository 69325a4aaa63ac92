"""A backup is gone back to, never worked in; and nothing waits for what lies under a file's name and is none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.records import Grade
from support.libraries import FIRST, PASSWORD, make_desk, make_gate, new_case, register


def test_a_backup_within_a_library_is_not_opened(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "库")
    kept = library.back_up()
    library.close()
    with pytest.raises(TroubleError, match=r"library\.is_backup"):
        make_gate().open(kept, FIRST, PASSWORD)
    shutil.copytree(kept, tmp_path / "别处")
    make_gate().open(tmp_path / "别处", FIRST, PASSWORD).close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes under a name on Windows")
@pytest.mark.parametrize("name", ["library.db-journal", "attachments.db-journal", "library.db-wal"])
def test_a_pipe_laid_beside_a_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    make_desk(tmp_path / "库").close(without_backup=True)
    (tmp_path / "库" / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "库" / name)
    with pytest.raises(TroubleError):
        make_gate().open(tmp_path / "库", FIRST, PASSWORD)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes under a name on Windows")
def test_a_pipe_in_the_place_of_a_backup_is_not_waited_for(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "库")
    kept = library.back_up()
    (kept / "library.db").unlink()
    os.mkfifo(kept / "library.db")
    assert any(line.is_broken for line in library.verify())
    library.close(without_backup=True)


def test_no_batch_is_made_from_a_library_that_was_put_back(tmp_path: Path) -> None:
    """The files of an older day laid over today's: numbers given since would be given again."""
    library = make_desk(tmp_path / "库")
    kept = library.back_up()
    library.change(register, [new_case(1)])
    library.close()
    for name in ("library.db", "attachments.db"):
        shutil.copy(kept / name, tmp_path / "库" / name)
    again = make_gate().open(tmp_path / "库", FIRST, PASSWORD)
    try:
        with pytest.raises(TroubleError, match=r"library\.not_as_recorded"):
            again.require_as_recorded()
    finally:
        again.close(without_backup=True)


def test_a_backup_whose_list_is_gone_is_told(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "库")
    kept = library.back_up()
    (kept / "backup.json").unlink()
    said = [line.message for line in library.verify() if line.standing is Grade.NOTICE]
    assert any(one.startswith(f"{kept.name} 没有备份清单") for one in said)
    library.close(without_backup=True)
