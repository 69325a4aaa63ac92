"""A new master key of the library is no new identity of its desk: packages under way are opened as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.services.handover.sending import settle_packages, unsaved
from reviewer_db import OpenLibrary
from reviewer_db.people import rekeying
from support.libraries import FIRST, PASSWORD, make_gate
from support.two_desks import card_of, send, take, with_cases


def test_packages_on_both_ways_are_opened_after_a_change_of_the_master_key(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    cards = [card_of(one) for one in (counter, reviewer)]
    send(counter, [here], reviewer, tmp_path / "out")
    for one in (counter, reviewer):
        one.change_master_key("试")
    assert [card_of(one) for one in (counter, reviewer)] == cards
    (there,) = take(reviewer, tmp_path / "out").case_ids
    send(reviewer, [there], counter, tmp_path / "back")
    counter.change_master_key("再试")
    assert take(counter, tmp_path / "back").case_ids == (here,)
    for one in (counter, reviewer):
        assert [line for line in one.verify() if line.is_broken] == []


def test_a_package_that_waits_to_be_saved_is_saved_after_a_change_finished_at_the_next_opening(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)
    card = card_of(counter)
    folder = tmp_path / "stick"
    folder.mkdir()
    with monkeypatch.context() as full:
        full.setattr("reviewer_app.services.handover.sending.copy_file", _full)
        assert send(counter, [here], reviewer, folder / "out").saved_to is None
    with monkeypatch.context() as stopped:
        stopped.setattr(rekeying, "finish", _stopped)
        with pytest.raises(KeyboardInterrupt):
            counter.change_master_key("试")
    counter.close()
    again = make_gate().open(counter.folder, FIRST, PASSWORD)
    try:
        assert card_of(again) == card
        assert len(unsaved(again)) == 1
        assert settle_packages(again) == ()
        assert len(take(reviewer, folder / "out").case_ids) == 1
    finally:
        again.close()


def _full(*_given: object) -> None:
    raise OSError(28, "full")


def _stopped(*_given: object) -> None:
    raise KeyboardInterrupt
