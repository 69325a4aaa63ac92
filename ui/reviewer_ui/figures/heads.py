"""The strip of the six numbers: the chosen one is joined with its definition and with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.services.figures.heads import Head
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import Button, ButtonKind, Card, KeyRow, TextRole, Words

_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_NARROW = 900


class HeadCell(KeyRow):
    """One number; pressed, it shows its definition below the strip, pressed again it opens its list."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_chosen = False
        self._label = Words("", TextRole.LABEL)
        self._value = Words()
        self._unit = Words("", TextRole.LABEL)
        self._beside = Words("", TextRole.NOTE)
        self._note = Words("", TextRole.NOTE)
        self._more = Words("", TextRole.NOTE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        numbers = QHBoxLayout()
        numbers.setSpacing(5)
        for part in (self._value, self._unit, self._beside):
            numbers.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
        numbers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 6)
        column.setSpacing(1)
        column.addWidget(self._label)
        column.addLayout(numbers)
        column.addWidget(self._note)
        column.addWidget(self._more)
        self._more.hide()
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """The large digits follow the size and the colours worn."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_value"):
            self._dress()

    def _dress(self) -> None:
        self._value.setFont(sized_font(19, semi_bold=True))

    def show_head(self, head: Head, *, is_chosen: bool) -> None:
        """Shows a number."""
        self._is_chosen = is_chosen
        self._label.setText(head.label)
        self._value.setText(head.value)
        self._unit.setText(head.unit)
        self._beside.setText(head.beside)
        self._note.setText(head.note)
        self.setToolTip("\n".join([head.definition, *head.more]))
        self.setAccessibleName(f"{head.said}{'，已选' if is_chosen else ''}")
        self.setAccessibleDescription(head.definition)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen number stands on the ground of its definition; the keyboard's has a ring."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self._is_chosen:
            painter.fillRect(self.rect(), tokens().color("selection"))
            painter.fillRect(0, 0, self.width(), 3, tokens().color("accent"))
        if self.hasFocus():
            painter.setPen(tokens().color("accent"))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Chooses the number; the chosen one opens its list."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it."""
        if Qt.Key(event.key()) in _OPENS:
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        (self.opened if self._is_chosen else self.chosen).emit()


class HeadStrip(Card):
    """All numbers beside each other, in two rows where there is no room for one."""

    opened = Signal(object)  # Behind

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: Sequence[Head] = ()
        self._chosen = "used"
        self.cells = [HeadCell() for _ in range(6)]
        self._name = Words("", TextRole.SECTION)
        self.definition = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.more = Words("", TextRole.NOTE)
        self.open = Button("", ButtonKind.LINK)
        self._grid = QGridLayout()
        self._columns = 0
        self._lay_out()
        for place, cell in enumerate(self.cells):
            cell.chosen.connect(lambda place=place: self.choose(self._heads[place].name))
            cell.opened.connect(self._open)
        self.open.clicked.connect(self._open)

    def show_heads(self, heads: Sequence[Head]) -> None:
        """Shows the numbers of a season."""
        self._heads = heads
        for cell, head in zip(self.cells, heads, strict=True):
            cell.show_head(head, is_chosen=head.name == self._chosen)
        chosen = self.chosen()
        if chosen is None:
            return
        self._name.setText(chosen.label)
        self.definition.setText(chosen.definition)
        self.more.setText("\n".join(chosen.more))
        self.more.setVisible(bool(chosen.more))
        self.open.setText(f"打开 {chosen.behind.cases} 件名单")
        self.open.setVisible(chosen.behind.cases > 0)

    def chosen(self) -> Head | None:
        """The number whose definition is shown."""
        return next((head for head in self._heads if head.name == self._chosen), None)

    def choose(self, name: str) -> None:
        """Shows the definition of another number."""
        self._chosen = name
        self.show_heads(self._heads)

    def fold(self, width: int) -> None:
        """Lays the numbers in one row or in two."""
        columns = 3 if width < _NARROW else 6
        if columns == self._columns:
            return
        self._columns = columns
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place // columns, place % columns)

    def _open(self) -> None:
        chosen = self.chosen()
        if chosen is not None and chosen.behind.cases:
            self.opened.emit(chosen.behind)

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.fold(_NARROW)
        below = QFrame()
        below.setObjectName("figureGround")
        row = QHBoxLayout(below)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.definition, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._grid)
        column.addWidget(below)
