"""Editors for the form's fields: one for each kind of field, all spoken to in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from reviewer_app.domain.notice import FieldKind, FieldRule, NoticePack
from reviewer_ui.widgets.buttons import Button, ButtonKind

_LONG_LINES = 3
_UNLIMITED = 16_777_215
_MOST_PEOPLE = 9_999_999


class FieldEditor(QWidget):
    """One field's editor: `edited` while the officer types, `left` when the field is finished."""

    edited = Signal()
    left = Signal()

    def text(self) -> str:
        """What stands in the editor now, as typed."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Puts a value in without reporting it as typed."""
        raise NotImplementedError

    def _hold(self, *parts: QWidget, focus: QWidget) -> None:
        """Lays the parts in one line; the editor hands its focus and its spoken name to the part that is typed in."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in parts:
            row.addWidget(part, 20 if part is focus else 0)
        row.addStretch(1 if len(parts) > 1 or focus.maximumWidth() < _UNLIMITED else 0)
        self.setFocusProxy(focus)
        self._typed_in = focus

    def mark_wrong(self, is_wrong: bool) -> None:
        """Frames the typed-in part in red, or takes the frame away; words must say the same."""
        word = "true" if is_wrong else ""
        if self._typed_in.property("wrong") != word:
            self._typed_in.setProperty("wrong", word)
            self._typed_in.style().unpolish(self._typed_in)
            self._typed_in.style().polish(self._typed_in)

    def name_for_readers(self, name: str) -> None:
        """Gives the typed-in part the name a screen reader says."""
        self._typed_in.setAccessibleName(name)


class LineEditor(FieldEditor):
    """A short text: names, codes, telephones, numbers."""

    def __init__(self, kind: FieldKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        if kind is FieldKind.NUMBER:
            self.line.setValidator(QIntValidator(0, _MOST_PEOPLE, self.line))
            self.line.setMaximumWidth(140)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.left)
        self._hold(self.line, focus=self.line)

    def text(self) -> str:
        """What stands in the editor now, as typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Puts a value in without reporting it as typed."""
        if text != self.line.text():
            self.line.setText(text)


class DateEditor(FieldEditor):
    """A date, typed in any usual form or picked from a calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("如 2024-05-08")
        self.line.setMaximumWidth(160)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.left)
        self._button = Button("选日期", ButtonKind.LINK)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._pick)
        self._hold(self.line, self._button, focus=self.line)

    def name_for_readers(self, name: str) -> None:
        """Names the typed-in part and what belongs to it."""
        super().name_for_readers(name)
        self._button.setAccessibleName(f"{name}：选日期")

    def text(self) -> str:
        """What stands in the editor now, as typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Puts a value in without reporting it as typed."""
        if text != self.line.text():
            self.line.setText(text)

    def _pick(self) -> None:
        """Opens the calendar below the field on the date already typed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        typed = QDate.fromString(self.line.text(), Qt.DateFormat.ISODate)
        if typed.isValid():
            calendar.setSelectedDate(typed)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.clicked.connect(menu.close)
        calendar.clicked.connect(self._take)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _take(self, day: QDate) -> None:
        self.line.setText(date(day.year(), day.month(), day.day()).isoformat())
        self.edited.emit()
        self.left.emit()


class DayEdit(QDateEdit):
    """A date that is never empty: Tab comes to its day, which the arrows change, and leaves the whole of it."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(QDate(day.year, day.month, day.day), parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCurrentSection(QDateEdit.Section.DaySection)

    def day(self) -> date:
        """The day that stands there."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A year is seldom another one."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.setSelectedSection(QDateEdit.Section.DaySection)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """From whichever part, one Tab leaves it."""
        self.setCurrentSectionIndex(self.sectionCount() - 1 if is_next else 0)
        return super().focusNextPrevChild(is_next)


class QuietCombo(QComboBox):
    """A list that the mouse wheel does not change in passing."""

    left = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page unless the list has been entered."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Says that the field is finished."""
        super().focusOutEvent(event)
        self.left.emit()


class ChoiceEditor(FieldEditor):
    """One of the season's words; `is_open` lists also take an entry of the officer's own."""

    def __init__(self, choices: Sequence[str], is_open: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = QuietCombo(self)
        self.combo.setEditable(is_open)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setMinimumWidth(160)
        self._is_open = is_open
        self.offer(choices)
        self.combo.currentTextChanged.connect(self.edited)
        self.combo.activated.connect(self.left)
        self.combo.left.connect(self.left)
        self.combo.setMaximumWidth(420)
        self._hold(self.combo, focus=self.combo)

    def name_for_readers(self, name: str) -> None:
        """Names the typed-in part and what belongs to it."""
        super().name_for_readers(name)
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def offer(self, choices: Sequence[str]) -> None:
        """Offers other choices and keeps what was chosen."""
        chosen = self.text()
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItems(["", *choices])
        self.set_text(chosen)

    def text(self) -> str:
        """What stands in the editor now, as typed."""
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        """Shows the value; a word outside the list is shown too, for the findings must speak of what was filed."""
        with QSignalBlocker(self.combo):
            place = self.combo.findText(text)
            if place < 0 and not self._is_open:
                self.combo.addItem(text)
                place = self.combo.count() - 1
            if place < 0:
                self.combo.setEditText(text)
            else:
                self.combo.setCurrentIndex(place)


class _TabbedText(QPlainTextEdit):
    """A text box that Tab leaves, and that says so."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Says that the field is finished."""
        super().focusOutEvent(event)
        self.left.emit()


class LongEditor(FieldEditor):
    """A longer text of several lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = _TabbedText(self)
        self.box.setTabChangesFocus(True)
        line = self.box.fontMetrics().lineSpacing()
        self.box.setFixedHeight(line * _LONG_LINES + 18)
        self.box.textChanged.connect(self.edited)
        self.box.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._typed_in = self.box

    def text(self) -> str:
        """What stands in the editor now, as typed."""
        return self.box.toPlainText()

    def set_text(self, text: str) -> None:
        """Puts a value in without reporting it as typed."""
        if text != self.box.toPlainText():
            with QSignalBlocker(self.box):
                self.box.setPlainText(text)


def editor_for(field: FieldRule, pack: NoticePack, parent: QWidget | None = None) -> FieldEditor:
    """The editor that fits a field of the pack; sectors and directions take their words from the season's lists."""
    editor: FieldEditor
    if field.id == "direction":
        every = dict.fromkeys(entry for group in pack.directions for entry in group.entries)
        editor = ChoiceEditor(tuple(every), is_open=True, parent=parent)
    elif field.kind is FieldKind.CHOICE or field.id == "sector":
        editor = ChoiceEditor(field.choices or pack.sectors, parent=parent)
    elif field.kind is FieldKind.LONG:
        editor = LongEditor(parent)
    elif field.kind is FieldKind.DATE:
        editor = DateEditor(parent)
    else:
        editor = LineEditor(field.kind, parent)
    editor.name_for_readers(field.label + ("，必填" if field.required else ""))
    return editor
