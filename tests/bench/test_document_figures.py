"""The figures of the documents are measured on documents like the office's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest

from reviewer_app.bench import batch_figures
from reviewer_app.bench.document_figures import measure
from reviewer_app.bench.figure import Figure
from reviewer_app.bench.invented_papers import invented_recommendation, invented_summary
from reviewer_app.bench.office_documents import soffice, write_docx
from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.seal_place import seal_place
from support import printed


def test_what_is_counted_is_a_two_page_sheet_with_seal() -> None:
    """Not an empty page: table, opinion, seal and code over two pages."""
    content = TemplateMaker().document(invented_recommendation(7), SealStyle.SAMPLE)
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


def test_the_batches_and_libreoffice_take_turns_and_the_median_ratio_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is slow for a while does not decide the comparison."""
    order: list[str] = []
    bases, plains = iter((10.0, 10.0, 2.0)), iter((25.0, 40.0, 11.0))

    def convert(*_: object) -> float:
        order.append("baseline")
        return next(bases)

    def print_batch(_count: int, sign: object = None) -> tuple[float, float, float]:
        order.append("signed" if sign else "batch")
        return (20.0 if sign else next(plains, 1.0)), 0.0, 0.0

    monkeypatch.setattr(batch_figures, "soffice", lambda: "soffice")
    monkeypatch.setattr(batch_figures, "converting_rate", convert)
    monkeypatch.setattr(batch_figures, "batch_rate", print_batch)
    measured = {figure.figure: figure for figure in batch_figures.measure_batch(quick=True)}
    assert order[:9] == ["baseline", "batch", "signed"] * 3
    batch = measured["documents.batch_100"]
    assert (batch.value, batch.baseline, batch.ratio) == (40.0, 10.0, 4.0)
    assert measured["documents.signed_batch_100"].ratio == 2.0


def test_the_signed_documents_bear_the_seal_where_their_page_keeps_it(tmp_path: Path) -> None:
    """What is timed is the signature an office gives: seen on the page, with the seal in its own size (42 mm)."""
    file = tmp_path / "1.pdf"
    file.write_bytes(TemplateMaker().document(invented_recommendation(1), KEPT_FOR_SIGNING))
    place = seal_place(file.read_bytes())
    assert place is not None
    batch_figures.signing(tmp_path)(file)
    with pikepdf.open(file) as signed:
        (field,) = [one for one in signed.pages[place.page - 1].obj.Annots if one.get("/FT") == "/Sig"]
        left, low, right, high = (float(side) for side in field.Rect)
        assert "/N" in field.AP
    point = 25.4 / 72
    assert (right - left) * point == pytest.approx(42, abs=0.1)
    assert (high - low) * point == pytest.approx(42, abs=0.1)
    assert (left + right) / 2 * point == pytest.approx(place.x + place.width / 2, abs=0.1)


def test_the_compared_documents_say_the_same(tmp_path: Path) -> None:
    """The .docx that LibreOffice gets holds the case's facts, checklist, opinion and two pictures."""
    case = invented_recommendation(7)
    write_docx(case, tmp_path / "7.docx")
    with zipfile.ZipFile(tmp_path / "7.docx") as package:
        said = package.read("word/document.xml").decode()
        pictures = [name for name in package.namelist() if name.endswith(".png")]
    assert len(pictures) == 2
    rows = (*case.tables["facts"], *case.tables["checklist"])
    parts = [case.fields["opinion_text"], case.unit, *(part for row in rows for part in row)]
    assert all(part in said for part in parts)
