"""Making the archive package of a season: everything aside, in place and on record only when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.retention import FileUnit
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import clear_unfinished, is_disk_full, make_folder, rename_folder, sync_tree, write_file
from reviewer_app.services.archive import package_papers
from reviewer_app.services.archive.batch_papers import gather_season_unit
from reviewer_app.services.archive.dossier import Dossier, assemble
from reviewer_app.services.archive.gathering import DossierMatter, gather_dossier
from reviewer_app.services.archive.naming import Names, safe_name
from reviewer_app.services.archive.package_papers import CATALOGUE, HASHES, NOTE, PAGE, Archived
from reviewer_app.services.archive.season_plan import ArchivePlan, NotArchived, plan_archive
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence

#: How long the names in a package may be, so that it can be unpacked two folders deep on a Windows desktop: with the
#: package's own folder at most 150 of the 259 signs that Windows opens.
MOST_PACKAGE, MOST_UNIT, MOST_BESIDE, MOST_PATH = 40, 56, 40, 150
_BESIDE = "-另附"


@dataclass(frozen=True, slots=True)
class ArchiveOrder:
    """Which season goes where; for outside the office's inner notes are left out."""

    season: str
    folder: Path
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveMade:
    """A package in its place: its units, and the cases that are not in it with the reasons."""

    folder: Path
    units: tuple[Archived, ...]
    left_out: tuple[NotArchived, ...]
    changes: Changes


def make_archive(
    library: Library, parts: Parts, order: ArchiveOrder, on_progress: Progress, is_cancelled: Cancelled
) -> ArchiveMade | None:
    """Makes the package of a season; None when it was cancelled, and then nothing is left of it.

    A case that cannot go in is named with the reason and the rest goes on. Raises RefusalError `act.role_needed`,
    `archive.…`; TroubleError `archive.…`.
    """
    require_role(library.user, EventAct.SEASON_ARCHIVED)
    _check_place(order.folder)
    plan = library.read(plan_archive, order.season)
    if not plan.units:
        raise RefusalError("archive.no_units", season=plan.season)
    try:
        clear_unfinished(order.folder)
        # The name by which `clear_unfinished` finds what a killed one has left.
        name = f".{order.folder.name[:60]}."
        aside = Path(tempfile.mkdtemp(prefix=name, suffix=".part", dir=order.folder.parent))
        try:
            work = _Work(library, parts, order, plan, aside)
            return work.made(on_progress, is_cancelled)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as problem:
        code = "archive.package_disk_full" if is_disk_full(problem) else "archive.package_not_writable"
        raise TroubleError(code, folder=str(order.folder)) from problem


