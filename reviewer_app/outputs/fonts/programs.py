"""Font files of just the glyphs one document uses, as a PDF carries them; glyph 0 is empty, the others as they come.

Of PostScript outlines a bare CFF font with CIDs (Adobe TN 5176), of TrueType ones the six tables a PDF needs
(PDF 32000-1, 9.9).
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer_app.outputs.fonts.faces import FaceMetrics
from reviewer_app.outputs.fonts.outlines import Outline

#: A day every reader takes for one (2024-01-01 in seconds since 1904), the same for all, so that bytes stay the same.
_MADE = 3_786_912_000
_EMPTY = Outline(b"", 1000)
_NO_PATH = b"\x0e"
#: Private dictionary: widths are told in full (defaultWidthX 0, nominalWidthX 0).
_PRIVATE = b"\x8b\x14\x8b\x15"
#: The strings that a CFF font brings along begin at this number.
_OWN_STRINGS = 391
#: Operators of a font dictionary; two bytes where the first is 12.
_ROS, _COUNT, _FONTS, _SELECT = b"\x0c\x1e", b"\x0c\x22", b"\x0c\x24", b"\x0c\x25"
_BOX, _CHARSET, _CHARSTRINGS, _PRIVATE_AT = b"\x05", b"\x0f", b"\x11", b"\x12"
#: Where a top dictionary of ours has the numbers of its box, and the place of the charstrings.
_BOX_AT, _CHARSTRINGS_AT = 17, 59


def compact_program(outlines: Sequence[Outline], metrics: FaceMetrics, name: str) -> bytes:
    """A CFF font of these charstrings, in which the number of a glyph is its CID, too."""
    return _compact([_NO_PATH, *(outline.data for outline in outlines)], metrics.box, name.encode("ascii", "replace"))


def _compact(glyphs: Sequence[bytes], box: tuple[int, ...], name: bytes) -> bytes:
    count = len(glyphs)
    charset = struct.pack(">BHH", 2, 1, count - 2) if count > 1 else b"\0"
    select = struct.pack(">BHHBH", 3, 1, 0, 0, count)
    charstrings = _index(glyphs)
    head = b"\x01\x00\x04\x04" + _index([name])
    tail = _index([b"Adobe", b"Identity"]) + _index([])

    def top(start: int) -> bytes:
        places = {_CHARSET: start}
        places[_SELECT] = start + len(charset)
        places[_CHARSTRINGS] = places[_SELECT] + len(select)
        places[_FONTS] = places[_CHARSTRINGS] + len(charstrings)
        entries = [
            _entry(_ROS, _OWN_STRINGS, _OWN_STRINGS + 1, 0),
            _entry(_BOX, *box),
            _entry(_COUNT, count),
            *(_entry(key, place) for key, place in places.items()),
        ]
        return _index([b"".join(entries)])

    start = len(head) + len(top(0)) + len(tail)
    before = head + top(start) + tail + charset + select + charstrings
    inner = len(_index([_entry(_PRIVATE_AT, len(_PRIVATE), 0)]))
    fonts = _index([_entry(_PRIVATE_AT, len(_PRIVATE), len(before) + inner)])
    return before + fonts + _PRIVATE


@dataclass(frozen=True, slots=True)
class CompactParts:
    """A font of ours taken apart: its charstrings without that of glyph 0, and all else but their number."""

    frame: bytes
    charstrings: tuple[bytes, ...]


def read_compact(program: bytes) -> CompactParts | None:
    """The parts of a CFF font; None unless each of its bytes is as `compact_program` writes it."""
    try:
        name, start = _items(program, 4)
        top, _ = _items(program, start)
        box = struct.unpack(">BiBiBiBi", top[0][_BOX_AT : _BOX_AT + 20])[1::2]
        charstrings, _ = _items(program, *struct.unpack_from(">I", top[0], _CHARSTRINGS_AT))
    except (IndexError, struct.error):
        return None
    if len(charstrings) < 2 or charstrings[0] != _NO_PATH or _compact(charstrings, box, name[0]) != program:
        return None
    return CompactParts(b"%d %d %d %d " % box + name[0].partition(b"+")[2], charstrings[1:])


def _items(data: bytes, start: int) -> tuple[tuple[bytes, ...], int]:
    """The items of an INDEX of ours that begins at a place, and where it ends."""
    count, size = struct.unpack_from(">HB", data, start)
    if size != 4:
        raise IndexError(start)
    base = start + 3 + 4 * (count + 1) - 1
    offsets = struct.unpack_from(f">{count + 1}I", data, start + 3)
    return tuple(data[base + one : base + two] for one, two in itertools.pairwise(offsets)), base + offsets[-1]


def _entry(operator: bytes, *operands: int) -> bytes:
    """An entry of a dictionary, its numbers five bytes each whatever they are, so that its length is known before."""
    return b"".join(struct.pack(">Bi", 29, operand) for operand in operands) + operator


def _index(items: Sequence[bytes]) -> bytes:
    """Items as an INDEX with offsets of four bytes."""
    if not items:
        return b"\0\0"
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    return b"".join([struct.pack(f">HB{len(offsets)}I", len(items), 4, *offsets), *items])


def quadratic_program(outlines: Sequence[Outline], metrics: FaceMetrics) -> bytes:
    """A TrueType file of these entries."""
    glyphs = [_EMPTY, *outlines]
    body, offsets = bytearray(), [0]
    for glyph in glyphs:
        body += glyph.data + b"\0" * (-len(glyph.data) % 4)
        offsets.append(len(body))
    count = len(glyphs)
    widest = max(glyph.advance for glyph in glyphs)
    points = max(glyph.points for glyph in glyphs)
    contours = max(glyph.contours for glyph in glyphs)
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0x000B, metrics.units, _MADE, _MADE),
        *(*metrics.box, 0, 8, 2, 1, 0),
    )
    hhea = struct.pack(
        ">IhhhHhhhhhh8xhH",
        *(0x00010000, metrics.ascent, metrics.descent, 0, widest, 0, 0, metrics.box[2], 1, 0, 0, 0, count),
    )
    maxp = struct.pack(">I14H", 0x00010000, count, points, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = {
        b"glyf": bytes(body),
        b"head": head,
        b"hhea": hhea,
        b"hmtx": b"".join(struct.pack(">Hh", glyph.advance, glyph.bearing) for glyph in glyphs),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": maxp,
    }
    return _sfnt(tables)


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """The tables behind a directory, each on a multiple of four, with checksums; `head` gets the file's own."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = [struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, (count << 4) - (16 << power))]
    body = bytearray()
    start = 12 + 16 * count
    head_at = 0
    for tag, data in sorted(tables.items()):
        if tag == b"head":
            head_at = start + len(body)
        directory.append(struct.pack(">4sIII", tag, _checksum(data), start + len(body), len(data)))
        body += data + b"\0" * (-len(data) % 4)
    file = bytearray(b"".join(directory) + body)
    struct.pack_into(">I", file, head_at + 8, (0xB1B0AFBA - _checksum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
