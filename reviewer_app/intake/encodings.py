"""The text of a list by evidence: its mark, what decodes, which characters come out; a bad byte costs one of them."""

from __future__ import annotations

import codecs
import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.remarks import Remark

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 1 << 16
#: What the characters of a list nearly all are: letters, digits, signs, Chinese.
_USUAL = re.compile("[\t\n\r -~\u00b0-\u00f7\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_UNUSUAL = re.compile(f"[^{_USUAL.pattern[1:]}")
_HAN = re.compile("[\u3400-\u9fff\ue000-\uf8ff]")
_WORDS = {"utf-8": "UTF-8", "gb18030": "GB18030（GBK）", "cp950": "BIG5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
#: Of a text in its true encoding so many characters are common ones; of one in another far fewer.
_MOSTLY, _HALF = 0.85, 0.5
#: More broken bytes than these are no list with a few faults: they are read as they come.
_MOST_MENDED = 2 << 20
#: So few odd characters may stand in any list.
_MOST_FAULTS = 8
#: A lost byte is looked for among so many characters that all look usual.
_NEAR = 200
_BROKEN = 12.0


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what is to be said of its encoding."""

    text: str
    remarks: list[Remark] = field(default_factory=list)


def decoded(name: str, content: bytes) -> Decoded:
    """The text of a file; TroubleError `sheet.not_spreadsheet` for what is none in any of the encodings of offices."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        return _checked(name, _replacing(name, content[2:], wide))
    body = content.removeprefix(codecs.BOM_UTF8)
    is_marked = len(body) < len(content)
    wide = "" if is_marked else _unmarked_wide(body)
    if wide:
        return _checked(name, _replacing(name, body, wide))
    if (text := _strictly(body, "utf-8")) is not None:
        return _checked(name, Decoded(text))
    if (text := _strictly(body, "gb18030")) is not None:
        big5 = _strictly(body, "cp950") if _common_share(text, _common_simplified()) < _MOSTLY else None
        if big5 is not None and _common_share(big5, _common_traditional()) >= _MOSTLY:
            return _checked(name, Decoded(big5, _marked_otherwise(is_marked, "cp950")))
        return _checked(name, Decoded(text, _marked_otherwise(is_marked, "gb18030")))
    return _checked(name, _line_by_line(name, body, is_marked))


def text_of_line(content: bytes) -> str:
    """A short text in a Chinese code page, wherever it can be read."""
    strict = _strictly(content, "gb18030")
    return strict if strict is not None else _mended(content, frozenset())


def _checked(name: str, found: Decoded) -> Decoded:
    """Refuses what is text only by accident."""
    sample = found.text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    broken = sample.count("\ufffd")
    if (controls > 8 and controls > len(sample) // 200) or (broken > 8 and broken > len(sample) // 20):
        raise TroubleError("sheet.not_spreadsheet", file=name)
    return found


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _replacing(name: str, content: bytes, encoding: str) -> Decoded:
    place = _lost_byte(name, content, encoding) if len(content) % 2 else len(content)
    text = content[:place].decode(encoding, "replace")
    if place < len(content):
        text += "\ufffd" + content[place + 1 :].decode(encoding, "replace")
    found = Decoded(text)
    if "\ufffd" in text:
        lines = ((number, line.count("\ufffd")) for number, line in enumerate(text.split("\n"), 1))
        found.remarks.extend(_bytes_lost(number, count, "UTF-16") for number, count in lines if count)
    return found


def _lost_byte(name: str, content: bytes, encoding: str) -> int:
    """Where UTF-16 of an odd length has lost one byte: what stands behind it is read one byte further on.

    TroubleError `sheet.damaged` where no one byte explains it.
    """
    if len(content) > _MOST_MENDED * 2:
        raise TroubleError("sheet.damaged", file=name)
    first, second = (_wide_text(content[start : len(content) - 1 + start], encoding) for start in (0, 1))
    # Every unusual character before the place speaks against it, and every one behind it as it would then be read.
    events = [(found.start() + 1, 1) for found in _UNUSUAL.finditer(first)]
    behind = [(found.start() + 1, -1) for found in _UNUSUAL.finditer(second)]
    places, costs = [0], [len(behind)]
    for place, step in sorted([*events, *behind]):
        places.append(place)
        costs.append(costs[-1] + step)
    spans = zip(costs, places, [*places[1:], len(first) + 1], strict=True)
    least, begin, end = min((span for span in spans if span[2] > span[1]), key=lambda span: (span[0], -span[1]))
    if least > max(_MOST_FAULTS, len(first) // 20):
        raise TroubleError("sheet.damaged", file=name)
    # Within the span nothing looks odd either way: the likelier letters decide.
    begin = max(begin, end - _NEAR)
    return 2 * max(range(begin, end), key=lambda place: _likely(first[begin:place] + second[place : end - 1]))


def _likely(text: str) -> int:
    common = _common_simplified()
    return sum(2 if letter.isascii() else letter in common for letter in text)


def _wide_text(content: bytes, encoding: str) -> str:
    """Every two bytes as one character, so that its place is theirs."""
    order: Literal["little", "big"] = "little" if encoding == "utf-16-le" else "big"
    units = array("H", content)
    if order != sys.byteorder:
        units.byteswap()
    return "".join(map(chr, units))


def _unmarked_wide(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of what is no Chinese is zero; empty when it is another encoding."""
    sample = content[: _SAMPLE & ~1]
    if b"\0" not in sample:
        return ""
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) & ~1].decode(encoding, "replace")
        shares[encoding] = len(_USUAL.findall(text)) / max(1, len(text))
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= _MOSTLY else ""


def _common_share(text: str, common: frozenset[str]) -> float:
    letters = _HAN.findall(text[:_SAMPLE])
    return sum(letter in common for letter in letters) / len(letters) if letters else 1.0


@cache
def _common_simplified() -> frozenset[str]:
    """The 3,755 characters of the first level of GB 2312, by sound."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset(text for pair in pairs if (text := _strictly(pair, "gb2312")) is not None)


@cache
def _common_traditional() -> frozenset[str]:
    """The 5,401 characters of the first level of Big5."""
    lows = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    pairs = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in lows)
    return frozenset(text for pair in pairs if (text := _strictly(pair, "cp950")) is not None)


def _marked_otherwise(is_marked: bool, encoding: str) -> list[Remark]:
    places = {"marked": "UTF-8", "encoding": _WORDS[encoding]}
    return [Remark("encoding_mixed", values=places)] if is_marked else []


def _bytes_lost(line: int, count: int, encoding: str) -> Remark:
    return Remark("encoding_byte", line, values={"line": line, "count": count, "encoding": encoding})


def _line_by_line(name: str, content: bytes, is_marked: bool) -> Decoded:
    """A text with faults: each line by the encoding of most lines, or by the other where only that reads it."""
    lines = content.split(b"\n")
    unicode_lines = sum(not line.isascii() and _strictly(line, "utf-8") is not None for line in lines)
    others = sum(_strictly(line, "utf-8") is None for line in lines)
    main = "utf-8" if unicode_lines > others or _is_nearly_unicode(content) else "gb18030"
    if sum(len(line) for line in lines if _strictly(line, main) is None) > _MOST_MENDED:
        raise TroubleError("sheet.not_spreadsheet", file=name)
    remarks = _marked_otherwise(is_marked, main) if main != "utf-8" else []
    seen = frozenset("".join(text for line in lines if (text := _strictly(line, main)) is not None))
    said = []
    for number, line in enumerate(lines, 1):
        text, encoding = _line(line, main, seen)
        said.append(text)
        if encoding != main:
            remarks.append(Remark("encoding_line", number, values={"line": number, "encoding": _WORDS[encoding]}))
        if "\ufffd" in text:
            remarks.append(_bytes_lost(number, text.count("\ufffd"), _WORDS[encoding]))
    text = "\n".join(said)
    if _common_share(text, _common_simplified()) < _HALF:
        raise TroubleError("sheet.not_spreadsheet", file=name)
    return Decoded(text, remarks)


def _is_nearly_unicode(content: bytes) -> bool:
    """Whether few characters are lost when all is read as UTF-8, though the faults may stand in the only line."""
    text = _as_unicode(content)
    return text.count("\ufffd") * 3 <= len(_HAN.findall(text))


def _as_unicode(content: bytes) -> str:
    """UTF-8 in which a broken character is one sign, however many bytes are left of it."""
    return re.sub("\ufffd{1,3}", "\ufffd", content.decode("utf-8", "replace"))


def _line(line: bytes, main: str, seen: frozenset[str]) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), main
    as_unicode = _as_unicode(line)
    faults = as_unicode.count("\ufffd")
    if not faults or (main == "utf-8" and faults * 3 <= len(_HAN.findall(as_unicode))):
        return as_unicode, "utf-8"
    strict = _strictly(line, "gb18030")
    if strict is not None and "\u20ac" not in strict:
        return strict, "gb18030"
    mended = _mended(line, seen)
    return (mended, "gb18030") if main != "utf-8" or mended.count("\ufffd") < faults else (as_unicode, "utf-8")


def _mended(line: bytes, seen: frozenset[str]) -> str:
    """A line of GB18030 with bad bytes: the way through it that loses fewest and gives the likeliest characters.

    `seen` are the characters of the file's sound lines.
    """
    costs = [0.0] + [float("inf")] * len(line)
    came: list[tuple[int, str]] = [(0, "")] * (len(line) + 1)
    for place in range(len(line)):
        for length, text, cost in _steps(line, place, seen):
            if costs[place] + cost < costs[place + length]:
                costs[place + length] = costs[place] + cost
                came[place + length] = (place, text)
    place, found = len(line), []
    while place:
        place, text = came[place]
        found.append(text)
    return "".join(reversed(found))


def _steps(line: bytes, place: int, seen: frozenset[str]) -> Iterator[tuple[int, str, float]]:
    """How a text may go on: so many bytes, what they say, and how unlikely that is."""
    first = line[place]
    if first < 0x80:
        yield 1, chr(first), 0.0
        return
    yield 1, "\ufffd", _BROKEN
    if first == 0x80:
        # The one sign that the code page of Windows has more than the standard.
        yield 1, "€", 3.0
        return
    for length in (2, 4):
        piece = line[place : place + length]
        text = _strictly(piece, "gb18030") if len(piece) == length else None
        if text is not None and len(text) == 1:
            yield length, text, 0.0 if text in seen else _unlikely(piece)


def _unlikely(piece: bytes) -> float:
    if len(piece) == 4:
        return 4.0
    high, low = piece
    if low < 0xA1 or not (high <= 0xA9 or 0xB0 <= high <= 0xF7):
        return 3.0
    return 1.0 if 0xB0 <= high <= 0xD7 else 2.0
