"""What holds for every test: no screen, no network, and the same examples on each run."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import settings

#: Qt's own screen without a display is 800×800, on which no window of the office's size would be let stand. A colon
#: in the file's place (a drive of Windows) would be read as another option.
_SCREEN = Path(__file__).with_name("offscreen_screen.json").as_posix()
_HAS_SCREEN = ":" not in _SCREEN
os.environ.setdefault(  # before anything loads Qt
    "QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}" if _HAS_SCREEN else "offscreen"
)

#: Where tests work, if there is so much room: nothing they write is to outlast them, and on a disk each commit waits.
_IN_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30


def _work_in_memory() -> None:
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not os.access(_IN_MEMORY, os.W_OK):
        return
    place = os.statvfs(_IN_MEMORY)
    # Some tests lay a program there that is to run.
    if place.f_bavail * place.f_frsize >= _ROOM and not place.f_flag & os.ST_NOEXEC:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_IN_MEMORY)


_work_in_memory()

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


def _stay_offline(event: str, values: tuple[object, ...]) -> None:
    """Stop any connection that would leave this machine; local sockets have a path, not a (host, port)."""
    if event == "socket.getaddrinfo" or (event == "socket.connect" and isinstance(values[1], tuple)):
        raise RuntimeError(f"the desk works offline, yet something asked for {event}{values}")


sys.addaudithook(_stay_offline)


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_stretched_once() -> Iterator[None]:
    """The same password with the same salt gives the same key, which takes a third of a second each time it is made."""
    from argon2.low_level import hash_secret_raw

    from reviewer_db.folder import keys

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "hash_secret_raw", cache(hash_secret_raw))
        yield


#: Files of few tests that take long: begun last, one process would wait for the other at the end.
_LONG = (
    *("tests/e2e/test_full_disk.py", "tests/ui/test_palette_actions.py", "tests/ui/test_doors_of_actions.py"),
    *("tests/bench/test_survival.py", "tests/ui/test_measuring.py", "tests/demo/test_demo_opinions.py"),
    *("tests/ui/test_read_aloud.py", "tests/e2e/test_second_start.py", "tests/e2e/test_old_libraries.py"),
    *("tests/ui/printing/jobs/test_print_batch.py", "tests/outputs/workbook/test_workbook_in_office.py"),
)
#: So many of the slowest files are named at the end of a run of more than these.
_NAMED = 10


def pytest_configure(config: pytest.Config) -> None:
    """Let xdist begin the files in the order given here, and not those of most tests first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which files took longest, setting up and taking down included: whoever made one slower sees it."""
    took: defaultdict[str, float] = defaultdict(float)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            took[report.nodeid.partition("::")[0]] += report.duration
    if len(took) > _NAMED:
        terminalreporter.section("slowest files")
        for file, seconds in sorted(took.items(), key=lambda one: -one[1])[:_NAMED]:
            terminalreporter.write_line(f"{seconds:7.1f} s  {file}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; leave out, with the reason, what this machine cannot run."""
    items.sort(key=lambda item: item.nodeid.partition("::")[0] not in _LONG)
    reasons = {}
    if not shutil.which("Xvfb"):
        reasons["xvfb"] = "Xvfb is not installed"
    if not shutil.which("dbus-daemon") or not Path("/usr/libexec/at-spi-bus-launcher").exists():
        reasons["atspi"] = "dbus-daemon or at-spi2-core is not installed"
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


def pytest_collection_finish() -> None:
    """All modules and tests stay to the end: who looks for what can be freed passes them by."""
    gc.collect()
    gc.freeze()
    # What a test leaves is looked for more seldom: of what it makes nearly all goes by itself.
    gc.set_threshold(3_000)


_ran: set[str] = set()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each test that was run, here or in a process of xdist; one that fails before it runs counts too."""
    if report.failed or (report.when == "call" and (report.passed or hasattr(report, "wasxfail"))):
        _ran.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run that left every test out has run none, and ends as if there had been none to run."""
    is_part = hasattr(session.config, "workerinput")
    if exitstatus == pytest.ExitCode.OK and not (_ran or is_part or session.config.option.collectonly):
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
