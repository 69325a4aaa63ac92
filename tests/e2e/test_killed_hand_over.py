"""The program is killed while cases are handed over or taken in: they lie at exactly one desk, and the file is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer_app.services.handover.sending import packages, settle_packages, unsaved
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import FIRST, PASSWORD, make_gate
from support.two_desks import card_of, known_desks, send, take, with_cases

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")

#: Does its half of a hand-over and is killed before, within or after a step, at its first or second turn.
_PROGRAM = """
import importlib, os, signal, sys
from pathlib import Path
from reviewer_app import durable
from reviewer_app.services.handover.sending import hand_over_cases
from support.libraries import FIRST, PASSWORD, make_gate
from support.two_desks import CODEC, take

does, folder, target, place, step, moment, turn, *more = sys.argv[1:]
module = importlib.import_module(place)
former, turns = getattr(module, step), []

def killed(*given, **named):
    turns.append(step)
    if len(turns) < int(turn):
        return former(*given, **named)
    if moment == "within":
        durable.sync_file = blow
    if moment != "before":
        former(*given, **named)
    blow()

def blow(*_given):
    os.kill(os.getpid(), signal.SIGKILL)

library = make_gate().open(Path(folder), FIRST, PASSWORD)
setattr(module, step, killed)
if does == "take":
    take(library, Path(target))
else:
    hand_over_cases(library, CODEC, [int(one) for one in more[1:]], more[0], Path(target))
"""
_SENDING, _RECEIVING = "reviewer_app.services.handover.sending", "reviewer_app.services.handover.receiving"


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Path, Path, list[int], str]:
    """Two closed libraries that know each other: their folders, the cases of the first, the card of the second."""
    with known_desks(tmp_path, counter="窗口", reviewer="初审室") as (counter, reviewer):
        ids, card = with_cases(counter, 2), card_of(reviewer).fingerprint
    return tmp_path / "counter", tmp_path / "reviewer", ids, card


def opened(folder: Path) -> OpenLibrary:
    return make_gate().open(folder, FIRST, PASSWORD)


def away(unit: UnitOfWork, ids: list[int]) -> list[bool]:
    return [case.is_away for case in unit.applications.some(ids)]


def numbers(unit: UnitOfWork) -> list[str]:
    return sorted(one.intake_number for one in unit.applications.known("2024"))


def kill(*arguments: object) -> None:
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    command = [sys.executable, "-c", _PROGRAM, *map(str, arguments)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize(
    ("step", "moment", "is_handed"),
    [
        ("write_file", "within", False),
        ("write_file", "after", False),
        ("record", "after", False),
        ("_note_sending", "after", False),
        ("_save", "before", True),
        ("copy_file", "within", True),
        ("_forget", "before", True),
    ],
)
def test_handing_over(
    desks: tuple[Path, Path, list[int], str],
    tmp_path: Path,
    step: str,
    moment: str,
    is_handed: bool,
) -> None:
    folder, other, ids, card = desks
    target = tmp_path / "stick" / "今天.移交件"
    target.parent.mkdir()
    kill("send", folder, target, _SENDING, step, moment, 1, card, *ids)
    counter, reviewer = opened(folder), opened(other)
    try:
        assert settle_packages(counter) == ()
        assert unsaved(counter) == ()
        assert list((folder / "outgoing").iterdir()) == []
        assert counter.read(away, ids) == [is_handed] * 2
        assert len(counter.read(packages)) == is_handed
        assert [one.name for one in target.parent.iterdir()] == ["今天.移交件"] * is_handed
        if not is_handed:
            send(counter, ids, reviewer, target)
        take(reviewer, target)
        assert len(reviewer.read(numbers)) == 2
        for library in (counter, reviewer):
            assert [line for line in library.verify() if line.is_broken] == []
    finally:
        counter.close()
        reviewer.close()


@pytest.mark.parametrize(("step", "turn"), [("_bring", 1), ("_bring", 2), ("record", 2)])
def test_taking_in(desks: tuple[Path, Path, list[int], str], tmp_path: Path, step: str, turn: int) -> None:
    folder, other, ids, _card = desks
    counter, reviewer = opened(folder), opened(other)
    send(counter, ids, reviewer, tmp_path / "今天.移交件")
    reviewer.close()
    kill("take", other, tmp_path / "今天.移交件", _RECEIVING, step, "after", turn)
    reviewer = opened(other)
    try:
        assert reviewer.read(numbers) == []
        assert reviewer.read(packages) == ()
        assert [line for line in reviewer.verify() if line.is_broken] == []
        came = take(reviewer, tmp_path / "今天.移交件").case_ids
        assert reviewer.read(away, list(came)) == [False, False]
        assert counter.read(away, ids) == [True, True]
        assert [line for line in reviewer.verify() if line.is_broken] == []
    finally:
        counter.close()
        reviewer.close()
