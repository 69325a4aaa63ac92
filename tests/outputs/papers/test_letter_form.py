"""The letter form measured on the page, as GB/T 9704-2012 (10.1) has it."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from support import printed
from support.papers import PROJECTS, UNIT, paper
from support.printed import line_with, seen_lines

LETTERS = [DocumentKind.COVERING_LETTER, DocumentKind.TRANSFER_LETTER]
RIGHT = 184.0
PITCH = 28.99 / printed.MM


def red_rules(content: bytes) -> list[tuple[float, float, float, float]]:
    """Left and right end, height and thickness of the red rules of the first page, in mm, from the top."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        lines = [line for line in page.lines if len(line["stroking_color"]) == 3]
    found = [(line["x0"], line["x1"], line["top"], line["linewidth"]) for line in lines]
    return sorted(
        ((a / printed.MM, b / printed.MM, y / printed.MM, w / printed.MM) for a, b, y, w in found), key=lambda r: r[2]
    )


def ink_rows(content: bytes, top: float, bottom: float) -> tuple[float, float]:
    """First and last row of red ink between two heights (mm), from a picture of 600 dpi."""
    picture = printed.page_image(content, 1, 600)
    band = picture.crop((0, round(top / 25.4 * 600), picture.width, round(bottom / 25.4 * 600)))
    mask = band.convert("HSV").split()[1].point(lambda value: 255 if value > 120 else 0)
    box = mask.getbbox()
    assert box is not None
    return top + box[1] / 600 * 25.4, top + box[3] / 600 * 25.4


@pytest.fixture(scope="module", params=LETTERS, ids=str)
def letter(request: pytest.FixtureRequest, maker: TemplateMaker) -> bytes:
    """Each letter with its place for the seal."""
    return maker.document(paper(request.param), "circle")


def test_the_red_name_begins_30_mm_from_the_upper_edge(letter: bytes) -> None:
    """Measured on its ink; centred, red, within the type area."""
    first, last = ink_rows(letter, 20, 41.5)
    assert first == pytest.approx(30.0, abs=0.15)
    name = line_with(letter, UNIT)
    assert name.middle == pytest.approx(105, abs=0.3)
    assert last < red_rules(letter)[0][2]


def test_double_rules_stand_4_mm_below_the_name_and_20_mm_above_the_edge(letter: bytes) -> None:
    """Thick over thin above, thin over thick below, each 170 mm long and in the middle."""
    rules = red_rules(letter)
    assert len(rules) == 4
    _, name_end = ink_rows(letter, 20, 41.5)
    upper, lower = rules[0], rules[3]
    assert upper[2] - upper[3] / 2 - name_end == pytest.approx(4.0, abs=0.15)
    assert 297 - (lower[2] + lower[3] / 2) == pytest.approx(20.0, abs=0.05)
    assert rules[0][3] > rules[1][3]
    assert rules[2][3] < rules[3][3]
    for left, right, _, width in rules:
        assert (left + right) / 2 == pytest.approx(105, abs=0.05)
        assert right - left + width == pytest.approx(170, abs=0.05)


def test_the_number_stands_at_the_right_under_the_rules(letter: bytes) -> None:
    """At the type area's right edge, 7/8 of a character below the rules."""
    number = line_with(letter, "沪示例标函〔2024〕")
    thin = red_rules(letter)[1]
    assert number.x1 == pytest.approx(RIGHT, abs=0.4)
    gap = number.base - 0.88 * 16 / printed.MM - (thin[2] + thin[3] / 2)
    assert gap == pytest.approx(7 / 8 * 16 / printed.MM, abs=0.1)


def test_the_title_is_two_lines_below_the_number(letter: bytes) -> None:
    """22 pt, centred."""
    number = line_with(letter, "沪示例标函〔2024〕")
    title = next(line for line in seen_lines(letter) if line.size == pytest.approx(22, abs=0.01))
    assert title.middle == pytest.approx(28 + 156 / 2, abs=0.3)
    assert 2 * PITCH < title.base - number.base < 3.5 * PITCH


def test_the_first_page_has_no_number_and_the_others_do(maker: TemplateMaker) -> None:
    """The letter's list is page 2 and says so, at the left."""
    content = maker.document(paper(DocumentKind.COVERING_LETTER), "circle")
    pages = {line.page: line for line in seen_lines(content) if line.text.startswith("—")}
    assert sorted(pages) == [2]
    assert pages[2].x0 == pytest.approx(28 + 15.79 / printed.MM, abs=0.3)


