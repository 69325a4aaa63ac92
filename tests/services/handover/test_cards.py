"""Cards of desks: confirmed by the number read aloud, refused when they are none or were changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.services.handover.cards import card_file, confirm_card, own_desk, read_card
from reviewer_app.services.handover.envelope import new_keys
from reviewer_app.services.handover.gathering import gather
from reviewer_db import OpenLibrary
from support.two_desks import card_of, desk, with_cases


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[OpenLibrary]:
    library = desk(tmp_path / "counter", "窗口")
    yield library
    library.close()


def test_a_card_is_taken_only_with_the_number_read_aloud(counter: OpenLibrary) -> None:
    keys = new_keys("外单位")
    card = read_card(card_file(keys))
    assert card.name == "外单位"
    for typed in ("", "1234", card.check_number[:-1] + str((int(card.check_number[-1]) + 1) % 10)):
        with pytest.raises(RefusalError, match=r"custody\.check_differs"):
            counter.change(confirm_card, card, typed)
    counter.change(confirm_card, card, card.check_number.replace(" ", ""))
    other, own = read_card(card_file(new_keys("外单位"))), card_of(counter)
    with pytest.raises(RefusalError, match=r"custody\.name_taken"):
        counter.change(confirm_card, other, other.check_number)
    with pytest.raises(RefusalError, match=r"custody\.own_card"):
        counter.change(confirm_card, own, own.check_number)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b"[" * 4000, b"x" * 5000, json.dumps({"kind": "reviewer-desk-card"}).encode()],
)
def test_what_is_no_card_is_refused(content: bytes) -> None:
    with pytest.raises(RefusalError, match=r"custody\.no_card"):
        read_card(content)


def test_a_card_with_another_name_is_refused() -> None:
    whole = card_file(new_keys("窗口"))
    with pytest.raises(RefusalError, match=r"custody\.(card_changed|no_card)"):
        read_card(whole.replace("窗口".encode(), "初审".encode()))
    assert isinstance(read_card(whole), DeskCard)


def test_the_keys_never_stand_in_words(counter: OpenLibrary) -> None:
    assert repr(counter.read(own_desk)) == "DeskKeys('窗口')"
    ids = with_cases(counter)
    with pytest.raises(RefusalError, match=r"custody\.unknown_desk"):
        counter.read(gather, ids, "0" * 64, "")
