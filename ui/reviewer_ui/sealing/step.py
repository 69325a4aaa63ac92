"""The step 用印 of a batch: the list is asked for, agreed to, and each use of the seal recorded, all by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.seals import SealSession, SealWay
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.sealing import strike_use
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.sealing.sessions import Sealed, close_session, open_session, stamp_papers
from reviewer_app.services.sealing.sheet import SealLine, SealSheet, seal_sheet
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.sealing.file_job import FileSealing
from reviewer_ui.sealing.questions import (
    approving_question,
    asking_fields,
    left_out,
    sending_back_question,
    striking_question,
    struck_words,
    withdrawing_question,
)
from reviewer_ui.sealing.side import SealingSide
from reviewer_ui.sealing.table import SealTable, seal_model
from reviewer_ui.sealing.words import sealed_words, standing_line, told_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.form_dialog import FormDialog

#: The width of the right column; on a narrow screen it takes less.
_SIDE_WIDTH, _NARROW, _NARROW_SIDE = 372, 1000, 300
_NOUNS = frozenset({Noun.BATCH, Noun.CASE, Noun.REGISTER, Noun.SETTINGS})


class SealingStep(QWidget):
    """The papers with their uses at the left, the ways and the next act at the right; `case_asked` opens a case.

    Without a batch it shows the papers that are of none.
    """

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._batch_id = 0
        self._is_busy = False
        self._main: Callable[[], None] | None = None
        self.sheet = SealSheet((), (), (), 1)
        self.head = SectionHead("用印清单")
        self.note = FieldNote()
        self.table = SealTable()
        self.model = seal_model(self.table)
        self.table.show_model(self.model)
        self.side = SealingSide()
        self._files = FileSealing(context, self, self.side.progress)
        self._lay_out()
        self._connect()

    def show_batch(self, batch: Batch) -> None:
        """Shows the papers of a batch."""
        self._batch_id = batch.id
        self.refresh()

    def show_single(self) -> None:
        """Shows the papers that are of no batch."""
        self._batch_id = 0
        self.refresh()

    def refresh(self) -> None:
        """Reads the step as it stands on record."""
        self._files.refresh()
        self._background.run_read(seal_sheet, self._batch_id, then=self._show)

    def add_head_act(self, act: QWidget) -> None:
        """Adds something to do with the whole list beside its head."""
        self.head.add_act(act)

    def add_beside(self, part: QWidget) -> None:
        """Puts another part into the right column."""
        self.side.add_beside(part)

    def chosen(self) -> SealLine | None:
        """The paper the keyboard is on."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def ask(self) -> None:
        """Asks for the seal on all papers of the batch that may be listed; of single papers on the chosen ones."""
        lines = self._askable()
        if not lines:
            return
        says, fields = asking_fields(lines)
        form = FormDialog("申请用印", "\n".join(filter(None, (says, left_out(self.sheet)))), "申请用印", fields, self)
        keep_texts(self._context, form, "ask_for_seal")
        form.confirmed.connect(partial(self._ask, form, [line.entry.id for line in lines]))
        form.finished.connect(form.deleteLater)
        form.open()

    def approve(self) -> None:
        """Agrees to the list that waits."""
        one = self.sheet.waiting
        if one is not None:
            is_own = one.asked_by == self._background.library.user.name
            question = approving_question(one, self.sheet.lines, is_own)
            self._decide(question, lambda reason: (approve_list, one.id, reason), sentence("sealing.approved_done"))

    def send_back(self) -> None:
        """Sends the list back that waits, or takes one's own back where one may not judge it."""
        one = self.sheet.waiting
        if one is None:
            return
        if self._may(EventAct.SEAL_SENT_BACK) and one.asked_by != self._background.library.user.name:
            self._decide(
                sending_back_question(one),
                lambda reason: (send_back_list, one.id, reason),
                sentence("sealing.sent_back_done"),
            )
        else:
            self._decide(
                withdrawing_question(),
                lambda reason: (withdraw_list, one.id, reason),
                sentence("sealing.withdrawn_done"),
            )

    def begin(self) -> None:
        """Opens a session on the approved list in the way that is chosen."""
        one = self.sheet.approved
        if one is not None:
            self._change(open_session, one.id, self.side.way(), said=lambda _done: sentence("sealing.began"))

    def use_next(self) -> None:
        """Records the use on the chosen paper if it waits for the seal, else on the next one that does."""
        if (session := self._own_session()) is None:
            return
        left = self.sheet.to_seal(session.list_id)
        chosen = self.chosen()
        line = chosen if chosen in left else left[0] if left else None
        if line is not None:
            self._seal(session, [line.entry.id])

    def use_chosen(self) -> None:
        """Records the use on the chosen papers alone."""
        if (session := self._own_session()) is None:
            return
        left = {line.entry.id for line in self.sheet.to_seal(session.list_id)}
        ids = [self.model.row_at(row).entry.id for row in self.table.chosen_rows()]
        if wanted := [one for one in ids if one in left]:
            self._seal(session, wanted)

    def use_rest(self) -> None:
        """Records the use on everything that still waits, each with a number of its own."""
        if (session := self._own_session()) is not None:
            self._seal(session, [line.entry.id for line in self.sheet.to_seal(session.list_id)])

    def end(self) -> None:
        """Closes the session."""
        session = self.sheet.session
        self._files.forget()
        if session is not None:
            self._change(close_session, session.id, said=lambda _done: sentence("sealing.closed"))

    def strike(self) -> None:
        """Strikes the chosen use out, after its reason was given."""
        line = self.chosen()
        use = line.use if line is not None else None
        if use is not None:
            self._decide(striking_question(use), lambda reason: (strike_use, use.id, reason), struck_words(use))

    def open_register(self) -> None:
        """Shows the seal register."""
        from reviewer_ui.sealing.register import SealRegisterDialog

        dialog = SealRegisterDialog(self._context, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _seal(self, session: SealSession, register_ids: list[int]) -> None:
        if session.way is SealWay.STAMP:
            self._change(stamp_papers, session.id, register_ids, said=sealed_words)
        elif not self._is_busy:
            self._files.seal(session, register_ids)

    def _began(self) -> None:
        self._is_busy = True

    def _sealed(self, done: Sealed) -> None:
        self._done(sealed_words(done))
        if done.refused:
            self.side.note.set_tone(Tone.BAD)

    def _ask(self, form: FormDialog, ids: list[int], texts: dict[str, str]) -> None:
        typed = texts["impressions"].strip()
        count = int(typed[:4]) if typed.isdecimal() else 0

        def settle(_changes: Changes) -> None:
            form.accept()
            self._done(sentence("sealing.asked_done", {"count": len(ids)}))

        asked = dict.fromkeys(ids, count)
        self._background.run_change(ask_for_seal, asked, self._batch_id, then=settle, failed=form.refuse)

    def _decide(
        self, question: Question, act: Callable[[str], tuple[Callable[..., Changes], int, str]], said: str
    ) -> None:
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._done(said)

        dialog.confirmed.connect(
            lambda reason, _choice: self._background.run_change(*act(reason), then=settle, failed=dialog.refuse)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, act: Callable[..., object], *given: object, said: Callable[..., str]) -> None:
        """Carries an act out at once; pressed twice it is done once."""
        if self._is_busy:
            return
        self._is_busy = True
        self._background.run_change(act, *given, then=lambda done: self._done(said(done)), failed=self._refuse)

    def _done(self, said: str) -> None:
        self._is_busy = False
        self.side.note.say(said, Tone.OK)
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        self._is_busy = False
        self.side.note.say(sentence_of(error), Tone.BAD)
        self.refresh()

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS and self.isVisible():
            self.refresh()

    def _show(self, sheet: SealSheet) -> None:
        chosen, had_keys = self.chosen(), self.table.hasFocus()
        self.sheet = sheet
        self.model.show_rows(sheet.lines)
        ids = [line.entry.id for line in sheet.lines]
        if ids:
            session = self._own_session()
            left = sheet.to_seal(session.list_id) if session is not None else ()
            wanted = chosen.entry.id if chosen is not None and chosen.entry.id in ids else ids[0]
            if left and wanted not in {line.entry.id for line in left}:
                # The next paper stands under the keyboard.
                wanted = left[0].entry.id
            self.table.go_to(ids.index(wanted))
        if had_keys:
            self.table.setFocus()
        self.head.set_right(standing_line(sheet, bool(self._batch_id)))
        self.note.say("" if ids else sentence("sealing.nothing" if self._batch_id else "sealing.nothing_single"))
        self._show_acts()

    def _show_acts(self) -> None:
        """The next act that is open to who sits here, and what else can be done now."""
        sheet, side = self.sheet, self.side
        session, own = sheet.session, self._own_session()
        side.show_ways(session.way if session is not None else None, self._files.closed_ways(), session is not None)
        shown: list[Button] = []
        text, self._main = self._next_act()
        side.main.setText(text or "用印")
        side.main.setEnabled(self._main is not None)
        if own is not None:
            left = len(sheet.to_seal(own.list_id))
            side.rest.setText(f"其余 {left} 件都已盖" if own.way is SealWay.STAMP else f"盖其余 {left} 件")
            shown += [side.rest] if left > 1 else []
        # When it comes next anyhow, it stands there once.
        if session is not None and self._may(EventAct.SEAL_CLOSED) and self._main != self.end:
            shown.append(side.end)
        if session is None and (word := self._back_word()):
            side.back.setText(word)
            shown.append(side.back)
        line = self.chosen()
        if line is not None and line.use is not None and self._may(EventAct.SEAL_STRUCK):
            shown.append(side.strike)
        side.show_acts(shown)

    def _next_act(self) -> tuple[str, Callable[[], None] | None]:
        sheet = self.sheet
        own = self._own_session()
        if own is not None and sheet.to_seal(own.list_id):
            word = "登记盖" if own.way is SealWay.STAMP else "盖" if own.way is SealWay.IMAGE else "签"
            return f"{word}第 {sheet.next_serial} 号", self.use_next
        if own is not None:
            return "结束用印", self.end
        approved = sheet.approved
        if (
            sheet.session is None
            and approved is not None
            and sheet.to_seal(approved.id)
            and self._may(EventAct.SEAL_OPENED)
        ):
            is_again = any(line.use is not None and line.list_id == approved.id for line in sheet.lines)
            return f"接着盖第 {sheet.next_serial} 号" if is_again else "开始用印", self.begin
        if sheet.waiting is not None and self._may_approve():
            return "同意用印…", self.approve
        lines = self._askable()
        if lines and self._may(EventAct.SEAL_ASKED):
            return f"申请用印 {len(lines)} 件…", self.ask
        return "", None

    def _askable(self) -> tuple[SealLine, ...]:
        if self._batch_id:
            return self.sheet.askable
        chosen = {self.model.row_at(row).entry.id for row in self.table.chosen_rows()}
        return tuple(line for line in self.sheet.askable if line.entry.id in chosen)

    def _back_word(self) -> str:
        one = self.sheet.waiting
        if one is None:
            return ""
        is_own = one.asked_by == self._background.library.user.name
        if is_own:
            return "撤回申请…" if self._may(EventAct.SEAL_WITHDRAWN) else ""
        return "退回…" if self._may(EventAct.SEAL_SENT_BACK) else ""

    def _may(self, act: EventAct) -> bool:
        return not why_closed(self._background.library, act)

    def _may_approve(self) -> bool:
        """A list of one's own only where the office allows that."""
        one = self.sheet.waiting
        is_own = one is not None and one.asked_by == self._background.library.user.name
        return self._may(EventAct.SEAL_APPROVED) and (self.sheet.allows_self_approval or not is_own)

    def _own_session(self) -> SealSession | None:
        session = self.sheet.session
        is_own = session is not None and session.opened_by == self._background.library.user.name
        return session if is_own and self._may(EventAct.SEAL_USED) else None

    def _open_case(self) -> None:
        line = self.chosen()
        if line is not None and line.case is not None:
            self.case_asked.emit(line.case.id)

    def _told(self) -> Told | None:
        line = self.chosen()
        return told_of(line) if line is not None else None

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.note.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        row.addWidget(card, 1)
        row.addWidget(self.side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the right column less."""
        self.side.setFixedWidth(_NARROW_SIDE if self.width() < _NARROW else _SIDE_WIDTH)

    def _connect(self) -> None:
        side = self.side
        for button, act in (
            (side.rest, self.use_rest),
            (side.back, self.send_back),
            (side.end, self.end),
            (side.strike, self.strike),
            (side.register, self.open_register),
            (side.main, self.press_main),
        ):
            button.clicked.connect(act)
        self.setFocusProxy(self.table)
        self.table.use_pressed.connect(self.use_chosen)
        self.table.case_pressed.connect(self._open_case)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_acts())
        tell(self.table, self._told)
        self._files.begun.connect(self._began)
        self._files.sealed.connect(self._sealed)
        self._files.refused.connect(self._refuse)
        self._background.changed.connect(self._note_changes)

    def press_main(self) -> None:
        """Does the next act, as its button and Ctrl+Enter."""
        if self._main is not None and self.side.main.isEnabled():
            self._main()
