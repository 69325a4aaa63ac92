"""期限: every day that runs, of the case in hand or of all; beside the list why the chosen one is that day."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.seasons.running_dates import (
    MOST_CASES,
    RunningDate,
    RunningDates,
    dates_of_case,
    dates_running,
)
from reviewer_ui.clocks.month import MonthView
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Chip, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_WIDTH, _HEIGHT, _SIDE = 900, 560, 340
#: So many days before the end the days left are told in red.
_PRESSING = 3


class DatesDialog(Dialog):
    """`case_asked` names the case whose day was entered; without a case all days are shown at once."""

    case_asked = Signal(int)

    def __init__(self, context: Context, case_id: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id
        self._found: RunningDates | None = None
        self.setWindowTitle("期限")
        self.setAccessibleName("期限")
        self.resize(_WIDTH, _HEIGHT)
        self.of_case, self.of_week, self.of_all = Chip("本案"), Chip("今天和本周"), Chip("全部")
        columns: tuple[Column[RunningDate], ...] = (
            Column("期限", self._name),
            Column("日子", lambda one: f"{one.clock.due:%Y-%m-%d}" if one.clock.due else "推算不出", 96),
            Column("还有", _left, 96, _tone),
        )
        self.model: RowsModel[RunningDate] = RowsModel(columns, self)
        self.table = PlainTable("各项期限")
        self.table.show_model(self.model)
        self.cut = FieldNote()
        self.title = Words("", TextRole.HEAD, wrap=True)
        self.why = Words("", wrap=True, selectable=True)
        self.month = MonthView()
        self.go = Button("到这一案", ButtonKind.LINK)
        self.end = Button("关闭")
        self._lay_out()
        self._connect()
        (self.of_case if case_id is not None else self.of_all).setChecked(True)
        self.refresh()

    def refresh(self) -> None:
        """Reads the days again: of the case, or of all."""
        background = self._context.background
        if self.of_case.isChecked() and self._case_id is not None:
            background.run_read(dates_of_case, self._case_id, then=self._show)
        else:
            background.run_read(dates_running, then=self._show)

    def _show(self, found: RunningDates) -> None:
        self._found = found
        shown = found.due_by_sunday() if self.of_week.isChecked() else found.dates
        self.model.show_rows(shown)
        self.cut.say(f"案件较多，只列出期限最近的 {MOST_CASES} 件。" if found.is_cut else "")
        if shown:
            self.table.selectRow(0)
        else:
            self._show_none()
        self.table.setFocus()

    def _show_none(self) -> None:
        self.title.setText("本周没有到期的")
        self.why.setText("已过的和到本周日为止的期限都会列在这里。")
        self.month.hide()
        self.go.hide()

    def _name(self, one: RunningDate) -> str:
        is_own = one.case_id == self._case_id and self.of_case.isChecked()
        return f"{one.name}　{one.project}" if one.project and not is_own else one.name

    def _show_chosen(self) -> None:
        place, found = self.table.current_row(), self._found
        if found is None or not 0 <= place < self.model.rowCount():
            return
        one = self.model.row_at(place)
        self.title.setText(f"{one.name}为什么是这一天" if one.clock.due else f"{one.name}为什么推算不出")
        self.why.setText("\n".join(one.why))
        self.month.show_clock(one.clock, found.calendar, found.today)
        self.month.setVisible(one.clock.due is not None)
        self.go.setVisible(bool(one.case_id) and one.case_id != self._case_id)

    def _told(self) -> Told | None:
        place = self.table.current_row()
        if not 0 <= place < self.model.rowCount():
            return None
        one = self.model.row_at(place)
        return Told(self._name(one), f"{one.clock.due:%Y-%m-%d}" if one.clock.due else "推算不出", one.why)

    def _go(self) -> None:
        place = self.table.current_row()
        if place >= 0 and self.model.row_at(place).case_id:
            self.case_asked.emit(self.model.row_at(place).case_id)
            self.accept()

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self._go())
        tell(self.table, self._told)
        self.of_case.clicked.connect(self.refresh)
        self.of_week.clicked.connect(self.refresh)
        self.of_all.clicked.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.end.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        chips = QHBoxLayout()
        for chip in (self.of_case, self.of_week, self.of_all):
            group.addButton(chip)
            chips.addWidget(chip)
        self.of_case.setVisible(self._case_id is not None)
        chips.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(chips)
        left.addWidget(self.table, 1)
        left.addWidget(self.cut)
        page = ScrollPage("为什么是这一天")
        page.column.setSpacing(8)
        for part in (self.title, self.why, self.month):
            page.column.addWidget(part)
        page.column.addStretch(1)
        page.setFixedWidth(_SIDE)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(left, 1)
        across.addWidget(page)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addStretch(1)
        foot.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        column.addLayout(across, 1)
        column.addLayout(foot)
        self.setTabOrder(self.table, self.month.before)
        self.go.hide()
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)


def _left(one: RunningDate) -> str:
    """How long it still runs, in a word."""
    if one.clock.ended_on is not None:
        return "已办结"
    if one.left is None:
        return ""
    if one.clock.is_paused:
        return "暂停中"
    if one.left < 0:
        return f"已过 {-one.left} 天"
    return "今天到期" if one.left == 0 else f"{one.left} 天"


def _tone(one: RunningDate) -> Tone | None:
    if one.left is None:
        return None
    if one.clock.is_paused:
        return Tone.IDLE
    return Tone.BAD if one.left < 0 else Tone.WARN if one.left <= _PRESSING else Tone.IDLE
