"""What the window asks of the library when an officer opens a case and answers one point of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

_STILL_SECONDS = 0.4


def open_and_answer(
    library: Library,
    parts: Parts,
    preferences_file: Path,
    work_done: Callable[[], int],
    note: Callable[[str, int], None],
) -> None:
    """Opens the second case that is being checked and answers its first two points, in the real window.

    `work_done` counts what the library has done so far. `note` is told the act and the case before the act (`opening`,
    `beginning`, `answering`) and after it (`opened`, `begun`, `answered`). Closes the window, and with it the desk.
    """
    preferences = Preferences(preferences_file)
    make_application(preferences)
    window = build_window(parts, preferences, library)
    window.show()
    queue = window.cases.queue
    queue.show_tab(Tab.CHECKING)
    wait_until(lambda: window.cases.is_case_open and queue.model.rowCount() > 1)
    queue.choose_first()
    _be_still(work_done)
    case_id = queue.model.case_at(1)
    if case_id is None:
        raise LookupError("this library has no second case to check")
    note("opening", case_id)
    queue.go_next()
    _be_still(work_done)
    note("opened", case_id)
    (checklist,) = window.findChildren(Checklist)
    first, second = list(checklist.rows)[:2]
    # The first answer may also begin the checking; the second is an answer like any other.
    for rule, verdict, before, after in (
        (first, Verdict.NOT_MET, "beginning", "begun"),
        (second, Verdict.NOT_MET, "answering", "answered"),
    ):
        note(before, case_id)
        checklist.answered.emit(rule, verdict)
        _be_still(work_done)
        note(after, case_id)
    window.close()
    window.deleteLater()
    linger(0)


def _be_still(work_done: Callable[[], int]) -> None:
    """Until the library has had nothing to do for a while."""
    seen, since = work_done(), time.perf_counter()

    def is_still() -> bool:
        nonlocal seen, since
        if work_done() != seen:
            seen, since = work_done(), time.perf_counter()
        return time.perf_counter() - since > _STILL_SECONDS

    wait_until(is_still)
