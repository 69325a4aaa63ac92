"""Signed rule packs of others are taken apart in a child: a bomb, a stray part or a changed byte is a sentence."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.outside.signed_pack import ABOUT, RULES, SIGNATURE
from reviewer_app.foreign.package_content import ForeignPacks
from reviewer_app.foreign.signed_packs import arrived_in
from reviewer_app.services.handover.signed_packs import LARGEST_PACK_FILE, require_proven
from reviewer_resources.phrases import sentence
from support.other_packs import SECTORS
from support.signed_packs import signed_file

GOOD = signed_file(SECTORS)
NAME = "外区.rulepack"


def told(path: Path, content: bytes) -> str:
    """The code a file ends with; its sentence names the file."""
    (path / NAME).write_bytes(content)
    with pytest.raises(OfficeError) as failure:
        require_proven(arrived_in(path / NAME))
    assert NAME in sentence(failure.value.code, failure.value.values)
    return failure.value.code


def _parts(content: bytes = GOOD) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(one.filename, archive.read(one)) for one in archive.infolist()]


def _zipped(parts: list[tuple[str, bytes]], how: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", how) as archive:
        # One name twice is what is tried here.
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def _said(**changes: object) -> list[tuple[str, bytes]]:
    """The parts with other words in the signature's member."""
    parts = dict(_parts())
    said = {**json.loads(parts[SIGNATURE]), **changes}
    parts[SIGNATURE] = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return list(parts.items())


def _other_text() -> list[tuple[str, bytes]]:
    return [(name, part.replace(b"24", b"36") if name == RULES else part) for name, part in _parts()]


SPOILED: dict[str, Callable[[], bytes]] = {
    "cut": lambda: GOOD[:-30],
    "more behind": lambda: GOOD + b"\0",
    "more before": lambda: b"PK\x03\x04" + GOOD,
    "bomb": lambda: _zipped([(ABOUT, b""), (RULES, b" " * (40 << 20))], zipfile.ZIP_DEFLATED),
    "squeezed": lambda: _zipped(_parts(), zipfile.ZIP_DEFLATED),
    "zipped anew": lambda: _zipped(_parts()),
    "stray part": lambda: _zipped([*_parts(), ("../../autostart.sh", b"x")]),
    "path": lambda: _zipped([("../说明.txt", b""), *_parts()[1:]]),
    "twice": lambda: _zipped([*_parts(), _parts()[1]]),
    "other order": lambda: _zipped(_parts()[::-1]),
    "only the text": lambda: _zipped(_parts()[1:2]),
    "long page": lambda: signed_file(SECTORS, b"x" * (64 << 10)),
    "no signature in it": lambda: _zipped([*_parts()[:2], (SIGNATURE, b"{}")]),
    "deep": lambda: _zipped([*_parts()[:2], (SIGNATURE, b"[" * 16_000)]),
    "no zip": lambda: b"PK\x03\x04" + b"\xff" * 4000,
    "other kind": lambda: _zipped(_said(kind="reviewer-desk-card")),
    "short key": lambda: _zipped(_said(signing="00")),
    "many lines": lambda: _zipped(_said(signer="示例己\n已核对")),
    "long name": lambda: _zipped(_said(desk="局" * 400)),
    "no day": lambda: _zipped(_said(approved_at="昨天")),
    "spare key": lambda: _zipped(_said(checked=True)),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_is_no_file_of_this_kind_is_a_sentence(tmp_path: Path, spoil: Callable[[], bytes]) -> None:
    assert told(tmp_path, spoil()) == "signed_pack.unreadable"


def test_a_changed_text_and_a_newer_format_are_named(tmp_path: Path) -> None:
    assert told(tmp_path, _zipped(_other_text())) == "signed_pack.tampered"
    assert told(tmp_path, _zipped(_said(format=2))) == "signed_pack.newer"
    assert told(tmp_path, GOOD + b" " * LARGEST_PACK_FILE) == "pack.too_large"


def test_in_the_child_a_pack_comes_whole_and_a_trap_is_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(GOOD)
    assert ForeignPacks().check(path).text == SECTORS
    path.write_bytes(signed_file(SECTORS, is_signed=False))
    assert ForeignPacks().arrived(path).signature is None
    path.write_bytes(SPOILED["bomb"]())
    with pytest.raises(OfficeError) as failure:
        ForeignPacks().check(path)
    assert failure.value.code == "signed_pack.unreadable"


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_not_one_bit_can_be_turned_unseen(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    content = bytearray(GOOD)
    content[place] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / NAME
    path.write_bytes(bytes(content))
    try:
        arrived = arrived_in(path)
        require_proven(arrived)
    except OfficeError:
        return
    # A file that begins otherwise is no ZIP: it is read as a pack's text, and is none.
    assert arrived.signature is None
    assert not arrived.check.is_usable
