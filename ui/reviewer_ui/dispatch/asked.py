"""What the window's actions ask of the batch shown at the sending place; asked too early it waits for the batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.changes import Supplement
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.offered import OfferedDialogs
from reviewer_ui.dispatch.road.made import MadePage
from reviewer_ui.posting.step import PostingStep
from reviewer_ui.sealing import SealingStep


class SendingPlace(Protocol):
    """The page as its acts need it."""

    offered: OfferedDialogs
    result: MadePage
    sealing: SealingStep
    sending: PostingStep

    @property
    def shown(self) -> Batch | None: ...
    @property
    def batches(self) -> Sequence[Batch]: ...
    @property
    def is_read(self) -> bool: ...
    def open_step(self, step: RoadStep) -> None: ...
    def go_to(self, step: RoadStep) -> None: ...
    def show_batch(self, batch_id: int) -> None: ...
    def begin_supplement(self, supplement: Supplement) -> None: ...


class AskedActs:
    """Each act on the batch shown; where there is nothing to do it says why."""

    def __init__(self, context: Context, place: SendingPlace) -> None:
        self._context, self._place = context, place
        self._awaited: Callable[[], None] | None = None

    def carry_out(self) -> None:
        """The batches have been read: what waited for them is done."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            awaited()

    def offer(self, is_current: bool) -> None:
        """What is not open on the batch shown is off in the window's actions, and says why; unread it stays open."""
        for action, step in (("seal", RoadStep.SEAL), ("send", RoadStep.POST)):
            is_off = is_current and not self._is_open(step)
            self._context.actions.close(
                f"dispatch.{action}", sentence(f"dispatch.nothing_to_{action}") if is_off else ""
            )

    def supplement(self) -> None:
        """Asks why the batch shown, or the last one sent, is to be supplemented; then its cases are chosen."""

        def ask() -> None:
            sent = self._sent()
            if sent is None:
                self._context.messages.inform(sentence("dispatch.nothing_to_supplement"))
                return
            self._place.offered.supplement(sent, lambda why: self._place.begin_supplement(Supplement(sent.id, why)))

        self._once_read(ask)

    def print_batch(self) -> None:
        """Offers to print the batch shown as one job, or first the batch whose job is not settled."""
        self._once_read(lambda: self._place.offered.print_batch(self._place.batches, self._place.shown))

    def print_for_seal(self) -> None:
        """The sheets and letters of the batch that nobody has stamped yet, with the slip they are counted by."""
        waiting = [line for line in self._place.sealing.sheet.lines if line.use is None]
        to_stamp = {line.case.id if line.case is not None else line.entry.called for line in waiting}
        self._place.offered.print_batch(self._place.batches, self._place.shown, to_stamp)

    def change(self, what: str) -> None:
        """更新这一批 (update), 出具报送函 (letters) or 撤回组批 (dissolve) of the batch shown."""

        def press() -> None:
            if self._place.shown is not None:
                self._place.open_step(RoadStep.MAKE)
            if self._place.shown is None or not self._place.result.press(what):
                self._context.messages.inform(sentence(f"dispatch.nothing_to_{what}"))

        self._once_read(press)

    def seal(self) -> None:
        """用印 of the batch shown."""

        def show() -> None:
            if self._place.shown is not None:
                self._place.go_to(RoadStep.SEAL)
            else:
                self._context.messages.inform(sentence("dispatch.nothing_to_seal"))

        self._once_read(show)

    def stack(self) -> None:
        """Reads the stamped sheets of the batch shown back from the scanner."""
        if self._place.shown is not None:
            self._place.offered.stack(self._place.shown)

    def waiting(self, batch_id: int) -> None:
        """What waits for the seal is shown where it waits."""
        if not batch_id:
            self._place.offered.single_papers()
            return
        self._place.show_batch(batch_id)
        self._once_read(lambda: self._place.go_to(RoadStep.SEAL))

    def send(self) -> None:
        """The next act on the parcels of the batch shown."""

        def press() -> None:
            if self._is_open(RoadStep.POST):
                self._place.open_step(RoadStep.POST)
                self._place.sending.press_main()
            else:
                self._context.messages.inform(sentence("dispatch.nothing_to_send"))

        self._once_read(press)

    def answers(self) -> None:
        """市局结果 of the batch shown if it was sent, else of the newest that was."""

        def show() -> None:
            sent = self._sent()
            if sent is None:
                self._context.messages.inform(sentence("city.none_sent"))
                return
            self._awaited = partial(self._place.go_to, RoadStep.CITY)
            self._place.show_batch(sent.id)

        self._once_read(show)

    def _sent(self) -> Batch | None:
        """The batch shown if it was sent, else the newest that was."""
        shown = [self._place.shown] if self._place.shown is not None else []
        return next((batch for batch in (*shown, *self._place.batches) if batch.sent_at is not None), None)

    def _is_open(self, step: RoadStep) -> bool:
        """Whether there is something to be sealed, or to be posted, of the batch shown."""
        shown = self._place.shown
        return shown is not None and (step is RoadStep.SEAL or shown.is_open)

    def _once_read(self, act: Callable[[], None]) -> None:
        if self._place.is_read:
            act()
        else:
            self._awaited = act
