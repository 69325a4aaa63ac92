"""A package, what lies sealed in it, and a card, to be spoilt for measuring; made of two cases of a practice season."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.outside.signed_pack import ABOUT, RULES, PackSignature, PackSigning, signed_bytes
from reviewer_app.foreign.package_content import PackageCodec
from reviewer_app.foreign.packages import card_in, head_in, words_in
from reviewer_app.foreign.signed_packs import arrived_in
from reviewer_app.services.handover.cards import card_file, confirm_card, issue_card, own_desk
from reviewer_app.services.handover.envelope import card_of, new_keys, opened, seal, signed
from reviewer_app.services.handover.gathering import gather
from reviewer_app.services.handover.signed_packs import pack_file, require_proven
from reviewer_app.services.ports.custody import DeskKeys
from reviewer_app.wiring import Parts
from reviewer_resources import text

PACKAGE, CONTENT, CARD, KEYS = "desk.package", "desk.content", "desk.card", "desk.keys"
RULE_PACK = "office.rulepack"
_CASES, _COUNT = (1, 2), 8


def make_packages(folder: Path) -> None:
    """Writes them, and beside them the keys by which the package is opened."""
    receiver = new_keys("初审室")
    with TemporaryDirectory() as scratch:
        library = Parts().libraries.open_practice(Path(scratch) / "season")
        try:
            library.change(issue_card, "窗口")
            library.change(confirm_card, card_of(receiver), card_of(receiver).check_number)
            gathered = library.read(gather, _CASES, card_of(receiver).fingerprint, "请初审")
            sender = library.read(own_desk)
        finally:
            library.close()
    if sender is None:
        return
    content = PackageCodec().packed(gathered.content)
    (folder / CONTENT).write_bytes(content)
    (folder / CARD).write_bytes(card_file(sender))
    (folder / PACKAGE).write_bytes(seal(content, gathered.content.number, sender, card_of(receiver)))
    card = card_of(sender)
    kept = [one.hex() for one in (receiver.signing, receiver.sealing, card.signing, card.sealing)]
    (folder / KEYS).write_text(json.dumps(kept), encoding="utf-8")


def make_rule_pack(folder: Path) -> None:
    """Writes the shipped pack as another office would sign it."""
    keys = new_keys("上海示例二区局标准化科")
    members = ((ABOUT, "规则包，供其他区使用。".encode()), (RULES, text("notices", "sh-2024.toml").encode()))
    hashes = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in members)
    said = PackSigning(card_of(keys), "示例己", datetime(2025, 4, 3, 9, 30), "示例庚", datetime(2025, 4, 2, 16), hashes)
    signature = PackSignature(said, signed(keys, signed_bytes(said)))
    (folder / RULE_PACK).write_bytes(pack_file(members, signature))


def read_rules(path: Path) -> bool:
    """Reads a rule pack as the desk does; whether it was taken for what the other office signed."""
    arrived = arrived_in(path)
    require_proven(arrived)
    return arrived.signature is not None


def read_package(path: Path) -> bool:
    """Opens a package as the desk does; whether it was taken for whole."""
    signing, sealing, *card = (bytes.fromhex(one) for one in json.loads((path.parent / KEYS).read_text("utf-8")))
    package = path.read_bytes()
    head = head_in(package, len(package))
    read_words(opened(package, head, DeskKeys("初审室", signing, sealing), DeskCard("窗口", card[0], card[1])))
    return True


def read_content(path: Path) -> bool:
    """Reads what lies in a package, as if a desk in wrong hands had signed it."""
    read_words(path.read_bytes())
    return False


def read_card(path: Path) -> bool:
    """Reads a card; whether it was taken for the one that was given away."""
    card_in(path.read_bytes())
    return True


def read_words(content: bytes) -> None:
    """The words of a content, in this process."""
    place = _COUNT + int.from_bytes(content[:_COUNT], "big")
    words_in(content[_COUNT:place], len(content) - place)
