"""The checklist: groups and rows that are kept and refilled, the current row, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from reviewer_app.domain.checklist import Verdict
from reviewer_ui.actions import Actions
from reviewer_ui.explaining import Told, tell
from reviewer_ui.opinion.item import ItemRow
from reviewer_ui.opinion.items import Item, ItemGroup, told_group
from reviewer_ui.opinion.segments import WITH_KEYS, part_action
from reviewer_ui.widgets import SectionHead
from reviewer_ui.widgets.scroll_page import ScrollPage

_ANSWER_ACTIONS = {
    "answer.met": Verdict.MET,
    "answer.not_met": Verdict.NOT_MET,
    "answer.not_applicable": Verdict.NOT_APPLICABLE,
    "answer.undecided": Verdict.UNDECIDED,
}

#: So much is seen above and below the current point, in pixels.
_MARGIN = 24


class Checklist(ScrollPage):
    """All points of one case; `answered` and the others name the point by its rule id."""

    answered = Signal(str, object)  # rule id, Verdict
    note_typed = Signal(str, str)
    note_left = Signal(str, str)
    evidence_wanted = Signal(str)
    look_up_wanted = Signal(str)
    withdrawal_wanted = Signal(str)
    evidence_opened = Signal(str, str)
    part_marked = Signal(str, str, bool)
    current_changed = Signal(str)
    clause_wanted = Signal()
    together_wanted = Signal(str)  # the current point's rule id
    group_wanted = Signal(str)  # the same
    comparison_wanted = Signal()
    from_record_wanted = Signal()
    sheet_wanted = Signal(str, bool)  # the current point's rule id; whether for its whole part
    nothing_found = Signal(str)  # the code of the sentence that says why a key does nothing here

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("逐项核对", parent)
        self.setProperty("screen", "checklist")
        self._actions = actions
        self._heads: dict[str, SectionHead] = {}
        self._groups: dict[str, ItemGroup] = {}
        self.rows: dict[str, ItemRow] = {}
        self._last_of: dict[str, str] = {}
        self._goes_down = True
        self._current = ""
        self.seen: set[str] = set()
        self._keeping: list[ItemRow] = []
        self._is_open = True
        self._may_look_up = False
        self._bind()
        # Noted a moment later: the rows have their places then, and a list that is being taken down notes nothing.
        self._seeing = QTimer(self, singleShot=True, interval=0)
        self._seeing.timeout.connect(self._note_seen)
        # Not start itself: it would take the place scrolled to for a number of milliseconds.
        self.verticalScrollBar().valueChanged.connect(lambda _place: self._seeing.start())

    def show_groups(self, groups: Sequence[ItemGroup], is_open: bool, may_look_up: bool = False) -> None:
        """Shows the points; rows that are there already are only refilled."""
        self._may_look_up = may_look_up
        wanted = [item.rule_id for group in groups for item in group.items]
        if wanted != list(self.rows):
            self._build(groups)
        self._is_open = is_open
        self._groups = {group.group_id: group for group in groups}
        for group in groups:
            self._heads[group.group_id].set_title(group.title)
            self._heads[group.group_id].set_right(group.progress)
            for item in group.items:
                self.rows[item.rule_id].group = group
                self.rows[item.rule_id].show_item(item, is_open, may_look_up)
        if self._current not in self.rows:
            self.set_current(_first_open(groups))
        else:
            # What can be done at a point may be more by now: a run sheet came back.
            self.rows[self._current].set_current(True, self._key_hints(self.rows[self._current]))

    def start_at_first_open(self, groups: Sequence[ItemGroup]) -> None:
        """Goes to the first point without an answer, as for a case just opened."""
        self.set_current(_first_open(groups))
        self.seen.clear()
        self.verticalScrollBar().setValue(0)
        # The rows get their heights only with the next layout; scrolling before that would miss.
        QTimer.singleShot(0, self, self._reveal)

    def set_current(self, rule_id: str) -> None:
        """Makes a point the current one and brings it into sight."""
        if rule_id not in self.rows or rule_id == self._current:
            return
        self._let_heights_go()
        order = list(self.rows)
        self._goes_down = self._current not in order or order.index(self._current) < order.index(rule_id)
        self._mark(rule_id)
        self._reveal()
        # The current point grows and the former one shrinks with the next layout.
        QTimer.singleShot(0, self, self._reveal)
        self.current_changed.emit(rule_id)

    def _mark(self, rule_id: str, keeps_height: bool = False) -> None:
        former = self.rows.get(self._current)
        self._current = rule_id
        if former is not None:
            former.set_current(False, "", keeps_height)
            if keeps_height:
                self._keeping.append(former)
        row = self.rows[rule_id]
        row.set_current(True, self._key_hints(row))

    def _choose(self, rule_id: str) -> None:
        """Makes the point under the pointer the current one; nothing moves below the pointer for it."""
        if rule_id in self.rows and rule_id != self._current:
            self._mark(rule_id, keeps_height=True)
            # Until the list is as high as its points are now, the others would make room for the one that grew.
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            self.current_changed.emit(rule_id)

    def _let_heights_go(self) -> None:
        """Former points take the height of their kind again, once the pointer has gone on or a key was pressed."""
        for row in self._keeping:
            if row is not self.rows.get(self._current):
                row.set_current(False, "")
        self._keeping.clear()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has left the list."""
        super().leaveEvent(event)
        self._let_heights_go()

    @property
    def current(self) -> str:
        """The rule id of the current point."""
        return self._current

    def current_item(self) -> Item | None:
        """The current point."""
        row = self.rows.get(self._current)
        return row.item if row else None

    def move_on(self, step: int) -> None:
        """Goes some points down (or up), stopping at the ends, and takes the keys along."""
        order = list(self.rows)
        if not order:
            return
        place = order.index(self._current) if self._current in order else 0
        target = order[max(0, min(len(order) - 1, place + step))]
        self.set_current(target)
        self.take_keys()

    def heads(self) -> tuple[SectionHead, ...]:
        """The heads of the groups with their progress."""
        return tuple(self._heads.values())

    def take_keys(self) -> None:
        """Lets the current row have the keyboard."""
        if self._current in self.rows:
            self.rows[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End go through the points, beside the keys of the table."""
        whole = len(self.rows)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -whole, Qt.Key.Key_End: whole}
        if event.key() in steps:
            self.move_on(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def write_note(self, rule_id: str, text: str) -> None:
        """Opens the box for the explanation of a point and goes into it."""
        self.set_current(rule_id)
        self.rows[rule_id].write_note(text).setFocus()
        QTimer.singleShot(0, self, self._reveal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer points are in sight."""
        super().resizeEvent(event)
        self._seeing.start()

    def _note_seen(self) -> None:
        """Notes the points whose title and answers are in sight; only such can be answered together."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        if self.isVisible():
            self.seen |= {name for name, row in self.rows.items() if top <= row.y() and row.answer_bottom() <= bottom}

    def _reveal(self) -> None:
        row = self.rows.get(self._current)
        if row is None:
            return
        self._bring_in_sight(row)
        self._seeing.start()

    def _bring_in_sight(self, row: ItemRow) -> None:
        if row.is_writing and row.note_box is not None:
            self.ensureWidgetVisible(row.note_box, 0, _MARGIN)
        elif row.height() + 2 * _MARGIN > self.viewport().height():
            # On a low screen a long point does not fit: its head with the answers is what must be seen.
            self.verticalScrollBar().setValue(row.y())
        elif self._goes_down:
            place, top = self._place_of(row), self.verticalScrollBar().value()
            if place > top or row.y() < top:
                self.verticalScrollBar().setValue(place)
        else:
            self.ensureWidgetVisible(row, 0, _MARGIN)

    def _place_of(self, row: ItemRow) -> int:
        """Where a point stands when the others of its part that come after it are in sight too, as far as they fit."""
        last = self.rows[self._last_of[row.rule_id]]
        return min(row.y(), last.y() + last.height() - self.viewport().height())

    def _answer(self, verdict: Verdict) -> None:
        row = self.rows.get(self._current)
        if row is None or row.item is None or not self._is_open:
            return
        if row.item.is_in_scope:
            self.answered.emit(self._current, verdict)
        if not row.is_writing:
            self._go_on()

    def _go_on(self) -> None:
        """To the next point that can be answered; at the list's end the current one stays."""
        order = list(self.rows)
        for rule_id in order[order.index(self._current) + 1 :]:
            item = self.rows[rule_id].item
            if item is not None and item.is_in_scope:
                self.set_current(rule_id)
                self.take_keys()
                return

    def go_past(self, rule_ids: Sequence[str]) -> None:
        """To the first point after the last of these that can be answered."""
        last = [rule_id for rule_id in self.rows if rule_id in set(rule_ids)][-1:]
        if last:
            self.set_current(last[0])
            self._go_on()

    def _press(self, rule_id: str, verdict: Verdict) -> None:
        self._choose(rule_id)
        self.take_keys()
        self.answered.emit(rule_id, verdict)

    def _want_together(self) -> None:
        if self._is_open and self._current in self.rows:
            self.together_wanted.emit(self._current)

    def _want_group(self) -> None:
        if self._is_open and self._current in self.rows:
            self.group_wanted.emit(self._current)

    def _want_from_record(self) -> None:
        if self._is_open:
            self.from_record_wanted.emit()

    def _want_sheet(self, is_whole: bool) -> None:
        if self._is_open and self._current in self.rows:
            self.sheet_wanted.emit(self._current, is_whole)

    def _press_part(self, place: int) -> None:
        row = self.rows.get(self._current)
        if row is None or row.item is None or not self._is_open:
            return
        if place > len(row.item.parts):
            self.nothing_found.emit("answer.no_such_part")
        else:
            row.press_part(place)

    def _want_note(self) -> None:
        item = self.current_item()
        if item is not None and self._is_open and item.is_in_scope:
            self.write_note(item.rule_id, item.note)

    def _want_evidence(self) -> None:
        item = self.current_item()
        if item is not None and self._is_open and item.is_in_scope:
            self.evidence_wanted.emit(item.rule_id)

    def want_any_look_up(self) -> None:
        """Asks for a look-up of the current point, or of the first that takes one."""
        takers = [rule_id for rule_id, row in self.rows.items() if row.item is not None and row.item.takes_look_ups]
        if takers and self._current not in takers:
            self.set_current(takers[0])
        self._want_look_up()

    def _want_look_up(self) -> None:
        item = self.current_item()
        if item is None or not self._may_look_up:
            return
        if item.is_in_scope and item.takes_look_ups:
            self.look_up_wanted.emit(item.rule_id)
        else:
            self.nothing_found.emit("answer.takes_no_look_up")

    def _want_withdrawal(self) -> None:
        item = self.current_item()
        if item is None or not self._may_look_up:
            return
        if item.look_ups:
            self.withdrawal_wanted.emit(item.rule_id)
        else:
            self.nothing_found.emit("answer.no_look_up")

    def _bind(self) -> None:
        for action_id, verdict in _ANSWER_ACTIONS.items():
            self.addAction(self._actions.bind(action_id, partial(self._answer, verdict)))
        for action_id, act in (
            ("checklist.next", partial(self.move_on, 1)),
            ("checklist.previous", partial(self.move_on, -1)),
            ("checklist.clause", self.clause_wanted.emit),
            ("checklist.compare", self.comparison_wanted.emit),
        ):
            self.addAction(self._actions.bind(action_id, act))
        for place in range(1, WITH_KEYS + 1):
            self.addAction(self._actions.bind(part_action(place), partial(self._press_part, place)))
        self.addAction(self._actions.bind("answer.together", self._want_together))
        self.addAction(self._actions.bind("answer.group", self._want_group))
        self.addAction(self._actions.bind("answer.from_record", self._want_from_record))
        for name, is_whole in (("sheet", False), ("sheets", True)):
            self.addAction(self._actions.bind(f"answer.from_{name}", partial(self._want_sheet, is_whole)))
        self.addAction(self._actions.bind("answer.note", self._want_note))
        self.addAction(self._actions.bind("answer.evidence", self._want_evidence))
        self.addAction(self._actions.bind("answer.look_up", self._want_look_up))
        self.addAction(self._actions.bind("answer.withdraw_look_up", self._want_withdrawal))

    def _key_hints(self, row: ItemRow) -> str:
        keys = [self._actions.keys(action_id) for action_id in list(_ANSWER_ACTIONS)[:3]]
        undecided, note, evidence = (
            self._actions.keys(action_id) for action_id in ("answer.undecided", "answer.note", "answer.evidence")
        )
        clause = self._actions.keys("checklist.clause")
        # Qt's Chinese words may be missing; a Chinese word needs no gap before the next one.
        clause = "空格" if clause in ("Space", "空格") else f"{clause} "
        takes = row.item is not None and row.item.takes_look_ups
        look_up = f"，{self._actions.keys('answer.look_up')} 登记查询" if takes else ""
        if row.item is not None and row.item.settled:
            look_up += f"，{self._actions.keys('answer.from_record')} 按记录作答"
        if row.item is not None and row.item.ticked is not None:
            look_up += f"，{self._actions.keys('answer.from_sheet')} 取用核对单"
        together = self._actions.keys("answer.together")
        answers = f"按 {' '.join(keys)} 作答，{undecided} 未定，{together} 同条都符合"
        return f"{answers}，{note} 写说明，{evidence} 附证据{look_up}，{clause}看条款"

    def _build(self, groups: Sequence[ItemGroup]) -> None:
        while (former := self.column.takeAt(0)) is not None:
            widget = former.widget()
            if widget is not None:
                widget.deleteLater()
        self.rows, self._heads, self._current = {}, {}, ""
        self._keeping.clear()
        for group in groups:
            self._heads[group.group_id] = SectionHead(group.title)
            self.column.addWidget(self._heads[group.group_id])
            tell(self._heads[group.group_id], partial(self._told_group, group.group_id), is_stop=False)
            for item in group.items:
                self._add_row(item.rule_id)
                self._last_of[item.rule_id] = group.items[-1].rule_id
        self.column.addStretch(1)

    def _told_group(self, group_id: str) -> Told:
        return told_group(self._groups[group_id])

    def _add_row(self, rule_id: str) -> None:
        row = ItemRow(rule_id, self._actions.keys, self.widget())
        self.rows[rule_id] = row
        row.chosen.connect(self._choose)
        row.answered.connect(self._press)
        row.note_typed.connect(self.note_typed)
        row.note_left.connect(self.note_left)
        row.evidence_opened.connect(self.evidence_opened)
        row.look_up_wanted.connect(self.look_up_wanted)
        row.withdrawal_wanted.connect(self.withdrawal_wanted)
        row.part_marked.connect(self.part_marked)
        self.column.addWidget(row)


def _first_open(groups: Sequence[ItemGroup]) -> str:
    """The first point without an answer, else the first of all."""
    items = [item for group in groups for item in group.items]
    undecided = [item.rule_id for item in items if item.verdict is Verdict.UNDECIDED]
    return undecided[0] if undecided else items[0].rule_id if items else ""
