"""The pop-up of the stock sentences over the box in which one writes: type to narrow it, Enter puts the chosen in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.readiness import OPEN_PLACE
from reviewer_app.services.office.stock_sentences import keep_sentence, remove_sentence, sentences_for, use_sentence
from reviewer_app.services.ports.stock_sentences import FilledSentence
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

#: A box in which a sentence can be put.
WritingBox = QPlainTextEdit | QLineEdit
_WIDTH, _HEIGHT = 640, 440


class StockDialog(Dialog):
    """The sentences for one box of one case; what was selected there when it opened can be kept.

    `frame` is the wording with which a reason may begin; its open place is selected once it is in.
    """

    def __init__(
        self, context: Context, case_id: int, box: WritingBox, parent: QWidget | None = None, frame: str = ""
    ) -> None:
        super().__init__(parent)
        self._context, self._case_id, self._box, self._frame = context, case_id, box, frame
        self._selected = _selected(box)
        self.setWindowTitle("常用语")
        self.setAccessibleName("常用语")
        self.resize(_WIDTH, _HEIGHT)
        self.field = QLineEdit()
        self.field.setPlaceholderText("输入几个字查找，回车代入")
        self.field.setAccessibleName("查找常用语")
        columns: tuple[Column[FilledSentence], ...] = (
            Column("内容", lambda one: one.text.replace("\n", " ")),
            Column("范围", lambda one: "本局" if one.kept.is_for_all else "本人", 64),
            Column("用过", lambda one: f"{one.kept.used} 次", 72),
        )
        self.model: RowsModel[FilledSentence] = RowsModel(columns, self)
        self.table = PlainTable("常用语")
        self.table.show_model(self.model)
        self.whole = Words("", wrap=True)
        self.note = FieldNote()
        self.put = Button("代入", ButtonKind.PRIMARY)
        self.begin = Button("代入理由的写法")
        self.keep_own = Button("选中的留给本人", ButtonKind.LINK)
        self.keep_all = Button("选中的留给本局", ButtonKind.LINK)
        self.remove = Button("删去", ButtonKind.LINK)
        self.end = Button("关闭")
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the sentences again."""
        self._context.background.run_read(sentences_for, self._case_id, then=self._show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while one types above it."""
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in moves:
                self.table.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.put_in()
                return True
        return super().eventFilter(watched, event)

    def put_in(self) -> None:
        """Puts the chosen sentence where the cursor is, as if it were typed, and counts it."""
        chosen = self._chosen()
        if chosen is None or not self.isVisible():
            return
        if chosen.lacking:
            self.note.say(sentence("stock.lacking", {"lacking": "、".join(chosen.lacking)}), Tone.BAD)
            return
        self._context.background.run_change(use_sentence, chosen.kept.id, then=lambda _changes: None)
        _insert(self._box, chosen.text)
        self.accept()

    def put_frame(self) -> None:
        """Puts in the wording of a reason, with its open place selected."""
        _insert(self._box, self._frame)
        self.accept()
        _select(self._box, OPEN_PLACE)

    def _keep(self, for_all: bool) -> None:
        background = self._context.background
        background.run_change(
            keep_sentence, self._case_id, self._selected, for_all, then=self._kept, failed=self._refuse
        )

    def _kept(self, _changes: Changes) -> None:
        self.note.say(sentence("stock.kept"), Tone.OK)
        self.refresh()

    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            run = self._context.background.run_change
            run(remove_sentence, chosen.kept.id, then=lambda _changes: self.refresh(), failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _show(self, found: Sequence[FilledSentence]) -> None:
        self.model.show_rows(found)
        self._narrow()
        if not found and not self.note.text():
            self.note.say(sentence("stock.none"))

    def _narrow(self) -> None:
        wanted = self.field.text().strip()
        self.model.keep(lambda one: wanted in one.text or wanted in one.kept.words)
        if self.model.rowCount():
            self.table.selectRow(0)
        elif self.model.rows():
            self.note.say(sentence("stock.none_found"))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.whole.setText(chosen.text if chosen else "")
        for button in (self.put, self.remove):
            button.setEnabled(chosen is not None)

    def _chosen(self) -> FilledSentence | None:
        place = self.table.current_row()
        return self.model.row_at(place) if 0 <= place < self.model.rowCount() else None

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self.put_in())
        self.put.clicked.connect(self.put_in)
        self.begin.clicked.connect(self.put_frame)
        self.keep_own.clicked.connect(lambda: self._keep(False))
        self.keep_all.clicked.connect(lambda: self._keep(True))
        self.remove.clicked.connect(self._remove)
        self.end.clicked.connect(self.reject)

    def _search(self) -> None:
        self.note.clear()
        self._narrow()

    def _lay_out(self) -> None:
        keeping = QHBoxLayout()
        for link in (self.keep_own, self.keep_all):
            link.setEnabled(bool(self._selected))
            link.setToolTip("" if self._selected else "先在意见或理由里选中一句，再按 Ctrl+U")
            keeping.addWidget(link)
        keeping.addWidget(self.remove)
        keeping.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.begin)
        foot.addStretch(1)
        foot.addWidget(self.end)
        foot.addWidget(self.put)
        self.begin.setVisible(bool(self._frame))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        for part in (self.whole, self.note):
            column.addWidget(part)
        column.addLayout(keeping)
        column.addLayout(foot)


def _selected(box: WritingBox) -> str:
    """What is selected in a box, its line breaks as they were typed."""
    if isinstance(box, QLineEdit):
        return box.selectedText()
    return box.textCursor().selectedText().replace("\u2029", "\n")


def _insert(box: WritingBox, text: str) -> None:
    """As typing does: what was selected gives way, undo takes it back, and the box tells that it was written in."""
    if isinstance(box, QLineEdit):
        box.insert(text.replace("\n", ""))
        box.textEdited.emit(box.text())
    else:
        box.insertPlainText(text)


def _select(box: WritingBox, words: str) -> None:
    box.setFocus()
    if isinstance(box, QPlainTextEdit):
        # The cursor stands behind what was put in.
        box.find(words, QTextDocument.FindFlag.FindBackward)
    elif words in box.text():
        box.setSelection(box.text().index(words), len(words))
