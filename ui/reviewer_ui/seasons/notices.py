"""Two notices side by side: every clause, day, contact and field of both, what became of it, and both texts whole."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.seasons.notice_lines import LineBeside, LineFate
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.seasons.comparing import (
    KeptPack,
    NoticeComparison,
    compare_notices,
    kept_packs,
    pair_of,
)
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE, _TEXT_HEIGHT = (1080, 640), 150
_TONES = {LineFate.CHANGED: Tone.WARN, LineFate.ADDED: Tone.OK, LineFate.GONE: Tone.BAD, LineFate.SAME: Tone.IDLE}


def _flat(line: LineBeside, of_newer: bool) -> str:
    one = line.after if of_newer else line.before
    return " ".join(one.says.split()) if one is not None else "—"


COLUMNS: tuple[Column[LineBeside], ...] = (
    Column("部分", lambda one: one.either.part, 110),
    Column("条款", lambda one: one.either.clause, 76),
    Column("项目", lambda one: one.either.name, 170),
    Column("变化", lambda one: one.fate.label, 72, lambda one: _TONES[one.fate]),
    Column("原", partial(_flat, of_newer=False)),
    Column("现", partial(_flat, of_newer=True)),
)


class NoticesDialog(Dialog):
    """Chooses two packs of the library and lays them beside one another; printed as it stands.

    It begins with a `pair` of packs by their hashes, else with a season's and the one before it.
    """

    def __init__(
        self,
        context: Context,
        season: str = "",
        parent: QWidget | None = None,
        pair: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = context.background
        self._previews = Previews(context, self)
        self._season, self._pair = season, pair
        self.found: NoticeComparison | None = None
        self.setWindowTitle("两份通知对照")
        self.setAccessibleName("两份通知对照")
        self.resize(*_SIZE)
        self.former, self.newer = QComboBox(), QComboBox()
        for chooser, name in ((self.former, "原通知"), (self.newer, "现通知")):
            chooser.setAccessibleName(name)
            chooser.setMinimumContentsLength(16)
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.only_changed = QCheckBox("只看有变化的")
        self.only_changed.setChecked(True)
        self.said = Words("", wrap=True, selectable=True)
        self.model: RowsModel[LineBeside] = RowsModel(COLUMNS, self)
        self.table = PlainTable("两份通知逐条对照")
        self.table.show_model(self.model)
        self.before, self.after = _reader("原文"), _reader("现文")
        self.note = FieldNote("")
        self.print = Button("打印对照表…")
        self.read = Button("现通知阅读本…")
        self.shut = Button("关闭")
        self._lay_out()
        self._connect()
        self._background.run_read(kept_packs, then=self._offer, failed=self._refuse)

    def _offer(self, packs: tuple[KeptPack, ...]) -> None:
        for chooser in (self.former, self.newer):
            for one in packs:
                chooser.addItem(one.words, one.sha256)
        former, newer = self._pair or pair_of(packs, self._season or packs[0].season)
        self.former.setCurrentIndex(self.former.findData(former))
        self.newer.setCurrentIndex(self.newer.findData(newer))
        self._compare()

    def _compare(self) -> None:
        chosen = str(self.former.currentData()), str(self.newer.currentData())
        self._background.run_read(compare_notices, *chosen, then=self._show, failed=self._refuse)

    def _show(self, found: NoticeComparison) -> None:
        self.found = found
        self.said.setText(found.said)
        self.model.show_rows(found.lines)
        self._filter()

    def _filter(self) -> None:
        only = self.only_changed.isChecked()
        self.model.keep(lambda line: not only or line.fate is not LineFate.SAME)
        is_any = bool(self.model.rowCount())
        self.print.setEnabled(is_any)
        if is_any:
            self.table.selectRow(0)
        else:
            self._show_texts(-1)
        self.note.say("" if is_any else sentence("notice_comparison.same"))

    def _show_texts(self, row: int) -> None:
        line = self.model.row_at(row) if row >= 0 else None
        for reader, one in ((self.before, line.before if line else None), (self.after, line.after if line else None)):
            reader.setPlainText(one.says if one is not None else "")

    def _print(self) -> None:
        if self.found is not None:
            extra = (("former", self.found.former.sha256), ("newer", self.found.newer.sha256))
            self._previews.show(PrintOrder(DocumentKind.NOTICE_COMPARISON, extra=extra))

    def _read(self) -> None:
        if self.found is not None:
            self._previews.show(PrintOrder(DocumentKind.PACK_READING, extra=(("pack", self.found.newer.sha256),)))

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _connect(self) -> None:
        self.former.activated.connect(lambda _place: self._compare())
        self.newer.activated.connect(lambda _place: self._compare())
        self.only_changed.toggled.connect(lambda _checked: self._filter())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_texts(now.row()))
        self.print.clicked.connect(self._print)
        self.read.clicked.connect(self._read)
        self.shut.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        sides = (("原通知", self.former), ("现通知", self.newer))
        for place, (word, chooser) in enumerate(sides):
            label = Words(word, TextRole.LABEL)
            label.setBuddy(chooser)
            grid.addWidget(label, 0, 2 * place)
            grid.addWidget(chooser, 0, 2 * place + 1)
            grid.setColumnStretch(2 * place + 1, 1)
        column.addLayout(grid)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.only_changed)
        column.addLayout(line)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        column.addWidget(card, 1)
        texts = QHBoxLayout()
        for reader in (self.before, self.after):
            reader.setFixedHeight(_TEXT_HEIGHT)
            texts.addWidget(reader, 1)
        column.addLayout(texts)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.read, self.print, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _reader(name: str) -> QPlainTextEdit:
    reader = QPlainTextEdit()
    reader.setReadOnly(True)
    reader.setTabChangesFocus(True)
    reader.setAccessibleName(name)
    return reader
