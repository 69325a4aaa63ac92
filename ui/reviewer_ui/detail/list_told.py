"""The band that says what the newest list says of a case otherwise than the case does, where it was not written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine

_FROM_LISTS = (EventAct.IMPORTED, EventAct.IMPORTED_AGAIN, EventAct.LIST_TOLD)
_KEYS = frozenset(key.value for key in RecordKey)
_PLACE = (RecordKey.FILE, RecordKey.ROW)


class ListToldBand(Band):
    """Shown until a list is written into the case again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self.hide()

    def show_events(self, events: Sequence[Event]) -> None:
        """Says what the list said last, if that was told and not written."""
        last = next((event for event in reversed(events) if event.act in _FROM_LISTS), None)
        is_told = last is not None and last.act == EventAct.LIST_TOLD
        self.say([BandLine(_said(last), Tone.WARN)] if last is not None and is_told else [])


def _said(event: Event) -> str:
    changes = [
        f"{sentence(f'record.{key}') if key in _KEYS else key}：{value}"
        for key, value in event.detail.items()
        if key not in _PLACE
    ]
    places = {
        "file": event.detail.get(RecordKey.FILE, ""),
        "row": event.detail.get(RecordKey.ROW, ""),
        "day": f"{event.at:%Y-%m-%d}",
        "changes": "；".join(changes),
    }
    return sentence("import.told_band", places)
