"""The recommendation sheet as other programs see it: places in mm, text that copies out right, fonts, codes, bytes."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from datetime import date, datetime

import pikepdf
import pytest
import zxingcpp
from pikepdf import pdfa

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.page.items import GRID
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.composing import compose
from reviewer_app.outputs.papers.styles import LOOKS
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.papers.templates import shipped_template
from reviewer_resources.phrases import sentence
from support import printed
from support.printed import case_values, line_with, seen_lines

READERS = (printed.poppler_text, printed.plumber_text, printed.pdfium_text)
CELL = 15.79 / printed.MM


@pytest.fixture(scope="module")
def sheet(maker: TemplateMaker) -> bytes:
    """The recommendation of the usual case."""
    return maker.document(case_values(), SealStyle.CIRCLE)


def test_everything_stays_inside_the_type_area_and_its_foot(sheet: bytes) -> None:
    """Text keeps the margins of the standard: left 28 mm, right 26 mm, top 37 mm."""
    for line in seen_lines(sheet):
        assert line.x0 >= GRID.left - 0.3
        assert line.x1 <= GRID.right + 0.3
        assert line.top >= GRID.top - 0.1
        assert line.bottom <= 297 - 10


def test_the_title_is_22_point_and_centred(sheet: bytes) -> None:
    """The title stands in the middle of the type area."""
    title = line_with(sheet, "上海市市级标准化试点项目推荐意见")
    assert title.size == pytest.approx(22, abs=0.01)
    assert title.middle == pytest.approx(GRID.left + GRID.width / 2, abs=0.3)


def test_the_opinion_is_16_point_on_the_line_grid(sheet: bytes) -> None:
    """Lines of the opinion are 28.99 pt apart, the first begins two characters in."""
    lines = [line for line in seen_lines(sheet) if line.size == pytest.approx(16, abs=0.01)]
    start = next(place for place, line in enumerate(lines) if line.text.startswith("经核对"))
    first, second = lines[start : start + 2]
    assert second.base - first.base == pytest.approx(GRID.line_pitch, abs=0.02)
    assert first.x0 == pytest.approx(GRID.left + 2 * CELL, abs=0.6)
    assert second.x0 == pytest.approx(GRID.left, abs=0.6)
    assert (first.base - GRID.top) / GRID.line_pitch % 1 == pytest.approx(0.71, abs=0.02)


def test_page_numbers_stand_outside_between_dashes(maker: TemplateMaker) -> None:
    """14 pt, odd pages right and even pages left, one character in, 7 mm below the type area."""
    content = maker.document(case_values(opinion_text=printed.OPINION * 6), SealStyle.CIRCLE)
    assert printed.page_count(content) >= 2
    for page in range(1, printed.page_count(content) + 1):
        (line,) = (line for line in seen_lines(content) if line.page == page and re.match(r"— ?\d+ ?—", line.text))
        assert line.size == pytest.approx(14, abs=0.01)
        if page % 2:
            assert line.x1 == pytest.approx(GRID.right - CELL, abs=0.3)
        else:
            assert line.x0 == pytest.approx(GRID.left + CELL, abs=0.3)
        assert GRID.bottom + 7 == pytest.approx(line.bottom - 0.38 * 14 / printed.MM, abs=0.8)


@pytest.mark.parametrize(
    ("bureau", "day"),
    [("上海市浦东新区市场监督管理局", date(2026, 1, 1)), ("上海市示例区市场监督管理局", date(2024, 12, 31))],
)
def test_unit_and_date_stand_as_the_rule_says(maker: TemplateMaker, bureau: str, day: date) -> None:
    """Measured on the page: the date four characters in, the unit centred over it; for 浦东 nothing is left over."""
    content = maker.document(case_values(bureau=bureau, signed_on=day), SealStyle.CIRCLE)
    unit = line_with(content, bureau)
    said = line_with(content, f"{day.year}年{day.month}月{day.day}日")
    assert said.x1 == pytest.approx(GRID.right - 4 * CELL, abs=0.3)
    assert unit.middle == pytest.approx(said.middle, abs=0.3)
    assert said.base - unit.base == pytest.approx(GRID.line_pitch, abs=0.1)
    if day == date(2026, 1, 1):
        assert unit.x1 == pytest.approx(GRID.right, abs=0.3)


def red_box(content: bytes, page: int) -> tuple[float, float, float, float]:
    """Where red ink lies on a page: left, top, right, bottom in mm, from a picture of 300 dpi."""
    picture = printed.page_image(content, page, 300)
    mask = picture.convert("HSV").split()[1].point(lambda value: 255 if value > 120 else 0)
    left, top, right, bottom = mask.getbbox()
    return left / 300 * 25.4, top / 300 * 25.4, right / 300 * 25.4, bottom / 300 * 25.4


def test_the_seal_presses_on_unit_and_date(maker: TemplateMaker) -> None:
    """On the rastered page: a ring of 42 mm on the date's axis, its top within one line of the text."""
    content = maker.document(case_values(), SealStyle.SAMPLE)
    unit, day = line_with(content, "上海市示例区市场监督管理局"), line_with(content, "2024年5月19日")
    left, top, right, bottom = red_box(content, unit.page)
    last = line_with(content, "初审结论")
    assert right - left == pytest.approx(42, abs=0.4)
    assert bottom - top == pytest.approx(42, abs=0.4)
    assert (left + right) / 2 == pytest.approx(day.middle, abs=0.3)
    centre = (top + bottom) / 2
    assert centre < (unit.top + unit.bottom) / 2 < centre + 6
    assert day.bottom < bottom
    assert 0 < top - last.bottom < GRID.line_pitch


