"""A list of the office as a table that is printed and exported: who made it, on which day, out of which record."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable

#: Head, width in the workbook, and whether a cell is words (left) or a number or code in the middle.
ColumnSpec = tuple[str, float, bool]


def office_table(
    unit: UnitOfWork,
    kind: DocumentKind,
    title: str,
    columns: Sequence[ColumnSpec],
    rows: Sequence[tuple[str, ...]],
    totals: Sequence[tuple[str, int]] = (),
    season: str = "",
) -> SummaryTable:
    """A table under its title, made today by whoever asks for it; `season` is '' where it goes over all of them."""
    office = unit.settings.get()
    return SummaryTable(
        title=title,
        bureau=office.bureau,
        season=season,
        made_on=unit.today,
        filled_by=unit.actor.name,
        telephone=office.telephone,
        headers=tuple(head for head, _, _ in columns),
        widths=tuple(width for _, width, _ in columns),
        is_text=tuple(is_text for _, _, is_text in columns),
        rows=tuple(rows),
        totals=tuple(totals),
        audit_head=unit.events.head(),
        made_at=unit.now,
        called=kind.label,
    )
