"""对照收工条: the day in one line for a bound book, and a head from paper held against the record."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.services.papers.closing_slip import compare_slip, day_line
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import CheckLine, counted
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.check_lines import CheckLines, result_card
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (700, 460)
_SAYS = (
    "收工时抄一行在装订簿上，或打印收工条，与案卷库分开存放。日后把纸上的链首填在下面，就知道记录有没有被整体改写过。"
)


class SlipDialog(Dialog):
    """Enter compares what was typed; nothing is changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.setWindowTitle("对照收工条")
        self.setAccessibleName("对照收工条")
        self.resize(*_SIZE)
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setAccessibleName("今日抄入装订簿的一行")
        self.copy = Button("复制")
        self.print = Button("打印收工条…", ButtonKind.LINK)
        self.on_paper = QLineEdit()
        self.on_paper.setAccessibleName("纸上的链首")
        self.on_paper.setPlaceholderText("收工条上的十六组，或装订簿上的四组")
        self.compare = Button("对照", ButtonKind.PRIMARY)
        self.compare.setDefault(True)
        self.head = SectionHead("对照结果")
        self.lines = CheckLines()
        self.note = FieldNote()
        self.leave = Button("关闭")
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(lambda: context.actions["day.close"].trigger())
        self.compare.clicked.connect(self.look)
        self.leave.clicked.connect(self.reject)
        self.on_paper.setFocus()
        context.background.run_read(day_line, then=self._show_line)

    def look(self) -> None:
        """Compares what was typed with the record, and looks whether the record stands up to there."""
        typed = self.on_paper.text()
        if not typed.strip() or self._job is not None:
            return

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> list[CheckLine]:
            return compare_slip(library, typed)

        self.note.say("正在对照…", Tone.ACCENT)
        self.compare.setEnabled(False)
        job = self._context.background.run_long(work, then=self._show, failed=self._refuse)
        self._job = None if self._context.background.is_synchronous else job
        self.destroyed.connect(job.forget)

    def _show_line(self, line: str) -> None:
        self.line.setText(line)
        self.line.setCursorPosition(0)

    def _show(self, found: list[CheckLine]) -> None:
        self._end()
        self.head.set_right(counted(found))
        self.lines.show_lines(found)

    def _refuse(self, error: Exception) -> None:
        self._end()
        self.note.say(sentence_of(error), Tone.BAD)
        self.on_paper.setFocus()

    def _end(self) -> None:
        self._job = None
        self.note.clear()
        self.compare.setEnabled(True)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.line.text())
        self.note.say("已复制。")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("对照收工条", TextRole.TITLE))
        column.addWidget(Words(_SAYS, wrap=True))
        for word, editor, *others in (
            ("今日一行", self.line, self.copy),
            ("纸上的链首", self.on_paper, self.compare),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            label = Words(word, TextRole.LABEL)
            label.setMinimumWidth(76)
            for part in (label, editor, *others):
                row.addWidget(part, 1 if part is editor else 0)
            column.addLayout(row)
        column.addWidget(result_card(self.head, self.lines), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.print)
        foot.addWidget(self.note, 20)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        column.addLayout(foot)
