"""What reads letters, installed where an office wants it: its own packages, pinned with their hashes."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

from reviewer_app.domain.errors import TroubleError

_PINS = Path(__file__).resolve().parents[2] / "requirements"
#: The first that can be installed on this machine serves.
_CHOICES = ("ocr", "ocr-second")


def install_letters(pins: Path = _PINS) -> None:
    """Installs a reader of letters beside the desk's packages; TroubleError `extra.no_pins`, `extra.not_installed`."""
    files = [pins / f"{one}.txt" for one in _CHOICES]
    if getattr(sys, "frozen", False) or not all(file.is_file() for file in files):
        raise TroubleError("extra.no_pins")
    for file in files:
        ways = ["--no-input", "--quiet", "--require-hashes", "--only-binary=:all:", f"--requirement={file}"]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", *ways], capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode == 0:
            importlib.invalidate_caches()
            return
    raise TroubleError("extra.not_installed")
