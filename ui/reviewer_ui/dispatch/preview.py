"""The batch preview: which cases go, which cannot and why, and what the export will write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch, BatchChoice
from reviewer_resources.phrases import sentence
from reviewer_ui.dispatch.batch_model import TICK, BatchModel
from reviewer_ui.dispatch.batch_options import BatchOptions
from reviewer_ui.explaining import Told, tell
from reviewer_ui.preferences import Preferences
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, EmptyState
from reviewer_ui.widgets.plain_table import PlainTable

#: Below this width the options are narrow; the least room that the list with its bar and the narrow options need.
_NARROW, _LEAST = 1000, QSize(770, 168)
#: Below this width the acts do not fit beside the chips.
_ACTS_BELOW = 1160

_FILTERS: dict[str, Callable[[BatchChoice], bool]] = {
    "全部": lambda _choice: True,
    "可以报送": lambda choice: choice.is_allowed,
    "暂不能报送": lambda choice: not choice.is_allowed,
}

_COUNTED = {"全部": "why.dispatch_all", "可以报送": "why.dispatch_allowed", "暂不能报送": "why.dispatch_held"}


class TickTable(PlainTable):
    """The list of choices; space turns the tick of the chosen row, wherever in the row one stands, Return opens it."""

    space_pressed = Signal(int)
    return_pressed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the tick, Return opens the case; with Ctrl they are the page's own."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.return_pressed.emit(self.current_row())
        elif event.key() == Qt.Key.Key_Space and self.current_row() >= 0:
            self.space_pressed.emit(self.current_row())
        else:
            super().keyPressEvent(event)


class BatchPreview(Card):
    """The list with its ticks at the left, what will be done with it at the right."""

    summary_pressed = Signal()
    order_pressed = Signal()
    looks_pressed = Signal()
    case_asked = Signal(int)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BatchModel(self)
        self.table = TickTable("可报送的案件")
        self.table.show_model(self.model)
        self.options = BatchOptions(preferences)
        self.chips = {word: Chip(word) for word in _FILTERS}
        self._all = Button("全选", ButtonKind.LINK)
        self._none = Button("全不选", ButtonKind.LINK)
        self.summary = Button("汇总表…", icon_name="table")
        self.summary.setToolTip("只写汇总表：标准版、按联系人分表、公开版、CSV、PDF、市局模板")
        self.order = Button("推荐顺序…")
        self.order.setToolTip("排出推荐的先后并写明理由；导出和汇总表按这个顺序")
        self.looks = Button("抽查复看…")
        self.looks.setToolTip("报送前抽几件由另一人复看；有异议的答复后才能报送")
        self._empty = EmptyState(
            "dispatch", "还没有走到复核的案件", "案件复核同意后会出现在这里，届时可以一并导出推荐意见和汇总表。"
        )
        self._stack = QStackedWidget()
        self._bar, self._below = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self._connect()

    def show_choices(self, choices: Sequence[BatchChoice], batches: Sequence[Batch]) -> None:
        """Shows what could be sent now; of the `batches`, newest first, those not sent say which case is in one."""
        unsent = [batch for batch in reversed(batches) if batch.is_open]
        exported = {line.application_id: batch.number for batch in unsent for line in batch.lines}
        self.model.show_choices(choices, exported)
        for word, chip in self.chips.items():
            chip.set_count(sum(map(_FILTERS[word], choices)))
        waiting = sum(choice.told != "" for choice in choices)
        self.looks.setText(f"抽查复看（待 {waiting} 件）…" if waiting else "抽查复看…")
        self._filter()
        self._stack.setCurrentIndex(1 if choices else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window (the smallest screen at 150 %) the options leave more room to the list, acts go below."""
        width = event.size().width()
        self.options.set_narrow(width < _NARROW)
        self._put_acts(self._below if width < _ACTS_BELOW else self._bar)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As small as the list beside the narrow options."""
        return _LEAST

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        group.setExclusive(True)
        bar = self._bar
        bar.setContentsMargins(16, 10, 12, 8)
        bar.setSpacing(8)
        for chip in self.chips.values():
            group.addButton(chip)
            bar.addWidget(chip)
        self.chips["全部"].setChecked(True)
        bar.addStretch(1)
        bar.addWidget(self._all)
        bar.addWidget(self._none)
        bar.addSpacing(8)
        self._below.setSpacing(8)
        self._below.addStretch(1)
        self._put_acts(bar)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(bar)
        left.addLayout(self._below)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        left.addWidget(self._stack, 1)
        line = QFrame()
        line.setObjectName("upright")
        line.setFixedWidth(1)
        line.setAutoFillBackground(True)
        line.setBackgroundRole(self.palette().ColorRole.Mid)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(line)
        row.addWidget(self.options)

    def _put_acts(self, line: QHBoxLayout) -> None:
        """The acts stand at the end of a line; the other line is empty then and takes no room."""
        if line.indexOf(self.order) >= 0:
            return
        for act in (self.looks, self.order, self.summary):
            for one in (self._bar, self._below):
                one.removeWidget(act)
            line.addWidget(act)
        self._below.setContentsMargins(16, 0, 12, 8 if line is self._below else 0)

    def _connect(self) -> None:
        for chip in self.chips.values():
            chip.clicked.connect(self._filter)
        self._all.clicked.connect(lambda: self.model.tick_all(True))
        self._none.clicked.connect(lambda: self.model.tick_all(False))
        for word, chip in self.chips.items():
            tell(chip, partial(self._told_count, word))
        tell(self.table, self._told)
        self.summary.clicked.connect(self.summary_pressed)
        self.order.clicked.connect(self.order_pressed)
        self.looks.clicked.connect(self.looks_pressed)
        self.table.space_pressed.connect(self.model.toggle)
        self.table.return_pressed.connect(self._open)
        self.table.doubleClicked.connect(self._turn)
        self.model.ticks_changed.connect(self._count)

    def _told(self) -> Told | None:
        row = self.table.current_row()
        return self.model.told(row) if row >= 0 else None

    def _told_count(self, word: str) -> Told:
        count = sum(map(_FILTERS[word], self.model.rows()))
        return Told(word, f"{count} 件", (sentence(_COUNTED[word]), sentence("why.count_fresh")))

    def _filter(self) -> None:
        word = next(word for word, chip in self.chips.items() if chip.isChecked())
        self.model.keep(_FILTERS[word])

    def _turn(self, index: QModelIndex) -> None:
        """A double click turns the tick; where there is none to be turned it leads to what is open."""
        if not self.model.row_at(index.row()).is_allowed:
            self._open(index.row())
        elif index.column() != TICK:
            self.model.toggle(index.row())

    def _open(self, row: int) -> None:
        self.case_asked.emit(self.model.row_at(row).application_id)

    def _count(self) -> None:
        allowed = sum(choice.is_allowed for choice in self.model.rows())
        self.options.show_count(len(self.model.ticked()), allowed)
