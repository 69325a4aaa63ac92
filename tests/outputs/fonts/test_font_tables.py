"""Our reading of a font's tables agrees with fontTools, character by character."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reviewer_app.outputs.fonts.files import floor_folder, installed_files
from reviewer_app.outputs.fonts.tables import advance_width, character_map

FILES = {path.name: path for path in installed_files().values() if path.suffix.lower() in (".ttf", ".otf")}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_character_of_this_machines_fonts_is_found(name: str) -> None:
    """The same characters, glyphs and widths as the full reading, and no other."""
    with TTFont(FILES[name], lazy=True) as font:
        ours = character_map(font.reader["cmap"])
        widths, count = font.reader["hmtx"], font["hhea"].numberOfHMetrics
        theirs = {code: font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
        assert {code: ours.glyph(code) for code in theirs} == theirs
        absent = [code for code in range(0x20, 0x30000, 7) if code not in theirs]
        assert not any(ours.glyph(code) for code in absent)
        for code in list(theirs)[::50]:
            assert advance_width(widths, count, theirs[code]) == font["hmtx"][font.getGlyphName(theirs[code])][0]


@pytest.mark.parametrize("form", [4, 12])
def test_both_forms_of_the_table_are_read(tmp_path: Path, form: int) -> None:
    """Old and new fonts alike; the form for the whole of Unicode has the supplementary characters."""
    with TTFont(floor_folder() / "NotoSansSC-Regular.otf", lazy=True) as font:
        tables = [table for table in font["cmap"].tables if table.format == form]
        font["cmap"].tables = tables
        theirs = {code: font.getGlyphID(name) for code, name in tables[0].cmap.items()}
        ours = character_map(font["cmap"].compile(font))
        assert {code: ours.glyph(code) for code in theirs} == theirs
        assert ours.glyph(0x10FFFD) == 0


def test_a_table_without_unicode_is_refused() -> None:
    """A symbol font cannot say which characters it has."""
    with pytest.raises(ValueError, match="no Unicode"):
        character_map(b"\0\0\0\1\0\3\0\0\0\0\0\x0c\0\4")
