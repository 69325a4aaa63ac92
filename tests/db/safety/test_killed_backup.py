"""A program killed while it makes backups leaves whole ones only, in both places, and a library that opens."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewer_db import OpenLibrary
from reviewer_db.safety import shelf
from support.libraries import FIRST, PASSWORD, make_gate, new_case, register

_TIMES = 6
_MAKING = """
import sys
from pathlib import Path
from support.libraries import FIRST, PASSWORD, make_gate, new_case, register
library = make_gate().open(Path(sys.argv[1]), FIRST, PASSWORD)
library.finish_backup()
print("open", flush=True)
while True:
    library.change(lambda unit: register(unit, [new_case(unit.applications.next_numbers("2024", 1))]))
    library.back_up()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_at_any_moment_leaves_whole_backups_only(library: OpenLibrary, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    library.change(register, [new_case(number) for number in range(5_000, 5_200)])
    library.choose_backup_place(stick)
    library.close()
    (second,) = stick.glob("案卷库备份-*")
    chance = random.Random(9)
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(_TIMES):
        making = subprocess.Popen(
            [sys.executable, "-c", _MAKING, str(library.folder)], stdout=subprocess.PIPE, env=environ
        )
        assert making.stdout is not None
        assert making.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0.01, 0.4))
        making.send_signal(signal.SIGKILL)
        making.communicate()
        for place in (library.folder / "backups", second):
            assert [info.path.name for info in shelf.listed(place) if shelf.changed_files(info.path)] == []
    again = make_gate().open(library.folder, FIRST, PASSWORD)
    again.back_up()
    assert again.rehearse().is_sound
    assert [path.name for path in (library.folder / "backups").iterdir() if path.name.startswith(".")] == []
    assert [path.name for path in second.iterdir() if path.name.startswith(".")] == []
    assert all(not line.is_broken for line in again.verify())
    again.close()
    shutil.rmtree(stick)
