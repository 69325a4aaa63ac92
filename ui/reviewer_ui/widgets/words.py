"""Text in the sizes and inks of the style guide, so that no pane sets a font of its own."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reviewer_ui.theme import Tone


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