def test_the_sample_is_not_put_on_a_draft(maker: TemplateMaker) -> None:
    """A draft carries the word 草稿 on each page and no red seal, whatever was asked for."""
    content = maker.document(case_values(is_draft=True), SealStyle.SAMPLE)
    marks = [line for line in seen_lines(content) if line.text == "草稿"]
    assert [line.page for line in marks] == list(range(1, printed.page_count(content) + 1))
    picture = printed.page_image(content, line_with(content, "2024年5月19日").page, 100)
    assert picture.convert("HSV").split()[1].getextrema()[1] < 120


@pytest.mark.parametrize("read", READERS)
def test_text_copies_out_right(maker: TemplateMaker, read: Callable[[bytes], str]) -> None:
    """Three readers get back what was printed, with 𠮷 㛃 镕 堃 and the six-sided brackets."""
    people = case_values(handler="𠮷㛃镕堃", facts=(("项目负责人", "𠮷㛃镕堃"),))
    text = read(maker.document(people, SealStyle.SAMPLE))
    for said in (
        "𠮷㛃镕堃",
        "沪示例标荐〔2024〕1号",
        "2021-05-08至2024-05-08",
        "建议作为重点项目推荐（申报类别：重点）",
        printed.HEAD,
    ):
        assert said in text
    assert "主管部门同意并协助推广" in text
    assert text.count("项目负责人") == 1


def test_rare_names_are_printed_on_a_machine_without_fonts(floor_maker: TemplateMaker) -> None:
    """With the packaged fonts alone such a case's sheet is fit for keeping, and three readers get the name back."""
    name = "𠮷㛃镕堃䶮懿龴𠂇"
    changes = {"project_name": f"{name}服务标准化试点", "handler": name, "facts": (("项目负责人", name),)}
    content = floor_maker.document(case_values(**changes), SealStyle.SAMPLE)
    assert pdfa.validate_written(io.BytesIO(content), "2b").verdict == "pass"
    assert all(name in read(content) for read in READERS)


