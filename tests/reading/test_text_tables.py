"""A table in a PDF with text: its cells by their places, a row over two lines, a scan without words."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.city_list_sheets import read_city_list
from reviewer_app.reading.text_tables import text_table
from reviewer_app.services.ports.records import PastedList

HEAD = ("序号", "申报编号", "申报单位", "评审结果", "立项编号")
LEFT = (40, 80, 180, 340, 420)


def page(place: Path, *lines: tuple[float, tuple[str, ...]]) -> Path:
    """A page with words at the columns' places, each line at its height."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(place))
    canvas.setFont("STSong-Light", 11)
    for height, cells in lines:
        for left, cell in zip(LEFT, cells, strict=False):
            canvas.drawString(left, height, cell)
    canvas.save()
    return place


def test_rows_are_read_by_their_places_and_a_name_over_two_lines_is_one(tmp_path: Path) -> None:
    file = page(
        tmp_path / "立项名单.pdf",
        (790, ("", "", "立项名单")),
        (760, HEAD),
        (730, ("1", "SH2024001", "上海示例有限公司", "同意立项", "沪试1号")),
        (707, ("", "", "上海名称很长的示例")),
        (700, ("2", "SH2024002", "", "不予立项", "")),
        (693, ("", "", "二有限公司")),
        (40, ("", "", "", "", "第1页")),
    )
    lines = text_table(file).split("\n")
    assert lines[-1].split("\t") == ["2", "SH2024002", "上海名称很长的示例二有限公司", "不予立项", ""]
    first, second = read_city_list(PastedList("\n".join(lines).encode(), name=file.name)).rows
    assert (first.filing_number, first.applicant, first.city_number) == ("SH2024001", "上海示例有限公司", "沪试1号")
    assert (second.filing_number, second.result) == ("SH2024002", "不予立项")


def test_what_holds_no_words_is_said_to_be_a_scan(tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match=r"city_list\.no_text"):
        text_table(page(tmp_path / "扫描.pdf", (700, ("只有一句话",))))
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(TroubleError, match=r"reading\."):
        text_table(tmp_path / "坏.pdf")
