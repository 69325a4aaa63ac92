"""What keeping costs: a backup of a full library, typing beside it, and looking at a big export folder again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reviewer_app.bench.figure import Figure, Turn, at_most, take_turns
from reviewer_app.bench.filling import fill
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.folder import SHEETS, SUMMARY
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import PrintJob
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.wiring import Parts

_CASES, _SHEETS, _ROUNDS = 100_000, 1_000, 3
_USER, _PASSWORD = "示例甲", "measuring-only"
_PACK = "0123456789ab" + "0" * 52
_BARE_LOOK = """
import hashlib, pathlib, pikepdf, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.pdf"):
    hashlib.sha256(path.read_bytes()).hexdigest()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            page.Contents.read_bytes()
"""
_FILES = ("library.db", "attachments.db", "keys.json")


def measure(quick: bool) -> Iterator[Figure]:
    """A backup and the typing beside it against copying the same files barely; a folder against opening its PDFs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    cases, sheets = (_CASES // 10, _SHEETS // 10) if quick else (_CASES, _SHEETS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        library = Parts().libraries.create(folder, PRACTICE_OFFICE, _USER, _PASSWORD)
        fill(library, cases)
        turns = take_turns(library.back_up, lambda: _copy_barely(folder), _ROUNDS, unit=1.0)
        library.close(without_backup=True)
        yardstick = "copying, syncing and hashing the same files twice, once to write and once to look"
        yield at_most(f"trust.backup_{cases}", turns, "s", yardstick, 8)
        yield _typing(folder, Path(scratch), cases)
    yield _folder_looked_at(sheets)


def _copy_barely(folder: Path) -> None:
    """The same files copied, synced and read again, with nothing looked at inside."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        for name in _FILES:
            copied = Path(shutil.copyfile(folder / name, Path(scratch) / name))
            with copied.open("rb+") as file:
                os.fsync(file.fileno())
            for _ in range(2):
                with copied.open("rb") as file:
                    hashlib.file_digest(file, "sha256")


def _typing(folder: Path, scratch: Path, cases: int) -> Figure:
    from reviewer_ui.measuring.lateness import bare_lateness_while, lateness_while
    from reviewer_ui.measuring.waiting import percentile

    def back_up(library: Library, _progress: Progress, _is_cancelled: Cancelled) -> Path:
        return library.back_up()

    turns = []
    for _ in range(_ROUNDS):
        library = Parts().libraries.open(folder, _USER, _PASSWORD)
        ours = lateness_while(library, Parts(), scratch / "typing.ini", back_up)
        bare = bare_lateness_while(lambda: _copy_barely(folder))
        turns.append(Turn(percentile(ours, 0.99), percentile(bare, 0.99)))
    yardstick = "typing into a bare Qt box while a bare thread copies and hashes the same files"
    return at_most(f"trust.typing_lateness_p99_while_backing_up_{cases}", turns, "ms", yardstick, 4)


def _folder_looked_at(sheets: int) -> Figure:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "2024-01"
        _make_folder(folder, sheets)
        verifier = Parts().verifier

        def look() -> None:
            broken = [line for line in verifier.verify_folder(folder) if line.is_broken]
            if broken:
                raise RuntimeError(broken[0].message)

        turns = take_turns(look, lambda: _open_barely(folder), _ROUNDS, unit=1.0)
    return at_most(
        f"trust.folder_of_{sheets}",
        turns,
        "s",
        "hashing and opening each PDF with pikepdf in a process of its own, no more",
        8,
    )


def _make_folder(folder: Path, sheets: int) -> None:
    place = folder / SHEETS
    place.mkdir(parents=True)
    values = [invented_recommendation(number) for number in range(1, sheets + 1)]
    # What the manifest says has to be what the papers say of themselves.
    values = [replace(one, fields={**one.fields, "pack": f"sh-2024 {_PACK[:12]}"}) for one in values]
    jobs = [PrintJob(one, place / f"{number}.pdf") for number, one in enumerate(values, 1)]
    for outcome in TemplateMaker().documents(jobs, SealStyle.CIRCLE.value, lambda: False):
        if outcome.error is not None:
            raise outcome.error
    (folder / SUMMARY).write_bytes(b"looked at by its hash alone")
    numbers = tuple(one.fields["intake_number"] for one in values)
    files = [
        PrintedFile(f"{SHEETS}/{place}.pdf", DocumentKind.RECOMMENDATION, (number,))
        for place, number in enumerate(numbers, 1)
    ]
    TemplateMaker().manifest(folder, [*files, PrintedFile(SUMMARY, "summary", numbers)], _PACK, values[0].audit_head)


def _open_barely(folder: Path) -> None:
    """In a process of its own as well, which has to start."""
    subprocess.run([sys.executable, "-c", _BARE_LOOK, str(folder)], check=True)
