"""One window for one library."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer_ui.gate.single_instance import FirstWindow


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    """The second one is told to leave, the first one to come forward; another library is free."""
    first, second = FirstWindow(), FirstWindow()
    assert first.claim(tmp_path)
    with qtbot.waitSignal(first.raise_asked):
        assert not second.claim(tmp_path / ".." / tmp_path.name)
    assert second.claim(tmp_path / "另一案卷库")
    first.release()
    second.release()


def test_the_way_in_keeps_what_it_has_come_by_until_a_library_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    """Whoever looks at another library's login is still found under the first one; afterwards only under the opened."""
    first, second = FirstWindow(), FirstWindow()
    assert first.claim(tmp_path)
    assert first.claim(tmp_path / "另一案卷库")
    with qtbot.waitSignal(first.raise_asked):
        assert not second.claim(tmp_path)
    first.release(but=tmp_path / "另一案卷库")
    assert second.claim(tmp_path)
    assert not second.claim(tmp_path / "另一案卷库")
    first.release()
    second.release()


def test_a_library_that_was_closed_can_be_opened_again(qtbot: QtBot, tmp_path: Path) -> None:
    """Closing gives the folder up."""
    first, second = FirstWindow(), FirstWindow()
    assert first.claim(tmp_path)
    first.release()
    assert second.claim(tmp_path)
    second.release()
