"""Address cards of desks (往来名片): issued as a small file, read, and confirmed once the check number was compared."""

from __future__ import annotations

import json

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import DeskCard, KnownDesk
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_member, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.handover.envelope import card_of, new_keys, signed
from reviewer_app.services.ports.custody import DeskKeys
from reviewer_app.services.ports.library import UnitOfWork

#: The largest file that may be a card, in bytes, and the longest name of a desk.
LARGEST_CARD, _LONGEST_NAME = 4096, 60
CARD_KIND, CARD_FORMAT = "reviewer-desk-card", 1


def own_desk(unit: UnitOfWork) -> DeskKeys | None:
    """The keys of this desk; None before it issued a card."""
    return unit.desks.own()


def own_card(unit: UnitOfWork) -> DeskCard | None:
    """The card of this desk; None before it issued one."""
    keys = unit.desks.own()
    return card_of(keys) if keys is not None else None


def known_desks(unit: UnitOfWork) -> tuple[KnownDesk, ...]:
    """The desks whose cards were confirmed here, by name."""
    return unit.desks.known()


def issue_card(unit: UnitOfWork, name: str) -> bytes:
    """This desk's card as a file, its keys made with the first one; the name is how others will see the desk.

    Raises RefusalError `custody.no_name`.
    """
    require_role(unit.actor, EventAct.CARD_ISSUED)
    require_member(unit.actor)
    called = desk_name(name)
    former = unit.desks.own()
    keys = DeskKeys(called, former.signing, former.sealing) if former else new_keys(called)
    unit.desks.keep_own(keys)
    card = card_of(keys)
    record(unit, None, EventAct.CARD_ISSUED, detail=_said(card))
    return card_file(keys)


def card_file(keys: DeskKeys) -> bytes:
    """A desk's card as it is given away, signed by itself so that no name is put over other keys."""
    card = card_of(keys)
    return card_text(card, signed(keys, signed_words(card)))


def card_text(card: DeskCard, signature: bytes) -> bytes:
    """The one spelling of a card."""
    return json.dumps({**_plain(card), "signature": signature.hex()}, ensure_ascii=False).encode()


def confirm_card(unit: UnitOfWork, card: DeskCard, check_number: str) -> Changes:
    """Takes a desk on the list after its check number, read aloud by the other side, was typed here (an admin's act).

    Raises RefusalError `custody.check_differs`, `custody.own_card`, `custody.name_taken`.
    """
    require_role(unit.actor, EventAct.CARD_CONFIRMED)
    own = unit.desks.own()
    if own is not None and card_of(own).fingerprint == card.fingerprint:
        raise RefusalError("custody.own_card")
    typed = "".join(one for one in check_number if one.isdigit())
    if typed != card.check_number.replace(" ", ""):
        raise RefusalError("custody.check_differs", field="check_number")
    if any(one.card.name == card.name and one.card.fingerprint != card.fingerprint for one in unit.desks.known()):
        raise RefusalError("custody.name_taken", name=card.name)
    unit.desks.confirm(card)
    record(unit, None, EventAct.CARD_CONFIRMED, detail=_said(card))
    return Changes(frozenset({Noun.CUSTODY}))


def remove_card(unit: UnitOfWork, fingerprint: str) -> Changes:
    """Takes a desk off the list (an admin's act): nothing is handed to it and nothing is taken from it any more."""
    require_role(unit.actor, EventAct.CARD_REMOVED)
    for one in unit.desks.known():
        if one.card.fingerprint == fingerprint:
            unit.desks.remove(fingerprint)
            record(unit, None, EventAct.CARD_REMOVED, detail=_said(one.card))
    return Changes(frozenset({Noun.CUSTODY}))


def known_desk(unit: UnitOfWork, fingerprint: str) -> DeskCard | None:
    """The confirmed card of a fingerprint."""
    return next((one.card for one in unit.desks.known() if one.card.fingerprint == fingerprint), None)


def signed_words(card: DeskCard) -> bytes:
    """What of a card its signature is over."""
    return json.dumps(_plain(card), ensure_ascii=False, sort_keys=True).encode()


def desk_name(typed: str) -> str:
    """A desk's name as it is kept; RefusalError `custody.no_name`."""
    name = one_line(typed).strip()
    if not name or len(name) > _LONGEST_NAME:
        raise RefusalError("custody.no_name", field="name", limit=_LONGEST_NAME)
    return name


def _plain(card: DeskCard) -> dict[str, object]:
    return {
        "kind": CARD_KIND,
        "format": CARD_FORMAT,
        "name": card.name,
        "signing": card.signing.hex(),
        "sealing": card.sealing.hex(),
    }


def _said(card: DeskCard) -> dict[str, str]:
    return {RecordKey.DESK: card.name, RecordKey.CHECK_NUMBER: card.check_number}
