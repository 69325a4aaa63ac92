"""The outlines taken from a font are the font's own, and so are characters, widths and names."""

from __future__ import annotations

import io
import mmap
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.statisticsPen import StatisticsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from reviewer_app.outputs.fonts.faces import REGULAR, Face, FaceError
from reviewer_app.outputs.fonts.files import FLOOR_RARE, floor_folder, installed_files
from reviewer_app.outputs.fonts.programs import compact_program, quadratic_program

FILES = {path.name: path for path in installed_files().values()}
RARE = next(path for path in FILES.values() if path.name.lower() == FLOOR_RARE.file)
NAMES = {100: "Thin", REGULAR: "Regular", 900: "Black"}
#: Some made of others (é ü ½), the space without any outline, and Chinese ones.
LETTERS = " Aéü½0—①（，一上海市标准化试点镕堃龘"


@cache
def opened(path: Path, number: int = 0) -> Any:
    """A font as fontTools reads it, or a face of a collection."""
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return TTFont(view, fontNumber=number if path.suffix.lower() == ".ttc" else -1, lazy=True)


def face_of(path: Path) -> Face:
    """The same as we read it."""
    return Face(path, opened(path)["name"].getDebugName(1))


def embedded(face: Face, letters: Sequence[str]) -> tuple[Any, list[str]]:
    """The glyphs of a font file made for these letters, as fontTools reads it, and their names in their order."""
    outlines = face.outlines(letters)
    if not face.is_compact:
        font = TTFont(io.BytesIO(quadratic_program(outlines, face.metrics)))
        return font.getGlyphSet(), font.getGlyphOrder()[1:]
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(compact_program(outlines, face.metrics, "ABCDEF+Test")), None)
    return fonts[0].CharStrings, list(fonts[0].charset[1:])


def drawn(glyph: Any, glyphs: Any) -> tuple[list[Any], float, Any]:
    """A glyph's path, ink and bounds."""
    path, ink, bounds = RecordingPen(), StatisticsPen(None), BoundsPen(None)
    for pen in (path, ink, bounds):
        glyph.draw(DecomposingFilterPen(pen, glyphs))
    return path.value, float(ink.area), bounds.bounds


@pytest.mark.parametrize("name", sorted(set(FILES) - {RARE.name}))
def test_glyphs_are_embedded_as_fonttools_reads_them(name: str) -> None:
    """Characters of each font here, composites among them: the same path, or the same ink in the same place."""
    font, face = opened(FILES[name]), face_of(FILES[name])
    names = font.getBestCmap()
    letters = [letter for letter in LETTERS if ord(letter) in names]
    letters += map(chr, random.Random(7).sample(sorted(names), 30))
    letters = list(dict.fromkeys(letters))
    theirs = font.getGlyphSet()
    ours, order = embedded(face, letters)
    for mine, letter in zip(order, letters, strict=True):
        path, ink, bounds = drawn(ours[mine], ours)
        original, its_ink, its_bounds = drawn(theirs[names[ord(letter)]], theirs)
        if path != original:
            assert not face.is_compact, letter
            assert ink == pytest.approx(its_ink, rel=1e-3), letter
            assert bounds == pytest.approx(its_bounds, abs=1), letter


@pytest.mark.parametrize("name", sorted(set(FILES) - {RARE.name}))
def test_characters_and_widths_are_those_of_the_font(name: str) -> None:
    """What the font has is found, what it has not is not, and widths are those of its table."""
    font, face = opened(FILES[name]), face_of(FILES[name])
    names, em = font.getBestCmap(), font["head"].unitsPerEm
    assert all(
        face.has(chr(code)) == (code in names) for code in range(0x20, 0x30000, 7) if not 0xD800 <= code < 0xE000
    )
    for code in random.Random(7).sample(sorted(names), 50):
        assert face.advance(chr(code)) == pytest.approx(font["hmtx"][names[code]][0] / em, abs=1e-6)
    assert face.name == font["name"].getDebugName(6).replace(" ", "")


