"""The order in which Tab goes through a page: as it stands there, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class TabOrder:
    """Tab goes through parts one after the other, and within each as it is laid out.

    What was made later than what it stands before would come at the end of the window otherwise.
    """

    def __init__(self) -> None:
        self._stops: list[QWidget] = []

    def keep(self, *parts: QWidget) -> None:
        """Puts what takes the keyboard into the order of the parts; nothing is done while nothing has changed."""
        # What takes no keyboard is left out: Qt puts nothing before or behind it.
        stops = [one for part in parts for one in _laid_out(part) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)


def _laid_out(part: QWidget) -> Iterator[QWidget]:
    """A part, and all that stands in it from the upper left on."""
    yield part
    inside = part.widget() if isinstance(part, QScrollArea) else part
    layout = inside.layout() if inside is not None else None
    if layout is not None:
        yield from _in(layout)


def _in(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if widget is not None:
            yield from _laid_out(widget)
        elif inner is not None:
            yield from _in(inner)
