"""用印, 寄出 and 市局结果 as they are told by hand: one act for the whole batch, or the states of its cases."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.road import Road, RoadLine, RoadStep
from reviewer_app.services.cases.sealing import record_sealed
from reviewer_app.services.dispatch.batch_comparing import doubts_of, recorded_whole
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.questions import sealing_question, sending_question
from reviewer_ui.dispatch.road.lines_page import FIRST_COLUMNS, LinesPage, state_tone
from reviewer_ui.widgets import Button, ButtonKind
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
    """寄出: what leaves the office is recorded for the whole batch, after its folder was compared with the record."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "寄出清单", (*FIRST_COLUMNS, _STATE), parent)
        self.told: Mapping[int, str] = {}
        self.send = Button("登记报送", ButtonKind.PRIMARY)
        self.acts.addWidget(self.send)
        self.send.clicked.connect(self._compare)

    def _show_acts(self, batch: Batch, road: Road) -> None:
        self.title.setText("寄出清单")
        self.says.setText(f"{road.steps[RoadStep.POST].line}　{sentence('made.send_next')}")
        self.send.setEnabled(not road.is_sent)

    def _compare(self) -> None:
        """What lies in the folder is compared with the record before the question is put."""
        batch = self.batch
        if batch is None:
            return
        self._context.background.run_long(
            lambda library, _progress, _cancelled: doubts_of(
                library.folder / batch.folder, library.read(recorded_whole, batch)
            ),
            then=lambda doubts: self._ask_to_send(batch, doubts),
        )

    def _ask_to_send(self, batch: Batch, doubts: list[str]) -> None:
        done = f"第 {batch.number} 批已登记报送。"
        self._ask(sending_question(batch, doubts, self.told), record_sent, batch.id, done=done)


class ResultsPage(LinesPage):
    """市局结果: how the cases of the batch stand with the municipal bureau."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "市局结果", (*FIRST_COLUMNS, _STATE), parent)

    def _show_acts(self, batch: Batch, road: Road) -> None:
        self.title.setText("市局结果")
        code = "made.results" if road.is_sent else "made.no_results"
        self.says.setText(f"{road.steps[RoadStep.CITY].line}　{sentence(code)}")
