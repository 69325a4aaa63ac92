"""The parts of a desk for the archive of a season: dossiers are bound in memory, the catalogue is a few bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from reviewer_app.domain.states import State
from reviewer_app.services.archive.package import ArchiveMade, ArchiveOrder, make_archive
from reviewer_app.services.ports.papers import SummaryWriter
from reviewer_app.services.ports.records import SummaryTable
from support.binders import PlainBinder
from support.casework import registered
from support.desk_pages import DeskParts
from support.fakes import FakeDesk, FakeUnit


class PlainSummaries:
    """Prints a table as its words."""

    def pdf(self, table: SummaryTable) -> bytes:
        return "\n".join("\t".join(row) for row in (table.headers, *table.rows)).encode()


class ArchiveParts(DeskParts):
    """A desk whose tables are words."""

    @property
    def summaries(self) -> SummaryWriter:
        return cast(SummaryWriter, PlainSummaries())


def parts(binder: PlainBinder | None = None) -> ArchiveParts:
    """Such a desk with its binder."""
    return ArchiveParts(binder=binder or PlainBinder())


def ended(unit: FakeUnit, state: State, **changed: str) -> int:
    """A case that has come to a state."""
    filing = f"SH2024617{len(unit.applications.cases):06d}"
    case_id = registered(unit, **{"filing_number": filing, **changed})
    unit.applications.update(replace(unit.applications.get(case_id), state=state))
    return case_id


def archived(unit: FakeUnit, order: ArchiveOrder, binder: PlainBinder | None = None) -> ArchiveMade:
    """The package of a season, made at once."""
    made = make_archive(FakeDesk(unit), parts(binder), order, lambda _done, _all: None, lambda: False)
    assert made is not None
    return made
