"""Restoring: the library's backups by time, what will happen to what is there now, and who says so by password."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from reviewer_app.services.ports.records import BackupInfo, RestoreLogin
from reviewer_ui.gate.page import FieldGrid, GatePage
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words

_PATH_ROLE = Qt.ItemDataRole.UserRole
_NOBODY = RestoreLogin(())


class RestorePage(GatePage):
    """The backups of one library."""

    restore_asked = Signal(object, str, str)  # Path, person, password
    other_chosen = Signal()
    elsewhere_chosen = Signal()
    back_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("从备份恢复", "", parent)
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        self.list.setMinimumHeight(60)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self.person = QComboBox()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.whose = FieldNote()
        self._logins: dict[Path, RestoreLogin] = {}
        self.restore = Button("恢复", ButtonKind.PRIMARY)
        self.restore.clicked.connect(self._ask)
        back = Button("返回", ButtonKind.LINK)
        back.clicked.connect(self.back_chosen)
        other = Button("换一个案卷库", ButtonKind.LINK)
        other.clicked.connect(self.other_chosen)
        elsewhere = Button("到 U 盘或网络文件夹里找备份…", ButtonKind.LINK)
        elsewhere.clicked.connect(self.elsewhere_chosen)
        self.column.addWidget(self.list)
        self.column.addWidget(elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        promise = "下一步先列出会失去和找回的案件、日期和编出的号，看过再定；当前状态另存一份。"
        self.column.addWidget(Words(promise, TextRole.NOTE, wrap=True))
        grid = FieldGrid()
        grid.add_field("用户", self.person)
        grid.add_field("密码", self.password, self.whose)
        self.column.addLayout(grid)
        self.add_foot(back, other, primary=self.restore)

    def show_backups(
        self, folder: Path, backups: Sequence[tuple[BackupInfo, RestoreLogin]], person: str = "", hint: str = ""
    ) -> None:
        """Lists the backups, the last one first, each with whose password it takes; `person` is offered first."""
        self.show_idle()
        self.show_head("从备份恢复", hint or str(folder))
        self.note.clear()
        self.password.clear()
        self.person.clear()
        self._logins = {info.path: login for info, login in backups}
        self.list.clear()
        for info, _ in backups:
            words = f"{info.made_at:%Y-%m-%d  %H:%M}　　{info.size / 1_000_000:.1f} MB"
            item = QListWidgetItem(words, self.list)
            item.setData(_PATH_ROLE, str(info.path))
        self.list.setCurrentRow(0)
        self._show_chosen()
        self.person.setCurrentText(person)
        if not backups:
            self.note.say("这个案卷库还没有备份。", Tone.WARN)

    def show_failure(self, error: Exception) -> None:
        """Says that the password is wrong, or what else failed; the password is typed anew."""
        super().show_failure(error)
        self.password.selectAll()
        self.password.setFocus()

    def _chosen(self) -> Path | None:
        item = self.list.currentItem()
        return Path(str(item.data(_PATH_ROLE))) if item is not None else None

    def _show_chosen(self) -> None:
        """Names the button after the chosen backup, and says whose password it takes."""
        self._name_button()
        backup = self._chosen()
        login = self._logins.get(backup, _NOBODY) if backup is not None else _NOBODY
        for field in (self.person, self.password, self.restore):
            field.setEnabled(bool(login.names))
        former = self.person.currentText()
        self.person.clear()
        self.person.addItems(list(login.names))
        self.person.setCurrentText(former)
        if login.is_of_backup and not login.names:
            self.whose.say("案卷库和这份备份的密钥文件都已损坏，请选择另一份备份。", Tone.BAD)
        elif login.is_of_backup:
            self.whose.say("案卷库的密钥文件已损坏，请用这份备份当时的用户和密码。", Tone.WARN)
        else:
            self.whose.say("恢复要用当前案卷库的用户和密码确认。" if login.names else "")

    def _name_button(self) -> None:
        item = self.list.currentItem()
        when = item.text().split("　")[0] if item is not None else ""
        self.restore.setText(f"查看用 {when} 的备份会改变什么" if when else "恢复")

    def _ask(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        if not self.password.text():
            self.note.say("请输入密码。", Tone.WARN)
            self.password.setFocus()
            return
        self.restore_asked.emit(backup, self.person.currentText(), self.password.text())
