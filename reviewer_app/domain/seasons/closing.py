"""A season that was closed: its cases are read, not worked on, until an admin opens it again with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.domain.states import State

#: Under this name stands whether a season is closed; no setting that is typed. The last line holds, its reason with it.
CLOSING = "closing"
CLOSED, OPENED = "closed", "open"

_A = EventAct
#: The work of a season, which ends with it. What may come years later goes on: the bureau's answers, a
#: recommendation taken back, papers given back, printed or archived, and the years in which the office is guarantor.
ENDS_WITH_SEASON: frozenset[EventAct] = frozenset(
    {
        _A.REGISTERED, _A.IMPORTED, _A.IMPORTED_AGAIN, _A.LIST_TOLD, _A.AMENDED, _A.CHECKING_BEGUN, _A.REVIEW_BEGUN,
        _A.ANSWERED, _A.COMPARED, _A.DIFFERENCE_SETTLED, _A.NOTED, _A.EVIDENCE_ADDED, _A.LOOKED_UP, _A.VIEW_RECORDED,
        _A.LOOK_UP_WITHDRAWN, _A.PAPER_RECORDED, _A.SET_RECEIVED, _A.PAIRED, _A.PAIR_REFUSED, _A.PAIR_PARTED,
        _A.CASES_MERGED, _A.MERGE_UNDONE, _A.KEPT_APART, _A.SCAN_KEPT, _A.SCAN_TAKEN_AWAY, _A.SCAN_BROUGHT_BACK,
        _A.PINNED, _A.PIN_WITHDRAWN, _A.READINGS_TAKEN, _A.READINGS_PASSED, _A.SUBMITTED, _A.REASON_GIVEN,
        _A.CORRECTION_ASKED, _A.CORRECTION_DRAFTED, _A.CORRECTION_TOLD, _A.CORRECTION_RECEIVED, _A.CORRECTION_JUDGED,
        _A.CORRECTION_WITHDRAWN, _A.SIGNED_OFF, _A.CHALLENGED, _A.TAKEN_BACK, _A.REOPENED, _A.WITHDRAWN, _A.LAPSED,
        _A.HANDED_OVER, _A.SET_ASIDE, _A.TAKEN_UP, _A.UNDONE, _A.REDONE, _A.RECUSED, _A.CONSULTED,
        _A.CONSULTATION_SPARED, _A.CONSULTATION_REMINDED, _A.CONSULTATION_WITHDRAWN, _A.VIEW_CAME, _A.SEALED,
        _A.BATCHED, _A.SENT, _A.PLACED, _A.SCORED, _A.ORDERED_BY_SCORES, _A.ORDER_TAKEN_BACK, _A.LOOK_DRAWN,
        _A.LOOK_SAID, _A.OBJECTION_ANSWERED, _A.EXPORTED, _A.BATCH_LEFT, _A.BATCH_REJOINED, _A.SHEET_REPLACED,
        _A.LINE_DROPPED, _A.BATCH_DISSOLVED, _A.PARCELS_PLANNED, _A.PARCEL_DROPPED, _A.PARCEL_PACKED,
        _A.PARCEL_UNPACKED, _A.PARCEL_CLOSED, _A.PARCEL_OPENED, _A.PARCEL_POSTED, _A.SENDING_TAKEN_BACK,
        _A.PACK_FOLLOWED, _A.CASE_AWAY, _A.CHANGE_MERGED,
    }
)  # fmt: skip


#: The papers that are part of this work: none gets a number or the seal in a closed season. What is written of a
#: recommendation that is taken back, or to a project in the ledger, may come later.
PAPERS_END_WITH_SEASON: frozenset[DocumentKind] = frozenset(
    {
        DocumentKind.RECOMMENDATION,
        DocumentKind.CORRECTION_NOTICE,
        DocumentKind.COVERING_LETTER,
        DocumentKind.TRANSFER_LETTER,
        DocumentKind.DECLINE_LETTER,
        DocumentKind.CONSULTATION_LETTER,
    }
)

#: Where a case still waits for somebody when its season is closed: what is done there goes on.
WAITS_ON: frozenset[State] = frozenset({State.WITHDRAWAL_ASKED})


def closing_of(settled: Mapping[str, Settled]) -> Settled | None:
    """By whom, when and why a season is closed; None while it is open."""
    said = settled.get(CLOSING)
    return said if said is not None and said.value == CLOSED else None
