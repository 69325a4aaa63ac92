"""The manual to be printed: every chapter with its text and its pictures, and a word about each that is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer_app.demo.manual import MANUAL, write_manual
from reviewer_resources.manual import chapters
from reviewer_ui.pictures.desk import SIZES
from reviewer_ui.pictures.offscreen import as_html
from support.house import text

PICTURES = [picture.name for chapter in chapters() for picture in chapter.pictures]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> str:
    folder = tmp_path_factory.mktemp("manual")
    made = write_manual(folder, [f"{name}.png" for name in PICTURES])
    assert made.missing == ()
    return (folder / made.file.path).read_text(encoding="utf-8")


def test_every_chapter_stands_in_it_with_its_pictures(page: str) -> None:
    for place, chapter in enumerate(chapters()):
        section = page.partition(f'<section id="{place}">')[2].partition("</section>")[0]
        assert f"<h1><b>{chapter.title}</b></h1>" in section
        assert chapter.pictures
        for picture in chapter.pictures:
            assert f'<img src="screenshots/{picture.name}.png" alt="{picture.says}">' in section


def test_every_picture_that_a_chapter_names_is_one_that_the_demo_makes() -> None:
    sources = "\n".join(text(file) for file in sorted(Path("ui/reviewer_ui/pictures").glob("*.py")))
    made = {f"desk-{width}" for width, _height in SIZES}
    assert [name for name in PICTURES if name not in made and f'"{name}"' not in sources] == []


def test_a_picture_that_nobody_made_is_named_and_leaves_no_hole(tmp_path: Path, qapp: QApplication) -> None:
    made = write_manual(tmp_path, [f"{name}.png" for name in PICTURES if name != "scan"])
    assert made.missing == ("用户手册：扫描件 没有做出：看扫描件",)
    assert "scan.png" not in (tmp_path / MANUAL).read_text(encoding="utf-8")


def test_a_text_keeps_its_structure_and_its_own_gaps(qapp: QApplication) -> None:
    said = "# 标题\n\n写明 **依据**，\n再按 `领域:养老 状态:初审` 查。\n\n"
    html = as_html(said + "| 键 | 作用 |\n|---|---|\n| A | 一并 & 分别 |\n")
    assert "<p>写明 <b>依据</b>，再按 领域:养老 状态:初审 查。</p>" in html
    assert html.count("<td>") == 4
    assert "style=" not in html
