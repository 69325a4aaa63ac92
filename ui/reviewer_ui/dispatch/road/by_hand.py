"""用印, 寄出 and 市局结果: one act for the whole batch, the check before it is mailed, and what is answered to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.mail_check import open_of
from reviewer_app.domain.dispatch.road import Road, RoadLine, RoadStep
from reviewer_app.services.cases.sealing import record_sealed
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_app.services.dispatch.mail_check import MailCheck, mail_check, point_said
from reviewer_resources.phrases import sentence
from reviewer_ui.city.mail_check import MailCheckPanel
from reviewer_ui.city.step import CityStep
from reviewer_ui.context import Context
from reviewer_ui.dispatch.questions import sealing_question, sending_question
from reviewer_ui.dispatch.road.lines_page import FIRST_COLUMNS, LinesPage, state_tone
from reviewer_ui.dispatch.road.step_page import StepPage
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card
from reviewer_ui.widgets.rows_model import Column

_STATE: Column[RoadLine] = Column("状态", lambda line: line.state.label, 104, state_tone)


class SealPage(LinesPage):
    """用印: the real stamp, recorded for all cases of the batch that wait for it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "用印清单", (*FIRST_COLUMNS, _STATE), parent)
        self.seal = Button("登记用印", ButtonKind.PRIMARY)
        self.acts.addWidget(self.seal)
        self.seal.clicked.connect(self._ask_seal)

    def _show_acts(self, batch: Batch, road: Road) -> None:
        waiting = len(road.awaiting_seal)
        self.title.setText("用印清单")
        self.says.setText(f"{road.steps[RoadStep.SEAL].line}　{sentence('made.seal_next')}")
        self.seal.setEnabled(waiting > 0)
        self.seal.setText(f"登记用印 {waiting} 件" if waiting else "登记用印")

    def _ask_seal(self) -> None:
        if self.batch is None or self._road is None:
            return
        ids = self._road.awaiting_seal
        done = f"第 {self.batch.number} 批 {len(ids)} 件已登记用印。"
        self._ask(sealing_question(self.batch, ids), record_sealed, ids, done=done)


class SendPage(LinesPage):
    """寄出: what leaves the office is recorded for the whole batch, once nothing of its check is open."""

    held = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "寄出清单", (*FIRST_COLUMNS, _STATE), parent)
        self.told: Mapping[int, str] = {}
        self.send = Button("登记报送", ButtonKind.PRIMARY)
        self.acts.addWidget(self.send)
        self.send.clicked.connect(self._check)

    def _show_acts(self, batch: Batch, road: Road) -> None:
        self.title.setText("寄出清单")
        self.says.setText(f"{road.steps[RoadStep.POST].line}　{sentence('made.send_next')}")
        self.send.setEnabled(not road.is_sent)

    def _check(self) -> None:
        """A batch of which something is open is not asked about: what is open stands in the check beside."""
        batch, library = self.batch, self._context.background.library
        if batch is not None:
            then = partial(self._go_on, batch)
            self._context.background.run_read(mail_check, batch.id, library.folder, then=then)

    def _go_on(self, batch: Batch, check: MailCheck) -> None:
        still = open_of(check.points)
        if still and not check.is_sent:
            values = {"count": len(still), "what": point_said(still[0])}
            self.note.say(sentence("mail_check.stopped", values), Tone.BAD)
            self.held.emit()
            return
        done, folder = f"第 {batch.number} 批已登记报送。", self._context.background.library.folder
        excused = [point_said(point) for point in check.points if point.excuse is not None]
        self._ask(sending_question(batch, excused, self.told), record_sent, batch.id, folder, done=done)


class ResultsPage(StepPage):
    """市局结果: what the municipal bureau answered to the cases of the batch."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.city = CityStep(context)
        self.city.case_asked.connect(self.case_asked)
        self.setFocusProxy(self.city.table)
        _fill(self, self.city)

    def refresh(self) -> None:
        """Reads the answers again."""
        if self.batch is not None:
            self.city.show_batch(self.batch)


class CheckColumn(StepPage):
    """寄前核对 beside 用印 and 寄出."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panel = MailCheckPanel(context)
        self.panel.case_asked.connect(self.case_asked)
        card = Card()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.panel)
        _fill(self, card)

    def refresh(self) -> None:
        """Reads the check again."""
        if self.batch is not None:
            self.panel.show_batch(self.batch)


def _fill(page: QWidget, part: QWidget) -> None:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
