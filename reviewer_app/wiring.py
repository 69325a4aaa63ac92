"""How the outer parts are joined, once. Importing this, and making `Parts`, loads none of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER

if TYPE_CHECKING:
    from reviewer_app.outputs.papers.template_maker import TemplateMaker
    from reviewer_app.services.ports.after.figures import FigureWriter
    from reviewer_app.services.ports.custody import ContentCodec
    from reviewer_app.services.ports.dispatch.archiving import DossierBinder
    from reviewer_app.services.ports.dispatch.stacks import StackReader
    from reviewer_app.services.ports.library import Libraries, PackReader
    from reviewer_app.services.ports.papers import PageStamper, Signer, SummaryWriter
    from reviewer_app.services.ports.reading import FormReader, SheetReader
    from reviewer_app.services.ports.trust import Verifier
    from reviewer_db.folder.keys import Cost
    from reviewer_db.gate import LibraryGate


class Parts:
    """Implements ports.Parts; each part is loaded with its first use, and what looks at files of others is guarded."""

    @cached_property
    def libraries(self) -> LibraryGate:
        """The way into libraries, the practice season included."""
        from reviewer_db.gate import LibraryGate, PracticeSeason

        return LibraryGate(PracticeSeason(PRACTICE_USER, PRACTICE_PASSWORD, self._build_practice, self._build_years))

    @cached_property
    def reader(self) -> SheetReader:
        """Reads lists of applications."""
        from reviewer_app.foreign_parts import ForeignReader

        return ForeignReader()

    @cached_property
    def forms(self) -> FormReader:
        """Reads scanned and digital forms."""
        from reviewer_app.foreign_parts import ForeignScans

        return ForeignScans()

    @cached_property
    def stacks(self) -> StackReader:
        """Reads stacks of stamped sheets."""
        from reviewer_app.foreign.stacks import ForeignStacks

        return ForeignStacks()

    @cached_property
    def packs(self) -> PackReader:
        """Reads and checks pack files."""
        from reviewer_app.foreign.package_content import ForeignPacks

        return ForeignPacks()

    @cached_property
    def maker(self) -> TemplateMaker:
        """The maker of all papers with a template."""
        from reviewer_app.outputs.papers.template_maker import TemplateMaker

        return TemplateMaker()

    @cached_property
    def stamper(self) -> PageStamper:
        """The layer of texts and seals on other people's pages."""
        from reviewer_app.foreign_parts import ForeignStamper

        return ForeignStamper()

    @cached_property
    def signer(self) -> Signer:
        """Who signs PDFs and looks at signatures."""
        from reviewer_app.foreign_signing import ForeignSigner

        return ForeignSigner()

    @cached_property
    def summaries(self) -> SummaryWriter:
        """The writer of the summary in every form; the maker's fonts serve it too."""
        from reviewer_app.foreign_parts import ForeignForms
        from reviewer_app.outputs.summary.writer import SummaryForms

        return ForeignForms(SummaryForms(self.maker.book))

    @cached_property
    def figures(self) -> FigureWriter:
        """The page and the workbook of the figures; the maker's fonts serve it too."""
        from reviewer_app.outputs.figures.writer import FigureSheets

        return FigureSheets(self.maker.book)

    @cached_property
    def verifier(self) -> Verifier:
        """Who looks whether exports and PDFs are intact."""
        from reviewer_app.foreign_parts import ForeignVerifier

        return ForeignVerifier()

    @cached_property
    def binder(self) -> DossierBinder:
        """Who binds the dossier of a case."""
        from reviewer_app.foreign.dossiers import ForeignBinder

        return ForeignBinder(self.maker.digits)

    @cached_property
    def contents(self) -> ContentCodec:
        """What packages between libraries hold, as bytes and back."""
        from reviewer_app.foreign.package_content import PackageCodec

        return PackageCodec()

    @property
    def practice_password(self) -> str:
        """What opens the practice library."""
        return PRACTICE_PASSWORD

    def shown(self, pdf: bytes, *, is_foreign: bool = False) -> bytes:
        """The pages with filled fields and signatures' looks drawn in; the same bytes where there are none."""
        if is_foreign:
            from reviewer_app.foreign_parts import shown_apart

            return shown_apart(pdf)
        from reviewer_app.outputs.pdf.seen_page import shown_pages

        return shown_pages(pdf)

    def joined(self, pdfs: Sequence[bytes]) -> bytes:
        """Several of our own documents as one file, in order."""
        from reviewer_app.outputs.pdf.seen_page import joined

        return joined(pdfs)

    def write_findings(self, path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Writes the findings of a list as a workbook."""
        from reviewer_app.outputs.summary.findings import write_findings_sheet

        write_findings_sheet(path, heads, rows)

    def _build_practice(self, _libraries: Libraries, folder: Path) -> None:
        from reviewer_app.intake.spreadsheet import SpreadsheetReader
        from reviewer_app.practice.season import build_practice
        from reviewer_db.gate import LibraryGate

        # Its list is our own.
        build_practice(LibraryGate(cost=_no_secret()), SpreadsheetReader(), self.maker, folder)

    def _build_years(self, folder: Path) -> None:
        from reviewer_app.domain.backups import Rhythm
        from reviewer_app.practice.almanac import PracticeClock
        from reviewer_app.practice.years import build_years
        from reviewer_db.gate import LibraryGate

        # No backup is made in the years that go by in a few seconds.
        clock, quietly = PracticeClock(), Rhythm(look_every=3_600.0, on_closing=False)
        gate = LibraryGate(clock=clock, cost=_no_secret(), backup_after=3_600.0, rhythm=quietly)
        build_years(gate, clock, self.maker, folder)


def _no_secret() -> Cost:
    """What a guess of the practice password costs while its library is made: it stands in the README."""
    from reviewer_db.folder.keys import Cost

    return Cost(passes=1, memory_kib=8_192, lanes=1)


def open_window(folder: Path | None) -> int:
    """Opens the window, on a library when one is given; the exit code. TroubleError where there is no screen."""
    from reviewer_ui.start.display import require_display

    require_display()
    from reviewer_ui.start.application import run_window

    return run_window(Parts(), folder)
