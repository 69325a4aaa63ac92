"""The yardstick of the documents: the same texts on paper by reportlab alone, the same letters by fontTools alone.

Nothing is embedded, checked, sealed or archived; what is loaded here is loaded when it is first used, as by the desk.
"""

from __future__ import annotations

import io
import mmap
import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reviewer_app.services.ports.papers import DocumentValues

#: A font file and the family wanted of a collection.
FontFile = tuple[str, str]

_FONT = "STSong-Light"
_LEFT, _TOP, _FOOT, _STEP = 72, 760, 80, 29


def open_fonts(files: Sequence[FontFile]) -> list[Any]:
    """Opens font files with fontTools over memory they are mapped into; nothing but their names is read."""
    from fontTools.ttLib import TTFont

    fonts = []
    for file, family in files:
        with Path(file).open("rb") as opened:
            view = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        is_collection = Path(file).suffix in (".ttc", ".otc")
        number = 0 if is_collection else -1
        font = TTFont(view, fontNumber=number, lazy=True)
        while family and is_collection and font["name"].getDebugName(1) != family:
            number += 1
            font = TTFont(view, fontNumber=number, lazy=True)
        fonts.append(font)
    return fonts


def read_characters(fonts: Sequence[Any]) -> int:
    """Reads which characters the fonts have; how many."""
    return sum(len(font.getBestCmap()) for font in fonts)


def read_outlines(fonts: Sequence[Any], letters: str) -> int:
    """Turns the letters of each font into quadratic curves; how many there were."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    count = 0
    for font in fonts:
        names, shapes = font.getBestCmap(), font.getGlyphSet()
        for letter in letters:
            if ord(letter) in names:
                shapes[names[ord(letter)]].draw(Cu2QuPen(TTGlyphPen(None), 1.0))
                count += 1
    return count


def bare_pdf(values: DocumentValues) -> bytes:
    """The texts of one recommendation line by line over two pages, in a font that no file carries, and a round seal."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
    from reportlab.pdfgen.canvas import Canvas

    if _FONT not in getRegisteredFontNames():
        registerFont(UnicodeCIDFont(_FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    canvas.setFont(_FONT, 16)
    height = _TOP
    for line in _lines(values):
        canvas.drawString(_LEFT, height, line)
        canvas.rect(_LEFT - 4, height - 6, 450, _STEP)
        height -= _STEP
        if height < _FOOT:
            canvas.showPage()
            canvas.setFont(_FONT, 16)
            height = _TOP
    canvas.circle(400, 300, 60)
    canvas.save()
    return target.getvalue()


def letters_of(values: DocumentValues) -> str:
    """Every character of a recommendation once."""
    return "".join(dict.fromkeys("".join(_lines(values))))


def _lines(values: DocumentValues) -> list[str]:
    tables = ["　".join(row) for rows in values.tables.values() for row in rows]
    said = dict(values.fields)
    text = said.pop("opinion_text", "")
    opinion = [text[start : start + 28] for start in range(0, len(text), 28)]
    return [values.number, values.unit, *tables, *opinion, *said.values(), values.audit_head]


def print_barely(line: Connection, files: Sequence[FontFile], count: int) -> None:
    """A process's work: open the fonts, print so many recommendations, say so, and stay until the line is closed."""
    from reviewer_app.bench.invented_papers import invented_recommendation

    fonts = open_fonts(files)
    for number in range(1, count + 1):
        bare_pdf(invented_recommendation(number))
    line.send(len(fonts))
    try:
        line.recv()
    except EOFError:
        return


def beside_bare_processes(
    processes: int, files: Sequence[FontFile], count: int, act: Callable[[], object]
) -> tuple[float, float]:
    """Does something once bare processes have printed `count` sheets between them; they stand until it is done.

    The seconds until all was printed and done, starting the processes included, and the seconds that ending them took.
    """
    context = multiprocessing.get_context("spawn")
    started = []
    began = time.perf_counter()
    for _ in range(processes):
        ours, theirs = context.Pipe()
        process = context.Process(target=print_barely, args=(theirs, files, count // processes), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
    for _, line in started:
        line.recv()
    act()
    done = time.perf_counter()
    for process, _ in started:
        process.kill()
    for process, line in started:
        process.join()
        line.close()
    return done - began, time.perf_counter() - done
