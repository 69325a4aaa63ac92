"""检验案卷库: whether the library's files, record and contents are what was put on record, part by part."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import Grade, LastCheck, counted
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.check_lines import CheckLines
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (720, 480)


class CheckDialog(Dialog):
    """Looks at the open library; nothing is changed, and the work at the desk may go on beside it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.setWindowTitle("检验案卷库")
        self.setAccessibleName("检验案卷库")
        self.resize(*_SIZE)
        self.head = SectionHead("")
        self.lines = CheckLines()
        self.note = FieldNote()
        self.again = Button("再检验一次")
        self.leave = Button("关闭")
        self._lay_out()
        self.again.clicked.connect(self.check)
        self.leave.clicked.connect(self.reject)

    def check(self) -> None:
        """Looks now; what was found before is shown until then."""
        last = self._context.background.library.last_check
        if last is not None:
            self._show(last)
        self.again.setEnabled(False)
        self.note.say("正在检验…", Tone.ACCENT)

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> LastCheck:
            return library.check()

        self._job = self._context.background.run_long(work, then=self._finish, failed=self._refuse)
        self.destroyed.connect(self._job.forget)

    def _finish(self, found: LastCheck) -> None:
        self._show(found)
        self.again.setEnabled(True)
        if found.is_sound:
            self.note.say("未发现异常。")
        else:
            self.note.say("发现异常：未查明之前不要出文。请告知管理员，必要时从备份恢复。", Tone.BAD)

    def _show(self, found: LastCheck) -> None:
        # What is wrong is read first.
        order = [Grade.BROKEN, Grade.NOTICE, Grade.INTACT]
        lines = sorted(found.lines, key=lambda line: order.index(line.standing))
        self.lines.show_lines(lines)
        self.head.set_title(f"{found.at:%Y-%m-%d %H:%M} 检验")
        self.head.set_right(counted(lines))

    def _refuse(self, error: Exception) -> None:
        self.again.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        result = Card()
        inside = QVBoxLayout(result)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.lines, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 20)
        foot.addStretch(1)
        foot.addWidget(self.again)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(result, 1)
        column.addLayout(foot)
