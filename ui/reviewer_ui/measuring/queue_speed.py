"""How fast the queue is on a library of any size: first paint, memory, scrolling to anywhere."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.services.ports.library import Desk, Gate, SheetReader
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.context import Context
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.messages import Messages
from reviewer_ui.preferences import Preferences
from reviewer_ui.queue import QueuePane
from reviewer_ui.queue.model import ROW_ROLE
from reviewer_ui.start.application import make_application

_PAGE_BYTES = 4096
_SETTLE_MS = 300
_SEED = 1
#: A text that stands in just one of the invented cases.
RARE = "SH20240000000001"


@dataclass(frozen=True, slots=True)
class QueueSpeed:
    """`rows` in the list, and milliseconds: to the first painted screen; to the whole order once one goes to the end;
    of each jump until every line in sight is painted. `memory` in MB over a list of one row, after scrolling all over.
    """

    rows: int
    first_paint: float
    whole_order: float
    memory: float
    jumps: list[float]


def measure_queue(
    desk: Desk,
    gate: Gate,
    reader: SheetReader,
    maker: DocumentMaker,
    preferences_file: Path,
    jumps: int = 300,
    rare: str = RARE,
) -> QueueSpeed:
    """Shows 全部 of an open library in the real pane and scrolls to random places; `rare` finds one case."""
    preferences = Preferences(preferences_file)
    make_application(preferences)
    messages = Messages()
    context = Context(Background(desk, messages), messages, Actions(preferences), reader, maker, gate, preferences)
    pane = QueuePane(context)
    pane.resize(420, 700)
    pane.show()
    # A short list first: fonts and the window itself are no matter of how many rows there are.
    pane.show_tab(Tab.ALL)
    pane.search_for(rare)
    wait_until(lambda: pane.model.rowCount() == 1)
    linger(_SETTLE_MS)
    pane.rows.viewport().repaint()
    before = _memory()
    started = time.perf_counter()
    pane.search_for("")
    wait_until(lambda: pane.is_filled and pane.model.rowCount() > 1)
    pane.rows.viewport().repaint()
    first_paint = (time.perf_counter() - started) * 1000
    started = time.perf_counter()
    pane.rows.scrollToBottom()
    wait_until(lambda: pane.is_whole)
    whole = (time.perf_counter() - started) * 1000
    dice = random.Random(_SEED)
    times = [_jump(pane, dice.random()) for _ in range(jumps)]
    memory = _memory() - before
    rows = pane.model.rowCount()
    context.background.close()
    pane.close()
    pane.deleteLater()
    linger(0)
    return QueueSpeed(rows, first_paint, whole, memory, times)


def _jump(pane: QueuePane, share: float) -> float:
    """Drags the scroll bar to a place and waits until all its lines are painted."""
    bar = pane.rows.verticalScrollBar()
    started = time.perf_counter()
    bar.setValue(round(share * bar.maximum()))
    pane.rows.viewport().repaint()
    wait_until(lambda: _in_sight_filled(pane))
    pane.rows.viewport().repaint()
    return (time.perf_counter() - started) * 1000


def _in_sight_filled(pane: QueuePane) -> bool:
    first, last = pane.rows.rowAt(0), pane.rows.rowAt(pane.rows.viewport().height() - 1)
    last = last if last >= 0 else pane.model.rowCount() - 1
    return all(pane.model.index(row, 0).data(ROW_ROLE) is not None for row in (first, last))


def _memory() -> float:
    """Resident memory of the process in MB; 0 where the system does not tell it this way."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        return 0.0
    return int(statistics.read_text(encoding="ascii").split()[1]) * _PAGE_BYTES / 1_000_000
