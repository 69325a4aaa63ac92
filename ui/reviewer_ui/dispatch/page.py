"""The sending place: put a batch together, export it, and record that it was sealed and sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch, BatchChoice, SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.cases.sealing import record_sealed
from reviewer_app.services.dispatch.batch_planning import is_practice, plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches, record_sent
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.mail_check import MailCheck, mail_check, point_said
from reviewer_app.services.dispatch.unfinished import discard_unfinished
from reviewer_app.services.papers.printing import OF_BATCH, PrintOrder
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.city.mail_check import MailCheckDialog
from reviewer_ui.context import Context
from reviewer_ui.dispatch.batches import BatchesCard
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.preview import BatchPreview
from reviewer_ui.dispatch.questions import sealing_question, sending_question
from reviewer_ui.dispatch.result import BatchResultView
from reviewer_ui.dispatch.second_looks import SecondLooksDialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button
from reviewer_ui.widgets.decision import DecisionDialog, Question

_SHARES = [440, 220]
#: Where exports were begun and not finished is kept on this machine, so that nothing of a case is left lying about.
_BEGUN_KEY = "dispatch/begun"
_NOUNS = frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH, Noun.SETTINGS})


class DispatchPage(QWidget):
    """报送: the list of what can go, the export, its result, and the batches made so far; `case_asked` opens one."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = context.background
        self._batches: tuple[Batch, ...] = ()
        self._season = ""
        self._job: Job | None = None
        self._is_exporting = False
        self._is_stale = False
        self._is_read = False
        self._awaited: Callable[[], None] | None = None
        self._wants_keys = True
        self.preview = BatchPreview(context.preferences)
        self.batches = BatchesCard(context.background.library.folder)
        self.result = BatchResultView()
        self._lay_out()
        options = self.preview.options
        options.export_pressed.connect(self.export)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._press_export)
        self.preview.summary_pressed.connect(self.open_summary)
        self.preview.order_pressed.connect(self.open_order)
        self.preview.looks_pressed.connect(self.open_looks)
        self.preview.case_asked.connect(self.case_asked)
        options.cancel_pressed.connect(self._cancel)
        self.result.left.connect(lambda: self._pages.setCurrentIndex(0))
        self.batches.seal_pressed.connect(self._ask_seal)
        self.batches.send_pressed.connect(self._ask_send)
        self.batches.check_pressed.connect(self.open_check)
        self.previews = Previews(context, self)
        self.batches.paper_pressed.connect(self._show_paper)
        self.batches.acts_shown.connect(self._offer_acts)
        self.batches.offer_papers(OF_BATCH)
        self.batches.check.clicked.connect(context.actions["signature.check"].trigger)
        self._background.changed.connect(self._note_changes)
        self.refresh()

    def refresh(self) -> None:
        """Reads again what can be sent and what was sent."""
        self._is_stale = self._is_read = False
        self._background.run_read(current_pack, then=self._show_pack)
        self._background.run_read(is_practice, then=self.preview.options.show_practice)
        self._background.run_read(list_batches, then=self._take_batches)
        self._background.run_read(plan_batch, then=self._show_choices)

    def export(self) -> None:
        """Exports the ticked cases; afterwards everything is in its folder, or nothing is."""
        options = self.preview.options
        ids = self.preview.model.ticked()
        if not ids or self._is_exporting:
            return
        if not options.folder.line.text().strip():
            options.refuse_folder(sentence("export.no_folder"))
            return
        self._is_exporting = True
        options.show_exporting(len(ids))
        target, earlier = options.folder.target(), self._begun()
        self._context.preferences.put(_BEGUN_KEY, sorted({str(target), *map(str, earlier)}))
        self._job = self._background.run_long(
            _exporting(self._context.parts, ids, target, options.seal(), earlier),
            then=self._show_result,
            failed=self._show_failure,
            progress=options.progress.set_progress,
        )

    def _press_export(self) -> None:
        """Ctrl+Enter exports what is ticked in the list, where the list with its folder is what one sees."""
        if self.preview.options.export.isVisible():
            self.preview.options.export.click()

    def open_summary(self) -> None:
        """Offers the summary of the ticked cases (of all that can go, if none is ticked) in every form."""
        from reviewer_ui.summary import SummaryDialog

        ids = self.preview.model.ticked()
        dialog = SummaryDialog(self._context, ids, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_order(self) -> None:
        """Offers the order in which the office recommends."""
        dialog = OrderDialog(self._context, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_looks(self) -> None:
        """Offers the second looks by lot."""
        dialog = SecondLooksDialog(self._context, self)
        dialog.case_asked.connect(self.case_asked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def record_seal(self) -> None:
        """登记用印 for the chosen batch, as its button; says why where there is nothing to record."""
        self._press(self.batches.seal, "dispatch.nothing_to_seal")

    def record_sending(self) -> None:
        """登记报送 for the chosen batch, as its button; says why where there is nothing to record."""
        self._press(self.batches.send, "dispatch.nothing_to_send")

    def _press(self, button: Button, otherwise: str) -> None:
        """DecisionGuard a button once the batches have been read."""

        def press() -> None:
            self._pages.setCurrentIndex(0)
            if button.isEnabled():
                button.click()
            else:
                self._context.messages.inform(sentence(otherwise))

        if self._is_read:
            press()
        else:
            self._awaited = press

    def _offer_acts(self) -> None:
        """What is not open on the chosen batch is off in the window's actions, and says why; unread it stays open."""
        for action, button in (("seal", self.batches.seal), ("send", self.batches.send)):
            is_off = self._is_read and not self._is_stale and not button.isEnabled()
            self._context.actions.close(
                f"dispatch.{action}", sentence(f"dispatch.nothing_to_{action}") if is_off else ""
            )

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(12)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.preview)
        self._split.addWidget(self.batches)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes(_SHARES)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._split)
        self._pages.addWidget(self.result)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self._pages)

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS:
            self._is_stale = True
            self._offer_acts()
            if self.isVisible():
                self.refresh()

    def _show_pack(self, pack: NoticePack) -> None:
        self._season = pack.season
        self.preview.options.show_address(pack.address)

    def _take_batches(self, batches: tuple[Batch, ...]) -> None:
        """Reads come back in the order they were asked for: the choices follow and show both."""
        self._batches = batches
        if not self._is_exporting:
            number = max((batch.number for batch in batches), default=0) + 1
            self.preview.options.suggest_folder(f"{self._season}年度报送第{number}批")

    def _show_choices(self, choices: tuple[BatchChoice, ...]) -> None:
        unsent = [batch for batch in reversed(self._batches) if batch.sent_at is None]
        exported = {line.application_id: batch.number for batch in unsent for line in batch.lines}
        self.preview.show_choices(choices, exported)
        self._is_read = True
        self.batches.show_batches(self._batches, choices)
        self._place_keys(bool(choices))
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            awaited()

    def _place_keys(self, is_list: bool) -> None:
        """Who comes here first goes through the list; once all of it is sent, through what was sent."""
        held = self.focusWidget()
        is_lost = held is None or not held.isVisible()
        if self.isVisible() and (self._wants_keys or is_lost) and self._pages.currentIndex() == 0:
            self._wants_keys = False
            (self.preview.table if is_list else self.batches.table).setFocus()

    def _show_result(self, result: BatchResult) -> None:
        self._is_exporting = False
        if result.is_cancelled:
            self.preview.options.show_ended("已取消，没有写出任何文件。")
            return
        self._context.preferences.put(_BEGUN_KEY, [])
        self.preview.options.remember_folder()
        self.preview.options.show_ended()
        self.result.show_result(result)
        self._pages.setCurrentWidget(self.result)
        self.refresh()

    def _show_failure(self, error: Exception) -> None:
        self._is_exporting = False
        if isinstance(error, OfficeError) and error.values.get("field") == "folder":
            self.preview.options.refuse_folder(sentence_of(error))
        else:
            self.preview.options.show_ended(sentence_of(error), Tone.BAD)

    def _begun(self) -> frozenset[Path]:
        """Where exports were begun and none was finished since, also by a window that was killed."""
        return frozenset(Path(place) for place in self._context.preferences.texts(_BEGUN_KEY))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_paper(self, batch: Batch, kind: DocumentKind) -> None:
        self.previews.show(PrintOrder(kind, batch_id=batch.id))

    def _ask_seal(self, batch: Batch, ids: list[int]) -> None:
        question = sealing_question(batch, ids)
        done = f"第 {batch.number} 批 {len(ids)} 件已登记用印。"
        self._ask(question, lambda dialog: self._carry_out(dialog, done, record_sealed, ids))

    def open_check(self, batch: Batch) -> None:
        """Offers the check before mailing; from it the batch is recorded as sent once nothing is open."""
        dialog = MailCheckDialog(self._context, batch, self)
        dialog.case_asked.connect(self.case_asked)
        dialog.send_asked.connect(lambda: self._ask_send(batch))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_send(self, batch: Batch) -> None:
        """A batch of which something is open is shown its check; else the question is put."""

        def ask(check: MailCheck) -> None:
            if check.is_sent or check.settled == len(check.points):
                self._ask_to_send(batch, [point_said(one) for one in check.points if one.excuse is not None])
            else:
                self.open_check(batch)

        self._background.run_read(mail_check, batch.id, self._background.library.folder, then=ask)

    def _ask_to_send(self, batch: Batch, excused: list[str]) -> None:
        done, folder = f"第 {batch.number} 批已登记报送。", self._background.library.folder
        told = {choice.application_id: choice.told for choice in self.preview.model.rows() if choice.told}
        self._ask(
            sending_question(batch, excused, told),
            lambda dialog: self._carry_out(dialog, done, record_sent, batch.id, folder),
        )

    def _ask(self, question: Question, act: Callable[[DecisionDialog], None]) -> None:
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(lambda _reason, _choice: act(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _carry_out(self, dialog: DecisionDialog, done: str, act: Callable[..., Changes], *args: object) -> None:
        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._context.messages.inform(done)

        self._background.run_change(act, *args, then=settle, failed=dialog.refuse)


def _exporting(
    parts: Parts, ids: list[int], folder: Path, seal: SealStyle, earlier: frozenset[Path]
) -> Callable[[Library, Progress, Cancelled], BatchResult]:
    """The long job of an export; what earlier ones that stopped elsewhere had ready is cleared away once it is done."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> BatchResult:
        result = export_batch(library, parts.maker, ids, folder, seal, on_progress, is_cancelled)
        for place in earlier - {folder} if not result.is_cancelled else ():
            discard_unfinished(place)
        return result

    return work
