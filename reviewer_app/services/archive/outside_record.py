"""The record of a case for readers outside the house: what is told of it is named here, everything else stays inside.

An act that nobody named here is not told, nor is a detail; what was taken back again is not told either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey

_A, _K = EventAct, RecordKey
_PAPER = (_K.DOCUMENT, _K.DOCUMENT_NUMBER)
_SEAL = (_K.SEAL_NUMBER, _K.SEAL_WAY, _K.IMPRESSIONS, *_PAPER)
_PARCEL = (_K.BATCH, _K.PARCEL, _K.ON_DAY)

#: The acts that are told outside, with the details that are told of each.
_TOLD: Mapping[str, tuple[RecordKey, ...]] = {
    _A.REGISTERED: (_K.SOURCE,),
    _A.IMPORTED: (),
    _A.PAPER_RECORDED: (),
    _A.SET_RECEIVED: (),
    _A.CHECKING_BEGUN: (),
    _A.REVIEW_BEGUN: (),
    _A.CORRECTION_ASKED: (_K.DUE_ON,),
    _A.CORRECTION_TOLD: (_K.DELIVERED_HOW, _K.DELIVERED_ON, _K.RECEIPT),
    _A.CORRECTION_RECEIVED: (),
    _A.CONSULTED: (_K.DEPARTMENT, _K.DUE_ON),
    _A.VIEW_CAME: (_K.DEPARTMENT, _K.STANCE, _K.VIEWED_ON, _K.DOCUMENT_NUMBER),
    _A.SUBMITTED: (),
    _A.SIGNED_OFF: (),
    _A.SEALED: _SEAL,
    _A.SEAL_USED: _SEAL,
    _A.PAPER_ISSUED: (*_PAPER, _K.ADDRESSEE),
    _A.PAPER_DELIVERED: (*_PAPER, _K.DELIVERED_HOW, _K.DELIVERED_ON, _K.RECEIPT),
    _A.PAPER_RECEIVED: (_K.DOCUMENT_NUMBER, _K.SENDER, _K.SUBJECT),
    _A.PARCEL_POSTED: (*_PARCEL, _K.COURIER, _K.WAYBILL),
    _A.PARCEL_SIGNED_FOR: (*_PARCEL, _K.RECEIVER),
    _A.PARCEL_RETURNED: (*_PARCEL, _K.DOCUMENT_NUMBER),
    _A.BATCHED: (_K.BATCH,),
    _A.SENT: (_K.BATCH,),
    _A.CITY_ANSWERED: (_K.BATCH, _K.OUTCOME, _K.ANSWERED_ON, _K.DOCUMENT_NUMBER, _K.DUE_ON),
    _A.WITHDRAWN: (),
    _A.LAPSED: (),
    _A.RECOMMENDATION_WITHDRAWN: (),
}
#: The reasons that went out of the house, or came from outside: the bureau's own, and what the letter to it says.
_REASONED = frozenset({_A.CITY_ANSWERED, _A.RECOMMENDATION_WITHDRAWN})
#: What takes an act back, with what it takes back, and what tells which one of them.
_TAKES_BACK: Mapping[str, tuple[frozenset[str], RecordKey]] = {
    _A.SEAL_STRUCK: (frozenset({_A.SEALED, _A.SEAL_USED}), _K.SEAL_NUMBER),
    _A.POSTING_UNDONE: (frozenset({_A.PARCEL_POSTED}), _K.PARCEL),
    _A.SENDING_TAKEN_BACK: (frozenset({_A.BATCHED, _A.SENT}), _K.BATCH),
    _A.CITY_ANSWER_TAKEN_BACK: (frozenset({_A.CITY_ANSWERED}), _K.BATCH),
    _A.NUMBER_VOIDED: (frozenset({_A.PAPER_ISSUED, _A.PAPER_DELIVERED}), _K.DOCUMENT_NUMBER),
}


def told_outside(events: Sequence[Event]) -> tuple[Event, ...]:
    """The entries that are told outside, each with no more than is told of it; states between the acts are not."""
    told: list[Event] = []
    for event in events:
        if event.act in _TAKES_BACK:
            _take_back(told, event)
        elif event.act in _TOLD:
            told.append(event)
    return tuple(_bare(one) for one in told)


def _take_back(told: list[Event], event: Event) -> None:
    """Takes out the last entry of each act that this one took back."""
    acts, key = _TAKES_BACK[event.act]
    for act in acts:
        places = (
            place for place, one in enumerate(told) if (one.act, one.detail.get(key)) == (act, event.detail.get(key))
        )
        last = max(places, default=None)
        if last is not None:
            del told[last]


def _bare(event: Event) -> Event:
    detail = {str(key): event.detail[key] for key in _TOLD[event.act] if key in event.detail}
    reason = event.reason if event.act in _REASONED else ""
    return replace(event, from_state="", to_state="", reason=reason, detail=detail)
