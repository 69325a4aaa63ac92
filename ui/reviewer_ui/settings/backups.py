"""Backups of the library: one now, those there are, the second place, the rehearsal, and going back to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.reading import backup_notice
from reviewer_app.services.ports.backups import BackupStanding, Rehearsal, SecondPlace, ShelfUse
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
from reviewer_ui.widgets.folder_field import ask_folder
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

BACKUPS: tuple[Column[BackupInfo], ...] = (
    Column("时间", lambda backup: f"{backup.made_at:%Y-%m-%d %H:%M:%S}", 200),
    Column("大小", lambda backup: size_words(backup.size), 120),
    Column("位置", lambda backup: str(backup.path)),
)
_NO_PLACE = "还没有选。备份只在本机磁盘上，磁盘损坏时会和案卷库一起丢失；请选 U 盘或网络文件夹。"
_SAME_DISK = "这个位置和案卷库在同一个磁盘上，磁盘损坏时两处会一起丢失，请换到 U 盘或网络文件夹。"
_KEPT = "当天的全部保留，此前每天一份留 14 天、每周一份留 8 周、每年一份；每份写好后都打开核验。"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the disks found."""

    backups: tuple[BackupInfo, ...]
    shelves: tuple[ShelfUse, ...]


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
        self.rehearse = Button("恢复演练")
        self.restore = Button("从备份恢复", ButtonKind.DANGER)
        self.choose = Button("选择第二位置…")
        self.no_second = Button("不用第二位置", ButtonKind.LINK)
        self.now.clicked.connect(self.back_up)
        self.rehearse.clicked.connect(self._rehearse)
        self.restore.clicked.connect(self._ask)
        self.choose.clicked.connect(self._ask_place)
        self.no_second.clicked.connect(lambda: self.take_place(None))
        self._background.changed.connect(self._note_changes)
        self._folder = self.add_value("案卷库", str(self._background.library.folder))
        self._last = self.add_value("上次备份")
        self._use = self.add_value("占用")
        self.add_value("保留", _KEPT)
        self.second = self.add_value("第二备份位置")
        self.add_buttons(self.choose, self.no_second)
        self.rehearsed = self.add_value("恢复演练", "打开最近一份备份看一看，不动案卷库，也不动备份。")
        self.add_wide(self.table)
        self.add_buttons(self.now, self.rehearse, self.restore, self.note)
        self._is_admin = may_do(self._background.library.user, EventAct.BACKUP_PLACE_CHOSEN)
        self.choose.setVisible(self._is_admin)
        self.refresh()

    def refresh(self) -> None:
        """Looks at the backups again, off the window's thread."""
        self._background.run_long(_looking(self._parts), then=self._show, failed=self._refuse)

    def last(self) -> str:
        """What is said of the last backup."""
        return self._last.text()

    def use(self) -> str:
        """What is said of the room they take."""
        return self._use.text()

    def back_up(self) -> None:
        """Makes a backup now."""

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Path:
            return library.back_up()

        self.now.setEnabled(False)
        self.note.say("正在备份…")
        self._background.run_long(work, then=self._say_backed_up, failed=self._refuse)

    def take_place(self, place: Path | None) -> None:
        """Makes a folder the second place, or gives it up, and brings the newest backup there."""

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> None:
            library.choose_backup_place(place)

        self.note.say("正在查看第二位置…" if place else "")
        self._background.run_long(work, then=lambda _nothing: self._say_placed(), failed=self._refuse)

    def _ask_place(self) -> None:
        ask_folder(self, "选择第二备份位置", Path.home(), self.take_place)

    def _say_placed(self) -> None:
        self.note.clear()
        self.refresh()

    def _rehearse(self) -> None:
        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Rehearsal:
            return library.rehearse()

        self.rehearse.setEnabled(False)
        self.note.say("正在打开最近一份备份…")
        self._background.run_long(work, then=self._say_rehearsed, failed=self._refuse)

    def _say_rehearsed(self, held: Rehearsal) -> None:
        self.rehearse.setEnabled(True)
        self.note.say(
            "演练完成，这份备份可以恢复。" if held.is_sound else "这份备份有异常，请重新备份后再演练。",
            Tone.OK if held.is_sound else Tone.BAD,
        )
        self.rehearsed.setText(rehearsal_words(held))

    def _show(self, found: Found) -> None:
        library = self._background.library
        self.model.show_rows(found.backups)
        fit_rows(self.table, len(found.backups), ROW_HEIGHT)
        self.restore.setEnabled(bool(found.backups))
        self.rehearse.setEnabled(bool(found.backups))
        last: datetime | None = library.last_backup
        self._last.setText(f"{last:%Y-%m-%d %H:%M}，共保留 {len(found.backups)} 份" if last else "还没有备份过")
        self._use.setText(use_words(found.shelves))
        standing = library.backup_standing
        self.second.setText(second_words(standing))
        is_bad = standing.second in (SecondPlace.MISSING, SecondPlace.FAILING) or standing.is_same_disk
        self.second.set_tone(Tone.WARN if is_bad or not standing.place else None)
        self.no_second.setVisible(self._is_admin and bool(standing.place))

    def _say_backed_up(self, _where: Path) -> None:
        self.now.setEnabled(True)
        self.note.say("已备份，内容与案卷库一样加密。", Tone.OK)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.BACKUP in changes.nouns:
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self.rehearse.setEnabled(bool(self.model.rowCount()))
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask(self) -> None:
        """Says what will happen; choosing the backup is done where no library is open."""
        question = Question(
            title="从备份恢复",
            says="程序将保存并关闭当前案卷库，由您选一份备份，换上后重新登录打开：",
            lines=(
                "换上之前，会列出所选备份之后的案件、日期和编出的号，由您看过再定；",
                "当前状态另存在案卷库旁边，不会删除；编出的号不会再编一次；",
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


def _looking(parts: Parts) -> LongWork[Found]:
    """The long job that looks into the folders of backups."""

    def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Found:
        return Found(parts.libraries.backups(library.folder), library.shelves())

    return work


def size_words(count: int) -> str:
    """A number of bytes as one reads it."""
    if count >= 1_000_000_000:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(1, count // 1000)} kB"


def use_words(shelves: Sequence[ShelfUse]) -> str:
    """What the backups take in each place, and what is left there."""
    places = zip(("本机", "第二位置"), shelves, strict=False)
    return "；".join(f"{name} {size_words(one.used)}，磁盘还剩 {size_words(one.free)}" for name, one in places)


def second_words(standing: BackupStanding) -> str:
    """How the second place stands, and what to do about it."""
    if not standing.place:
        return _NO_PLACE
    if standing.second in (SecondPlace.MISSING, SecondPlace.FAILING):
        _, note = backup_notice(BackupStanding(place=standing.place, second_trouble=standing.second_trouble))
        return note
    last = standing.second_last
    said = f"{standing.place}，最近一份 {last.made_at:%Y-%m-%d %H:%M}" if last else f"{standing.place}，还没有备份"
    return f"{said}。{_SAME_DISK}" if standing.is_same_disk else said


def rehearsal_words(held: Rehearsal) -> str:
    """What a rehearsal found, part by part where something is not as it should be."""
    last = f"，末条 {held.last_entry:%Y-%m-%d %H:%M}" if held.last_entry else ""
    said = (
        f"{held.backup.made_at:%Y-%m-%d %H:%M} 的备份已打开：案件 {held.cases} 件，附件 {held.attachments} 份，"
        f"办理记录 {held.entries} 条{last}，用户 {'、'.join(held.people)}。"
    )
    broken = "".join(f"{line.part}：{line.message}" for line in held.lines if line.is_broken)
    return said + (broken or "逐项核验完好。")
