"""What holds for every test: no screen, no network, and the same examples on each run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


def _stay_offline(event: str, values: tuple[object, ...]) -> None:
    """Stop any connection that would leave this machine; local sockets have a path, not a (host, port)."""
    if event == "socket.getaddrinfo" or (event == "socket.connect" and isinstance(values[1], tuple)):
        raise RuntimeError(f"the desk works offline, yet something asked for {event}{values}")


sys.addaudithook(_stay_offline)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with the reason, what this machine cannot run."""
    reasons = {}
    if not shutil.which("Xvfb"):
        reasons["xvfb"] = "Xvfb is not installed"
    if sys.platform == "win32" or os.geteuid() != 0:
        reasons["rootdisk"] = "only root mounts a small file system"
    if not shutil.which("cupsd") or not Path("/usr/lib/cups/backend/cups-pdf").exists():
        reasons["cups"] = "cups or printer-driver-cups-pdf is not installed"
    elif os.geteuid() != 0:
        reasons["cups"] = "only root starts a print service with a printer of its own"
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
