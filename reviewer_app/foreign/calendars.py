"""The office's own year tables, read in a child process and kept as long as their files stay as they are."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.deadlines import Calendar
from reviewer_app.foreign.child import in_child
from reviewer_app.packs.calendars import shipped_calendar

_WORK = "reviewer_app.packs.calendars:office_calendar"
_State = tuple[tuple[str, int, int], ...]
#: The last calendar read of a folder, and the state its files were in; a few libraries are open in one program.
_read: dict[Path, tuple[_State, Calendar]] = {}
_MOST_KEPT = 8


def calendar_of(folder: Path) -> Calendar:
    """The shipped tables with those of a folder; TroubleError `calendar.…`, `foreign.…` naming the file."""
    state = _state_of(folder)
    if not state:
        return shipped_calendar()
    kept = _read.get(folder)
    if kept is None or kept[0] != state:
        about = state[0][0] if len(state) == 1 else f"{state[0][0]} 等 {len(state)} 份年表"
        if len(_read) >= _MOST_KEPT:
            _read.clear()
        kept = _read[folder] = state, in_child(_WORK, Calendar, about, folder)
    return kept[1]


def _state_of(folder: Path) -> _State:
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            known = path.stat()
        except OSError:
            # A link that leads nowhere: who reads it will say so.
            found.append((path.name, 0, 0))
        else:
            found.append((path.name, known.st_mtime_ns, known.st_size))
    return tuple(found)
