"""What every step of a batch's road has in common: it shows one batch, and can be told to read again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.road import Road, RoadStep
from reviewer_ui.context import Context


class StepPage(QWidget):
    """The page of a step; `case_asked` opens a case.

    Left and taken up again at any time: what it shows comes from the library, what is typed in it stays.
    """

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._batch: Batch | None = None

    @property
    def batch(self) -> Batch | None:
        """The batch shown."""
        return self._batch

    def show_batch(self, batch: Batch) -> None:
        """Shows a batch as it stands now."""
        self._batch = batch
        self.refresh()

    def refresh(self) -> None:
        """Reads again what it shows; called when something of the batch was changed."""


class StepStack(QStackedWidget):
    """The pages of the steps one behind the other; only the open one asks for room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """What the open page needs, not the widest of all."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """The height of hidden pages is nobody's matter either."""
        return False


class RoadPage(StepPage):
    """A step that shows nothing but the road the page has read: the batch with its cases."""

    step_asked = Signal(object)  # RoadStep

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._road: Road | None = None

    def show_road(self, batch: Batch, road: Road) -> None:
        """Shows a batch with the road read of it."""
        self._road = road
        self.show_batch(batch)

    def lead_on(self, step: RoadStep) -> None:
        """Asks for another step."""
        self.step_asked.emit(step)
