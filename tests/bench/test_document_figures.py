"""The figures of the documents are measured on documents like the office's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import printed
from reviewer_app.bench import batch_figures
from reviewer_app.bench.document_figures import measure
from reviewer_app.bench.figure import Figure
from reviewer_app.bench.invented_papers import invented_recommendation, invented_summary
from reviewer_app.bench.office_documents import soffice, write_docx
from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.press import DocumentPress


def test_what_is_counted_is_a_two_page_sheet_with_seal() -> None:
    """Not an empty page: table, opinion, seal and code over two pages."""
    content = DocumentPress().recommendation(invented_recommendation(7), SealStyle.SAMPLE)
    assert printed.page_count(content) == 2
    assert "第7街区社区嵌入式养老服务标准化试点" in printed.poppler_text(content)


def test_the_summary_has_as_many_rows_as_it_says() -> None:
    """The total equals the list."""
    table = invented_summary(30)
    assert len(table.rows) == 30
    assert table.totals == (("合计", 30),)


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """All figures of one quick run."""
    return {figure.figure: figure for figure in measure(quick=True)}


def test_each_figure_has_its_goal_and_a_measured_value(figures: dict[str, Figure]) -> None:
    """First page, batch, signed batch, cancel and summary, whatever the machine."""
    assert set(figures) >= {
        "documents.fonts_known",
        "documents.first_preview",
        "documents.batch_100",
        "documents.signed_batch_100",
        "documents.cancel",
        "documents.summary_1000_rows",
    }
    assert all(figure.value > 0 and figure.goal for figure in figures.values())
    assert figures["documents.summary_1000_rows"].baseline > 0


def test_without_libreoffice_the_batch_says_that_nothing_was_compared(
    figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A baseline is measured in the same run or it is not there."""
    compared = figures["documents.batch_100"]
    assert bool(compared.baseline) == (soffice() is not None)
    monkeypatch.setattr(batch_figures, "soffice", lambda: None)
    monkeypatch.setattr(batch_figures, "batch_rate", lambda *_: (40.0, 0.0, 0.0))
    alone = {figure.figure: figure for figure in batch_figures.measure_batch(quick=True)}["documents.batch_100"]
    assert alone.baseline == 0
    assert "not compared" in alone.baseline_name


def test_the_compared_documents_say_the_same(tmp_path: Path) -> None:
    """The .docx that LibreOffice gets holds the case's facts, checklist, opinion and two pictures."""
    case = invented_recommendation(7)
    write_docx(case, tmp_path / "7.docx")
    with zipfile.ZipFile(tmp_path / "7.docx") as package:
        said = package.read("word/document.xml").decode()
        pictures = [name for name in package.namelist() if name.endswith(".png")]
    assert len(pictures) == 2
    parts = [case.opinion_text, case.bureau, *(part for row in (*case.facts, *case.checklist) for part in row)]
    assert all(part in said for part in parts)
