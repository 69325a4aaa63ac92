"""Reading the case a pane shows, and reading it again when anybody changed it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reviewer_app.domain.changes import Noun
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.changes import Changes
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.background import Background, Job


class CaseReader(QObject):
    """Follows one case; `arrived` carries it whenever it was read, never a former one."""

    arrived = Signal(object)  # CaseView

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._job: Job | None = None
        self.case_id: int | None = None
        background.changed.connect(self._look_again)

    def is_on(self, case_id: int | None) -> bool:
        """Whether this case is followed already."""
        return case_id is not None and case_id == self.case_id

    def follow(self, case_id: int | None) -> None:
        """Follows another case, or none; what is still on its way of the former one is dropped."""
        self.case_id = case_id
        self.read_again()

    def read_again(self) -> None:
        """Reads the case again."""
        if self._job is not None:
            self._job.forget()
        self._job = None
        if self.case_id is not None:
            self._job = self._background.run_read(open_case, self.case_id, then=self._take)

    def _take(self, view: CaseView) -> None:
        if view.application.id == self.case_id:
            self.arrived.emit(view)

    def _look_again(self, changes: Changes) -> None:
        if self.case_id is not None and Noun.CASE in changes.nouns and changes.touches(self.case_id):
            self.read_again()
