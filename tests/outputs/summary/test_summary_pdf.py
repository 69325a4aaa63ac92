"""The printed summary: A4 across, everything on it, heads and page numbers on each page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pdfplumber
import pytest
from pikepdf import pdfa

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.summary.pdf import shared_widths
from reviewer_app.outputs.summary.writer import SummaryForms
from support.printed import MM
from support.summaries import HEADERS, OPINION, REASON, summary_row, summary_table

NAME = "示例区社区嵌入式养老服务与为老助餐一体化标准化试点"
UNIT = "上海示例区域一体化颐养服务管理有限公司"


@pytest.fixture(scope="module")
def forms(book: FontBook) -> SummaryForms:
    """The writer with the tests' fonts."""
    return SummaryForms(book)


def test_each_page_lies_across_and_has_head_and_number(forms: SummaryForms) -> None:
    """Forty cases go over several pages; every page can be read by itself."""
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(40)))) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        sizes = {(round(page.width / MM), round(page.height / MM)) for page in pdf.pages}
        edges = [(word["x0"] / MM, word["x1"] / MM) for page in pdf.pages for word in page.extract_words()]
    assert sizes == {(297, 210)}
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"第 {number} 页，共 {len(texts)} 页" in text
        assert "统一社会信用代码" in text
        assert "案卷记录链首 9f86d081" in text
    assert min(left for left, _ in edges) >= 9.9
    assert max(right for _, right in edges) <= 287.1


def printed(content: bytes) -> list[list[str]]:
    """The cells of every table row in the file, page after page, without line ends."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        found = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    return [["".join(cell.split()) for cell in row if cell] for row in found]


def plain(texts: Iterable[str]) -> list[str]:
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("is_whole", [False, True])
def test_the_table_says_what_the_workbook_says(forms: SummaryForms, is_whole: bool) -> None:
    """Every value of every row, below it its opinion, whole or in short, and the totals under the list."""
    table = summary_table(12)
    place = HEADERS.index("推荐意见")
    rows = printed(forms.pdf(table, is_whole))
    assert [row[:place] + row[place:] for row in rows if len(row) == len(HEADERS) - 1 and row[0].isdigit()] == [
        plain((*row[:place], *row[place + 1 :])) for row in table.rows
    ]
    said = [f"推荐意见：{OPINION}"] * 12 if is_whole else [f"结论和理由（摘录）：{REASON}"] * 12
    assert [row[0] for row in rows if len(row) == 1] == said
    assert [row for row in rows if len(row) == 2] == [["合计", "12"], ["重点项目", "4"], ["一般项目", "8"]]


def test_a_few_long_names_get_the_room_of_the_others(forms: SummaryForms) -> None:
    """Twelve cases, eight of them with names of three lines' length, still stand on two pages; no day is broken."""
    rows = [
        summary_row(number, 项目名称=NAME * 3 if number % 3 else NAME, 申报单位=UNIT * 2) for number in range(1, 13)
    ]
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(0, *rows)))) as pdf:
        assert len(pdf.pages) == 2
        cells = [cell for page in pdf.pages for table in page.extract_tables() for row in table for cell in row if cell]
    assert cells.count("2024-06-01 至\n2026-05-31") == 12


@pytest.mark.parametrize("is_whole", [False, True])
def test_twelve_cases_stand_on_two_pages(forms: SummaryForms, is_whole: bool) -> None:
    """With opinions and names of usual length, in type that is read without a glass, each case on one page."""
    rows = [summary_row(number, 推荐意见=OPINION * 9, 项目名称=NAME, 申报单位=UNIT) for number in range(1, 13)]
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(0, *rows), is_whole))) as pdf:
        assert len(pdf.pages) == 2
        assert min(letter["size"] for page in pdf.pages for letter in page.chars if letter["text"] == "荐") >= 8
        tables = [page.extract_tables()[0] for page in pdf.pages]
    for table in tables:
        assert [sum(cell is not None for cell in row) for row in table] == [16, *(16, 1) * ((len(table) - 1) // 2)]


def test_a_table_without_opinions_has_one_line_a_case(forms: SummaryForms) -> None:
    """The register of papers, and a pack that lists no opinions, are printed as they are."""
    table = replace(summary_table(3), reserved=())
    assert sum(len(row) == len(HEADERS) for row in printed(forms.pdf(table))) == 4


def test_codes_and_telephones_stay_on_one_line(forms: SummaryForms) -> None:
    """A broken number is misread on paper."""
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(3)))) as pdf:
        words = {word["text"] for word in pdf.pages[0].extract_words()}
    assert {"91310104MAXX00015W", "13800000000", "SH2024617000001"} <= words


def test_a_long_opinion_is_printed_whole(forms: SummaryForms) -> None:
    """A row taller than a page goes on on the next."""
    long = OPINION * 120
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(1, summary_row(1, 推荐意见=long)), is_whole=True))) as pdf:
        assert "".join(page.extract_text() for page in pdf.pages).count("建") >= 120


def test_a_character_nobody_has_is_named_with_its_row(forms: SummaryForms) -> None:
    """Nothing is printed with a gap; the officer learns which case it is."""
    with pytest.raises(RefusalError) as refusal:
        forms.pdf(summary_table(1, summary_row(1, 项目名称="示例\U0003ffff试点")))
    assert refusal.value.code == "font.missing"
    assert refusal.value.values["characters"] == "（U+3FFFF）"
    assert "汇总表第1行" in str(refusal.value.values["case"])


def test_an_empty_summary_is_printed_with_its_heads(forms: SummaryForms) -> None:
    """Nothing to recommend is also said on paper."""
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(0)))) as pdf:
        assert "收件编号" in pdf.pages[0].extract_text()


def test_widths_fill_the_page_and_leave_each_column_its_need() -> None:
    """Words stay whole, and what is left goes to the long texts in equal measure."""
    widths = shared_widths(areas=(5, 300, 100), needs=(20, 10, 10), room=100)
    assert sum(widths) == pytest.approx(100)
    assert widths == pytest.approx((20, 60, 20), rel=0.01)


def test_a_short_word_is_never_parted_before_its_last_character(forms: SummaryForms) -> None:
    """公共服务 stands in a narrow column as 公共 and 服务."""
    rows = [summary_row(number, 推荐意见=OPINION * 7) for number in range(1, 13)]
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(0, *rows)))) as pdf:
        cells = [cell or "" for row in pdf.pages[0].extract_tables()[0][1:] for cell in row]
    assert [cell for cell in cells if len(cell.replace("\n", "")) == 4 and len(cell.splitlines()[-1]) == 1] == []


def test_the_note_of_a_head_stands_on_one_line(forms: SummaryForms) -> None:
    """（市局） below 联系人 is read at a glance, and no bracket is left alone."""
    rows = [summary_row(number, 推荐意见=OPINION * 7) for number in range(1, 13)]
    with pdfplumber.open(io.BytesIO(forms.pdf(summary_table(0, *rows)))) as pdf:
        heads = [cell or "" for cell in pdf.pages[0].extract_tables()[0][0]]
    assert [head for head in heads if "（" in head] == ["项目类别\n（推荐）", "联系人\n（市局）"]


def test_the_printed_summary_can_be_kept(forms: SummaryForms) -> None:
    """It is PDF/A-2b as all our documents, and the same bytes for the same table."""
    content = forms.pdf(summary_table(5))
    assert pdfa.validate_written(io.BytesIO(content), "2b").verdict == "pass"
    assert content == forms.pdf(summary_table(5))
