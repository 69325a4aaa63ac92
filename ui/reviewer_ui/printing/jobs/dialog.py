"""打印整批: what is printed of a batch and how, decided before anything is printed; then how the job stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.prints import PrintJob, runs_of
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.printing.jobs import (
    JobChange,
    NewPrintJob,
    give_up_job,
    say_all_out,
)
from reviewer_app.services.printing.planning import LETTER, STAMPED, BatchPapers, gather_papers, parts_of
from reviewer_app.services.printing.standing import jobs_of_batch, read_job
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.jobs.card import JobCard
from reviewer_ui.printing.jobs.desk import PrintDesk
from reviewer_ui.printing.jobs.handing import HandedOver, handing_new, handing_on, pages_of, printers_of
from reviewer_ui.printing.jobs.kind_row import KindsTable
from reviewer_ui.printing.jobs.profiles import PrintProfile, PrintProfiles, printers_here
from reviewer_ui.printing.jobs.saving import Printed, ask_to_save
from reviewer_ui.printing.view_bar import name_control
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, SlimProgress, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from reviewer_ui.widgets.scroll_page import ScrollPage

_SIZE = (1000, 560)
_PLAN, _JOB = range(2)


class PrintBatchDialog(Dialog):
    """One batch: an open job of it is shown first; else what is to be printed is decided here."""

    def __init__(
        self,
        context: Context,
        desk: PrintDesk,
        batch: Batch,
        parent: QWidget | None = None,
        to_stamp: Collection[int | str] | None = None,
    ) -> None:
        """With `to_stamp` the sheets of these cases, the letters of these numbers and their slip alone are ticked."""
        super().__init__(parent)
        self._to_stamp = to_stamp
        self._context, self._desk, self._batch = context, desk, batch
        self._papers: BatchPapers | None = None
        self._gathering: Job | None = None
        self._profiles = PrintProfiles(context.preferences)
        self.setWindowTitle(f"打印第 {batch.number} 批")
        self.setAccessibleName(self.windowTitle())
        self.resize(*_SIZE)
        self.profile, self.printer = QComboBox(), QComboBox()
        name_control(self.profile, "打印方案")
        name_control(self.printer, "打印机")
        self.keep = Button("另存方案…")
        self.kinds = KindsTable()
        self.counted = Words("", TextRole.LABEL)
        self.card = JobCard()
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.again, self.save, self.shut = Button("另打一批…"), Button("另存为 PDF…"), Button("关闭")
        self.print = Button("打印", ButtonKind.PRIMARY, "print")
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_printers()
        self.refresh()

    def refresh(self) -> None:
        """Reads the jobs of the batch: one that is not settled is shown, else a new one can be decided."""
        self._context.background.run_read(jobs_of_batch, self._batch.id, then=self._show_jobs)

    def plan(self) -> None:
        """Makes the papers of the batch and shows what can be printed."""
        self._pages.setCurrentIndex(_PLAN)
        self._show_acts()
        if self._papers is not None or self._gathering is not None:
            return
        self.progress.start(sentence("prints.loading"))
        parts, batch_id = self._context.parts, self._batch.id

        def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> BatchPapers:
            return gather_papers(library, parts, batch_id, pages_of, on_progress, is_cancelled)

        self._gathering = Job(None, None, is_change=False)
        job = self._context.background.run_long(
            work, then=self._show_papers, failed=self._refuse_plan, progress=self.progress.set_progress
        )
        if self._gathering is not None:
            self._gathering = job

    def press_print(self) -> None:
        """Begins the job as it is decided and hands it over, beside the window."""
        papers, profile = self._papers, self.chosen_profile()
        if papers is None or self._desk.is_handing:
            return
        parts = self._chosen()
        wanted = NewPrintJob(profile.printer, profile.name, parts)
        if self._to_stamp is None:
            # What is ticked for the seal alone is not what is usually printed.
            self._profiles.keep(profile)
        printers = printers_of(profile.printer, [part for part, _ in parts])
        self._begin_handing()
        work = handing_new(self._context.parts, papers, wanted, printers, self._desk.service)
        self._desk.hand(work, self._refuse, self.progress.set_progress)

    def ask_save(self) -> None:
        """Asks where the whole job is saved as one file, as it is decided now."""
        papers, chosen = self._papers, self._chosen()
        if papers is not None and chosen:
            ask_to_save(self._context, papers.batch, chosen, self, self._say_saved, self._refuse)

    def _say_saved(self, name: str) -> None:
        self.note.say(sentence("prints.saved", {"name": name}), Tone.OK)

    def _chosen(self) -> Printed:
        papers, kinds = self._papers, self.kinds
        if papers is None:
            return ()
        return parts_of(papers, kinds.order(), kinds.feeding(), kinds.left_out, self._letters_out(papers))

    def chosen_profile(self) -> PrintProfile:
        """The profile with what was changed here."""
        name = self.profile.currentText() or PrintProfile().name
        return PrintProfile(name, self.printer.currentText(), self.kinds.order(), dict(self.kinds.feeding()))

    def done(self, result: int) -> None:
        """What is made only for this dialog is stopped; a job on its way to the printer goes on."""
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering.forget()
        super().done(result)

    def _show_jobs(self, jobs: tuple[PrintJob, ...]) -> None:
        last = jobs[-1] if jobs else None
        if last is not None and last.state.value not in ("all_out", "given_up"):
            self._show_job(last)
        else:
            self.plan()

    def _show_job(self, job: PrintJob) -> None:
        before = self.card.job
        if before is not None and before.id == job.id and before.state is not job.state:
            # What was said of the job as it stood before.
            self.note.clear()
        self.card.show_job(job)
        self._pages.setCurrentIndex(_JOB)
        self._show_acts()

    def _show_acts(self) -> None:
        is_plan, job = self._pages.currentIndex() == _PLAN, self.card.job
        for button in (self.print, self.save):
            button.setVisible(is_plan)
        self.again.setVisible(not is_plan and job is not None and not job.state.is_open)
        self._count_sheets()

    def _show_printers(self) -> None:
        self.profile.addItems([one.name for one in self._profiles.all()])
        last = self._profiles.last()
        self.profile.setCurrentText(last.name)
        here = printers_here()
        self.printer.addItems(list(here))
        self.card.offer_printers(here)
        if last.printer in here:
            self.printer.setCurrentText(last.printer)
        if not here:
            self.note.say(sentence("printing.no_printer"), Tone.BAD)

    def _show_papers(self, papers: BatchPapers) -> None:
        self._gathering = None
        self.progress.finish()
        self._papers = papers
        if self._to_stamp is not None:
            cases = {line.application_id for line in papers.batch.lines}
            self.kinds.left_out = frozenset(cases - set(self._to_stamp))
        self._show_profile()
        self.kinds.rows[0].tick.setFocus()

    def _show_profile(self) -> None:
        """Shows the kinds as the chosen profile has them."""
        wanted = next((one for one in self._profiles.all() if one.name == self.profile.currentText()), PrintProfile())
        if wanted.printer:
            self.printer.setCurrentText(wanted.printer)
        if self._papers is not None:
            self.kinds.show_papers(self._papers, wanted)
            if self._to_stamp is not None:
                self.kinds.tick_only(STAMPED)
        self._count_sheets()

    def _count_sheets(self) -> None:
        parts = [part for part, _ in self._chosen()]
        told = {
            "papers": len(parts),
            "copies": sum(part.copies for part in parts),
            "sheets": sum(part.sheets * part.copies for part in parts),
            "runs": len(runs_of(parts)),
        }
        self.counted.setText(sentence("prints.sheets", told) if parts else "")
        can = bool(parts) and bool(self.printer.count()) and not self._desk.is_handing
        self.print.setEnabled(can)
        self.save.setEnabled(bool(parts))
        self.print.setText(f"打印 {told['sheets']} 张" if parts else "打印")

    def _letters_out(self, papers: BatchPapers) -> frozenset[str]:
        """Where the seal alone is printed for: the letters that bear it already."""
        numbers = {paper.number for paper in papers.of(LETTER)}
        return frozenset(numbers - {str(one) for one in self._to_stamp}) if self._to_stamp is not None else frozenset()

    def _begin_handing(self) -> None:
        self.note.clear()
        self.print.setEnabled(False)
        self.card.go_on.setEnabled(False)
        self.progress.start("正在送到打印机")

    def _take_handed(self, result: HandedOver) -> None:
        self.progress.finish()
        self.card.go_on.setEnabled(True)
        if result.job.batch_id != self._batch.id:
            return
        # What was printed before is counted anew when another job is decided.
        self._papers = None
        self._show_job(result.job)
        if result.trouble:
            self.note.say(result.trouble, Tone.BAD)
        elif not result.job.not_handed:
            told = {"printer": result.job.printer, "sheets": len(result.job.wanted)}
            self.note.say(sentence("prints.handed_now", told), Tone.OK)

    def _refuse(self, error: Exception) -> None:
        self.progress.finish()
        self.card.go_on.setEnabled(True)
        self._count_sheets()
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _refuse_plan(self, error: Exception) -> None:
        self._gathering = None
        self._refuse(error)

    def _go_on(self, good: int | None, printer: str) -> None:
        job = self.card.job
        if job is not None and not self._desk.is_handing:
            printers = printers_of(printer or job.printer, job.parts)
            self._begin_handing()
            work = handing_on(job.id, good, printers, self._desk.service)
            self._desk.hand(work, self._refuse, self.progress.set_progress)

    def _say_all_out(self) -> None:
        job = self.card.job
        if job is not None:
            then = partial(self._settled, "prints.all_out_done")
            self._context.background.run_change(say_all_out, job.id, then=then, failed=self._refuse)

    def _ask_give_up(self) -> None:
        job = self.card.job
        if job is None:
            return
        field = FormField("reason", "理由", hint="如：卡纸太多，改用另一台打印机重打", kind=TextKind.REASON)
        form = FormDialog("作废打印任务", sentence("prints.giving_up"), "作废", (field,), self)

        def give_up(texts: dict[str, str]) -> None:
            def settle(change: JobChange) -> None:
                form.accept()
                self._settled("prints.given_up_done", change)

            act: Callable[..., JobChange] = give_up_job
            self._context.background.run_change(act, job.id, texts["reason"], then=settle, failed=form.refuse)

        form.confirmed.connect(give_up)
        form.finished.connect(form.deleteLater)
        form.open()

    def _cancel(self) -> None:
        """Takes the job back at the print service, then asks how it stands."""
        job, service = self.card.job, self._desk.service
        if job is None:
            return
        spool_ids = [run.spool_id for run in job.runs if run.is_alive]

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> bool:
            # Every one of them, whatever became of the one before.
            return all([service.cancel(one) for one in spool_ids])

        def tell(is_done: bool) -> None:
            code = "prints.cancel_asked" if is_done else "prints.cancel_failed"
            self.note.say(sentence(code), Tone.OK if is_done else Tone.BAD)
            self._desk.follow()

        self._context.background.run_long(work, then=tell)

    def _settled(self, code: str, change: JobChange) -> None:
        self._context.messages.inform(sentence(code, {"job": change.job.id}))
        self._show_job(change.job)

    def _follow_job(self, _jobs: tuple[PrintJob, ...]) -> None:
        job = self.card.job
        if job is not None and self._pages.currentIndex() == _JOB:
            self._context.background.run_read(read_job, job.id, then=self._show_job)

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for word, control in (("打印方案", self.profile), ("打印机", self.printer)):
            label = Words(word, TextRole.LABEL)
            label.setBuddy(control)
            ways.addWidget(label)
            ways.addWidget(control)
        ways.addWidget(self.keep)
        ways.addStretch(1)
        plan = Card()
        inside = QVBoxLayout(plan)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(SectionHead("打印哪些，按什么先后"))
        below = QVBoxLayout()
        below.setContentsMargins(16, 10, 16, 10)
        below.setSpacing(10)
        below.addLayout(ways)
        shown = ScrollPage("打印哪些，按什么先后")
        shown.column.addWidget(self.kinds)
        shown.column.addStretch(1)
        below.addWidget(shown, 1)
        below.addWidget(self.counted)
        inside.addLayout(below)
        self._pages.addWidget(plan)
        self._pages.addWidget(self.card)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 20)
        foot.addWidget(self.progress, 20)
        foot.addStretch(1)
        for button in (self.shut, self.save, self.again, self.print):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.kinds.changed.connect(self._count_sheets)
        self.profile.currentIndexChanged.connect(lambda _place: self._show_profile())
        self.keep.clicked.connect(self._ask_profile)
        self.print.clicked.connect(self.press_print)
        self.save.clicked.connect(self.ask_save)
        self.again.clicked.connect(self.plan)
        self.shut.clicked.connect(self.reject)
        self.progress.cancel_requested.connect(self._desk.stop_handing)
        self.card.go_on_pressed.connect(self._go_on)
        self.card.hand_pressed.connect(lambda printer: self._go_on(None, printer))
        self.card.all_out_pressed.connect(self._say_all_out)
        self.card.give_up_pressed.connect(self._ask_give_up)
        self.card.cancel_pressed.connect(self._cancel)
        self._desk.handed.connect(self._take_handed)
        self._desk.told.connect(self._follow_job)

    def _ask_profile(self) -> None:
        """Keeps what is chosen here under a name of its own."""
        form = FormDialog(
            "另存打印方案",
            sentence("prints.keeping"),
            "保存",
            (FormField("name", "名称", hint="如：二楼双面机"),),
            self,
        )

        def keep(texts: dict[str, str]) -> None:
            name = " ".join(texts["name"].split())[:_LONGEST_NAME]
            if not name:
                form.refuse(OfficeError("prints.no_name", field="name"))
                return
            chosen = self.chosen_profile()
            self._profiles.keep(PrintProfile(name, chosen.printer, chosen.order, chosen.feeding))
            form.accept()
            self.profile.blockSignals(True)
            self.profile.clear()
            self.profile.addItems([one.name for one in self._profiles.all()])
            self.profile.setCurrentText(name)
            self.profile.blockSignals(False)

        form.confirmed.connect(keep)
        form.finished.connect(form.deleteLater)
        form.open()


_LONGEST_NAME = 20
