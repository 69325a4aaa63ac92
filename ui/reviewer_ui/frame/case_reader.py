"""The one reader of the case that is open: read once, and once again after each change, for all who show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from reviewer_app.domain.changes import Changes
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.background import Background, Job


class ShowsCase(Protocol):
    """A pane that shows the open case; it never reads one itself."""

    def leave(self) -> None:
        """Stores what is being typed, because another case comes, or none."""

    def show_view(self, view: CaseView) -> None:
        """Shows a case as it was just read; what is being typed in the same case stays."""

    def show_none(self) -> None:
        """Says that no case is chosen."""


class CaseReader(QObject):
    """Follows one case and hands it to its panes whenever it was read, never a former one."""

    arrived = Signal(object)  # CaseView

    def __init__(self, background: Background, panes: Sequence[ShowsCase], parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._panes = tuple(panes)
        self._job: Job | None = None
        self.case_id: int | None = None
        for pane in self._panes:
            # By a signal: a fault in showing one pane leaves the other its view.
            self.arrived.connect(pane.show_view)
        background.changed.connect(self._look_again)

    def is_on(self, case_id: int | None) -> bool:
        """Whether this case is followed already."""
        return case_id is not None and case_id == self.case_id

    def follow(self, case_id: int | None) -> None:
        """Follows another case, or none; what is still on its way of the former one is dropped.

        What was typed in the former one is stored before the other is read.
        """
        if self.is_on(case_id):
            return
        # First, so that storing what was typed does not have the case read again that is being left.
        self.case_id = case_id
        for pane in self._panes:
            pane.leave()
        if case_id is None:
            for pane in self._panes:
                pane.show_none()
        self.read_again()

    def read_again(self) -> None:
        """Reads the case again."""
        if self._job is not None:
            self._job.forget()
        self._job = None
        if self.case_id is not None:
            self._job = self._background.run_read(open_case, self.case_id, then=self._hand_over)

    def _hand_over(self, view: CaseView) -> None:
        if view.application.id == self.case_id:
            self.arrived.emit(view)

    def _look_again(self, changes: Changes) -> None:
        if self.case_id is not None and "case" in changes.nouns and changes.touches(self.case_id):
            self.read_again()
