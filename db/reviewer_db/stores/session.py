"""What all stores of one open library share: the two connections, the person, the clock, and what is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.application import User
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_db.stores.clock import Clock
from reviewer_db.stores.pending_events import PendingEvents
from reviewer_db.stores.remembered import RememberedOrders
from reviewer_db.stores.touched_rows import TouchedRows

if TYPE_CHECKING:
    from sqlite3 import Connection

#: A condition for any number of ids, handed over by `as_list` as one value.
IN_LIST = "IN (SELECT value FROM json_each(?))"


def as_list(ids: Sequence[int]) -> str:
    """Ids as the value that `IN_LIST` takes."""
    return json.dumps(list(ids))


@dataclass(slots=True)
class Session:
    """One open library with one person at it; lives on the database thread.

    `packs` (as they were written), `laid_over` (with what was settled), `settled`, `contacts`, `settings` and `orders`
    remember what was read; `forget` drops what a change may have made
    untrue, a rolled-back change as well. `calendars` is where the office puts year tables of its own,
    `folder` where the library lies, from which the folders of its batches are named.
    """

    main: Connection
    vault: Connection
    pending: PendingEvents = field(init=False)
    user: Callable[[], User]
    clock: Clock
    calendars: Path | None = None
    folder: Path = Path()
    packs: dict[str, NoticePack] = field(default_factory=dict)
    current_packs: dict[str, str] = field(default_factory=dict)
    laid_over: dict[str, NoticePack] = field(default_factory=dict)
    settled: dict[str, Mapping[str, Settled]] = field(default_factory=dict)
    contacts: dict[str, dict[str, str]] = field(default_factory=dict)
    is_called_off: Callable[[], bool] = lambda: False
    settings: OfficeSettings | None = None
    is_access_touched: bool = False
    orders: RememberedOrders = field(default_factory=RememberedOrders)

    def __post_init__(self) -> None:
        self.pending = PendingEvents(self.main, TouchedRows(self.main))

    def check(self) -> None:
        """Between the steps of long work: stops when the reader no longer wants it."""
        if self.is_called_off():
            raise CancelledError

    def forget_settled(self) -> None:
        """Forgets what was settled of the seasons, and the packs with that laid over them."""
        self.settled.clear()
        self.laid_over.clear()

    def forget(self) -> None:
        """Forgets what was read from the tables; packs never change and are kept by their hash."""
        self.forget_settled()
        self.current_packs.clear()
        self.settings = None
        self.orders.forget()
