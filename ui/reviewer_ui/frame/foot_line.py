"""The line at the foot: library, encryption, last backup, practice date; what was just done; the key hints."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from reviewer_app.services.ports.records import LastCheck
from reviewer_app.services.ports.rows import WindowStatus
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.messages import Message, MessageKind
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, OneLine, Pill, TextRole

HEIGHT = 28
#: How long a message stands (ms); one with an action stands longer.
SHOWN_MS = 8_000
SHOWN_WITH_ACTION_MS = 15_000


def backup_words(last_backup: datetime | None, today: date) -> str:
    """When the last backup was made, as one says it."""
    if last_backup is None:
        return "尚无备份"
    days = (today - last_backup.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{last_backup:%Y-%m-%d}")
    return f"上次备份 {day} {last_backup:%H:%M}"


def check_words(last: LastCheck | None, today: date) -> str:
    """When the library was last looked at whole, and what was found, as one says it."""
    if last is None:
        return ""
    day = "今天" if last.at.date() == today else f"{last.at:%Y-%m-%d}"
    return f"上次检验 {day} {last.at:%H:%M} {'完好' if last.is_sound else '发现异常'}"


class FootLine(QFrame):
    """State of the library at the left, the last message in the middle, keys at the right."""

    hint_pressed = Signal(str)

    def __init__(self, hints: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        """`hints` are pairs of action id and words, e.g. ("help.keys", "F1 快捷键")."""
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.library_words = OneLine("", TextRole.NOTE)
        self._practice = Pill("", Tone.ACCENT)
        self._practice.hide()
        self.read_only = Pill("只读", Tone.WARN)
        self.read_only.setToolTip(sentence("library.only_reading_hint"))
        self.read_only.hide()
        self.clock = Button("请核对电脑时钟", ButtonKind.LINK)
        self.clock.hide()
        self.clock.clicked.connect(self._say_clock)
        self.backups = Button("", ButtonKind.LINK)
        self.backups.hide()
        self.backups.clicked.connect(self._say_backups)
        self.check = Button("", ButtonKind.LINK)
        self.check.hide()
        self.check.clicked.connect(lambda: self.hint_pressed.emit("library.check"))
        self.prints = Button("", ButtonKind.LINK)
        self.prints.hide()
        self.prints.clicked.connect(lambda: self.hint_pressed.emit("dispatch.print"))
        self._message = OneLine("", TextRole.NOTE)
        self._act = Button("", ButtonKind.LINK)
        self._act.hide()
        self._act.clicked.connect(self.take_action)
        self._shown: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear_message)
        self._status: WindowStatus | None = None
        for part in (self.library_words, self.backups, self.check):
            tell(part, self._told)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.library_words)
        row.addWidget(self.read_only)
        row.addWidget(self._practice)
        row.addWidget(self.clock)
        row.addWidget(self.backups)
        row.addWidget(self.check)
        row.addWidget(self.prints)
        row.addSpacing(12)
        row.addWidget(self._message, 1)
        row.addWidget(self._act)
        for action_id, words in hints:
            hint = Button(words, ButtonKind.QUIET)
            hint.clicked.connect(lambda _checked, chosen=action_id: self.hint_pressed.emit(chosen))
            row.addWidget(hint)

    def show_status(self, status: WindowStatus, real_today: date) -> None:
        """Shows the library's state; backups are told by the calendar on the wall, not by the practice clock."""
        self._status = status
        backup = backup_words(status.last_backup, real_today)
        check = check_words(status.last_check, real_today)
        is_sound = status.last_check is None or status.last_check.is_sound
        told = [f"案卷库：{status.library_name}", "已加密", backup, *([check] if check and is_sound else [])]
        self.library_words.setText(" · ".join(told))
        self.check.setText(check)
        self.check.setVisible(not is_sound)
        self._practice.setVisible(status.practice_date is not None)
        if status.practice_date is not None:
            self._practice.show_text(f"演练日期 {status.practice_date:%Y-%m-%d}")
        self.read_only.setVisible(status.is_read_only)
        self._show_clock(status.clock_note)
        self.backups.setText(status.backup_word)
        self.backups.setToolTip(status.backup_note)
        self.backups.setVisible(bool(status.backup_word))

    def show_prints(self, words: str) -> None:
        """Says how a print job stands; nothing where none is open."""
        self.prints.setText(words)
        self.prints.setVisible(bool(words))

    def _told(self) -> Told | None:
        """What the days of the last backup and the last check rest on."""
        status = self._status
        if status is None:
            return None
        at = status.last_backup
        said = [sentence("why.backup", {"at": f"{at:%Y-%m-%d %H:%M}"}) if at else sentence("why.backup_none")]
        said += [status.backup_note] if status.backup_note else []
        last = status.last_check
        if last is None:
            said.append(sentence("why.check_none"))
        else:
            broken = "；".join(line.part for line in last.lines if line.is_broken)
            code = "why.check_broken" if broken else "why.check_sound"
            places = {"at": f"{last.at:%Y-%m-%d %H:%M}", "broken": broken}
            said.append(sentence(code, places))
        return Told("备份和检验", self.library_words.text(), [*said, sentence("why.backup_source")])

    def show_message(self, message: Message) -> None:
        """Says something for a while."""
        self._shown = message
        self._message.setText(message.text)
        self._message.set_tone(
            {MessageKind.REFUSAL: Tone.WARN, MessageKind.TROUBLE: Tone.BAD}.get(message.kind, Tone.OK)
        )
        self._act.setText(message.action_text)
        self._act.setVisible(message.action is not None)
        self._timer.start(SHOWN_WITH_ACTION_MS if message.action else SHOWN_MS)

    def _show_clock(self, note: str) -> None:
        """A clock that jumped is said when the library is opened, and can be read again as long as it is open."""
        is_new = bool(note) and note != self.clock.toolTip()
        self.clock.setToolTip(note)
        self.clock.setVisible(bool(note))
        if is_new:
            self._say_clock()

    def _say_backups(self) -> None:
        self.show_message(Message(self.backups.toolTip(), MessageKind.REFUSAL))

    def _say_clock(self) -> None:
        self.show_message(Message(self.clock.toolTip(), MessageKind.REFUSAL))

    def library(self) -> str:
        """What is told of the library."""
        return self.library_words.text()

    def message(self) -> str:
        """What now stands there."""
        return self._message.text()

    def clear_message(self) -> None:
        """Takes the message away."""
        self._shown = None
        self._message.setText("")
        self._act.hide()

    def take_action(self) -> None:
        """Carries out what the message offers, once."""
        shown = self._shown
        self.clear_message()
        if shown is not None and shown.action is not None:
            shown.action()
