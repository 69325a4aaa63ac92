"""Packages and cards of other desks are taken apart in a child: a trap is a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.foreign import package_content, packages
from reviewer_app.foreign.package_content import PackageCodec
from reviewer_app.services.handover import cards, envelope, gathering, receiving, sending, waiting
from reviewer_app.services.handover.cards import card_file
from reviewer_app.services.handover.envelope import MARK, new_keys
from reviewer_db import OpenLibrary
from reviewer_resources.phrases import sentence
from support.two_desks import CODEC, known_desks, look, send, with_cases

FILE = "今天.移交件"


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[OpenLibrary, OpenLibrary]]:
    with known_desks(tmp_path, counter="窗口", reviewer="初审室") as (counter, reviewer):
        yield counter, reviewer


def told(content: bytes) -> str:
    """The code the words of a package end with, in time and with a sentence."""
    began = time.monotonic()
    with pytest.raises(OfficeError) as failure:
        PackageCodec().unpacked(len(content).to_bytes(8, "big") + content, FILE)
    assert time.monotonic() - began < 60
    said = sentence(failure.value.code, failure.value.values)
    assert FILE in said or failure.value.code == "custody.unreadable"
    return failure.value.code


@pytest.mark.parametrize(
    "words",
    [
        b"[" * (8 << 20),
        b"[[],[" + b"[]," * (16 << 20) + b"[]]]",
        b"[[" + b"0," * (8 << 20) + b"0],[]]",
        b"[[],{" + b",".join(b'"%d":{}' % number for number in range(1 << 20)) + b"}]",
        b'[[],"' + b"x" * (8 << 20) + b'"]',
        b"[[1e999],NaN]",
        b"[[-5],[]]",
        b"[[],[" + b"9" * 100_000 + b"]]",
        b"",
    ],
    ids=["deep", "lists", "lengths", "keys", "long", "infinite", "negative", "digits", "empty"],
)
def test_words_that_are_a_trap_end_a_child_alone(words: bytes) -> None:
    assert told(words) in ("custody.unreadable", "foreign.too_much", "foreign.died", "foreign.too_slow")


@pytest.mark.parametrize("length", [0, 7, 1 << 20, 1 << 62])
def test_words_longer_than_the_package_are_refused_without_a_child(
    length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_content, "in_child", None)
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        PackageCodec().unpacked((length or 1 << 30).to_bytes(8, "big") + b"[]", FILE)


@pytest.mark.parametrize("head", [b"[" * 4000, b"{" * 4000, b'{"format":' + b"9" * 4000, b'{"format":2e9}', b"null"])
def test_a_head_that_is_a_trap_is_no_package(head: bytes) -> None:
    whole = MARK + len(head).to_bytes(4, "big") + head + bytes(200)
    with pytest.raises(RefusalError, match=r"custody\.no_package"):
        CODEC.head(whole, FILE)


def test_nothing_of_a_package_or_card_is_taken_apart_in_the_desks_own_process(
    desks: tuple[OpenLibrary, OpenLibrary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, reviewer = desks
    send(counter, with_cases(counter), reviewer, tmp_path / FILE)
    (tmp_path / "对方.往来名片").write_bytes(card_file(new_keys("对方")))
    for work in ("head_in", "words_in", "card_in"):
        monkeypatch.setattr(packages, work, None)
    assert not look(reviewer, tmp_path / FILE).is_refused
    assert CODEC.card(tmp_path / "对方.往来名片").name == "对方"


def test_the_services_of_the_hand_over_take_no_text_apart() -> None:
    for module in (cards, envelope, gathering, receiving, sending, waiting):
        assert "loads" not in Path(str(module.__file__)).read_text(encoding="utf-8")


def test_more_words_than_a_reader_takes_are_never_sent(
    desks: tuple[OpenLibrary, OpenLibrary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, reviewer = desks
    ids = with_cases(counter)
    monkeypatch.setattr(package_content, "MOST_WORDS", 1000)
    with pytest.raises(RefusalError, match=r"custody\.too_many_words"):
        send(counter, ids, reviewer, tmp_path / FILE)
    assert not counter.read(lambda unit: unit.applications.get(ids[0])).is_away
    assert not (tmp_path / FILE).exists()


def test_a_package_of_an_earlier_program_is_a_sentence_of_its_own() -> None:
    """It was put together by the program before papers had a day; nothing of it is guessed at."""
    content = (Path(__file__).with_name("samples") / "format-1.package").read_bytes()
    with pytest.raises(RefusalError, match=r"custody\.older_format"):
        packages.head_in(content, len(content))
    assert "召回" in sentence("custody.older_format")