def _check_place(folder: Path) -> None:
    """RefusalError `archive.…` where no package can stand."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise RefusalError("archive.folder_used", folder=str(folder), field="folder")
    if not folder.parent.is_dir():
        raise RefusalError("archive.folder_missing", folder=str(folder.parent), field="folder")
    if folder.name != safe_name(folder.name, MOST_PACKAGE):
        raise RefusalError("archive.name_unfit", name=folder.name, most=MOST_PACKAGE, field="folder")


class _Work:
    """One package being made in a folder aside."""

    def __init__(self, library: Library, parts: Parts, order: ArchiveOrder, plan: ArchivePlan, aside: Path) -> None:
        self._library, self._parts, self._order = library, parts, order
        self._plan, self._aside = plan, aside
        self._names = Names(most=MOST_UNIT)
        self.units: list[Archived] = []
        self.left_out = list(plan.left_out)

    def made(self, on_progress: Progress, is_cancelled: Cancelled) -> ArchiveMade | None:
        """Every unit, then the papers, then the hashes; in place at the end."""
        units, total = self._plan.units, len(self._plan.units) + 2
        for place, unit in enumerate(units):
            on_progress(place, total)
            if not self._add(unit, is_cancelled):
                return None
        if not self.units:
            raise RefusalError("archive.none_made", reason=self.left_out[-1].why)
        head, now = self._library.read(lambda unit: (unit.events.head(), unit.now))
        self._write_papers(head, now)
        on_progress(total - 1, total)
        hashes = "".join(f"{file_hash(self._aside / name)}  {name}\n" for name in _files(self._aside))
        write_file(self._aside / HASHES, hashes.encode())
        sync_tree(self._aside)
        if is_cancelled():
            return None
        try:
            changes = self._library.change(self._put_in_place, file_hash(self._aside / HASHES))
        except BaseException:
            # In place already where the record alone could not be written: without it nothing stands there.
            if not self._aside.exists() and self._order.folder.is_dir():
                rename_folder(self._order.folder, self._aside)
            raise
        on_progress(total, total)
        return ArchiveMade(self._order.folder, tuple(self.units), tuple(self.left_out), changes)

    def _add(self, unit: FileUnit, is_cancelled: Cancelled) -> bool:
        """One unit in the folder of its period; false when the work was called off."""
        if self._order.is_outside and not unit.case_id and not unit.batch_id:
            # A register names every case of the year, with what the office noted of each.
            said = sentence("archive.registers_inside")
            self.left_out.append(NotArchived(unit.intake_number, unit.project_name, said))
            return not is_cancelled()
        try:
            matter = self._gathered(unit)
            dossier = assemble(self._library, self._parts, matter, _say_nothing, is_cancelled, MOST_BESIDE)
        except OfficeError as problem:
            why = sentence(problem.code, problem.values)
            self.left_out.append(NotArchived(unit.intake_number, unit.project_name, why))
            return not is_cancelled()
        if dossier is None or is_cancelled():
            return False
        self._write(unit, dossier)
        return True

    def _gathered(self, unit: FileUnit) -> DossierMatter:
        if unit.case_id:
            return self._library.read(gather_dossier, unit.case_id, self._order.is_outside)
        return self._library.read(gather_season_unit, unit, self._plan.season)

    def _write(self, unit: FileUnit, dossier: Dossier) -> None:
        stem = self._names.give(f"{unit.number:04d} {dossier.matter.name}")
        folder = self._aside / unit.period
        make_folder(folder)
        write_file(folder / f"{stem}.pdf", dossier.content)
        for one in dossier.beside:
            if one.name:
                make_folder(folder / f"{stem}{_BESIDE}")
                write_file(folder / f"{stem}{_BESIDE}" / one.name, one.content)
        beside = tuple((one.name, one.title, one.why) for one in dossier.beside)
        file = f"{unit.period}/{stem}.pdf"
        self.units.append(Archived(unit, file, dossier.pages, len(dossier.embedded), beside))

    def _write_papers(self, head: str, now: datetime) -> None:
        table = package_papers.catalogue(self._plan, self.units, head, now)
        self._parts.maker.summary(table, self._aside / f"{CATALOGUE}.xlsx")
        write_file(self._aside / f"{CATALOGUE}.pdf", self._parts.summaries.pdf(table))
        said = (self._plan, self.units, self.left_out, now, self._order.is_outside)
        # The mark at the beginning lets every Windows program see that it is UTF-8.
        write_file(self._aside / NOTE, package_papers.note(*said).encode("utf-8-sig"))
        write_file(self._aside / PAGE, package_papers.page(*said).encode())

    def _put_in_place(self, unit: UnitOfWork, digest: str) -> Changes:
        """On record and under its name in one act: where the one fails, the other is not."""
        require_role(unit.actor, EventAct.SEASON_ARCHIVED)
        detail: dict[str, str] = {
            RecordKey.SEASON: self._plan.season,
            RecordKey.FOLDER: self._order.folder.name,
            RecordKey.CASES: str(len(self.units)),
            RecordKey.MANIFEST_HASH: digest,
        }
        if self.left_out:
            detail[RecordKey.LEFT_BEHIND] = "、".join(one.intake_number for one in self.left_out)
        if self._order.is_outside:
            detail[RecordKey.KEPT] = sentence("archive.outside")
        record(unit, None, EventAct.SEASON_ARCHIVED, detail=detail)
        rename_folder(self._aside, self._order.folder)
        return Changes(frozenset({Noun.SETTINGS}))


def _say_nothing(_done: int, _all: int) -> None:
    """A package counts its cases, not the pieces of each."""


def _files(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder, as the list of hashes names them."""
    yield from sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
