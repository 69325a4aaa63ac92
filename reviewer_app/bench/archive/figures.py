"""The dossier of a case with fifty attachments, beside the same files joined and checked by pikepdf alone."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import AttachedFileSpec, pdfa
from PIL import Image

from reviewer_app.bench.figure import Figure, at_most, take_turns
from reviewer_app.domain.application import evidence_purpose
from reviewer_app.domain.states import State
from reviewer_app.services.archive.dossier import assemble
from reviewer_app.services.archive.gathering import gather_dossier
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts

_ATTACHMENTS, _ROUNDS, _QUICK_ROUNDS = 50, 5, 3
#: Two processes of their own, the office's papers and the numbers on each page come on top of the joining: three
#: seconds where the joining takes six tenths of one.
_TIMES_BARE = 5.0
_YARDSTICK = "pikepdf alone: the same PDFs joined, the same pictures as pages, the same files embedded, checked"
File = tuple[str, bytes]


def measure(quick: bool) -> Iterator[Figure]:
    """The whole dossier of one case in milliseconds, in turns with its yardstick."""
    files = attachments()
    parts = Parts()
    with tempfile.TemporaryDirectory() as place:
        library = parts.libraries.open_practice(Path(place) / "library")
        try:
            case_id = library.change(_kept, files)
            matter = library.read(gather_dossier, case_id)

            def ours() -> None:
                made = assemble(library, parts, matter, lambda _done, _all: None, lambda: False)
                assert made is not None
                assert not made.beside

            ours()
            turns = take_turns(ours, lambda: bare_dossier(files), _QUICK_ROUNDS if quick else _ROUNDS)
        finally:
            library.close(without_backup=True)
    yield at_most("archive.dossier", turns, "ms", _YARDSTICK, _TIMES_BARE)


def attachments() -> list[File]:
    """Two pictures, two PDFs of two pages and a workbook, over and over, no two alike."""
    files: list[File] = []
    for number in range(_ATTACHMENTS):
        made = io.BytesIO()
        match number % 5:
            case 0 | 1:
                Image.effect_noise((1240, 1754), 40).convert("RGB").save(made, "JPEG", quality=60)
                files.append((f"照片{number}.jpg", made.getvalue()))
            case 2 | 3:
                page = Image.effect_noise((620, 877), 40).convert("L")
                page.save(made, "PDF", resolution=75, save_all=True, append_images=[page])
                files.append((f"材料{number}.pdf", made.getvalue()))
            case _:
                files.append((f"表{number}.xlsx", b"PK\x03\x04" + number.to_bytes(4, "big") * 5000))
    return files


def bare_dossier(files: Sequence[File]) -> bytes:
    """The same files as one PDF by pikepdf alone."""
    whole, opened = pikepdf.new(), []
    for name, content in files:
        if name.endswith(".xlsx"):
            kind, stamp = "application/octet-stream", "D:20240519143200Z"
            whole.attachments[name] = AttachedFileSpec(
                whole, content, description=name, filename=name, mime_type=kind, creation_date=stamp, mod_date=stamp
            )
            continue
        if name.endswith(".jpg"):
            made = io.BytesIO()
            Image.open(io.BytesIO(content)).save(made, "PDF", resolution=150)
            content = made.getvalue()
        opened.append(pikepdf.open(io.BytesIO(content)))
        whole.pages.extend(opened[-1].pages)
    target = io.BytesIO()
    pdfa.save(whole, target, "3b")
    return target.getvalue()


def _kept(unit: UnitOfWork, files: Sequence[File]) -> int:
    """A case that was sent, with the files as its evidence."""
    case = unit.applications.in_states(unit.settings.get().season, [State.SENT.value])[0]
    for name, content in files:
        unit.attachments.add(case.id, name, content, evidence_purpose("E2.staff"))
    return case.id
