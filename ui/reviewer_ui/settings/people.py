"""The people of the office: who may do what, adding a person, and one's own password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.reading import people
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.gate.password import password_hint, password_will_do
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.settings.library_keys import LibraryKeys
from reviewer_ui.settings.roles import RolesLine
from reviewer_ui.settings.way_in import WayInLine
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

PEOPLE: tuple[Column[User], ...] = (
    Column("姓名", lambda user: user.name, 200),
    Column(
        "角色",
        lambda user: "、".join(role.label for role in Role if user.has(role)) or sentence("people.no_longer_here"),
    ),
)


class PeopleCard(SettingsCard):
    """Everybody with a key to this library; an admin can add a person."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("人员", parent)
        self._background = context.background
        self._desk = context.background.library
        self.model: RowsModel[User] = RowsModel(PEOPLE, self)
        self.table = PlainTable("人员")
        self.table.show_model(self.model)
        self.add_wide(self.table)
        self.changing_note = FieldNote()
        self.changing = RolesLine(context, self.changing_note)
        self.way_in = WayInLine(context, self.changing_note, self.changing.chosen)
        self.keys = LibraryKeys(context)
        self.name = QLineEdit()
        self.roles = {role: QCheckBox(role.label) for role in Role}
        self.password = _password_line()
        self.again = _password_line()
        self.note = FieldNote()
        self.add_person = Button("增加人员", ButtonKind.PLAIN, "plus")
        self.add_person.clicked.connect(self._add)
        for line in (self.name, self.password, self.again):
            line.returnPressed.connect(self.add_person.click)
        self._lay_out_adding()
        self.refresh()

    def refresh(self) -> None:
        """Reads the people again."""
        self._background.run_read(people, then=self._show)
        if may_do(self._desk.user, EventAct.USER_ADDED):
            self.keys.refresh()

    def _lay_out_adding(self) -> None:
        if not may_do(self._desk.user, EventAct.USER_ADDED):
            self.note.say("只有管理员可以增加人员和更改角色。")
            self.add_buttons(self.note)
            return
        self.add(self.changing, "所选人员")
        self.add(self.way_in, "新密码")
        self.way_in.changed.connect(self.refresh)
        self.add_buttons(self.changing_note)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.changing.changed.connect(self.refresh)
        self.add_wide(SectionHead("增加人员"))
        self.add(self.name, "姓名")
        self.add(_in_line(*self.roles.values()), "角色")
        self.add(self.password, "初始密码", strength_note(self.password))
        self.add(self.again, "再输一遍")
        self.add_buttons(self.add_person, self.note)
        self.add_wide(SectionHead("案卷库的密钥"))
        self.add(self.keys, "恢复单、主密钥")

    def _show(self, everybody: Sequence[User]) -> None:
        self.model.show_rows(everybody)
        fit_rows(self.table, len(everybody), ROW_HEIGHT)
        self._choose()

    def _choose(self, *_places: object) -> None:
        row, people_shown = self.table.current_row(), self.model.rows()
        person = people_shown[row] if 0 <= row < len(people_shown) else None
        self.changing.show_person(person)
        self.way_in.show_person(person)

    def _add(self) -> None:
        name, password = self.name.text().strip(), self.password.text()
        roles = frozenset(role for role, box in self.roles.items() if box.isChecked())
        try:
            _check_person(name, roles, [user.name for user in self.model.rows()])
            check_new_password(password, self.again.text())
        except RefusalError as refusal:
            self.note.say(sentence_of(refusal), Tone.BAD)
            return
        self._adding(User(name, roles), password)

    def _adding(self, user: User, password: str) -> None:
        """Wrapping a key takes its time on purpose, so it is done off the window's thread."""

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> str:
            library.add_user(user, password)
            return user.name

        self.add_person.setEnabled(False)
        self.note.say("正在建立密钥…")
        self._background.run_long(work, then=self._say_added, failed=self._refuse)

    def _say_added(self, name: str) -> None:
        self.add_person.setEnabled(True)
        self.note.say(f"已增加 {name}，请当面告知初始密码；首次登录时须先改成自己的密码。", Tone.OK)
        for line in (self.name, self.password, self.again):
            line.clear()
        for box in self.roles.values():
            box.setChecked(False)
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        self.add_person.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)


class PasswordCard(SettingsCard):
    """One's own password; changing it wraps the library's key anew, the cases stay as they are."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("我的密码", parent)
        self._background = context.background
        self.head.set_right(context.background.library.user.name)
        self.old, self.new, self.again = _password_line(), _password_line(), _password_line()
        self.old_note = FieldNote()
        self.note = FieldNote()
        self.change = Button("更改密码")
        self.change.clicked.connect(self._change)
        for line in (self.old, self.new, self.again):
            line.returnPressed.connect(self.change.click)
        self.add(self.old, "现在的密码", self.old_note)
        self.add(self.new, "新密码", strength_note(self.new))
        self.add(self.again, "再输一遍")
        self.add_buttons(self.change, self.note)

    def _change(self) -> None:
        self.old_note.clear()
        old, new = self.old.text(), self.new.text()
        try:
            check_new_password(new, self.again.text())
        except RefusalError as refusal:
            self.note.say(sentence_of(refusal), Tone.BAD)
            return

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> None:
            library.change_password(old, new)

        self.change.setEnabled(False)
        self.note.say("正在更改…")
        self._background.run_long(work, then=self._say_changed, failed=self._refuse)

    def _say_changed(self, _nothing: None) -> None:
        self.change.setEnabled(True)
        for line in (self.old, self.new, self.again):
            line.clear()
        self.note.say("密码已更改，下次打开案卷库时使用新密码。", Tone.OK)

    def _refuse(self, error: Exception) -> None:
        self.change.setEnabled(True)
        self.note.clear()
        if isinstance(error, OfficeError) and error.code == "login.wrong":
            self.old_note.say(sentence("people.old_password_wrong"), Tone.BAD)
        else:
            self.note.say(sentence_of(error), Tone.BAD)
        self.old.setFocus()


def strength_note(line: QLineEdit) -> FieldNote:
    """The line under a new password that says while it is typed whether it will do."""
    note = FieldNote()
    line.textChanged.connect(lambda text: note.say(*password_hint(text)) if text else note.clear())
    return note


def check_new_password(password: str, again: str) -> None:
    """Refuses a password that will not do or was typed in two ways (RefusalError `people.…`)."""
    if not password_will_do(password):
        raise RefusalError("people.weak_password", hint=password_hint(password)[0])
    if password != again:
        raise RefusalError("people.passwords_differ")


def _check_person(name: str, roles: frozenset[Role], known: Sequence[str]) -> None:
    if not name:
        raise RefusalError("people.no_name")
    if name in known:
        raise RefusalError("people.name_taken", name=name)
    if not roles:
        raise RefusalError("people.no_role")


def _password_line() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _in_line(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(16)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder
