"""The maker of documents: values and a template in, one checked PDF out; the same for preview, print and export.

All else is loaded when first needed: the window has a maker before anything is printed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.book import FontBook
    from reviewer_app.outputs.page.typeset import Typesetter
    from reviewer_app.services.ports.library import Cancelled
    from reviewer_app.services.ports.papers import DocumentValues, FontChoice, PrintJob, PrintOutcome
    from reviewer_app.services.ports.records import PrintedFile, SummaryTable

#: How large (mm) the digits are that a dossier's pages are numbered with: 11 pt.
_DIGIT = 3.88


class TemplateMaker:
    """Implements ports.DocumentMaker; may be used from any thread.

    `font_folders` replaces the system's font folders; the packaged fonts are always there. The outlines of `letters`
    are taken with the fonts.
    """

    def __init__(self, font_folders: Sequence[Path] | None = None, letters: str = "") -> None:
        self._folders = font_folders
        self._letters = letters
        self._lock = threading.RLock()
        self._is_loading = False

    def __reduce__(self) -> tuple[type[TemplateMaker], tuple[Sequence[Path] | None, str]]:
        """Another process gets a maker that finds the same fonts itself."""
        return type(self), (self._folders, self._letters)

    @cached_property
    def book(self) -> FontBook:
        """The fonts of this machine, without what draws and checks pages: it takes ten times as long to load."""
        from reviewer_app.outputs.fonts.book import FontBook

        book = FontBook(self._folders)
        book.warm([self._letters])
        return book

    @cached_property
    def _setter(self) -> Typesetter:
        from reviewer_app.outputs.page.typeset import Typesetter

        return Typesetter(self.book)

    def prepare(self, documents: Iterable[DocumentValues]) -> None:
        """Gets the outlines of all characters of some documents ready, once."""
        with self._lock:
            self.book.warm(text for values in documents for text in _texts(values))

    def missing_characters(self, text: str) -> str:
        """The characters of a text no font here can show, each once; empty when all is well."""
        with self._lock:
            return self.book.missing(text)

    def digits(self) -> tuple[str, ...]:
        """0 to 9 as outlines of the type that pages are numbered in, in millimetres about the middle of their foot."""
        from reviewer_app.outputs.fonts.book import Typeface
        from reviewer_app.outputs.page.operators import outlined

        with self._lock:
            return tuple(outlined(self.book, Typeface.DIGITS, digit, _DIGIT, 0.0) for digit in "0123456789")

    def document(self, values: DocumentValues, seal: str) -> bytes:
        """One PDF/A-2b document; `seal` is a `SealStyle` value.

        Raises RefusalError `font.missing`, `document.…`; TroubleError `template.…`.
        """
        from reviewer_app.outputs.papers.composing import document_pdf
        from reviewer_app.outputs.papers.templates import shipped_template

        with self._lock:
            return document_pdf(self._setter, shipped_template(values.kind.value), values, seal)

    def expect(self, count: int) -> None:
        """Loads what so many documents need, beside whatever is done here meanwhile."""
        from reviewer_app.outputs.papers.pool import get_ready, processes_for

        if processes_for(count):
            get_ready(count)
        elif not self._is_loading:
            self._is_loading = True
            threading.Thread(target=self.load, name="loading what draws", daemon=True).start()

    def load(self) -> None:
        """Loads what draws and checks pages, and the fonts."""
        from pikepdf import pdfa  # noqa: F401

        from reviewer_app.outputs.papers import composing  # noqa: F401

        self.missing_characters("一")

    def documents(self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
        """Writes the files of a batch, on all cores when there are many; tells of each as it is done.

        Raises OSError as the system does; whoever stops listening, or cancels, stops the work.
        """
        from reviewer_app.outputs.papers.pool import PrintPool, processes_for

        count = processes_for(len(jobs))
        if not count:
            self.prepare(job.values for job in jobs)
            return PrintPool(self, jobs, seal, count).run(is_cancelled)
        letters = "".join(sorted({letter for job in jobs for text in _texts(job.values) for letter in text}))
        return PrintPool(TemplateMaker(self._folders, letters), jobs, seal, count).run(is_cancelled)

    def summary(self, table: SummaryTable, path: Path) -> None:
        """Writes the summary workbook, whole or not at all."""
        from reviewer_app.outputs.summary.workbook import write_summary

        write_summary(table, path)

    def manifest(self, folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
        """Writes manifest.json of an export folder."""
        from reviewer_app.outputs.checking.export_folder import write_manifest

        write_manifest(folder, files, pack_sha256, audit_head)

    def font_choices(self) -> tuple[FontChoice, ...]:
        """Which font serves which role on this machine, and why."""
        from reviewer_app.services.ports.papers import FontChoice

        return tuple(FontChoice(each.role.label, each.family, str(each.path), each.why) for each in self.book.choices())


def _texts(values: DocumentValues) -> Iterator[str]:
    """Every text of a document that may get onto its pages."""
    yield from (values.unit, values.number, values.audit_head, *values.fields.values())
    for rows in values.tables.values():
        for row in rows:
            yield from row
