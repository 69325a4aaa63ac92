"""The editor of a pack: its form and its text side by side, one draft, checked as one types; each fault by its place.

What is typed into the form goes into the text in its place and leaves all else there alone. A pack under which cases
stand is never changed: what is written here comes in as a new version, by the same door as a file, and waits for the
head's approval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from reviewer_app.packs.checking import PackCheck, PackFinding
from reviewer_app.packs.form import CLASSES, CONTACTS, PackForm, form_of, new_contact, place_of_key
from reviewer_app.packs.rewriting import CannotRewriteError, Place, Value, with_table, with_value, without_table
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.seasons.editing import check_edited, place_of, require_new_text, text_to_edit
from reviewer_app.services.seasons.pack_door import PackProposal, propose_pack
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.seasons.form import PackFormView
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

#: So long after the last key stroke the text is looked at (ms).
CHECK_DELAY_MS = 300
_SIZE = (1080, 680)
_FINDINGS_HEIGHT = 150
_TEXT_WIDTH, _BESIDE_HEIGHT = 300, 170
_SHARES = [620, 420]


@dataclass(frozen=True, slots=True)
class _Looked:
    """A text as it was looked at: its check and its form."""

    check: PackCheck
    form: PackForm


class PackEditor(Dialog):
    """`proposed` carries what loading the edited text would do; the season's card asks before anything is written.

    What was changed outlives every way out of the editor, until it was loaded or the pack in force put back.
    """

    proposed = Signal(object)  # PackProposal

    def __init__(self, context: Context, season: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = context.background
        self._season, self._base = season, ""
        self._kept: KeptTexts | None = None
        self._check: PackCheck | None = None
        self._job: Job | None = None
        self._is_rewriting = False
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
        self.text.setMinimumWidth(_TEXT_WIDTH)
        self.form = PackFormView()
        columns: tuple[Column[PackFinding], ...] = (
            Column("位置", self._place_said, 420),
            Column("不符之处", lambda one: one.reason),
        )
        self.model: RowsModel[PackFinding] = RowsModel(columns, self)
        self.findings = PlainTable("不符之处")
        self.findings.show_model(self.model)
        self.note = FieldNote(sentence("pack_editor.loading"))
        self.load = Button("作为新版载入…", ButtonKind.PRIMARY)
        self.load.setEnabled(False)
        self.afresh = Button("恢复为现行版")
        self.afresh.setEnabled(False)
        self.shut = Button("关闭")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_DELAY_MS)
        self._lay_out()
        self._connect()
        self._background.run_read(text_to_edit, season, then=self._show, failed=self._refuse)

    def check_now(self) -> None:
        """Puts what was typed into the form into the text, then looks at the text as it stands, in the background."""
        self._pause.stop()
        if self._is_rewriting:
            # What is under way looks again at its end.
            return
        if self._job is not None:
            self._job.forget()
        ready = self.form.ready()
        if ready:
            typed = {place: words for place, words in self.form.waiting().items() if place in ready}
            self._rewrite(lambda text: _all_put(text, ready), lambda: self.form.went_in(typed))
            return
        self._look()

    def _look(self) -> None:
        text = self.text.toPlainText()

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> _Looked:
            return _Looked(check_edited(text), form_of(text))

        self._job = self._background.run_long(work, self._show_check, self._refuse, is_quiet=True)

    def _rewrite(self, change: Callable[[str], str], then: Callable[[], object] = lambda: None) -> None:
        """Changes the text in the background, and looks at it; what was typed into the text meanwhile is kept."""
        before = self.text.toPlainText()

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> str:
            return change(before)

        def take(after: str) -> None:
            self._is_rewriting = False
            if self.text.toPlainText() != before:
                # Typed into the text meanwhile: the change is made again on what stands there now.
                self._rewrite(change, then)
                return
            self._replace(before, after)
            then()
            self.check_now()

        def fail(error: Exception) -> None:
            self._is_rewriting = False
            if isinstance(error, CannotRewriteError):
                self.form.note.say(sentence("pack_form.cannot"), Tone.WARN)
                self._look()
            else:
                self._refuse(error)

        self._is_rewriting = True
        self._background.run_long(work, take, fail, is_quiet=True)

    def _replace(self, before: str, after: str) -> None:
        """Puts the new text in place of the old one, only where they differ: it can be undone, the rest keeps still."""
        start = _alike(before, after)
        back = _alike(before[start:][::-1], after[start:][::-1])
        end = len(before) - back
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(_units(before[:start]))
        cursor.setPosition(_units(before[:end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start : len(after) - back])
        if not self.text.hasFocus():
            self.text.setTextCursor(cursor)
            self.text.centerCursor()

    def _show(self, text: str) -> None:
        self._base = text
        self.text.setPlainText(text)
        self._kept = KeptTexts(self._context, self, f"pack_editor:{self._season}", {"text": self.text})
        self.check_now()

    def _show_check(self, looked: _Looked) -> None:
        check = looked.check
        self._check, self._job = check, None
        if check.text != self.text.toPlainText():
            return
        self.form.show_form(looked.form)
        self.model.show_rows(check.findings)
        self.load.setEnabled(check.is_usable and not self.form.is_waiting)
        if check.is_usable and check.frame is not None:
            said = {"count": len(check.points), "version": check.frame.version, "season": check.frame.season}
            self.note.say(sentence("pack_editor.agrees", said), Tone.OK)
        else:
            first = check.findings[0]
            said = {"count": len(check.findings), "file": check.file, "key": self._place_said(first)}
            said["reason"] = first.reason
            self.note.say(sentence("pack_editor.disagrees", said), Tone.BAD)

    def _ask_to_load(self) -> None:
        if self._check is None or self.form.is_waiting or self._check.text != self.text.toPlainText():
            self.check_now()
            return
        self._background.run_read(_proposal, self._check, then=self.proposed.emit, failed=self._refuse)

    def _go_to(self, row: int) -> None:
        """Puts the keyboard's place where the chosen thing stands."""
        key = self.model.row_at(row).key if row >= 0 else ""
        self.form.go_to(place_of_key(key))
        line = place_of(self.text.toPlainText(), key) if key else -1
        if line >= 0:
            cursor = QTextCursor(self.text.document().findBlockByNumber(line))
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            self.text.setTextCursor(cursor)
            self.text.centerCursor()

    def _add_class(self) -> None:
        """Days and terms of a class's own; the first class that has none yet."""
        form = self.form.form
        taken = {one.fields[0].value for one in form.parts if one.place[:-1] == CLASSES}
        free = next((one for one in form.classes if one not in taken), "")
        self._rewrite(lambda text: with_table(text, CLASSES, {"class": free}))

    def _find_next(self) -> None:
        words = self.search.text()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.text.find(words):
                self.note.say(sentence("pack_editor.not_found", {"words": words}), Tone.WARN)

    def _take_away(self, place: Place) -> None:
        """Takes a contact or class out of the text; what waits under a number would land at the next one."""
        if self.form.waiting() or self._is_rewriting:
            self.form.note.say(sentence("pack_form.first_put"), Tone.WARN)
            self.check_now()
            return
        self._rewrite(lambda text: without_table(text, place))

    def reject(self) -> None:
        """Leaves; what was typed into the form last goes into the text, which stands here again the next time."""
        ready = self.form.ready()
        if ready:
            before = self.text.toPlainText()
            with suppress(CannotRewriteError):
                self._replace(before, _all_put(before, ready))
        super().reject()

    def _begin_afresh(self) -> None:
        """Puts the pack in force back in the place of what was changed; that can be undone."""
        self._replace(self.text.toPlainText(), self._base)
        self.check_now()

    def _typed(self) -> None:
        self.afresh.setEnabled(self.text.toPlainText() != self._base)
        self.load.setEnabled(False)
        self._pause.start()

    def _place_said(self, one: PackFinding) -> str:
        """A finding's place in the form's words, with its key."""
        called = self.form.form.called(one.key)
        return f"{called}（{one.key}）" if called else one.key

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._typed)
        self.form.typed.connect(self._typed)
        self.form.contact_wanted.connect(lambda: self._rewrite(lambda text: with_table(text, CONTACTS, new_contact())))
        self.form.class_wanted.connect(self._add_class)
        self.form.removal_wanted.connect(self._take_away)
        self._pause.timeout.connect(self.check_now)
        self.findings.selectionModel().currentRowChanged.connect(lambda now, _before: self._go_to(now.row()))
        self.search.returnPressed.connect(self._find_next)
        self.load.clicked.connect(self._ask_to_load)
        self.afresh.clicked.connect(self._begin_afresh)
        self.shut.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.search)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self.form)
        beside.addWidget(self.text)
        beside.setStretchFactor(0, 3)
        beside.setStretchFactor(1, 2)
        beside.setChildrenCollapsible(False)
        beside.setSizes(_SHARES)
        beside.setMinimumHeight(_BESIDE_HEIGHT)
        column.addWidget(beside, 1)
        self.findings.setMinimumHeight(_FINDINGS_HEIGHT // 2)
        self.findings.setMaximumHeight(_FINDINGS_HEIGHT)
        column.addWidget(self.findings)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.afresh)
        row.addStretch(1)
        for button in (self.load, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _all_put(text: str, values: Mapping[Place, Value]) -> str:
    for place, value in values.items():
        text = with_value(text, place, value)
    return text


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _units(text: str) -> int:
    """How long a text is for Qt, which counts letters beyond the first plane twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _proposal(unit: UnitOfWork, check: PackCheck) -> PackProposal:
    """What loading the edited text would do; RefusalError `pack_editor.unchanged`, `pack_door.…`."""
    require_new_text(unit, check)
    return propose_pack(unit, check)
