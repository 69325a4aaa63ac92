"""案件档案: one archival PDF of all of a case, and beside it a folder with what cannot go into one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import is_disk_full, place_folder, write_file
from reviewer_app.services.archive.gathering import DossierMatter, Piece, gather_dossier, with_rows
from reviewer_app.services.archive.naming import MOST_UNITS, Names
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.dispatch.archiving import NOT_THERE, TOO_LARGE, Binding, Fate, Paper
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.papers import Rows
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence

#: All files of one dossier together; what comes after that is laid beside it.
MOST_TOGETHER = 160 << 20
_BESIDE = "另附"
#: How a binding fails that one of the files is to blame for: then each is tried by itself.
_OF_A_FILE = ("document.not_archival", "stamping.", "foreign.died", "foreign.too_", "foreign.failed")


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that is not in the dossier: what it is called, why, and under which name it lies beside it, if it does."""

    title: str
    why: str
    name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier that was made and not yet put anywhere."""

    matter: DossierMatter
    content: bytes
    pages: int
    embedded: tuple[str, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class DossierMade:
    """Where a dossier was put, and what lies in the folder beside it or is nowhere, with the reasons."""

    file: Path
    folder: Path | None
    pages: int
    embedded: tuple[str, ...]
    beside: tuple[Beside, ...]
    changes: Changes


def make_dossier(
    library: Library,
    parts: Parts,
    case_id: int,
    target: Path,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> DossierMade | None:
    """Makes the dossier of a case and puts it where it was asked for; None when it was cancelled.

    Raises RefusalError `act.role_needed`, `custody.away`, `archive.…`, `font.missing`; TroubleError
    `library.not_as_recorded`, `archive.…`, `foreign.…`.
    """
    require_role(library.user, EventAct.DOSSIER_MADE)
    if target.exists() or target.is_symlink():
        raise RefusalError("archive.file_used", path=str(target), field="folder")
    if not target.parent.is_dir():
        raise RefusalError("archive.folder_missing", folder=str(target.parent), field="folder")
    matter = library.read(gather_dossier, case_id)
    folder = target.with_name(f"{target.stem}-{_BESIDE}")
    made = assemble(library, parts, matter, on_progress, is_cancelled)
    if made is None or is_cancelled():
        return None
    try:
        changes = _place(library, made, target, folder)
    except OSError as problem:
        code = "archive.disk_full" if is_disk_full(problem) else "archive.not_writable"
        raise TroubleError(code, path=str(target)) from problem
    has_folder = any(one.name for one in made.beside)
    return DossierMade(target, folder if has_folder else None, made.pages, made.embedded, made.beside, changes)


def assemble(
    library: Library,
    parts: Parts,
    matter: DossierMatter,
    on_progress: Progress,
    is_cancelled: Cancelled,
    most_beside: int = MOST_UNITS,
) -> Dossier | None:
    """The dossier as bytes, with what could not go into it; None when it was cancelled.

    `most_beside` is how long the names may be of what lies beside it.
    """
    pieces, steps = matter.pieces, len(matter.pieces) + 3
    papers: list[Paper | None] = []
    together = 0
    for place, piece in enumerate(pieces):
        if is_cancelled():
            return None
        papers.append(_paper(library, parts, piece))
        on_progress(place + 1, steps)
    here = [one for one in papers if one is not None]
    fits = []
    for paper in here:
        together += len(paper.content)
        fits.append(paper.is_own or together <= MOST_TOGETHER)
    bound = [paper for paper, is_fit in zip(here, fits, strict=True) if is_fit]
    work = _Work(parts, matter, most_beside)
    for is_strict in (False, True):
        if is_cancelled():
            return None
        found = iter(parts.binder.look(bound, is_strict))
        judged = iter([next(found) if is_fit else Fate(why=TOO_LARGE) for is_fit in fits])
        fates = [next(judged) if one is not None else Fate(why=NOT_THERE) for one in papers]
        on_progress(len(pieces) + 1 + is_strict, steps)
        try:
            made = work.bound(papers, fates)
        except OfficeError as problem:
            if is_strict or not problem.code.startswith(_OF_A_FILE):
                raise
            continue
        on_progress(steps, steps)
        return made
    return None


def _paper(library: Library, parts: Parts, piece: Piece) -> Paper | None:
    """One piece with its bytes; none where the library does not have them, or not as they were."""
    if piece.values is not None:
        made = parts.maker.document(piece.values, SealStyle.CIRCLE.value)
        return Paper(piece.title, f"{piece.title}.pdf", made, is_own=True)
    if piece.table is not None:
        return Paper(piece.title, f"{piece.title}.pdf", parts.summaries.pdf(piece.table), is_own=True)
    if not piece.sha256:
        return None
    try:
        return Paper(piece.title, piece.file, library.read(read_attachment, piece.sha256))
    except OfficeError:
        return None


class _Work:
    """Names, contents page and binding of one dossier."""

    def __init__(self, parts: Parts, matter: DossierMatter, most_beside: int) -> None:
        self._parts, self._matter, self._most_beside = parts, matter, most_beside

    def bound(self, papers: Sequence[Paper | None], fates: Sequence[Fate]) -> Dossier:
        """Everything put together; RefusalError `document.not_archival`."""
        matter, pages, page = self._matter, sum(fate.pages for fate in fates), 1
        inside, outside = Names(), Names(most=self._most_beside)
        rows: list[tuple[str, ...]] = []
        kept, beside = [], []
        for piece, paper, fate in zip(matter.pieces, papers, fates, strict=True):
            kept.append(inside.give(piece.file) if fate.is_embedded else "")
            if fate.is_left_out:
                name = outside.give(piece.file or piece.title) if paper is not None else ""
                why = piece.why or sentence(fate.why, {"name": piece.file})
                beside.append(Beside(piece.title, why, name, paper.content if paper is not None else b""))
                continue
            rows.append(_row(piece, fate, page, kept[-1]))
            page += fate.pages
        told: Rows = tuple((one.title, one.why, one.name or sentence("archive.nowhere")) for one in beside)
        values = with_rows(matter.contents, pages, tuple(rows), told)
        contents = self._parts.maker.document(values, SealStyle.CIRCLE.value)
        there = [place for place, one in enumerate(papers) if one is not None]
        content = self._parts.binder.bind(
            Binding(
                contents=contents,
                papers=tuple(one for one in papers if one is not None),
                fates=tuple(fates[place] for place in there),
                kept_as=tuple(kept[place] for place in there),
                title=matter.title,
                author=values.unit,
                subject=f"{matter.season}年度市级标准化试点申报档案",
                audit_head=values.audit_head,
                made_at=(values.made_at or datetime.combine(values.day, time())).astimezone(),
            )
        )
        return Dossier(matter, content, pages, tuple(filter(None, kept)), tuple(beside))


def _row(piece: Piece, fate: Fate, page: int, name: str) -> tuple[str, ...]:
    said = sentence("archive.embedded", {"name": name, "why": sentence(fate.why, {"name": piece.file})}) if name else ""
    return piece.title, piece.number, piece.by, piece.day, str(page) if fate.pages else "", said


def _place(library: Library, made: Dossier, target: Path, folder: Path) -> Changes:
    """First what lies beside, then the dossier: who sees the dossier finds all it speaks of."""
    files = [one for one in made.beside if one.name]
    if files:
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise RefusalError("archive.folder_used", folder=str(folder), field="folder")
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", suffix=".part", dir=folder.parent))
        try:
            for one in files:
                write_file(aside / one.name, one.content)
            place_folder(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    try:
        write_file(target, made.content)
        return library.change(record_dossier, made, target.name)
    except BaseException:
        # A dossier that nothing on record speaks of has not been made.
        target.unlink(missing_ok=True)
        if files:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def record_dossier(unit: UnitOfWork, made: Dossier, name: str) -> Changes:
    """Puts on record that a dossier of a case was given out: its file, pages and hash."""
    require_role(unit.actor, EventAct.DOSSIER_MADE)
    assert made.matter.case is not None
    case = unit.applications.get(made.matter.case.id)
    detail: dict[str, str] = {
        RecordKey.FILE: name,
        RecordKey.PAGES: str(made.pages),
        RecordKey.CONTENT_HASH: sha256(made.content).hexdigest(),
    }
    if made.beside:
        detail[RecordKey.LEFT_BEHIND] = "、".join(one.title for one in made.beside)
    record(unit, case, EventAct.DOSSIER_MADE, detail=detail)
    return Changes(frozenset({Noun.CASE}), frozenset({case.id}))
