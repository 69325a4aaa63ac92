"""The page 往来: a case's correction request, and what left the office and came in, apart from its own steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.application import Event
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.record import EventAct
from reviewer_app.services.papers.register_table import delivery_of, remark_of
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.consultations import ConsultationsPart
from reviewer_ui.widgets import Button, ButtonKind, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_CORRECTION_STEPS = frozenset(
    {
        EventAct.CORRECTION_DRAFTED,
        EventAct.CORRECTION_ASKED,
        EventAct.CORRECTION_TOLD,
        EventAct.CORRECTION_RECEIVED,
        EventAct.CORRECTION_JUDGED,
        EventAct.CORRECTION_WITHDRAWN,
        EventAct.LAPSED,
    }
)


class OutsidePage(ScrollPage):
    """The newest first, read when the page is turned to; `wanted` asks for the lines of a case.

    `copy_wanted` carries the hash and name of a file, `incoming_wanted` asks to enter a paper.
    """

    wanted = Signal(int)
    copy_wanted = Signal(str, str)
    incoming_wanted = Signal()
    correction_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("往来", parent)
        self.correction = Words("", TextRole.NOTE, wrap=True)
        self.open_correction = Button("补正告知…", ButtonKind.LINK)
        self.open_correction.clicked.connect(self.correction_wanted)
        self.consultations = ConsultationsPart()
        self.consultations.copy_wanted.connect(self.copy_wanted)
        self.head = SectionHead("发文和来文")
        self.none = Words("还没有往来。文书在打印预览里按“发文”后列在这里，来文请登记。", TextRole.NOTE, wrap=True)
        self.none.setContentsMargins(16, 6, 16, 6)
        self.incoming = Button("来文登记…", ButtonKind.LINK)
        self.incoming.clicked.connect(self.incoming_wanted)
        self.rows: list[OutsideRow] = []
        self._case_id = 0
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        below = QHBoxLayout()
        below.setContentsMargins(16, 4, 16, 8)
        below.addWidget(self.incoming)
        below.addStretch(1)
        about = QHBoxLayout()
        about.setContentsMargins(16, 6, 16, 6)
        about.addWidget(self.correction, 1)
        about.addWidget(self.open_correction)
        self.column.addWidget(SectionHead("补正"))
        self.column.addLayout(about)
        self.column.addWidget(self.consultations)
        self.column.addWidget(self.head)
        self.column.addWidget(self.none)
        self.column.addLayout(self._lines)
        self.column.addLayout(below)
        self.column.addStretch(1)

    def show_case(self, case_id: int) -> None:
        """Speaks of a case from now on; nothing is read while another page is looked at."""
        if case_id != self._case_id:
            self._case_id = case_id
            self.show_entries(case_id, ())
        if self.isVisible():
            self.wanted.emit(case_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Asks for the lines of the case that is shown."""
        super().showEvent(event)
        if self._case_id:
            self.wanted.emit(self._case_id)

    def show_correction(self, events: Sequence[Event], may_act: bool) -> None:
        """Says where the correction request stands, by the last step of it that is on record."""
        steps = [event for event in events if event.act in _CORRECTION_STEPS]
        self.open_correction.setVisible(bool(steps) or may_act)
        if not steps:
            self.correction.setText("没有补正告知。")
            return
        last = steps[-1]
        self.correction.setText(f"{sentence(f'event.{last.act}')} · {last.at:%Y-%m-%d %H:%M} {last.actor}")

    def show_entries(self, case_id: int, lines: Sequence[RegisterEntry]) -> None:
        """Shows a case's lines of the register, unless another case came meanwhile."""
        if case_id != self._case_id:
            return
        entries = tuple(reversed(lines))
        while len(self.rows) < len(entries):
            row = OutsideRow()
            row.copy_wanted.connect(self.copy_wanted)
            self.rows.append(row)
            self._lines.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(entries))
            if place < len(entries):
                row.show_entry(entries[place])
        sent = sum(entry.direction is Direction.OUTGOING and not entry.is_void for entry in entries)
        came = sum(entry.direction is Direction.INCOMING for entry in entries)
        self.head.set_right(f"发文 {sent} 件 · 来文 {came} 件" if entries else "")
        self.none.setVisible(not entries)


class OutsideRow(QWidget):
    """One paper: its number and what it is about, to or from whom and when, how it was delivered; its file."""

    copy_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: tuple[str, str] = ("", "")
        self.title = Words("", wrap=True, selectable=True)
        self.about = Words("", TextRole.NOTE, wrap=True)
        self.save = Button("另存副本", ButtonKind.LINK)
        self.save.clicked.connect(partial(self._want))
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(self.title)
        text.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addLayout(text, 1)
        row.addWidget(self.save)

    def show_entry(self, entry: RegisterEntry) -> None:
        """Shows a line of the register."""
        self._file = (entry.sha256, entry.file_name or f"{entry.called}.pdf")
        self.title.setText(f"{entry.direction.label}　{entry.called}　{entry.subject}")
        is_out = entry.direction is Direction.OUTGOING
        towards = f"发往 {entry.party}" if is_out else f"来自 {entry.party}"
        receipt = f"签收：{entry.receipt}" if entry.receipt else ""
        still = "" if entry.is_void or not is_out else "还没有登记送达"
        about = (
            *(towards, f"{entry.day} {entry.handler}"),
            *(delivery_of(entry) or still, receipt, remark_of(entry)),
        )
        self.about.setText(" · ".join(part for part in about if part))
        self.save.setVisible(bool(entry.sha256))
        self.save.setAccessibleName(f"另存副本：{entry.called}")

    def _want(self, _is_checked: bool = False) -> None:
        self.copy_wanted.emit(*self._file)
