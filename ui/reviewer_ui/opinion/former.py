"""All opinions of a case, newest first: a decision is never erased, so it can be read here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.opinion import Opinion
from reviewer_ui.opinion.standing_opinion import StandingOpinion
from reviewer_ui.widgets.scroll_page import ScrollPage


class FormerOpinions(ScrollPage):
    """The page of the opinions submitted so far; its parts are kept and refilled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("历次意见", parent)
        self.parts: list[StandingOpinion] = []
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(20)
        self.column.addStretch(1)

    def show_opinions(self, opinions: Sequence[Opinion]) -> None:
        """Shows these opinions, newest first."""
        while len(self.parts) < len(opinions):
            part = StandingOpinion()
            self.column.insertWidget(len(self.parts), part)
            self.parts.append(part)
        newest_first = list(reversed(opinions))
        for place, part in enumerate(self.parts):
            part.setVisible(place < len(newest_first))
            if place < len(newest_first):
                part.show_opinion(newest_first[place])