@pytest.mark.parametrize("weight", NAMES)
def test_a_variable_font_is_embedded_at_the_weight_that_is_asked_for(weight: int) -> None:
    """Outlines, widths and name are those of fontTools' own instance, to a unit."""
    face = Face(RARE, "Noto Sans CJK SC", weight)
    font = opened(RARE, 2)
    theirs, letters = font.getGlyphSet(location={"wght": weight}), list("𠮷Ai—")
    ours, order = embedded(face, letters)
    for mine, letter in zip(order, letters, strict=True):
        glyph = theirs[font.getBestCmap()[ord(letter)]]
        _, ink, bounds = drawn(ours[mine], ours)
        _, its_ink, its_bounds = drawn(glyph, theirs)
        assert ink == pytest.approx(its_ink, rel=0.02), letter
        assert bounds == pytest.approx(its_bounds, abs=2), letter
        assert face.outlines([letter])[0].advance == pytest.approx(glyph.width, abs=0.5)
        assert ours[mine].width == face.outlines([letter])[0].advance
    assert (
        face.name == {100: "NotoSansCJKsc-Thin", REGULAR: "NotoSansCJKsc-Regular", 900: "NotoSansCJKsc-Black"}[weight]
    )


def odd_font(path: Path, em: int) -> None:
    """A PostScript font of two letters, one of them with a width of its own."""
    builder = FontBuilder(em, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    widths = {".notdef": em, "A": em, "B": em // 4}
    shapes = {}
    for name, width in widths.items():
        pen = T2CharStringPen(width, None)
        size = width if name != ".notdef" else 0
        for place, act in enumerate([pen.moveTo, pen.lineTo, pen.lineTo, pen.lineTo] if size else []):
            act(((0, size)[place in (1, 2)], (0, size)[place > 1]))
        if size:
            pen.closePath()
        shapes[name] = pen.getCharString()
    builder.setupCFF("Odd", {"FullName": "Odd", "FontMatrix": [1 / em, 0, 0, 1 / em, 0, 0]}, shapes, {})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=em, descent=0)
    builder.setupNameTable({"familyName": "Odd", "styleName": "Regular", "psName": "Odd"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.mark.parametrize("em", [1000, 2048])
def test_a_postscript_font_of_another_em_is_scaled(tmp_path: Path, em: int) -> None:
    """Readers take a thousandth for the unit of such a font: ink and widths are given in it."""
    odd_font(tmp_path / "odd.otf", em)
    face = Face(tmp_path / "odd.otf")
    assert (face.advance("A"), face.advance("B")) == (1.0, 0.25)
    ours, order = embedded(face, "AB")
    assert [drawn(ours[name], ours)[1] for name in order] == [pytest.approx(1e6), pytest.approx(250**2)]
    assert [ours[name].width for name in order] == [1000, 250]


def test_the_same_character_is_taken_once(tmp_path: Path) -> None:
    """Asking again and in another order gives the same outlines."""
    odd_font(tmp_path / "odd.otf", 1000)
    face = Face(tmp_path / "odd.otf")
    first = face.outlines("AB")
    assert face.outlines("BA") == first[::-1]
    assert face.outlines("BA")[0] is first[1]


def test_a_seal_draws_the_letters_of_the_font() -> None:
    """What is drawn as a path has the shape that is embedded as a letter."""
    face = Face(floor_folder() / "NotoSerifSC-Regular.otf")
    (ours, order), pen = embedded(face, "沪"), BoundsPen(None)
    face.draw("沪", TransformPen(pen, (1, 0, 0, 1, 0, 0)))
    assert drawn(ours[order[0]], ours)[2] == pytest.approx(pen.bounds)


def test_a_font_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A file without outlines we embed is passed over, not printed wrongly."""
    with TTFont(FILES["LiberationSerif-Regular.ttf"]) as font:
        for table in ("glyf", "loca"):
            del font[table]
        font.recalcBBoxes = False
        font.reader.tables.pop("maxp", None)
        font.save(tmp_path / "bitmap.ttf")
    with pytest.raises(FaceError, match="broken"):
        Face(tmp_path / "bitmap.ttf")
