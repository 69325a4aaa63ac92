"""The first view of the intake place: the two ways in, and the newest cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.states import State
from reviewer_app.services.ports.rows import QueueRow
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import (
    Button,
    ButtonKind,
    Card,
    EmptyState,
    SectionHead,
    SlimProgress,
    TextRole,
    Words,
)
from reviewer_ui.widgets.band import Band, BandLine
from reviewer_ui.widgets.icons import Sign
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIGN_SIDE = 36
_LEAST_WITH_SIGN = 330
_SOURCES = {"online": "网上", "paper": "纸质", "both": "两者"}
COLUMNS: tuple[Column[QueueRow], ...] = (
    Column("收件编号", lambda row: row.intake_number, 130),
    Column("项目名称", lambda row: row.project_name),
    Column("申报单位", lambda row: row.applicant),
    Column("领域", lambda row: row.sector, 120),
    Column("来源", lambda row: _SOURCES.get(row.source, row.source), 70),
    Column("状态", lambda row: row.state.label, 100, lambda row: State(row.state).rule.tone),
)


class WayCard(Card):
    """One way in: a sign, what it is, and its button."""

    def __init__(self, icon_name: str, title: str, hint: str, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = Sign(icon_name, "accent", _SIGN_SIDE)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Words(title, TextRole.HEAD))
        words.addWidget(Words(hint, TextRole.NOTE, wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(16)
        row.addWidget(sign)
        row.addLayout(words, 1)
        row.addWidget(button)
        self._sign = sign

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three cards stand in a narrow window the sign gives its room to the words."""
        super().resizeEvent(event)
        self._sign.setVisible(self.width() >= _LEAST_WITH_SIGN)


class StartView(QWidget):
    """Where intake begins; a bad file's sentence and a long reading's bar stand between the ways and the list."""

    register_pressed = Signal()
    import_pressed = Signal()
    pile_pressed = Signal()
    form_pressed = Signal()
    scans_pressed = Signal()
    cancel_pressed = Signal()
    by_hand_pressed = Signal()
    paste_pressed = Signal()
    case_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = Button("登记", ButtonKind.PLAIN, "edit")
        self._pile = Button("开始", ButtonKind.PLAIN, "intake")
        self._pile.setAccessibleName("收一摞纸质件：开始")
        self._pile.clicked.connect(self.pile_pressed)
        self._import = Button("选择文件", ButtonKind.PRIMARY)
        self._register.setAccessibleName("登记一件")
        self._import.setAccessibleName("导入网上清单：选择文件")
        self._register.clicked.connect(self.register_pressed)
        self._import.clicked.connect(self.import_pressed)
        self.closed = Band(Tone.IDLE)
        self.trouble = Band(Tone.BAD)
        self.by_hand = Button("手工对应各列")
        self.by_hand.hide()
        self.by_hand.clicked.connect(self.by_hand_pressed)
        self.progress = SlimProgress()
        self.progress.cancel_requested.connect(self.cancel_pressed)
        self.model: RowsModel[QueueRow] = RowsModel(COLUMNS, self)
        self.table = PlainTable("最近收件")
        self.table.show_model(self.model)
        self.table.activated.connect(self._choose)
        self._empty = EmptyState(
            "intake",
            "本年度还没有收件",
            "先把网上申报清单拖到窗口里，再收一摞纸质件；盖章申请表的扫描件随时可拖进来，归入各自的案件。",
            "选择文件",
        )
        self._empty.button_pressed.connect(self.import_pressed)
        self._recent = QStackedWidget()
        self._head = SectionHead("最近收件")
        self._form = Button("存一份空白申报信息表，发给申报单位填写…", ButtonKind.LINK)
        self._form.clicked.connect(self.form_pressed)
        self._scans = Button("归入扫描件…", ButtonKind.LINK)
        self._scans.setToolTip("选择盖章申请表的扫描件，按二维码、申报编号或手工归入案件；也可随时拖到窗口里。")
        self._scans.clicked.connect(self.scans_pressed)
        self._paste = Button("粘贴清单", ButtonKind.LINK)
        self._paste.setToolTip("在表格软件里选中清单并复制，再到本页按 Ctrl+V。")
        self._paste.clicked.connect(self.paste_pressed)
        self._lay_out()

    def show_reading(self, file_name: str) -> None:
        """A list is being read."""
        self.by_hand.hide()
        self.trouble.say(())
        self.progress.start(f"正在读取 {file_name}")

    def show_waiting(self) -> None:
        """Nothing is being read."""
        self.by_hand.hide()
        self.trouble.say(())
        self.progress.finish()

    def say_trouble(self, sentence: str, may_be_named: bool = False) -> None:
        """Why a file cannot be taken; a list of unknown columns may be named column by column."""
        self.trouble.say((BandLine(sentence, Tone.BAD),))
        self.by_hand.setVisible(may_be_named)

    def show_closed(self, why: str) -> None:
        """Nothing comes into a season that was closed, and this says so; an empty reason opens the ways again."""
        self.closed.say((BandLine(why, Tone.IDLE),) if why else ())
        for button in (self._register, self._pile, self._import, self._paste, self._empty.button):
            button.setEnabled(not why)
            button.setAccessibleDescription(why)

    def show_recent(self, rows: Sequence[QueueRow]) -> None:
        """Shows the newest cases."""
        self.model.show_rows(rows)
        self._recent.setCurrentIndex(1 if rows else 0)
        self._head.set_right("回车或双击打开" if rows else "")

    def _lay_out(self) -> None:
        self._ways = (
            WayCard(
                "intake",
                "导入网上清单",
                "写入前逐行预览。可把文件或文件夹拖到窗口，或复制表格后按 Ctrl+V。",
                self._import,
            ),
            WayCard("rows", "收一摞纸质件", "逐套扫二维码或键入编号，标出各份，一次记下三份。", self._pile),
            WayCard("edit", "登记一件", "照纸质申请表填写，边填写边核对，登记时自动编收件编号。", self._register),
        )
        ways = QHBoxLayout()
        ways.setSpacing(12)
        for way in self._ways:
            ways.addWidget(way, 1)
        self._recent.addWidget(self._empty)
        self._recent.addWidget(self.table)
        list_column = QVBoxLayout()
        list_column.setContentsMargins(1, 1, 1, 1)
        list_column.setSpacing(0)
        self._head.add_act(self._scans)
        self._head.add_act(self._paste)
        self._head.add_act(self._form)
        list_column.addWidget(self._head)
        list_column.addWidget(self._recent, 1)
        card = Card()
        card.setLayout(list_column)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(ways)
        column.addWidget(self.closed)
        column.addWidget(self.trouble)
        column.addWidget(self.by_hand, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.progress)
        column.addWidget(card, 1)

    def _choose(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.model.row_at(index.row()).id)
