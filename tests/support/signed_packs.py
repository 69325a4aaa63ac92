"""Rule packs as another office would send them: signed by a key that is not known here, whole or spoiled."""

from __future__ import annotations

import hashlib
from datetime import datetime

from reviewer_app.domain.outside.signed_pack import ABOUT, RULES, PackSignature, PackSigning, signed_bytes
from reviewer_app.packs.checking import check_text
from reviewer_app.services.handover.envelope import card_of, new_keys, signed
from reviewer_app.services.handover.signed_packs import pack_file
from reviewer_app.services.ports.seasons import ArrivedPack

#: The other office.
SENDER = new_keys("上海示例二区局标准化科")
_ABOUT = "规则包，供其他区使用。".encode()


def members_of(text: str, about: bytes = _ABOUT) -> tuple[tuple[str, bytes], ...]:
    """What lies in the file beside its signature."""
    return ((ABOUT, about), (RULES, text.encode()))


def signed_file(text: str, about: bytes = _ABOUT, is_signed: bool = True) -> bytes:
    """A pack's text as the one signed file of the other office."""
    members = members_of(text, about)
    return pack_file(members, _signature(members) if is_signed else None)


def signed_pack(text: str) -> ArrivedPack:
    """The same as it comes out of the child."""
    return ArrivedPack(check_text(text, "外区.rulepack"), _signature(members_of(text)))


def _signature(members: tuple[tuple[str, bytes], ...]) -> PackSignature:
    hashes = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in members)
    days = datetime(2025, 4, 3, 9, 30), datetime(2025, 4, 2, 16, 0)
    said = PackSigning(card_of(SENDER), "示例己", days[0], "示例庚", days[1], hashes)
    return PackSignature(said, signed(SENDER, signed_bytes(said)))
