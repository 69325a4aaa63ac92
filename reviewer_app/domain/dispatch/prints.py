"""One print job for a batch: its papers, the sheets they take, and what is known of what came out of the printer.

A job is printed in runs: what lies one behind the other with the same tray, paper and sides goes to the printer
together. What is printed once more after a stop is still the same job, and only what is missing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from reviewer_app.domain.documents import DocumentKind


class Sides(StrEnum):
    """How a kind of paper is printed: one side, or both, turned over the long or the short edge."""

    ONE = "one"
    LONG = "long"
    SHORT = "short"

    @property
    def label(self) -> str:
        """The choice in the office's words."""
        return {"one": "单面", "long": "双面（长边翻转）", "short": "双面（短边翻转）"}[self.value]

    @property
    def is_both(self) -> bool:
        """Whether the back is printed too."""
        return self is not Sides.ONE


#: Kinds that are not printed on plain sheets: what has to lie in the tray for them.
_OWN_PAPER = frozenset({DocumentKind.LABELS, DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5})


@dataclass(frozen=True, slots=True)
class PrintPart:
    """One paper of a job: of which case (0: of the batch), how many copies of how many pages, and how it is fed.

    `sha256` names its bytes as they are kept, `contact` whom alone it is for.
    """

    kind: DocumentKind
    title: str
    pages: int
    copies: int
    case_id: int = 0
    number: str = ""
    contact: str = ""
    sides: Sides = Sides.ONE
    tray: str = ""
    sha256: str = ""

    @property
    def sheets(self) -> int:
        """Sheets of paper for one copy."""
        return (self.pages + 1) // 2 if self.sides.is_both else self.pages

    @property
    def feed(self) -> tuple[Sides, str, str]:
        """What has to be the same for papers that go to the printer together."""
        return self.sides, self.tray, self.kind.value if self.kind in _OWN_PAPER else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper: its number within the job, the place of its paper there, which copy, and its pages."""

    number: int
    part: int
    copy: int
    first: int
    last: int


def sheets_of(parts: Sequence[PrintPart]) -> tuple[Sheet, ...]:
    """Every sheet of a job in the order in which it comes out, copy by copy."""
    found: list[Sheet] = []
    for place, part in enumerate(parts):
        step = 2 if part.sides.is_both else 1
        for copy in range(1, part.copies + 1):
            for first in range(1, part.pages + 1, step):
                found.append(Sheet(len(found) + 1, place, copy, first, min(first + step - 1, part.pages)))
    return tuple(found)


def runs_of(parts: Sequence[PrintPart], numbers: Iterable[int] | None = None) -> tuple[tuple[Sheet, ...], ...]:
    """The sheets of a job, or those of these numbers, in stretches that are fed alike."""
    wanted = None if numbers is None else set(numbers)
    sheets = [sheet for sheet in sheets_of(parts) if wanted is None or sheet.number in wanted]
    return tuple(tuple(run) for _, run in groupby(sheets, key=lambda sheet: parts[sheet.part].feed))


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers as they are kept: 1-24,30."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def from_ranges(kept: str) -> tuple[int, ...]:
    """The numbers of `in_ranges`."""
    numbers: list[int] = []
    for stretch in kept.split(",") if kept else ():
        first, _, last = stretch.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return tuple(numbers)


class PrintWord(StrEnum):
    """What is said of a run by the printer, or of a job by a person; stored, with its words under `print_word`."""

    HANDED = "handed"
    QUEUED = "queued"
    HELD = "held"
    PRINTING = "printing"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"
    ABORTED = "aborted"
    GONE = "gone"
    SILENT = "silent"
    GOOD_UNTIL = "good_until"
    ALL_OUT = "all_out"
    GIVEN_UP = "given_up"


#: The words after which the printer may still put out paper by itself.
ALIVE = frozenset({PrintWord.HANDED, PrintWord.QUEUED, PrintWord.HELD, PrintWord.PRINTING, PrintWord.STOPPED})
#: The words after which nothing of a job is asked or printed any more.
_LAST_WORDS = frozenset({PrintWord.ALL_OUT, PrintWord.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class PrintReport:
    """One line of what became of a job; `by` is nobody where the print service said it.

    `run` is the number of a run handed over, from 1; 0 speaks of the job. `sheets` are those handed over, or with
    GOOD_UNTIL those to be printed now. `sides` is how many the printer says it has put out, with GOOD_UNTIL the last
    good sheet. `detail` of a run handed over is its printer, where that is another than the job's. `spool_id` is
    the print service's number of the run, empty where it gave none.
    """

    word: PrintWord
    at: datetime
    by: str = ""
    run: int = 0
    spool_id: str = ""
    sheets: str = ""
    sides: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HandedRun:
    """A run as it stands: its sheets, the print service's number, and what was said of it last.

    `printer` is another one than the job's, if it went there.
    """

    number: int
    sheets: tuple[int, ...]
    spool_id: str
    word: PrintWord
    sides: int = 0
    detail: str = ""
    printer: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether the printer may still work at it, as far as somebody can tell."""
        return self.word in ALIVE and bool(self.spool_id)

    @property
    def is_followed(self) -> bool:
        """Whether the print service is asked about it: a service that was silent may speak again, and go on."""
        return self.is_alive or (self.word is PrintWord.SILENT and bool(self.spool_id))


