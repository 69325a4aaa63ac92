"""The figures of the documents are measured on documents like the office's."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from reviewer_app.bench import batch_figures
from reviewer_app.bench.bare_documents import bare_pdf, letters_of, open_fonts, read_characters, read_outlines
from reviewer_app.bench.document_figures import measure
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


@pytest.mark.bench
def test_each_figure_has_its_goal_and_a_measured_value() -> None:
    """First page, batch, signed batch, memory, cancel and summary, each beside what was measured in the same run."""
    figures = {figure.name: figure for figure in measure(quick=True)}
    assert set(figures) >= {
        "documents.fonts_known",
        "documents.first_preview",
        "documents.first_preview_beside_reportlab",
        "documents.loaded_beside_the_window",
        "documents.batch_100",
        "documents.signed_batch_100",
        "documents.cancel",
        "documents.summary_1000_rows",
    }
    assert all(figure.absolute > 0 and figure.yardstick_value > 0 and figure.goal for figure in figures.values())
    assert ("documents.batch_100_beside_office" in figures) == (soffice() is not None)
    memory = figures.get("documents.memory_at_100")
    assert memory is None or memory.fonts


def test_the_batches_and_their_yardsticks_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is slow for a while does not decide the comparison."""
    order: list[str] = []

    def rate(name: str) -> Callable[..., float]:
        def measured(*given: object) -> float:
            order.append(f"{name} signed" if len(given) > 1 and name != "office" else name)
            return float(len(order))

        return measured

    monkeypatch.setattr(batch_figures, "converting_rate", rate("office"))
    monkeypatch.setattr(batch_figures, "bare_rate", rate("bare"))
    monkeypatch.setattr(batch_figures, "batch_rate", rate("ours"))
    rounds = batch_figures.take_turns("soffice", 5, 3)
    assert order == ["bare", "bare signed", "office", "ours", "ours signed"] * 3
    assert rounds[0] == batch_figures.Round(bare=1, bare_signed=2, office=3, plain=4, signed=5)
    order.clear()
    assert [one.office for one in batch_figures.take_turns(None, 5, 3)] == [0, 0, 0]
    assert "office" not in order


def test_the_bare_documents_say_the_same() -> None:
    """The yardstick prints the case's texts over as many pages, and reads the outlines of the same letters."""
    case = invented_recommendation(7)
    content = bare_pdf(case)
    assert printed.page_count(content) == 2
    letters = letters_of(case)
    assert set(case.fields["project_name"] + case.fields["opinion_text"]) <= set(letters)
    fonts = open_fonts(batch_figures.font_files()[:1])
    assert read_characters(fonts) > 100
    assert read_outlines(fonts, letters) > 10


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