def test_enclosures_stand_under_one_another(maker: TemplateMaker) -> None:
    """附件 two characters in; the second name begins where the first does."""
    content = maker.document(paper(DocumentKind.COVERING_LETTER), "circle")
    first = line_with(content, "附件：1.")
    second = line_with(content, "2. 推荐意见")
    assert first.x0 == pytest.approx(28 + 2 * 15.79 / printed.MM, abs=0.3)
    assert second.x0 == pytest.approx(first.x0 + 3 * 15.79 / printed.MM, abs=0.3)


@pytest.mark.parametrize("unit", ["示例局", "上海市示例区市场监督管理局（上海市示例区知识产权局、示例检验所）"])
def test_short_and_long_names_keep_to_the_rule(maker: TemplateMaker, unit: str) -> None:
    """The name is set smaller, never over the rules' ends, and still begins at 30 mm."""
    content = maker.document(paper(DocumentKind.TRANSFER_LETTER, unit=unit), "circle")
    name = line_with(content, unit[:3])
    assert name.x0 >= 28
    assert name.x1 <= RIGHT
    assert ink_rows(content, 20, red_rules(content)[0][2] - 1)[0] == pytest.approx(30.0, abs=0.15)


LONG_UNIT = (
    "上海市示例区市场监督管理局上海市示例区知识产权局上海市示例区标准化与质量发展促进中心及食品药品检验所合署办公"
)


def test_a_name_too_long_for_one_line_stands_on_two_even_ones(maker: TemplateMaker) -> None:
    """54 characters: nothing runs off the paper, the lines are of about one length, the rule stays 4 mm below them."""
    assert len(LONG_UNIT) == 54
    content = maker.document(paper(DocumentKind.TRANSFER_LETTER, unit=LONG_UNIT), "circle")
    rule = red_rules(content)[0]
    name = [line for line in seen_lines(content) if line.page == 1 and line.base < rule[2]]
    assert "".join(line.text for line in name) == LONG_UNIT
    assert len(name) == 2
    for line in name:
        assert line.x0 >= 28
        assert line.x1 <= RIGHT
        assert line.middle == pytest.approx(105, abs=0.3)
    assert abs(len(name[0].text) - len(name[1].text)) <= 2
    first, last = ink_rows(content, 20, rule[2] - 1)
    assert first == pytest.approx(30.0, abs=0.15)
    assert rule[2] - rule[3] / 2 - last == pytest.approx(4.0, abs=0.15)


def test_a_name_too_long_for_two_lines_is_refused(maker: TemplateMaker) -> None:
    """Not printed over the edge: the officer reads which part is too long."""
    with pytest.raises(RefusalError, match=r"document\.too_long") as refusal:
        maker.document(paper(DocumentKind.TRANSFER_LETTER, unit=LONG_UNIT * 2), "circle")
    assert "发文单位" in str(refusal.value.values["part"])


def test_the_page_of_the_seal_has_text_besides_the_enclosures(maker: TemplateMaker) -> None:
    """A letter too long for one page: two lines of its text go over with the enclosure and the seal (7.3.5.5)."""
    long = "示例" * 60
    values = paper(DocumentKind.TRANSFER_LETTER, fields={"project_name": long, "applicant": long})
    over = [line.text for line in seen_lines(maker.document(values, "circle")) if line.page == 2]
    assert over[0].startswith("申报单位联系人")
    assert over.index("附件：申报材料（3份）") == 2


_CITED = "《上海市市场监督管理局关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）"
_REMARK = "本次报送的材料，是对2024年5月19日所报第1批的补报。"


@pytest.mark.parametrize("remark", ["", _REMARK], ids=["first", "supplement"])
@pytest.mark.parametrize("count", [1, 12, 40])
def test_a_covering_letter_stands_on_one_page_before_its_list(maker: TemplateMaker, count: int, remark: str) -> None:
    """Text, all four enclosures, seal and contact on the first; the seal's circle begins below the last enclosure."""
    rows = tuple((f"2024-示-{number:04d}", *PROJECTS[number % 4][1:]) for number in range(1, count + 1))
    names = ("推荐项目清单", "推荐汇总表", "推荐部门意见", "标准化试点项目申请表")
    enclosed = tuple((name, f"{3 * count}份") for name in names)
    classes = f"作为重点项目推荐{count}个、作为一般项目推荐{count}个"
    fields = {"notice": _CITED, "count": str(count), "by_class": classes, "remark": remark}
    tables = {"projects": rows, "enclosures": enclosed}
    content = maker.document(paper(DocumentKind.COVERING_LETTER, fields=fields, tables=tables), "circle")
    places = [line_with(content, text).page for text in ("4. 标准化", "（联系人：", "附件1")]
    assert places == [1, 1, 2]
    assert line_with(content, "4. 标准化").base < circle_top(content)


def circle_top(content: bytes) -> float:
    """Where the circle kept for the seal begins on the first page (mm)."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return float(min(curve["top"] for curve in pdf.pages[0].curves)) / printed.MM
