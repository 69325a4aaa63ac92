"""外观: the colours, at once, and the size of everything, from the next start; for this machine's user alone."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from reviewer_ui.context import Context
from reviewer_ui.look import Look
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.widgets import FieldNote, TextRole, Words


class LookCard(SettingsCard):
    """Two choices; a size for which the screen has no room stands there with the reason and cannot be taken."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("外观", parent)
        self._look = Look(context, self)
        self.colors, self.sizes = QComboBox(), QComboBox()
        self.size_note = FieldNote()
        for box, words in ((self.colors, self._look.color_words()), (self.sizes, self._look.size_words())):
            for name, label in words.items():
                box.addItem(label, name)
        self.add(self.colors, "配色")
        self.add(self.sizes, "字号", self.size_note)
        self.add_wide(_about())
        self.refresh()
        self.colors.activated.connect(lambda _row: self._look.wear(str(self.colors.currentData())))
        self.sizes.activated.connect(lambda _row: self._take_size())

    def refresh(self) -> None:
        """Shows what holds now: both can also be chosen under the name at the top."""
        self.colors.setCurrentIndex(self.colors.findData(self._look.color))
        self.sizes.setCurrentIndex(self.sizes.findData(self._look.size))

    def _take_size(self) -> None:
        chosen = str(self.sizes.currentData())
        self.size_note.say(self._look.why_not(chosen))
        self._look.resize(chosen)
        self.refresh()


def _about() -> Words:
    words = Words("字号改变文字、按钮和表格的大小，不改变打印出来的纸面。", TextRole.NOTE, wrap=True)
    words.setContentsMargins(16, 2, 16, 2)
    return words
