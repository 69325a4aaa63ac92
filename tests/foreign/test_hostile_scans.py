"""Scans that are broken, locked, endless or swollen: each is one sentence, in bounded memory and time."""

from __future__ import annotations

import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign_parts import ForeignScans
from reviewer_app.services.ports.reading import FormRead
from reviewer_resources.phrases import sentence
from support.scanned_forms import PACK, with_colons


def _read(path: Path) -> FormRead:
    return ForeignScans().read([path], PACK)


def _broken(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n")


def _locked(path: Path) -> None:
    plain = with_colons(path.with_name("plain.pdf"))
    with pikepdf.open(plain) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def _endless(path: Path) -> None:
    """The tree of pages holds itself."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 900000000/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _cut(path: Path) -> None:
    Image.effect_noise((900, 900), 90).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:3000])


def _vast(path: Path) -> None:
    """20,000 dots a side, packed into a few kilobytes."""
    rows = zlib.compress(bytes(20_001) * 20_000, 9)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = (20_000).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def _swollen(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (60 << 20))


def _empty(path: Path) -> None:
    path.touch()


def _other(path: Path) -> None:
    path.write_text("申报单位：上海示例有限公司", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (_broken, "a.pdf", "reading.damaged"),
        (_locked, "a.pdf", "reading.encrypted"),
        (_endless, "a.pdf", "reading.damaged"),
        (_cut, "a.jpg", "reading.damaged"),
        (_vast, "a.png", "reading.too_large"),
        (_swollen, "a.docx", "reading.too_large"),
        (_empty, "a.pdf", "reading.empty"),
        (_other, "a.txt", "reading.unknown"),
        (Path.mkdir, "a.pdf", "reading.unknown"),
    ],
)
def test_a_scan_that_cannot_be_read_is_one_sentence(
    make: Callable[[Path], None], name: str, code: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    with pytest.raises(TroubleError) as raised:
        _read(tmp_path / name)
    assert raised.value.code == code
    assert name in sentence(code, raised.value.values)


def test_a_page_of_noise_says_nothing_and_ends(tmp_path: Path) -> None:
    random.seed(7)
    Image.frombytes("L", (800, 1100), random.randbytes(800 * 1100)).save(tmp_path / "noise.png", dpi=(100, 100))
    read = _read(tmp_path / "noise.png")
    assert (read.fields, read.codes, read.red_marks) == ((), (), ())


def test_spoiled_scans_end_in_a_reading_or_a_sentence(tmp_path: Path) -> None:
    """Bytes of a sound form changed by seed: no other end than these two."""
    sound = with_colons(tmp_path / "sound.pdf").read_bytes()
    picked = random.Random(11)
    for number in range(6):
        spoiled = bytearray(sound)
        for _ in range(40):
            spoiled[picked.randrange(len(spoiled))] = picked.randrange(256)
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(spoiled)
        assert _ends_well(path)


def _ends_well(path: Path) -> bool:
    try:
        return len(_read(path).pages) <= 40
    except TroubleError as trouble:
        return bool(sentence(trouble.code, trouble.values))
