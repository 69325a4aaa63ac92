"""The sending place: one batch on its road, chosen, made, sealed, posted and answered, a page for each step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch, BatchChoice
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import Supplement
from reviewer_app.domain.dispatch.road import STEPS, Road, RoadStep
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_planning import is_practice, plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import BatchResult
from reviewer_app.services.dispatch.mail_check import MailCheck
from reviewer_app.services.dispatch.road import road_of
from reviewer_app.services.papers.printing import OF_BATCH, PrintOrder
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.asked import AskedActs
from reviewer_ui.dispatch.export_job import ExportJob
from reviewer_ui.dispatch.offered import OfferedDialogs
from reviewer_ui.dispatch.preview import BatchPreview
from reviewer_ui.dispatch.road.by_hand import CheckColumn, ResultsPage
from reviewer_ui.dispatch.road.head import RoadHead
from reviewer_ui.dispatch.road.made import MadePage
from reviewer_ui.dispatch.road.open_rows import OpenRows
from reviewer_ui.dispatch.road.step_page import RoadPage, StepPage, StepStack
from reviewer_ui.posting.step import PostingStep
from reviewer_ui.printing.opening import Previews
from reviewer_ui.sealing import SealingStep, SealsWaitingLine
from reviewer_ui.widgets import Button, EmptyState

#: The steps beside which there is a column, and its width; on a narrow screen it takes less.
_BESIDE, _BESIDE_WIDTH = (RoadStep.SEAL, RoadStep.POST), 372
_NARROW, _NARROW_BESIDE = 1100, 264
#: No limit, as Qt has it.
_ANY_WIDTH = 16_777_215
_NOUNS = frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH, Noun.SETTINGS, Noun.REGISTER})


class DispatchPage(QWidget):
    """报送: a batch with its five steps, the page of the step one is at, and the batches before.

    A step that was opened stays open; another batch opens at the first step not done. `case_asked` opens a case.
    """

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._beside: StepPage | None = None
        self._background = context.background
        self._batches: tuple[Batch, ...] = ()
        self._choices: tuple[BatchChoice, ...] = ()
        self._shown: Batch | None = None
        self._road: Road | None = None
        self._wanted: int | None = None
        self._supplement: Supplement | None = None
        self._season = ""
        self._just_made = 0
        self._is_stale = False
        self._is_read = False
        self._wants_keys = True
        self._step = RoadStep.CHOOSE
        self.head = RoadHead()
        self.offered = OfferedDialogs(context, self)
        self.asked = AskedActs(context, self)
        self.preview = BatchPreview(context.preferences)
        self.result = MadePage(context, OF_BATCH)
        self.sealing = SealingStep(context)
        self.scan = Button("读入扫描件…")
        self.sealing.head.add_act(self.scan)
        self.waiting = SealsWaitingLine(context)
        self.sending = PostingStep(context)
        self.answers = ResultsPage(context)
        self.open_rows = OpenRows(context, self.head.open_rows, self)
        self.pages: Mapping[RoadStep, StepPage | SealingStep | PostingStep] = {
            RoadStep.MAKE: self.result,
            RoadStep.SEAL: self.sealing,
            RoadStep.POST: self.sending,
            RoadStep.CITY: self.answers,
        }
        self.previews = Previews(context, self)
        self._job = ExportJob(context, self.preview.options, self)
        self._lay_out()
        self._connect()
        self.check = CheckColumn(context)
        self.put_beside(self.check)
        self.check.panel.checked.connect(self._tell_check)
        self.check.panel.parcel_asked.connect(self._go_to_parcel)
        self.check.panel.step_asked.connect(self.go_to)
        self.sealing.side.to_beside.clicked.connect(self._go_to_check)
        self.refresh()

    def refresh(self) -> None:
        """Reads again what can be sent, what was sent, and the road of the batch shown."""
        self._is_stale = self._is_read = False
        self.preview.options.show_closed(self._context.actions.season_closed)
        self._background.run_read(current_pack, then=self._show_pack)
        self._background.run_read(is_practice, then=self.preview.options.show_practice)
        self._background.run_read(list_batches, then=self._take_batches)
        self._background.run_read(plan_batch, then=self._show_choices)
        self.waiting.refresh()

    @property
    def step(self) -> RoadStep:
        """The step that is open."""
        return self._step

    @property
    def shown(self) -> Batch | None:
        """The batch on top; None while the next one is being put together."""
        return self._shown

    @property
    def batches(self) -> tuple[Batch, ...]:
        """The season's batches, newest first."""
        return self._batches

    @property
    def is_read(self) -> bool:
        """Whether the batches have been read since something changed."""
        return self._is_read

    def open_step(self, step: RoadStep) -> None:
        """Opens a step, as its button on the road does."""
        self.head.steps.buttons[step].setChecked(True)
        self._show_step(step)

    def show_batch(self, batch_id: int) -> None:
        """Shows another batch at the first step that is not done; 0 is the one to be put together."""
        self._wanted, self._supplement = batch_id, None
        self._choose_batch()

    def begin_supplement(self, supplement: Supplement) -> None:
        """The next batch supplements one that was sent: its cases are chosen."""
        self.show_batch(0)
        self._supplement = supplement
        self._show_head()
        self.go_to(RoadStep.CHOOSE)

    def export(self) -> None:
        """Exports the ticked cases; what comes of it is shown at 出件."""
        self._job.start(self.preview.model.ticked(), self._supplement)

    def _press_next(self) -> None:
        """Ctrl+Enter does what comes next in what one sees: exports, leads on, seals, packs, posts, reads in."""
        if self.preview.options.export.isVisible():
            self.preview.options.export.click()
        elif (lead := next((one for one in self.result.leads if one.isVisible()), None)) is not None:
            lead.click()
        elif self.sealing.isVisible():
            self.sealing.press_main()
        elif self.sending.isVisible() and self.sending.is_to_be_posted() and self.check.panel.has_open():
            # No parcel goes while a point of the check is open: that comes first.
            self.check.panel.take_keys()
        elif self.sending.isVisible():
            self.sending.press_main()
        elif self.answers.isVisible():
            self.answers.city.press_main()

    def open_summary(self) -> None:
        """Offers the summary of the ticked cases (of all that can go, if none is ticked) in every form."""
        self.offered.summary(self.preview.model.ticked())

    def put_beside(self, panel: StepPage) -> None:
        """Gives 用印 and 寄出 a column at the right, which speaks of the same batch."""
        self._beside = panel
        panel.case_asked.connect(self.case_asked)
        self.open_step(self._step)

    def _lay_out(self) -> None:
        self._empty = EmptyState("dispatch", sentence("road.not_made"))
        self._stack = StepStack()
        for page in (self.preview, *self.pages.values(), self._empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.waiting)
        column.addWidget(self.head)
        column.addWidget(self.open_rows)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self._stack, 1)
        column.addLayout(self._row, 1)

    def _connect(self) -> None:
        options = self.preview.options
        options.export_pressed.connect(self.export)
        self._job.exported.connect(self._show_result)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._press_next)
        for step in STEPS:
            self.addAction(self._context.actions.bind(f"road.{step}", partial(self.go_to, step)))
            self.head.steps.buttons[step].keys = self._context.actions.keys(f"road.{step}")
        self.preview.summary_pressed.connect(self.open_summary)
        self.preview.order_pressed.connect(self.offered.order)
        self.preview.looks_pressed.connect(self.offered.looks)
        self.preview.case_asked.connect(self.case_asked)
        self.offered.case_asked.connect(self.case_asked)
        to_print = Button("打印待盖的…", icon_name="print")
        to_print.clicked.connect(self.asked.print_for_seal)
        self.sealing.head.add_act(to_print)
        self.preview.model.ticks_changed.connect(self._show_head)
        self.preview.model.ticks_changed.connect(lambda: self._job.foresee(self.preview.model.ticked()))
        self.waiting.asked.connect(self.asked.waiting)
        self.scan.clicked.connect(self.asked.stack)
        self.head.steps.chosen.connect(self._show_step)
        self.head.batch_asked.connect(self.show_batch)
        self.head.supplement.clicked.connect(self.asked.supplement)
        self.result.paper_pressed.connect(self._show_paper)
        for page in (*self.pages.values(), self.open_rows):
            page.case_asked.connect(self.case_asked)
            if isinstance(page, RoadPage):
                page.step_asked.connect(self.go_to)
        self.sealing.step_asked.connect(self._go_on_from_seal)
        self._background.changed.connect(self._note_changes)
        self._context.actions.season_told.connect(self.refresh)

    def _go_on_from_seal(self, step: RoadStep) -> None:
        """All is sealed: what comes next is packed; of a batch that was dissolved the next one is put together."""
        if step is RoadStep.CHOOSE:
            self.show_batch(0)
        self.go_to(step)
        if step is RoadStep.POST:
            self.sending.press_main()

    def go_to(self, step: RoadStep) -> None:
        """A step opened by its key has the keyboard."""
        self.open_step(step)
        self._focus_step()

    def _show_step(self, step: RoadStep) -> None:
        self._step = step
        self.open_rows.at_step(step)
        # Before another page comes up the column is gone: both together would widen the window.
        if self._beside is not None and step is not RoadStep.POST:
            self._beside.hide()
        if step is RoadStep.CHOOSE:
            self._stack.setCurrentWidget(self.preview)
        elif self._shown is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self.pages[step])
        is_seal = step is RoadStep.SEAL and self._shown is not None
        self.waiting.look_at(self._shown.id if is_seal and self._shown is not None else None)
        if self._beside is not None:
            # 用印 has a right column of its own: there it stands within.
            if step is RoadStep.SEAL:
                self.sealing.side.add_beside(self._beside)
            else:
                self._row.addWidget(self._beside)
            self._fit_beside(self._beside)
            self._beside.setVisible(self._shown is not None and step in _BESIDE)

    def _fit_beside(self, panel: StepPage) -> None:
        """The column has its width; within another it takes what that has."""
        wide = _NARROW_BESIDE if self.width() < _NARROW else _BESIDE_WIDTH
        is_within = self._step is RoadStep.SEAL
        panel.setMinimumWidth(0 if is_within else wide)
        panel.setMaximumWidth(_ANY_WIDTH if is_within else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the column less."""
        super().resizeEvent(event)
        self.open_rows.at_step(self._step)
        if self._beside is not None:
            self._fit_beside(self._beside)

    def _focus_step(self) -> None:
        if self._step is RoadStep.CHOOSE:
            self.preview.table.setFocus()
        elif self._shown is not None:
            self.pages[self._step].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._shown is not None and self._shown.sent_at is not None:
            # What was sent has had its day: whoever comes back finds what comes next.
            self._wanted = None
        if self._is_stale:
            self.refresh()

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS:
            self._is_stale = True
            self.asked.offer(False)
            if self.isVisible():
                self.refresh()

    def _show_pack(self, pack: NoticePack) -> None:
        self._season = pack.season
        self.preview.options.show_address(pack.address)

    def _take_batches(self, batches: tuple[Batch, ...]) -> None:
        """Reads come back in the order they were asked for: the choices follow and show both."""
        self._batches = batches
        if not self._job.is_running:
            self.preview.options.suggest_folder(f"{self._season}年度报送第{self._next_number()}批")

    def _next_number(self) -> int:
        return max((batch.number for batch in self._batches), default=0) + 1

    def _show_choices(self, choices: tuple[BatchChoice, ...]) -> None:
        self._choices = choices
        self.preview.show_choices(choices, self._batches)
        self._choose_batch()

    def _choose_batch(self) -> None:
        """The batch that was asked for, else the newest that is not sent, else what waits to be put together."""
        wanted = next((batch for batch in self._batches if batch.id == self._wanted), None)
        if wanted is None and self._wanted != 0:
            wanted = next((batch for batch in self._batches if batch.is_open), None)
            is_any_waiting = any(one.is_allowed for one in self._choices)
            if wanted is None and self._batches and not is_any_waiting:
                wanted = self._batches[0]
        if wanted is None:
            self._take_road(None, None)
        else:
            self._background.run_read(road_of, wanted.id, then=partial(self._take_road, wanted))

    def _take_road(self, batch: Batch | None, road: Road | None) -> None:
        """Shows a batch with its road; one that was not shown before opens at the first step not done."""
        former = self._shown.id if self._shown is not None else 0
        self._shown, self._road, self._is_read = batch, road, True
        if batch is not None and road is not None:
            self._wanted = batch.id
            for page in (*self.pages.values(), self.open_rows, *([self._beside] if self._beside is not None else [])):
                if isinstance(page, RoadPage):
                    page.show_road(batch, road)
                else:
                    page.show_batch(batch)
        else:
            self.open_rows.show_none()
        self._show_head()
        is_other = former != (batch.id if batch is not None else 0)
        first = road.current if road is not None else RoadStep.CHOOSE
        if road is not None and road.number == self._just_made:
            # What was made is looked at before anything is done with it.
            is_other, first, self._just_made = True, RoadStep.MAKE, 0
        self.open_step(first if is_other else self._step)
        self.asked.offer(not self._is_stale)
        self._place_keys()
        self.asked.carry_out()

    def _show_head(self) -> None:
        if self._road is not None:
            self.head.show_road(self._road)
        else:
            self.head.show_coming(
                self._next_number(), len(self.preview.model.ticked()), self._supplement, self._batches
            )
        self.head.show_others(self._batches, self._shown.id if self._shown is not None else 0)

    def _place_keys(self) -> None:
        """Who comes here first goes through the list of the step; the keyboard is never lost."""
        held = self.focusWidget()
        is_lost = held is None or not held.isVisible()
        if self.isVisible() and (self._wants_keys or is_lost):
            self._wants_keys = False
            self._focus_step()

    def _show_result(self, result: BatchResult) -> None:
        self.result.keep_result(result)
        self._wanted, self._just_made, self._supplement = None, result.number, None
        if result.letters_refused:
            told = {"number": result.number, "why": result.letters_refused}
            self._context.messages.inform(sentence("letters.with_export", told))
        self.refresh()

    def _tell_check(self, check: MailCheck) -> None:
        """At 用印 the check may be out of sight: how it stands is said above."""
        self.sealing.side.tell_beside(f"寄前核对 {check.settled} / {len(check.points)}")

    def _go_to_check(self) -> None:
        self.sealing.side.show_beside()
        self.check.panel.take_keys()

    def _go_to_parcel(self, case_id: int) -> None:
        """Where a case lacks something in its parcel; its own page if it lies in none."""
        self.open_step(RoadStep.POST)
        if not self.sending.parts.choose_case(case_id):
            self.case_asked.emit(case_id)

    def _show_paper(self, batch: Batch, kind: DocumentKind, contact: str) -> None:
        self.previews.show(PrintOrder(kind, batch_id=batch.id, contact=contact))
