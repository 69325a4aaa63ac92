"""A short season in the true program under a window manager, from the list to the sent batch, by keys alone."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from reviewer_app.bench.season.figures import desk_on
from reviewer_app.bench.season.screen import Screen, has_input_method, input_method, virtual_screen
from reviewer_app.bench.season.typist import UNHURRIED, Typist
from reviewer_app.bench.season.walk import HEAD, PASSWORD, Walk, prepare
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts

pytestmark = [pytest.mark.xvfb, pytest.mark.bench]


def _came_to(unit: UnitOfWork) -> tuple[list[State], list[str]]:
    cases = list(unit.applications.in_states("2024", [state.value for state in State]))
    notes = [answer.note for case in cases for answer in unit.answers.of(case.id).values() if answer.note]
    return [case.state for case in cases], notes


@pytest.mark.parametrize("sounds", ["", "tongyi"])
def test_a_season_by_keys_from_the_list_to_the_sent_batch(tmp_path: Path, sounds: str) -> None:
    """A general case takes eight actions at most, a key project twelve with comparison and look-up, a sign-off one.

    With an input method one writes a note by its sounds, and what is left switched to Chinese swallows no answer.
    """
    if sounds and not has_input_method():
        pytest.skip("ibus and ibus-libpinyin are not installed")
    list_file = prepare(tmp_path, cases=2, key_projects=1)
    with (
        virtual_screen(tmp_path) as screen,
        input_method(screen) if sounds else nullcontext(),
        desk_on(screen, tmp_path) as typist,
    ):
        walk = _worked(screen, typist, list_file, sounds)
    key, general = walk.spent.values()
    assert (key["case"], key["comparison"]) == (7, 2)
    assert (general["case"], general["comparison"], general["look-up"]) == (6, 2, 3)
    assert list(walk.signed.values()) == [1, 1]
    assert walk.typist.actions["pile"] == 3 * 2 + 2
    library = Parts().libraries.open(tmp_path / "library", HEAD, PASSWORD)
    try:
        states, notes = library.read(_came_to)
    finally:
        library.close()
    assert states == [State.SENT, State.SENT]
    assert len(notes) == bool(sounds)
    assert all("\u4e00" <= character <= "\u9fff" for note in notes for character in note)


def _worked(screen: Screen, typist: Typist, list_file: Path, sounds: str) -> Walk:
    typist.pace = UNHURRIED if sounds else typist.pace
    walk = Walk(typist, list_file, cases=2)
    walk.log_in()
    walk.take_in()
    walk.receive()
    typist.step = "checklist"
    typist.press("ctrl+j")
    walk.check_case()
    if sounds:
        typist.step = "note"
        typist.press("n")
        screen.writes_chinese(True)
        typist.compose(sounds)
        typist.press("Escape")
    walk.check_case()
    screen.writes_chinese(False) if sounds else None
    walk.change_person()
    walk.sign_off()
    walk.send()
    return walk
