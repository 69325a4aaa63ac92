"""A rule pack that goes to another office as one signed file (签名规则包): what is signed, by whom, over what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.outside.custody import DeskCard

#: What the file is called behind its name, and what every signature over one begins with.
ENDING = ".rulepack"
_MARK = b"REVIEWER-DESK-RULE-PACK\n"
PACK_KIND, PACK_FORMAT = "reviewer-desk-rule-pack", 1
#: What lies in the file, in this order; the signature comes last.
ABOUT, RULES, SIGNATURE = "说明.txt", "pack.toml", "signature.json"
MEMBERS = (ABOUT, RULES)


class PackTrust(StrEnum):
    """What is known of where a pack comes from; stored in the words of the record."""

    UNSIGNED = "unsigned"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class PackSigning:
    """What a desk says with its signature over a pack: who gave it out and who approved it there, each with the day.

    `members` are the hashes of all that lies in the file beside the signature, by name. The names of persons are what
    the other desk says of itself: the signature proves the desk's key, never the person.
    """

    card: DeskCard
    signer: str
    at: datetime
    approved_by: str
    approved_at: datetime
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackSignature:
    """A signing with the desk's signature over its words."""

    said: PackSigning
    signature: bytes


def words_of(said: PackSigning) -> dict[str, object]:
    """What of a signing is written down in the file beside its signature."""
    return {
        "kind": PACK_KIND,
        "format": PACK_FORMAT,
        "desk": said.card.name,
        "signing": said.card.signing.hex(),
        "sealing": said.card.sealing.hex(),
        "signer": said.signer,
        "signed_at": said.at.isoformat(),
        "approved_by": said.approved_by,
        "approved_at": said.approved_at.isoformat(),
        "members": dict(said.members),
    }


def signed_bytes(said: PackSigning) -> bytes:
    """The exact bytes the signature is over; every byte of the other members is in them by its hash."""
    return _MARK + json.dumps(words_of(said), ensure_ascii=False, sort_keys=True).encode()


def signature_text(one: PackSignature) -> bytes:
    """The one spelling of the signature's member."""
    said = {**words_of(one.said), "signature": one.signature.hex()}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
