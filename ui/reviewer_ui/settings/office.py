"""The office's own settings: its name, the mark in its numbers, its telephone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote

#: Setting, label, what it is for.
_FIELDS = (
    ("bureau", "单位全称", "印在推荐意见和汇总表上，请写全称。"),
    ("number_mark", "受理编号字头", "受理编号的中间一段，如“示”编成 2024-示-0001；只影响以后登记的案件。"),
    ("agency_code", "推荐意见代字", "推荐意见文号的开头，如“沪示市监标荐”；不填则不编文号。"),
    ("correction_code", "补正通知代字", "补正通知文号的开头；各文种分别编号，代字不能相同（待确认）。"),
    ("transfer_code", "转送函代字", "转送函文号的开头；不填则不编文号。"),
    ("letter_code", "报送函代字", "报送函文号的开头，如“沪示市监函”；不填则不编文号。"),
    ("telephone", "联系电话", "印在汇总表、函和信封上。"),
    ("address", "办公地址", "印在信封的寄件人处和补正通知的送交地点。"),
    ("postcode", "邮政编码", "六位数字，印在信封的寄件人处。"),
)
_ABOUT_APPROVAL = "平时关闭，由第二人复核；开启后本人复核须写明理由，并写入推荐意见、核对单和流转记录。"


class OfficeCard(SettingsCard):
    """What one library knows of its office; only an admin can change it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("单位设置", parent)
        self._background = context.background
        self._settings = OfficeSettings()
        self.lines = {name: QLineEdit() for name, _, _ in _FIELDS}
        self._notes = {name: FieldNote() for name, _, _ in _FIELDS}
        for name, label, hint in _FIELDS:
            self.add(self.lines[name], label, self._notes[name])
            self.lines[name].setToolTip(hint)
            self.lines[name].textEdited.connect(self._note_typing)
        self.self_approval = QCheckBox("允许复核自己提交的意见")
        self._about_approval = FieldNote(_ABOUT_APPROVAL)
        self.add(self.self_approval, "本人复核", self._about_approval)
        self.self_approval.clicked.connect(self._note_typing)
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
        for name, _, hint in _FIELDS:
            self.lines[name].setText(getattr(settings, name))
            self.lines[name].setReadOnly(not may_change)
            self._notes[name].say(hint)
        self.self_approval.setChecked(settings.allows_self_approval)
        self.self_approval.setEnabled(may_change)
        practice = settings.practice_date
        self._practice.setText(f"演练日期 {practice}（演练库）" if practice else "使用本机日期")
        self.save.setEnabled(False)
        self.note.say("" if may_change else "只有管理员可以修改单位设置。")

    def _typed(self) -> OfficeSettings:
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        return replace(
            self._settings,
            bureau=typed["bureau"],
            number_mark=typed["number_mark"],
            agency_code=typed["agency_code"],
            correction_code=typed["correction_code"],
            transfer_code=typed["transfer_code"],
            letter_code=typed["letter_code"],
            telephone=typed["telephone"],
            address=typed["address"],
            postcode=typed["postcode"],
            allows_self_approval=self.self_approval.isChecked(),
        )

    def _note_typing(self) -> None:
        self.save.setEnabled(self._typed() != self._settings)
        self.note.clear()
        for name, _, hint in _FIELDS:
            self._notes[name].say(hint)

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
