"""收一摞纸质件: one field for the scanner, the set in hand under it, the day's list below, the halves alone beside.

The scanner types into the field and ends with Enter: that only looks for the case. A bare Enter takes the set in.
Scans that come while a set is marked and not yet taken in wait in their order, so that none takes another in and none
is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.intake.paper_sets import (
    MOST_OFFERED,
    PaperSet,
    TakenSet,
    find_sets,
    number_in,
    receive_set,
    restore_set,
)
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.intake.pile.day import Day, PairDone, read_day
from reviewer_ui.intake.pile.pair_acts import PairActs
from reviewer_ui.intake.pile.pairs import PairsCard
from reviewer_ui.intake.pile.receipts import Receipts
from reviewer_ui.intake.pile.scan_card import ScanCard
from reviewer_ui.intake.pile.scanned import Scans
from reviewer_ui.intake.pile.today import HalvesCard, TodayCard
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind

_PLACE_KEY = "pile/place"
_WIDE = (880, 470)
#: Below this width the pairs and halves take the place of the pile instead of standing beside it.
_NARROW = 960
_LEAST = QSize(760, 380)
#: So many scans that wait are named.
_MOST_NAMED = 3


class PilePage(QWidget):
    """`left` goes back to the ways in; `register_wanted` and `import_wanted` ask for those that a pile needs first."""

    left = Signal()
    register_wanted = Signal()
    import_wanted = Signal()
    case_chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("screen", "pile")
        self._context = context
        self._is_stale = True
        self._scans = Scans()
        self._last: TakenSet | None = None
        self._is_taking = False
        self.parts = ScanCard(context.preferences.text(_PLACE_KEY, ""))
        self.scan, self.place, self.giver = self.parts.scan, self.parts.place, self.parts.giver
        self.note, self.several, self.card = self.parts.note, self.parts.several, self.parts.card
        self.receipt, self.undo, self.turn = self.parts.receipt, self.parts.undo, self.parts.turn
        self.today = TodayCard()
        self.pairs = PairsCard()
        self.halves = HalvesCard()
        self.pairing = PairActs(context, self.parts, self.pairs, self.halves, self)
        self.turn_back = Button("返回收件", ButtonKind.LINK)
        self.turn_back.setAccessibleName("返回收一摞纸质件")
        self.parts.back.clicked.connect(self.left)
        self.turn.clicked.connect(lambda: self._turn_to(True))
        self.turn_back.clicked.connect(lambda: self._turn_to(False))
        self._is_beside = False
        self._left, self._right = QWidget(), QWidget()
        self.receipts = Receipts(context, self.today, self.note, self)
        self._lay_out()
        self._connect()
        self._bind()
        self.undo.setEnabled(self._last is not None)

    def begin(self) -> None:
        """Puts the keyboard into the field of the scanner."""
        self.refresh()
        self.scan.setFocus()
        self.scan.selectAll()

    def refresh(self) -> None:
        """Reads the day's list and the halves again."""
        self._is_stale = False
        self._context.background.run_read(read_day, then=self._show_day)

    def identify(self, scanned: str) -> None:
        """Looks for the case that a scan names; while another is in hand and not done with, the scan waits its turn."""
        self.scan.clear()
        if self._is_busy():
            self._scans.hold(scanned)
            self._say_waiting()
            return
        self.note.clear()
        self._look_for(scanned)

    def take_in(self) -> None:
        """Takes the set in as it is marked; where there is nothing to take in, says why."""
        paper = self.card.paper
        if self._is_taking:
            # A second Enter, before the first was carried out, asks for nothing more.
            return
        if paper is None or not self.card.can_take:
            self._say_nothing_to_take(paper)
            return
        self._is_taking = True
        self._context.preferences.put(_PLACE_KEY, self.place.text().strip())
        self._context.background.run_change(
            receive_set,
            paper.case_id,
            self.card.marks,
            self.card.pages.value(),
            self.place.text(),
            self.giver.text(),
            self.card.are_alike,
            self.card.seal_name,
            then=self._taken,
            failed=self._say_not_taken,
        )

    def put_aside(self) -> None:
        """Forgets the set in hand; nothing of it was written. A scan that waited is looked for now."""
        self._close_set()
        self.note.clear()
        self.scan.clear()
        self._go_on()

    def take_back(self) -> None:
        """Puts the last set back to what was on record before."""
        if self._last is None:
            return
        # Pressed twice, it is taken back once.
        taken, self._last = self._last, None
        self.undo.setEnabled(self._last is not None)

        def refused(error: Exception) -> None:
            self._last = taken
            self.undo.setEnabled(self._last is not None)
            self._say_failed(error)

        self._context.background.run_change(
            restore_set, taken, then=lambda _changes: self._put_back(taken.intake_number), failed=refused
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts aside what is shown, arrows choose among several; Enter was done in the field it comes from."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        are_several = self.several.isVisibleTo(self)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif step and are_several:
            self.several.setCurrentRow(max(0, min(self.several.count() - 1, self.several.currentRow() + step)))
        elif event.key() == Qt.Key.Key_Escape and (self._scans.in_hand or self.card.isVisibleTo(self)):
            self.put_aside()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """What the page needs where only one side is shown."""
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen one side is shown at a time."""
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _entered(self) -> None:
        scanned = self.scan.text().strip()
        if scanned:
            self.identify(scanned)
        elif self.several.isVisibleTo(self) and self.several.currentRow() >= 0:
            self._choose(self.several.currentItem())
        else:
            self.take_in()

    def _is_busy(self) -> bool:
        """Whether what is in hand must be done with before another scan is looked for."""
        scans = self._scans
        is_shown = self.card.isVisibleTo(self) or self.several.isVisibleTo(self)
        return scans.is_looking or self.parts.has_open_set or (is_shown and (scans.had_waited or bool(scans.waiting)))

    def _say_waiting(self) -> None:
        """Names the scans that wait, and what lets the next one come."""
        waiting = self._scans.waiting
        names = "、".join(number_in(one) for one in waiting[:_MOST_NAMED])
        values = {"count": len(waiting), "scanned": names}
        self.parts.queue.say(sentence("paper_set.waiting", values) if waiting else "", Tone.WARN)

    def _say_nothing_to_take(self, paper: PaperSet | None) -> None:
        if paper is None:
            if not self._scans.is_looking and not self.note.text():
                self.note.say(sentence("paper_set.empty"))
            return
        reason = self.card.refusal.text()
        if not reason:
            code = "unchanged" if any(mark.is_in_hand for mark in self.card.marks) else "unmarked"
            reason = sentence(f"paper_set.{code}", {"number": paper.intake_number})
        self.note.say(reason, Tone.WARN)
        self.scan.setFocus()

    def _show_found(self, scanned: str, found: tuple[PaperSet, ...]) -> None:
        self._scans.is_looking = False
        if len(found) == 1:
            self._show_set(found[0])
            return
        self._close_set()
        offered = found[:MOST_OFFERED]
        told = "several" if len(found) == len(offered) else "too_many"
        self.note.say(sentence(f"paper_set.{told}", {"scanned": scanned, "count": len(offered)}))
        self.parts.offer(offered)

    def _choose(self, item: QListWidgetItem) -> None:
        self._show_set(item.data(Qt.ItemDataRole.UserRole))

    def _show_set(self, paper: PaperSet) -> None:
        self.several.hide()
        self.note.clear()
        self.card.show_set(paper)
        self.card.show()
        self.scan.setFocus()
        self.undo.setEnabled(self._last is not None)

    def _close_set(self) -> None:
        self.parts.register.hide()
        self.several.hide()
        self.card.paper = None
        self.card.hide()
        self.undo.setEnabled(self._last is not None)

    def _taken(self, taken: TakenSet) -> None:
        self._is_taking, self._last, self.receipts.last = False, taken, taken.case_id
        self._close_set()
        self.giver.clear()
        self.note.say(sentence("paper_set.taken", {"number": taken.intake_number}), Tone.OK)
        self._go_on()

    def _put_back(self, number: str) -> None:
        self.note.say(sentence("paper_set.put_back", {"number": number}), Tone.OK)
        self.scan.setFocus()

    def _go_on(self) -> None:
        self.scan.setFocus()
        self.undo.setEnabled(self._last is not None)
        waiting = self._scans.let_go()
        if waiting:
            # After the act that is being ended, not inside it.
            QTimer.singleShot(0, self, lambda: self._take_up(waiting))

    def _look_for(self, scanned: str, before: str = "") -> None:
        """Looks for the case; `before` is what was said of the set before it and is not to be missed."""
        self._scans.take_up(scanned)
        # A key pressed before the case is found must not mark the set before it.
        self._close_set()
        self._say_waiting()

        def show(found: tuple[PaperSet, ...]) -> None:
            self._show_found(scanned, found)
            if before and len(found) == 1:
                self.note.say(before, Tone.OK)

        def unknown(error: Exception) -> None:
            self._say_unknown(scanned, error, before)

        self._context.background.run_read(find_sets, scanned, then=show, failed=unknown)

    def _take_up(self, waiting: str) -> None:
        if waiting in self._scans.waiting and not self._scans.is_looking:
            self._look_for(waiting, self.note.text())

    def _say_unknown(self, scanned: str, error: Exception, before: str = "") -> None:
        """What was not found goes back into the field to be put right; Esc lets the next one come."""
        self._close_set()
        self._scans.is_looking = False
        self.note.say("　".join(filter(None, (before, sentence_of(error)))), Tone.BAD)
        self.parts.register.show()
        self.scan.setText(scanned)
        self.scan.setFocus()
        self.scan.selectAll()

    def _say_not_taken(self, error: Exception) -> None:
        self._is_taking = False
        self._say_failed(error)

    def _say_failed(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _say_strayed(self) -> None:
        self.note.say(sentence("paper_set.strayed"), Tone.WARN)
        self.scan.setFocus()

    def _show_day(self, day: Day) -> None:
        self.pairing.halves_read = day.halves
        self.today.show_lines(day.received)
        self.halves.show_halves(day.halves.online, day.halves.paper, day.has_cases)
        self.pairs.show_pairs(day.halves.proposed, day.halves.made)

    def _look_again(self, result: PairDone) -> None:
        """The set in hand may be that of a case which is another now: it is shown as it stands, under its case."""
        self.several.hide()
        self.scan.setFocus()
        paper = self.card.paper
        if paper is not None and paper.case_id in (result.paper_id, result.online_id):
            self._look_for(paper.intake_number, self.note.text())

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & {Noun.QUEUE, Noun.CASE}:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _fold(self) -> None:
        is_narrow = self.width() < _NARROW
        self.turn.setVisible(is_narrow)
        self.turn_back.setVisible(is_narrow)
        self._left.setVisible(not is_narrow or not self._is_beside)
        self._right.setVisible(not is_narrow or self._is_beside)

    def _turn_to(self, is_beside: bool) -> None:
        self._is_beside = is_beside
        self._fold()
        if not is_beside:
            self.scan.setFocus()

    def _connect(self) -> None:
        self.scan.returnPressed.connect(self._entered)
        self.several.itemActivated.connect(self._choose)
        self.card.received.connect(self.take_in)
        self.card.strayed.connect(self._say_strayed)
        self.card.left.connect(self.scan.setFocus)
        self.receipt.clicked.connect(self.receipts.show_one)
        self.parts.receipts.clicked.connect(self.receipts.print_all)
        self.parts.register.clicked.connect(self.register_wanted)
        self.halves.import_wanted.connect(self.import_wanted)
        self.undo.clicked.connect(self.take_back)
        self.pairing.said.connect(self._look_again)
        for card in (self.today, self.halves, self.pairs):
            card.case_chosen.connect(self.case_chosen)
        self._context.background.changed.connect(self._note_changes)

    def _bind(self) -> None:
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "pile.alike": ("no_set", self.card.mark_alike),
            "pile.first": ("no_set", partial(self.card.turn, 1)),
            "pile.second": ("no_set", partial(self.card.turn, 2)),
            "pile.third": ("no_set", partial(self.card.turn, 3)),
            "pile.same": ("no_pair", self.pairs.accept),
            "pile.not_same": ("no_pair", self.pairs.refuse),
            "pile.by_hand": ("", self.pairing.pair_by_hand),
            "pile.receipt": ("", self.receipts.show_one),
            "pile.receipts": ("", self.receipts.print_all),
            "pile.undo": ("no_last", self.take_back),
        }
        for action_id, (lack, act) in acts.items():
            self.addAction(self._context.actions.bind(action_id, partial(self._carry_out, lack, act)))

    def _carry_out(self, lack: str, act: Callable[[], None]) -> None:
        """What a key asks for, or why there is nothing to do it to."""
        there = {"no_set": self.card.paper, "no_pair": self.pairs.current, "no_last": self._last}
        if there.get(lack, lack) is None:
            self.note.say(sentence(f"paper_set.{lack}"), Tone.WARN)
        else:
            act()

    def _lay_out(self) -> None:
        stacked = QVBoxLayout(self._left)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(12)
        stacked.addWidget(self.parts)
        stacked.addWidget(self.today, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(self._left)
        beside = QVBoxLayout(self._right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.turn_back, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(self.pairs)
        beside.addWidget(self.halves, 1)
        parts.addWidget(self._right)
        parts.setSizes(list(_WIDE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
