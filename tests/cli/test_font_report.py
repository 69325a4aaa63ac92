"""The fonts command: each role with its font, the reason and the file."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.cli.commands import font_lines
from reviewer_app.outputs.fonts.files import floor_folder
from reviewer_app.outputs.papers.template_maker import TemplateMaker


def test_every_role_has_a_line_and_the_packaged_fonts_are_always_there(tmp_path: Path) -> None:
    lines = font_lines(TemplateMaker([tmp_path]).font_choices())
    assert [line.split("：")[0] for line in lines] == [
        "标题（小标宋）",
        "正文（仿宋）",
        "一级标题（黑体）",
        "二级标题（楷体）",
        "数字（宋体）",
    ]
    assert all(str(floor_folder()) in line and "随程序附带" in line for line in lines)
