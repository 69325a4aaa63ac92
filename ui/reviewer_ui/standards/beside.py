"""承诺标准 beside other things of a project: its section with all its acts, following whichever project is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.standards.looking import StandardsView, standards_of
from reviewer_ui.context import Context
from reviewer_ui.standards.acting import StandardsActs
from reviewer_ui.standards.dialog import StandardsDialog
from reviewer_ui.standards.section import StandardsSection


class StandardsBeside(QWidget):
    """The standards of the project shown; `case_asked` opens another project of its unit among the cases."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, 0
        self.section = StandardsSection()
        self.acts = StandardsActs(context, self.section, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.section)
        self.hide()
        self.section.earlier_wanted.connect(self._show_earlier)
        context.background.changed.connect(self._look_again)

    def show_project(self, case_id: int) -> None:
        """Follows another project; nothing is shown until it is read."""
        if case_id != self._case_id:
            self.hide()
        self._case_id = case_id
        self._context.background.run_read(standards_of, case_id, then=self._show)

    def _show(self, view: StandardsView) -> None:
        if view.application_id == self._case_id:
            self.acts.follow(view)
            self.section.show_view(view)
            self.show()

    def _look_again(self, changes: Changes) -> None:
        if self._case_id and Noun.STANDARDS in changes.nouns and changes.touches(self._case_id):
            self.show_project(self._case_id)

    def _show_earlier(self) -> None:
        dialog = StandardsDialog(self._context, self._case_id, self.window())
        dialog.case_asked.connect(self.case_asked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
