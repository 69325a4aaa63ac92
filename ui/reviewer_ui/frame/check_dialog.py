"""检验案卷库: whether the library's files, record and contents are what was put on record, part by part."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.record import EventAct
from reviewer_app.services.figures.counting import Recount, count_again
from reviewer_app.services.papers.closing_slip import look_for_head
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import CheckLine, Grade, LastCheck, counted
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.check_lines import CheckLines, lay_out_check, result_card
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote, SectionHead, TextRole, Words
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
        self.count_again = Button("重新合计")
        self.count_again.setToolTip("按案件和记录重新计数，改正不符的合计；案件本身不变，改了什么记入办理记录")
        self.count_again.hide()
        self.leave = Button("关闭")
        self.on_paper = QLineEdit()
        self.on_paper.setAccessibleName("纸上的链首")
        self.on_paper.setPlaceholderText("可不填：收工条上的十六组字符")
        self.compare = Button("对照")
        self._found: LastCheck | None = None
        self._paper: CheckLine | None = None
        self._counted = ""
        self._lay_out()
        self.again.clicked.connect(self.check)
        self.count_again.clicked.connect(self._count_again)
        self.compare.clicked.connect(self.look_for_head)
        self.on_paper.returnPressed.connect(self.look_for_head)
        # Nobody has to type anything here.
        self.leave.setFocus()
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
        counted, self._counted = self._counted, ""
        if found.is_sound:
            self.note.say(f"{counted}未发现异常。")
        else:
            self.note.say(f"{counted}发现异常：未查明之前不要出文。请告知管理员，必要时从备份恢复。", Tone.BAD)

    def _show(self, found: LastCheck) -> None:
        self._found = found
        # Whoever may not is told by the line itself whom to ask.
        may = may_do(self._context.background.library.user, EventAct.COUNTED_AGAIN)
        self.count_again.setVisible(may and any(line.can_count_again for line in found.lines))
        self.head.set_title(f"{found.at:%Y-%m-%d %H:%M} 检验")
        self._show_lines()

    def _show_lines(self) -> None:
        # What is wrong is read first, and the paper somebody has just asked about.
        order = [Grade.BROKEN, Grade.NOTICE, Grade.INTACT]
        asked = (self._paper,) if self._paper is not None else ()
        looked = self._found.lines if self._found is not None else ()
        lines = sorted((*asked, *looked), key=lambda line: order.index(line.standing))
        self.lines.show_lines(lines)
        self.head.set_right(counted(lines))

    def _count_again(self) -> None:
        """Puts the counts right, and looks at the whole library once more."""
        self.count_again.setEnabled(False)
        self.again.setEnabled(False)
        self.note.say("正在重新合计…", Tone.ACCENT)

        def done(recount: Recount) -> None:
            self.count_again.setEnabled(True)
            self._counted = recount.said
            self.check()

        def failed(error: Exception) -> None:
            self.count_again.setEnabled(True)
            self._refuse(error)

        job = self._context.background.run_change(count_again, then=done, failed=failed)
        self.destroyed.connect(job.forget)

    def _refuse(self, error: Exception) -> None:
        self.again.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)

    def look_for_head(self) -> None:
        """Whether the record ever had the head that stands on a paper, as it was typed."""
        typed = self.on_paper.text()
        if not typed.strip():
            return

        def show(line: CheckLine) -> None:
            self._paper = line
            self.note.clear()
            self._show_lines()

        self._context.background.run_read(lambda unit: look_for_head(unit, typed), then=show, failed=self._refuse)

    def _lay_out(self) -> None:
        paper = QWidget()
        row = QHBoxLayout(paper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Words("纸上的链首", TextRole.LABEL))
        row.addWidget(self.on_paper, 1)
        row.addWidget(self.compare)
        lay_out_check(
            self, result_card(self.head, self.lines), paper, self.note, self.count_again, self.again, self.leave
        )
