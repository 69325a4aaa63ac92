"""One mechanism for all explanations: a part says how it is explained, one key asks the part that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.widgets import Button, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.scroll_page import ScrollPage

_WIDTH, _HEIGHT, _BELOW = 440, 380, 4
#: What stands beside and around the words: margins, the name above them, the button below.
_SIDES, _AROUND = 44, 110


@dataclass(frozen=True, slots=True)
class Told:
    """What is explained: its name, its value now, and the lines that say where the value comes from."""

    name: str
    value: str
    lines: Sequence[str]


#: Gives an explanation to whoever shows it, at once or when it has been read; not at all where there is none.
Explain = Callable[[Callable[[Told], None]], None]


class Teller(QObject):
    """Stands under the part it explains, and goes with it."""

    def __init__(self, part: QWidget, explain: Explain) -> None:
        super().__init__(part)
        self.explain = explain


def tell(part: QWidget, explain: Callable[[], Told | None] | None = None, *, later: Explain | None = None) -> None:
    """Lets a part be explained: from what is there (`explain`), or from what has to be read first (`later`).

    A part that no key reached is reached by Tab from now on.
    """

    def at_once(show: Callable[[Told], None]) -> None:
        told = explain() if explain is not None else None
        if told is not None:
            show(told)

    Teller(part, later or at_once)
    if part.focusPolicy() is Qt.FocusPolicy.NoFocus:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def teller_of(part: QWidget | None) -> Teller | None:
    """What explains a part: its own teller, or that of the nearest part around it."""
    while part is not None:
        found = part.findChild(Teller, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(found, Teller):
            return found
        part = part.parentWidget()
    return None


class ToldDialog(Dialog):
    """The pop-up that every explanation is read in; Esc and Enter close it."""

    def __init__(self, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("为何如此")
        self.setAccessibleName(f"为何如此：{told.name}")
        self.value = Words(told.value, TextRole.HEAD, wrap=True, selectable=True)
        self.lines = Words("\n".join(told.lines), wrap=True, selectable=True)
        self.end = Button("关闭")
        self.end.clicked.connect(self.accept)
        page = ScrollPage("为何如此")
        page.column.setSpacing(6)
        page.column.addWidget(Words(told.name, TextRole.NOTE, wrap=True))
        page.column.addWidget(self.value)
        page.column.addWidget(self.lines)
        page.column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(page, 1)
        column.addLayout(foot)
        self.end.setFocus()
        room = _WIDTH - _SIDES
        words = self.value.heightForWidth(room) + self.lines.heightForWidth(room)
        self.resize(_WIDTH, min(words + _AROUND, _HEIGHT))


def explain_by_key(window: QWidget, keys: QKeySequence, say: Callable[[str], None]) -> None:
    """Lets a dialog explain its parts by the key that does so in the window behind it."""
    QShortcut(keys, window, lambda: explain_focused(window, lambda: say(sentence("why.nothing"))))


def explain_focused(window: QWidget, nothing: Callable[[], None]) -> None:
    """Explains the part of the window that has the keyboard, just below it; `nothing` where it is not worked out."""
    part = window.focusWidget()
    teller = teller_of(part)
    if part is None or teller is None:
        nothing()
        return
    corner = part.mapToGlobal(QPoint(0, part.height() + _BELOW))

    def show(told: Told) -> None:
        dialog = ToldDialog(told, window)
        dialog.move(corner)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    teller.explain(show)
