"""Restoring: the library's backups by time, and what will happen to what is there now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from reviewer_app.services.ports.records import BackupInfo
from reviewer_ui.gate.page import GatePage
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words

_PATH_ROLE = Qt.ItemDataRole.UserRole


class RestorePage(GatePage):
    """The backups of one library."""

    restore_asked = Signal(object)  # Path
    other_chosen = Signal()
    back_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("从备份恢复", "", parent)
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        self.list.setMinimumHeight(220)
        self.list.currentItemChanged.connect(lambda _now, _before: self._name_button())
        self.restore = Button("恢复", ButtonKind.DANGER)
        self.restore.clicked.connect(self._ask)
        back = Button("返回", ButtonKind.LINK)
        back.clicked.connect(self.back_chosen)
        other = Button("换一个案卷库", ButtonKind.LINK)
        other.clicked.connect(self.other_chosen)
        self.column.addWidget(self.list)
        promise = "恢复后，所选时间以后的内容不再出现在案卷库里；当前状态另存一份，不会丢失。"
        self.column.addWidget(Words(promise, TextRole.NOTE, wrap=True))
        self.add_foot(back, other, primary=self.restore)

    def show_backups(self, folder: Path, backups: Sequence[BackupInfo]) -> None:
        """Lists the backups, newest first."""
        self.show_idle()
        self.show_head("从备份恢复", str(folder))
        self.note.clear()
        self.list.clear()
        for info in backups:
            words = f"{info.made_at:%Y-%m-%d  %H:%M}　　{info.size / 1_000_000:.1f} MB"
            item = QListWidgetItem(words, self.list)
            item.setData(_PATH_ROLE, str(info.path))
        self.list.setCurrentRow(0)
        self._name_button()
        if not backups:
            self.note.say("这个案卷库还没有备份。", Tone.WARN)

    def _name_button(self) -> None:
        item = self.list.currentItem()
        self.restore.setEnabled(item is not None)
        when = item.text().split("　")[0] if item is not None else ""
        self.restore.setText(f"用 {when} 的备份替换当前内容" if when else "恢复")

    def _ask(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.restore_asked.emit(Path(str(item.data(_PATH_ROLE))))
