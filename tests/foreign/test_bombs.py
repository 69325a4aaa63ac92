"""Small files that unfold into large ones, and large ones of nothing: read, or one sentence, and always in bounds."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from reviewer_app.bench.hostile.children import MemoryWatch, spent_by_children
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.foreign.package_content import ForeignPacks
from reviewer_app.foreign_parts import ForeignReader, ForeignStamper, ForeignVerifier, shown_apart
from reviewer_app.packs.checking import PackCheck
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.papers import DocumentValues, PlacedBox, PrinterOffset, SealImage
from reviewer_app.services.ports.records import CheckLine
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence
from support.foreign_pages import foreign_pdf
from support.sample_lists import write_workbook

MEGABYTE = 1 << 20
BOX = PlacedBox(1, 50, 50, 42, 42)
SHEET = "xl/worksheets/sheet1.xml"
#: A gigabyte for a child, and what the process it is split from holds itself: its pages are counted for both.
MOST_SECONDS, START_SECONDS, MOST_MEGABYTES = 10.0, 5.0, 1024 + 160


@contextmanager
def in_bounds(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """What a child may take for a file of ordinary size."""
    began = spent_by_children()
    with MemoryWatch() as memory:
        yield
    assert spent_by_children() - began < seconds
    assert memory.most < MOST_MEGABYTES


def code_of(work: Callable[[], object], name: str = "") -> str:
    """The code of the sentence that some work ends with; empty when it does its work."""
    try:
        work()
    except OfficeError as error:
        said = sentence(error.code, error.values)
        assert "—" not in said, said
        assert name in said
        return error.code
    return ""


def read(path: Path, seconds: float = MOST_SECONDS) -> str:
    with in_bounds(seconds):
        return code_of(lambda: ForeignReader().read(path, shipped_pack()), path.name)


def repacked(path: Path, part: str, pieces: Iterator[bytes]) -> Path:
    """A workbook of one application with one of its parts written anew, piece by piece."""
    rows = [["项目名称", "申报单位"], ["甲试点", "上海甲公司"]]
    sound = write_workbook(path.with_name("原件.xlsx"), 清单=(1, 1, rows))
    with zipfile.ZipFile(sound) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in package.namelist():
            if name != part:
                made.writestr(name, package.read(name))
        with made.open(part, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
    return path


def test_fifty_megabytes_of_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_bytes("项目名称,申报单位\n甲试点,上海甲公司\n".encode() + b"\n" * (50 * MEGABYTE))
    assert read(path) == "sheet.too_large"


def test_twelve_million_cells_in_a_small_workbook(tmp_path: Path) -> None:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = b"<row>" + b"<c><v>1</v></c>" * 120 + b"</row>"
    pieces = (row * 1_000 for _ in range(100))
    path = repacked(tmp_path / "清单.xlsx", SHEET, iter([head, *pieces, b"</sheetData></worksheet>"]))
    assert path.stat().st_size < 2 * MEGABYTE
    assert read(path).partition(".")[0] in ("sheet", "foreign")


def test_six_hundred_megabytes_of_words_in_a_small_workbook(tmp_path: Path) -> None:
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    piece = b"<si><t>x</t></si>" * (MEGABYTE // 17)
    pieces = iter([head, *(piece for _ in range(590)), b"</sst>"])
    path = repacked(tmp_path / "清单.xlsx", "xl/sharedStrings.xml", pieces)
    assert path.stat().st_size < 4 * MEGABYTE
    # The start of the process that the readers are split from may fall into it.
    assert read(path, MOST_SECONDS + START_SECONDS).partition(".")[0] in ("sheet", "foreign")
    with in_bounds(MOST_SECONDS + START_SECONDS):
        assert code_of(lambda: Parts().summaries.look_at(path)).partition(".")[0] in ("workbook", "foreign")


@pytest.mark.parametrize("piece", ["<td>", "<tr><td>", "<table><tr><td>", "<table>", "<td"])
def test_a_page_that_never_closes_a_cell(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "导出.xls"
    path.write_text("<html><table><tr>" + piece * 60_000, encoding="utf-8")
    assert read(path).partition(".")[0] in ("sheet", "foreign")


VALUES = DocumentValues(DocumentKind.OPINION_OVERLAY, "甲", date(2024, 5, 1), fields={"opinion": "同意推荐。"})
WORK: dict[str, Callable[[bytes], object]] = {
    "overlay": lambda pdf: ForeignStamper().overlay(pdf, BOX, VALUES, PrinterOffset()),
    "seal": lambda pdf: ForeignStamper().seal(pdf, (BOX,), SealImage(None)),
    "show": shown_apart,
}


@pytest.mark.parametrize(
    ("work", "content"),
    [
        ("overlay", b"q "),
        ("overlay", b"0 0 m 9 9 l S "),
        ("overlay", b"["),
        ("seal", b"q "),
        ("show", b"q "),
        ("show", b"q Q "),
    ],
)
def test_a_page_of_ten_megabytes_in_ten_kilobytes(work: str, content: bytes) -> None:
    pdf = foreign_pdf(content=content * (10 * MEGABYTE // len(content)))
    assert len(pdf) < 100_000
    with in_bounds(22):
        assert code_of(partial(WORK[work], pdf)).partition(".")[0] in ("", "foreign", "stamping", "printing")


def test_such_a_page_is_verified(tmp_path: Path) -> None:
    path = tmp_path / "来件.pdf"
    path.write_bytes(foreign_pdf(content=b"q " * (5 * MEGABYTE)))
    with in_bounds(22):
        (line,) = ForeignVerifier().verify_pdf(path)
    assert line.is_broken


def test_eight_hundred_kilobytes_of_rules_in_a_seal(tmp_path: Path) -> None:
    rules = "".join(f".a{number}{{fill:red}}" for number in range(50_000))
    shapes = "".join(f"<rect class='a{number} b c' width='1' height='1'/>" for number in range(2_000))
    path = tmp_path / "章.svg"
    path.write_text(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>{rules}</style>{shapes}</svg>")
    with in_bounds(22):
        code = code_of(lambda: ForeignStamper().seal(foreign_pdf(), (BOX,), SealImage(path)))
    assert code.partition(".")[0] in ("", "seal", "foreign")


def manifest(folder: Path, *paths: str) -> list[CheckLine]:
    """What is said of a folder whose manifest names some files."""
    files = [{"path": path, "sha256": "ab" * 32, "kind": "screenshot", "applications": []} for path in paths]
    said = {"files": files, "pack_sha256": "ab" * 32, "audit_head": "cd" * 32}
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    return ForeignVerifier().verify_folder(folder)


@pytest.mark.parametrize("count", [21_000, 1_000_000])
def test_a_manifest_of_a_million_lines_is_a_sentence(tmp_path: Path, count: int) -> None:
    entry = ",".join(f'{{"path":"a{number}","sha256":"","kind":"","applications":[]}}' for number in range(count))
    (tmp_path / "manifest.json").write_text(f'{{"files":[{entry}],"pack_sha256":"","audit_head":""}}')
    with in_bounds():
        (line,) = ForeignVerifier().verify_folder(tmp_path)
    assert line.message == sentence("verify.manifest_damaged")


OUTSIDE = (
    "../b.png",
    "/etc/hostname",
    "c/../../b.png",
    "..\\b.png",
    "C:\\b.png",
    "\\\\?\\C:\\b.png",
    "link.png",
    "way/x",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_manifest_leads_nowhere_else(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "导出"
    folder.mkdir()
    (tmp_path / "b.png").write_bytes(b"b")
    if sys.platform != "win32":
        (folder / "link.png").symlink_to(tmp_path / "b.png")
        (folder / "way").symlink_to("/etc")
    (line, *_) = manifest(folder, path)
    assert (line.part, line.message) == (path, sentence("verify.path_refused"))


def test_a_manifest_that_names_a_file_twice_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"a")
    (line, *_) = manifest(tmp_path, "a.png", "a.png")
    assert (line.part, line.message) == ("manifest.json", sentence("verify.manifest_damaged"))


@pytest.mark.parametrize("depth", [12, 400])
def test_tables_within_tables_in_a_pack(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "规则包.toml"
    for text in (
        "a = " + "[" * depth + "]" * depth,
        "a = " + "{b = " * depth + "1" + "}" * depth,
        "[" + "a." * depth + "b]",
    ):
        path.write_text(text)
        with in_bounds():
            found = ForeignPacks().check(path)
        assert isinstance(found, PackCheck)
        assert found.findings


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes by name")
def test_a_pipe_in_place_of_a_manifest_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "manifest.json")
    (line,) = ForeignVerifier().verify_folder(tmp_path)
    assert line.message == sentence("verify.manifest_damaged")


def test_a_manifest_nested_in_itself(tmp_path: Path) -> None:
    for depth in (12, 900):
        (tmp_path / "manifest.json").write_text('{"files":' * depth + "[]" + "}" * depth)
        assert [line.part for line in ForeignVerifier().verify_folder(tmp_path)] == ["manifest.json"]
