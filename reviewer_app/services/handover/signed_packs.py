"""A rule pack as one signed file: given out after the head's approval, proven and taken in by another office.

The file is an ordinary ZIP of three parts, none compressed: a page to read, the pack's text and the signature
(Ed25519, the key of the desk's address card). There is one spelling of a file; whatever differs is no such file.
A signature proves that a desk's key was used over these bytes. Whose key it is is known only after the check number
was compared over the telephone, and nothing here says more.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.outside.signed_pack import (
    ABOUT,
    RULES,
    SIGNATURE,
    PackSignature,
    PackSigning,
    PackTrust,
    signature_text,
    signed_bytes,
)
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.settings import DRAFT_VERSION, Settled
from reviewer_app.durable import clear_unfinished, is_disk_full, write_file
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.handover.cards import confirm_card
from reviewer_app.services.handover.envelope import card_of, is_signed, signed
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.seasons import ArrivedPack
from reviewer_app.services.seasons.approving import approval_of
from reviewer_app.services.seasons.pack_door import PackProposal, load_season_pack, propose_pack
from reviewer_resources.phrases import sentence

#: The largest file that may be one: the pack of 1 MB at most, its page, its signature.
LARGEST_PACK_FILE = (1 << 20) + (128 << 10)
#: So much of the page is the list of regulations, at most: the page stays a page.
_MOST_LINES, _LONGEST_LINE = 40, 300
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True, slots=True)
class PackArrival:
    """A pack from outside that was proven as far as it can be: what loading it would do, and where it comes from."""

    arrived: ArrivedPack
    proposal: PackProposal
    trust: PackTrust
    said: tuple[str, ...]

    @property
    def card(self) -> DeskCard | None:
        """The card in the file whose check number can be compared now; None where there is nothing to compare."""
        signature = self.arrived.signature
        return signature.said.card if signature is not None and self.trust is PackTrust.UNKNOWN else None


def sign_pack(library: Library, season: str, sha256: str, target: Path) -> DeskCard:
    """Writes the season's pack as one file signed by this desk's key, and puts that on record (a head's act).

    The file is whole on the disk and has its name before the record says so: refused, nothing is left of either.
    Raises RefusalError as `signed_copy`, TroubleError `signed_pack.disk_full`, `signed_pack.not_writable`.
    """
    card, content = library.read(signed_copy, season, sha256)
    placed: list[Path] = []

    def work(unit: UnitOfWork) -> None:
        write_file(target, content)
        placed.append(target)
        note_signed(unit, season, sha256, hashlib.sha256(content).hexdigest())

    try:
        clear_unfinished(target)
        library.change(work)
    except OSError as error:
        code = "signed_pack.disk_full" if is_disk_full(error) else "signed_pack.not_writable"
        raise TroubleError(code, folder=str(target.parent)) from error
    except OfficeError:
        for file in placed:
            file.unlink(missing_ok=True)
        raise
    return card


def signed_copy(unit: UnitOfWork, season: str, sha256: str) -> tuple[DeskCard, bytes]:
    """The season's pack as a signed file with the card that proves it; nothing is written, nothing on record yet.

    Raises RefusalError `act.role_needed`, `approval.other_pack`, `signed_pack.not_approved`, `signed_pack.draft`,
    `signed_pack.no_keys`.
    """
    pack, approval = _to_sign(unit, season, sha256)
    keys = unit.desks.own()
    if keys is None:
        raise RefusalError("signed_pack.no_keys")
    card = card_of(keys)
    members = ((ABOUT, _about(unit, pack, approval, card)), (RULES, pack.text.encode()))
    hashes = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in members)
    said = PackSigning(card, unit.actor.name, unit.now, approval.by, approval.at, hashes)
    return card, pack_file(members, PackSignature(said, signed(keys, signed_bytes(said))))


def note_signed(unit: UnitOfWork, season: str, sha256: str, content_hash: str) -> None:
    """Puts on record that a pack was signed; RefusalError as `signed_copy` where it is another one meanwhile."""
    pack, _ = _to_sign(unit, season, sha256)
    keys = unit.desks.own()
    if keys is None:
        raise RefusalError("signed_pack.no_keys")
    detail: dict[str, str] = {
        RecordKey.SEASON: season,
        RecordKey.PACK: f"{pack.called}（{sha256[:12]}）",
        RecordKey.CHECK_NUMBER: card_of(keys).check_number,
        RecordKey.CONTENT_HASH: content_hash,
    }
    record(unit, None, EventAct.PACK_SIGNED, detail=detail)


def pack_file(members: Sequence[tuple[str, bytes]], signature: PackSignature | None) -> bytes:
    """The one spelling of a file with these members."""
    made = io.BytesIO()
    parts = list(members)
    if signature is not None:
        parts.append((SIGNATURE, signature_text(signature)))
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = _UNIX, 0o600 << 16
            archive.writestr(info, content)
    return made.getvalue()


def require_proven(arrived: ArrivedPack) -> None:
    """Compares the signature of a pack with its bytes, here and not in the child that took the file apart.

    Raises RefusalError `signed_pack.tampered`; a pack without a signature passes, for it says nothing.
    """
    signature = arrived.signature
    if signature is None:
        return
    said, text = signature.said, arrived.check.text.encode()
    is_text = dict(said.members).get(RULES) == hashlib.sha256(text).hexdigest()
    if not is_text or not is_signed(said.card, signed_bytes(said), signature.signature):
        raise RefusalError("signed_pack.tampered", file=arrived.check.file, desk=said.card.name)


def look_at_pack(unit: UnitOfWork, arrived: ArrivedPack) -> PackArrival:
    """What loading a pack from outside would do, and what is known of where it comes from; nothing is written.

    Raises RefusalError as `propose_pack`, `signed_pack.tampered`, and `signed_pack.other_key` where a desk of that
    name is known here by another key.
    """
    trust = _trust(unit, arrived)
    return PackArrival(arrived, propose_pack(unit, arrived.check), trust, origin_said(arrived, trust))


def load_arrived_pack(unit: UnitOfWork, arrived: ArrivedPack, check_number: str = "") -> Changes:
    """Keeps a pack from outside as its season's, with what is known of its origin on record (an admin's act).

    A check number that was typed is compared first and puts the sender on the list of known desks; without one a pack
    of an unknown sender, as one without signature, comes in as such. Each waits for the head. Raises RefusalError as
    `look_at_pack` and `confirm_card`.
    """
    require_role(unit.actor, EventAct.PACK_LOADED)
    trust = _trust(unit, arrived)
    signature = arrived.signature
    if signature is not None and trust is PackTrust.UNKNOWN and check_number.strip():
        confirm_card(unit, signature.said.card, check_number)
        trust = PackTrust.CONFIRMED
    detail: dict[str, str] = {RecordKey.SIGNATURE: sentence(f"signed_pack.record_{trust}")}
    if signature is not None:
        detail[RecordKey.DESK] = signature.said.card.name
        detail[RecordKey.CHECK_NUMBER] = signature.said.card.check_number
    return load_season_pack(unit, arrived.check, detail)


def origin_said(arrived: ArrivedPack, trust: PackTrust | None = None) -> tuple[str, ...]:
    """Where a pack comes from, in sentences that claim no more than was compared; without `trust`, to nobody's desk."""
    signature = arrived.signature
    if signature is None:
        return (sentence("signed_pack.unsigned"),)
    said = signature.said
    places: Mapping[str, object] = {
        "desk": said.card.name,
        "signer": said.signer,
        "at": f"{said.at:%Y-%m-%d %H:%M}",
        "approved_by": said.approved_by,
        "approved_on": said.approved_at.date(),
        "check_number": said.card.check_number,
    }
    return (
        sentence("signed_pack.matches", places),
        sentence("signed_pack.says", places),
        sentence(f"signed_pack.{trust or 'unknown_plain'}", places),
    )


