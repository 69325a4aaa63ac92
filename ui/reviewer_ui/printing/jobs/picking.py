"""Which papers of a kind are printed: a list of all of them, ticked or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.services.printing.planning import BatchPaper
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE, _ROW_HEIGHT = (520, 420), 30


class PickDialog(Dialog):
    """Takes the papers of one kind that are wanted; `picked` carries the cases that are left out."""

    picked = Signal(object)  # frozenset[int]

    def __init__(
        self, title: str, papers: Sequence[BatchPaper], left_out: Collection[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._papers = papers
        self.setWindowTitle(f"选{title}")
        self.setAccessibleName(self.windowTitle())
        self.resize(*_SIZE)
        self.list = _TickList()
        self.list.setAccessibleName(f"要打印的{title}")
        for paper in papers:
            self.list.addItem(_item(paper, paper.case_id not in left_out))
        self.every, self.none = Button("全选", ButtonKind.LINK), Button("全不选", ButtonKind.LINK)
        self.note = FieldNote()
        self.counted = Words("", TextRole.LABEL)
        self.confirm, self.cancel = Button("确定", ButtonKind.PRIMARY), Button("取消")
        self.confirm.setDefault(True)
        self._lay_out()
        self.list.itemChanged.connect(lambda _item: self._count())
        self.every.clicked.connect(lambda: self._tick_all(True))
        self.none.clicked.connect(lambda: self._tick_all(False))
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._count()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _tick_all(self, is_on: bool) -> None:
        state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        for item in self._items():
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                item.setCheckState(state)

    def _left_out(self) -> frozenset[int]:
        return frozenset(
            paper.case_id
            for paper, item in zip(self._papers, self._items(), strict=True)
            if item.checkState() is not Qt.CheckState.Checked
        )

    def _count(self) -> None:
        self.counted.setText(f"已选 {len(self._papers) - len(self._left_out())} / {len(self._papers)} 件")

    def _confirm(self) -> None:
        left_out = self._left_out()
        if len(left_out) == len(self._papers):
            self.note.say(sentence("prints.pick_one"), Tone.BAD)
            return
        self.picked.emit(left_out)
        self.accept()

    def _lay_out(self) -> None:
        above, foot = QHBoxLayout(), QHBoxLayout()
        for widget in (self.every, self.none):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.counted)
        foot.setSpacing(8)
        foot.addWidget(self.note, 20)
        foot.addStretch(1)
        for button in (self.cancel, self.confirm):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self.list, 1)
        column.addLayout(foot)


class _TickList(QListWidget):
    """Enter is the dialog's, Space ticks."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lets Enter go on to the button that is the default."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


def _item(paper: BatchPaper, is_wanted: bool) -> QListWidgetItem:
    """A line that is ticked where the paper is wanted; one that cannot be printed says why and is off."""
    item = QListWidgetItem(f"{paper.title}　{paper.refusal}" if paper.refusal else paper.title)
    is_on = is_wanted and not paper.refusal
    item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
    item.setToolTip(item.text())
    item.setSizeHint(QSize(0, _ROW_HEIGHT))
    if paper.refusal:
        item.setFlags(Qt.ItemFlag.ItemIsSelectable)
    return item
