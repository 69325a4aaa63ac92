"""What the services ask of the outer parts for stacks of stamped sheets: reading, taking apart, keeping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.dispatch.stacks import KeptPlace, PaperStand, StackPage
from reviewer_app.services.ports.reading import PagePicture


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper of ours by what its file says of itself: the number its codes say, the mark of its print if they do."""

    kind: str
    number: str
    pages: int
    mark: str = ""
    place: KeptPlace | None = None


@dataclass(frozen=True, slots=True)
class StackRead:
    """Files read as one stack: every page, and what is in each file as a hash, so that none is another when taken."""

    paths: tuple[Path, ...]
    digests: tuple[str, ...]
    pages: tuple[StackPage, ...]


@dataclass(frozen=True, slots=True)
class PagePlace:
    """One page to be taken out of a stack: which file (from 0), which page of it (from 1), turned clockwise."""

    file: int
    number: int
    turn: int = 0


class StackReader(Protocol):
    """Reads stacks of scanned sheets; what opens the files does so in a process of its own."""

    def read(self, paths: Sequence[Path]) -> StackRead:
        """The pages of these files as one stack; TroubleError `reading.…`, `foreign.…`, `stack.…`."""

    def apart(self, read: StackRead, groups: Sequence[Sequence[PagePlace]], take: Callable[[int, bytes], None]) -> None:
        """Makes a PDF of each group of pages, upright, and hands it over with its place as it is ready.

        Raises TroubleError `stack.changed` for a file that is another by now, `reading.…`, `foreign.…`.
        """

    def picture(self, read: StackRead, page: PagePlace) -> PagePicture:
        """One page as bare dots, upright, large enough to be looked at; none where it cannot be drawn."""

    def made(self, papers: Sequence[bytes]) -> tuple[MadePaper | None, ...]:
        """Papers kept in the vault by what they say of themselves; None for one that is none of ours."""


@dataclass(frozen=True, slots=True)
class SealedScan:
    """The scan of a paper as it was stamped; the last one of a paper is the one of record.

    The mark's place is in mm from the top left of the upright page; `mark_page` is 0 where none was seen. `accepted_by`
    is who looked at one that a machine did not find in order. `source` tells the very pages it was made of.
    """

    register_entry: int
    sha256: str
    source: str
    pages: int
    stand: PaperStand
    application_id: int = 0
    batch_id: int = 0
    mark_page: int = 0
    mark_x: float = 0.0
    mark_y: float = 0.0
    mark_diameter: float = 0.0
    taken_by: str = ""
    taken_at: datetime | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None
    id: int = 0


class SealedScanStore(Protocol):
    """The scans of stamped papers; lines are added and never changed."""

    def add(self, scan: SealedScan) -> int:
        """Keeps a line, its file already in the vault; the new id."""

    def of_entries(self, entry_ids: Sequence[int]) -> dict[int, tuple[SealedScan, ...]]:
        """The scans of some papers by their line of the register, oldest first; those without one left out."""
