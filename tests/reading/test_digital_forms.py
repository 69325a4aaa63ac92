"""Forms that hold their text themselves are read whatever their layout."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.reading.forms import read_form
from support.scanned_forms import PACK, VALUES, in_table, labels_above, read_labels, with_colons

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize("layout", [with_colons, in_table, labels_above])
def test_every_field_of_a_digital_form_is_read(layout: Callable[[Path], Path], tmp_path: Path) -> None:
    read = read_form([layout(tmp_path / "form.pdf")], PACK)
    assert read_labels(read) == VALUES
    assert all(one.is_sure and one.confidence == 1.0 for one in read.fields)
    assert [(page.width_mm, page.height_mm, page.turn) for page in read.pages] == [(210.1, 297.1, 0)]


def test_a_value_is_found_where_it_stands(tmp_path: Path) -> None:
    read = read_form([with_colons(tmp_path / "form.pdf")], PACK)
    (name,) = [one for one in read.fields if one.field_id == "project_name"]
    assert name.box_mm is not None
    left, top, right, bottom = name.box_mm
    assert left == pytest.approx(25 + 5 * 3.7, abs=1.5)
    assert top < 297 - 255 < bottom + 1
    assert right - left == pytest.approx(13 * 3.7, abs=2)


def test_several_files_are_the_pages_of_one_form(tmp_path: Path) -> None:
    one, other = with_colons(tmp_path / "1.pdf"), in_table(tmp_path / "2.pdf")
    read = read_form([one, other], PACK)
    assert [(page.file, page.number) for page in read.pages] == [(0, 1), (1, 1)]
    assert {one.page for one in read.fields} == {1}


def test_a_word_file_is_read_by_its_tables_and_boxes(tmp_path: Path) -> None:
    read = read_form([_word_file(tmp_path / "form.docx")], PACK)
    assert read_labels(read) == {
        "项目名称": "停车标准化试点",
        "单位性质": "机关",
        "申报单位": "上海示例街道办事处",
        "联系电话": "64220011",
    }
    assert {one.box_mm for one in read.fields} == {None}


def _word_file(path: Path) -> Path:
    def cell(text: str) -> str:
        return f"<w:tc><w:p>{text}</w:p></w:tc>"

    def words(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    ticked = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    boxes = words("□企业 ") + ticked + words("机关 □事业单位")
    table = (
        f"<w:tbl><w:tr>{cell(words('项目'))[:-13]}{words('名称')}</w:p></w:tc>{cell(words('停车标准化试点'))}</w:tr>"
        f"<w:tr>{cell(words('单位性质'))}{cell(boxes)}</w:tr></w:tbl>"
    )
    line = f"<w:p>{words('申报单位：上海示例街道办事处　联系电话：64220011')}</w:p>"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", f"<w:document {_W}><w:body>{table}{line}</w:body></w:document>")
    return path
