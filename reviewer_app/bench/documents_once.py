"""What is measured of documents in a process of its own: the first page, and the memory of a batch; ours or barely."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from reviewer_app.bench.memory import fonts_of, megabytes_of, say_and_wait


def first_page() -> None:
    """Says the seconds until the fonts are known, until what draws is loaded, and from there to the first page.

    The window loads it beside, as soon as a case is open: the officer waits for the last of the three.
    """
    from reviewer_app.bench.invented_papers import invented_recommendation
    from reviewer_app.outputs.papers.template_maker import TemplateMaker

    values = invented_recommendation(1)
    began = time.perf_counter()
    maker = TemplateMaker()
    maker.missing_characters("上海𠮷")
    known = time.perf_counter()
    maker.load()
    loaded = time.perf_counter()
    maker.document(values, "sample")
    say_and_wait([known - began, time.perf_counter() - loaded, loaded - known])


def bare_first_page(fonts: str) -> None:
    """The same with reportlab and fontTools alone, told which files hold the fonts."""
    from reviewer_app.bench import bare_documents
    from reviewer_app.bench.invented_papers import invented_recommendation

    values = invented_recommendation(1)
    began = time.perf_counter()
    opened = bare_documents.open_fonts(json.loads(fonts))
    bare_documents.read_characters(opened)
    known = time.perf_counter()
    bare_documents.read_outlines(opened, bare_documents.letters_of(values))
    bare_documents.bare_pdf(values)
    say_and_wait([known - began, time.perf_counter() - known])


def bare_page() -> None:
    """Says the seconds until the same texts are on paper by reportlab alone, its loading included."""
    from reviewer_app.bench import bare_documents
    from reviewer_app.bench.invented_papers import invented_recommendation

    values = invented_recommendation(1)
    began = time.perf_counter()
    bare_documents.bare_pdf(values)
    say_and_wait([time.perf_counter() - began])


def batch(count: str) -> None:
    """Prints a batch; says the megabytes when ten were done and at the most, and the fonts."""
    from reviewer_app.bench.batch_figures import batch_memory

    say_and_wait(batch_memory(int(count)))


def bare_batch(processes: str, fonts: str, count: str) -> None:
    """As many bare processes print as many between them; says their megabytes when all is done, and the fonts."""
    from reviewer_app.bench.bare_documents import beside_bare_processes

    found: list[object] = []

    def weigh() -> None:
        found.extend((megabytes_of(), fonts_of()))

    beside_bare_processes(int(processes), json.loads(fonts), int(count), weigh)
    say_and_wait(found)


_WORK: dict[str, Callable[..., None]] = {
    "first": first_page,
    "bare_first": bare_first_page,
    "bare_page": bare_page,
    "batch": batch,
    "bare_batch": bare_batch,
}

if __name__ == "__main__":
    _WORK[sys.argv[1]](*sys.argv[2:])
