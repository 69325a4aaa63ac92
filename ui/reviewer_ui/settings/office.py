"""The office's own settings: its name, the mark in its numbers, its telephone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import RevocationNote
from reviewer_app.services.ports.records import SETTINGS, SWITCHES, OfficeSettings
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote

#: The setting that is a file, and what is offered for it.
_LIST, _LISTS = "revocation_list", "吊销列表 (*.crl *.pem *.der);;所有文件 (*)"


class OfficeCard(SettingsCard):
    """What one library knows of its office; only an admin can change it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("单位设置", parent)
        self._background, self._parts = context.background, context.parts
        self._settings = OfficeSettings()
        self.lines = {one.name: QLineEdit() for one in SETTINGS}
        self._notes = {one.name: FieldNote() for one in SETTINGS}
        for one in SETTINGS:
            line = self.lines[one.name]
            self.add(line, one.label, self._notes[one.name])
            line.setToolTip(one.hint)
            line.textEdited.connect(self._note_typing)
            if one.name == _LIST:
                self.choose_list = Button("选择吊销列表文件…")
                self.add_buttons(self.choose_list)
        self.switches = {one.name: QCheckBox("允许") for one in SWITCHES}
        for one in SWITCHES:
            switch = self.switches[one.name]
            self.add(switch, one.label, FieldNote(one.hint))
            switch.clicked.connect(self._note_typing)
        self._practice = self.add_value("日期")
        self._list_told = ""
        self.note = FieldNote()
        self.save = Button("保存单位设置", ButtonKind.PRIMARY)
        self.save.clicked.connect(self._save)
        self.choose_list.clicked.connect(self._ask_list)
        for line in self.lines.values():
            line.returnPressed.connect(self.save.click)
        self.add_buttons(self.save, self.note)
        self.refresh()

    def refresh(self) -> None:
        """Reads the settings again; what is being typed is not overwritten."""
        if not self.save.isEnabled() or self._settings == OfficeSettings():
            self._background.run_read(read_settings, then=self._show)

    def take_list(self, path: Path) -> None:
        """Takes a revocation list that was chosen, and says at once whose it is and until when it holds."""
        self.lines[_LIST].setText(str(path))
        self._note_typing()
        self._look_at_list()

    def go_to_list(self) -> None:
        """Puts the keyboard on the revocation list."""
        self.lines[_LIST].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _look_at_list(self) -> None:
        """Looks beside the window at the list that is named; nothing of it is written."""
        named, signer, note = self.lines[_LIST].text().strip(), self._parts.signer, self._notes[_LIST]
        if not named:
            return

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> RevocationNote:
            return signer.revocation_list(Path(named))

        def show(found: RevocationNote) -> None:
            if self.lines[_LIST].text().strip() == named:
                self._list_told = named
                note.say(found.sentence + found.minded, Tone.WARN if found.minded else Tone.OK)

        def refuse(error: Exception) -> None:
            if self.lines[_LIST].text().strip() == named:
                self._list_told = named
                note.say(sentence_of(error), Tone.BAD)

        job = self._background.run_long(work, then=show, failed=refuse, is_quiet=True)
        self.destroyed.connect(job.forget)

    def _ask_list(self) -> None:
        dialog = QFileDialog(self, "选择吊销列表文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_LISTS)
        dialog.fileSelected.connect(lambda chosen: self.take_list(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def note_of(self, name: str) -> str:
        """What stands under a setting now."""
        return self._notes[name].text()

    def _show(self, settings: OfficeSettings) -> None:
        self._settings = settings
        may_change = may_do(self._background.library.user, EventAct.SETTINGS_WRITTEN)
        for one in SETTINGS:
            self.lines[one.name].setText(getattr(settings, one.name))
            self.lines[one.name].setReadOnly(not may_change)
            self._notes[one.name].say(one.hint)
        self.choose_list.setEnabled(may_change)
        for name, switch in self.switches.items():
            switch.setChecked(getattr(settings, name))
            switch.setEnabled(may_change)
        practice = settings.practice_date
        self._practice.setText(f"演练日期 {practice}（演练库）" if practice else "使用本机日期")
        self.save.setEnabled(False)
        self.note.say("" if may_change else "只有管理员可以修改单位设置。")
        self._look_at_list()

    def _typed(self) -> OfficeSettings:
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        allows = self.switches["allows_self_approval"].isChecked()
        now = self._settings
        return replace(now, **typed, practice_date=now.practice_date, season=now.season, allows_self_approval=allows)

    def _note_typing(self) -> None:
        self.save.setEnabled(self._typed() != self._settings)
        self.note.clear()
        for one in SETTINGS:
            # What was found of the list stands as long as it is the one named.
            if one.name != _LIST or self.lines[_LIST].text().strip() != self._list_told:
                self._notes[one.name].say(one.hint)

    def _save(self) -> None:
        self.save.setEnabled(False)
        self._background.run_change(write_settings, self._typed(), then=self._say_saved, failed=self._refuse)

    def _say_saved(self, _changes: Changes) -> None:
        self._settings = self._typed()
        self._show(self._settings)
        self.note.say("已保存。", Tone.OK)

    def _refuse(self, error: Exception) -> None:
        self.save.setEnabled(True)
        field = str(error.values.get("field", "")) if isinstance(error, OfficeError) else ""
        beside = self._notes.get(field, self.note)
        beside.say(sentence_of(error), Tone.BAD)
        if field in self.lines:
            self.lines[field].setFocus()
