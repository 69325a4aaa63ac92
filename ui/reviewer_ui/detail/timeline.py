"""The page 流转记录: every event of the case, newest first, as it stands on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.application import Event
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import RecordKey, keys_of
from reviewer_app.domain.states import State
from reviewer_resources.phrases import codes, sentence
from reviewer_ui.detail.past.step_line import StepLine
from reviewer_ui.theme import tokens
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_MARK_LEFT = 20.0


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words."""

    title: str
    when: str
    detail: str
    is_move: bool
    name: str = ""


def line_of(event: Event) -> EventLine:
    """An event as the record shows it: act, from → to, who and when, reason and what was touched."""
    code = f"event.{event.act}"
    title = sentence(code) if code in codes() else event.act
    is_move = bool(event.to_state and event.to_state != event.from_state)
    if is_move:
        title += f"　{_state(event.from_state)} → {_state(event.to_state)}"
    said = [f"理由：{event.reason}"] if event.reason else []
    said += [f"{word}：{value}" if value else word for word, value in _details(event)]
    return EventLine(title, f"{event.at:%Y-%m-%d %H:%M:%S}　{event.actor}", "\n".join(said), is_move, event.hash)


def _details(event: Event) -> list[tuple[str, str]]:
    """What the act says under its own keys, in their order, then the free lines."""
    keys = [key for key in keys_of(event.act) if key in event.detail]
    own = [(sentence(f"record.{key}"), _value(key, event.detail[key])) for key in keys]
    return own + [(line, value) for line, value in event.detail.items() if line not in keys]


def _value(key: RecordKey, value: str) -> str:
    return DocumentKind(value).label if key is RecordKey.DOCUMENT and value in set(DocumentKind) else value


def _state(value: str) -> str:
    return State(value).label if value in set(State) else value


class EventRow(QWidget):
    """One event; a move of the case has a filled mark, work on it an open one. `then_wanted` names its entry."""

    then_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_move = False
        self._name = ""
        self.title = Words("", wrap=True)
        self.when = Words("", TextRole.NOTE)
        self.detail = FieldNote()
        self.then = Button("看当时", ButtonKind.LINK)
        # One for each entry would make the way by Tab endless; Ctrl+H leads to all of them.
        self.then.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.then.clicked.connect(lambda: self.then_wanted.emit(self._name))
        column = QVBoxLayout()
        column.setSpacing(1)
        first = QHBoxLayout()
        first.addWidget(self.title, 1)
        first.addWidget(self.then, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        for part in (self.when, self.detail):
            column.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 6, 16, 6)
        row.addLayout(column)

    def show_line(self, line: EventLine) -> None:
        """Shows an event."""
        self._is_move, self._name = line.is_move, line.name
        self.then.setAccessibleName(f"看“{line.title}”之后的案件")
        self.title.setText(line.title)
        self.when.setText(line.when)
        if self.detail.text() != line.detail:
            self.detail.say(line.detail)
        self.setAccessibleName("，".join(part for part in (line.title, line.when, line.detail) if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line of time and the event's mark on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().color("line"), 1))
        painter.drawLine(int(_MARK_LEFT), 0, int(_MARK_LEFT), self.height())
        painter.setPen(QPen(tokens().color("accent" if self._is_move else "scroll"), 1.5))
        painter.setBrush(tokens().color("accent" if self._is_move else "panel"))
        painter.drawEllipse(QRectF(_MARK_LEFT - 4, 12, 8, 8))


class Timeline(ScrollPage):
    """All events; the rows are kept and refilled, and only while the page can be seen."""

    then_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("流转记录", parent)
        self.steps = StepLine()
        self.rows: list[EventRow] = []
        self._events: tuple[Event, ...] = ()
        self._shown: tuple[Event, ...] | None = None
        self.column.setContentsMargins(0, 8, 0, 8)
        self.column.addWidget(self.steps)
        self.column.addStretch(1)

    def show_events(self, events: Sequence[Event]) -> None:
        """Takes the events of a case; hidden pages fill themselves when they are turned to."""
        self._events = tuple(events)
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Fills the page that was turned to."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._events == self._shown:
            return
        self._shown = self._events
        while len(self.rows) < len(self._events):
            row = EventRow()
            row.then_wanted.connect(self.then_wanted)
            self.column.insertWidget(len(self.rows) + 1, row)
            self.rows.append(row)
        newest_first = [line_of(event) for event in reversed(self._events)]
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(newest_first))
            if place < len(newest_first):
                row.show_line(newest_first[place])
