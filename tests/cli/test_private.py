"""The program keeps to itself what it writes, and leaves no picture of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_LOOK = """
import os, resource
from reviewer_app.__main__ import keep_private
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
os.umask(0o022)
keep_private()
print(oct(os.umask(0)), resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_files_are_private_and_a_fall_leaves_no_core() -> None:
    said = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0o77", "0"]


_WRITE = """
import os, sys
os.umask(0o022)
from reviewer_app.__main__ import keep_private
keep_private()
from reviewer_app import logbook
logbook.begin()
logbook.note("start")
from reviewer_ui.preferences import Preferences
kept = Preferences()
kept.put("saving/folder", "x")
print(logbook.log_folder(), kept.file, sep="\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_log_and_settings_are_their_owners_alone(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    environ = {**os.environ, **home}
    said = subprocess.run(
        [sys.executable, "-c", _WRITE], capture_output=True, encoding="utf-8", check=True, env=environ
    ).stdout
    log, kept = map(Path, said.split())
    found = {path: oct(path.stat().st_mode & 0o777) for path in tmp_path.rglob("*")}
    assert len([path for path in found if log in path.parents]) >= 1
    assert kept in found
    assert {found[path] for path in found if path.is_file()} == {"0o600"}
    assert {found[path] for path in found if path.is_dir()} == {"0o700"}
