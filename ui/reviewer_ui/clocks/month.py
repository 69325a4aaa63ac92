"""A small month: the days that count by their number, those that do not by a word, the last day ringed."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.seasons.clocks import Clock
from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets import Button, TextRole, Words

_CELL, _LINE, _HEAD = 40, 34, 22
_WEEK = "一二三四五六日"
_SMALL = 7.5


class MonthView(QWidget):
    """One month of a clock, with the months before and after it a press away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = MonthGrid()
        self.name = Words("", TextRole.SECTION)
        self.before, self.after = Button("上月", is_turned=True), Button("下月", is_turned=True)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.grid, 0, Qt.AlignmentFlag.AlignLeft)

    def show_clock(self, clock: Clock, calendar: Calendar, today: date) -> None:
        """Shows the month in which a clock ends."""
        self.grid.show_clock(clock, calendar, today)
        self._turn(0)

    def _turn(self, months: int) -> None:
        self.grid.turn(months)
        self.name.setText(f"{self.grid.month.year}年{self.grid.month.month}月")


class MonthGrid(QWidget):
    """The days of the month as they count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = date(2024, 1, 1)
        self._clock: Clock | None = None
        self._calendar: Calendar | None = None
        self._today = date(2024, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_clock(self, clock: Clock, calendar: Calendar, today: date) -> None:
        """Takes a clock and turns to the month of its last day."""
        self._clock, self._calendar, self._today = clock, calendar, today
        self.month = (clock.due or today).replace(day=1)

    def turn(self, months: int) -> None:
        """Goes some months on or back."""
        place = self.month.year * 12 + self.month.month - 1 + months
        self.month = date(place // 12, place % 12 + 1, 1)
        said = "，".join(f"{day.day}日{word}" for day, word in self.marks().items() if word)
        self.setAccessibleName(f"{self.month.year}年{self.month.month}月：{said}")
        self.updateGeometry()
        self.update()

    def marks(self) -> Mapping[date, str]:
        """The small word under each day: its number among those counted, 停 in a pause, 休 or 班 by the calendar."""
        return {day: self._mark(day) for week in self._weeks() for day in week if day.month == self.month.month}

    def sizeHint(self) -> QSize:
        """Six weeks and the line above them: the rows below never move from month to month."""
        return QSize(7 * _CELL, _HEAD + 6 * _LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the weekdays, the days, and what each is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens().color("ink2"))
        painter.setFont(sized_font(8.5))
        for place, word in enumerate(_WEEK):
            painter.drawText(QRectF(place * _CELL, 0, _CELL, _HEAD), Qt.AlignmentFlag.AlignCenter, word)
        marks = self.marks()
        for line, week in enumerate(self._weeks()):
            for place, day in enumerate(week):
                if day in marks:
                    rect = QRectF(place * _CELL + 2, _HEAD + line * _LINE + 1, _CELL - 4, _LINE - 2)
                    self._paint_day(painter, rect, day, marks[day])

    def _paint_day(self, painter: QPainter, rect: QRectF, day: date, mark: str) -> None:
        clock = self._clock
        is_counted = mark.isdecimal()
        if is_counted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().color("accent_soft"))
            painter.drawRoundedRect(rect, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if clock is not None and day == clock.due:
            painter.setPen(QPen(tokens().tone(Tone.BAD)[0], 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        elif day == self._today:
            painter.setPen(QPen(tokens().color("accent"), 1))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(tokens().color("ink" if is_counted or not mark else "ink2"))
        painter.setFont(sized_font(9.0, semi_bold=clock is not None and day == clock.due))
        above = rect.adjusted(0, 1, 0, -rect.height() * 0.4)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.setFont(sized_font(_SMALL))
        painter.drawText(rect.adjusted(0, rect.height() * 0.5, 0, 0), Qt.AlignmentFlag.AlignCenter, mark)

    def _mark(self, day: date) -> str:
        clock, calendar = self._clock, self._calendar
        if clock is None or calendar is None:
            return ""
        if day in clock.counted:
            return str(clock.counted.index(day) + 1)
        if day == clock.start:
            return "起"
        if day.year not in calendar.years:
            return ""
        if not calendar.is_workday(day):
            return "休"
        if any(pause.holds(day) for pause in clock.pauses):
            return "停"
        return "班" if day in calendar.worked_weekends else ""

    def _weeks(self) -> list[list[date]]:
        return Weeks().monthdatescalendar(self.month.year, self.month.month)
