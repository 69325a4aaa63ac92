"""Two or three true libraries on disk that know each other's cards, as the desks of one office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.services.handover.cards import confirm_card, issue_card, own_card, own_desk
from reviewer_app.services.handover.envelope import opened, seal
from reviewer_app.services.handover.receiving import Arrival, Received, look_at_package, receive_package
from reviewer_app.services.handover.sending import Sent, hand_over_cases
from reviewer_app.services.ports.custody import DeskKeys, PackageContent
from reviewer_app.wiring import Parts
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import make_desk, new_case, register

CODEC = Parts().contents


def desk(folder: Path, name: str, gate: LibraryGate | None = None) -> OpenLibrary:
    """A library whose desk has a name and keys."""
    library = make_desk(folder, gate)
    library.change(issue_card, name)
    return library


@contextmanager
def known_desks(folder: Path, **names: str) -> Iterator[tuple[OpenLibrary, ...]]:
    """Desks by the name of their folder, each knowing the others; closed at the end."""
    made = tuple(desk(folder / place, name) for place, name in names.items())
    try:
        introduce(*made)
        yield made
    finally:
        for library in made:
            library.close()


def introduce(*libraries: OpenLibrary) -> None:
    """Each desk confirms the cards of the others, as read from their files."""
    for one in libraries:
        for other in libraries:
            if other is not one:
                card = card_of(other)
                one.change(confirm_card, card, card.check_number)


def card_of(library: OpenLibrary) -> DeskCard:
    """The card of a desk."""
    card = library.read(own_card)
    assert card is not None
    return card


def keys_of(library: OpenLibrary) -> DeskKeys:
    """The secret keys of a desk."""
    keys = library.read(own_desk)
    assert keys is not None
    return keys


def inside_of(package: Path, sender: OpenLibrary, receiver: OpenLibrary) -> bytes:
    """What is sealed in a package."""
    whole = package.read_bytes()
    return opened(whole, CODEC.head(whole, package.name), keys_of(receiver), card_of(sender))


def content_of(package: Path, sender: OpenLibrary, receiver: OpenLibrary) -> PackageContent:
    """What a package holds."""
    return CODEC.unpacked(inside_of(package, sender, receiver), package.name)


def repack(package: Path, sender: OpenLibrary, receiver: OpenLibrary, content: bytes, number: int = 1) -> None:
    """Puts another content under the sender's own signature, as a program that is not the desk's would."""
    package.write_bytes(seal(content, number, keys_of(sender), card_of(receiver)))


def with_cases(library: OpenLibrary, count: int = 1) -> list[int]:
    """Some new cases on record."""
    return library.change(register, [new_case(number + 1) for number in range(count)])


def send(library: OpenLibrary, ids: list[int], to: OpenLibrary, target: Path) -> Sent:
    """Hands cases over to another desk."""
    return hand_over_cases(library, CODEC, ids, card_of(to).fingerprint, target)


def look(library: OpenLibrary, path: Path) -> Arrival:
    """Opens a package and looks at it."""
    return look_at_package(library, CODEC, path)


def take(library: OpenLibrary, path: Path) -> Received:
    """Looks at a package and takes it in."""
    return library.change(receive_package, look(library, path))
