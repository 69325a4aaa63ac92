"""One mechanism for all explanations: a part says how it is explained, one key asks the part that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from reviewer_resources.phrases import sentence
from reviewer_ui.widgets import Button, LetterCount, SlimProgress, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_WIDTH, _HEIGHT, _BELOW = 440, 380, 4
#: What stands beside and around the words: margins, the name above them, the button below.
_SIDES, _AROUND = 44, 110
_TITLE = "为何如此"
#: A label of which something can be copied has the menu for that.
_BY_MOUSE = Qt.TextInteractionFlag.TextSelectableByMouse

Row = TypeVar("Row")


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


def tell(
    part: QWidget,
    explain: Callable[[], Told | None] | None = None,
    *,
    later: Explain | None = None,
    is_stop: bool = True,
) -> None:
    """Lets a part be explained: from what is there (`explain`), or from what has to be read first (`later`).

    A part that no key reached is reached by Tab from now on, unless it only stands around those that are (`is_stop`
    is False). The mouse finds the same under its right button, where
    the part has no menu of its own.
    """

    def at_once(show: Callable[[Told], None]) -> None:
        told = explain() if explain is not None else None
        if told is not None:
            show(told)

    Teller(part, later or at_once)
    if is_stop and part.focusPolicy() is Qt.FocusPolicy.NoFocus:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    _offer_by_mouse(part)


def _offer_by_mouse(part: QWidget) -> None:
    """Puts the question into the menu under the right button; what is copied from or typed into keeps its own."""
    is_copied = isinstance(part, QLabel) and bool(part.textInteractionFlags() & _BY_MOUSE)
    has_own = part.contextMenuPolicy() is not Qt.ContextMenuPolicy.DefaultContextMenu
    if is_copied or has_own or isinstance(part, QLineEdit | QPlainTextEdit):
        return
    ask = QAction(_TITLE, part)
    ask.triggered.connect(lambda _checked: _ask(part, part.window()))
    part.addAction(ask)
    part.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def tell_rows(
    table: PlainTable,
    model: RowsModel[Row],
    code: str,
    value: Callable[[Row], str],
    lines: Callable[[Row], Sequence[str]] = lambda _row: (),
) -> None:
    """Lets the rows of a table be explained: what stands in the row, why, and from where it comes (sentence `code`)."""

    def told() -> Told | None:
        place = table.current_row()
        if not 0 <= place < model.rowCount():
            return None
        row = model.row_at(place)
        cells = [f"{one.header}：{one.text(row)}" for one in model.columns[1:] if one.header and one.text(row)]
        return Told(table.accessibleName(), value(row), [*(lines(row) or cells), sentence(code)])

    tell(table, told)


def teller_of(part: QWidget | None) -> Teller | None:
    """What explains a part: its own teller, or that of the nearest part around it in the same window."""
    while part is not None:
        if (found := _own_teller(part)) is not None:
            return found
        part = None if part.isWindow() else part.parentWidget()
    return None


def _own_teller(part: QWidget) -> Teller | None:
    found = part.findChild(Teller, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Teller) else None


def told_progress(part: QWidget) -> Told | None:
    """What the bar of long work counts, asked from its button."""
    bar = part.parentWidget()
    if not isinstance(bar, SlimProgress):
        return None
    return Told("进度", bar.text(), [sentence("why.progress"), sentence("why.progress_left")])


def told_letters(box: QWidget) -> Told | None:
    """How many characters a box takes and why so many, of any box that counts them."""
    count = box.findChild(LetterCount)
    if count is None:
        return None
    said = {"length": count.length, "most": count.most}
    return Told(
        "字数", f"{count.length} / {count.most} 字", [sentence("why.letters", said), sentence("why.letters_end")]
    )


class ToldDialog(Dialog):
    """The pop-up that every explanation is read in; Esc and Enter close it."""

    def __init__(self, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLE)
        self.setAccessibleName(f"{_TITLE}：{told.name}")
        self.value = Words(told.value, TextRole.HEAD, wrap=True, selectable=True)
        self.lines = Words("\n".join(told.lines), wrap=True, selectable=True)
        self.end = Button("关闭")
        self.end.clicked.connect(self.accept)
        page = ScrollPage(_TITLE)
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


def explain_focused(window: QWidget, nothing: Callable[[], None]) -> None:
    """Explains the part of the window that has the keyboard, just below it; `nothing` where it is not worked out.

    Of an explanation itself the same key closes it.
    """
    if isinstance(window, ToldDialog):
        window.accept()
        return
    part = window.focusWidget()
    if part is None or not _ask(part, window):
        nothing()
        if part is not None and isinstance(window, Dialog):
            # The foot of the window behind may be covered by the dialog.
            QToolTip.showText(_below(part), sentence("why.nothing"), part)


def _ask(part: QWidget, window: QWidget) -> bool:
    """Asks the part, or whatever is around it; says whether there is anything to be told."""
    teller, said = _own_teller(part), None
    if teller is None:
        said = told_letters(part) or told_progress(part)
        teller = teller_of(part)
    if said is None and teller is None:
        return False
    corner = _below(part)

    def show(told: Told) -> None:
        dialog = ToldDialog(told, window)
        dialog.move(corner)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    if said is not None:
        show(said)
    elif teller is not None:
        teller.explain(show)
    return True


def _below(part: QWidget) -> QPoint:
    """Under the part, or under the chosen row of a list, which may be as high as its window."""
    if isinstance(part, QAbstractItemView) and part.currentIndex().isValid():
        row = part.visualRect(part.currentIndex())
        return part.viewport().mapToGlobal(QPoint(max(row.left(), 0) + _SIDES, row.bottom() + _BELOW))
    return part.mapToGlobal(QPoint(0, part.height() + _BELOW))
