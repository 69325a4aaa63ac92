"""What a season of thirty takes at the keyboard, counted in the true program on a virtual screen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reviewer_app.bench.figure import Figure, Turn, at_most, not_measured
from reviewer_app.bench.season.screen import Screen, virtual_screen
from reviewer_app.bench.season.typist import LostKeyError, Typist
from reviewer_app.bench.season.walk import Walk, prepare

_CASES, _KEY_PROJECTS = 30, 6
#: What an officer may press: for a general case from opened to submitted, the look-up and the comparison apart; for a
#: key project with both; for a sign-off; for a case from the pile to the batch, a typed field as one.
_GENERAL, _KEY_PROJECT, _SIGN_OFF, _PILE_TO_BATCH = 8, 12, 1, 30
#: Milliseconds until a key's paint: of the keys that each case needs, at once; of those that build a page first, soon.
_AT_ONCE, _BUILT = 100.0, 400.0
_AT_CASES = ("pile", "comparison", "look-up", "case", "sign-off")
_TOOLS = ("Xvfb", "openbox", "xdotool")
_AGREED = "the actions agreed on"


@contextmanager
def desk_on(screen: Screen, folder: Path) -> Iterator[Typist]:
    """The true program on the library in `folder`, with somebody at its keyboard; ended after."""
    desk = subprocess.Popen(
        [sys.executable, "-m", "reviewer_app.bench.season.desk_once", str(folder / "library"), str(folder / "own.ini")],
        env=screen.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        typist = Typist(screen, desk)
        typist.rest()
        screen.tool("windowfocus", "--sync", screen.window(at_least=400))
        yield typist
    except LostKeyError:
        # What then stood there says more than any trail.
        screen.picture(folder / "lost.png")
        raise
    finally:
        desk.kill()
        desk.wait()
        if desk.stdout is not None:
            desk.stdout.close()


def measure(quick: bool) -> Iterator[Figure]:
    """Works the season from the portal's list to the sent batch; the sum of every step is told as well."""
    cases, key_projects = (_CASES // 10, 1) if quick else (_CASES, _KEY_PROJECTS)
    missing = [name for name in _TOOLS if shutil.which(name) is None]
    if missing:
        why = f"{', '.join(missing)} is not installed"
        yield not_measured(f"season.of_{cases}", f"<= {_PILE_TO_BATCH} actions a case", why)
        return
    with tempfile.TemporaryDirectory() as scratch, virtual_screen(Path(scratch)) as screen:
        list_file = prepare(Path(scratch), cases, key_projects)
        with desk_on(screen, Path(scratch)) as typist:
            walk = Walk(typist, list_file, cases)
            walk.whole()
    yield from _figures(walk)


def _figures(walk: Walk) -> Iterator[Figure]:
    desk, count = walk.typist, walk.cases
    later = [case for case, spent in walk.spent.items() if not spent["first look-up"]]
    general = [walk.spent[case] for case in later if case not in walk.key_projects]
    key = [spent for case, spent in walk.spent.items() if case in walk.key_projects]
    yield _counted("season.general_case", [spent["case"] for spent in general], _GENERAL)
    all_of_it = [spent.total() for spent in general]
    yield _counted("season.general_case_with_comparison_and_look_up", all_of_it, _KEY_PROJECT)
    # The first look-up of a day names site and points; the later ones start from there.
    usual = _most([spent["look-up"] for spent in general])
    whole = [spent["case"] + spent["comparison"] + usual for spent in key]
    yield _counted("season.key_project_with_comparison_and_look_up", whole, _KEY_PROJECT)
    yield _counted("season.sign_off", list(walk.signed.values()), _SIGN_OFF)
    actions = desk.actions.total()
    yield at_most(
        f"season.pile_to_batch_of_{count}", [Turn(actions / count, _PILE_TO_BATCH)], "actions a case", _AGREED, 1
    )
    told = ", ".join(f"{step} {number}" for step, number in desk.actions.items())
    keys = f"every key of {count} cases ({told} actions)"
    yield at_most(f"season.keys_of_{count}", [Turn(desk.keys.total(), count * _PILE_TO_BATCH)], "keys", keys, 1)
    at_cases = [one for step in _AT_CASES for one in desk.paints[step]]
    elsewhere = [one for step, times in desk.paints.items() if step not in _AT_CASES for one in times]
    yield _painted("season.key_to_paint_p99", at_cases, 0.99, _AT_ONCE)
    yield _painted("season.key_to_paint_of_a_new_page", elsewhere, 1.0, _BUILT)


def _painted(name: str, times: Sequence[tuple[float, float]], share: float, goal: float) -> Figure:
    """The window's own work until a key's paint; how long it was waited for depends on what else the machine does."""
    waited, worked = (sorted(one[place] for one in times) for place in (0, 1))
    place = min(len(times) - 1, int(len(times) * share))
    yardstick = f"what is felt as soon enough (waited for on this machine: {waited[place]:.0f} ms)"
    return at_most(name, [Turn(worked[place], goal)], "ms of the window's work", yardstick, 1)


def _counted(name: str, counts: Sequence[int], goal: int) -> Figure:
    return at_most(name, [Turn(_most(counts), goal)], "actions", _AGREED, 1)


def _most(counts: Sequence[int]) -> int:
    return max(counts, default=0)
