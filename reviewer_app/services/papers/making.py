"""Making a document of what was gathered: which part makes which kind, and the same bytes for every use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.papers.printing import PrintMatter
from reviewer_app.services.ports.library import Verifier
from reviewer_app.services.ports.papers import (
    DocumentMaker,
    PageStamper,
    PlacedBox,
    PrinterOffset,
    Signer,
    SummaryWriter,
)

#: Where the recommender's opinion usually stands on a printed form: a box over the lower half of the last page.
USUAL_BOX = PlacedBox(page=-1, x=35.0, y=160.0, width=145.0, height=70.0)
#: A printer that was never measured, or puts its ink where it belongs.
NOT_OFF = PrinterOffset()


class Workshop(Protocol):
    """Everything that makes, stamps, signs and checks documents; each part is loaded when it is first used."""

    @property
    def maker(self) -> DocumentMaker: ...
    @property
    def stamper(self) -> PageStamper: ...
    @property
    def signer(self) -> Signer: ...
    @property
    def summaries(self) -> SummaryWriter: ...
    @property
    def verifier(self) -> Verifier: ...
    def shown(self, pdf: bytes, *, is_foreign: bool = False) -> bytes:
        """The pages for a reader that draws no filled fields and no signatures' looks, as the window's.

        Those of a foreign PDF are drawn once in a process of their own before the window is given them.
        """


@dataclass(frozen=True, slots=True)
class OverlayBase:
    """What an opinion is laid upon: the applicant's form as a PDF, or none for a form printed already; and the box.

    `offset` is the printer's, for the trial of a calibration sheet alone.
    """

    base: bytes | None = None
    box: PlacedBox = USUAL_BOX
    offset: PrinterOffset = NOT_OFF


def make_document(
    workshop: Workshop, matter: PrintMatter, seal: SealStyle, overlay_base: OverlayBase | None = None
) -> bytes:
    """The PDF of what was gathered; it is looked at, printed and saved as it is, an issued paper as it was issued.

    Runs on a thread of its own. An overlay is laid out straight: a printer's offset is taken back when it is printed.
    Raises RefusalError `font.missing`, `document.…`, `stamping.…`; TroubleError `template.…`, `stamping.…`.
    """
    if matter.kept:
        return matter.kept
    if matter.table is not None:
        return workshop.summaries.pdf(matter.table)
    if matter.values is None:
        raise RefusalError("printing.nothing", title=matter.title)
    laid = overlay_base or OverlayBase()
    if matter.order.kind is DocumentKind.CALIBRATION:
        return workshop.stamper.calibration(matter.values, laid.offset)
    if matter.order.kind is DocumentKind.OPINION_OVERLAY:
        return workshop.stamper.overlay(laid.base, laid.box, matter.values, NOT_OFF)
    return workshop.maker.document(matter.values, seal.value)
