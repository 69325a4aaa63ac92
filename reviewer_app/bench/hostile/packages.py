"""A package, what lies sealed in it, and a card, to be spoilt for measuring; made of two cases of a practice season."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.foreign.package_content import PackageCodec
from reviewer_app.foreign.packages import card_in, head_in, words_in
from reviewer_app.services.handover.cards import card_file, confirm_card, issue_card, own_desk
from reviewer_app.services.handover.envelope import card_of, new_keys, opened, seal
from reviewer_app.services.handover.gathering import gather
from reviewer_app.services.ports.custody import DeskKeys
from reviewer_app.wiring import Parts

PACKAGE, CONTENT, CARD, KEYS = "desk.package", "desk.content", "desk.card", "desk.keys"
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
