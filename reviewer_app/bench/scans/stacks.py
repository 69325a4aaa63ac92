"""What a stack of stamped sheets costs: read, matched and taken apart, beside its pages being drawn alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import ParamSpec

from PIL import Image, ImageDraw

from reviewer_app.bench.figure import Figure, Turn, at_most
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.bench.scans.figures import pdf_of
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.stacks import ExpectedPaper, PaperStand, match_stack
from reviewer_app.durable import write_file
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.reading.pages import drawn_page, opened_pdf
from reviewer_app.services.ports.dispatch.stacks import MadePaper, PagePlace
from reviewer_app.wiring import Parts

P = ParamSpec("P")
_PAGES, _ROUNDS = 200, 3
_DPI, _DRAWN_DPI, _QUALITY, _SIZE = 200.0, 150.0, 80, (1654, 2339)
#: Drawing takes a third of the whole; codes, marks and the pages taken apart as much again; two processes share it.
_LIMIT = 5.0
#: So many seconds are what a stack of this length may take, beside other work.
_MOST = 60.0
_RED = (205, 60, 70)


def measure(quick: bool) -> Iterator[Figure]:
    """A stack through the part of the window by the clock, against its pages drawn alone, and a minute.

    The clock, not processors' time: the pages are read in processes that are not ours to count.
    """
    pages = _PAGES // 10 if quick else _PAGES
    with tempfile.TemporaryDirectory() as scratch:
        stack = Path(scratch) / "stack.pdf"
        papers = stamped_stack(stack, pages)
        turns = []
        for _ in range(1 if quick else _ROUNDS):
            bare = _took(draw_all, stack)
            turns.append(Turn(_took(split, stack, papers), bare))
    yield at_most(f"stack.split_of_{pages}", turns, "s", "each page drawn once, in one process", _LIMIT)
    minute = [Turn(one.ours, _MOST) for one in turns]
    yield at_most(f"stack.split_of_{pages}_in_a_minute", minute, "s", "sixty seconds", 1.0)


def stamped_stack(path: Path, pages: int) -> list[bytes]:
    """Writes a scanned stack of at least so many pages of stamped papers; the papers themselves."""
    maker = TemplateMaker()
    papers: list[bytes] = []
    scans: list[bytes] = []
    places = Parts().stacks
    while len(scans) < pages:
        number = len(papers) + 1
        papers.append(maker.document(invented_recommendation(number), SealStyle.CIRCLE.value))
        (made,) = places.made(papers[-1:])
        assert made is not None
        for scan in _scanned(papers[-1], made):
            # Packed at once: two hundred pictures would fill the memory of a small machine.
            packed = BytesIO()
            scan.save(packed, "JPEG", quality=_QUALITY)
            scans.append(packed.getvalue())
    write_file(path, pdf_of(scans, b"DeviceRGB"))
    return papers


def split(stack: Path, papers: Sequence[bytes]) -> int:
    """Reads a stack, matches it and takes every paper apart; how many are whole."""
    reader = Parts().stacks
    read = reader.read([stack])
    expected = [
        ExpectedPaper(place, str(place), one.kind, "", one.pages, one.number, one.mark, one.place)
        for place, one in enumerate(reader.made(papers))
        if one is not None
    ]
    match = match_stack(read.pages, expected)
    whole = [one for one in match.papers if one.stand is PaperStand.COMPLETE]
    if len(whole) != len(papers):
        raise RuntimeError(f"{len(whole)} of {len(papers)} papers were found whole")
    groups = [
        [PagePlace(0, read.pages[place].number, read.pages[place].turn) for place in one.in_order] for one in whole
    ]
    done: list[bytes] = []
    reader.apart(read, groups, lambda _place, pdf: done.append(pdf))
    return len(done)


def draw_all(stack: Path) -> None:
    """The yardstick: every page drawn, and nothing looked for."""
    document = opened_pdf(stack)
    for place in range(len(document)):
        drawn_page(document, place, _DRAWN_DPI)
    document.close()


def _scanned(paper: bytes, made: MadePaper) -> Iterator[Image.Image]:
    """The pages as a scanner brings them: noisy, the seal's place stamped, every third one upside down."""
    document = opened_pdf(paper)
    for number in range(1, made.pages + 1):
        sheet = drawn_page(document, number - 1, _DPI).picture.resize(_SIZE)
        if made.place is not None and made.place.page == number:
            x, y, radius = (side * _DPI / 25.4 for side in (made.place.x, made.place.y, 21.0))
            draw = ImageDraw.Draw(sheet)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=9)
            draw.regular_polygon((x, y, radius * 0.3), 5, fill=_RED)
        noise = Image.effect_noise(sheet.size, 24).convert("RGB")
        scan = Image.blend(sheet, noise, 0.06)
        yield scan.rotate(180) if int(made.number[-1]) % 3 == 0 else scan


def _took(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """The seconds a piece of work takes by the clock."""
    before = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - before
