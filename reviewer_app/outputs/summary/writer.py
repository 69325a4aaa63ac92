"""The summary in every form the bureau may ask for; implements `ports.SummaryWriter`."""

from __future__ import annotations

import threading
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.ports.papers import TemplateMapping, TemplateSheet
from reviewer_app.services.ports.records import ReservedPart, SummaryTable

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.book import FontBook
    from reviewer_app.outputs.page.typeset import Typesetter


import csv

from reviewer_app.durable import replacing
from reviewer_app.outputs.workbook.cells import plain

#: What a table program may take for the beginning of a formula, full-width forms included.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(table: SummaryTable, path: Path) -> None:
    """Writes heads and rows; an older file of the name is replaced only when the new one is complete."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless(head) for head in table.headers])
        for row in table.rows:
            writer.writerow([harmless(text) for text in row])


def harmless(text: str) -> str:
    """A text no table program calculates: an apostrophe goes before what would begin a formula."""
    text = plain(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" \u3000").startswith(_STARTS) else text


class SummaryForms:
    """Writes summaries; may be used from any thread. The fonts of `book` are used if it is given."""

    def __init__(self, book: FontBook | None = None) -> None:
        self._book = book
        self._lock = threading.RLock()

    def standard(self, table: SummaryTable, path: Path) -> None:
        """The workbook in the pack's own layout."""
        from reviewer_app.outputs.summary.workbook import write_summary

        write_summary(table, path)

    def by_contact(self, table: SummaryTable, contacts: tuple[str, ...], path: Path) -> None:
        """One sheet per contact; `contacts` names the contact of each row."""
        from reviewer_app.outputs.summary.parts import by_contact
        from reviewer_app.outputs.summary.workbook import write_sheets

        write_sheets(by_contact(table, contacts), path)

    def public(self, table: SummaryTable, path: Path, shown: Collection[ReservedPart] = ()) -> None:
        """A version without telephones, mail addresses, people and opinions but those `shown`; nothing is hidden."""
        from reviewer_app.outputs.summary.parts import public_part
        from reviewer_app.outputs.summary.workbook import write_summary

        write_summary(public_part(table, shown), path)

    def csv(self, table: SummaryTable, path: Path) -> None:
        """UTF-8 with BOM; nothing in it is calculated when it is opened."""

        write_csv(table, path)

    def applicant_form(self, pack: NoticePack, path: Path) -> None:
        """The blank form that applicants fill in at a table program."""
        from reviewer_app.outputs.summary.applicant_form import write_applicant_form

        write_applicant_form(pack, path)

    def pdf(self, table: SummaryTable, is_whole: bool = False) -> bytes:
        """The same table as a printed PDF, A4 across; RefusalError `font.missing` names the row.

        What each opinion says stands below its case: in short, or with `is_whole` in full.
        """
        from reviewer_app.outputs.summary.pdf import summary_pdf

        with self._lock:
            return summary_pdf(self._setter, table, is_whole=is_whole)

    def look_at(self, template: Path) -> tuple[TemplateSheet, ...]:
        """What stands on the sheets of a bureau's workbook; TroubleError `workbook.…`."""
        from reviewer_app.outputs.workbook.look import look_at

        return look_at(template)

    def fill(self, table: SummaryTable, template: Path, mapping: TemplateMapping, path: Path) -> None:
        """The municipal bureau's own .xlsx filled, all else of it kept; TroubleError `workbook.…`."""
        from reviewer_app.outputs.workbook.fill import fill_template

        fill_template(table, template, mapping, path)

    @cached_property
    def _setter(self) -> Typesetter:
        from reviewer_app.outputs.fonts.book import FontBook
        from reviewer_app.outputs.page.typeset import Typesetter

        return Typesetter(self._book or FontBook())
