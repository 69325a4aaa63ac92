"""The band of what is to be known of a case: why the bureau sent it back, what a list says, what was destroyed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.application import Event
from reviewer_app.domain.checklist import plain_end
from reviewer_app.domain.corrections.returned import CityReturn, returned_by_city
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine

_FROM_LISTS = (EventAct.IMPORTED, EventAct.IMPORTED_AGAIN, EventAct.LIST_TOLD)
#: Where the bureau's reason leads.
CORRECTION = "correction"
_KEYS = frozenset(key.value for key in RecordKey)
_PLACE = (RecordKey.FILE, RecordKey.ROW)


class ListToldBand(Band):
    """The bureau's return stands until the case is sent again, a list's word until a list is written into the case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self.hide()

    def show_events(self, state: State, events: Sequence[Event], may_correct: bool = False) -> None:
        """Says why the bureau sent the case back, and what the list said last, if that was told and not written.

        The former leads to the correction where one may be drafted.
        """
        returned = returned_by_city(state, events)
        last = next((event for event in reversed(events) if event.act in _FROM_LISTS), None)
        lines = (
            [BandLine(_returned(returned), Tone.WARN, CORRECTION if may_correct else "")]
            if returned is not None
            else []
        )
        lines += [BandLine(_said(last), Tone.WARN)] if last is not None and last.act == EventAct.LIST_TOLD else []
        lines += [BandLine(_destroyed(one), Tone.IDLE) for one in events if one.act == EventAct.CASE_DESTROYED]
        self.say(lines)


def _returned(one: CityReturn) -> str:
    number = f"（{one.number}）" if one.number else ""
    said = [
        sentence("correction.city_band", {"day": one.day, "number": number, "reason": plain_end(one.reason) + "。"})
    ]
    said += [sentence("correction.city_band_due", {"due": one.due_on})] if one.due_on is not None else []
    person = f"，市局联系人 {one.person}" if one.person else ""
    return "".join([*said, sentence("correction.city_band_by", {"by": one.by, "person": person})])


def _destroyed(event: Event) -> str:
    places = {
        "day": f"{event.at:%Y-%m-%d}",
        "number": event.detail.get(RecordKey.DESTRUCTION_LIST, ""),
        "depth": event.detail.get(RecordKey.DEPTH, ""),
        "goes": event.detail.get(RecordKey.GOES, ""),
    }
    return sentence("retention.band", places)


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
