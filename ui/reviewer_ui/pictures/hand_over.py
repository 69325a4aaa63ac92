"""Pictures of the hand-over between libraries: each of its dialogs as it opens, and the page of a case that is away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.services.handover.cards import confirm_card, issue_card, own_card
from reviewer_app.services.handover.envelope import card_of, new_keys, opened, seal
from reviewer_app.services.handover.gathering import plan_sending
from reviewer_app.services.handover.receiving import look_at_package, receive_package
from reviewer_app.services.handover.sending import hand_over_cases
from reviewer_app.services.ports.custody import ContentCodec, DeskKeys
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_ui.handover.packages import PackagesDialog, recall_question
from reviewer_ui.handover.receiving import ReceivingDialog
from reviewer_ui.handover.sending import SendingDialog
from reviewer_ui.handover.waiting import ask_waiting
from reviewer_ui.main_window import MainWindow
from reviewer_ui.settings import SettingsPage
from reviewer_ui.widgets.decision import DecisionDialog

_OWN, _OTHER, _NOTE = "窗口收件", "初审室", "今天收的件，请初审"
#: How many cases go, and how many come home.
_GOING, _COMING = 6, 3
_WAITING = {"goal": "三年内建成可复制的服务标准体系。"}


def hand_over_pictures(window: MainWindow, library: Library, parts: Parts) -> Iterator[tuple[str, Callable[[], None]]]:
    """Name by name what has to be opened for each picture; cases go to a desk made up for it, and some come home."""
    stand = _Stand(window, library, parts)
    yield "hand-over", stand.send
    stand.hand_over()
    yield "hand-over-away", stand.show_away
    yield "hand-over-list", stand.show_list
    yield "hand-over-recall", stand.ask_recall
    yield "hand-over-receiving", stand.receive
    stand.take_in()
    yield "hand-over-waiting", stand.show_waiting
    yield "hand-over-card", stand.ask_number
    stand.leave()


def shown_dialog(window: QWidget) -> QDialog | None:
    """The dialog that stands open over the window."""
    return next((one for one in window.findChildren(QDialog) if one.isVisible()), None)


class _Stand:
    """The two desks of the pictures: the library open in the window, and keys of another one."""

    def __init__(self, window: MainWindow, library: Library, parts: Parts) -> None:
        self._window, self._library, self._codec = window, library, parts.contents
        self._context = window.context
        self._scratch = tempfile.TemporaryDirectory()
        self._keys, self._home = new_keys(_OTHER), ""
        library.change(issue_card, _OWN)
        card = card_of(self._keys)
        library.change(confirm_card, card, card.check_number)
        self._ids = library.read(_going)
        self._folder = Path(self._scratch.name)
        self._back = self._folder / "交还窗口收件-3件.移交件"

    def send(self) -> None:
        SendingDialog(self._context, QueueQuery("2024", Tab.ALL), self._ids[0], self._window).open()

    def hand_over(self) -> None:
        target = self._folder / "移交初审室-6件.移交件"
        receiver = card_of(self._keys).fingerprint
        hand_over_cases(self._library, self._codec, self._ids, receiver, target, _NOTE)
        own = self._library.read(own_card)
        if own is not None:
            self._back.write_bytes(_returned(self._codec, target.read_bytes(), self._keys, own))
        self._library.change(_let_wait, self._ids[0])

    def show_away(self) -> None:
        self._window.show_place("cases")
        self._window.cases.queue.show_table(False)
        self._window.cases.queue.show_tab(Tab.AWAY)
        self._window.cases.queue.reveal(self._ids[0])
        self._window.cases.open_case(self._ids[0])

    def show_list(self) -> None:
        PackagesDialog(self._context, self._window, self._ids[0]).open()

    def ask_recall(self) -> None:
        (package, *_) = self._library.read(lambda unit: unit.desks.packages())
        DecisionDialog(recall_question(package), self._window).open()

    def receive(self) -> None:
        arrival = look_at_package(self._library, self._codec, self._back)
        dialog = ReceivingDialog(self._context, self._back, arrival, self._window)
        size = dialog.size()
        dialog.open()
        # Without a display Qt's screen is smaller than any of the office's.
        dialog.resize(size)

    def take_in(self) -> None:
        self._library.change(receive_package, look_at_package(self._library, self._codec, self._back))

    def show_waiting(self) -> None:
        ask_waiting(self._context, self._ids[0], self._window)

    def ask_number(self) -> None:
        self._window.show_place("settings")
        page = self._window.places.page("settings")
        if isinstance(page, SettingsPage):
            page.show_card(page.desks)
            page.desks.ask_number(card_of(new_keys("用印室")))

    def leave(self) -> None:
        self._scratch.cleanup()


def _going(unit: UnitOfWork) -> list[int]:
    known = [one.id for one in unit.applications.known(unit.settings.get().season)]
    return [line.case_id for line in plan_sending(unit, known) if not line.refusal][:_GOING]


def _let_wait(unit: UnitOfWork, case_id: int) -> None:
    unit.custody.hold(case_id, "网上申报清单（第二次导出）.xlsx", 12, _WAITING, "0")


def _returned(codec: ContentCodec, package: bytes, keys: DeskKeys, home: DeskCard) -> bytes:
    """What the other desk gives back of a package: some of its cases, each once more handed over."""
    file = "移交件"
    content = codec.unpacked(opened(package, codec.head(package, file), keys, home), file)
    mark = sha256(package).hexdigest()
    cases = tuple(replace(one, number=one.number + 1, road=(*one.road, mark)) for one in content.cases[:_COMING])
    given = replace(content, number=1, sender=_OTHER, note="已初审，请用印", cases=cases)
    return seal(codec.packed(given), 1, keys, home)
