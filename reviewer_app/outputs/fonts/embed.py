"""Putting a face into a PDF: one Type 0 font per face and document, holding just the characters used.

reportlab's own TrueType embedding writes supplementary characters (𠮷) wrongly into ToUnicode, splits a face into fonts
of 256 glyphs and parses the whole file; this one implements reportlab's dynamic-font protocol (see the docstring of
`reportlab.pdfbase.ttfonts`) with Identity-H codes, so that text copies out right and bytes depend on the text only.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics

from reviewer_app.outputs.fonts.faces import Face, FaceMetrics
from reviewer_app.outputs.fonts.programs import compact_program, quadratic_program

#: ToUnicode blocks may hold at most 100 entries (PDF 32000-1, 9.10.3, after Adobe TN 5014).
_BLOCK = 100
#: The width that all characters have of which nothing else is told: that of a Chinese one.
_USUAL_WIDTH = 1000


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
        base = f"{_tag(letters)}+{self.source.name}"
        font = _type0(doc, base, name, letters, self.source)
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


class _Packed:
    """Compression that ends early: outlines and pages are packed a fiftieth less tightly, in half of the time."""

    pdfname = pdfdoc.PDFZCompress.pdfname

    @staticmethod
    def encode(content: bytes | str) -> bytes:
        """The content, packed."""
        return zlib.compress(content.encode() if isinstance(content, str) else content, 3)


def packed_stream(content: bytes | str, **entries: Any) -> Any:
    """A stream that is packed when it is written."""
    stream = pdfdoc.PDFStream(content=content, filters=[_Packed])
    for key, value in entries.items():
        stream.dictionary[key] = value
    return stream


def _name(text: str) -> Any:
    return pdfdoc.PDFName(text)


def _type0(doc: Any, base: str, name: str, letters: Sequence[str], face: Face) -> Any:
    """The font dictionary with everything that hangs on it."""
    outlines, metrics = face.outlines(letters), face.metrics
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
    }
    if face.is_compact:
        program = packed_stream(compact_program(outlines, metrics, base), Subtype=_name("CIDFontType0C"))
        descriptor["FontFile3"] = doc.Reference(program, f"{name}:file")
    else:
        content = quadratic_program(outlines, metrics)
        descriptor["FontFile2"] = doc.Reference(packed_stream(content, Length1=len(content)), f"{name}:file")
    system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    inner = {
        "Type": _name("Font"),
        "Subtype": _name("CIDFontType0" if face.is_compact else "CIDFontType2"),
        "BaseFont": _name(base),
        "CIDSystemInfo": pdfdoc.PDFDictionary(system),
        "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"{name}:descriptor"),
        "DW": _USUAL_WIDTH,
    }
    if widths := _widths([_milli(outline.advance, metrics) for outline in outlines]):
        # As it stands in the file: reportlab would write an array number by number.
        inner["W"] = f"[{widths}]"
    if not face.is_compact:
        inner["CIDToGIDMap"] = _name("Identity")
    return pdfdoc.PDFDictionary(
        {
            "Type": _name("Font"),
            "Subtype": _name("Type0"),
            "BaseFont": _name(base),
            "Encoding": _name("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(pdfdoc.PDFDictionary(inner), f"{name}:inner")]),
            "ToUnicode": doc.Reference(packed_stream(to_unicode(letters)), f"{name}:unicode"),
        }
    )


def _widths(widths: Sequence[int]) -> str:
    """The widths that are not usual, each run of them behind the number of its first character."""
    parts: list[str] = []
    numbered = enumerate(widths, 1)
    for is_usual, run in groupby(numbered, key=lambda one: one[1] == _USUAL_WIDTH):
        if not is_usual:
            places = list(run)
            parts.append(f"{places[0][0]} [{' '.join(str(width) for _, width in places)}]")
    return " ".join(parts)


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
