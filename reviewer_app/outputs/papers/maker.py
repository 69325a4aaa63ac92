"""The press: every document that leaves the office is made here; the heavy parts are loaded when first needed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.records import PrintedFile, RecommendationValues, SummaryTable

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.book import FontBook
    from reviewer_app.outputs.page.typeset import Typesetter
    from reviewer_app.services.dispatch.batch_printing import PrintJob, PrintOutcome
    from reviewer_app.services.ports.library import Cancelled


class DocumentPress:
    """Makes recommendations, summaries and manifests; may be used from any thread.

    `font_folders` replaces the system's font folders; the packaged fonts are always there.
    """

    def __init__(self, font_folders: Sequence[Path] | None = None) -> None:
        self._folders = font_folders
        self._lock = threading.RLock()

    @cached_property
    def book(self) -> FontBook:
        """The fonts of this machine; what draws and checks pages comes with them, so that no page waits for it."""
        from pikepdf import pdfa  # noqa: F401

        from reviewer_app.outputs.fonts.book import FontBook

        return FontBook(self._folders)

    @cached_property
    def _setter(self) -> Typesetter:
        from reviewer_app.outputs.page.typeset import Typesetter

        return Typesetter(self.book)

    @contextmanager
    def typesetter(self) -> Iterator[Typesetter]:
        """The typesetter, for one thread at a time."""
        with self._lock:
            yield self._setter

    def prepare(self, texts: Iterable[str]) -> None:
        """Gets the outlines of all characters of a batch ready, once."""
        with self._lock:
            self.book.warm(texts)

    def missing_characters(self, text: str) -> str:
        """The characters of a text no font here can show, each once; empty when all is well."""
        with self._lock:
            return self.book.missing(text)

    def recommendation(self, values: RecommendationValues, seal: str) -> bytes:
        """One recommendation PDF; RefusalError `font.missing` names the case and the characters nobody has."""
        from reviewer_app.outputs.fonts.book import named
        from reviewer_app.outputs.papers.recommendation import recommendation_pdf
        from reviewer_app.services.dispatch.batch_printing import spoken_texts

        with self._lock:
            missing = self.book.missing("".join(spoken_texts(values)))
            if missing:
                case = f"{values.intake_number} {values.project_name}"
                raise RefusalError("font.missing", characters=named(missing), case=case)
            return recommendation_pdf(self._setter, values, seal)

    def recommendation_files(
        self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled
    ) -> Iterator[PrintOutcome]:
        """Writes the files of a batch, on all cores when there are many; tells of each as it is done.

        Raises OSError as the system does; whoever stops listening, or cancels, stops the work.
        """
        from reviewer_app.outputs.papers.pool import PrintPool, processes_for
        from reviewer_app.services.dispatch.batch_printing import print_one, spoken_texts

        count = processes_for(len(jobs))
        if count:
            yield from PrintPool(self._folders, jobs, seal, count).run(is_cancelled)
            return
        self.prepare(text for job in jobs for text in spoken_texts(job.values))
        for place, job in enumerate(jobs):
            if is_cancelled():
                return
            yield print_one(self, place, job, seal)

    def summary(self, table: SummaryTable, path: Path) -> None:
        """Writes the summary workbook, whole or not at all."""
        from reviewer_app.outputs.summary.workbook import write_summary

        write_summary(table, path)

    def manifest(self, folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
        """Writes manifest.json of an export folder."""
        from reviewer_app.outputs.checking.export_folder import write_manifest

        write_manifest(folder, files, pack_sha256, audit_head)