class JobState(StrEnum):
    """How a job stands; its words under `print_state`."""

    NOT_HANDED = "not_handed"
    PART_HANDED = "part_handed"
    RUNNING = "running"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    DONE = "done"
    ALL_OUT = "all_out"
    GIVEN_UP = "given_up"

    @property
    def is_open(self) -> bool:
        """Whether somebody or the printer still has to say something of it."""
        return self not in (JobState.DONE, JobState.ALL_OUT, JobState.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job with its papers in order and what was said of it, oldest first; `mark` names it at the print service."""

    batch_id: int
    printer: str
    profile: str
    mark: str
    made_by: str
    made_at: datetime
    parts: tuple[PrintPart, ...]
    reports: tuple[PrintReport, ...] = field(default=())
    id: int = 0

    @property
    def count(self) -> int:
        """How many sheets of paper it takes."""
        return sum(part.sheets * part.copies for part in self.parts)

    @property
    def wanted(self) -> tuple[int, ...]:
        """The sheets that are printed in this round: all, or what was missing when somebody last looked."""
        said = [one for one in self.reports if one.word is PrintWord.GOOD_UNTIL]
        return from_ranges(said[-1].sheets) if said else tuple(range(1, self.count + 1))

    @property
    def runs(self) -> tuple[HandedRun, ...]:
        """The runs of this round, in the order in which they were handed over."""
        found: dict[int, HandedRun] = {}
        for one in self.reports:
            if one.word is PrintWord.GOOD_UNTIL:
                found.clear()
            elif one.word is PrintWord.HANDED:
                found[one.run] = HandedRun(one.run, from_ranges(one.sheets), one.spool_id, one.word, printer=one.detail)
            elif one.run in found:
                was = found[one.run]
                told = max(was.sides, one.sides)
                found[one.run] = replace(was, word=one.word, sides=told, detail=one.detail)
        return tuple(found.values())

    @property
    def runs_handed(self) -> int:
        """How many runs were ever handed over; the next one has the number after it."""
        return max((one.run for one in self.reports), default=0)

    @property
    def handed_before(self) -> frozenset[int]:
        """The sheets that were handed to the printer at any time."""
        said = (from_ranges(one.sheets) for one in self.reports if one.word is PrintWord.HANDED)
        return frozenset(number for numbers in said for number in numbers)

    @property
    def not_handed(self) -> tuple[int, ...]:
        """The sheets of this round that no printer has been given."""
        given = {number for run in self.runs for number in run.sheets}
        return tuple(number for number in self.wanted if number not in given)

    @property
    def state(self) -> JobState:
        """How it stands, after what was said last."""
        last = [one.word for one in self.reports if one.word in _LAST_WORDS]
        if last:
            return JobState(last[-1].value)
        runs = self.runs
        if not runs:
            return JobState.NOT_HANDED
        words = {run.word for run in runs}
        if any(run.is_alive for run in runs):
            return JobState.STOPPED if PrintWord.STOPPED in words else JobState.RUNNING
        if words & {PrintWord.CANCELLED, PrintWord.ABORTED, PrintWord.GONE}:
            return JobState.BROKEN
        if words != {PrintWord.DONE}:
            return JobState.UNKNOWN
        return JobState.PART_HANDED if self.not_handed else JobState.DONE

    @property
    def proposed_good(self) -> int:
        """The last sheet that is out by what the printer said, of this round; what lay before it counts as out."""
        good = self.wanted[0] - 1 if self.wanted else 0
        for run in self.runs:
            if run.word is PrintWord.DONE:
                good = run.sheets[-1]
                continue
            sides = 2 if self.parts[sheets_of(self.parts)[run.sheets[0] - 1].part].sides.is_both else 1
            out = min(run.sides // sides, len(run.sheets))
            return run.sheets[out - 1] if out else good
        return good

    def missing_after(self, good: int) -> tuple[int, ...]:
        """The sheets of this round that come after the last good one."""
        return tuple(number for number in self.wanted if number > good)
