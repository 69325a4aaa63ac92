"""Forms laid out by others: some kinds the bench draws, and what each kind needed, without a reader of letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from reviewer_app.bench.scans.layouts import EXACT
from reviewer_app.bench.scans.spoiling import SCANS, keys_of
from reviewer_app.reading import forms
from reviewer_app.reading.forms import read_form
from reviewer_app.reading.labels import LabelBook
from reviewer_app.reading.layout import entries_on
from reviewer_app.reading.letters import can_read_letters
from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.red_marks import lies_in, turned_mark, without_marks
from reviewer_app.reading.ruling import Ruling
from reviewer_app.services.ports.reading import RedMark
from support.scanned_forms import PACK, form_canvas, read_labels

BOOK, NO_RULES = LabelBook(PACK.fields), Ruling((), ())
needs_letters = pytest.mark.skipif(not can_read_letters(), reason="文字识别未安装：start.py extra ocr")


@needs_letters
@pytest.mark.parametrize("name", ["boxes_for_letters-slightly.jpg", "numbered_table-stamped.jpg"])
def test_a_form_in_another_layout_is_read(name: str, tmp_path: Path) -> None:
    (scan,) = [one for one in SCANS if one.name == name]
    expected = keys_of(scan.layout)
    got = {one.label: one for one in read_form([scan.write(tmp_path)], PACK).fields}
    wrong = [label for label, value in expected.items() if label not in got or got[label].value != value]
    assert len(wrong) <= 0.05 * len(expected)
    assert [label for label in wrong if label in got and got[label].is_sure and label.endswith(EXACT)] == []


class _Letters:
    """Reads the one line that the picture holds, as far down as it stands."""

    def lines(self, picture: Image.Image) -> list[Line]:
        dark = picture.convert("L").point([255 if shade < 128 else 0 for shade in range(256)]).getbbox()
        assert dark is not None
        return [Line("联系人：样本乙", Box(*dark), 0.97)]


def test_a_picture_set_into_a_page_of_text_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Image.new("RGB", (800, 500), "white")
    picture.paste((0, 0, 0), (100, 200, 500, 240))
    canvas = form_canvas(tmp_path / "form.pdf")
    canvas.drawString(25 * mm, 250 * mm, "项目名称：社区服务标准化试点")
    canvas.drawImage(ImageReader(picture), 20 * mm, 60 * mm, 160 * mm, 100 * mm)
    canvas.save()
    monkeypatch.setattr(forms, "letter_reader", lambda: _Letters())
    read = {one.label: one for one in read_form([tmp_path / "form.pdf"], PACK).fields}
    assert (read["项目名称"].value, read["联系人"].value) == ("社区服务标准化试点", "样本乙")
    assert (read["项目名称"].is_sure, read["联系人"].is_sure) == (True, False)
    assert read["联系人"].box_mm is not None
    assert read["联系人"].box_mm[1] == pytest.approx(177, abs=2)
    monkeypatch.setattr(forms, "letter_reader", lambda: None)
    assert read_form([tmp_path / "form.pdf"], PACK).remarks == (("reading.no_letters", ""),)


def test_letters_in_boxes_of_their_own_are_one_value(tmp_path: Path) -> None:
    canvas = form_canvas(tmp_path / "form.pdf")
    rows = {"统一社会信用代码": "91310115MAXX00015T", "网上申报编号": "SH2024018273645", "联系人": "样本乙"}
    for row, (label, value) in enumerate(rows.items()):
        y = (250 - 12 * row) * mm
        canvas.rect(15 * mm, y, 40 * mm, 10 * mm)
        canvas.drawString(17 * mm, y + 3 * mm, label)
        for place, letter in enumerate(value):
            # The second row's boxes stand apart, in a frame of their own.
            left = (55 + 7.5 * place + (1.5 if row == 1 else 0)) * mm
            canvas.rect(left, y + row * mm, (7.5 - 0.8 * row) * mm, (10 - 2 * row) * mm)
            canvas.drawString(left + 2 * mm, y + 3 * mm, letter)
        canvas.rect(15 * mm, y, 180 * mm, 10 * mm)
    canvas.save()
    read = read_labels(read_form([tmp_path / "form.pdf"], PACK))
    assert (read["统一社会信用代码"], read["网上申报编号"]) == tuple(rows.values())[:2]


def line(text: str, left: float, top: float, confidence: float = 0.99) -> Line:
    return Line(text, Box(left, top, left + sum(15 if one.isascii() else 30 for one in text), top + 30), confidence)


def values_of(*lines: Line) -> dict[str, str]:
    return {one.label.field.label: one.text for one in entries_on(lines, NO_RULES, BOOK)}


def test_two_labels_run_together_are_parted_at_the_second() -> None:
    assert values_of(line("专职标准化人员数：3兼职标准化人员数：11", 100, 100)) == {
        "专职标准化人员数": "3",
        "兼职标准化人员数": "11",
    }


def test_a_value_on_ruled_paper_goes_on_below_a_full_line_alone() -> None:
    goal = line("试点目标：建立覆盖配餐和送餐全过程的标准体系", 100, 100)
    assert values_of(goal, line("并推广应用。", 245, 168))["试点目标"].endswith("标准体系并推广应用。")
    short = line("试点目标：推广应用", 100, 100)
    other = line("以下由推荐部门填写并在本页盖章确认", 245, 168)
    assert values_of(short, other)["试点目标"] == "推广应用"


def test_the_red_of_a_mark_is_taken_away_and_the_print_beneath_it_stays() -> None:
    page = Image.new("RGB", (800, 800), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    draw.ellipse((200, 200, 530, 530), outline=(206, 58, 66), width=9)
    draw.rectangle((180, 360, 560, 372), fill=(30, 28, 30))
    draw.rectangle((700, 700, 780, 780), fill=(206, 58, 66))
    cleaned = without_marks(page, [RedMark(1, 42.0, (46.4, 46.4))], 200)
    assert min(cleaned.crop((360, 195, 371, 215)).convert("L").tobytes()) > 240
    assert max(cleaned.crop((200, 362, 530, 370)).convert("L").tobytes()) < 60
    assert cleaned.getpixel((740, 740)) == (206, 58, 66)


@pytest.mark.parametrize(
    ("turn", "centre"), [(0, (30.0, 50.0)), (90, (247.0, 30.0)), (180, (180.0, 247.0)), (270, (50.0, 180.0))]
)
def test_a_mark_turns_with_its_page_and_touches_what_lies_beneath(turn: int, centre: tuple[float, float]) -> None:
    mark = turned_mark(RedMark(1, 42.0, (30.0, 50.0)), turn, 210.0, 297.0)
    assert mark.centre_mm == centre
    x, y = centre
    assert lies_in(mark, (x + 15, y - 2, x + 60, y + 2))
    assert not lies_in(mark, (x + 17, y + 17, x + 60, y + 60))
