"""The demo's papers: one of each kind, readable by other readers, with a picture of every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from reviewer_app.cli.commands import run
from reviewer_app.demo import demo as demo_folder
from reviewer_app.demo.demo import MadeDemo
from reviewer_app.demo.documents import PAGE, REGISTERS, make_documents
from reviewer_app.domain.batch import SealStyle
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.wiring import Parts
from support.practice import practice_library
from support.signed_pages import pdfsig

#: The papers the issue names.
PAPERS = (
    *("recommendation.pdf", "recommendation-signed.pdf", "opinion-overlay.pdf", "calibration.pdf"),
    *("correction-notice.pdf", "receipt.pdf", "covering-letter.pdf", "contents-list.pdf", "labels.pdf"),
    *("envelope-dl.pdf", "envelope-c5.pdf", "transfer-letter.pdf", "run-sheet.pdf", "summary.pdf"),
    *("summary-public.xlsx", "summary-template.xlsx", "decline-letter.pdf", "register.pdf", "consultation-letter.pdf"),
    "reading-copy.pdf",
    "closing-slip.pdf",
    "case-dossier.pdf",
    "seal-register.pdf",
)
#: The registers as workbooks, beside the folder of papers.
WORKBOOKS = set(REGISTERS.values())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[tuple[Path, list[PrintedFile]]]:
    home = tmp_path_factory.mktemp("demo")
    library = practice_library(home / "library")
    try:
        chosen = [choice.application_id for choice in library.read(plan_batch) if choice.is_allowed][:3]
        export_batch(
            library, Parts().maker, chosen, home / "demo", SealStyle.SAMPLE, lambda done, of: None, lambda: False
        )
        papers = make_documents(library, Parts(), home / "demo")
        assert papers.missing == []
        yield home / "demo" / "documents", papers.files
    finally:
        library.close()


def test_every_paper_is_made_and_listed_with_its_kind(made: tuple[Path, list[PrintedFile]]) -> None:
    folder, files = made
    listed = {Path(file.path).name: file.kind for file in files}
    assert {name for name, kind in listed.items() if kind != PAGE} == {*PAPERS, *WORKBOOKS}
    assert sorted(item.name for item in folder.iterdir()) == sorted({*listed} - WORKBOOKS)
    assert [name for name in WORKBOOKS if not (folder.parent / name).is_file()] == []
    assert listed["envelope-c5.pdf"] == "envelope-c5"


def test_a_paper_that_cannot_be_made_is_named_with_its_reason(tmp_path: Path, qapp: QApplication) -> None:
    """It keeps no other from being made: the sheet for measuring a printer names no office."""
    library = practice_library(tmp_path / "library")
    try:
        chosen = [choice.application_id for choice in library.read(plan_batch) if choice.is_allowed][:1]
        export_batch(library, Parts().maker, chosen, tmp_path / "out", SealStyle.SAMPLE, lambda *_: None, lambda: False)
        office = library.read(lambda unit: unit.settings.get())
        library.change(lambda unit: unit.settings.put(replace(office, bureau="上海市\U0010fffd局")))
        made = make_documents(library, Parts(), tmp_path / "demo")
    finally:
        library.close()
    assert "calibration" in {file.kind for file in made.files}
    # The register's workbook needs no fonts; it lies beside the folder of papers.
    assert {Path(file.path).name for file in made.files} - WORKBOOKS == {
        file.name for file in (tmp_path / "demo/documents").iterdir()
    }
    (receipt,) = (line for line in made.missing if line.startswith("收件回执"))
    assert "没有做出" in receipt
    assert "（U+10FFFD）" in receipt


def test_an_incomplete_demo_is_no_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and what is missing stands where failures stand."""
    made = MadeDemo(("推荐意见 11 份。",), ("2024-示-0001 没有做出：缺字。",))
    monkeypatch.setattr(demo_folder, "make_demo", lambda folder, keep_library: made)
    assert run(["demo", "--out", "somewhere"]) == 1
    told = capsys.readouterr()
    assert told.out == "推荐意见 11 份。\n"
    assert told.err.splitlines() == ["2024-示-0001 没有做出：缺字。", "演示不完整：有 1 份文件没有做出。"]
    monkeypatch.setattr(demo_folder, "make_demo", lambda folder, keep_library: MadeDemo(made.said, ()))
    assert run(["demo", "--out", "somewhere"]) == 0


def test_every_page_has_its_picture(made: tuple[Path, list[PrintedFile]]) -> None:
    folder, _files = made
    for name in (name for name in PAPERS if name.endswith(".pdf")):
        with pdfplumber.open(folder / name) as pdf:
            pages = len(pdf.pages)
            width = float(pdf.pages[0].width)
        pictures = sorted(folder.glob(f"{Path(name).stem}-[0-9]*.png"))
        assert len(pictures) == pages, name
        assert QImage(str(pictures[0])).width() == pytest.approx(width / 72 * 100, abs=1)


def test_the_signed_one_is_intact_and_shows_its_seal(made: tuple[Path, list[PrintedFile]], tmp_path: Path) -> None:
    folder, _files = made
    said = pdfsig(tmp_path, (folder / "recommendation-signed.pdf").read_bytes())
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    lines = Parts().verifier.verify_pdf(folder / "recommendation-signed.pdf")
    assert all(not line.is_broken for line in lines)
    assert "此后不得再作任何改动。至今没有改动" in "".join(line.message for line in lines)
    last = sorted(folder.glob("recommendation-signed-*.png"))[-1]
    assert _red(last) > 10 * max(1, _red(sorted(folder.glob("run-sheet-*.png"))[-1]))


def _red(picture: Path) -> int:
    image = QImage(str(picture))
    colours = (image.pixelColor(x, y) for y in range(0, image.height(), 2) for x in range(0, image.width(), 2))
    return sum(colour.red() > 150 and colour.green() < 110 and colour.blue() < 110 for colour in colours)


def test_the_papers_speak_of_the_practice_seasons_cases(made: tuple[Path, list[PrintedFile]]) -> None:
    folder, files = made
    numbers = {Path(file.path).stem: file.applications for file in files if file.kind != PAGE}
    for name in ("correction-notice", "receipt", "run-sheet", "transfer-letter"):
        with pdfplumber.open(folder / f"{name}.pdf") as pdf:
            said = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
        assert numbers[name][0] in said, name


def test_the_public_summary_holds_no_telephone(made: tuple[Path, list[PrintedFile]]) -> None:
    folder, _files = made
    sheet = load_workbook(folder / "summary-public.xlsx").active
    assert sheet is not None
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("标准化试点" in text for text in said)
    assert not any("电话" in text or text.startswith(("021", "1382", "642")) for text in said)
