"""The figures of the documents are measured on documents like the office's."""

from __future__ import annotations

import printed
from reviewer_app.bench.document_figures import invented_recommendation, invented_summary, measure
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


def test_each_figure_has_its_goal_and_the_summary_its_baseline() -> None:
    """Three figures, every one a measured value; the baseline comes from the same run."""
    figures = {figure.figure: figure for figure in measure(quick=True)}
    assert set(figures) == {"documents.fonts_known", "documents.recommendations", "documents.summary_1000_rows"}
    assert all(figure.value > 0 and figure.goal for figure in figures.values())
    assert figures["documents.summary_1000_rows"].baseline > 0
