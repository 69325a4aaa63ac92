"""读入市局名单: the bureau's list with what each row would do; what is sure is entered, the rest left to a person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.city import CityAnswerKind
from reviewer_app.domain.dispatch.city_list import PairedRow
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.city.list_reading import CityList, UsualWords, enter_list, plan_list
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT = 1060, 560


def _does(one: PairedRow) -> str:
    """What a row would do, or why it is left to a person."""
    if one.doubts:
        return "待人工处理：" + "、".join(sentence(code) for code in one.doubts)
    assert one.words is not None
    number = f" {one.words.number}" if one.words.number else ""
    found = sentence(f"city_list.by_{one.found_by}")
    return f"登记{one.words.kind.label}{number}（{one.words.day:%m-%d}，{found}）"


COLUMNS: tuple[Column[PairedRow], ...] = (
    Column("行", lambda one: str(one.row.number), 52),
    Column("名单单位", lambda one: one.row.applicant),
    Column("名单项目", lambda one: one.row.project_name),
    Column("名单结果", lambda one: one.row.result or "—", 92),
    Column("对应案件", lambda one: one.case.called if one.case else "—", 124),
    Column("将要做的", _does),
    Column(
        "", lambda one: "可登记" if one.is_sure else "待处理", 76, lambda one: Tone.OK if one.is_sure else Tone.WARN
    ),
)


class CityListDialog(Dialog):
    """A list that was read, row by row; `entered` says how many cases were answered from it."""

    entered = Signal(int)
    columns_asked = Signal(object)  # CityListSheet

    def __init__(self, context: Context, read: CityList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._read = context, read
        self._rows: tuple[PairedRow, ...] = ()
        self.setWindowTitle("读入市局名单")
        self.setAccessibleName("读入市局名单")
        self.resize(_WIDTH, _HEIGHT)
        self.says = Words("", wrap=True)
        self.unread = Words("", TextRole.NOTE, wrap=True)
        self.kind = QComboBox()
        self.kind.addItem("以名单各行的结果为准", "")
        for kind in CityAnswerKind:
            self.kind.addItem(f"没有写结果的都是{kind.label}", kind.value)
        self.day = QLineEdit()
        self.day.setPlaceholderText("名单没有日期时填，如 2024-06-12")
        self.paper = QComboBox()
        self.paper.addItem("不编入来文登记", "")
        self.paper.addItem("名单随来文收到，编入来文登记", "yes")
        self.model: RowsModel[PairedRow] = RowsModel(COLUMNS, self)
        self.table = PlainTable("名单各行")
        self.table.show_model(self.model)
        #: All of what the chosen row would do: the list itself cuts it.
        self.chosen = FieldNote()
        self.note = FieldNote()
        self.columns = Button("列对应…", ButtonKind.LINK)
        self.confirm = Button("登记", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out()
        KeptTexts(context, self, f"city_list:{read.sheet.file_name}", {"day": self.day})
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.kind.currentIndexChanged.connect(lambda _place: self.plan())
        self.day.editingFinished.connect(self.plan)
        self.confirm.clicked.connect(self._enter)
        self.cancel.clicked.connect(self.reject)
        self.columns.clicked.connect(lambda: self.columns_asked.emit(self._read.sheet))
        self.plan()

    def show_read(self, read: CityList) -> None:
        """Shows the same list read by other columns."""
        self._read = read
        self.plan()

    def refuse(self, error: Exception) -> None:
        """Says why the list could not be read so; what is shown stays."""
        self._refuse(error)

    def plan(self) -> None:
        """Works out again what each row would do."""
        usual = self._usual()
        if usual is not None:
            self._context.background.run_read(
                plan_list, self._read.sheet.rows, usual, then=self._show, failed=self._refuse
            )

    def _usual(self) -> UsualWords | None:
        """What was said of the list as a whole; None while the day cannot be read."""
        typed = self.day.text().strip()
        day: date | None = parse_date(typed) if typed else None
        if typed and day is None:
            self.note.say(sentence_of(RefusalError("outgoing.day_unreadable", text=typed)), Tone.BAD)
            return None
        self.note.clear()
        kind = str(self.kind.currentData())
        return UsualWords(CityAnswerKind(kind) if kind else None, day)

    def _show(self, rows: tuple[PairedRow, ...]) -> None:
        self._rows = tuple(sorted(rows, key=lambda one: (one.case is None, not one.doubts, one.row.number)))
        self.model.show_rows(self._rows)
        if self._rows:
            self.table.selectRow(0)
        self._show_chosen()
        sure = sum(one.is_sure for one in rows)
        values = {"file": self._read.sheet.file_name, "count": len(rows), "sure": sure, "left": len(rows) - sure}
        self.says.setText(sentence("city_list.says", values))
        unread = self._read.sheet.unread
        self.unread.setText(sentence("city_list.unread", {"columns": "、".join(unread)}) if unread else "")
        self.confirm.setText(f"登记 {sure} 件" if sure else "登记")
        self.confirm.setEnabled(sure > 0)

    def _show_chosen(self) -> None:
        row = self.table.current_row()
        one = self.model.row_at(row) if 0 <= row < self.model.rowCount() else None
        self.chosen.say(f"第 {one.row.number} 行：{_does(one)}" if one is not None else "")

    def _enter(self) -> None:
        usual = self._usual()
        if usual is None:
            return
        numbers = [one.row.number for one in self._rows if one.is_sure]

        def done(_changes: Changes) -> None:
            if self.settled():
                self.accept()
            self._context.messages.inform(sentence("city_list.entered", {"count": len(numbers)}))
            self.entered.emit(len(numbers))

        # A second press while the rows are being stored must not enter them twice.
        self.confirm.setEnabled(False)
        self.wait()
        on_paper = bool(self.paper.currentData())
        self._context.background.run_change(
            enter_list, self._read, usual, numbers, on_paper, then=done, failed=self._refuse
        )

    def _refuse(self, error: Exception) -> None:
        self.answered()
        self.confirm.setEnabled(bool(self._rows))
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("读入市局名单", TextRole.TITLE))
        column.addWidget(self.says)
        column.addWidget(self.unread)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        for name, part in (("结果", self.kind), ("日期", self.day), ("来文", self.paper)):
            part.setAccessibleName(name)
            label = Words(name, TextRole.LABEL)
            label.setBuddy(part)
            choices.addWidget(label)
            choices.addWidget(part, 1)
        column.addLayout(choices)
        column.addWidget(self.table, 1)
        column.addWidget(self.chosen)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.columns)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
