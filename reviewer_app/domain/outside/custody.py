"""Where a case lies: here, or handed over to another desk's library; like a paper file it is at one desk at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

#: Digits of the check number, and how they are grouped to be read aloud.
_DIGITS, _GROUP = 24, 4


class CustodyStand(StrEnum):
    """Whether the case may be worked on here; stored."""

    HERE = "here"
    AWAY = "away"


class PackageStand(StrEnum):
    """What became of a package; stored."""

    HANDED = "handed"
    RECALLED = "recalled"
    RECEIVED = "received"

    @property
    def label(self) -> str:
        """The word in the list of packages."""
        return {"handed": "已移交", "recalled": "已召回", "received": "已接收"}[self.value]


#: What stands in a key between the case's own and the count of copies put aside here.
ANEW = "#"
#: The row of what waits and stands in no list: a paper that came in.
NO_ROW = 0


@dataclass(frozen=True, slots=True)
class Custody:
    """The custody of a case that was handed over at least once.

    `key` names the case here (see `key_everywhere`), `number` counts its hand-overs, `desk` is the fingerprint of whom
    it went to or came from, `package` the number of the package that says so and `package_hash` its hash. `road` are
    the hashes of all packages it went by, the last one at the end, `recalled` those of packages that were called back.
    """

    key: str
    number: int
    stand: CustodyStand
    desk: str
    desk_name: str
    since: datetime
    package: int
    package_hash: str
    road: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()

    @property
    def is_away(self) -> bool:
        """Whether the case lies at another desk."""
        return self.stand is CustodyStand.AWAY

    @property
    def is_void(self) -> bool:
        """Whether this is a copy whose package was called back and that was put aside when the case came anew."""
        return self.is_away and self.package_hash in self.recalled

    @property
    def key_everywhere(self) -> str:
        """What names the case in every library; one that came anew beside a copy put aside has its own key here."""
        return self.key.partition(ANEW)[0]

    @property
    def origin(self) -> str:
        """The fingerprint of the desk that registered the case."""
        return self.key.partition(":")[0]

    @property
    def key_anew(self) -> str:
        """The key here of the case that takes the place of this copy."""
        count = int(self.key.partition(ANEW)[2] or 1)
        return f"{self.key_everywhere}{ANEW}{count + 1}"

    def called_back(self, recalled: Sequence[str]) -> str:
        """The package on the road to here that was called back without this desk's knowing of it; '' for none."""
        return next((one for one in self.road if one in recalled and one not in self.recalled), "")

    def put_aside(self, package: HandOver, called_back: str) -> Custody:
        """The custody of a copy that the package called back had brought, now that `package` brings the case anew."""
        return replace(
            self,
            stand=CustodyStand.AWAY,
            desk=package.desk,
            desk_name=package.desk_name,
            since=package.at,
            package=package.number,
            package_hash=called_back,
            recalled=(*self.recalled, called_back),
        )


@dataclass(frozen=True, slots=True)
class DeskCard:
    """A desk's address card (往来名片): its name, and the keys by which its packages are proven and sealed."""

    name: str
    signing: bytes
    sealing: bytes

    @property
    def fingerprint(self) -> str:
        """What names the desk in packages and records."""
        return hashlib.sha256(self.signing + self.sealing).hexdigest()

    @property
    def check_number(self) -> str:
        """Six groups of four digits that both sides compare over the telephone."""
        digits = str(int(self.fingerprint, 16) % 10**_DIGITS).zfill(_DIGITS)
        return " ".join(digits[place : place + _GROUP] for place in range(0, _DIGITS, _GROUP))


@dataclass(frozen=True, slots=True)
class KnownDesk:
    """A card that an administrator confirmed after comparing its check number."""

    card: DeskCard
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """One package of the list: to or from whom, its number at the sender, its hash, when, by whom, and its stand."""

    is_outgoing: bool
    number: int
    sha256: str
    desk: str
    desk_name: str
    at: datetime
    by: str
    cases: int
    file_name: str
    stand: PackageStand
    reason: str = ""


class HeldStand(StrEnum):
    """What became of a change that came while its case was away; stored."""

    WAITING = "waiting"
    MERGED = "merged"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class HeldChange:
    """What came for a case while it was away (待并入): a newer line of a list by file and row, or a paper by number."""

    id: int
    case_id: int
    source: str
    row: int
    values: dict[str, str]
    digest: str
    came_at: datetime
    by: str
    stand: HeldStand = HeldStand.WAITING

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper of the register, which changes nothing in the form."""
        return self.row == NO_ROW
