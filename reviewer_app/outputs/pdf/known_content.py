"""Pages of nothing but the operators we write: known as such at once, and what they show told to the checker.

The checker walks a page operator by operator, and a page of ours has thousands of a few kinds. One that is wholly made
of these, each with the operands it takes, has none of the faults the walk could find but for its fonts, characters and
colours; these are handed to the checker as the walk would. Any other page is walked.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

#: A longer page is none of ours (bytes).
_LONGEST = 2_000_000
_GAP = r"[ \n]++"
#: Never near what a reader can hold (ISO 19005-2, 6.1.13).
_DIGITS = r"-?\d{1,7}+(?:\.\d{1,6}+)?+"
_NUMBER = _DIGITS + _GAP
#: One operator by how many numbers stand before it, one to six; then those that take none, or something else.
_DRAWN = (
    rf"(?:{_NUMBER}(?:[gGw]{_GAP}|{_NUMBER}(?:[ml]{_GAP}|{_NUMBER}(?:(?:rg|RG){_GAP}|{_NUMBER}(?:re{_GAP}|"
    rf"{_NUMBER}{_NUMBER}(?:cm|c){_GAP}))))|[012]{_GAP}J{_GAP}|[fSh]{_GAP}|"
    rf"\[(?:{_DIGITS} {_DIGITS})?\]{_GAP}0{_GAP}d{_GAP}|/DeskKept{_GAP}BMC{_GAP}|EMC{_GAP})"
)
#: Text: nothing but its place, font, spacing, colour, and two-byte codes.
_SHOWN = (
    rf"BT{_GAP}(?:{_NUMBER}(?:(?:Tc|g){_GAP}|{_NUMBER}{_NUMBER}(?:rg{_GAP}|{_NUMBER}{_NUMBER}{_NUMBER}Tm{_GAP}))|"
    rf"/F\d{{1,4}}{_GAP}{_NUMBER}Tf{_GAP}|<(?:[0-9a-f]{{4}}){{1,8000}}+>{_GAP}Tj{_GAP})*+ET{_GAP}"
)
_KEPT = rf"q{_GAP}{_DRAWN}*+Q{_GAP}"
for _ in range(3):
    _KEPT = rf"q{_GAP}(?:{_DRAWN}|{_KEPT})*+Q{_GAP}"
_PAGE = re.compile(rf"[ \n]*+(?:{_DRAWN}|{_SHOWN}|{_KEPT})*+".encode())
_SAID = re.compile(rb"/(F\d+)|<([0-9a-f]+)>")
_PACKED = (b"/FlateDecode", b"[ /FlateDecode ]")
_COLOURS = re.compile(rb" (g|G|rg|RG)[ \n]")


def content_of(stream: Any) -> bytes | None:
    """A page's content if it is packed as ours is and made of our operators alone; None for any other."""
    filters = stream.get("/Filter")
    if "/DecodeParms" in stream or (filters is not None and filters.unparse() not in _PACKED):
        return None
    packed = stream.read_raw_bytes()
    content = packed if filters is None else _unpacked(packed)
    if content is None or len(content) > _LONGEST or not _PAGE.fullmatch(content + b"\n"):
        return None
    return content


def _unpacked(packed: bytes) -> bytes | None:
    """What was packed, if it is whole and nothing stands behind it."""
    work = zlib.decompressobj()
    try:
        content = work.decompress(packed, _LONGEST + 1)
    except zlib.error:
        return None
    return content if work.eof and not work.unused_data else None


def codes_by_font(content: bytes) -> dict[str, set[int]] | None:
    """The codes that a page of ours shows in each font by its name; None where something is shown in none."""
    parts: dict[str, list[bytes]] = {}
    font: list[bytes] | None = None
    for name, shown in _SAID.findall(content):
        if name:
            font = parts.setdefault(name.decode(), [])
        elif font is None:
            return None
        else:
            font.append(shown)
    found = {}
    for used, texts in parts.items():
        data = bytes.fromhex(b"".join(texts).decode())
        found[used] = set(struct.unpack(f">{len(data) // 2}H", data))
    return found


def tell_checker(walk: Any, stream: Any) -> bool:
    """Tells the checker's walk of a page what the page uses; False where the page has to be walked.

    A font that is not as we write it is left to the walk, with all that is shown in it.
    """
    from pikepdf import Name

    if walk.recursion or (content := content_of(stream)) is None or (shown := codes_by_font(content)) is None:
        return False
    fonts = {}
    for name in shown:
        walk.op_Tf("Tf", [Name(f"/{name}")])
        font = fonts[name] = walk.state.font
        if font is None or not font.ok or font.kind != "type0" or font.cmap is not None:
            return False
    for colour in sorted(set(_COLOURS.findall(content))):
        walk.op_g(colour.decode(), [])
    for name, codes in shown.items():
        for code in codes:
            fonts[name].usage.setdefault(code, set()).add(0)
            fonts[name].cid_of[code] = code
    return True
