"""The library's own keys on the card of the people: the recovery sheet, and changing the master key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.office.library_keys import keys_standing
from reviewer_app.services.ports.access import KeysStanding
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


class LibraryKeys(QWidget):
    """Says how the keys stand, with a button for each; `changed` when one was changed."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sheet_standing, self.key_standing, self.note = FieldNote(), FieldNote(), FieldNote()
        self.make_sheet = Button("制作恢复单…")
        self.change_key = Button("更换主密钥…")
        self.make_sheet.clicked.connect(self._make_sheet)
        self.change_key.clicked.connect(self._ask_key)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.make_sheet)
        buttons.addWidget(self.change_key)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        for line in (self.sheet_standing, self.key_standing):
            column.addWidget(line)
        column.addLayout(buttons)
        column.addWidget(self.note)

    def refresh(self) -> None:
        """Reads again how the keys stand."""
        self._context.background.run_read(keys_standing, then=self._show)

    def _show(self, standing: KeysStanding) -> None:
        if standing.sheet_since is None:
            self.sheet_standing.say(sentence("people.no_sheet"), Tone.WARN)
        else:
            day = f"{standing.sheet_since:%Y-%m-%d %H:%M}"
            self.sheet_standing.say(sentence("people.sheet_in_force", {"since": day}))
        if standing.left_since:
            self.key_standing.say(sentence("people.key_due", {"name": standing.left_since}), Tone.WARN)
        else:
            self.key_standing.clear()

    def _make_sheet(self) -> None:
        from reviewer_ui.settings.recovery_sheet import MadeSheet, SheetDialog, making_sheet

        def show(made: MadeSheet) -> None:
            self.make_sheet.setEnabled(True)
            dialog = SheetDialog(self._context, made, self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.put_in_force.connect(self._say_in_force)
            dialog.open()

        self.note.clear()
        self.make_sheet.setEnabled(False)
        self._context.background.run_long(making_sheet(self._context.parts), then=show, failed=self._refuse)

    def _say_in_force(self) -> None:
        self.note.say(sentence("people.sheet_put_in_force"), Tone.OK)
        self.refresh()
        self.changed.emit()

    def _ask_key(self) -> None:
        question = Question(
            title="更换主密钥",
            says=sentence("people.key_change"),
            confirm="更换主密钥",
            reason=Reason.OPTIONAL,
            is_final=True,
        )
        dialog = DecisionDialog(question, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda reason, _chosen: self._change_key(reason, dialog))
        dialog.open()

    def _change_key(self, reason: str, dialog: DecisionDialog) -> None:
        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> tuple[str, ...]:
            return library.change_master_key(reason)

        dialog.accept()
        self.change_key.setEnabled(False)
        self.note.say(sentence("people.key_changing"))
        self._context.background.run_long(work, then=self._say_changed, failed=self._refuse)

    def _say_changed(self, lost: tuple[str, ...]) -> None:
        self.change_key.setEnabled(True)
        if lost:
            self.note.say(sentence("people.key_changed_lost", {"names": "、".join(lost)}), Tone.WARN)
        else:
            self.note.say(sentence("people.key_changed"), Tone.OK)
        self.refresh()
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self.make_sheet.setEnabled(True)
        self.change_key.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)
