"""The step 用印 of a batch: the list is asked for, agreed to, and each use of the seal recorded, all by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.dispatch.seals import SealSession, SealWay
from reviewer_app.domain.record import EventAct
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.sealing.sessions import Sealed, close_session, open_session, stamp_list, stamp_papers
from reviewer_app.services.sealing.sheet import SealLine, SealSheet, seal_sheet
from reviewer_app.services.sealing.striking import Struck
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import tell
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.sealing.file_job import FileSealing
from reviewer_ui.sealing.next_act import OUTLIVES_SEASON, Next, SealDesk
from reviewer_ui.sealing.questions import (
    approving_question,
    ask_strike,
    asking_form,
    impressions_of,
    left_out,
    sending_back_question,
    struck_words,
    using_question,
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
    step_asked = Signal(object)  # RoadStep

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._batch_id = 0
        self._is_busy = False
        self._after_reading: Callable[[], None] | None = None
        self._next = Next.NOTHING
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

    def chosen(self) -> SealLine | None:
        """The paper the keyboard is on."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def ask(self) -> None:
        """Asks for the seal on all papers of the batch that may be listed; of single papers on the chosen ones."""
        if lines := self._askable():
            form = asking_form(self._context, lines, left_out(self.sheet), self)
            form.confirmed.connect(partial(self._ask, form, lines))

    def approve(self) -> None:
        """Agrees to the list that waits."""
        one = self.sheet.waiting
        if one is not None:
            question = approving_question(one, self.sheet.lines, self._desk.is_own_list)
            self._decide(question, lambda reason: (approve_list, one.id, reason), sentence("sealing.approved_done"))

    def send_back(self) -> None:
        """Sends the list back that waits, or takes one's own back where one may not judge it."""
        one = self.sheet.waiting
        if one is None:
            return
        if self._may(EventAct.SEAL_SENT_BACK) and not self._desk.is_own_list:
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
        left, session, chosen = self._desk.to_use(), self._desk.own_session, self.chosen()
        if session is not None and left:
            self._seal(session, [(chosen if chosen in left else left[0]).entry.id])

    def use_chosen(self) -> None:
        """Records the use on the chosen papers alone."""
        left = {line.entry.id for line in self._desk.to_use()}
        ids = [self.model.row_at(row).entry.id for row in self.table.chosen_rows()]
        wanted = [one for one in ids if one in left]
        if (session := self._desk.own_session) is not None and wanted:
            self._seal(session, wanted)

    def use_all(self) -> None:
        """Names every paper that waits for the seal with its number, then records each use."""
        left, way = self._desk.to_use(), self._way()
        if not left:
            return
        question = using_question(left, way, self.sheet.next_serial)
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(partial(self._use_all, dialog, left, way, self.sheet.next_serial))
        _open(dialog)

    def _use_all(
        self, dialog: DecisionDialog, left: tuple[SealLine, ...], way: SealWay, first: int, *_said: str
    ) -> None:
        list_id, ids = left[0].list_id, [line.entry.id for line in left]

        def settle(done: Sealed) -> None:
            dialog.accept()
            self._sealed(done)

        if way is SealWay.STAMP:
            self._background.run_change(stamp_list, list_id, ids, first, then=settle, failed=dialog.refuse)
            return
        dialog.accept()
        if self._desk.own_session is not None:
            self._seal_in_own(ids)
        elif not self._is_busy:
            # What is sealed as files goes on beside the window, in the session that begins here.
            self._change(open_session, list_id, way, said=partial(self._go_on_with, ids))

    def _go_on_with(self, ids: list[int], _begun: object) -> str:
        self._after_reading = partial(self._seal_in_own, ids)
        return sentence("sealing.began")

    def _seal_in_own(self, ids: list[int]) -> None:
        if (session := self._desk.own_session) is not None:
            self._seal(session, ids)

    def end(self) -> None:
        """Closes the session."""
        session = self.sheet.session
        self._files.forget()
        if session is not None:
            self._change(close_session, session.id, said=lambda _done: sentence("sealing.closed"))

    def strike(self) -> None:
        """Strikes the chosen use out, after its reason was given."""
        line = self.chosen()
        if line is not None and line.use is not None:
            ask_strike(self._context, line.use, self, self._struck)

    def open_register(self) -> None:
        """Shows the seal register."""
        from reviewer_ui.sealing.register import SealRegisterDialog

        _open(SealRegisterDialog(self._context, self))

    def _seal(self, session: SealSession, register_ids: list[int]) -> None:
        if session.way is SealWay.STAMP:
            self._change(stamp_papers, session.id, register_ids, said=sealed_words)
        elif not self._is_busy:
            self._files.seal(session, register_ids)

    def _began(self) -> None:
        self._is_busy = True

    def _sealed(self, done: Sealed) -> None:
        self._done(sealed_words(done), Tone.BAD if done.refused else Tone.OK)

    def _struck(self, done: Struck) -> None:
        self._done(struck_words(done), Tone.OK if done.stays is None else Tone.BAD)

    def _ask(self, form: FormDialog, lines: tuple[SealLine, ...], texts: dict[str, str]) -> None:
        def settle(_changes: Changes) -> None:
            form.accept()
            self._done(sentence("sealing.asked_done", {"count": len(lines)}))

        asked = impressions_of(lines, texts["impressions"])
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
        _open(dialog)

    def _change(self, act: Callable[..., object], *given: object, said: Callable[..., str]) -> None:
        """Carries an act out at once; pressed twice it is done once."""
        if self._is_busy:
            return
        self._is_busy = True
        self._background.run_change(act, *given, then=lambda done: self._done(said(done)), failed=self._refuse)

    def _done(self, said: str, tone: Tone = Tone.OK) -> None:
        self._is_busy = False
        self.side.note.say(said, tone)
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
            session = self._desk.own_session
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
        self._files.forget_unless({one.id for one in sheet.sessions})
        self._show_acts()
        following, self._after_reading = self._after_reading, None
        if following is not None:
            following()

    def _show_acts(self) -> None:
        """The next act that is open to who sits here, and what else can be done now; what is not says why."""
        sheet, side, desk = self.sheet, self.side, self._desk
        session, own, left = sheet.session, desk.own_session, desk.to_use()
        side.show_ways(session.way if session is not None else None, self._files.closed_ways(), session is not None)
        shown: list[Button] = []
        coming = desk.what_comes_next(self._way(), self._askable())
        self._next = coming.act
        over = self._context.actions.season_closed if self._batch_id and coming.act not in OUTLIVES_SEASON else ""
        side.show_main(coming.text, coming.act is not Next.NOTHING and not over, over or coming.why)
        if own is not None and len(left) > 1:
            side.rest.setText(f"其余 {len(left)} 份都已盖…" if own.way is SealWay.STAMP else f"盖其余 {len(left)} 份…")
            shown.append(side.rest)
        if coming.act is Next.USE_ALL:
            shown.append(side.begin)
        # When it comes next anyhow, it stands there once.
        if session is not None and self._may(EventAct.SEAL_CLOSED) and coming.act is not Next.END:
            shown.append(side.end)
        if session is None and (word := desk.back_word):
            side.back.setText(word)
            shown.append(side.back)
        if (line := self.chosen()) is not None and line.use is not None and self._may(EventAct.SEAL_STRUCK):
            shown.append(side.strike)
        side.show_acts([one for one in shown if not over or one in (side.end, side.strike)])

    def _askable(self) -> tuple[SealLine, ...]:
        if self._batch_id:
            return self.sheet.askable
        chosen = {self.model.row_at(row).entry.id for row in self.table.chosen_rows()}
        return tuple(line for line in self.sheet.askable if line.entry.id in chosen)

    @property
    def _desk(self) -> SealDesk:
        return SealDesk(self.sheet, self._background.library.user.name, self._may)

    def _may(self, act: EventAct) -> bool:
        return not why_closed(self._background.library, act)

    def _way(self) -> SealWay:
        """The way of the session that is open, else the one that is chosen."""
        session = self.sheet.session
        return session.way if session is not None else self.side.way()

    def _open_case(self) -> None:
        line = self.chosen()
        if line is not None and line.case is not None:
            self.case_asked.emit(line.case.id)

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
        side.way_chosen.connect(lambda _way: self._show_acts())
        for button, act in (
            (side.rest, self.use_all),
            (side.begin, self.begin),
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
        tell(self.table, lambda: told_of(line) if (line := self.chosen()) is not None else None)
        self._files.begun.connect(self._began)
        self._files.sealed.connect(self._sealed)
        self._files.refused.connect(self._refuse)
        self._files.list_told.connect(side.say_of_list)
        side.to_list.clicked.connect(self._context.actions["seal.revocations"].trigger)
        self._background.changed.connect(self._note_changes)

    def press_main(self) -> None:
        """Does the next act, as its button and Ctrl+Enter."""
        acts: dict[Next, Callable[[], None]] = {
            Next.ASK: self.ask,
            Next.APPROVE: self.approve,
            Next.USE_ALL: self.use_all,
            Next.USE_ONE: self.use_next,
            Next.END: self.end,
            Next.LEAD_ON: self._lead_on,
        }
        if self.side.main.isEnabled():
            acts.get(self._next, lambda: None)()

    def _lead_on(self) -> None:
        batch = self.sheet.batch
        is_open = batch is not None and batch.is_open
        self.step_asked.emit(RoadStep.POST if is_open else RoadStep.CHOOSE)


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
