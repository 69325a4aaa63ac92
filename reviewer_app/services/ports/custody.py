"""What the services ask of the library for the hand-over between libraries, and what a package holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.application import Application, Attachment, PaperCopy
from reviewer_app.domain.checklist import Answer
from reviewer_app.domain.corrections.request import CorrectionRequest
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.evidence.scans import Pin, Reading
from reviewer_app.domain.opinion import Opinion
from reviewer_app.domain.outside.custody import Custody, DeskCard, HandOver, HeldChange, HeldStand, KnownDesk


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """The name and the secret keys of this desk: one signs its packages, the other opens those sent to it."""

    name: str
    signing: bytes
    sealing: bytes

    def __repr__(self) -> str:
        # The keys must not come into a log by way of a repr.
        return f"DeskKeys({self.name!r})"


@dataclass(frozen=True, slots=True)
class CarriedEvent:
    """One entry of a library's record as it stands there: `entry` is its number, `there` the case's id there.

    `detail` and `digests` are the texts as stored, `previous` and `hash` are the chain's, in hex.
    """

    desk: str
    desk_name: str
    entry: int
    there: int
    at: str
    actor: str
    act: str
    from_state: str
    to_state: str
    reason: str
    detail: str
    digests: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class DraftText:
    """A text typed and not submitted, as it goes along with its case."""

    box: str
    text: str
    saved_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CaseContent:
    """All of one case as it goes from library to library; ids in it are the sender's and mean nothing here.

    `key`, `number`, `road` and `recalled` are those of its custody, the package it lies in not counted in `road`.
    """

    key: str
    number: int
    road: tuple[str, ...]
    recalled: tuple[str, ...]
    application: Application
    answers: tuple[Answer, ...]
    comparisons: tuple[Comparison, ...]
    look_ups: tuple[LookUp, ...]
    opinions: tuple[Opinion, ...]
    corrections: tuple[CorrectionRequest, ...]
    papers: tuple[PaperCopy, ...]
    drafts: tuple[DraftText, ...]
    attachments: tuple[Attachment, ...]
    pins: tuple[Pin, ...]
    readings: tuple[Reading, ...]
    events: tuple[CarriedEvent, ...]


@dataclass(frozen=True, slots=True)
class PackageContent:
    """What a package holds: who sent it and why, its cases, and the files they name by their hash."""

    number: int
    sender: str
    made_at: datetime
    made_by: str
    note: str
    cases: tuple[CaseContent, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands outside the seal: the package's number at the sender, and both desks by their fingerprint.

    `end` is where the sealed content begins.
    """

    number: int
    sender: str
    receiver: str
    fresh: str
    end: int


class ContentCodec(Protocol):
    """Turns the content of packages into bytes and back; what others wrote is taken apart in a child process.

    `file` is its name for the sentence. All of them raise TroubleError `foreign.…` when the child comes to an end.
    """

    def packed(self, content: PackageContent) -> bytes:
        """The content as bytes; RefusalError `custody.too_many_words`."""

    def head(self, package: bytes, file: str) -> Head:
        """What stands at the beginning of a package, not proven; RefusalError `custody.no_package`, `.newer`."""

    def unpacked(self, content: bytes, file: str) -> PackageContent:
        """The content again; RefusalError `custody.unreadable`, `custody.record_broken` for anything else."""

    def card(self, path: Path) -> DeskCard:
        """The card in a file, not confirmed yet; RefusalError `custody.no_card`, `custody.card_changed`."""


class CustodyStore(Protocol):
    """Where the cases lie, what is on record of them elsewhere, and the changes that wait for those away."""

    def put(self, application_id: int, custody: Custody) -> None:
        """Writes where a case lies over where it lay; the number only counts up."""

    def by_keys(self, keys: Sequence[str]) -> dict[str, int]:
        """The ids here of the cases with these keys."""

    def in_package(self, package_hash: str) -> list[int]:
        """The cases whose last hand-over is this package."""

    def own_entries(self, ids: Sequence[int], desk: str, desk_name: str) -> dict[int, tuple[CarriedEvent, ...]]:
        """The entries of this library's record of some cases, as they go along with them."""

    def carried(self, ids: Sequence[int]) -> dict[int, tuple[CarriedEvent, ...]]:
        """What other libraries have on record of some cases."""

    def carry(self, application_id: int, entries: Sequence[CarriedEvent]) -> None:
        """Keeps entries of other libraries beside a case; those kept already stay as they are."""

    def hold(self, application_id: int, source: str, row: int, values: Mapping[str, str], digest: str) -> None:
        """Lets a newer line of a list wait for a case that is away."""

    def held(self, application_id: int) -> tuple[HeldChange, ...]:
        """The changes that wait for a case, in the order they came."""

    def settle(self, change_id: int, stand: HeldStand) -> None:
        """Notes that a waiting change was taken over or put aside."""


class DeskStore(Protocol):
    """The keys of this desk, the cards of the others, and the list of packages."""

    def own(self) -> DeskKeys | None:
        """The keys of this desk; None before it has any."""

    def keep_own(self, keys: DeskKeys) -> None:
        """Keeps the keys made for this desk, or its other name; the keys themselves never change."""

    def known(self) -> tuple[KnownDesk, ...]:
        """The desks whose cards were confirmed, by name."""

    def confirm(self, card: DeskCard) -> None:
        """Keeps a card as confirmed by the person at the desk; one of the same keys gets the newer name."""

    def remove(self, fingerprint: str) -> None:
        """Takes a card off the list."""

    def packages(self) -> tuple[HandOver, ...]:
        """Every package that went or came, the newest first."""

    def package(self, sha256: str, *, is_outgoing: bool) -> HandOver | None:
        """One package by its hash, if it is on the list."""

    def next_number(self) -> int:
        """The number of the next package that goes out."""

    def add_package(self, package: HandOver) -> None:
        """Puts a package on the list."""

    def recall(self, sha256: str, reason: str) -> None:
        """Notes that a package that went out was called back."""


class ArrivalStore(Protocol):
    """Writing what came from another library, as it was there."""

    def is_proven(self, entry: CarriedEvent) -> bool:
        """Whether an entry of another record is what its hash says."""

    def bring(self, content: CaseContent, case_id: int, handler: str) -> int:
        """Writes a case as new (`case_id` 0) or over the one that was handed over from here; its id here.

        What is never erased or reworded here must stand in what came, and may only have gone on. The case must be here
        by its custody. Raises RefusalError `custody.not_continued`, `custody.number_taken`.
        """
