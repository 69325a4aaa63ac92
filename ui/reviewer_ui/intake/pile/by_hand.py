"""手工配对: the officer looks for the other half of a case and says why the two are one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.application import Source
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.values.folding import compared
from reviewer_app.services.intake.halves import HalfCase
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = QSize(720, 480)
_OTHER: tuple[Column[HalfCase], ...] = (
    Column("收件编号", lambda half: half.intake_number, 130),
    Column("申报单位", lambda half: half.applicant),
    Column("项目", lambda half: half.project_name),
    Column("办件编号", lambda half: half.filing_number or "没有", 150),
)


class ByHandDialog(Dialog):
    """`confirmed` carries the ids, the paper case first, and the reason; the asker closes it when the act is done."""

    confirmed = Signal(int, int, str)

    def __init__(
        self, half: HalfCase, source: Source, others: Sequence[HalfCase], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._half, self._is_paper = half, source is Source.PAPER
        self.is_left = False
        self.setWindowTitle("手工配对")
        self.setAccessibleName("手工配对")
        self.resize(_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("键入单位、项目、编号或代码里的几个字")
        self.search.setAccessibleName("查找另一半")
        self.model: RowsModel[HalfCase] = RowsModel(_OTHER, self)
        self.model.show_rows(others)
        self.table = PlainTable("可配的案件")
        self.table.show_model(self.model)
        self.reason = QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setPlaceholderText("如：申报单位更名，5月17日来电说明")
        self.reason.setAccessibleName("是同一件的理由")
        self.note = FieldNote()
        self.confirm = Button("并为一案", ButtonKind.PRIMARY)
        self.confirm.setDefault(True)
        self.cancel = Button("取消")
        self.search.textChanged.connect(self._keep)
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._keep("")
        self.search.setFocus()

    def done(self, result: int) -> None:
        """Closed meanwhile, it is told nothing any more."""
        self.is_left = True
        super().done(result)

    def refuse(self, error: Exception) -> None:
        """Says why the two were not made one."""
        if self.is_left:
            return
        self.confirm.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose a case while the keyboard stays in the field."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        count = self.model.rowCount()
        if step and count:
            self.table.selectRow(max(0, min(count - 1, self.table.currentIndex().row() + step)))
            return
        super().keyPressEvent(event)

    def _keep(self, text: str) -> None:
        wanted = compared(text)
        self.model.keep(lambda half: wanted in _searched(half))
        if self.model.rowCount():
            self.table.selectRow(0)
        self.note.say("" if self.model.rowCount() else "没有这样的案件。只列出还缺另一半的。")

    def _confirm(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < self.model.rowCount():
            self.note.say("请先选定另一半。", Tone.WARN)
            return
        if not self.reason.text().strip():
            self.note.say("请写明为什么是同一件；理由记入流转记录。", Tone.WARN)
            self.reason.setFocus()
            return
        other = self.model.row_at(row)
        paper, online = (self._half, other) if self._is_paper else (other, self._half)
        self.confirm.setEnabled(False)
        self.confirmed.emit(paper.case_id, online.case_id, self.reason.text().strip())

    def _lay_out(self) -> None:
        what, other = ("纸质件", "网上件") if self._is_paper else ("网上件", "纸质件")
        half = self._half
        numbers = "　".join(filter(None, (half.intake_number, half.filing_number)))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(f"{what} {numbers}", TextRole.NOTE))
        column.addWidget(Words(f"{half.applicant} · {half.project_name}", TextRole.HEAD, wrap=True))
        column.addWidget(Words(f"选定同一件的{other}", TextRole.LABEL))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(Words("理由", TextRole.LABEL))
        column.addWidget(self.reason)
        column.addWidget(self.note)
        column.addLayout(buttons)


def _searched(half: HalfCase) -> str:
    said = (half.intake_number, half.filing_number, half.credit_code, half.applicant, half.project_name)
    return compared("\n".join(said))
