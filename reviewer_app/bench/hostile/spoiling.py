"""Files spoilt on purpose, each by its own seed: bits, cuts, splices, runs of a byte and the words of its format."""

from __future__ import annotations

import io
import random
import zipfile

_WORDS = (
    b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x7f\xff\xff\xff", b"<td>", b"</table>", b'ss:Index="99999999"',
    b"1048576", b"A1:XFD1048576", b'<mergeCell ref="A1:XFD9"/>', b"&e;", b"<!ENTITY e 'x'>", b"/Kids [1 0 R]",
    b"/Length 99999999", b"endobj", b"stream\n", b"[[[[[[[[", b'{"a":', b"-1", b"1e999", b"NaN", b"../../x",
    b"\\\\?\\C:", b"9" * 400, b"\x30\x84", b"\xa0\x80", b"<g>", b"rotate(9)", b"IHDR", b"[a.a]", b'"""',
    b"\xef\xbb\xbf", b"\r\n", b"\x00",
)  # fmt: skip


def mutated(content: bytes, seed: str) -> bytes:
    """The content spoilt in one to six places; of a package, half the time one of its parts is spoilt inside."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < 0.6:
        return _repacked(content, chance)
    return _spoilt(content, chance)


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice((_flip, _flip, _set, _cut, _splice, _repeat, _word, _word, _drop))(made, chance)
    return bytes(made)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w") as copy:
        names = package.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = package.read(name)
            # With a date of its own a part would be another one two seconds later.
            copy.writestr(zipfile.ZipInfo(name), _spoilt(part, chance) if name == chosen else part)
    return made.getvalue()


def _place(made: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(made) + 1)


def _flip(made: bytearray, chance: random.Random) -> None:
    if made:
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)


def _set(made: bytearray, chance: random.Random) -> None:
    if made:
        made[chance.randrange(len(made))] = chance.choice((0, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def _cut(made: bytearray, chance: random.Random) -> None:
    del made[_place(made, chance) :]


def _drop(made: bytearray, chance: random.Random) -> None:
    first = _place(made, chance)
    del made[first : first + chance.choice((1, 4, 64, 1024))]


def _splice(made: bytearray, chance: random.Random) -> None:
    first, length, target = _place(made, chance), chance.choice((4, 64, 1024)), _place(made, chance)
    made[target : target + length] = made[first : first + length]


def _repeat(made: bytearray, chance: random.Random) -> None:
    target = _place(made, chance)
    made[target:target] = bytes([chance.randrange(256)]) * chance.choice((8, 300, 20_000))


def _word(made: bytearray, chance: random.Random) -> None:
    target, word = _place(made, chance), chance.choice(_WORDS)
    made[target : target + chance.choice((0, len(word)))] = word
