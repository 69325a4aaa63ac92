"""Backups of the library: one now, those there are, and going back to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import BackupInfo
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

BACKUPS: tuple[Column[BackupInfo], ...] = (
    Column("时间", lambda backup: f"{backup.made_at:%Y-%m-%d %H:%M:%S}", 200),
    Column("大小", lambda backup: _size(backup.size), 120),
    Column("位置", lambda backup: str(backup.path)),
)


class BackupsCard(SettingsCard):
    """The encrypted backups of this library."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("备份", parent)
        self._background = context.background
        self._parts = context.parts
        self._actions = context.actions
        self.model: RowsModel[BackupInfo] = RowsModel(BACKUPS, self)
        self.table = PlainTable("备份")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.now = Button("立即备份", ButtonKind.PLAIN, "backup")
        self.restore = Button("从备份恢复", ButtonKind.DANGER)
        self.now.clicked.connect(self.back_up)
        self.restore.clicked.connect(self._ask)
        self._background.changed.connect(self._note_changes)
        self._folder = self.add_value("案卷库", str(self._background.library.folder))
        self._last = self.add_value("上次备份")
        self.add_wide(self.table)
        self.add_buttons(self.now, self.restore, self.note)
        self.refresh()

    def refresh(self) -> None:
        """Lists the backups again, off the window's thread."""
        self._background.run_long(_listing(self._parts), then=self._show, failed=self._refuse)

    def last(self) -> str:
        """What is said of the last backup."""
        return self._last.text()

    def back_up(self) -> None:
        """Makes a backup now."""

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Path:
            return library.back_up()

        self.now.setEnabled(False)
        self.note.say("正在备份…")
        self._background.run_long(work, then=self._say_backed_up, failed=self._refuse)

    def _show(self, backups: Sequence[BackupInfo]) -> None:
        self.model.show_rows(backups)
        fit_rows(self.table, len(backups), ROW_HEIGHT)
        self.restore.setEnabled(bool(backups))
        last: datetime | None = self._background.library.last_backup
        self._last.setText(f"{last:%Y-%m-%d %H:%M}，共保留 {len(backups)} 份" if last else "还没有备份过")

    def _say_backed_up(self, _where: Path) -> None:
        self.now.setEnabled(True)
        self.note.say("已备份，内容与案卷库一样加密。", Tone.OK)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.BACKUP in changes.nouns:
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask(self) -> None:
        """Says what will happen; choosing the backup is done where no library is open."""
        question = Question(
            title="从备份恢复",
            says="程序将保存并关闭当前案卷库，由您选一份备份，换上后重新登录打开：",
            lines=(
                "所选备份之后的登记、作答和意见不在备份里；",
                "当前状态另存在案卷库旁边，不会删除；",
                "换上之前，要输入当前案卷库的用户和密码；换上之后，登录密码以备份当时的为准。",
            ),
            confirm="关闭案卷库，去选备份",
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(lambda _reason, _choice: self._decided(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _decided(self, dialog: DecisionDialog) -> None:
        dialog.accept()
        self._actions["backup.restore"].trigger()


def _listing(parts: Parts) -> LongWork[tuple[BackupInfo, ...]]:
    """The long job that looks into the folder of backups."""

    def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> tuple[BackupInfo, ...]:
        return parts.libraries.backups(library.folder)

    return work


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(1, count // 1000)} kB"
