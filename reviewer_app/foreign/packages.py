"""What packages and cards of other desks say, taken apart in the child process: nothing of it is proven yet.

The desk itself compares signatures and opens the seal, which takes no word of the file for what it says of itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.foreign.plain_values import NoAnswerError, packed, unpacked
from reviewer_app.services.handover.cards import CARD_FORMAT, CARD_KIND, card_text, desk_name, signed_words
from reviewer_app.services.handover.envelope import FORMAT, KEY_LENGTH, LARGEST_HEAD, MARK, SIGNATURE, is_signed
from reviewer_app.services.ports.custody import CarriedEvent, CaseContent, Head

_LENGTH, _COUNT = 4, 8
_HEX = frozenset("0123456789abcdef")
#: No library counts so far.
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class PackageWords:
    """What a package says: as `PackageContent`, with the place of each file among those that follow."""

    number: int
    sender: str
    made_at: datetime
    made_by: str
    note: str
    cases: tuple[CaseContent, ...]
    files: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReadWords:
    """How long each of the files behind the words is, and the words."""

    lengths: tuple[int, ...]
    words: PackageWords


def head_in(begun: bytes, size: int) -> Head:
    """The head at the beginning of a package of so many bytes; RefusalError `custody.no_package`, `custody.newer`."""
    start = len(MARK) + _LENGTH
    length = int.from_bytes(begun[len(MARK) : start], "big")
    end = start + length
    if not begun.startswith(MARK) or length > LARGEST_HEAD or len(begun) < end or size < end + SIGNATURE:
        raise RefusalError("custody.no_package")
    try:
        said = json.loads(begun[start:end].decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise RefusalError("custody.no_package") from error
    if not isinstance(said, Mapping):
        raise RefusalError("custody.no_package")
    if type(said.get("format")) is int and said["format"] != FORMAT:
        raise RefusalError("custody.newer" if said["format"] > FORMAT else "custody.older_format")
    return _head(said, end)


def card_in(content: bytes) -> DeskCard:
    """The card in a file; RefusalError `custody.no_card` for anything else, `custody.card_changed` for a false one."""
    try:
        said: Any = json.loads(content.decode())
        if said["kind"] != CARD_KIND or type(said["format"]) is not int or said["format"] != CARD_FORMAT:
            raise RefusalError("custody.no_card")
        name, signing, sealing = str(said["name"]), bytes.fromhex(said["signing"]), bytes.fromhex(said["sealing"])
        signature = bytes.fromhex(said["signature"])
        card = DeskCard(desk_name(name), signing, sealing)
    except (ValueError, KeyError, TypeError, RecursionError, RefusalError) as error:
        raise RefusalError("custody.no_card") from error
    if {len(signing), len(sealing)} != {KEY_LENGTH} or len(signature) != SIGNATURE:
        raise RefusalError("custody.no_card")
    if card.name != name or not is_signed(card, signed_words(card), signature):
        raise RefusalError("custody.card_changed")
    if card_text(card, signature) != content:
        # One card has one spelling.
        raise RefusalError("custody.no_card")
    return card


def words_in(text: bytes, behind: int) -> ReadWords:
    """What a package says, with so many bytes of files behind it.

    Raises RefusalError `custody.unreadable` for what is not of its kind or has another spelling than the desk's own,
    `custody.record_broken` for entries of a record that cannot be read.
    """
    inside = b"[[]," + text + b"]"
    try:
        # Half characters can be kept nowhere here.
        text.decode()
        read = unpacked(len(inside).to_bytes(_COUNT, "big") + inside, ReadWords)
    except (UnicodeDecodeError, NoAnswerError) as error:
        raise RefusalError("custody.unreadable") from error
    # One content has one spelling: escapes, spare keys and other ways round are no package of this program.
    places = tuple(read.words.files.values())
    is_whole = places == tuple(range(len(read.lengths))) and sum(read.lengths) == behind
    if not is_whole or min(read.lengths, default=0) < 0 or packed(read)[_COUNT:] != inside:
        raise RefusalError("custody.unreadable")
    for case in read.words.cases:
        if not all(map(_is_readable, case.events)):
            raise RefusalError("custody.record_broken", number=case.application.intake_number)
    return read


def _head(said: Mapping[str, Any], end: int) -> Head:
    number, sender, receiver, fresh = (said.get(name) for name in ("number", "sender", "receiver", "fresh"))
    is_hex = all(isinstance(one, str) and len(one) == 64 and _HEX.issuperset(one) for one in (sender, receiver, fresh))
    if not is_hex or type(number) is not int or not 0 < number < 1 << 31:
        raise RefusalError("custody.no_package")
    return Head(number, str(sender), str(receiver), str(fresh), end)


def _is_readable(entry: CarriedEvent) -> bool:
    """Whether the course of the case can be shown with this entry in it."""
    try:
        datetime.fromisoformat(entry.at)
        detail = json.loads(entry.detail)
    except (ValueError, RecursionError):
        return False
    if not 0 < entry.entry < _MOST or not 0 < entry.there < _MOST:
        return False
    return isinstance(detail, dict) and all(isinstance(one, str) for one in detail.values())
