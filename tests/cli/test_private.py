"""The program keeps to itself what it writes, and leaves no picture of its memory."""

from __future__ import annotations

import subprocess
import sys

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