def _to_sign(unit: UnitOfWork, season: str, sha256: str) -> tuple[NoticePack, Settled]:
    """The pack that may be signed, as its text says, with the approval it rests on."""
    require_role(unit.actor, EventAct.PACK_SIGNED)
    pack = unit.packs.as_written(unit.packs.current(season).sha256)
    if pack.sha256 != sha256:
        raise RefusalError("approval.other_pack", season=season, pack=pack.called)
    if pack.version == DRAFT_VERSION:
        raise RefusalError("signed_pack.draft", pack=pack.called)
    approval = approval_of(unit, pack)
    if approval is None:
        raise RefusalError("signed_pack.not_approved", pack=pack.called)
    return pack, approval


def _trust(unit: UnitOfWork, arrived: ArrivedPack) -> PackTrust:
    """What is known of the sender; RefusalError `signed_pack.tampered`, `signed_pack.other_key`."""
    require_proven(arrived)
    if arrived.signature is None:
        return PackTrust.UNSIGNED
    card, own = arrived.signature.said.card, unit.desks.own()
    if own is not None and card_of(own).fingerprint == card.fingerprint:
        return PackTrust.OWN
    known = [one.card for one in unit.desks.known()]
    if any(one.fingerprint == card.fingerprint for one in known):
        return PackTrust.CONFIRMED
    for one in (*known, *([card_of(own)] if own is not None else [])):
        if one.name == card.name:
            numbers = {"check_number": card.check_number, "known_number": one.check_number}
            raise RefusalError("signed_pack.other_key", desk=card.name, **numbers)
    return PackTrust.UNKNOWN


def _about(unit: UnitOfWork, pack: NoticePack, approval: Settled, card: DeskCard) -> bytes:
    """The page that whoever opens the file without the desk reads."""
    places = {
        "pack": pack.called,
        "season": pack.season,
        "cited": pack.cited,
        "points": len(pack.rules),
        "desk": card.name,
        "check_number": card.check_number,
        "signer": unit.actor.name,
        "at": f"{unit.now:%Y-%m-%d %H:%M}",
        "approved_by": approval.by,
        "approved_on": approval.at.date(),
        "sha256": pack.sha256,
    }
    lines = [sentence(f"signed_pack.about_{one}", places) for one in ("head", "notice", "from", "hash", "use")]
    rested = _rested_on(unit, pack)
    if rested:
        lines += ["", sentence("signed_pack.about_grounds"), *rested]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _rested_on(unit: UnitOfWork, pack: NoticePack) -> tuple[str, ...]:
    """The regulations that this office pinned to the pack's points, for whoever takes it in to compare with its own."""
    kept = {one.id: one for one in unit.regulations.all()}
    titles = {rule.id: f"{rule.clause}{rule.title}" for rule in pack.rules}
    said: dict[str, list[str]] = {}
    for pin in unit.regulations.pins():
        one = kept.get(pin.regulation_id)
        if pin.stands and one is not None and not one.is_struck and pin.item in titles:
            over = "" if one.named.is_in_force(unit.today) else sentence("signed_pack.about_over")
            named = f"{one.named.cited}，{one.named.period}{over}"
            said.setdefault(named, []).append(f"{titles[pin.item]}（{pin.clause}）")
    lines = [_cut(f"{named}：{'、'.join(items)}") for named, items in sorted(said.items())]
    left = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *([sentence("signed_pack.about_left", {"count": left})] if left > 0 else []))


def _cut(line: str) -> str:
    """A line of the page; where it goes on is seen."""
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