def test_a_missing_character_names_the_case(floor_maker: TemplateMaker) -> None:
    """Instead of an empty box the officer gets the characters and the case."""
    with pytest.raises(RefusalError) as refused:
        floor_maker.document(case_values(handler="\U0002ceb1\U0010fffd"), SealStyle.CIRCLE)
    assert refused.value.code == "font.missing"
    said = sentence(refused.value.code, refused.value.values)
    assert "“\U0002ceb1（U+2CEB1）、（U+10FFFD）”" in said
    assert "2024-示-0001 社区嵌入式养老服务标准化试点" in said


def test_all_fonts_are_embedded_and_nothing_else_is_referred_to(sheet: bytes) -> None:
    """The page looks the same on every machine: each font comes with its outlines and a way back to text."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        outer = [font for font in fonts if font.Subtype == "/Type0"]
        assert {str(font.Subtype) for font in fonts} == {"/Type0", "/CIDFontType0", "/CIDFontType2"}
        assert all("/ToUnicode" in font for font in outer)
        files = {"/CIDFontType0": "/FontFile3", "/CIDFontType2": "/FontFile2"}
        inner = [font.DescendantFonts[0] for font in outer]
        assert all(files[str(font.Subtype)] in font.FontDescriptor for font in inner)
        assert pdf.check_pdf_syntax() == []


def test_the_file_says_what_it_is(sheet: bytes) -> None:
    """Title, bureau, notice, number, day and record head stand in the metadata, and when it was made."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        said = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "zh-CN"
    assert said["/Title"] == "社区嵌入式养老服务标准化试点推荐意见"
    assert said["/Author"] == "上海市示例区市场监督管理局"
    assert "沪市监标技〔2024〕130号" in said["/Subject"]
    assert said["/DeskDay"] == "2024-05-19"
    assert said["/CreationDate"] == "D:20240521150233+08'00'"
    assert said["/DeskAuditHead"] == printed.HEAD
    assert said["/DeskNumber"] == "沪示例标荐〔2024〕1号"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_a_moment_without_a_zone_is_this_machines(maker: TemplateMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the Info dictionary and in XMP alike, wherever the machine thinks it is."""
    monkeypatch.setenv("TZ", "UTC-05:30")
    time.tzset()
    try:
        content = maker.document(case_values(made_at=datetime(2024, 5, 21, 9, 2, 33)), SealStyle.CIRCLE)
    finally:
        monkeypatch.undo()
        time.tzset()
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as told:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20240521090233+05'30'"
        assert told["xmp:CreateDate"] == "2024-05-21T09:02:33+05:30"


def test_the_code_on_each_page_names_case_and_page(maker: TemplateMaker) -> None:
    """Read from a slightly turned picture of 200 dpi, as a scanner gives it; and of which print it is."""
    content = maker.document(case_values(opinion_text=printed.OPINION * 6), SealStyle.SAMPLE)
    total = printed.page_count(content)
    for page in range(1, total + 1):
        picture = printed.page_image(content, page, 200).rotate(2, fillcolor="white")
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == f"SHBZ|2024-示-0001|{page}/{total}|R{case_values().audit_head[:8]}"


def test_the_same_values_give_the_same_bytes(maker: TemplateMaker, sheet: bytes) -> None:
    """Nothing of the clock and nothing of what was printed before is in the file."""
    maker.document(case_values(opinion_text="另一件的意见，用到别的字：镕堃。"), SealStyle.SAMPLE)
    assert maker.document(case_values(), SealStyle.CIRCLE) == sheet
    assert TemplateMaker().document(case_values(), SealStyle.CIRCLE) == sheet


@pytest.mark.parametrize("length", [0, 1, 60, 300, 1200])
def test_no_page_without_text_for_any_length_of_opinion(maker: TemplateMaker, length: int) -> None:
    """The page of the signature always has text of the opinion above it, never 此页无正文."""
    opinion = (printed.OPINION * 30)[:length]
    content = maker.document(case_values(opinion_text=opinion), SealStyle.CIRCLE)
    unit = line_with(content, "上海市示例区市场监督管理局")
    above = [line for line in seen_lines(content) if line.page == unit.page and line.bottom < unit.top]
    assert len([line for line in above if line.size == pytest.approx(16, abs=0.01)]) >= 2
    assert opinion in printed.poppler_text(content) or length > 300
    assert unit.page == printed.page_count(content)


def test_names_of_sixty_characters_are_printed_whole(maker: TemplateMaker) -> None:
    """A long project, applicant and bureau wrap or are set smaller; none is cut."""
    name = "上海示例" + "".join(chr(0x4E00 + place) for place in range(56))
    values = case_values(project_name=name, bureau=name, facts=(("项目名称", name), ("申报单位", name)))
    content = maker.document(values, SealStyle.SAMPLE)
    assert printed.plumber_text(content).count(name[40:]) >= 1
    assert name in printed.poppler_text(content)
    assert all(line.x1 <= GRID.right + 0.3 for line in seen_lines(content))


def test_the_checklist_is_continued_with_its_head(maker: TemplateMaker) -> None:
    """Sixteen points with long notes run over pages; each page of them begins with the head of the table."""
    note = "现场查看了标准化管理部门的设置文件与人员任命书，附岗位职责说明第3页"
    points = tuple((clause, title, "符合", note) for clause, title in printed.POINTS)
    content = maker.document(case_values(checklist=points), SealStyle.CIRCLE)
    heads = [line.page for line in seen_lines(content) if "条款" in line.text and "说明与依据" in line.text]
    assert len(heads) >= 2
    assert len(set(heads)) == len(heads)
    assert printed.poppler_text(content).count("岗位职责") == len(points)


def test_rows_are_set_closer_when_that_saves_a_page(maker: TemplateMaker, setter: Typesetter) -> None:
    """The usual case of the office (22 points, an opinion of five lines) stands on two pages, whole."""
    points = tuple((f"二（{place}）", f"第{place}个要点", "符合", "") for place in range(22))
    facts = tuple((f"第{place}项", "社区嵌入式养老服务标准化试点项目的内容") for place in range(9))
    values = case_values(checklist=points, facts=facts, opinion_text=(printed.OPINION * 3)[:120])
    content = maker.document(values, SealStyle.CIRCLE)
    template = shipped_template("recommendation")
    normal, dense = LOOKS[template.style].settings
    assert [
        len(compose(setter, template, values, SealStyle.CIRCLE, setting).flow.sheets) for setting in (normal, dense)
    ] == [3, 2]
    assert printed.page_count(content) == 2
    text = printed.poppler_text(content)
    assert all(title in text for _, title, _, _ in points)


def test_one_person_for_both_roles_is_said(maker: TemplateMaker) -> None:
    """Self-approval stands on the paper."""
    alone = case_values(head="示例甲", is_self_approved="是")
    assert "经办与复核为同一人" in printed.poppler_text(maker.document(alone, SealStyle.CIRCLE))
    two = maker.document(case_values(), SealStyle.CIRCLE)
    assert "同一人" not in printed.poppler_text(two)


@pytest.mark.parametrize("outcome", ["不予推荐", "退回补正", "转送"])
def test_other_outcomes_propose_no_class(maker: TemplateMaker, outcome: str) -> None:
    """Only a recommendation says as which class."""
    text = printed.poppler_text(maker.document(case_values(outcome=outcome), SealStyle.CIRCLE))
    assert f"初审结论：{outcome}。" in text
    assert "建议作为" not in text


def test_copied_text_with_odd_marks_is_printed_clean(maker: TemplateMaker) -> None:
    """Control characters, zero-width marks and line ends from pasted text do no harm."""
    odd = "同意\u200b推荐。\x07\r\n第二段\tISO\u00a09001。\n\n第三段。"
    text = printed.poppler_text(maker.document(case_values(opinion_text=odd), SealStyle.CIRCLE))
    assert "同意推荐。第二段ISO9001。第三段。" in text
