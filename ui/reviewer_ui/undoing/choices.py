"""Outcome and class chosen for an opinion that is not submitted: chosen otherwise by Ctrl+Z, in order with the record.

A choice is kept as a draft and stands on no record. It is taken back when the record of the case stands as it stood
when it was made: what was put on record later is taken back first.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from reviewer_app.domain.opinion import Outcome, ProjectClass

#: How many choices of a case are held.
_MOST = 50
#: Outcome and class; None where none was chosen.
Chosen = tuple[Outcome | None, ProjectClass | None]
#: By what the next steps back and again on record are named: where the record stands.
Stand = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen before and after, in words, and where the record stood then."""

    words: str
    before: Chosen
    after: Chosen
    at: Stand


class Choices(QObject):
    """The choices of each case; `wanted` asks the opinion of a case to show others, and says whether it was an undo."""

    changed = Signal()
    wanted = Signal(int, object, object)  # case, Choice, is_undo

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made: dict[int, list[Choice]] = {}
        self._undone: dict[int, list[Choice]] = {}
        self._case_id: int | None = None
        self._at: Stand = ("", "")
        self._open_id: int | None = None

    def stand_at(self, case_id: int | None, at: Stand) -> None:
        """Which case is shown, and where its record stands."""
        self._case_id, self._at = case_id, at

    def open_for(self, case_id: int | None) -> None:
        """Of which case an opinion is being written; of none while it is only read or decided on."""
        self._open_id = case_id

    def note(self, case_id: int, words: str, before: Chosen, after: Chosen) -> None:
        """Something else was chosen; what was taken back before can no more be done again."""
        self._undone.pop(case_id, None)
        made = self._made.setdefault(case_id, [])
        made.append(Choice(words, before, after, self._at))
        del made[:-_MOST]
        self.changed.emit()

    def undoable(self) -> Choice | None:
        """The choice that comes back next, unless something on record comes first."""
        last = self._last(self._made)
        return last if last is not None and last.at[0] == self._at[0] else None

    def redoable(self) -> Choice | None:
        """The choice that can be made again next."""
        last = self._last(self._undone)
        return last if last is not None and last.at == self._at else None

    def turn(self, is_undo: bool) -> None:
        """Takes the next choice back, or makes it again."""
        choice = self.undoable() if is_undo else self.redoable()
        if choice is None or self._case_id is None:
            return
        source, goal = (self._made, self._undone) if is_undo else (self._undone, self._made)
        source[self._case_id].pop()
        # From here on it belongs where the record stands now.
        goal.setdefault(self._case_id, []).append(Choice(choice.words, choice.before, choice.after, self._at))
        self.wanted.emit(self._case_id, choice, is_undo)
        self.changed.emit()

    def forget(self, case_id: int) -> None:
        """Drops what was chosen: the opinion is submitted, or was chosen otherwise meanwhile."""
        self._made.pop(case_id, None)
        self._undone.pop(case_id, None)
        self.changed.emit()

    def _last(self, kept: dict[int, list[Choice]]) -> Choice | None:
        if self._case_id is None or self._case_id != self._open_id:
            return None
        return next(reversed(kept.get(self._case_id, [])), None)
