"""What passes between the library and the window about backups: how they stand, what a restoring would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.records import BackupInfo, CheckLine, LastCheck, RestoreLogin


class SecondPlace(StrEnum):
    """How the second place stands: not chosen, there, not there (USB stick pulled out), or there and failing."""

    NONE = "none"
    THERE = "there"
    MISSING = "missing"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """How the backups of an open library stand.

    `trouble` is the code of what stopped the last one in the library's own place, `second_trouble` in the second;
    both are empty when all went well. `is_same_disk` tells that losing one disk loses both places.
    """

    last: BackupInfo | None = None
    trouble: str = ""
    place: str = ""
    second: SecondPlace = SecondPlace.NONE
    second_last: BackupInfo | None = None
    second_trouble: str = ""
    is_same_disk: bool = False


@dataclass(frozen=True, slots=True)
class ShelfUse:
    """The backups of one place, the newest first, what they take and what is left on that disk (bytes)."""

    backups: tuple[BackupInfo, ...]
    used: int
    free: int


class Series(StrEnum):
    """What runs in numbers of its own; stored."""

    INTAKE = "intake"
    BATCH = "batch"
    OUTGOING = "outgoing"
    INCOMING = "incoming"
    SEAL = "seal"

    @property
    def label(self) -> str:
        """The series in the office's words."""
        return {
            "intake": "收件编号",
            "batch": "报送批次",
            "outgoing": "发文",
            "incoming": "来文",
            "seal": "用印登记",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SpentNumber:
    """The last number of one series: `of` is a season or a year, `kind` the paper's; `before` is the backup's last."""

    series: Series
    of: str
    kind: str
    before: int
    last: int

    @property
    def called(self) -> str:
        """The series as one names it: which kind of paper, of which year or season."""
        kinds = {kind.value: kind.label for kind in DocumentKind}
        return f"{kinds.get(self.kind, self.series.label)}（{self.of} 年）"


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """A case that was worked on after the moment both states have in common."""

    number: str
    project: str
    acts: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class RecordSpan:
    """The entries one state has and the other has not: how many, on which days, and the cases they are of."""

    entries: int = 0
    days: tuple[date, ...] = ()
    cases: tuple[TouchedCase, ...] = ()


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What putting a backup in place would change; shown before it is done.

    `lost` is only in the library as it stands, `gained` only in the backup. Where the library cannot be read
    (`is_readable` false) nobody knows what is lost, and `numbers` are the backup's own last ones, to be asked about.
    """

    backup: BackupInfo
    is_readable: bool
    lost: RecordSpan
    gained: RecordSpan
    numbers: tuple[SpentNumber, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the newest backup held when it was opened in a scratch place, and how each part of it stood."""

    backup: BackupInfo
    cases: int
    attachments: int
    entries: int
    last_entry: datetime | None
    people: tuple[str, ...]
    lines: Sequence[CheckLine] = field(default_factory=tuple)

    @property
    def is_sound(self) -> bool:
        """Whether it could be gone back to as it is."""
        return not any(line.is_broken for line in self.lines)


class BackupKeeping(Protocol):
    """What an open library does about its backups."""

    def back_up(self) -> Path:
        """Makes an encrypted backup now; the folder it lies in."""

    def tell_backups(self, told: Callable[[], None]) -> None:
        """Calls `told` after each backup and when a place comes or goes, on the thread that made it."""

    def back_up_on_closing(self) -> str:
        """Makes the last backup if one is due; the code of what stopped it, empty when all is well."""

    @property
    def backup_standing(self) -> BackupStanding:
        """How the backups stand in both places, as the last look found them."""

    def shelves(self) -> tuple[ShelfUse, ...]:
        """The backups in the library's own place, then those in the second if it is there; looks at the disks."""

    def choose_backup_place(self, place: Path | None) -> None:
        """Chooses where the second copies go, None for nowhere (an admin's act); RefusalError `backup.…`."""

    def rehearse(self) -> Rehearsal:
        """Opens the newest backup in a scratch place and says what it holds; RefusalError `backup.none`."""


class Restoring(Protocol):
    """The way back to a backup of a library that is closed."""

    def backups(self, folder: Path) -> tuple[BackupInfo, ...]:
        """The backups, newest first."""

    def restore_login(self, folder: Path, backup: Path) -> RestoreLogin:
        """Whose password `restore` will ask for."""

    def backups_in(self, place: Path) -> tuple[BackupInfo, ...]:
        """The backups found in another place (USB stick, network folder), newest first."""

    def preview_restore(self, folder: Path, backup: Path, user: str, password: str) -> RestorePreview:
        """What restoring a backup would lose and gain; asks for the same login as `restore`, changes nothing."""

    def restore(
        self, folder: Path, backup: Path, user: str, password: str, told: Sequence[SpentNumber] | None = None
    ) -> Path:
        """Puts a backup in the library's place; the replaced state is kept aside, its path is returned.

        `told` are the last numbers given, where the library cannot be read. Raises RefusalError `login.wrong`,
        `login.wait` and `restoring.…` before anything is touched.
        """


class LibraryChecking(Protocol):
    """What an open library does to find out whether it is what was put on record."""

    @property
    def last_check(self) -> LastCheck | None:
        """When the library was last looked at whole since it was opened, and what was found."""

    def check(self) -> LastCheck:
        """Looks at the whole library now, beside the work at the desk."""

    def tell_checks(self, told: Callable[[], None], after: float) -> None:
        """Looks at the whole library once after some seconds; calls `told` after each look, on the thread it was on."""

    def require_as_recorded(self) -> None:
        """Before a paper leaves in the office's name: TroubleError `library.not_as_recorded` with the first finding."""
