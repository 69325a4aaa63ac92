"""Labels and envelopes measured on the page: every address in its place, none cut, none lost."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources.phrases import sentence
from support import printed
from support.papers import paper
from support.printed import line_with, seen_lines

#: Columns, rows, left, top, width, height, gap between columns (mm) of the sheets that shops sell.
SHEETS = {
    "3x7": (3, 7, 7.2, 15.1, 63.5, 38.1, 2.5),
    "2x7": (2, 7, 4.7, 15.1, 99.1, 38.1, 2.5),
    "3x8": (3, 8, 0.0, 4.5, 70.0, 36.0, 0.0),
}


def labels(count: int, **fields: str) -> DocumentValues:
    """So many labels that can be told apart."""
    rows = tuple(("200032", "上海市徐汇区示例路1号", f"示例单位{number:02d}", "样本甲", "") for number in range(count))
    return paper(DocumentKind.LABELS, fields=fields, tables={"labels": rows})


@pytest.mark.parametrize("grid", SHEETS)
def test_each_label_stands_within_its_own_field(maker: TemplateMaker, grid: str) -> None:
    """One sheet full and one label on the next; every letter inside its label, 3 mm from the edge at least."""
    columns, rows, left, top, width, height, gap = SHEETS[grid]
    full = columns * rows
    content = maker.document(labels(full + 1, grid=grid), "circle")
    assert printed.page_count(content) == 2
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for letter in page.chars:
                x0, x1 = letter["x0"] / printed.MM - left, letter["x1"] / printed.MM - left
                column = int(x0 // (width + gap))
                assert 3 <= x0 - column * (width + gap) < x1 - column * (width + gap) <= width - 3
                y = letter["top"] / printed.MM - top
                assert int(y // height) < rows
    names = [line.text for line in seen_lines(content) if line.page == 2]
    assert f"示例单位{full}" in names


def test_used_labels_are_left_free(maker: TemplateMaker) -> None:
    """A sheet begun yesterday is gone on with."""
    content = maker.document(labels(1, grid="3x7", skip="4"), "circle")
    name = line_with(content, "示例单位00")
    assert name.x0 > 7.2 + 63.5
    assert 15.1 + 38.1 < name.base < 15.1 + 2 * 38.1


@pytest.mark.parametrize(
    ("fields", "code", "word"),
    [
        ({"grid": "5x5"}, "document.bad_grid", "3x7、2x7、3x8"),
        ({"grid": "3x7", "skip": "21"}, "document.bad_skip", "0 到 20"),
        ({"grid": "3x7", "skip": "两格"}, "document.bad_skip", "两格"),
    ],
)
def test_odd_wishes_for_labels_are_refused(maker: TemplateMaker, fields: dict[str, str], code: str, word: str) -> None:
    """The sentence says what is possible."""
    with pytest.raises(RefusalError) as refused:
        maker.document(labels(1, **fields), "circle")
    assert refused.value.code == code
    assert word in sentence(code, refused.value.values)


def test_long_addresses_shrink_then_are_refused_by_how_much(maker: TemplateMaker) -> None:
    """Set smaller within limits; beyond them the label is named with what it is too long by."""
    usual = labels(1, grid="3x7")
    row = list(usual.tables["labels"][0])
    row[2] = "上海市示例区社会管理和公共服务综合标准化推进联席会议办公室" * 2
    content = maker.document(replace(usual, tables={"labels": (tuple(row),)}), "circle")
    assert row[2] in printed.poppler_text(content)
    row[2] *= 5
    with pytest.raises(RefusalError) as refused:
        maker.document(replace(usual, tables={"labels": (tuple(row),)}), "circle")
    said = sentence(refused.value.code, refused.value.values)
    assert refused.value.code == "document.too_long"
    assert "毫米" in said
    assert "标签“200032" in said


@pytest.mark.parametrize(
    ("kind", "width", "height"), [(DocumentKind.ENVELOPE_DL, 220, 110), (DocumentKind.ENVELOPE_C5, 229, 162)]
)
def test_envelopes_have_their_size_and_the_postcode_in_its_boxes(
    maker: TemplateMaker, kind: DocumentKind, width: float, height: float
) -> None:
    """Six digits in six red boxes at the upper left, the name in the middle, the sender at the lower right."""
    content = maker.document(paper(kind), "circle")
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        (page,) = pdf.pages
        assert (float(page.width) / printed.MM, float(page.height) / printed.MM) == pytest.approx(
            (width, height), abs=0.1
        )
        upright = sorted({round(line["x0"] / printed.MM, 1) for line in page.lines if line["x0"] == line["x1"]})
        digits = [letter for letter in page.chars if letter["text"].isdigit()][:6]
        letters = page.chars
    edges = [edge for edge in upright if edge < width / 2]
    assert len(edges) == 12
    assert "".join(letter["text"] for letter in digits) == "200032"
    for place, digit in enumerate(digits):
        middle = (digit["x0"] + digit["x1"]) / 2 / printed.MM
        assert middle == pytest.approx((edges[2 * place] + edges[2 * place + 1]) / 2, abs=0.15)
    sender = line_with(content, "上海市示例区市场监督管理局")
    assert sender.x1 > width - 20
    assert sender.base > height * 0.7
    assert all(letter["x0"] / printed.MM >= 5 and letter["x1"] / printed.MM <= width - 5 for letter in letters)
    contact = line_with(content, "胡伟")
    assert contact.text.replace("\u3000", " ").split() == ["胡伟", "64220000", "转", "2525", "收"]


def test_an_envelope_with_printed_boxes_gets_only_words(maker: TemplateMaker) -> None:
    """No box is drawn over one that is there already."""
    content = maker.document(paper(DocumentKind.ENVELOPE_DL, fields={"boxes": "否"}), "circle")
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert pdf.pages[0].lines == []
    assert "贴邮" not in printed.poppler_text(content)


@pytest.mark.parametrize("code", ["", "20003", "２０００３２", "20003a"])
def test_a_postcode_that_is_none_is_refused(maker: TemplateMaker, code: str) -> None:
    """Six digits or a sentence."""
    with pytest.raises(RefusalError) as refused:
        maker.document(paper(DocumentKind.ENVELOPE_C5, fields={"postcode": code}), "circle")
    assert "不是六位数字" in sentence(refused.value.code, refused.value.values)


def test_a_recipient_of_sixty_characters_is_set_on_two_lines(maker: TemplateMaker) -> None:
    """Smaller and on two lines, whole and on the paper."""
    parts = (
        "上海市示例区社会管理和公共服务综合标准化试点工作推进联席会议",
        "办公室与示例区标准化协会联合设立的",
        "示例社区服务标准化指导中心",
    )
    name = "".join(parts)
    assert len(name) == 60
    content = maker.document(paper(DocumentKind.ENVELOPE_DL, fields={"recipient": name, "street": name}), "circle")
    assert printed.poppler_text(content).count(name) == 2
    assert all(line.x1 <= 220 - 8 for line in seen_lines(content))
    frame = 220 - 10 - 20
    beside = [
        line for line in seen_lines(content) if line.top < 28.5 and "邮" not in line.text and "票" not in line.text
    ]
    assert all(line.x1 < frame for line in beside)


@pytest.mark.parametrize("kind", [DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5, DocumentKind.LABELS])
def test_a_draft_says_so_in_nobodys_way(maker: TemplateMaker, kind: DocumentKind) -> None:
    """The word can be copied, and covers neither the postcode nor any line of an address."""
    content = maker.document(paper(kind, is_draft=True), "circle")
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        letters = pdf.pages[0].chars
    draft = [letter for letter in letters if letter["text"] in "草稿"]
    assert len(draft) == 2
    for one in draft:
        for other in letters:
            is_beside = other["x1"] <= one["x0"] or one["x1"] <= other["x0"]
            is_apart = other["bottom"] <= one["top"] or one["bottom"] <= other["top"]
            assert other in draft or is_beside or is_apart, other["text"]
