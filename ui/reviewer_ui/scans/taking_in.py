"""The work of taking scans in, off the window's thread: each is read, its case found; later all are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.paper_sets import PaperSet
from reviewer_app.services.intake.scans import ScanFile, keep_scan, owner_of
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.reading import FormRead
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of

#: Three hundred pages in colour; larger ones are divided.
_LARGEST = 200 << 20
#: Of a pile so much is held between its reading and its keeping; the rest is read again.
_HELD = 256 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came: what was read of it, the case it goes to and why, or why it goes nowhere.

    `content` is held while little is; what is kept later is read once more and must have the same `digest`.
    """

    path: Path
    read: FormRead | None = None
    digest: str = ""
    content: bytes = field(default=b"", repr=False)
    paper: PaperSet | None = None
    why: str = ""
    trouble: str = ""

    @property
    def can_be_kept(self) -> bool:
        """Whether it can be written now."""
        return self.paper is not None and not self.paper.refusal and not self.trouble


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of the writing: the arrivals that stay, each with its reason, how many are kept, and how many were
    with their cases before."""

    left: tuple[Arrival, ...]
    count: int
    changes: Changes
    known: int = 0


def _content_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise RefusalError("panes.file_too_large", name=path.name, limit=_LARGEST >> 20)
        with path.open("rb") as file:
            # One that grows while it is read is no larger for it.
            return file.read(_LARGEST + 1)
    except OSError as problem:
        raise TroubleError("panes.file_unreadable", name=path.name) from problem


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError as problem:
        raise TroubleError("panes.file_unreadable", name=path.name) from problem
    return state.st_mtime_ns, state.st_size


def _content_as_read(one: Arrival) -> bytes:
    """What is kept: the very bytes that were read; TroubleError `scans.changed` for others."""
    if one.content:
        return one.content
    content = _content_of(one.path)
    if _digest(content) != one.digest:
        raise TroubleError("scans.changed", file=one.path.name)
    return content


def reading_all(parts: Parts, paths: Sequence[Path]) -> Callable[[Library, Progress, Cancelled], tuple[Arrival, ...]]:
    """The work of reading some files and finding their cases; a bad one is one sentence, the others go on."""

    def work(library: Library, progress: Progress, is_cancelled: Cancelled) -> tuple[Arrival, ...]:
        pack = library.read(current_pack)
        found: list[Arrival] = []
        held = 0
        for place, path in enumerate(paths):
            if is_cancelled():
                found.extend(Arrival(one, trouble=sentence("scans.not_read")) for one in paths[place:])
                break
            try:
                before, content = _state(path), _content_of(path)
                read = parts.forms.read([path], pack)
                if _state(path) != before:
                    raise TroubleError("scans.changed", file=path.name)
                owner = library.read(owner_of, read)
                paper, why = (owner.paper, owner.why) if owner else (None, "")
                held += len(content)
                kept = content if held <= _HELD else b""
                found.append(Arrival(path, read, _digest(content), kept, paper, why))
            except OfficeError as error:
                found.append(Arrival(path, trouble=sentence_of(error)))
            progress(place + 1, len(paths))
        return tuple(found)

    return work


def keeping_all(arrivals: Sequence[Arrival]) -> Callable[[Library, Progress, Cancelled], Kept]:
    """The work of writing all that have a case; what is refused stays with its reason."""

    def work(library: Library, progress: Progress, is_cancelled: Cancelled) -> Kept:
        left: list[Arrival] = []
        nouns: set[Noun] = set()
        cases: set[int] = set()
        count = known = 0
        for place, one in enumerate(arrivals):
            if is_cancelled() or one.paper is None or not one.can_be_kept:
                left.append(one)
                continue
            why = one.why or sentence("scans.by_hand")
            try:
                file = ScanFile(one.path.name, _content_as_read(one))
                changes = library.change(keep_scan, one.paper.case_id, [file], one.read, why)
            except OfficeError as error:
                left.append(Arrival(one.path, trouble=sentence_of(error)))
                continue
            nouns |= changes.nouns
            cases |= changes.applications
            count += bool(changes.nouns)
            known += not changes.nouns
            progress(place + 1, len(arrivals))
        return Kept(tuple(left), count, Changes(frozenset(nouns), frozenset(cases)), known)

    return work
