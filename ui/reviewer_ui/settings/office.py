"""The office's own settings: its name, the mark in its numbers, its telephone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.ports.records import SETTINGS, SWITCHES, OfficeSettings
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote


class OfficeCard(SettingsCard):
    """What one library knows of its office; only an admin can change it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("单位设置", parent)
        self._background = context.background
        self._settings = OfficeSettings()
        self.lines = {one.name: QLineEdit() for one in SETTINGS}
        self._notes = {one.name: FieldNote() for one in SETTINGS}
        for one in SETTINGS:
            line = self.lines[one.name]
            self.add(line, one.label, self._notes[one.name])
            line.setToolTip(one.hint)
            line.textEdited.connect(self._note_typing)
        self.switches = {one.name: QCheckBox("允许") for one in SWITCHES}
        for one in SWITCHES:
            switch = self.switches[one.name]
            self.add(switch, one.label, FieldNote(one.hint))
            switch.clicked.connect(self._note_typing)
        self._practice = self.add_value("日期")
        self.note = FieldNote()
        self.save = Button("保存单位设置", ButtonKind.PRIMARY)
        self.save.clicked.connect(self._save)
        for line in self.lines.values():
            line.returnPressed.connect(self.save.click)
        self.add_buttons(self.save, self.note)
        self.refresh()

    def refresh(self) -> None:
        """Reads the settings again; what is being typed is not overwritten."""
        if not self.save.isEnabled() or self._settings == OfficeSettings():
            self._background.run_read(read_settings, then=self._show)

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
        for name, switch in self.switches.items():
            switch.setChecked(getattr(settings, name))
            switch.setEnabled(may_change)
        practice = settings.practice_date
        self._practice.setText(f"演练日期 {practice}（演练库）" if practice else "使用本机日期")
        self.save.setEnabled(False)
        self.note.say("" if may_change else "只有管理员可以修改单位设置。")

    def _typed(self) -> OfficeSettings:
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        allows = self.switches["allows_self_approval"].isChecked()
        now = self._settings
        return replace(now, **typed, practice_date=now.practice_date, season=now.season, allows_self_approval=allows)

    def _note_typing(self) -> None:
        self.save.setEnabled(self._typed() != self._settings)
        self.note.clear()
        for one in SETTINGS:
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
