"""The look one person likes on one machine: colours at once, the size of everything from the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reviewer_app.domain.errors import RefusalError
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.theme import (
    COLOR_WORDS,
    SCALE_KEY,
    SCALES,
    THEME_KEY,
    THEMES,
    USUAL_SCALE,
    apply_theme,
    tokens,
    worn_scale,
)
from reviewer_ui.widgets.screen_room import LOWEST


class Look(QObject):
    """What the name menu, the settings and the command share; `changed` after a choice."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    @property
    def color(self) -> str:
        """The set of colours now worn."""
        return next(name for name in THEMES if THEMES[name] == tokens())

    @property
    def size(self) -> str:
        """The size chosen, in percent; it holds from the next start if it was chosen after this one."""
        kept = self._context.preferences.text(SCALE_KEY, USUAL_SCALE)
        return kept if kept in SCALES else USUAL_SCALE

    def color_words(self) -> dict[str, str]:
        """The sets of colours by name."""
        return dict(COLOR_WORDS)

    def size_words(self) -> dict[str, str]:
        """The sizes by their percent."""
        return {size: f"{size}%（原大）" if size == USUAL_SCALE else f"{size}%" for size in SCALES}

    def wear(self, name: str) -> None:
        """Puts on a set of colours and keeps it."""
        self._context.preferences.put(THEME_KEY, name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, THEMES[name])
        self._context.messages.inform(f"已换为{COLOR_WORDS[name]}配色。")
        self.changed.emit()

    def wear_next(self) -> None:
        """The next set of colours."""
        names = list(THEMES)
        self.wear(names[(names.index(self.color) + 1) % len(names)])

    def resize(self, size: str) -> None:
        """Keeps the size of everything for the next start; one that the screen cannot hold is refused."""
        reason = self.why_not(size)
        if reason:
            self._context.messages.refusal(RefusalError("window.too_large_for_screen", size=size))
            return
        self._context.preferences.put(SCALE_KEY, size)
        said = "window.size_now" if float(size) / 100 == worn_scale() else "window.size_later"
        self._context.messages.inform(sentence(said, {"size": size}))
        self.changed.emit()

    def why_not(self, size: str) -> str:
        """Why the window would not be whole on this screen in that size; empty when it would."""
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() * (worn_scale() * 100 / float(size))
        fits = room.width() >= LOWEST.width() and room.height() >= LOWEST.height()
        return "" if fits or size == USUAL_SCALE else sentence("window.too_large_for_screen", {"size": size})
