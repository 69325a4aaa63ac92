"""The editor of a pack: its form and its text side by side, one draft, checked as one types; each fault by its place.

The draft is kept as it is typed, with what cannot stand in the text, and outlives every way out. A pack under which
cases stand is never changed: what is written here comes in as a new version, by the same door as a file, and waits for
the head's approval.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.packs.drafting import PackDraft, TypedValue, as_kept, says_nothing_new, written
from reviewer_app.packs.form import place_of_key
from reviewer_app.packs.merging import MARK
from reviewer_app.packs.rewriting import CannotRewriteError
from reviewer_app.services.cases.draft_keeping import NO_CASE
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.seasons.drafting import DraftDesk, open_draft, pack_draft_box, propose_draft
from reviewer_app.services.seasons.editing import place_of
from reviewer_resources.phrases import sentence
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.seasons.draft_acts import Change, DraftActs
from reviewer_ui.seasons.draft_line import DraftLine
from reviewer_ui.seasons.form import PackFormView
from reviewer_ui.seasons.text import PackText, as_shown
from reviewer_ui.seasons.verdict import (
    FINDING_COLUMNS,
    EditorFinding,
    LookedDraft,
    check_findings,
    look_at,
    verdict_on,
    waiting_findings,
)
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import RowsModel

#: So long after the last key stroke the text is looked at (ms).
CHECK_DELAY_MS = 300
_SIZE = (1080, 680)
_FINDINGS_HEIGHT, _SHARE_OF_FORM = 150, 4
_SHARES = [620, 420]


Told = Callable[[PackDraft], object]


def _as_it_is(draft: PackDraft) -> PackDraft:
    return draft


class PackEditor(Dialog):
    """`proposed` carries what loading the draft would do, and the draft; the season's card asks before anything is
    written."""

    proposed = Signal(object, object)  # PackProposal, PackDraft

    def __init__(self, context: Context, season: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self._season = season
        self.desk: DraftDesk | None = None
        self._base = ""
        self._typed: tuple[TypedValue, ...] = ()
        self._looked: LookedDraft | None = None
        self._job: Job | None = None
        self._changing: list[tuple[Change, Told | None]] = []
        self._is_showing = False
        self._box = pack_draft_box(context.background.library.user.name, season)
        self._keeper = DraftKeeper(context.background, self)
        self._keeper.refused.connect(context.messages.failure)
        self.setWindowTitle(f"编辑{season}年度规则包")
        self.setAccessibleName(f"编辑{season}年度规则包")
        self.resize(*_SIZE)
        self.line = DraftLine()
        self.text = PackText()
        self.form = PackFormView()
        self.model: RowsModel[EditorFinding] = RowsModel(FINDING_COLUMNS, self)
        self.findings = PlainTable("不符之处")
        self.findings.show_model(self.model)
        self.note = FieldNote(sentence("pack_editor.loading"))
        self.load = Button("作为新版载入…", ButtonKind.PRIMARY)
        self.load.setEnabled(False)
        self.text.setReadOnly(True)
        self.afresh = Button("放弃草稿")
        self.afresh.setEnabled(False)
        self.shut = Button("关闭")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_DELAY_MS)
        self._acts = DraftActs(context, season, self, self)
        self._lay_out()
        self._connect()
        self.form.parts.setFocus()
        self.read(self.begin)

    @property
    def draft(self) -> PackDraft:
        """The draft as it stands."""
        return PackDraft(self._base, self.text.toPlainText(), self._typed)

    def check_now(self) -> None:
        """Puts what was typed into the form into the text, then looks at the text as it stands, in the background."""
        self.look()

    def look(self, change: Change = _as_it_is, told: Told | None = None) -> None:
        """Looks at the draft after a change of it; what was typed meanwhile is looked at once more, with the change."""
        self._pause.stop()
        if self._changing:
            # What is under way looks at everything at its end.
            self._changing += [(change, told)] if change is not _as_it_is else []
            return
        if self._job is not None:
            self._job.forget()
        self._changing = [(change, told)] if change is not _as_it_is else []
        self.form.set_busy(bool(self._changing))
        self._start(change, told)

    def _start(self, change: Change, told: Told | None) -> None:
        before = self.draft
        fresh = self.desk.fresh.text if self.desk is not None else ""

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> LookedDraft:
            return look_at(change(before), fresh)

        def take(looked: LookedDraft) -> None:
            self._job = None
            if self.draft != before:
                self._start(change, told)
                return
            self._show_looked(looked)
            if told is not None:
                told(before)
            self._go_on()

        def fail(error: Exception) -> None:
            self._job = None
            if isinstance(error, CannotRewriteError):
                self.line.tell(sentence("pack_form.cannot"), None, Tone.WARN)
            else:
                self.refuse(error)
            if self._changing:
                self._go_on()
                self.look()

        job = self._background.run_long(work, self.here(take), self.here(fail), is_quiet=True)
        if not self._background.is_synchronous:
            self._job = job

    def _go_on(self) -> None:
        """The next change that was asked for meanwhile."""
        self._changing = self._changing[1:]
        self.form.set_busy(bool(self._changing))
        if self._changing:
            self._start(*self._changing[0])

    def _show_looked(self, looked: LookedDraft) -> None:
        draft = looked.written.draft
        self._show_draft(draft)
        self._looked = looked
        self.form.show_written(looked.written)
        waiting = waiting_findings(looked.written)
        faults = check_findings(looked.check, self.form.form)
        self.model.show_rows([*waiting, *faults])
        self.findings.setVisible(bool(waiting or faults))
        self.afresh.setEnabled(self._is_changed)
        if self.desk is not None:
            verdict = verdict_on(looked, waiting, faults, self.desk)
            self.load.setEnabled(verdict.can_load)
            self.note.say(verdict.said, verdict.tone)

    def _show_draft(self, draft: PackDraft) -> None:
        """Puts a draft in place of the one that stands here, and keeps it."""
        before = self.draft
        self._is_showing = True
        self._base, self._typed = draft.base, draft.typed
        self.text.put(draft.text)
        self._is_showing = False
        if draft != before:
            self._keep()

    @property
    def _is_changed(self) -> bool:
        return self.desk is not None and self.draft != self.desk.fresh

    def _keep(self) -> None:
        # Before it is known what is kept, nothing may take its place.
        if self.desk is not None and not self._background.library.is_read_only:
            self._keeper.keep(NO_CASE, self._box, as_kept(self.draft) if self._is_changed else "")

    def read(self, then: Callable[[DraftDesk], object]) -> None:
        """Reads the library's side again."""
        self._background.run_read(open_draft, self._season, then=self.here(then), failed=self.here(self.refuse))

    def begin(self, desk: DraftDesk) -> None:
        """Shows the draft, or the version in force; the keeping begins with what is typed from now on."""
        desk = replace(desk, fresh=replace(desk.fresh, text=as_shown(desk.fresh.text)))
        self.desk = desk
        self._keeper.forget(NO_CASE, self._box)
        self._is_showing = True
        self._base, self._typed = desk.draft.base, desk.draft.typed
        self.text.setPlainText(desk.draft.text)
        self._is_showing = False
        self.text.setReadOnly(False)
        self._show_line(desk)
        self.look()

    def _show_desk(self, desk: DraftDesk) -> None:
        """The library's side was read again; what is edited here stays."""
        if not self.isVisible():
            return
        is_used = not self._typed and says_nothing_new(self.text.toPlainText(), desk.fresh.text)
        if desk.kept is None and (is_used or not self._is_changed):
            self.begin(desk)
        else:
            if desk.kept is None:
                self._keep()
            self.desk = replace(desk, fresh=replace(desk.fresh, text=as_shown(desk.fresh.text)))
            self._show_line(self.desk)
            self.look()

    def _show_line(self, desk: DraftDesk) -> None:
        self.line.show_desk(desk)
        at = desk.discarded_at
        self.afresh.setToolTip(sentence("pack_draft.discarding_former", {"at": f"{at:%Y-%m-%d %H:%M}"}) if at else "")

    def keep_now(self) -> None:
        """Stores the draft at once."""
        self._keep()
        self._keeper.flush()

    def _reread(self) -> None:
        self._keeper.flush()
        self.read(self._show_desk)

    def _stored(self, _case: int, box: str, at: datetime) -> None:
        if box == self._box and self.desk is not None:
            by = self._background.library.user.name
            self.desk = self.desk.with_kept(self.draft if self._is_changed else None, at, by)
            self._show_line(self.desk)

    def _follow(self, changes: Changes) -> None:
        """Another version may have come into force."""
        if Noun.SETTINGS in changes.nouns and self.isVisible():
            self._reread()

    def _ask_to_load(self) -> None:
        if self._looked is None or self._looked.written.draft != self.draft:
            self.check_now()
            return
        draft = self.draft
        self._keeper.flush()
        self._background.run_read(
            propose_draft,
            self._season,
            draft,
            then=self.here(lambda proposal: self.proposed.emit(proposal, draft)),
            failed=self.here(self.refuse),
        )

    def here(self, then: Callable[..., object]) -> Callable[..., None]:
        """What is done with an answer, if the editor is still there to show it."""

        def take(answer: object) -> None:
            if isValid(self):
                then(answer)

        return take

    def _go_to(self, row: int) -> None:
        """Puts the keyboard's place where the chosen thing stands."""
        if row < 0:
            return
        found = self.model.row_at(row)
        self.form.go_to(found.place or place_of_key(found.key))
        self.text.go_to_line(place_of(self.text.toPlainText(), found.key) if found.key else -1)

    def accept(self) -> None:
        """The draft was loaded: it is none any more."""
        self._keeper.forget(NO_CASE, self._box)
        super().accept()

    def done(self, result: int) -> None:
        """Leaves; the draft is kept as it stands, and nothing under way is waited for."""
        self._pause.stop()
        if self._job is not None:
            self._job.forget()
            self._job.cancel()
            self._job = None
        for change, _told in self._changing:
            with suppress(CannotRewriteError):
                self._show_draft(written(change(self.draft)).draft)
        self._changing = []
        super().done(result)

    def _type(self, one: TypedValue) -> None:
        self._typed = self.draft.with_typed(one).typed
        self._touched()

    def _touched(self) -> None:
        if self._is_showing:
            return
        self.load.setEnabled(False)
        self.afresh.setEnabled(self._is_changed)
        self.line.note_typing()
        self._keep()
        self._pause.start()

    def show_marks(self) -> None:
        """Goes to the first place of the text where a draft and the version in force say otherwise."""
        self.text.go_to_words(MARK)

    def refuse(self, error: Exception) -> None:
        """Says why something was not done."""
        self.note.say(sentence_of(error), Tone.BAD)

    def _say_not_found(self, words: str) -> None:
        self.note.say(sentence("pack_editor.not_found", {"words": words}), Tone.WARN)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._touched)
        self.form.typed.connect(self._type)
        self._keeper.kept.connect(self._stored)
        self._background.changed.connect(self._follow)
        self._pause.timeout.connect(self.check_now)
        self.findings.selectionModel().currentRowChanged.connect(lambda now, _before: self._go_to(now.row()))
        self.text.not_found.connect(self._say_not_found)
        self.load.clicked.connect(self._ask_to_load)
        self.afresh.clicked.connect(self._acts.discard)
        self.shut.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.line)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self.form)
        beside.addWidget(_below(self.text.search, self.text))
        beside.setStretchFactor(0, 3)
        beside.setStretchFactor(1, 2)
        beside.setChildrenCollapsible(False)
        beside.setSizes(_SHARES)
        column.addWidget(beside, _SHARE_OF_FORM)
        self.findings.setMinimumHeight(_FINDINGS_HEIGHT // 2)
        self.findings.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.findings.hide()
        self.findings.setMaximumHeight(_FINDINGS_HEIGHT)
        column.addWidget(self.findings, 1)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.afresh)
        row.addStretch(1)
        for button in (self.load, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _below(head: QWidget, rest: QWidget) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(head)
    column.addWidget(rest, 1)
    return both
