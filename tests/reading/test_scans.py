"""Scans: their letters where a reader of letters is installed, codes and red marks always."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import segno
from PIL import Image

from reviewer_app.reading import forms
from reviewer_app.reading.choices import ticked_choice
from reviewer_app.reading.forms import read_form
from reviewer_app.reading.letters import can_read_letters
from reviewer_app.reading.pages import pages_of
from reviewer_app.reading.shown import shown_scan
from reviewer_app.reading.upright import is_empty
from support.scanned_forms import PACK, VALUES, in_table, read_labels, scanned, stamped

SAMPLES = Path(__file__).parent / "samples"
#: Of these kinds nothing wrong may pass for sure.
_EXACT = ("统一社会信用代码", "网上申报编号", "日期", "人员数", "联系电话")
needs_letters = pytest.mark.skipif(not can_read_letters(), reason="文字识别未安装：start.py extra ocr")


@needs_letters
@pytest.mark.parametrize("name", ["scan-1.pdf", "scan-2.pdf", "scan-3.tif"])
def test_a_scan_is_read_as_its_key_says(name: str) -> None:
    expected = json.loads((SAMPLES / name).with_suffix(".expected.json").read_text(encoding="utf-8"))
    read = read_form([SAMPLES / name], PACK)
    got = {one.label: one for one in read.fields}
    wrong = [label for label, value in expected["fields"].items() if label not in got or got[label].value != value]
    assert len(wrong) <= 0.05 * len(expected["fields"])
    assert [label for label in wrong if label in got and got[label].is_sure and label.endswith(_EXACT)] == []
    assert [page.turn for page in read.pages] == expected["turns"]
    (mark,) = read.red_marks
    assert mark.page == expected["red_mark"]["page"]
    assert mark.diameter_mm == pytest.approx(expected["red_mark"]["diameter_mm"], abs=3)
    assert mark.centre_mm == pytest.approx(expected["red_mark"]["centre_mm"], abs=3)


@needs_letters
@pytest.mark.parametrize("turn", [270])
def test_a_page_put_in_turned_is_set_upright(turn: int, tmp_path: Path) -> None:
    read = read_form([scanned(in_table(tmp_path / "form.pdf"), turn)], PACK)
    assert [page.turn for page in read.pages] == [turn]
    assert read_labels(read) == VALUES


@pytest.mark.parametrize("turn", [0, 90])
def test_codes_and_red_marks_need_no_reader_of_letters(
    turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "letter_reader", lambda: None)
    page = stamped(tmp_path / "page.png", (143.0, 190.0), 42.0)
    code = tmp_path / "code.png"
    segno.make("REVIEW:2024-示-0001").save(str(code), scale=8)
    with Image.open(page) as opened, Image.open(code) as mark:
        opened.paste(mark, (200, 200))
        opened.rotate(turn, expand=True).save(page, dpi=(200, 200))
    read = read_form([page], PACK)
    assert [one.text for one in read.codes] == ["REVIEW:2024-示-0001"]
    assert [one.turn for one in read.pages] == [turn]
    (red,) = read.red_marks
    assert (red.diameter_mm, *red.centre_mm) == pytest.approx((42.0, 143.0, 190.0), abs=0.7)
    assert read.remarks == (("reading.no_letters", ""),)


def test_red_letters_and_a_red_square_are_no_round_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "letter_reader", lambda: None)
    page = Image.new("RGB", (1654, 2339), "white")
    page.paste((200, 40, 50), (300, 300, 640, 640))
    page.paste((200, 40, 50), (300, 900, 1300, 980))
    page.save(tmp_path / "page.png", dpi=(200, 200))
    assert read_form([tmp_path / "page.png"], PACK).red_marks == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("□企业 ☑机关 □其他", ("机关", True)),
        ("口企业 机关 口其他", ("机关", True)),
        ("□企业 □机关 □其他", ("", False)),
        ("企业 机关 □其他", ("", False)),
        ("☑企业 ☑机关 □其他", ("", False)),
        ("企业（ ） 机关（√） 其他（ ）", ("机关", True)),
        ("企业", None),
    ],
)
def test_only_a_box_beyond_doubt_counts_as_ticked(text: str, expected: tuple[str, bool] | None) -> None:
    assert ticked_choice(text, ("企业", "机关", "其他")) == expected


def test_a_scan_is_shown_turned_as_asked_and_its_marks_pointed_out(tmp_path: Path) -> None:
    page = stamped(tmp_path / "page.png", (143.0, 190.0), 42.0, turn=90)
    shown = shown_scan("page.png", page.read_bytes(), (90,))
    (mark,) = shown.red_marks
    assert (mark.diameter_mm, *mark.centre_mm) == pytest.approx((42.0, 143.0, 190.0), abs=0.7)
    again = shown_scan("again.pdf", shown.pdf, (0, 90))
    assert [round(one.centre_mm[0]) for one in again.red_marks] == [143]


def test_sixteen_bits_a_dot_are_seen_and_an_empty_page_is_empty(tmp_path: Path) -> None:
    shades = b"".join(bytes((0, 40 if 20 < place % 64 < 40 else 240)) for place in range(64 * 64))
    Image.frombytes("I;16", (64, 64), shades).save(tmp_path / "deep.png")
    (page,) = pages_of(tmp_path / "deep.png")
    assert sorted({shade // 40 for shade in page.picture.convert("L").tobytes()}) == [1, 6]
    assert not is_empty(page.picture)
    assert is_empty(Image.effect_noise((400, 400), 2).convert("RGB"))


def test_a_page_turned_by_what_its_file_says_and_one_in_inks_are_seen_upright(tmp_path: Path) -> None:
    page, turn = Image.new("RGB", (400, 200), "white"), Image.Exif()
    page.paste((0, 0, 0), (0, 0, 40, 40))
    for way, corner in ((6, (190, 10)), (99, (10, 10))):
        turn[0x112] = way
        page.save(tmp_path / "page.jpg", exif=turn)
        (seen,) = pages_of(tmp_path / "page.jpg")
        assert seen.picture.convert("L").getpixel(corner) == 0
    page.convert("CMYK").save(tmp_path / "inks.jpg")
    (seen,) = pages_of(tmp_path / "inks.jpg")
    assert seen.picture.convert("L").getpixel((10, 10)) == 0
    assert seen.picture.convert("L").getpixel((200, 100)) == 255
