"""The work of making a scan ready for the screen, off the window's thread: its first page soon, then all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.intake.scans import ScansView, scans_of
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.reading import ShownScan

#: A longer scan comes in three steps: a page, so many pages, all.
_SOME = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's scans as read, and the one to be shown; `content` is held until every page has been tried."""

    view: ScansView
    sha256: str
    shown: ShownScan
    turns: tuple[int, ...]
    is_tried: bool
    content: bytes = field(default=b"", repr=False)

    @property
    def name(self) -> str:
        """What the scan's file is called."""
        return next((one.name for one in self.view.scans if one.sha256 == self.sha256), "")

    @property
    def waits_for_more(self) -> bool:
        """Whether more pages of it are to come."""
        return bool(self.content)


Work = Callable[[Library, Progress, Cancelled], Opened]


def beginning(parts: Parts, case_id: int, sha256: str = "") -> Work:
    """The first page of a scan, the newest of the case where none is named, turned as it was read upright."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Opened:
        view = library.read(scans_of, case_id)
        scan = next((one for one in reversed(view.scans) if sha256 in ("", one.sha256)), None)
        if scan is None:
            # Somebody took it away meanwhile.
            raise RefusalError("scans.not_here")
        name, wanted = scan.name, scan.sha256
        turns = _known_turns(view, wanted)
        held: list[bytes] = []

        def fetch() -> bytes:
            held.append(library.read(read_attachment, wanted))
            return held[0]

        return Opened(view, wanted, parts.forms.first_page(name, fetch, turns), turns, False, held[0])

    return work


def going_on(parts: Parts, so_far: Opened) -> Work:
    """More pages of a scan whose first is shown: some of a long one, then all."""

    def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> Opened:
        is_some = not so_far.is_tried and so_far.shown.count > 2 * _SOME
        shown = parts.forms.shown(so_far.name, so_far.content, so_far.turns, _SOME if is_some else None)
        return replace(so_far, shown=shown, is_tried=True, content=so_far.content if is_some else b"")

    return work


def turning(parts: Parts, so_far: Opened, turns: tuple[int, ...]) -> Work:
    """The same pages turned otherwise."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Opened:
        content = so_far.content or library.read(read_attachment, so_far.sha256)
        shown = parts.forms.turned(so_far.name, content, turns, so_far.shown)
        return replace(so_far, shown=shown, turns=turns)

    return work


def _known_turns(view: ScansView, sha256: str) -> tuple[int, ...]:
    read = [one.place for one in view.readings if one.sha256 == sha256 and one.place is not None]
    pinned = [one.place for one in view.pins if one.sha256 == sha256]
    known = {place.page: place.turn for place in (*reversed(pinned), *reversed(read))}
    return tuple(known.get(page, 0) for page in range(1, max(known, default=0) + 1))
