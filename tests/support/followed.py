"""A pane alone with a reader of its own, as the frame would hand it its case."""

from __future__ import annotations

from reviewer_ui.context import Context
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.frame.case_reader import CaseReader
from reviewer_ui.opinion.pane import OpinionPane


class FollowedCase(CasePane):
    """The case pane, shown what it is told to follow."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reader = CaseReader(context.background, (self,), self)
        self.reload_wanted.connect(self.reader.read_again)

    def show_case(self, case_id: int | None) -> None:
        """Follows a case, or none."""
        self.reader.follow(case_id)

    def reload(self) -> None:
        """Has the case read again, as after a change that another person made."""
        self.reader.read_again()


class FollowedOpinion(OpinionPane):
    """The opinion pane, shown what it is told to follow."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reader = CaseReader(context.background, (self,), self)

    def show_case(self, case_id: int | None) -> None:
        """Follows a case, or none."""
        self.reader.follow(case_id)

    def reload(self) -> None:
        """Has the case read again, as after a change that another person made."""
        self.reader.read_again()
