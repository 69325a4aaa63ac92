"""The page 纸网核对: each compared field with the online value, a tick, what the paper says, and which value holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.comparison import ComparedField, compared_count
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.compared_row import ComparedRow
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import FilledWhenSeen, ScrollPage

_KEYS = "↑ ↓ 逐项　1 一致　2 不一致　A 其余全部一致\n不一致的：3 采用网上　4 纸质　5 另填　N 说明"


class ComparisonPage(FilledWhenSeen, QWidget):
    """`chosen` says of a field whether paper and online agree; `typed` and `left` are of its box for other words.

    `settled` says which value holds of a field, `rest_same` that all not looked at agree.
    """

    settled = Signal(str, object, str, str)
    rest_same = Signal()
    chosen = Signal(str, bool)
    typed = Signal(str, str)
    left = Signal(str)
    summary_wanted = Signal()
    read_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, ComparedRow] = {}
        self._sources: tuple[frozenset[str], str] = (frozenset(), "")
        #: The words a field is chosen from, by field; empty for those that are written freely.
        self.choices: Mapping[str, tuple[str, ...]] = {}
        self.head = SectionHead("网上申报值")
        self.page = ScrollPage("纸网核对")
        self.summary = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.rest = Button("")
        self.rest.clicked.connect(self.rest_same)
        self.still = Words("", TextRole.NOTE, wrap=True)
        self.keys = Words(_KEYS, TextRole.NOTE, wrap=True)
        self.write = Button("")
        self.write.clicked.connect(self.summary_wanted)
        self._lay_out()

    def show_fields(
        self,
        fields: tuple[ComparedField, ...],
        is_open: bool,
        read: Mapping[str, str] | None = None,
        doubted: frozenset[str] = frozenset(),
    ) -> None:
        """Shows a case's compared fields with what was found so far, and what a machine read of them.

        Those of which a reading is `doubted` are exceptions, until an officer has looked.
        """
        # What the keys do is said only while they do it.
        self.keys.setVisible(is_open)
        self.fill(partial(self._fill, fields, is_open, read or {}))
        unseen = sum(one.found is None for one in fields)
        doubts = sum(one.found is None and one.field_id in doubted for one in fields)
        apart = doubts + sum(one.found is not None and not one.found.is_same for one in fields)
        waiting = sum(one.is_open for one in fields)
        self.rest.setText(f"全部一致（{apart} 处除外） A" if apart else "全部一致 A")
        self.rest.setAccessibleName("没有看过的各项都一致")
        self.rest.setEnabled(is_open and unseen > doubts)
        told = [f"未看 {unseen} 项"] if unseen else []
        told.extend([f"机读待核对 {doubts} 项"] if doubts else [])
        told.extend([f"不一致待说明 {waiting} 处"] if waiting else [])
        self.still.setText(" · ".join(told) if told else "都已核对")
        self.still.set_tone(Tone.WARN if waiting else None)

    def show_sources(self, by_machine: frozenset[str], clause: str) -> None:
        """Says which findings are a machine's, and which clause asks for the comparison, to who asks a row why."""
        self._sources = (by_machine, clause)
        self._name_sources()

    def _name_sources(self) -> None:
        by_machine, clause = self._sources
        for field_id, row in self._rows.items():
            row.show_source(field_id in by_machine, clause)

    @property
    def rows(self) -> dict[str, ComparedRow]:
        """The rows by field, filled."""
        self.fill_now()
        return self._rows

    def _fill(self, fields: tuple[ComparedField, ...], is_open: bool, read: Mapping[str, str]) -> None:
        if [one.field_id for one in fields] != list(self._rows):
            self._build(fields)
        for one in fields:
            self._rows[one.field_id].show_field(one, is_open, read.get(one.field_id, ""))
        self._name_sources()

    def say_no_paper(self) -> None:
        """Nothing can be compared before paper or a scan of it is here."""
        self.still.setText(sentence("comparison.paper_first"))
        self.still.set_tone(Tone.WARN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A says that the rest agrees, wherever on the page the keyboard is and nothing is typed."""
        if event.key() == Qt.Key.Key_A and not event.modifiers() and self.rest.isEnabled():
            self.rest.click()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        rows = list(self.rows.values())
        here = next((place for place, row in enumerate(rows) if row.hasFocus()), 0)
        row = rows[max(0, min(len(rows) - 1, here + step))]
        row.setFocus()
        self.page.ensureWidgetVisible(row, 0, 8)

    def begin(self) -> None:
        """Puts the keyboard on the first field that is still open, or on the first."""
        row = next((one for one in self.rows.values() if one.is_waiting), next(iter(self.rows.values()), None))
        if row is not None:
            row.setFocus()

    def show_row(self, field_id: str) -> None:
        """Brings one field into sight."""
        if field_id in self.rows:
            self.page.ensureWidgetVisible(self.rows[field_id], 0, 8)

    def leave_box(self, field_id: str) -> None:
        """Takes the keyboard from a field's box to its row, where the finding is given by a key."""
        row = self._rows.get(field_id)
        if row is not None and row.paper.hasFocus():
            row.setFocus()

    def show_summary(self, fields: tuple[ComparedField, ...], text: str, point: str, is_new: bool) -> None:
        """Shows how far the comparison is and its sentence, which can be written into the note of `point`, if any."""
        self.head.set_right(f"{compared_count(fields)} / {len(fields)}")
        self.summary.setText(text)
        self.summary.setVisible(bool(text))
        self.write.setText(f"写入“{point}”的说明")
        self.write.setVisible(bool(text) and bool(point))
        self.write.setEnabled(is_new)

    def _choose(self, field_id: str, is_same: bool) -> None:
        self.chosen.emit(field_id, is_same)
        self._bring_whole(field_id)

    def _bring_whole(self, field_id: str) -> None:
        """A box or a sentence may have come below the edge: seen once the row has its new height."""
        QTimer.singleShot(0, self, lambda: self.show_row(field_id))

    def _build(self, fields: tuple[ComparedField, ...]) -> None:
        column = self.page.column
        while (former := column.takeAt(0)) is not None:
            widget = former.widget()
            if widget is not None:
                widget.deleteLater()
        self._rows = {}
        for one in fields:
            row = ComparedRow(one, self.choices.get(one.field_id, ()), self.page.widget())
            row.chosen.connect(self._choose)
            row.typed.connect(self.typed)
            row.left.connect(self.left)
            row.settled.connect(self.settled)
            row.stepped.connect(self._step)
            row.grew.connect(self._bring_whole)
            row.read_wanted.connect(self.read_wanted)
            self._rows[one.field_id] = row
            column.addWidget(row)
        column.addStretch(1)

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.summary)
        foot.addWidget(self.write, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        rest = QHBoxLayout()
        rest.setContentsMargins(16, 8, 16, 4)
        rest.addWidget(self.still, 1)
        rest.addWidget(self.rest)
        column.addLayout(rest)
        self.keys.setContentsMargins(16, 0, 16, 4)
        column.addWidget(self.keys)
        column.addWidget(self.page, 1)
        column.addLayout(foot)
