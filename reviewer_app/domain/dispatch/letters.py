"""The covering letters of a batch (报送函): one for all its cases or one for each contact, never both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reviewer_app.domain.dispatch.points import MailPoint, Topic, open_point
from reviewer_app.domain.numbers import RegisterEntry, Sealing

#: How the register tells whom a letter is for; the one for all has nothing after it.
_BASIS = "contact:"
#: Before a mark that was made of every printed column.
_WHOLE = "2:"


class LetterWay(StrEnum):
    """Whether one letter goes with the whole batch or one to each contact."""

    ALL = "all"
    CONTACT = "contact"

    @property
    def label(self) -> str:
        """The way in the office's words."""
        return {"all": "一函统报", "contact": "每位联系人一函"}[self.value]

    @property
    def other(self) -> LetterWay:
        """The other way."""
        return LetterWay.CONTACT if self is LetterWay.ALL else LetterWay.ALL

    def contacts(self, going: Mapping[int, str]) -> tuple[str, ...]:
        """Whom letters are for, by the contact of each case that goes; the one for all is by no name."""
        if self is LetterWay.ALL:
            return ("",) if going else ()
        return tuple(dict.fromkeys(going.values()))


def way_of(contact: str) -> LetterWay:
    """Which way a letter goes, by whom it is for."""
    return LetterWay.CONTACT if contact else LetterWay.ALL


def letter_basis(contact: str) -> str:
    """What a letter is known by in the register."""
    return f"{_BASIS}{contact}"


def contact_of(entry: RegisterEntry) -> str:
    """Whom a letter in the register is for; '' for all."""
    return entry.basis.removeprefix(_BASIS)


def letter_copies(sheets: int, forms: int) -> str:
    """How many sheets and forms a letter says go with it, as its entry of the record keeps it."""
    return f"推荐部门意见{sheets}份，申请表{forms}份"


class NamedProject(NamedTuple):
    """A project as a covering letter prints it, column by column."""

    number: str
    name: str
    applicant: str
    sector: str
    proposed: str


def letter_mark(projects: Iterable[NamedProject]) -> str:
    """By what a covering letter is told from one that says something else: every column that it prints of its cases."""
    said = "\n".join("\t".join(one) for one in sorted(projects))
    return f"{_WHOLE}{hashlib.sha256(said.encode()).hexdigest()}"


def says_else(mark: str, projects: Sequence[NamedProject]) -> bool:
    """Whether a letter with this mark says something else than these projects.

    An older mark was made of numbers and classes alone: of the names and the sectors it tells nothing.
    """
    if not mark or mark.startswith(_WHOLE):
        return bool(mark) and mark != letter_mark(projects)
    said = "\n".join(f"{one.number} {one.proposed}" for one in sorted(projects))
    return mark != hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """A letter in force: its line of the register, how many cases it names, and how many it would name now.

    `named` and `copies` are empty for one issued before they were noted; `is_unlike` tells that it names other cases
    than go now, or names them otherwise, `is_waived` that a written reason stands for the seal it lacks.
    """

    entry: RegisterEntry
    now: int
    named: str = ""
    copies: str = ""
    is_unlike: bool = False
    is_waived: bool = False

    @property
    def contact(self) -> str:
        """Whom it is for; '' for all."""
        return contact_of(self.entry)

    @property
    def has_left(self) -> bool:
        """Whether it lies in a parcel that was posted."""
        return self.entry.delivered_on is not None

    @property
    def is_bare(self) -> bool:
        """Whether no seal is recorded on it."""
        return self.entry.sealed_how is Sealing.OPEN

    @property
    def awaits_seal(self) -> bool:
        """Whether it has no seal, and nobody wrote why it goes so."""
        return self.is_bare and not self.is_waived


