"""A long list in the real window: when its first rows are seen, how late the window answers, how soon it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.intake import IntakePage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.measuring.lateness import LatenessSampler
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

#: A list may take minutes on a busy machine.
_LIMIT_MS = 600_000


@dataclass(frozen=True, slots=True)
class LongList:
    """What an officer waits for with one list, in milliseconds, and what a cancel left behind.

    `stops` are the waits after a cancel, by what was going on; `lateness` is that of every turn of the event loop from
    the choice of the file to the last row.
    """

    first_rows: float
    stops: dict[str, float]
    lateness: list[float]
    is_clean: bool


def long_list(library: Library, parts: Parts, preferences_file: Path, file: Path) -> LongList:
    """Reads a list in the real window and calls it off at every stage; closes the window, and with it the library."""
    preferences = Preferences(preferences_file)
    make_application(preferences)
    before = library.read(_standing)
    window = build_window(parts, preferences, library)
    window.resize(1366, 768)
    window.show()
    window.show_place("intake")
    linger(400)
    page = window.places.intake
    stops = {
        "reading": _stop(window, page, file, lambda: bool(page.preview.model.rowCount())),
        "checking": _stop(window, page, file, lambda: _is_read(page)),
    }
    sampler = LatenessSampler(window)
    page.read_list(file)
    sampler.start()
    first = wait_until(lambda: page.preview.isVisible() and page.preview.model.rowCount() > 0, _LIMIT_MS)
    wait_until(page.preview.foot.write.isEnabled, _LIMIT_MS)
    lateness = sampler.stop()
    page.preview.write()
    wait_until(lambda: page.preview.foot.progress.text().count("/") > 0, _LIMIT_MS)
    page.preview.foot.cancel_pressed.emit()
    stops["writing"] = wait_until(lambda: not page.preview.is_writing, _LIMIT_MS)
    is_clean = library.read(_standing) == before
    window.close()
    window.deleteLater()
    linger(0)
    return LongList(first, stops, lateness, is_clean)


def _stop(window: MainWindow, page: IntakePage, file: Path, is_time: Callable[[], bool]) -> float:
    """Reads the list, calls it off at that moment; how long until nothing of it goes on any more."""
    page.read_list(file)
    wait_until(is_time, _LIMIT_MS)
    page.preview.foot.cancel_pressed.emit()
    waited = wait_until(lambda: not window.context.background.is_busy, _LIMIT_MS)
    page.preview.model.show_rows(())
    page.preview.foot.progress.finish()
    return waited


def _is_read(page: IntakePage) -> bool:
    """Whether all rows are read, and the library is being asked about them."""
    counts = page.preview.foot.progress.text().split(" · ")[0].rsplit(" ", 3)
    return len(counts) == 4 and counts[1].isdecimal() and counts[1] == counts[3]


def _standing(unit: UnitOfWork) -> tuple[int, str]:
    return sum(1 for _ in unit.applications.known(unit.settings.get().season)), unit.events.head()
