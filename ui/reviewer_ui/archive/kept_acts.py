"""The actions on what the office keeps over the years: archives, periods of keeping, rules, bodies."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from reviewer_ui.context import Context


class KeptActs(QObject):
    """Binds them for a window; each dialog's module is loaded when it is first wanted. `go_to` opens a case."""

    def __init__(self, context: Context, window: QWidget, go_to: Callable[[int], None]) -> None:
        super().__init__(window)
        self._context, self._window, self._go_to = context, window, go_to
        for action_id, show in (
            ("season.archive", self._archive_season),
            ("office.retention", self._show_retention),
            ("rules.library", self._show_rules),
            ("office.bodies", self._show_bodies),
        ):
            context.actions.bind(action_id, show)

    def _archive_season(self) -> None:
        from reviewer_ui.archive.season import ArchiveDialog

        self._open(ArchiveDialog(self._context, self._window))

    def _show_retention(self) -> None:
        from reviewer_ui.retention import RetentionDialog

        self._open(RetentionDialog(self._context, self._window))

    def _show_rules(self) -> None:
        from reviewer_ui.regulations.dialog import RegulationsDialog

        self._open(RegulationsDialog(self._context, self._window))

    def _show_bodies(self) -> None:
        from reviewer_ui.bodies.dialog import BodiesDialog

        self._open(BodiesDialog(self._context, self._window, self._go_to))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
