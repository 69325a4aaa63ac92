"""What pages look like at several times of a file: between the part that reads files and the part that draws them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.services.ports.records import CheckLine


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field shows on a seen page (from 0): its edges as parts of width and height from top left.

    A signature's field may add ink; what stands in any other field may change, as it was filled in.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    is_signature: bool


@dataclass(frozen=True, slots=True)
class FileTimes:
    """A file as it was shown at several times, oldest first, and what became visible in fields with each later one.

    The first time is its making where it was made here, else its first signature; the last is today. A file that is too
    large to be held so often has no times.
    """

    shown: tuple[bytes, ...] = ()
    places: tuple[tuple[FieldPlace, ...], ...] = ()
    is_made_here: bool = False
    is_too_large: bool = False


class Seen(StrEnum):
    """What a comparison of pictures finds on a page."""

    CHANGED = "changed"
    COVERED = "covered"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class PageChange:
    """One finding: in which step (0: from the first time on), on which page (from 0; -1: their number)."""

    step: int
    page: int
    seen: Seen


@dataclass(frozen=True, slots=True)
class PdfLook:
    """The sentences on a PDF, and how it was shown at its times for a comparison of pictures."""

    lines: tuple[CheckLine, ...]
    times: FileTimes = FileTimes()


@dataclass(frozen=True, slots=True)
class FolderLook:
    """The sentences on an export folder, and those of its PDFs whose pictures are still to be compared."""

    lines: tuple[CheckLine, ...]
    signed: tuple[str, ...] = ()
