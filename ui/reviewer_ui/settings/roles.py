"""The roles of who is chosen in the table of people: others from now on, or none for who has left the office."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.changes import Changes
from reviewer_app.services.office.people import change_roles
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


class RolesLine(QWidget):
    """A box for each role of the person chosen; `changed` when the roles were written."""

    changed = Signal()

    def __init__(self, context: Context, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self._note = note
        self._person: User | None = None
        self.boxes = {role: QCheckBox(role.label) for role in Role}
        self.write = Button("更改角色")
        self.write.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(16)
        for box in (*self.boxes.values(), self.write):
            row.addWidget(box)
        row.addStretch(1)
        self.show_person(None)

    def show_person(self, person: User | None) -> None:
        """Shows the roles of a person; nobody: nothing can be chosen."""
        self._person = person
        for role, box in self.boxes.items():
            box.setChecked(person is not None and person.has(role))
        self.setEnabled(person is not None)

    def chosen(self) -> frozenset[Role]:
        """The roles that are ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def _press(self) -> None:
        person = self._person
        if person is None:
            return
        roles = self.chosen()
        if roles:
            self._send(User(person.name, roles), "", None)
        else:
            self._ask(User(person.name, roles))

    def _ask(self, person: User) -> None:
        question = Question(
            title=f"{person.name} 不再在岗",
            says=sentence("people.leaves", {"name": person.name}),
            confirm="不再在岗",
            reason=Reason.OPTIONAL,
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda reason, _chosen: self._send(person, reason, dialog))
        dialog.open()

    def _send(self, person: User, reason: str, dialog: DecisionDialog | None) -> None:
        def done(_changes: Changes) -> None:
            if dialog is not None:
                dialog.accept()
            roles = "、".join(role.label for role in Role if person.has(role)) or sentence("people.no_longer_here")
            self._note.say(sentence("people.roles_changed", {"name": person.name, "roles": roles}), Tone.OK)
            self.changed.emit()

        def refused(error: Exception) -> None:
            if dialog is not None:
                dialog.refuse(error)
            else:
                self._note.say(sentence_of(error), Tone.BAD)

        if person.roles:
            self._background.run_change(change_roles, person.name, person.roles, reason, then=done, failed=refused)
            return

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> bool:
            return library.retire(person.name, reason)

        def retired(is_key_changed: bool) -> None:
            done(Changes(frozenset()))
            if not is_key_changed:
                self._note.say(sentence("people.key_still_due", {"name": person.name}), Tone.WARN)

        self._background.run_long(work, then=retired, failed=refused)
