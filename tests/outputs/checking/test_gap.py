"""The place of the signature itself, which no signature covers: nothing may be hidden there."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import make_demo_credential
from reviewer_app.services.ports.records import Grade
from support.foreign_pages import foreign_pdf


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    demo = make_demo_credential(tmp_path_factory.mktemp("key"), "上海市示例区市场监督管理局", date(2024, 1, 1))
    return PadesSigner().sign(foreign_pdf(), demo.credential, demo.password)


def _gap(content: bytes) -> tuple[int, int]:
    first = content.rfind(b"/Contents <") + len(b"/Contents <")
    return first, content.find(b">", first)


@pytest.mark.parametrize("new", [b"8", b"ab", b"48656c6c6f"])
def test_what_is_hidden_behind_the_signature_is_broken(signed: bytes, new: bytes) -> None:
    _first, last = _gap(signed)
    hidden = signed[: last - 40] + new + signed[last - 40 + len(new) :]
    (line, *_) = PadesSigner().check(hidden)
    assert line.standing is Grade.BROKEN
    assert "填入" in line.message


def test_digits_written_in_two_ways_are_told_of(signed: bytes) -> None:
    """They hide no byte; another program may write so."""
    first, last = _gap(signed)
    place = next(place for place in range(first, last) if signed[place : place + 1].isalpha())
    (line, *_) = PadesSigner().check(signed[:place] + signed[place : place + 1].swapcase() + signed[place + 1 :])
    assert line.standing is Grade.NOTICE
    assert "大小写不一" in line.message


def test_digits_in_large_letters_are_sound(signed: bytes) -> None:
    first, last = _gap(signed)
    (line, *_) = PadesSigner().check(signed[:first] + signed[first:last].upper() + signed[last:])
    assert line.standing is Grade.INTACT


def test_large_letters_do_not_hide_what_stands_behind_the_signature(signed: bytes) -> None:
    first, last = _gap(signed)
    (line, *_) = PadesSigner().check(signed[:first] + signed[first : last - 40].upper() + b"aB" + signed[last - 38 :])
    assert line.standing is Grade.BROKEN


@pytest.mark.parametrize("other", [b"0402", b"0403", b"0206"])
def test_another_digest_named_around_the_signature_is_broken(signed: bytes, other: bytes) -> None:
    """The frame is under no signature: SHA-384, SHA-512 or nothing known in place of SHA-256."""
    first, last = _gap(signed)
    told = b"0609608648016503040201"
    place = signed.find(told, first, last) + len(told) - 4
    (line, *_) = PadesSigner().check(signed[:place] + other + signed[place + 4 :])
    assert line.standing is Grade.BROKEN


def test_as_it_was_signed_it_is_sound(signed: bytes) -> None:
    assert not any(line.is_broken for line in PadesSigner().check(signed))
