"""An act on as many cases as the list allows, taken back and done again on a full library, beside bare SQLCipher.

Each case has a counter-entry of its own, by its own rule: what is read and written for it is what takes the time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from reviewer_app.bench.figure import Figure, Turn, at_most, seconds
from reviewer_app.bench.filling import HANDLERS, fill, invented_values
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.domain.application import Role, User
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.listing.batch_acts import MOST, BatchAct, BatchOrder, do_batch
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.undoing.batch_undoing import BatchStep, redo_batch, step_of, undo_batch
from reviewer_app.wiring import Parts
from reviewer_db.measuring.bare_file import BareFile, BareRow

_CASES, _ROUNDS = 100_000, 5
_USER, _PASSWORD = "示例甲", "measuring-only"
_YARDSTICK = f"bare SQLCipher: {MOST} rows read by number, {MOST} others added, one commit"


def measure(quick: bool) -> Iterator[Figure]:
    """Cases given to another and set aside, 500 at once; both ways, in turns with the bare table."""
    cases = _CASES // 10 if quick else _CASES
    with tempfile.TemporaryDirectory() as scratch:
        library = Parts().libraries.create(Path(scratch) / "library", PRACTICE_OFFICE, _USER, _PASSWORD)
        try:
            library.add_user(User(HANDLERS[0], frozenset({Role.HANDLER})), _PASSWORD, is_own=True)
            fill(library, cases)
            bare = library.read(lambda _unit: BareFile(Path(scratch) / "bare.sqlite"))
            try:
                library.read(lambda _unit: bare.add(bare_rows(cases)))
                for name, order in orders(library.read(lambda unit: unit.today)).items():
                    yield from _both_ways(library, bare, name, order)
            finally:
                library.read(lambda _unit: bare.close())
        finally:
            library.close(without_backup=True)


def orders(today: date) -> dict[str, BatchOrder]:
    """The acts on many cases that are measured, by name."""
    return {
        "assigned": BatchOrder(BatchAct.ASSIGN, to=HANDLERS[0], reason="分工"),
        "set_aside": BatchOrder(BatchAct.SET_ASIDE, until=today + timedelta(days=2), reason="等单位来电"),
    }


def bare_rows(count: int) -> list[BareRow]:
    """As many rows of the same size."""
    values = invented_values(shipped_pack(), 1)
    form = "".join(values.values())
    return [BareRow(values["project_name"], values["applicant"], _USER, "1", "2024-05-31", form)] * count


def _both_ways(library: Library, bare: BareFile, name: str, order: BatchOrder) -> Iterator[Figure]:
    ids = library.read(open_cases)
    step = step_of(library.change(do_batch, order, ids))
    if step is None or len(step.cases) != MOST:
        raise RuntimeError(f"{order.act} was not done to {MOST} cases")
    rows = bare_rows(MOST)

    def barely(_unit: UnitOfWork) -> None:
        bare.page(ids)
        bare.add(rows)

    undo, redo = [], []
    for _ in range(_ROUNDS):
        took, step = _turned(library, step, is_undo=True)
        undo.append(Turn(took, seconds(library.read, barely)))
        took, step = _turned(library, step, is_undo=False)
        redo.append(Turn(took, seconds(library.read, barely)))
    yield at_most(f"undo.{MOST}_{name}_taken_back", undo, "s", _YARDSTICK, 50)
    yield at_most(f"undo.{MOST}_{name}_done_again", redo, "s", _YARDSTICK, 50)


def open_cases(unit: UnitOfWork) -> list[int]:
    """As many cases in the hands of the person at the desk as one act takes."""
    found = unit.applications.some(list(range(1, MOST * 20)))
    own = [one.id for one in found if one.state.rule.open_for_work and one.handler == unit.actor.name]
    return own[:MOST]


def _turned(library: Library, step: BatchStep, is_undo: bool) -> tuple[float, BatchStep]:
    """How long it took one way, and the step as it stands then; every case has to come along."""
    done = []
    took = seconds(lambda: done.append(library.change(undo_batch if is_undo else redo_batch, step)))
    if len(done[0].done) != MOST:
        raise RuntimeError(f"{len(done[0].left)} cases stayed as they were")
    return took, done[0].step
