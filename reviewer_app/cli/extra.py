"""The `extra` command: packages that some offices want beside the desk's, pinned with their hashes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_resources.phrases import sentence

_PINS = Path(__file__).resolve().parents[2] / "requirements"
#: An extra → its pins: the first that can be installed on this machine serves.
EXTRAS = {"ocr": ("ocr", "ocr-second")}


def install(name: str, say: Callable[[str], None], pins: Path = _PINS) -> int:
    """Installs an extra: 0 done; RefusalError `extra.unknown`, TroubleError `extra.no_pins`, `extra.not_installed`."""
    if name not in EXTRAS:
        raise RefusalError("extra.unknown", name=name, known="、".join(EXTRAS))
    files = [pins / f"{one}.txt" for one in EXTRAS[name]]
    if getattr(sys, "frozen", False) or not all(file.is_file() for file in files):
        raise TroubleError("extra.no_pins")
    say(sentence("extra.fetching"))
    for file in files:
        ways = ["--no-input", "--quiet", "--require-hashes", "--only-binary=:all:", f"--requirement={file}"]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", *ways], capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode == 0:
            say(sentence("extra.installed"))
            return 0
    raise TroubleError("extra.not_installed")
