"""What the printing services ask of outputs: documents from templates, overlays, seals, signatures, summaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.ports.records import CheckLine, PrintedFile, ReservedPart, SummaryTable
from reviewer_app.services.ports.trust import TrustedCertificate

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Cancelled

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DocumentValues:
    """What one document says: `fields` and `tables` by the names its template asks for; `case` names it in messages.

    `day` is the day the document bears, `made_at` the office's time at which its values were gathered: the file says it
    of itself. Without a moment (an invented document) the file says the day's beginning.
    """

    kind: DocumentKind
    unit: str
    day: date
    number: str = ""
    case: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    audit_head: str = ""
    is_draft: bool = False
    reprint: int = 0
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One document to be made, and the file it goes into."""

    values: DocumentValues
    file: Path


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What became of the job at a place: nothing to say, or why there is no file."""

    place: int
    error: OfficeError | None = None


@dataclass(frozen=True, slots=True)
class FontChoice:
    """Which font serves a role on this machine, and why."""

    role: str
    family: str
    file: str
    reason: str


class DocumentMaker(Protocol):
    """Makes every document that leaves the office; the same bytes are previewed, printed and exported."""

    def document(self, values: DocumentValues, seal: str) -> bytes:
        """One PDF/A-2b document.

        Raises RefusalError `font.missing`, `document.too_long` (says by how much); TroubleError `template.…`.
        """

    def expect(self, count: int) -> None:
        """So many documents will be asked for soon: what takes long to get ready is begun with, and not waited for."""

    def documents(self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
        """Writes every job's file and tells of each as it is done, in any order; ends early when cancelled.

        Raises OSError as the system does (disk full); whoever stops listening stops the work.
        """

    def summary(self, table: SummaryTable, path: Path) -> None:
        """Writes the summary workbook."""

    def manifest(self, folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
        """Writes manifest.json of an export folder, with the hash of every file."""

    def font_choices(self) -> tuple[FontChoice, ...]:
        """The fonts of this machine by role."""


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box on a page in mm from the upper left corner; `page` counts from 1, negative from the end."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PrinterOffset:
    """How far a printer puts its ink off, in mm; taken back when overlays are laid out."""

    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class SealImage:
    """A seal put on paper by the office itself: image or vector file, diameter in mm."""

    file: Path | None
    diameter: float = 42.0


class PageStamper(Protocol):
    """Lays text and seals on pages of other people's PDFs."""

    def overlay(self, base: bytes | None, box: PlacedBox, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """An opinion's text in a box of a PDF, or (without `base`) of an empty page for pre-printed paper."""

    def calibration(self, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """The page of rulers and crosses by which a printer's offset is measured, or with an offset tried."""

    def place_kept(self, pdf: bytes) -> PlacedBox | None:
        """The box that a document of ours keeps for the seal; None for any other."""

    def without_circle(self, pdf: bytes) -> bytes:
        """A document of ours without the circle for a real stamp: what is sealed as a file has none under its seal."""

    def try_seal(self, image: SealImage) -> None:
        """Draws a seal once; RefusalError and TroubleError `seal.…` when its file cannot be drawn, or not well."""

    def seal(self, base: bytes, places: tuple[PlacedBox, ...], image: SealImage) -> bytes:
        """A seal at one or more places; the same on rotated, cropped and odd-sized pages."""

    def seal_across(self, base: bytes, image: SealImage, edge: str = "right") -> bytes:
        """骑缝章: one seal cut into strips along the edge of all pages."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What signs: a PKCS#12 file, or a token's PKCS#11 module with the key's label. Never logged.

    `revocations` is the office's file of revoked certificates, asked before every signature; `trusted` are the office's
    certificates in DER, among them perhaps the issuer's.
    """

    file: Path | None = None
    module: Path | None = None
    token: str = ""
    label: str = ""
    revocations: Path | None = None
    trusted: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateNote:
    """What a certificate is worth, in plain words, with its holder, issuer and days.

    `minded` is the part of it that is to be minded at every use: a revocation list out of date, or not checked itself.
    """

    holder: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    is_self_signed: bool
    sentence: str
    minded: str = ""


@dataclass(frozen=True, slots=True)
class RevocationNote:
    """A revocation list in plain words: whose, of which day, until when; `minded` where it is out of date or ahead."""

    sentence: str
    minded: str = ""


class AfterSigning(StrEnum):
    """What may still happen to a document after a signature.

    OPEN: more signatures may follow wherever they belong. RESERVED: only the places kept free for signatures may be
    signed. CLOSED: nothing may be changed any more; whatever is, breaks the signature.
    """

    OPEN = "open"
    RESERVED = "reserved"
    CLOSED = "closed"


class Signer(Protocol):
    """Signs PDFs with PAdES B-B and looks at signatures."""

    def look_at(self, credential: Credential, password: str) -> CertificateNote:
        """Whose certificate it is; RefusalError `sign.…` when expired, not yet valid, wrong password, without key."""

    def sign(
        self,
        pdf: bytes,
        credential: Credential,
        password: str,
        place: PlacedBox | None = None,
        authority: str = "",
        seal: SealImage | None = None,
        after: AfterSigning = AfterSigning.OPEN,
        reserved: Sequence[PlacedBox] = (),
        *,
        is_own: bool = False,
    ) -> bytes:
        """The PDF signed, the seal as visible appearance where `place` says; `authority` is an office's time stamp.

        `is_own` says that it is a paper of ours, by the record's hash: it need not be tried in a process apart first.

        With a place but without a seal the appearance says who signed and when. `reserved` are the places that
        `AfterSigning.RESERVED` keeps for the signatures that follow, in their order; a document with such places is
        signed in the first of them that is empty, whatever `place` says, and whoever signs in the last one closes it.
        """

    def check(self, pdf: bytes, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """In sentences: what is signed by whom, what changed since, what may follow, trusted or not.

        `trusted` are the office's certificates in DER. Raises TroubleError `signature.…`.
        """

    def get_ready(self) -> None:
        """Something will be signed soon: what takes long to load is begun with, and not waited for."""

    def forget(self) -> None:
        """Lets a held key go."""

    def certificates_in(self, file: Path) -> tuple[TrustedCertificate, ...]:
        """The certificates of a file handed over as such; RefusalError and TroubleError `trust.…`."""

    def revocation_list(self, file: Path) -> RevocationNote:
        """What a file of revoked certificates says of itself, its signature unchecked; TroubleError `sign.list_…`."""


@dataclass(frozen=True, slots=True)
class TemplateMapping:
    """Where a bureau's own workbook takes what: single cells, and the table's first row and columns.

    `cells` gives each cell its text with {places} (`{填报单位}`, `{填报日期}` …, the totals by their names); `columns`
    gives each column letter the head of the summary's column. Cells below the table are named as in the empty template.
    """

    sheet: str
    cells: Mapping[str, str]
    first_row: int
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """What stands on one sheet of a bureau's workbook: texts by cell, merged areas; a formula's text is empty."""

    name: str
    texts: Mapping[str, str]
    merged: tuple[str, ...] = ()
    is_protected: bool = False


class SummaryWriter(Protocol):
    """Writes the summary in every form the bureau may ask for."""

    def standard(self, table: SummaryTable, path: Path) -> None:
        """The workbook in the pack's own layout."""

    def by_contact(self, table: SummaryTable, contacts: tuple[str, ...], path: Path) -> None:
        """One sheet per contact; `contacts` names the contact of each row."""

    def public(self, table: SummaryTable, path: Path, shown: Collection[ReservedPart] = ()) -> None:
        """A version without telephones and mail addresses, and without people and opinions but those `shown`."""

    def csv(self, table: SummaryTable, path: Path) -> None:
        """UTF-8 with BOM."""

    def pdf(self, table: SummaryTable, is_whole: bool = False) -> bytes:
        """The same table as a printed PDF, A4 across; the opinions in short, or whole."""

    def applicant_form(self, pack: NoticePack, path: Path) -> None:
        """The blank form that applicants fill in at a table program; what comes back imports without any mapping."""

    def look_at(self, template: Path) -> tuple[TemplateSheet, ...]:
        """What stands on the sheets of a bureau's workbook; TroubleError `workbook.…`."""

    def fill(self, table: SummaryTable, template: Path, mapping: TemplateMapping, path: Path) -> None:
        """The municipal bureau's own .xlsx filled; styles, widths, merged cells and print settings kept."""
