"""The queue keeps its place: which case is current, where it stood, and what was at the top of the view."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from reviewer_ui.queue.model import QueueModel

#: So many cases before and after are looked for where the list has changed.
_NEIGHBOURS = 200
_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The current case and its position; the case the eye rests on (`anchor`), `distance` pixels below the top."""

    case_id: int | None = None
    position: int = 0
    anchor: int | None = None
    distance: int = 0


class ListAsItWas:
    """The list in which the case in hand was chosen: the next and the one before follow it, whatever happened since.

    A case that is decided leaves the list or goes elsewhere in it, and others move cases meanwhile: none is skipped.
    """

    def __init__(self) -> None:
        self._ids: array[int] = array("q")
        self._case_id: int | None = None

    def note(self, case_id: int, ids: array[int]) -> None:
        """A case was chosen in a list."""
        self._case_id, self._ids = case_id, ids

    def renew(self, former: array[int], ids: array[int], is_other: bool) -> None:
        """Another list was asked for, or more is known of the one in which the case was chosen."""
        if is_other or self._ids is former:
            self._ids = ids

    def beside(self, model: QueueModel, case_id: int | None, step: int) -> int | None:
        """Where the case stands that comes after (`step` 1) or before (−1) it; None where nothing tells."""
        ids, here = model.ids, model.position_of(case_id)
        if case_id is None or ids is self._ids or case_id != self._case_id or case_id not in self._ids:
            return here + step if here >= 0 else None
        at = self._ids.index(case_id)
        after = self._standing(ids, self._ids[at + 1 : at + 1 + _NEIGHBOURS])
        before = self._standing(ids, self._ids[max(at - _NEIGHBOURS, 0) : at][::-1])
        is_in_place = here >= 0 and (after is None or after > here) and (before is None or before < here)
        if is_in_place:
            return here + step
        wanted = after if step > 0 else before
        if wanted is not None:
            return wanted
        return len(ids) if step > 0 else -1

    def _standing(self, ids: array[int], neighbours: array[int]) -> int | None:
        """Where the nearest of some neighbours stands that is still in the list."""
        still = set(neighbours).intersection(ids)
        return next((ids.index(one) for one in neighbours if one in still), None)


def place_of(view: QTableView, model: QueueModel, known: ListPlace) -> ListPlace:
    """Where the officer is now: the current row is the anchor while it is in sight, else the top row."""
    here = model.position_of(known.case_id)
    position = here if here >= 0 else known.position
    if here >= 0 and 0 <= view.rowViewportPosition(here) < view.viewport().height():
        anchor_position = here
    else:
        anchor_position = view.rowAt(0)
    distance = view.rowViewportPosition(anchor_position) if anchor_position >= 0 else 0
    return replace(known, position=position, anchor=model.case_at(anchor_position), distance=distance)


def put_back(
    view: QTableView, model: QueueModel, selection: QItemSelectionModel, place: ListPlace, to_top: bool
) -> None:
    """Marks the current case again and scrolls so that the anchor stands where it stood (or to the top)."""
    here = model.position_of(place.case_id)
    if here >= 0:
        selection.setCurrentIndex(model.index(here, 0), _CURRENT)
    if to_top:
        view.scrollToTop()
        return
    anchor = model.position_of(place.anchor)
    height = view.verticalHeader().defaultSectionSize()
    if anchor >= 0:
        view.verticalScrollBar().setValue(anchor * height - place.distance)
    elif place.position > 0:
        view.verticalScrollBar().setValue(place.position * height - place.distance)
