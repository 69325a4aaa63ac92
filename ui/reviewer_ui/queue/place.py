"""The queue keeps its place: which case is current, where it stood, and what was at the top of the view."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from reviewer_ui.queue.model import QueueModel

_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The current case and its position; the case the eye rests on (`anchor`), `distance` pixels below the top."""

    case_id: int | None = None
    position: int = 0
    anchor: int | None = None
    distance: int = 0


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
