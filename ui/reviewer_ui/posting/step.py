"""寄出: the parcels of a batch with what lies in each and what is missing; packed by key, drag or scan, and posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.at_once import (
    ParcelPlan,
    pack_at_once,
    packing_plan,
)
from reviewer_app.services.posting.contents import BatchParcels, ParcelView, PieceLine, batch_parcels
from reviewer_app.services.posting.packing import (
    close_parcel,
    close_whole_parcels,
    open_parcel,
    plan_parcels,
    put_all_in,
    put_in,
    take_out,
)
from reviewer_app.services.posting.posting import (
    drop_parcel,
    is_last_here,
    record_receipt,
    record_return,
    undo_posting,
)
from reviewer_app.services.posting.scanning import Scanned, scanned_to_put_in
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.posting import asking
from reviewer_ui.posting.layout import Next, PostingLayout
from reviewer_ui.posting.to_the_post import ToThePost
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.form_dialog import FormDialog, FormField


class PostingStep(QWidget):
    """The step 寄出 of a batch; `case_asked` opens a case."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._batch: Batch | None = None
        self._now: BatchParcels | None = None
        self._is_on_its_way = False
        self._said: tuple[str, Tone] | None = None
        self.parts = PostingLayout(self)
        self._to_the_post = ToThePost(context, self)
        self._to_the_post.settled.connect(lambda: self._settle(""))
        self.previews = Previews(context, self)
        self.setFocusProxy(self.parts.table)
        self._connect()

    def show_batch(self, batch: Batch) -> None:
        """Shows the parcels of a batch."""
        self._batch = batch
        self.refresh()

    def refresh(self) -> None:
        """Reads the parcels again."""
        if self._batch is not None:
            self._background.run_read(batch_parcels, self._batch.id, then=self._show, failed=self._refuse)

    def chosen(self) -> ParcelView | None:
        """The parcel that the buttons speak of."""
        return self.parts.chosen()

    def plan(self) -> None:
        """Shows the parcels to be planned, then plans them."""
        now = self._now
        if now is not None and now.lacks:
            self._decide(asking.planning_question(now), plan_parcels, now.batch.id, now.lacks)

    def put_all(self) -> None:
        """Puts in whatever lies ready, for all open parcels."""
        if self._now is not None:
            self._carry_out(put_all_in, self._now.batch.id)

    def close_all(self) -> None:
        """Closes every parcel in which all lies that belongs there."""
        if self._now is not None:
            self._carry_out(close_whole_parcels, self._now.batch.id)

    def put_chosen_in(self) -> None:
        """Puts in the chosen copies that are missing."""
        view, lines = self.chosen(), self.parts.missing.chosen()
        if view is not None and lines:
            # Of several those that are ready go in; one alone that is not says why.
            ready = [line for line in lines if line.can_be_put_in] or lines[:1]
            self._carry_out(put_in, view.parcel.id, [line.piece for line in ready])

    def take_chosen_out(self) -> None:
        """Asks why, then takes the chosen copies out."""
        view, lines = self.chosen(), self.parts.lying.chosen()
        if view is not None and lines and view.parcel.state is ParcelState.OPEN:
            pieces = [line.piece for line in lines]
            question = asking.taking_out_question(view, len(lines))
            self._decide_why(question, lambda why: (take_out, view.parcel.id, pieces, why))

    def scan(self) -> None:
        """A code or number was scanned: its next copy is put in."""
        words = self.parts.scan.text().strip()
        self.parts.scan.clear()
        if self._now is not None and words:
            self._background.run_read(
                scanned_to_put_in, self._now.batch.id, words, then=self._put_scanned, failed=self._refuse
            )

    def go_on(self) -> None:
        """The next act on the chosen parcel alone: it is closed, or posted, or signed for."""
        view = self.chosen()
        if view is None:
            return
        acts = {ParcelState.OPEN: self.close_chosen, ParcelState.CLOSED: self.post, ParcelState.POSTED: self.receive}
        acts.get(view.parcel.state, lambda: None)()

    def press_main(self) -> None:
        """What comes next for the batch: it is packed, or posted; then the chosen parcel is signed for."""
        if self.parts.buttons["next"].isEnabled():
            acts = {Next.PACK: self.pack, Next.POST: self.post_all, Next.CLOSE: self.close_chosen}
            acts |= {Next.RECEIVE: self.receive, Next.DROP: self.drop_chosen}
            acts.get(self.parts.next, lambda: None)()

    def is_to_be_posted(self) -> bool:
        """Whether what comes next is that the parcels of a batch not sent yet go to the post."""
        is_here = self._batch is not None and self._batch.sent_at is None
        return is_here and self.parts.next is Next.POST

    def pack(self) -> None:
        """Shows what is planned, put in and closed, then does it all in one act."""
        now = self._now
        if now is None:
            return

        def ask(plans: Sequence[ParcelPlan]) -> None:
            if plans:
                self._decide(asking.packing_question(now, plans), pack_at_once, now.batch.id, plans)
            else:
                self.parts.note.say(sentence("parcel.nothing_to_pack", {"number": now.batch.number}))

        self._background.run_read(packing_plan, now.batch.id, then=ask, failed=self._refuse)

    def close_chosen(self) -> None:
        """Closes the chosen parcel."""
        view = self.chosen()
        if view is not None:
            self._carry_out(close_parcel, view.parcel.id)

    def open_chosen(self) -> None:
        """Asks why, then opens the chosen parcel."""
        view = self.chosen()
        if view is not None:
            self._decide_why(asking.opening_question(view), lambda why: (open_parcel, view.parcel.id, why))

    def drop_chosen(self) -> None:
        """Takes the chosen empty parcel away."""
        view = self.chosen()
        if view is not None and self._now is not None:
            sends = is_last_here(self._now, view)
            self._decide(asking.dropping_question(self._now, view), drop_parcel, view.parcel.id, sends)

    def post(self) -> None:
        """Asks for courier, waybill and day of the chosen parcel, then records the posting."""
        if (view := self.chosen()) is not None and self._now is not None:
            self._to_the_post.ask(self._now, [view])

    def post_all(self) -> None:
        """Asks for courier and day once and the waybill of each closed parcel, then records all postings in one act."""
        if self._now is not None:
            self._to_the_post.ask(self._now, [one for one in self._now.parcels if asking.can_be_posted(one)])

    def receive(self) -> None:
        """Asks on which day and by whom the parcel was signed for."""
        view = self.chosen()
        if view is not None:
            person = FormField("person", "签收人", hint="如 市局收发室", kind=TextKind.NAME)
            self._ask_day(view, "登记签收", asking.receipt_says(view), "签收日期", person, record_receipt)

    def take_back(self) -> None:
        """Asks on which day and why the parcel came back."""
        view = self.chosen()
        if view is not None:
            reason = FormField("reason", "退回原因", hint="如 收件人拒收、地址不符", kind=TextKind.REASON)
            self._ask_day(view, "登记退回", asking.return_says(view), "退回日期", reason, record_return)

    def undo_post(self) -> None:
        """Asks why, then takes the posting back."""
        view = self.chosen()
        if view is not None:
            self._decide_why(asking.undoing_question(view), lambda why: (undo_posting, view.parcel.id, why))

    def _ask_day(
        self, view: ParcelView, title: str, says: str, day_word: str, other: FormField, act: Callable[..., object]
    ) -> None:
        def ask(today: Any) -> None:
            day = FormField("day", day_word, today.isoformat(), "如 2024-05-20")
            form = self._form(title, says, title, (other, day), f"{other.id}:{view.parcel.id}")
            form.confirmed.connect(partial(carry_out, form))

        def carry_out(form: FormDialog, texts: dict[str, str]) -> None:
            day = parse_date(texts["day"])
            if day is None:
                self._no_day(form)
            else:
                self._run(form, act, view.parcel.id, day, texts[other.id])

        self._background.run_read(_today, then=ask)

    def _no_day(self, form: FormDialog) -> None:
        form.confirm.setEnabled(True)
        form.answered()
        form.say(sentence("parcel.no_day"))
        form.editors["day"].setFocus()

    def _form(self, title: str, says: str, confirm: str, fields: Sequence[FormField], name: str) -> FormDialog:
        form = FormDialog(title, says, confirm, fields, self)
        keep_texts(self._context, form, name)
        form.finished.connect(form.deleteLater)
        form.open()
        return form

    def _decide(self, question: Question, act: Callable[..., object], *told: object) -> None:
        self._decide_why(question, lambda _why: (act, *told))

    def _decide_why(self, question: Question, act: Callable[[str], tuple[Any, ...]]) -> None:
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(lambda why, _choice: self._run(dialog, *act(why)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(self, dialog: DecisionDialog | FormDialog, act: Callable[..., object], *told: object) -> None:
        def settle(_changes: object) -> None:
            dialog.accept()
            self._settle("")

        self._background.run_change(act, *told, then=settle, failed=dialog.refuse)

    def _carry_out(self, act: Callable[..., object], *told: object, done: str = "") -> None:
        # Pressed twice, it is done once: the first press is on its way.
        if self._is_on_its_way:
            return
        self._is_on_its_way = True
        self._background.run_change(act, *told, then=lambda _changes: self._settle(done), failed=self._refuse)

    def _put_scanned(self, found: Scanned) -> None:
        number = found.line.case.intake_number if found.line.case else ""
        told = {"parcel": found.parcel, "number": number, "piece": found.line.piece.called, "left": found.left}
        done = sentence("parcel.scanned_left" if found.left else "parcel.scanned_in", told)
        self.parts.choose(found.parcel_id)
        self._carry_out(put_in, found.parcel_id, [found.line.piece], done=done)

    def _settle(self, done: str) -> None:
        self._is_on_its_way = False
        self._said = (done, Tone.OK) if done else None
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        """The list is read anew: it was refused because it is another by now, or it stays as it is."""
        self._is_on_its_way = False
        self._said = sentence_of(error), Tone.BAD
        if self._now is not None:
            self.refresh()
        else:
            self.parts.note.say(*self._said)

    def _show(self, now: BatchParcels) -> None:
        self._now = now
        held, former = self.focusWidget(), self.focusProxy()
        self.parts.show_parcels(now, self._context.why_closed(EventAct.PARCEL_PACKED))
        if self._said is not None:
            self.parts.note.say(*self._said)
            self._said = None
        wanted = self.parts.first()
        self.setFocusProxy(wanted)
        is_gone = held in self.parts.buttons.values() and held is not None and held.isHidden()
        if is_gone or (held is former and wanted is not former):
            # Without parcels the keyboard is where they are planned; later on them, also from an act that is done.
            wanted.setFocus()
            self.parts.page.verticalScrollBar().setValue(0)

    def _show_paper(self, kind: DocumentKind) -> None:
        """A paper of the chosen parcel: its list, its letter, its label, its envelope."""
        view = self.chosen()
        if view is not None:
            self.previews.show(PrintOrder(kind, batch_id=view.parcel.batch_id, contact=view.parcel.contact))

    def _open_case(self, line: PieceLine) -> None:
        if line.case is not None:
            self.case_asked.emit(line.case.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more or less beside each other."""
        super().resizeEvent(event)
        self.parts.fit(event.size().width())

    def _connect(self) -> None:
        parts = self.parts
        parts.missing.moved.connect(self.put_chosen_in)
        parts.lying.moved.connect(self.take_chosen_out)
        parts.lying.dropped.connect(lambda _from: self.put_chosen_in())
        parts.missing.dropped.connect(lambda _from: self.take_chosen_out())
        parts.scan.returnPressed.connect(self.scan)
        pressed: dict[str, Callable[[], None]] = {
            "plan": self.plan,
            "put_all": self.put_all,
            "close_all": self.close_all,
            "put": self.put_chosen_in,
            "take": self.take_chosen_out,
            "one": self.go_on,
            "next": self.press_main,
            "open": self.open_chosen,
            "undo": self.undo_post,
            "back": self.take_back,
            "drop": self.drop_chosen,
        }
        for name, act in pressed.items():
            parts.buttons[name].clicked.connect(act)
        parts.case_pressed.connect(self._open_case)
        parts.paper_pressed.connect(self._show_paper)
        parts.table.return_pressed.connect(parts.go_into)


def _today(unit: UnitOfWork) -> object:
    return unit.today
