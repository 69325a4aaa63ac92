"""Stacks of stamped sheets, read and taken apart in child processes, two at once where a stack is long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

from reviewer_app.domain.dispatch.stacks import StackPage
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.foreign.child import RowsAhead, in_child
from reviewer_app.foreign.limits import Limits, size_of
from reviewer_app.foreign.plain_values import NoAnswerError
from reviewer_app.foreign.stopping import Teller, asked_to_tell, telling
from reviewer_app.services.ports.dispatch.stacks import MadePaper, PagePlace, StackRead
from reviewer_app.services.ports.reading import PagePicture
from reviewer_app.small_files import is_strange

_LOOK = "reviewer_app.reading.own_papers.stacks:look_at"
_READ = "reviewer_app.reading.own_papers.stacks:read_as_seen"
_APART = "reviewer_app.reading.own_papers.stacks:pages_apart"
_PICTURE = "reviewer_app.reading.own_papers.stacks:page_picture"
_MADE = "reviewer_app.outputs.pdf.seal_place:made_papers"
_PATIENT = Limits(seconds=20.0, reserves=True)
#: A page without a code may have its small print read in four directions, with the models for it.
_SECONDS_A_PAGE, _LETTERS = 3.0, 2560 << 20
#: A stack is read by two processes at once from so many pages on.
_LONG = 16
#: How a stretch ends in which one page is the end of its child; so many such ends are enough for one stack.
_ENDS, _MOST_ENDS = frozenset({"foreign.died", "foreign.too_slow", "foreign.too_much", "foreign.failed"}), 8
#: One child hands over PDFs of about so many bytes, reckoned from the size of the stack.
_AT_ONCE = 64 << 20


class ForeignStacks:
    """Implements ports.StackReader."""

    def read(self, paths: Sequence[Path]) -> StackRead:
        """The pages of these files as one stack; a page that is the end of its child is told as broken."""
        stack = _Stack(tuple(paths))
        pages = stack.pages()
        return StackRead(stack.paths, stack.digests, pages)

    def apart(self, read: StackRead, groups: Sequence[Sequence[PagePlace]], take: Callable[[int, bytes], None]) -> None:
        """Makes a PDF of each group of pages and hands it over as it is ready."""
        stack, tell = _Stack(read.paths), asked_to_tell()
        a_page = stack.size / max(len(read.pages), 1)
        for first, some in _stretches(groups, a_page):

            def hand_over(made: list[tuple[int, bytes]], first: int = first, count: int = len(some)) -> None:
                for place, pdf in made:
                    if not 0 <= place < count or not pdf.startswith(b"%PDF-"):
                        raise NoAnswerError("no paper of the stack")
                    take(first + place, pdf)
                    tell(first + place + 1, len(groups))

            ahead = RowsAhead(list[tuple[int, bytes]], hand_over)
            asked = (read.paths, read.digests, tuple(map(tuple, some)))
            with telling(lambda _done, _total: None):
                in_child(_APART, list[tuple[int, bytes]], stack.about, *asked, limits=stack.limits, ahead=ahead)

    def picture(self, read: StackRead, page: PagePlace) -> PagePicture:
        """One page as bare dots, upright."""
        path = read.paths[page.file]
        asked = (path, page.number, page.turn)
        seen = in_child(_PICTURE, PagePicture, path.name, *asked, limits=_PATIENT.for_size(size_of(path)))
        if len(seen.dots) != 3 * seen.width * seen.height or seen.width < 0:
            raise TroubleError("foreign.failed", file=path.name)
        return seen

    def made(self, papers: Sequence[bytes]) -> tuple[MadePaper | None, ...]:
        """Papers kept in the vault by what they say of themselves."""
        if not papers:
            return ()
        limits = replace(_PATIENT.for_size(sum(map(len, papers))), reserves=False)
        return in_child(_MADE, tuple[MadePaper | None, ...], "PDF", tuple(papers), limits=limits)


def _stretches(groups: Sequence[Sequence[PagePlace]], a_page: float) -> Iterator[tuple[int, list[Sequence[PagePlace]]]]:
    """The groups some at a time, each with the place of its first."""
    first, some, size = 0, list[Sequence[PagePlace]](), 0.0
    for place, group in enumerate(groups):
        if some and size + len(group) * a_page > _AT_ONCE:
            yield first, some
            first, some, size = place, [], 0.0
        some.append(group)
        size += len(group) * a_page
    if some:
        yield first, some


def _beyond(tell: Teller, before: int) -> Teller:
    """Tells a count that goes on from another."""
    return lambda done, total: tell(before + done, total)


class _Stack:
    """The files of one stack, and the processes that look into them."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self.about = paths[0].name if len(paths) == 1 else f"{paths[0].name} 等 {len(paths)} 个文件"
        for path in paths:
            if is_strange(path) or path.is_dir():
                raise TroubleError("foreign.no_file", file=path.name)
        self.size = sum(map(size_of, paths))
        self.limits = _PATIENT.for_size(self.size)
        self.digests: tuple[str, ...] = ()
        self._ends = 0
        self._lock = threading.Lock()

    def pages(self) -> tuple[StackPage, ...]:
        """Every page in its order, read by two processes where there are many."""
        look = in_child(_LOOK, tuple[int, tuple[str, ...]], self.about, self.paths, limits=self.limits)
        count, self.digests = look
        middle = count // 2 if count >= _LONG else count
        ranges = [(first, last) for first, last in ((0, middle), (middle, count)) if first < last]
        tell, done = asked_to_tell(), [0] * len(ranges)

        def read(place: int) -> list[StackPage]:
            def told(so_far: int, _total: int) -> None:
                done[place] = so_far
                with self._lock:
                    tell(sum(done), count)

            return self._read(*ranges[place], told)

        if len(ranges) == 1:
            return tuple(read(0))
        with ThreadPoolExecutor(len(ranges), "stack") as threads:
            halves = [threads.submit(copy_context().run, read, place) for place in range(len(ranges))]
        return tuple(page for half in halves for page in half.result())

    def _read(self, first: int, last: int, tell: Teller) -> list[StackPage]:
        """The pages from one to another; after one that is the end of its child another goes on behind it."""
        found: list[StackPage] = []
        while first + len(found) < last:
            so_far = len(found)
            with telling(_beyond(tell, so_far)):
                trouble = self._read_on(first + so_far, last, found)
            if trouble is None:
                if first + len(found) != last:
                    raise TroubleError("foreign.failed", file=self.about)
                return found
            with self._lock:
                self._ends += 1
            if self._ends > _MOST_ENDS:
                raise trouble
            found.append(StackPage(*self._after(found, first), is_broken=True))
        return found

    def _read_on(self, first: int, last: int, found: list[StackPage]) -> TroubleError | None:
        seconds = _PATIENT.seconds + _SECONDS_A_PAGE * (last - first)
        limits = Limits(
            max(seconds, self.limits.seconds), max(_LETTERS, self.limits.memory), reserves=True, yields=True
        )
        ahead = RowsAhead(list[StackPage], found.extend)
        asked = (self.paths, self.digests, first, last)
        try:
            in_child(_READ, list[StackPage], self.about, *asked, limits=limits, ahead=ahead)
        except RefusalError:
            raise
        except TroubleError as trouble:
            if trouble.code not in _ENDS:
                raise
            return trouble
        return None

    def _after(self, found: Sequence[StackPage], first: int) -> tuple[int, int]:
        """File and number of the page behind the last that was read, as far as that can be told."""
        if len(self.paths) == 1 or not found:
            return 0, first + len(found) + 1
        return found[-1].file, found[-1].number + 1
