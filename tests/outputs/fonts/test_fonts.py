"""Which font serves which role, and what happens with characters a font lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.outputs.fonts.book import FontBook, Typeface, clean
from reviewer_app.outputs.fonts.faces import Face, FaceError
from reviewer_app.outputs.fonts.files import find_files, floor_folder
from reviewer_app.outputs.papers.template_maker import TemplateMaker


def test_every_role_has_a_face_with_a_reason(book: FontBook) -> None:
    """On any machine each role is served, and the officer can be told why by this face."""
    choices = {choice.role: choice for choice in book.choices()}
    assert set(choices) == set(Typeface)
    assert all(choice.path.is_file() and choice.why for choice in choices.values())


def test_without_any_font_here_the_packaged_ones_serve() -> None:
    """A machine with no Chinese font still prints, and says that it uses the packaged ones."""
    choices = FontBook(folders=()).choices()
    assert {choice.path.parent for choice in choices} == {floor_folder()}
    assert all("随程序附带" in choice.why for choice in choices)


def test_a_proper_typeface_is_preferred_as_soon_as_it_is_there(tmp_path: Path) -> None:
    """A file named as 仿宋 is taken for the body before anything that only resembles it."""
    (tmp_path / "SIMFANG.TTF").write_bytes((floor_folder() / "NotoSerifSC-Regular.otf").read_bytes())
    choice = next(choice for choice in FontBook([tmp_path]).choices() if choice.role is Typeface.BODY)
    assert choice.path == tmp_path / "SIMFANG.TTF"
    assert choice.why == "本机装有规定的字体"


@pytest.mark.parametrize("content", [b"", b"not a font", b"ttcf\x00\x01\x00\x00\xff\xff\xff\xff"])
def test_a_damaged_font_file_is_passed_over(tmp_path: Path, content: bytes) -> None:
    """One broken file in the font folder does not stop the printing."""
    (tmp_path / "simfang.ttf").write_bytes(content)
    (tmp_path / "simsun.ttc").write_bytes(content)
    assert FontBook([tmp_path]).face(Typeface.BODY).path.parent == floor_folder()


def test_a_font_that_may_not_be_embedded_is_not_used(tmp_path: Path) -> None:
    """A licence that forbids embedding is respected."""
    from fontTools.ttLib import TTFont

    with TTFont(floor_folder() / "NotoSansSC-Regular.otf") as font:
        font["OS/2"].fsType = 0x0002
        font.save(tmp_path / "simhei.ttf")
    with pytest.raises(FaceError, match="licence"):
        Face(tmp_path / "simhei.ttf")
    assert FontBook([tmp_path]).face(Typeface.HEITI).path.parent == floor_folder()


def test_the_officers_own_font_folder_comes_first(tmp_path: Path) -> None:
    """The same font in two folders is taken from the first."""
    for name in ("own", "machine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "simkai.ttf").write_bytes(b"")
    assert find_files([tmp_path / "own", tmp_path / "machine"]) == {"simkai.ttf": tmp_path / "own" / "simkai.ttf"}


def test_rare_names_are_shown_by_whatever_font_has_them(book: FontBook) -> None:
    """Names with 𠮷 㛃 镕 堃 have a shape in every role, and no run loses a character."""
    name = "𠮷㛃镕堃"
    assert book.missing(name) == ""
    for role in Typeface:
        assert "".join(run.text for run in book.runs(role, name)) == name


def test_letters_and_digits_of_body_text_are_set_in_the_digits_face(book: FontBook) -> None:
    """2024 stands in the digits' face, the Chinese around it in the body's."""
    runs = book.runs(Typeface.BODY, "于2024年")
    assert [run.text for run in runs] == ["于", "2024", "年"]
    assert runs[1].face is book.face(Typeface.DIGITS)


def test_a_character_nobody_has_is_reported_once(floor_maker: TemplateMaker) -> None:
    """What no font shows is named, not printed as an empty box."""
    assert floor_maker.missing_characters("\U0002ceb1日\U0002ceb1\U0010fffd") == "\U0002ceb1\U0010fffd"


def test_the_packaged_fonts_show_the_rare_characters_of_names(floor_maker: TemplateMaker) -> None:
    """On a machine without any font of its own a person called 𠮷 or 䶮 has a paper all the same."""
    assert floor_maker.missing_characters("𠮷㛃镕堃䶮懿龴𠂇") == ""


def test_marks_without_a_shape_are_left_out_and_not_reported(maker: TemplateMaker) -> None:
    """Zero-width marks, control characters and variation selectors from copied text are harmless."""
    dirty = "上\u200b海\ufeff市\x07葛\U000e0100"
    assert clean(dirty) == "上海市葛"
    assert maker.missing_characters(dirty) == ""
