"""Every document of the office as other programs see it: kept format, code, words, draft, reprint, characters."""

from __future__ import annotations

import io
import random
import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from pikepdf import pdfa
from pikepdf.pdfa._content import content_checker
from PIL import Image

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.page_codes import print_mark
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.checking.signed_archival import archival_faults
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.archival import check_archival
from reviewer_app.outputs.pdf.content_proof import check_content
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_resources.phrases import sentence
from support import printed
from support.papers import KINDS, PROJECT, UNIT, paper
from support.printed import line_with, seen_lines

BARE = {DocumentKind.LABELS, DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5}
CODED = [kind for kind in KINDS if kind not in BARE]
ON_THE_GRID = [DocumentKind.CORRECTION_NOTICE, DocumentKind.COVERING_LETTER, DocumentKind.TRANSFER_LETTER]


def made(maker: DocumentMaker, kind: DocumentKind, **changes: object) -> bytes:
    """The document of a kind with the sample seal."""
    return maker.document(paper(kind, **changes), SealStyle.SAMPLE.value)


def scanned(content: bytes, page: int) -> Image.Image:
    """A page as a worn scanner gives it: 200 dpi, turned by 2 degrees, every pixel a little off."""
    picture = (
        printed.page_image(content, page, 200).convert("L").rotate(2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    )
    grain = random.Random(7)
    noise = Image.frombytes("L", picture.size, grain.randbytes(picture.width * picture.height))
    return Image.blend(picture, noise, 0.18)


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_made_for_keeping(maker: TemplateMaker, kind: DocumentKind) -> None:
    """PDF/A-2b by an independent checker, with the proof of content filled in and intact."""
    content = made(maker, kind)
    report = pdfa.validate_written(io.BytesIO(content), "2b")
    assert (report.verdict, list(report.findings)) == ("pass", [])
    assert check_content(content).holds


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_says_what_it_is_twice_and_alike(maker: TemplateMaker, kind: DocumentKind) -> None:
    """Title, unit, number and time stand in the Info dictionary and in XMP."""
    values = paper(kind)
    with pikepdf.open(io.BytesIO(made(maker, kind))) as pdf:
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata() as kept:
            assert kept["dc:title"] == info["/Title"] != ""
            assert kept["dc:creator"] == [UNIT] == [info["/Author"]]
            assert kept["xmp:CreateDate"] == "2024-05-20T09:41:07+08:00"
            assert kept.get("dc:identifier", "") == values.number == info.get("/DeskNumber", "")
    assert info["/CreationDate"] == "D:20240520094107+08'00'"
    assert info["/DeskDay"] == "2024-05-19"
    assert info["/DeskKind"] == kind.value


@pytest.mark.parametrize("kind", CODED)
def test_the_code_is_read_from_a_worn_scan(maker: TemplateMaker, kind: DocumentKind) -> None:
    """Each page's code names document and page, from 200 dpi with noise and a turn of 2 degrees."""
    values = paper(kind)
    content = made(maker, kind)
    total = printed.page_count(content)
    number = values.number or "2024-示-0001"
    mark = print_mark(kind, values.audit_head, values.is_draft)
    for page in range(1, total + 1):
        found = {code.text for code in zxingcpp.read_barcodes(scanned(content, page))}
        said = f"SHBZ|{number}|{page}/{total}{f'|{mark}' if mark else ''}"
        # A run sheet's says behind it which points stand on the page.
        assert {text.partition(".")[0] for text in found} == {said}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_bytes(maker: TemplateMaker, kind: DocumentKind) -> None:
    """What was previewed is what is printed and exported."""
    assert made(maker, kind) == made(TemplateMaker(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_character_nobody_has_names_the_case(floor_maker: TemplateMaker, kind: DocumentKind) -> None:
    """No empty box on any paper: the characters and the case are said."""
    values = paper(kind, unit="上海市示例\U0010fffd区局")
    with pytest.raises(RefusalError) as refused:
        floor_maker.document(values, SealStyle.CIRCLE.value)
    assert refused.value.code == "font.missing"
    said = sentence(refused.value.code, refused.value.values)
    assert "“（U+10FFFD）”" in said
    assert PROJECT in said


@pytest.mark.parametrize("kind", CODED)
def test_a_draft_says_so_on_each_page_and_bears_no_seal(maker: TemplateMaker, kind: DocumentKind) -> None:
    """草稿 large across the page; the sample seal stays off."""
    content = made(maker, kind, is_draft=True)
    for page in range(1, printed.page_count(content) + 1):
        assert any(line.page == page and line.text == "草稿" for line in seen_lines(content))
    assert "样章" not in printed.poppler_text(content)
    if kind is DocumentKind.CORRECTION_NOTICE:
        picture = printed.page_image(content, printed.page_count(content), 60)
        assert picture.convert("HSV").split()[1].getextrema()[1] < 120


@pytest.mark.parametrize("kind", CODED)
def test_a_reprint_says_so(maker: TemplateMaker, kind: DocumentKind) -> None:
    """The second paper of the same document can be told from the first."""
    assert "第2次补打" in printed.poppler_text(made(maker, kind, reprint=2))
    assert "补打" not in printed.poppler_text(made(maker, kind))


def test_a_document_of_two_parts_has_bookmarks(maker: TemplateMaker) -> None:
    """The covering letter and its list are found in the reader's side bar; a letter alone has none."""
    with pikepdf.open(io.BytesIO(made(maker, DocumentKind.COVERING_LETTER))) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert str(pdf.Root.PageMode) == "/UseOutlines"
    assert titles == ["关于报送2024年度市级标准化试点项目推荐材料的函", "附件1　推荐项目清单"]
    with pikepdf.open(io.BytesIO(made(maker, DocumentKind.TRANSFER_LETTER))) as pdf, pdf.open_outline() as outline:
        assert list(outline.root) == []


@pytest.mark.parametrize("kind", ON_THE_GRID)
@pytest.mark.parametrize(
    ("unit", "day"),
    [("上海市浦东新区市场监督管理局", date(2026, 1, 1)), (UNIT, date(2024, 12, 31))],
)
def test_unit_date_and_seal_stand_by_the_rule(maker: TemplateMaker, kind: DocumentKind, unit: str, day: date) -> None:
    """The date four characters in, the unit centred over it and within the type area, on a page with text."""
    content = made(maker, kind, unit=unit, day=day)
    said = line_with(content, f"{day.year}年{day.month}月{day.day}日")
    name = next(line for line in seen_lines(content) if line.text == unit and line.size < 20)
    assert said.x1 == pytest.approx(184 - 4 * 15.79 / printed.MM, abs=0.3)
    assert name.middle == pytest.approx(said.middle, abs=0.3)
    assert name.x1 <= 184.3
    above = [line for line in seen_lines(content) if line.page == name.page and 37 < line.top < name.top]
    assert len([line for line in above if line.size == pytest.approx(16, abs=0.01)]) >= 2


def test_long_names_and_many_rows_are_printed_whole(maker: TemplateMaker) -> None:
    """A name of sixty characters and a parcel of eighty cases: every head repeated, no row lost, inside the margins."""
    name = "面向超大城市社区嵌入式综合养老服务与长期照护协同管理的全流程数字化服务质量评价" * 2
    rows = tuple((f"2024-示-{number:04d}", name[:60], name[:30] + "公司", "申报表", "3") for number in range(1, 81))
    content = made(maker, DocumentKind.CONTENTS_LIST, tables={"contents": rows})
    text = printed.poppler_text(content)
    assert all(row[0] in text for row in rows)
    heads = [line.page for line in seen_lines(content) if line.text.startswith("序号")]
    assert heads == list(range(1, printed.page_count(content) + 1))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        letters = [letter for page in pdf.pages for letter in page.chars]
    assert min(letter["x0"] for letter in letters) / printed.MM >= 20 - 0.3
    assert max(letter["x1"] for letter in letters) / printed.MM <= 190 + 0.3


def test_a_receipt_that_is_too_long_says_by_how_much(maker: TemplateMaker) -> None:
    """It is set closer first; when that is not enough the millimetres are said, before anything is printed."""
    some = tuple((f"材料{number}", "1", "") for number in range(1, 9))
    assert printed.page_count(made(maker, DocumentKind.RECEIPT, tables={"materials": some})) == 1
    many = tuple((f"材料{number}", "1", "") for number in range(1, 41))
    with pytest.raises(RefusalError) as refused:
        made(maker, DocumentKind.RECEIPT, tables={"materials": many})
    said = sentence(refused.value.code, refused.value.values)
    assert refused.value.code == "document.too_long"
    assert PROJECT in said
    assert "收件回执" in said
    assert float(str(refused.value.values["over"]).split()[0]) > 20


def test_all_defects_are_told_once_and_numbered(maker: TemplateMaker) -> None:
    """The notice lists every defect with clause and demand, and says the last day."""
    text = printed.poppler_text(made(maker, DocumentKind.CORRECTION_NOTICE))
    for said in (
        "1.纸质申报表第三份未盖",
        "2.申报表未写标准化管理机构",
        "3.拟报重点项目",
        "2024年5月27日前（含当日，自本通知之日起10个工作日）",
    ):
        assert said in text
    without = paper(DocumentKind.CORRECTION_NOTICE)
    fewer = {name: value for name, value in without.fields.items() if name not in ("working_days", "hand_in")}
    text = printed.poppler_text(maker.document(replace(without, fields=fewer), "circle"))
    assert "请于2024年5月27日前（含当日）补齐" in text
    assert "工作日内" not in text
    assert "送交地点" not in text


def test_boxes_are_ticked_where_an_answer_is_known(maker: TemplateMaker) -> None:
    """Four answers are printed as ticks, the rest are boxes for the pen."""
    text = printed.plumber_text(made(maker, DocumentKind.RUN_SHEET))
    assert text.count("☑") == 4
    assert text.count("□") == 8 * 3 - 4 + 3 * 4


def test_fonts_are_told_by_role(maker: TemplateMaker) -> None:
    """Every role has a font, the file it comes from, and the reason."""
    choices = maker.font_choices()
    assert [choice.role[:2] for choice in choices] == ["标题", "正文", "一级", "二级", "数字"]
    assert all(choice.family and choice.file and "本机" in choice.reason for choice in choices)


def test_a_file_that_is_not_for_keeping_is_refused_by_its_reason(maker: TemplateMaker) -> None:
    """Without its metadata a finished file is not handed over; the sentence names the case."""
    content = made(maker, DocumentKind.LABELS)
    check_archival(content, PROJECT)
    for broken in (content.replace(b"/Metadata", b"/Metadatb"), content.replace(b"/DW 1000", b"/DW 1009")):
        assert broken != content
        # What was found sound before is not looked at again; what is not sound is found each time.
        for _ in range(2):
            with pytest.raises(RefusalError) as refused:
                check_archival(broken, PROJECT)
            assert PROJECT in sentence(refused.value.code, refused.value.values)
        check_archival(content, PROJECT)


def test_each_page_sets_what_it_is_drawn_with(maker: TemplateMaker) -> None:
    """Nothing is taken over from the page before: each has font, colour and width before their first use."""
    content = made(maker, DocumentKind.RUN_SHEET)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [[str(step.operator) for step in pikepdf.parse_content_stream(page)] for page in pdf.pages]
    for steps in pages:
        assert steps.index("Tf") < steps.index("Tj")
        assert {"g", "Tc", "Tm"} <= set(steps[: steps.index("Tj")])
        if "S" in steps:
            assert {"J", "w", "G"} <= set(steps[: steps.index("S")])


def test_a_warning_given_elsewhere_meanwhile_is_no_fault_of_the_page(
    maker: TemplateMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that nobody closed is cleared away while the checker reads; it takes every warning for the page's."""
    content = made(maker, DocumentKind.RECEIPT)
    told: list[str] = []

    class Disturbed:
        def __init__(self, limits: Any) -> None:
            self._checker = content_checker(limits)

        def check(self, stream: Any) -> Any:
            if not told:
                told.append("once")
                warnings.warn("unclosed file", ResourceWarning, stacklevel=1)
            return self._checker.check(stream)

    monkeypatch.setattr("pikepdf.pdfa._content.content_checker", Disturbed)
    assert archival_faults(content) == ()
    assert told == ["once"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_printed_without_a_font_of_the_machine(floor_maker: TemplateMaker, kind: DocumentKind) -> None:
    """The packaged fonts are enough; an answer is ticked with what they have."""
    content = floor_maker.document(paper(kind), SealStyle.CIRCLE.value)
    assert printed.page_count(content) >= 1
    if kind is DocumentKind.RUN_SHEET:
        assert "√" in printed.pdfium_text(content)


def test_a_reading_copy_names_by_its_code_what_no_font_has(floor_maker: TemplateMaker) -> None:
    """The record keeps a sign once typed for good: the copy must not be refused for good."""
    record = {"record": (("2024-05-08 09:00", "示例甲", "填写说明", "好的\U0010fffd"),)}
    content = floor_maker.document(paper(DocumentKind.READING_COPY, tables=record), SealStyle.CIRCLE.value)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        said = "".join(page.extract_text() for page in pdf.pages)
    assert "好的〔U+10FFFD〕" in "".join(said.split())
