"""How soon a long scan's first page is there, what the letters of a page cost, and how many fields are read right."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from reviewer_app.bench.figure import Figure, Turn, at_least, at_most, not_measured, take_turns
from reviewer_app.bench.filling import fill
from reviewer_app.bench.invented import PRACTICE_OFFICE, invented_row
from reviewer_app.bench.scans.layouts import EXACT
from reviewer_app.bench.scans.spoiling import SCANS, Spoiled, keys_of
from reviewer_app.domain.application import Source
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.reading.letters import letter_reader
from reviewer_app.reading.pages import drawn_page, opened_pdf, pages_of
from reviewer_app.reading.upright import levelled
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.cases.registering import current_pack, register_application
from reviewer_app.services.intake.scans import ScanFile, keep_scan, scans_of
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.wiring import Parts

_PAGES, _PAGE_BYTES, _ROUNDS = 300, 350_000, 3
_USER, _PASSWORD = "示例甲", "measuring-only"
#: Half a second for a hundred megabytes, where a process, the reading and the drawing take as long.
_FIRST_LIMIT = 2.0
#: Two seconds and a half where the letters alone take one and a half: the process, the models, rules, codes and marks.
_READ_LIMIT, _LATE_LIMIT = 2.5, 2.0
_RIGHT, _NO_LETTERS = 0.95, "未测：文字识别未安装（start.py extra ocr）"
_DPI = 150


def measure(quick: bool) -> Iterator[Figure]:
    """Shows and reads scans through the parts of the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        yield _first_page(Path(scratch), _PAGES // 10 if quick else _PAGES)
        yield from _letters(Path(scratch), quick)


def _first_page(scratch: Path, pages: int) -> Figure:
    """From the officer's wish to the picture of the page, the file lying in an encrypted library."""
    parts = Parts()
    library = parts.libraries.create(scratch / "library", PRACTICE_OFFICE, _USER, _PASSWORD)
    try:
        pack = library.read(current_pack)
        row = invented_row(1)
        values = {field.id: row.get(field.label, "") for field in pack.fields}
        case = library.change(register_application, values, Source.PAPER).application_id
        library.change(keep_scan, case, [ScanFile("long.pdf", long_scan(pages))])
        sha256 = library.read(scans_of, case).scans[0].sha256

        def show() -> None:
            shown = parts.forms.first_page("long.pdf", lambda: library.read(read_attachment, sha256))
            if shown.count != pages or not shown.pdf:
                raise RuntimeError("the first page did not come")

        def bare() -> None:
            subprocess.run([sys.executable, "-P", "-c", "import PIL.Image, pypdfium2"], check=True)
            drawn_page(opened_pdf(library.read(read_attachment, sha256)), 0, _DPI)

        turns = take_turns(show, bare, _ROUNDS)
    finally:
        library.close()
    yardstick = "a process started, the file read from the library, its first page drawn, one after the other"
    return at_most(f"scan.first_page_of_{pages}", turns, "ms", yardstick, _FIRST_LIMIT)


def long_scan(pages: int, size: int = _PAGE_BYTES) -> bytes:
    """A scan of so many pages, each a picture of so many bytes of its own."""
    packed = BytesIO()
    page = Image.blend(Image.new("L", (1654, 2339), 245), Image.effect_noise((1654, 2339), 40), 0.12)
    page.save(packed, "JPEG", quality=60)
    return pdf_of([packed.getvalue().ljust(size, b"\0")] * pages, b"DeviceGray")


def pdf_of(pictures: Sequence[bytes], colour: bytes) -> bytes:
    """A PDF of A4 pages, each a picture of 200 dots an inch as JPEG, as scanners write it."""
    pages = len(pictures)
    head = b"<</Type/XObject/Subtype/Image/Width 1654/Height 2339/ColorSpace/%s/BitsPerComponent 8" % colour
    draw = b"595.3 0 0 841.9 0 0 cm/P Do"
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)]
    for number, picture in enumerate(pictures):
        at = 3 + 3 * number
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.3 841.9]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (at + 1, at + 2),
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"%s/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (head, len(picture), picture),
        ]
    whole, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(whole + end % (count, table, count, len(whole)))


def _letters(scratch: Path, quick: bool) -> Iterator[Figure]:
    """What needs a reader of letters; without one each figure says so."""
    reader = letter_reader()
    if reader is None:
        yield not_measured("scan.page_read", f"<= {_READ_LIMIT:g} x", _NO_LETTERS)
        yield not_measured("scan.typing_lateness_p99_while_reading", f"<= {_LATE_LIMIT:g} x", _NO_LETTERS)
        yield not_measured("scan.fields_right", f">= {_RIGHT:g} x", _NO_LETTERS)
        yield not_measured("scan.exact_fields_right_or_doubted", ">= 1 x", _NO_LETTERS)
        return
    page = SCANS[0].write(scratch)
    level, _ = levelled(next(pages_of(page)).picture)
    forms, pack = Parts().forms, shipped_pack()
    turns = take_turns(lambda: forms.read([page], pack), lambda: reader.lines(level), _ROUNDS, unit=1)
    yield at_most("scan.page_read", turns, "s", "the letters of the page alone, the models loaded", _READ_LIMIT)
    yield _lateness(scratch, page)
    yield from _right(scratch, SCANS[::6] if quick else SCANS)


def _lateness(scratch: Path, page: Path) -> Figure:
    """Writing while a page is read, in the desk's window and in a bare box."""
    from reviewer_ui.measuring.lateness import bare_lateness_while, lateness_while
    from reviewer_ui.measuring.waiting import percentile

    parts, pack = Parts(), shipped_pack()

    def read(_library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
        parts.forms.read([page], pack)

    library = parts.libraries.create(scratch / "written", PRACTICE_OFFICE, _USER, _PASSWORD)
    fill(library, 100)
    ours = lateness_while(library, parts, scratch / "typing.ini", read)
    bare = bare_lateness_while(lambda: parts.forms.read([page], pack))
    turn = Turn(percentile(ours, 0.99), percentile(bare, 0.99))
    yardstick = "typing into a bare Qt box while the same page is read"
    return at_most("scan.typing_lateness_p99_while_reading", [turn], "ms", yardstick, _LATE_LIMIT)


def _right(scratch: Path, scans: Sequence[Spoiled]) -> Iterator[Figure]:
    """Fields read right of all; and of codes, numbers and dates those right or marked as doubtful."""
    wanted = right = exact = told = 0
    for scan in scans:
        got = {one.label: one for one in Parts().forms.read([scan.write(scratch)], shipped_pack()).fields}
        for label, value in keys_of(scan.layout).items():
            read = got.get(label)
            is_right = read is not None and read.value == value
            wanted, right = wanted + 1, right + is_right
            if label.endswith(EXACT):
                exact, told = exact + 1, told + (is_right or read is None or not read.is_sure)
    yardstick = f"all fields on {len(scans)} scans in other layouts"
    yield at_least("scan.fields_right", [Turn(right, wanted)], "fields", yardstick, _RIGHT)
    yield at_least("scan.exact_fields_right_or_doubted", [Turn(told, exact)], "fields", yardstick, 1.0)
