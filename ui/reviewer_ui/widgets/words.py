"""Text in the sizes and inks of the style guide, so that no pane sets a font of its own."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from reviewer_app.domain.limits.lengths import LONGEST, TextKind, is_near, length_of
from reviewer_ui.theme import Tone, tokens


class TextRole(StrEnum):
    """The kinds of text: TITLE 13 semi-bold, HEAD 10.5 semi-bold, SECTION 9.5 semi-bold, BODY 10, LABEL 10 in
    second ink, NOTE 9 in second ink, FAINT 9 in third ink (only for what may be missed)."""

    TITLE = "title"
    HEAD = "head"
    SECTION = "section"
    BODY = "body"
    LABEL = "label"
    NOTE = "note"
    FAINT = "faint"


class Words(QLabel):
    """A label in one of the roles; plain text always, so that no data is ever read as markup."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def set_tone(self, tone: Tone | None) -> None:
        """Colours the words; None gives the role's own ink back."""
        self._dress("tone", tone.value if tone else "")

    def set_role(self, role: TextRole) -> None:
        """Gives the words another size."""
        self._dress("role", role.value)

    def _dress(self, name: str, word: str) -> None:
        if (self.property(name) or "") == word:
            return
        self.setProperty(name, word)
        self.style().unpolish(self)
        self.style().polish(self)


class OneLine(Words):
    """A single line that is cut with an ellipsis where there is less room; all of it is its hint and is read aloud."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__("", role, parent=parent)
        self.setText(text)

    def text(self) -> str:
        """All that is said, also what the room does not show."""
        return self._whole

    def setText(self, text: str) -> None:
        """Says something else."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as all of it."""
        width = self.fontMetrics().horizontalAdvance(_on_one_line(self._whole))
        return QSize(width + 1 if width else 0, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Asks for no width, or a long text would widen the window."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width shows more or less of it."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters show less of it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        line = _on_one_line(self._whole)
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


class FieldNote(Words):
    """The small line under a field: grey explanation, or what is wrong in its tone; takes no room while empty."""

    def __init__(self, text: str = "", tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, TextRole.NOTE, wrap=True, parent=parent)
        self.set_tone(tone)
        if not text:
            # Shown by itself before it has its place, it would flash on the screen as a window of its own.
            self.hide()

    def say(self, text: str, tone: Tone | None = None) -> None:
        """Shows a line, grey without a tone."""
        self.setText(text)
        self.set_tone(tone)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Shows nothing."""
        self.say("")


class LetterCount(Words):
    """How much of what fits is written, in the corner of its box: nothing at first, quiet near the limit, red beyond.

    It stops nobody from writing: what is too long is refused where it would be kept, and nothing typed is lost.
    """

    def __init__(self, box: QLineEdit | QPlainTextEdit, kind: TextKind) -> None:
        super().__init__("", TextRole.NOTE, parent=box)
        self._box, self._most = box, LONGEST[kind]
        self.setContentsMargins(4, 0, 2, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        box.textChanged.connect(lambda *_typed: self._count())
        # Of a box that scrolls, what shows the text gets its size after the box itself.
        (box if isinstance(box, QLineEdit) else box.viewport()).installEventFilter(self)
        if not isinstance(box, QLineEdit):
            box.cursorPositionChanged.connect(self._place)
        self._count()

    @property
    def most(self) -> int:
        """How many characters fit."""
        return self._most

    @property
    def length(self) -> int:
        """How many are written."""
        box = self._box
        return length_of(box.text() if isinstance(box, QLineEdit) else box.toPlainText())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters under the count do not show through it."""
        QPainter(self).fillRect(self.rect(), tokens().color("panel"))
        super().paintEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The count stays in the corner."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        box = self._box
        text = box.text() if isinstance(box, QLineEdit) else box.toPlainText()
        length = length_of(text)
        over = length - self._most
        said = f"{length} / {self._most} 字" if is_near(text, self._most) else ""
        if over > 0:
            said = f"多 {over} 字　{said}"
        if said == self.text():
            return
        self.setText(said)
        self.set_tone(Tone.BAD if over > 0 else None)
        box.setAccessibleDescription(said)
        self.setVisible(bool(said))
        self._place()

    def _place(self) -> None:
        """In the corner of what is seen of the text; a single line keeps its own text clear of it."""
        self.adjustSize()
        box = self._box
        if isinstance(box, QLineEdit):
            box.setTextMargins(0, 0, self.width() + 4 if self.text() else 0, 0)
            self.move(box.width() - self.width() - 6, (box.height() - self.height()) // 2)
        else:
            area = box.viewport().geometry()
            below = QRect(area.bottomRight() - QPoint(self.width(), self.height()), self.size())
            caret = box.cursorRect().translated(area.topLeft()).adjusted(-self.height(), 0, self.height(), 0)
            # Where one is writing is never covered.
            self.move(below.left(), area.top() if below.intersects(caret) else below.top())
