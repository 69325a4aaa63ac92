"""The box of the opinion's text: drafted from the answers until the officer writes, then the officer's own."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reviewer_ui.theme import tokens

#: Lines shown in a pane of little height (the smallest screen at 150 %), of the usual one, and of one with room.
_FEWEST, _FEW, _MANY = 2, 3, 5
#: Heights of the pane, in logical pixels, from which on the checklist can spare the lines.
_LOW, _HIGH = 460, 820
_LEAST_HEIGHT = 44
_RULE_HEIGHT = 7


class OpinionText(QPlainTextEdit):
    """`typed` while the officer writes, `left` on leaving; a draft never replaces the officer's words by itself."""

    typed = Signal(str)
    left = Signal()
    redraft_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_own = False
        self.saved_at: datetime | None = None
        self.setTabChangesFocus(True)
        self.setAccessibleName("推荐部门意见")
        self.setPlaceholderText("各项作答后自动起草，也可直接填写")
        #: How high the officer drew it; 0 leaves it to the room there is.
        self.wished_height = self._height = 0
        self.give_room(_LOW)
        self.textChanged.connect(self._note_typing)

    def give_room(self, height: int, is_crowded: bool = False) -> None:
        """Shows as many lines as a pane of this height can spare; in a low one that has more to say, a single one."""
        lines = _MANY if height >= _HIGH else _FEW if height >= _LOW else 1 if is_crowded else _FEWEST
        usual = self.fontMetrics().lineSpacing() * lines + 24
        most = max(usual, height * 2 // 5)
        is_wished = bool(self.wished_height) and height >= _LOW
        self._height = min(max(self.wished_height, _LEAST_HEIGHT), most) if is_wished else usual
        # Only the usual height is insisted on, so that the window can still be made low.
        self.setMinimumHeight(min(usual, self._height))
        self.setMaximumHeight(self._height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as it was drawn, or as there is room for."""
        return QSize(super().sizeHint().width(), self._height)

    def begin(self, kept: str | None, suggested: str, saved_at: datetime | None) -> None:
        """Starts a case: with the kept text if there is one, else with the draft."""
        self.is_own = kept is not None and kept != suggested
        self.saved_at = saved_at if kept is not None else None
        self._put(kept if kept is not None else suggested)

    def follow(self, suggested: str) -> None:
        """Takes a newer draft over, unless the officer has written here."""
        if not self.is_own and suggested != self.toPlainText():
            self._put(suggested)

    def redraft(self, suggested: str) -> None:
        """Puts the draft in the text's place because the officer asked for it; undo brings the former text back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        with QSignalBlocker(self):
            cursor.insertText(suggested)
        self.is_own = False
        self.typed.emit(suggested)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu with the redraft at its end."""
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        redraft = menu.addAction("重新起草")
        redraft.setEnabled(not self.isReadOnly())
        redraft.triggered.connect(self.redraft_wanted)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the box stores what was typed at once."""
        super().focusOutEvent(event)
        self.left.emit()

    def _put(self, text: str) -> None:
        with QSignalBlocker(self):
            self.setPlainText(text)

    def _note_typing(self) -> None:
        self.is_own = True
        self.typed.emit(self.toPlainText())


class Rule(QWidget):
    """The fine line above the opinion, drawn up and down to give its text more or less room."""

    dragged = Signal(int)
    """By how many dots the line was drawn up since the last time."""
    let_go = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_RULE_HEIGHT)
        self.setCursor(Qt.CursorShape.SplitVCursor)
        self.setToolTip("上下拖动，调整意见框的高度；双击恢复原高")
        self._from: float | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the line."""
        self._from = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tells how far it was drawn."""
        if self._from is not None:
            up = round(self._from - event.globalPosition().y())
            self._from -= up
            self.dragged.emit(up)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lets it go."""
        if self._from is not None:
            self._from = None
            self.let_go.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Gives the usual height back."""
        self.undone.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line in the middle of what can be taken hold of."""
        QPainter(self).fillRect(0, _RULE_HEIGHT // 2, self.width(), 1, tokens().color("line"))
