"""Putting a face into a PDF: one Type 0 font per face and document, holding just the characters used.

reportlab's own TrueType embedding writes supplementary characters (𠮷) wrongly into ToUnicode, splits a face into fonts
of 256 glyphs and parses the whole file; this one implements reportlab's dynamic-font protocol (see the docstring of
`reportlab.pdfbase.ttfonts`) with Identity-H codes, so that text copies out right and bytes depend on the text only.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics

from reviewer_app.outputs.fonts.faces import Face, FaceMetrics, Outline

#: ToUnicode blocks may hold at most 100 entries (PDF 32000-1, 9.10.3, after Adobe TN 5014).
_BLOCK = 100
#: A day every reader takes for one (2024-01-01 in seconds since 1904), the same for all, so that bytes stay the same.
_MADE = 3_786_912_000
_EMPTY = Outline(b"", 1000, 0, 0, 0)


class EmbeddedFace:
    """A face in reportlab's terms; what each document used of it is kept per document."""

    _dynamicFont = 1
    _multiByte = 1
    shapable = False
    substitutionFonts: tuple[Any, ...] = ()
    encName = "Identity-H"

    class _Name:
        builtIn = False

        def __init__(self, name: str) -> None:
            self.name = name

    def __init__(self, face: Face) -> None:
        self.source = face
        self.fontName = f"{face.name}@{face.path}"
        self.face = self._Name(self.fontName)
        self._used: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:
        """The width of a text in points."""
        return size * sum(map(self.source.advance, text))

    def splitString(self, text: str, doc: Any, encoding: str = "") -> list[tuple[int, bytes]]:
        """The text as two-byte codes, numbered in the order the document first uses them."""
        used = self._used.setdefault(doc, {})
        codes = [used.setdefault(character, len(used) + 1) for character in text]
        return [(0, struct.pack(f">{len(codes)}H", *codes))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """The font's name in the document's resources."""
        name = self._names.get(doc)
        if name is None:
            name = self._names[doc] = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = f"/{name}"
            doc.delayedFonts.append(self)
        return f"/{name}"

    def addObjects(self, doc: Any) -> None:
        """Writes font, descriptor, outlines and ToUnicode when the document is finished."""
        letters = list(self._used.pop(doc, {}))
        name = self._names.pop(doc)
        outlines = [self.source.outline(letter) for letter in letters]
        base = f"{_tag(letters)}+{self.source.name}"
        font = _type0(doc, base, name, letters, outlines, self.source.metrics)
        doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)


_registered: dict[str, EmbeddedFace] = {}


def registered(face: Face) -> EmbeddedFace:
    """The face as a font reportlab knows under `fontName` from now on."""
    name = f"{face.name}@{face.path}"
    if name not in _registered:
        _registered[name] = EmbeddedFace(face)
        pdfmetrics.registerFont(_registered[name])
    return _registered[name]


def _tag(letters: Iterable[str]) -> str:
    """The six capitals that mark a subset, from its characters."""
    digest = hashlib.sha256("".join(letters).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _stream(content: bytes, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
    for key, value in entries.items():
        stream.dictionary[key] = value
    return stream


def _name(text: str) -> Any:
    return pdfdoc.PDFName(text)


def _type0(
    doc: Any, base: str, name: str, letters: Sequence[str], outlines: Sequence[Outline], metrics: FaceMetrics
) -> Any:
    """The font dictionary with everything that hangs on it."""
    program = font_program(outlines, metrics)
    descriptor = {
        "Type": _name("FontDescriptor"),
        "FontName": _name(base),
        "Flags": 4,
        "FontBBox": pdfdoc.PDFArray([_milli(value, metrics) for value in metrics.box]),
        "ItalicAngle": 0,
        "Ascent": _milli(metrics.ascent, metrics),
        "Descent": _milli(metrics.descent, metrics),
        "CapHeight": _milli(metrics.cap_height, metrics),
        "StemV": 80,
        "FontFile2": doc.Reference(_stream(program, Length1=len(program)), f"{name}:file"),
    }
    system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    inner = {
        "Type": _name("Font"),
        "Subtype": _name("CIDFontType2"),
        "BaseFont": _name(base),
        "CIDSystemInfo": pdfdoc.PDFDictionary(system),
        "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"{name}:descriptor"),
        "DW": 1000,
        "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray([_milli(outline.advance, metrics) for outline in outlines])]),
        "CIDToGIDMap": _name("Identity"),
    }
    return pdfdoc.PDFDictionary(
        {
            "Type": _name("Font"),
            "Subtype": _name("Type0"),
            "BaseFont": _name(base),
            "Encoding": _name("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(pdfdoc.PDFDictionary(inner), f"{name}:inner")]),
            "ToUnicode": doc.Reference(_stream(to_unicode(letters)), f"{name}:unicode"),
        }
    )


def _milli(value: int, metrics: FaceMetrics) -> int:
    return round(value * 1000 / metrics.units)


def to_unicode(letters: Sequence[str]) -> bytes:
    """The CMap from our codes back to text, in UTF-16 so that supplementary characters survive."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    entries = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for code, letter in enumerate(letters, 1)]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def font_program(outlines: Sequence[Outline], metrics: FaceMetrics) -> bytes:
    """A TrueType file of just these glyphs: the six tables a PDF needs (PDF 32000-1, 9.9). Glyph 0 is empty."""
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
