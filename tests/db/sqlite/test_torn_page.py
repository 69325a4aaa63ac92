"""A page torn by a power cut while the log was laid into the file is whole again after the next opening."""

from __future__ import annotations

import shutil
from pathlib import Path

from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, new_case, register

_PAGE, _LOG_HEAD, _FRAME_HEAD = 8192, 32, 24


def _last_in_log(log: Path) -> int:
    """The number of the page that stands last in the log and is not the first of the file."""
    content = log.read_bytes()
    frames = range(_LOG_HEAD, len(content), _FRAME_HEAD + _PAGE)
    numbers = [int.from_bytes(content[start : start + 4], "big") for start in frames]
    return next(number for number in reversed(numbers) if number > 1)


def test_a_page_torn_at_a_power_cut_is_no_damage(library: OpenLibrary, gate: LibraryGate, tmp_path: Path) -> None:
    library.change(register, [new_case(1)])
    cut = tmp_path / "cut"
    shutil.copytree(library.folder, cut)
    assert (cut / "library.db-wal").stat().st_size > 8192, "the act stands in the log"
    torn = _last_in_log(cut / "library.db-wal")
    with (cut / "library.db").open("r+b") as file:
        file.seek((torn - 1) * _PAGE + 4096)
        file.write(bytes(512))
    again = gate.open(cut, FIRST, PASSWORD)
    try:
        assert [line.message for line in again.verify() if line.is_broken] == []
    finally:
        again.close()
