"""市局结果 as it is told by hand: the states of a batch's cases."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.road import Road, RoadLine, RoadStep
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.road.lines_page import FIRST_COLUMNS, LinesPage, state_tone
from reviewer_ui.widgets.rows_model import Column

_STATE: Column[RoadLine] = Column("状态", lambda line: line.state.label, 104, state_tone)


class ResultsPage(LinesPage):
    """市局结果: how the cases of the batch stand with the municipal bureau."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "市局结果", (*FIRST_COLUMNS, _STATE), parent)

    def _show_acts(self, batch: Batch, road: Road) -> None:
        self.title.setText("市局结果")
        code = "made.results" if road.is_sent else "made.no_results"
        self.says.setText(f"{road.steps[RoadStep.CITY].line}　{sentence(code)}")
