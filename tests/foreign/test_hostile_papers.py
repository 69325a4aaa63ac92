"""Seals, PDFs, certificates and forms of others through the parts the desk uses: each in a child process."""

from __future__ import annotations

import importlib
import inspect
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from reviewer_app import foreign_parts, foreign_signing
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.foreign import package_content, scans_shown
from reviewer_app.foreign.child_work import named
from reviewer_app.foreign_parts import ForeignStamper, ForeignVerifier
from reviewer_app.foreign_signing import ForeignSigner
from reviewer_app.services.ports.papers import DocumentValues, PlacedBox, PrinterOffset, SealImage
from reviewer_app.services.ports.records import Grade
from reviewer_app.wiring import Parts
from support.foreign_pages import foreign_pdf, ring_svg

HERE = Path(__file__).parent / "samples"
BOX = PlacedBox(1, 50, 50, 42, 42)
HEAD = b"\x89PNG\r\n\x1a\n"


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(OfficeError) as failure:
        work()
    return failure.value.code


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey picture that says how large it is."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return HEAD + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def sealed(file: Path) -> bytes:
    return ForeignStamper().seal(foreign_pdf(), (BOX,), SealImage(file))


def test_a_turned_shape_is_drawn() -> None:
    assert sealed(HERE / "rotate.svg").startswith(b"%PDF-")


def test_an_ordinary_seal_comes_out_as_in_the_desk_s_own_process(tmp_path: Path) -> None:
    from reviewer_app.outputs.papers.stamper import PdfStamper

    image = SealImage(ring_svg(tmp_path))
    assert sealed(image.file or tmp_path) == PdfStamper().seal(foreign_pdf(), (BOX,), image)


@pytest.mark.parametrize(
    "content",
    [
        png(100_000, 100_000, b""),
        png(2**31 - 1, 2**31 - 1, b"\x00" * 100),
        png(6_000, 6_000, bytes(1_000)),
        HEAD + b"IHDR",
        b"\xff\xd8\xff\xe0" + b"\x00" * 500,
        b"%PDF-1.7\n1 0 obj\n<< /Kids [1 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 100_000,
        b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0 " + b"A1 1 0 0 0 1e300 1e300" * 50 + b"'/></svg>",
    ],
    ids=["huge", "largest", "cut-off", "head-alone", "no-jpeg", "no-pages", "deep", "arcs"],
)
def test_a_picture_that_is_a_trap_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "章.png").write_bytes(content)
    assert code_of(lambda: sealed(tmp_path / "章.png")).partition(".")[0] in ("seal", "foreign")


def test_a_seal_is_tried_before_anything_is_signed_with_it(tmp_path: Path) -> None:
    """The key stays in the desk's process, and so the seal's file is looked at first in another."""
    from reviewer_app.services.ports.papers import Credential

    (tmp_path / "章.png").write_bytes(png(100_000, 100_000, b""))
    image, key = SealImage(tmp_path / "章.png"), Credential(file=tmp_path / "没有.p12")
    assert code_of(lambda: ForeignSigner().sign(foreign_pdf(), key, "", BOX, seal=image)) == "seal.unreadable"


def test_a_ground_that_is_a_trap_is_a_sentence() -> None:
    values = DocumentValues(DocumentKind.OPINION_OVERLAY, "甲", date(2024, 5, 1), fields={"opinion": "同意推荐。"})
    for base in (b"%PDF-1.7\n" + b"[" * 500_000, b"%PDF-1.4 " + bytes(1 << 20)):
        overlay = partial(ForeignStamper().overlay, base, BOX, values, PrinterOffset())
        assert code_of(overlay).partition(".")[0] in ("stamping", "foreign")


def test_the_pages_of_a_foreign_pdf_are_drawn_apart_before_the_window_has_them() -> None:
    parts, pdf = Parts(), foreign_pdf(3)
    assert parts.shown(pdf, is_foreign=True) == pdf
    assert code_of(lambda: parts.shown(b"%PDF-1.7 nothing", is_foreign=True)) == "printing.unreadable"


def test_a_pdf_that_is_a_trap_is_looked_at_and_said(tmp_path: Path) -> None:
    path = tmp_path / "来件.pdf"
    path.write_bytes(foreign_pdf())
    (line,) = Parts().verifier.verify_pdf(path)
    assert line.standing is Grade.BROKEN
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n" + b"<<" * 300_000 + b"\n%%EOF")
    assert ForeignVerifier().verify_pdf(path)
    path.unlink()
    assert code_of(lambda: ForeignVerifier().verify_pdf(path)) == "verify.unreadable"


def test_a_page_covered_by_fields_for_signatures_is_not_as_it_was() -> None:
    """Small fields that nobody signed, side by side over the whole page, and one that somebody signed."""
    lines = Parts().verifier.verify_pdf(HERE / "tiled-by-signature-fields.pdf")
    assert lines[0].standing is Grade.BROKEN
    assert lines[1].standing is Grade.BROKEN
    assert lines[1].message == ("第 1 页今天看到的内容与生成时不同。第 1 页上原有的内容被后加的签名图样遮住。")


def test_a_folder_is_looked_at_apart(tmp_path: Path) -> None:
    assert code_of(lambda: Parts().verifier.verify_folder(tmp_path)) == "verify.no_manifest"
    (tmp_path / "manifest.json").write_bytes(b"[" * 200_000)
    assert [line.part for line in Parts().verifier.verify_folder(tmp_path)] == ["manifest.json"]


def test_a_certificate_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.cer").write_bytes(b"\x30\x84\xff\xff\xff\xff" * 1000)
    assert code_of(lambda: ForeignSigner().certificates_in(tmp_path / "a.cer")) == "trust.not_certificate"


def test_a_form_that_swells_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", " " * (70 << 20))
    assert code_of(lambda: Parts().summaries.look_at(path)).startswith("workbook.")


def test_all_work_that_is_named_is_there() -> None:
    """A name in a text is found by no type check."""
    source = "".join(inspect.getsource(one) for one in (foreign_parts, foreign_signing, scans_shown, package_content))
    places = dict(re.findall(r'^(_[A-Z_]+) = "([\w.]+:\w+)"', source, re.MULTILINE))
    used = {places[name] + method for name, method in re.findall(r'f"\{(_[A-Z_]+)\}(\.\w+)"', source)}
    used |= {places[name] for name in re.findall(r"(?:in_child|in_child_at_once|_try)\((_[A-Z_]+),", source)}
    assert len(used) == 30
    for work in used:
        assert callable(named(work)), work
        importlib.import_module(work.partition(":")[0])
