"""The foot for reading only: the opinion that stands, with who and when, or why there is none yet."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.opinion.standing_opinion import StandingOpinion
from reviewer_ui.widgets import TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


class ReadingFoot(QWidget):
    """Shows the last opinion of a case that is not in this person's hands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words("推荐部门意见", TextRole.HEAD)
        self.opinion = StandingOpinion()
        self.none = Words("", TextRole.NOTE, wrap=True)
        self._area = ScrollPage("推荐部门意见，只读")
        self._area.column.addWidget(self.opinion)
        self._area.column.addStretch(1)
        self._area.setMinimumHeight(110)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        for part in (self.title, self.none, self._area):
            column.addWidget(part)

    def show_case(self, view: CaseView) -> None:
        """Shows the standing opinion, or says that there is none."""
        opinion = view.current_opinion
        self._area.setVisible(opinion is not None)
        if opinion is not None:
            self.opinion.show_opinion(opinion)
        label = view.application.state.label
        self.none.setText("" if opinion else sentence("panes.no_opinion", {"state": label}))
        self.none.setVisible(opinion is None)
