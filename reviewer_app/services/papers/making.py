"""Making a document of what was gathered: which part makes which kind, and the same bytes for every use."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.papers.printing import PrintMatter
from reviewer_app.services.ports.papers import PlacedBox, PrinterOffset
from reviewer_app.services.ports.parts import Parts

#: Where the recommender's opinion usually stands on a printed form: a box over the lower half of the last page.
USUAL_BOX = PlacedBox(page=-1, x=35.0, y=160.0, width=145.0, height=70.0)
#: A printer that was never measured, or puts its ink where it belongs.
NOT_OFF = PrinterOffset()


@dataclass(frozen=True, slots=True)
class OverlayBase:
    """What an opinion is laid upon: the applicant's form as a PDF, or none for a form printed already; and the box.

    `offset` is the printer's, for the trial of a calibration sheet alone.
    """

    base: bytes | None = None
    box: PlacedBox = USUAL_BOX
    offset: PrinterOffset = NOT_OFF


def make_document(parts: Parts, matter: PrintMatter, seal: SealStyle, overlay_base: OverlayBase | None = None) -> bytes:
    """The PDF of what was gathered; it is looked at, printed and saved as it is; one issued is as it was issued.

    Runs on a thread of its own. An overlay is laid out straight: a printer's offset is taken back when it is printed.
    Raises RefusalError `font.missing`, `document.…`, `stamping.…`; TroubleError `template.…`, `stamping.…`.
    """
    if matter.kept:
        return matter.kept
    if matter.table is not None:
        return parts.summaries.pdf(matter.table)
    if matter.values is None:
        raise RefusalError("printing.nothing", title=matter.title)
    laid = overlay_base or OverlayBase()
    if matter.order.kind is DocumentKind.CALIBRATION:
        return parts.stamper.calibration(matter.values, laid.offset)
    if matter.order.kind is DocumentKind.OPINION_OVERLAY:
        return parts.stamper.overlay(laid.base, laid.box, matter.values, NOT_OFF)
    return parts.maker.document(matter.values, seal.value)
