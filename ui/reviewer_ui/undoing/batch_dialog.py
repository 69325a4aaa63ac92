"""An act on many cases, case by case: which of them would come back or came back, which not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.services.undoing.batch_undoing import BatchStep, CaseResult
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (620, 480)


class BatchUndoDialog(Dialog):
    """Shown before, with a button that does it; or, where it `is_over`, as the list of what came of it."""

    confirmed = Signal()

    def __init__(
        self,
        step: BatchStep,
        is_undo: bool,
        cases: Sequence[CaseResult],
        parent: QWidget | None = None,
        is_over: bool = False,
    ) -> None:
        super().__init__(parent)
        self._code = "undo" if is_undo else "redo"
        title = sentence(f"{self._code}.batch_label", {"what": step.words, "count": len(step.cases)})
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(*_SIZE)
        self.lines = QListWidget()
        self.lines.setAccessibleName("各件")
        left = [one for one in cases if one.why_not]
        # What stays as it is comes first: it is what has to be looked at.
        self._shown, self._is_over = (*left, *(one for one in cases if not one.why_not)), is_over
        for one in self._shown:
            self.lines.addItem(self._item(one, is_over))
        tell(self.lines, self._told)
        tense = "done" if is_over else "plan"
        counts = {"done": len(cases) - len(left), "left": len(left)}
        self.count = Words(sentence(f"{self._code}.batch_{tense}_count", counts), TextRole.NOTE, wrap=True)
        self.confirm = Button(sentence(f"{self._code}.word"), ButtonKind.PRIMARY)
        self.confirm.setVisible(not is_over)
        self.confirm.setEnabled(counts["done"] > 0)
        self.cancel = Button("关闭" if is_over else "取消")
        self._lay_out(title)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)
        self.accepted.connect(self.confirmed)

    def _told(self) -> Told | None:
        """Why a case comes back or stays as it is."""
        row = self.lines.currentRow()
        if not 0 <= row < len(self._shown):
            return None
        one, tense = self._shown[row], "case" if self._is_over else "will"
        said = one.why_not or sentence(f"{self._code}.{tense}_done")
        return Told(one.number, one.name, [said, sentence("why.back_source")])

    def _item(self, one: CaseResult, is_over: bool) -> QListWidgetItem:
        tense = "case" if is_over else "will"
        said = sentence(f"{self._code}.{tense}_left", {"why": one.why_not}) if one.why_not else ""
        item = QListWidgetItem(f"{one.number}　{one.name}\n{said or sentence(f'{self._code}.{tense}_done')}")
        item.setData(Qt.ItemDataRole.UserRole, one.case_id)
        item.setToolTip(one.why_not)
        return item

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(title, TextRole.TITLE, wrap=True))
        column.addWidget(self.count)
        column.addWidget(self.lines, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
        (self.confirm if not self.confirm.isHidden() else self.cancel).setDefault(True)
