"""What passes between the services and the outer parts as plain values: settings, sheets, pages, proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What one library knows of its office; kept in the library, written by the admin.

    The codes begin the document numbers: of the recommendation, the correction notice, the transfer letter and the
    covering letter. GB/T 9704-2012 (7.2.5) leaves them to each agency and asks that one agency's numbers do not
    repeat, so every kind has its own code here [待确认]; without a code a kind bears no number.
    With `allows_self_approval` who submitted an opinion may sign it off too, with a reason.
    """

    bureau: str = ""
    number_mark: str = ""
    agency_code: str = ""
    telephone: str = ""
    practice_date: date | None = None
    season: str = "2024"
    correction_code: str = ""
    transfer_code: str = ""
    letter_code: str = ""
    address: str = ""
    postcode: str = ""
    allows_self_approval: bool = False

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The codes that are set, each with the name of its setting."""
        names = ("agency_code", "correction_code", "transfer_code", "letter_code")
        return tuple((name, getattr(self, name)) for name in names if getattr(self, name))


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What an import has to know of a case already there (all of them are read at once).

    `digest` is the `source_digest` of the case: what the list said when it was last imported.
    """

    id: int
    intake_number: str
    filing_number: str
    applicant_key: str
    project_key: str
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup of a library.

    `sequence` counts the backups of a library whatever its clock says (0: made before they were counted); `entries` is
    how long the record was (None: not known).
    """

    path: Path
    made_at: datetime
    size: int
    sequence: int = 0
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class RestoreLogin:
    """Whose password a restoring asks for: the library's own people, or the backup's when its key file is lost."""

    names: tuple[str, ...]
    is_of_backup: bool = False


@dataclass(frozen=True, slots=True)
class ClockJump:
    """A computer's clock that does not go on from what the library last noted."""

    now: datetime
    last: datetime

    @property
    def is_behind(self) -> bool:
        """Whether it was set back; else it is far ahead."""
        return self.now < self.last


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One data row of a list: its row number in the sheet and its values by field id, normalised."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A list of applications as read: mapping column header → field id, what was not recognised, and the rows.

    `other_sheets` are the sheets of the same file that hold applications too and were not read, with their row counts.
    """

    path: Path
    sheet_name: str
    header_row: int
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]
    other_sheets: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file of an export folder: path relative to it with `/`, kind, and the intake numbers it speaks of."""

    path: str
    kind: str
    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """The 推荐汇总表: heads, widths, rows of text, and the lines above and below.

    `personal` marks the columns that hold telephones or mail addresses; a public table says no telephone above either.
    """

    title: str
    bureau: str
    season: str
    made_on: date
    filled_by: str
    telephone: str
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    is_text: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, int], ...]
    audit_head: str
    personal: tuple[bool, ...] = ()
    is_public: bool = False
    made_at: datetime | None = None


class Grade(StrEnum):
    """How a part stands: as it should be; sound but to be looked at by a person; not as it should be."""

    INTACT = "intact"
    NOTICE = "notice"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return {Grade.INTACT: "完好", Grade.NOTICE: "注意", Grade.BROKEN: "异常"}[self]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One sentence of a verification: a part, how it stands, and what was seen."""

    part: str
    standing: Grade
    message: str

    @property
    def is_broken(self) -> bool:
        """Whether this part is not as it should be."""
        return self.standing is Grade.BROKEN


def standing_of(is_intact: bool) -> Grade:
    """How a part stands that is either intact or not."""
    return Grade.INTACT if is_intact else Grade.BROKEN


def counted(lines: Sequence[CheckLine]) -> str:
    """How many parts stand how, the sound ones first; those of which there are none are left out."""
    counts = [(one, sum(line.standing is one for line in lines)) for one in Grade]
    return "，".join(f"{count} 项{one.label}" for one, count in counts if count)
