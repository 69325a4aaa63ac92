"""How fast the queue is on a library of any size, beside a bare table: first paint, whole order, scrolling."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec

from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.context import Context
from reviewer_ui.measuring.bare_table import BareSource, BareTable
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.messages import Messages
from reviewer_ui.preferences import Preferences
from reviewer_ui.queue import QueuePane
from reviewer_ui.queue.model import ROW_ROLE
from reviewer_ui.start.application import make_application
from reviewer_ui.undoing import BatchSteps

_SETTLE_MS = 300
_SEED = 1
_SCREEN = 200
#: A text that stands in just one of the invented cases.
RARE = "SH20240000000001"

P = ParamSpec("P")
Pair = tuple[float, float]


@dataclass(slots=True)
class QueueSpeed:
    """`rows` in the list; milliseconds of the pane and, right before, of the bare table: to the first painted screen;
    to the whole order once one goes to the end; of each jump until every line in sight is painted.
    """

    rows: int = 0
    first_paint: list[Pair] = field(default_factory=list)
    whole_order: list[Pair] = field(default_factory=list)
    jumps: list[Pair] = field(default_factory=list)


def measure_queue(
    library: Library,
    parts: Parts,
    preferences_file: Path,
    source: BareSource | None,
    rounds: int = 5,
    jumps: int = 300,
    rare: str = RARE,
) -> QueueSpeed:
    """Shows 全部 of an open library in the real pane and scrolls to random places; `rare` finds one case.

    Without a source there is no bare table, so that the memory is that of the pane alone; its times are then 0.
    """
    preferences = Preferences(preferences_file)
    make_application(preferences)
    messages = Messages()
    background, actions = Background(library, messages), Actions(preferences)
    steps = BatchSteps(background, messages, actions)
    context = Context(background, messages, actions, parts, preferences, steps)
    pane = QueuePane(context)
    pane.resize(420, 700)
    pane.show()
    pane.show_tab(Tab.ALL)
    bare = BareTable(source) if source is not None else None
    seen = QueueSpeed()
    for warm in range(-1, rounds):
        # A short list first: what is measured is a list that has to be fetched.
        pane.search_for(rare)
        wait_until(lambda: pane.model.rowCount() == 1)
        linger(_SETTLE_MS)
        pane.rows.viewport().repaint()
        by_bare = _ms(bare.show_first, _SCREEN) if bare is not None else 0.0
        first_paint = _ms(_show_all, pane), by_bare
        by_bare = _ms(bare.show_whole) if bare is not None else 0.0
        whole_order = _ms(_go_to_end, pane), by_bare
        # The first time fonts are loaded and pages come from the disk, for the bare table too.
        if warm >= 0:
            seen.first_paint.append(first_paint)
            seen.whole_order.append(whole_order)
    dice = random.Random(_SEED)
    for share in [dice.random() for _ in range(jumps)]:
        by_bare = _ms(bare.jump, share) if bare is not None else 0.0
        seen.jumps.append((_ms(_jump, pane, share), by_bare))
    seen.rows = pane.model.rowCount()
    context.background.close()
    for widget in filter(None, (pane, bare)):
        widget.close()
        widget.deleteLater()
    linger(0)
    return seen


def _ms(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> float:
    started = time.perf_counter()
    work(*args, **kwargs)
    return (time.perf_counter() - started) * 1000


def _show_all(pane: QueuePane) -> None:
    pane.search_for("")
    wait_until(lambda: pane.is_filled and pane.model.rowCount() > 1)
    pane.rows.viewport().repaint()


def _go_to_end(pane: QueuePane) -> None:
    pane.rows.scrollToBottom()
    wait_until(lambda: pane.is_whole)


def _jump(pane: QueuePane, share: float) -> None:
    """Drags the scroll bar to a place and waits until all its lines are painted."""
    bar = pane.rows.verticalScrollBar()
    bar.setValue(round(share * bar.maximum()))
    pane.rows.viewport().repaint()
    wait_until(lambda: _in_sight_filled(pane))
    pane.rows.viewport().repaint()


def _in_sight_filled(pane: QueuePane) -> bool:
    first, last = pane.rows.rowAt(0), pane.rows.rowAt(pane.rows.viewport().height() - 1)
    last = last if last >= 0 else pane.model.rowCount() - 1
    return all(pane.model.index(row, 0).data(ROW_ROLE) is not None for row in (first, last))
