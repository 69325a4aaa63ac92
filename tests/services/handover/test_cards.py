"""Cards of desks: confirmed by the number read aloud, refused when they are none or were changed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.services.handover.cards import card_file, confirm_card, own_desk
from reviewer_app.services.handover.envelope import new_keys
from reviewer_app.services.handover.gathering import gather
from reviewer_db import OpenLibrary
from support.two_desks import CODEC, card_of, with_cases


def _read(content: bytes, folder: Path) -> DeskCard:
    (folder / "对方.往来名片").write_bytes(content)
    return CODEC.card(folder / "对方.往来名片")


def test_a_card_is_taken_only_with_the_number_read_aloud(tmp_path: Path, counter: OpenLibrary) -> None:
    keys = new_keys("外单位")
    card = _read(card_file(keys), tmp_path)
    assert card.name == "外单位"
    for typed in ("", "1234", card.check_number[:-1] + str((int(card.check_number[-1]) + 1) % 10)):
        with pytest.raises(RefusalError, match=r"custody\.check_differs"):
            counter.change(confirm_card, card, typed)
    counter.change(confirm_card, card, card.check_number.replace(" ", ""))
    other, own = _read(card_file(new_keys("外单位")), tmp_path), card_of(counter)
    with pytest.raises(RefusalError, match=r"custody\.name_taken"):
        counter.change(confirm_card, other, other.check_number)
    with pytest.raises(RefusalError, match=r"custody\.own_card"):
        counter.change(confirm_card, own, own.check_number)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b"[" * 4000, b"x" * 5000, json.dumps({"kind": "reviewer-desk-card"}).encode()],
)
def test_what_is_no_card_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RefusalError, match=r"custody\.no_card"):
        _read(content, tmp_path)


def test_a_card_with_another_name_is_refused(tmp_path: Path) -> None:
    whole = card_file(new_keys("窗口"))
    with pytest.raises(RefusalError, match=r"custody\.(card_changed|no_card)"):
        _read(whole.replace("窗口".encode(), "初审".encode()), tmp_path)
    assert isinstance(_read(whole, tmp_path), DeskCard)


def test_a_card_has_one_spelling_and_is_no_pipe(tmp_path: Path) -> None:
    whole = card_file(new_keys("窗口"))
    for spelt in (whole + b"\n", whole.replace(b", ", b",", 1), whole.replace("窗".encode(), b"\\u7a97")):
        with pytest.raises(RefusalError, match=r"custody\.no_card"):
            _read(spelt, tmp_path)
    with pytest.raises(TroubleError, match=r"custody\.file_unreadable"):
        CODEC.card(tmp_path / "没有")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "管道")
        with pytest.raises(RefusalError, match=r"custody\.no_card"):
            CODEC.card(tmp_path / "管道")


def test_the_keys_never_stand_in_words(counter: OpenLibrary) -> None:
    assert repr(counter.read(own_desk)) == "DeskKeys('窗口')"
    ids = with_cases(counter)
    with pytest.raises(RefusalError, match=r"custody\.unknown_desk"):
        counter.read(gather, ids, "0" * 64, "")
