"""The size of what is read at length, apart from the whole window: larger or smaller at once, remembered by person.

It holds for the checklist, the opinion and what stands beside them, and for the manual; pages have a zoom of their own.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont

from reviewer_ui.preferences import Preferences
from reviewer_ui.theme import UI_POINT_SIZE, sized_font

USUAL = 100
#: The sizes in percent, one key press apart.
STEPS = (80, 90, USUAL, 110, 125, 150, 175, 200)
_KEY = "look/reading"
#: The sizes of the style sheet's roles; what has none is as large as all else. A section's head cannot wrap: it stays.
_SECTION = 'QLabel[role="section"] { font-size: 10pt; }'
_ROLES = {"title": 13.0, "head": 10.5, "label": UI_POINT_SIZE, "note": 9.0, "faint": 9.0}


class ReadingSize(QObject):
    """The percentage now worn; `changed` after another was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.percent = USUAL
        self._preferences: Preferences | None = None
        self._key = ""

    def take(self, preferences: Preferences, person: str) -> None:
        """Wears what this person chose last; what nobody offers is the usual size."""
        self._preferences, self._key = preferences, f"{_KEY}/{person}"
        kept = preferences.text(self._key)
        self._wear(int(kept) if kept in {str(one) for one in STEPS} else USUAL)

    def step(self, by: int) -> None:
        """One size larger or smaller, as far as there is one; 0 gives the usual one back."""
        place = STEPS.index(self.percent) + by if by else STEPS.index(USUAL)
        self._wear(STEPS[max(0, min(len(STEPS) - 1, place))])
        if self._preferences is not None:
            self._preferences.put(self._key, str(self.percent))

    def _wear(self, percent: int) -> None:
        if percent != self.percent:
            self.percent = percent
            self.changed.emit()


@cache
def reading_size() -> ReadingSize:
    """The size of this run; painted lines ask for it each time they are measured."""
    return ReadingSize()


def reading_font(points: float = UI_POINT_SIZE) -> QFont:
    """The desk's font as large as what is read is now."""
    return sized_font(points * reading_size().percent / USUAL)


def reading_sheet() -> str:
    """What a pane of texts wears over the desk's style sheet; nothing in the usual size."""
    percent = reading_size().percent
    if percent == USUAL:
        return ""
    sizes = {"QLabel, QPlainTextEdit, QLineEdit": UI_POINT_SIZE}
    sizes |= {f'QLabel[role="{role}"]': points for role, points in _ROLES.items()}
    rules = [f"{which} {{ font-size: {points * percent / USUAL:g}pt; }}" for which, points in sizes.items()]
    return "\n".join((*rules, _SECTION))
