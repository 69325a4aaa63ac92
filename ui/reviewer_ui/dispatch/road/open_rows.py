"""What is open of the batch, below its road: a row for each thing, with the step and the way to where it is mended."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.services.posting.still_open import OpenRow, StillOpen, still_open
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.road.step_page import RoadPage
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, Pill, Words
from reviewer_ui.widgets.card import KeyRow
from reviewer_ui.widgets.scroll_page import ScrollPage

_NOUNS = frozenset({Noun.CASE, Noun.BATCH, Noun.REGISTER, Noun.SETTINGS})
#: The steps beside which the check before mailing stands: there the rows are folded until they are wanted.
_CHECKED = (RoadStep.SEAL, RoadStep.POST)
#: The list is no higher than this, and folded where the page is lower.
_HIGHEST, _LOW_PAGE, _AROUND, _MOST_ROWS = 116, 520, 8, 40


class OpenLine(KeyRow):
    """One thing that is open; Enter or 去看 leads to where it is mended."""

    go_asked = Signal(object)  # OpenRow

    def __init__(self, row: OpenRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{row.step.label}：{row.said}")
        self.go = Button("去看", ButtonKind.LINK)
        self.go.setAccessibleName(f"去看 {row.said}")
        self.go.clicked.connect(lambda: self.go_asked.emit(row))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 2, 12, 2)
        line.setSpacing(8)
        line.addWidget(Pill(row.step.label, Tone.WARN), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Words(row.said, wrap=True), 1)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads on; with another key it is somebody else's."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.click()
        else:
            super().keyPressEvent(event)


class _Rows(ScrollPage):
    """As high as its rows up to a limit; a low window takes the room from it first."""

    wanted = 0

    def sizeHint(self) -> QSize:
        """What the rows need."""
        return QSize(64, self.wanted)


class OpenRows(RoadPage):
    """The rows of the batch shown, folded by the link in the head of the road; read again when something changed."""

    def __init__(self, context: Context, link: Button, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.link = link
        self.rows: list[OpenLine] = []
        self.open: StillOpen | None = None
        self._step = RoadStep.CHOOSE
        self._wanted: bool | None = None
        self._is_stale = self._wants_keys = False
        self.page = _Rows(sentence("still_open.title"))
        self.page.column.setContentsMargins(0, _AROUND // 2, 0, _AROUND // 2)
        card = Card()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        link.hide()
        self.hide()
        link.clicked.connect(self._fold)
        context.background.changed.connect(self._note_changes)

    def show_none(self) -> None:
        """No batch is shown: one is being put together."""
        self._batch, self._road, self.open = None, None, None
        self._place()

    def at_step(self, step: RoadStep) -> None:
        """Another step is open: beside the check before mailing the rows are folded."""
        if step is not self._step:
            self._step, self._wanted = step, None
        if self._is_stale and not self._is_unasked:
            self.refresh()
        else:
            self._place()

    @property
    def _is_unasked(self) -> bool:
        """Beside the check before mailing nothing is read a second time until somebody unfolds the rows."""
        return self._step in _CHECKED and not self._wanted

    def refresh(self) -> None:
        """Reads again what is open."""
        self._is_stale = self._is_unasked
        if self._batch is None or self._is_stale:
            self._place()
        else:
            self._context.background.run_read(still_open, self._batch.id, then=self._show)

    def _note_changes(self, changes: Changes) -> None:
        page = self.parentWidget()
        if changes.nouns & _NOUNS and page is not None and page.isVisible():
            self.refresh()

    def _show(self, found: StillOpen) -> None:
        if self._batch is None or found.batch_id != self._batch.id:
            return
        if self.open == found:
            self._place()
            return
        self.open = found
        column = self.page.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = [OpenLine(row) for row in found.rows[:_MOST_ROWS]]
        for line in self.rows:
            line.go_asked.connect(self._go)
            column.addWidget(line)
        column.addStretch(1)
        self.page.wanted = min(_HIGHEST, _AROUND + sum(line.sizeHint().height() for line in self.rows))
        self.page.setMaximumHeight(self.page.wanted)
        self.page.updateGeometry()
        self._place()

    def _place(self) -> None:
        """Unfolded where no other list of what is open stands beside, unless somebody folded it."""
        if self._is_stale and self._batch is not None:
            self.link.setText(sentence("still_open.unread"))
            self.link.show()
            self.hide()
            return
        count = len(self.open.rows) if self.open is not None else 0
        page = self.parentWidget()
        is_low = page is not None and page.height() < _LOW_PAGE
        is_shown = self._wanted if self._wanted is not None else self._step not in _CHECKED and not is_low
        self.link.setVisible(count > 0)
        self.link.setText(sentence("still_open.shown" if is_shown else "still_open.folded", {"count": count}))
        self.setVisible(count > 0 and is_shown)
        if self._wants_keys and self.isVisible():
            self.rows[0].setFocus()
        self._wants_keys = False

    def _fold(self) -> None:
        self._wanted = self._wants_keys = not self.isVisible()
        if self._is_stale:
            self.refresh()
        else:
            self._place()

    def _go(self, row: OpenRow) -> None:
        if row.application_id:
            self.case_asked.emit(row.application_id)
        else:
            self.lead_on(row.step)
