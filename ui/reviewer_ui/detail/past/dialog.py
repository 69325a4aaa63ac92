"""对照以前: the entries of a case on the left, the case as it stood after the chosen one beside today on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from reviewer_app.services.undoing.looking_back import Moment, Past, PastLine, look_back
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Chip, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = QSize(1080, 640)
_LEFT = 290
_DIFFERS, _UNKNOWN, _SAME = "不同", "没有留下", "相同"

_MOMENTS: tuple[Column[Moment], ...] = (
    Column("时间", lambda one: f"{one.at:%m-%d %H:%M}", 100),
    Column("办理", lambda one: one.words),
)


def _standing(line: PastLine) -> str:
    return _DIFFERS if line.differs else _SAME if line.is_known else _UNKNOWN


def _tone(line: PastLine) -> Tone | None:
    return Tone.WARN if line.differs else None if line.is_known else Tone.IDLE


_LINES: tuple[Column[PastLine], ...] = (
    Column("页", lambda line: line.page, 84),
    Column("项目", lambda line: line.label, 140),
    Column("当时", lambda line: line.then),
    Column("现在", lambda line: line.now),
    Column("对照", _standing, 84, _tone),
)


class PastDialog(Dialog):
    """Looks only; Esc leads back. Another entry is read when it is chosen."""

    def __init__(self, context: Context, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id
        self._is_left = False
        self.setWindowTitle("对照以前")
        self.setAccessibleName("对照以前")
        self.resize(_SIZE)
        self.moments: RowsModel[Moment] = RowsModel(_MOMENTS, self)
        self.lines: RowsModel[PastLine] = RowsModel(_LINES, self)
        self.when = PlainTable("流转记录各条")
        self.beside = PlainTable("当时和现在")
        self.when.show_model(self.moments)
        self.beside.show_model(self.lines)
        self.about = Words("", wrap=True)
        self.unknown = FieldNote()
        self.only = Chip("只看不同")
        self.only.setChecked(True)
        self.then, self.now = Words("", wrap=True), Words("", wrap=True)
        self.leave = Button("关闭")
        self._lay_out()
        self.when.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.beside.selectionModel().currentRowChanged.connect(lambda now, _before: self._say_whole(now.row()))
        self.only.clicked.connect(self._keep)
        self.leave.clicked.connect(self.reject)

    def done(self, result: int) -> None:
        """Closed, it takes no more readings."""
        self._is_left = True
        super().done(result)

    def read(self, name: str = "") -> None:
        """Reads the case as it stood after an entry; without one after the entry before the last."""
        self._context.background.run_read(look_back, self._case_id, name, then=self._show, failed=self._refuse)

    def _show(self, past: Past) -> None:
        if self._is_left:
            return
        if [one.name for one in self.moments.rows()] != [one.name for one in past.moments]:
            self.moments.show_rows(past.moments)
        if self.when.current_row() != past.chosen:
            self.when.selectionModel().blockSignals(True)
            self.when.selectRow(past.chosen)
            self.when.selectionModel().blockSignals(False)
            self.when.viewport().update()
        moment = past.moments[past.chosen]
        values = {"act": moment.act, "at": f"{moment.at:%Y-%m-%d %H:%M}", "actor": moment.actor}
        code = "past.about" if past.differing else "past.about_same"
        self.about.setText(sentence(code, {**values, "count": past.differing}))
        self.unknown.say(past.unknown, Tone.WARN)
        self.lines.show_rows(past.lines)
        self._keep()

    def _keep(self) -> None:
        is_only = self.only.isChecked()
        # What is not known is said in one line above; its rows are there with all the others.
        self.lines.keep(lambda line: line.differs or not is_only)
        if self.lines.rowCount():
            self.beside.selectRow(0)
        self._say_whole(0)

    def _choose(self, row: int) -> None:
        if 0 <= row < self.moments.rowCount():
            self.read(self.moments.row_at(row).name)

    def _say_whole(self, row: int) -> None:
        """The chosen line in full: a long note has no room in a row."""
        line = self.lines.row_at(row) if 0 <= row < self.lines.rowCount() else None
        self.then.setText(f"当时：{line.then}" if line else "")
        self.now.setText(f"现在：{line.now}" if line else "")

    def _refuse(self, error: Exception) -> None:
        self.unknown.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.about, 1)
        head.addWidget(self.only)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(8, 0, 0, 0)
        beside.addLayout(head)
        beside.addWidget(self.unknown)
        beside.addWidget(self.beside, 1)
        beside.addWidget(self.then)
        beside.addWidget(self.now)
        across = QSplitter()
        across.setChildrenCollapsible(False)
        across.addWidget(self.when)
        across.addWidget(right)
        across.setSizes([_LEFT, _SIZE.width() - _LEFT])
        across.setStretchFactor(1, 1)
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(Words("流转记录中的每一条之后，本案当时的样子", TextRole.TITLE))
        column.addWidget(across, 1)
        column.addLayout(feet)


def show_past(context: Context, case_id: int, parent: QWidget, name: str = "") -> PastDialog:
    """Opens the dialog on a case, at an entry if one is named."""
    dialog = PastDialog(context, case_id, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    dialog.when.setFocus()
    dialog.read(name)
    return dialog
