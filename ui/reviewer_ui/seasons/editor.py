"""The editor of a pack: its text, checked as one types; each thing that does not agree with its key and reason.

A pack under which cases stand is never changed: what is written here comes in as a new version, by the same door as a
file, and waits for the head's approval.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.packs.checking import PackCheck, PackFinding
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.seasons.editing import check_edited, place_of, require_new_text, text_to_edit
from reviewer_app.services.seasons.pack_door import PackProposal, propose_pack
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

#: So long after the last key stroke the text is looked at (ms).
CHECK_DELAY_MS = 300
_SIZE = (1080, 680)
_FINDINGS_HEIGHT = 150
_COLUMNS: tuple[Column[PackFinding], ...] = (
    Column("位置", lambda one: one.key, 320),
    Column("不符之处", lambda one: one.reason),
)


class PackEditor(Dialog):
    """`proposed` carries what loading the edited text would do; the season's card asks before anything is written."""

    proposed = Signal(object)  # PackProposal

    def __init__(self, context: Context, season: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self._check: PackCheck | None = None
        self._job: Job | None = None
        self.setWindowTitle(f"编辑{season}年度规则包")
        self.setAccessibleName(f"编辑{season}年度规则包")
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("在规则包里查找，回车找下一处")
        self.search.setAccessibleName("在规则包里查找")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("规则包文字")
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.model: RowsModel[PackFinding] = RowsModel(_COLUMNS, self)
        self.findings = PlainTable("不符之处")
        self.findings.show_model(self.model)
        self.note = FieldNote(sentence("pack_editor.loading"))
        self.load = Button("作为新版载入…", ButtonKind.PRIMARY)
        self.load.setEnabled(False)
        self.shut = Button("关闭")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_DELAY_MS)
        self._lay_out()
        self._connect()
        self._background.run_read(text_to_edit, season, then=self._show, failed=self._refuse)

    def check_now(self) -> None:
        """Looks at the text as it stands, in the background."""
        self._pause.stop()
        if self._job is not None:
            self._job.forget()
        text = self.text.toPlainText()

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> PackCheck:
            return check_edited(text)

        self._job = self._background.run_long(work, self._show_check, self._refuse, is_quiet=True)

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self.text.document().setModified(False)
        self.check_now()

    def _show_check(self, check: PackCheck) -> None:
        self._check, self._job = check, None
        if check.text != self.text.toPlainText():
            return
        self.model.show_rows(check.findings)
        self.load.setEnabled(check.is_usable)
        if check.is_usable and check.frame is not None:
            said = {"count": len(check.points), "version": check.frame.version, "season": check.frame.season}
            self.note.say(sentence("pack_editor.agrees", said), Tone.OK)
        else:
            first = check.findings[0]
            said = {"count": len(check.findings), "file": check.file, "key": first.key, "reason": first.reason}
            self.note.say(sentence("pack_editor.disagrees", said), Tone.BAD)

    def _ask_to_load(self) -> None:
        if self._check is None or self._check.text != self.text.toPlainText():
            self.check_now()
            return
        self._background.run_read(_proposal, self._check, then=self.proposed.emit, failed=self._refuse)

    def _go_to(self, row: int) -> None:
        """Puts the keyboard's place where the chosen thing stands."""
        line = place_of(self.text.toPlainText(), self.model.row_at(row).key) if row >= 0 else -1
        if line >= 0:
            cursor = QTextCursor(self.text.document().findBlockByNumber(line))
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            self.text.setTextCursor(cursor)
            self.text.centerCursor()

    def _find_next(self) -> None:
        words = self.search.text()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.text.find(words):
                self.note.say(sentence("pack_editor.not_found", {"words": words}), Tone.WARN)

    def _typed(self) -> None:
        self.load.setEnabled(False)
        self._pause.start()

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._typed)
        self._pause.timeout.connect(self.check_now)
        self.findings.selectionModel().currentRowChanged.connect(lambda now, _before: self._go_to(now.row()))
        self.search.returnPressed.connect(self._find_next)
        self.load.clicked.connect(self._ask_to_load)
        self.shut.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.text, 1)
        self.findings.setFixedHeight(_FINDINGS_HEIGHT)
        column.addWidget(self.findings)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.load, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _proposal(unit: UnitOfWork, check: PackCheck) -> PackProposal:
    """What loading the edited text would do; RefusalError `pack_editor.unchanged`, `pack_door.…`."""
    require_new_text(unit, check)
    return propose_pack(unit, check)