@dataclass(frozen=True, slots=True)
class BatchLetters:
    """The letters of a batch as they stand; `going` are the cases that go with it, each with its contact.

    `season_way` is how the parcels are planned, or as the season says. `is_waived` tells that a written reason stands
    for letters that were never issued.
    """

    going: Mapping[int, str]
    letters: tuple[BatchLetter, ...]
    season_way: LetterWay
    is_waived: bool = False

    @property
    def way(self) -> LetterWay:
        """The way that holds: that of the letters in force; of both kinds, or none, as the parcels are planned."""
        ways = {way_of(one.contact) for one in self.letters}
        return ways.pop() if len(ways) == 1 else self.season_way

    @property
    def is_mixed(self) -> bool:
        """Whether a letter for all and one for a contact are in force at once."""
        return len({way_of(one.contact) for one in self.letters}) > 1

    @property
    def lettered(self) -> frozenset[int]:
        """The cases that a letter in force speaks for."""
        contacts = {one.contact for one in self.letters}
        return frozenset(case for case, contact in self.going.items() if "" in contacts or contact in contacts)

    @property
    def missing(self) -> tuple[str, ...]:
        """For whom a letter is still to be issued."""
        there = {one.contact for one in self.letters}
        if "" in there and not self.is_mixed:
            return ()
        return tuple(contact for contact in self.way.contacts(self.going) if contact not in there)

    @property
    def is_lacking(self) -> bool:
        """Whether a case goes without a letter, and nobody wrote why."""
        return bool(self.missing) and not self.is_waived

    @property
    def unlike(self) -> tuple[BatchLetter, ...]:
        """The letters here that say something else than the batch has now; one that left cannot be issued anew."""
        return tuple(one for one in self.letters if one.is_unlike and not one.has_left)

    @property
    def is_done(self) -> bool:
        """Whether nothing of the letters is left to do at 出件."""
        return not self.is_lacking and not self.unlike and not self.is_mixed

    def letter_for(self, contact: str) -> BatchLetter | None:
        """The letter that goes to a contact: his own, else the one for all."""
        return _first(self.letters, contact) or _first(self.letters, "")


def _first(letters: Sequence[BatchLetter], contact: str) -> BatchLetter | None:
    return next((one for one in letters if one.contact == contact), None)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the letters of a batch are judged by: of `total` cases `lettered` have one; those in force are `letters`.

    `copies` are the copies that go now, by letter, where that was noted when it was issued. Of a batch that was sent
    nothing is asked of the seal.
    """

    total: int
    lettered: int
    letters: tuple[BatchLetter, ...] = ()
    is_mixed: bool = False
    copies: Mapping[str, str] = field(default_factory=dict)
    is_sent: bool = False

    @property
    def sealed(self) -> int:
        """How many letters bear the seal."""
        return sum(not one.is_bare for one in self.letters)


def unlettered_point(lettered: int, total: int) -> MailPoint:
    """That not every case is spoken for by a letter."""
    return open_point(Topic.COUNTS, "letter", "mail_check.no_letter", letter=str(lettered), of=str(total))


def letter_points(facts: LetterFacts) -> Iterator[MailPoint]:
    """What is open of the letters: lacking, of both kinds, of other cases than go now, of other copies."""
    if facts.lettered < facts.total:
        yield unlettered_point(facts.lettered, facts.total)
    if facts.is_mixed:
        called = "、".join(one.entry.called for one in facts.letters)
        yield open_point(Topic.COUNTS, "letters", "mail_check.letters_mixed", letters=called)
    for one in facts.letters:
        called, copies = one.entry.called, facts.copies.get(one.entry.called, "")
        if one.is_unlike:
            code, now = "mail_check.letter_unlike", str(one.now)
            yield open_point(Topic.COUNTS, f"letter:{called}", code, letter=called, named=one.named, of=now)
        elif one.copies and copies and copies != one.copies:
            code, before = "mail_check.letter_copies", one.copies
            yield open_point(Topic.COUNTS, f"copies:{called}", code, letter=called, copies=before, now=copies)


def bare_points(facts: LetterFacts) -> Iterator[MailPoint]:
    """The letters that bear no seal yet."""
    for one in facts.letters:
        if one.is_bare and not facts.is_sent:
            yield bare_point(one.entry)


def bare_point(entry: RegisterEntry) -> MailPoint:
    """That a letter bears no seal yet."""
    return open_point(Topic.SEALED, f"letter:{entry.called}", "mail_check.letter_bare", letter=entry.called)
