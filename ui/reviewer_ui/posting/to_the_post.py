"""Parcels brought to the post from the window: what is to be said of it is said, then all go on record in one act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.dispatch.batch_comparing import doubts_of, recorded_whole
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.posting.at_once import post_at_once, said_of_postings
from reviewer_app.services.posting.contents import BatchParcels, ParcelView
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.posting import asking
from reviewer_ui.posting.post_dialog import PostDialog, TypedPosting

#: The courier named last is offered again on this machine.
_COURIER_KEY = "posting/courier"


class ToThePost(QObject):
    """Asks for courier, day and waybills over the step 寄出; `settled` when the postings are on record."""

    settled = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._background, self._window = context, context.background, window

    def ask(self, now: BatchParcels, views: Sequence[ParcelView]) -> None:
        """Opens the dialog over some closed parcels of a batch."""
        if not views:
            return

        def ask(today: Any) -> None:
            courier = self._context.preferences.text(_COURIER_KEY)
            says = asking.posting_says(now, views)
            dialog = PostDialog(self._context, says, views, courier, today.isoformat(), self._window)
            told: set[str] = set()
            dialog.confirmed.connect(partial(self._post, dialog, now, told))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
            # What is to be said of it today is said before anything is pressed.
            work = _doubts(now, [view.parcel.id for view in views], today)
            self._background.run_long(work, then=partial(self._say, dialog, told), failed=lambda _error: None)

        self._background.run_read(_today, then=ask)

    def _say(self, dialog: PostDialog, told: set[str], said: Sequence[str]) -> None:
        """Who has left the dialog meanwhile is told nothing any more."""
        if dialog in self._window.findChildren(PostDialog):
            _tell(dialog, told, said)

    def _post(self, dialog: PostDialog, now: BatchParcels, told: set[str], typed: TypedPosting) -> None:
        """What is to be said of these postings is said once; the next press records them all the same."""
        day = parse_date(typed.day)
        if day is None:
            dialog.go_on_asking()
            dialog.say(sentence("parcel.no_day"))
            dialog.editors["day"].setFocus()
            return

        def go_on(said: list[str]) -> None:
            if _tell(dialog, told, said):
                dialog.go_on_asking()
                dialog.confirm.setFocus()
                return
            self._context.preferences.put(_COURIER_KEY, typed.courier.strip())
            self._background.run_change(
                post_at_once,
                now.batch.id,
                typed.courier,
                day,
                typed.waybills,
                then=lambda _changes: self._posted(dialog, asking.posted_says(now, list(typed.waybills))),
                failed=dialog.refuse,
            )

        self._background.run_long(_doubts(now, list(typed.waybills), day), then=go_on, failed=dialog.refuse)

    def _posted(self, dialog: PostDialog, said: str) -> None:
        dialog.settled()
        dialog.accept()
        self._context.messages.inform(said)
        self.settled.emit()


def _doubts(now: BatchParcels, parcel_ids: Sequence[int], day: date) -> LongWork[list[str]]:
    """What the batch's folder holds otherwise than recorded, and what is to be said of the postings."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> list[str]:
        said = list(library.read(said_of_postings, parcel_ids, day))
        if now.batch.sent_at is not None:
            return said
        return [*doubts_of(library.folder / now.batch.folder, library.read(recorded_whole, now.batch)), *said]

    return work


def _tell(dialog: PostDialog, told: set[str], said: Sequence[str]) -> bool:
    """Says what was not said yet; whether there was any."""
    is_new = bool(set(said) - told)
    told.update(said)
    if is_new:
        dialog.say("\n".join(said))
    return is_new


def _today(unit: UnitOfWork) -> object:
    return unit.today
