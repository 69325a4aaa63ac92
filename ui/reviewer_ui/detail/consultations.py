"""The line departments consulted on a case: whom, until when, what they wrote, and what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand, Stance, counted
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.explanation import told_consultation
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Pill, SectionHead, TextRole, Words

_TONES = {
    ConsultationStand.ASKED: Tone.WARN,
    ConsultationStand.REPLIED: Tone.OK,
    ConsultationStand.NOT_REQUIRED: Tone.IDLE,
    ConsultationStand.WITHDRAWN: Tone.IDLE,
}


class ConsultationsPart(QWidget):
    """`act_wanted` names what is to be done (ask, spare, letter, remind, reply, withdraw) and with which of them."""

    act_wanted = Signal(str, int)
    copy_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead("征求部门意见")
        self.none = Words("还没有征求主管部门的意见。", TextRole.NOTE, wrap=True)
        self.none.setContentsMargins(16, 6, 16, 2)
        self.ask = Button("征求意见…", ButtonKind.LINK)
        self.spare = Button("不需征询…", ButtonKind.LINK)
        self.ask.clicked.connect(partial(self._want, "ask"))
        self.spare.clicked.connect(partial(self._want, "spare"))
        self.rows: list[ConsultationRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        below = QHBoxLayout()
        below.setContentsMargins(16, 2, 16, 6)
        below.setSpacing(16)
        for button in (self.ask, self.spare):
            below.addWidget(button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.none)
        column.addLayout(self._lines)
        column.addLayout(below)

    def show_view(self, view: CaseView) -> None:
        """Shows the consultations of a case, the latest first, and what this person may do about them."""
        shown = tuple(reversed(view.application.consultations))
        self._show_rows(shown, view)
        replied, asked = counted(shown)
        self.head.set_right(f"已复函 {replied}/{asked}" if asked else "")
        self.none.setVisible(not shown)
        is_spared = any(one.stand is ConsultationStand.NOT_REQUIRED for one in shown)
        may_ask = Act.CONSULT in view.acts and not is_spared
        self.ask.setVisible(may_ask)
        self.spare.setVisible(may_ask and not asked)

    def _show_rows(self, shown: Sequence[Consultation], view: CaseView) -> None:
        while len(self.rows) < len(shown):
            row = ConsultationRow()
            row.act_wanted.connect(self.act_wanted)
            row.copy_wanted.connect(self.copy_wanted)
            self.rows.append(row)
            self._lines.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_consultation(shown[place], view)

    def _want(self, what: str, _is_checked: bool = False) -> None:
        self.act_wanted.emit(what, 0)


class ConsultationRow(QWidget):
    """One department: its stand, its days, its words, and a link for each thing to do."""

    act_wanted = Signal(str, int)
    copy_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Consultation | None = None
        self._today = date.min
        self.department = Words("", wrap=True, selectable=True)
        self.stand = Pill()
        self.days = Words("", TextRole.NOTE, wrap=True)
        self.words = Words("", wrap=True, selectable=True)
        names = {"reply": "登记复函…", "letter": "征求意见函…", "remind": "催办…", "withdraw": "收回…"}
        self.links = {what: Button(words, ButtonKind.LINK) for what, words in names.items()}
        for what, link in self.links.items():
            link.clicked.connect(partial(self._want, what))
        self.save = Button("另存副本", ButtonKind.LINK)
        self.save.clicked.connect(partial(self._want_copy))
        tell(self.stand, self._told)
        tell(self, self._told, is_stop=False)
        top = QHBoxLayout()
        top.addWidget(self.department, 1)
        top.addWidget(self.stand)
        acts = QHBoxLayout()
        acts.setSpacing(14)
        for link in (*self.links.values(), self.save):
            acts.addWidget(link)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 5, 16, 5)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.days)
        column.addWidget(self.words)
        column.addLayout(acts)

    def show_consultation(self, one: Consultation, view: CaseView) -> None:
        """Shows one; only what can be done now is offered."""
        self._shown, self._today = one, view.today
        is_late = one.is_open and one.due_on is not None and one.due_on < view.today
        self.department.setText(one.department or "不需征询主管部门意见")
        is_against = one.view is not None and one.view.stance is not Stance.AGREES
        tone = Tone.BAD if is_late or is_against else _TONES[one.stand]
        self.stand.show_text("逾期未复" if is_late else stand_words(one), tone)
        last = view.pack.limits.deadlines_of(view.application.values)[1]
        late = sentence("consulting.due_late", {"day": last}) if one.is_due_after(last) else ""
        self.days.setText(" · ".join(filter(None, (days_line(one), late))))
        said = one.view.words if one.view else one.reason or one.question
        self.words.setText(said)
        self.words.setVisible(bool(said))
        may_ask, may_take = Act.CONSULT in view.acts, Act.TAKE_VIEW in view.acts
        is_closed = one.stand in (ConsultationStand.REPLIED, ConsultationStand.WITHDRAWN)
        offered = {
            "reply": one.is_open and may_take,
            "letter": one.due_on is not None and one.stand is not ConsultationStand.WITHDRAWN,
            "remind": one.is_open and may_take,
            "withdraw": not is_closed and may_ask,
        }
        for what, link in self.links.items():
            link.setVisible(offered[what])
            link.setAccessibleName(f"{link.text().rstrip('…')}：{one.department}".rstrip("："))
        self.save.setVisible(one.view is not None and bool(one.view.sha256))

    def _told(self) -> Told | None:
        return told_consultation(self._shown, self.stand.text(), self._today) if self._shown is not None else None

    def _want(self, what: str, _is_checked: bool = False) -> None:
        if self._shown is not None:
            self.act_wanted.emit(what, self._shown.number)

    def _want_copy(self, _is_checked: bool = False) -> None:
        if self._shown is not None and self._shown.view is not None:
            view = self._shown.view
            self.copy_wanted.emit(view.sha256, view.file_name)


def stand_words(one: Consultation) -> str:
    """How a consultation stands, with what the view comes to."""
    return one.view.stance.label if one.view is not None else one.stand.label


def days_line(one: Consultation) -> str:
    """When and by whom a department was asked, until when, how often it was reminded, and when its view came."""
    parts = [f"{one.asked_on} {one.by}{'征求' if one.department else '记明'}"]
    if one.due_on is not None:
        parts.append(f"{one.due_on} 前回复（含当日）")
    if one.reminded_on:
        parts.append(f"催办 {len(one.reminded_on)} 次，最近 {one.reminded_on[-1]}")
    if one.view is not None:
        parts.append(f"落款 {one.view.dated}，{one.view.received_on} 收到，{one.view.register_number}")
    return " · ".join(parts)
