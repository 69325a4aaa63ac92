"""How a print job stands: its runs as the printer tells of them, and what a person can say or do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from reviewer_app.domain.dispatch.prints import HandedRun, JobState, PrintJob, PrintWord, in_ranges, sheets_of
from reviewer_resources.phrases import codes, sentence
from reviewer_ui.printing.view_bar import name_control
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, Pill, SectionHead, TextRole, Words
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_TONES = {
    JobState.RUNNING: Tone.ACCENT,
    JobState.DONE: Tone.OK,
    JobState.ALL_OUT: Tone.OK,
    JobState.GIVEN_UP: Tone.IDLE,
}
_RUN_TONES = {
    PrintWord.DONE: Tone.OK,
    PrintWord.PRINTING: Tone.ACCENT,
    PrintWord.QUEUED: Tone.IDLE,
    PrintWord.HANDED: Tone.IDLE,
}
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class RunLine:
    """One line of the table: a run that was handed over, or what is left to be."""

    run: HandedRun | None
    sheets: tuple[int, ...]
    holds: str


class JobCard(Card):
    """One job; the buttons are told to whoever shows it."""

    go_on_pressed = Signal(int, str)  # the last good sheet, the printer
    hand_pressed = Signal(str)  # the printer
    all_out_pressed = Signal()
    give_up_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: PrintJob | None = None
        self.head = SectionHead("打印任务")
        self.state = Pill("", Tone.IDLE)
        self.model: RowsModel[RunLine] = RowsModel(_columns(), self)
        self.table = PlainTable("送到打印机的各段")
        self.table.show_model(self.model)
        self.table.setMinimumHeight((_FEWEST_ROWS + 1) * ROW_HEIGHT)
        self.says = Words("", wrap=True)
        self.good = QSpinBox()
        name_control(self.good, "最后一张完好的张号")
        self.printer = QComboBox()
        name_control(self.printer, "在哪台打印机上继续")
        self.where = Words("", TextRole.NOTE, wrap=True)
        self.note = FieldNote()
        self.go_on = Button("继续打印", ButtonKind.PRIMARY, "print")
        self.all_out = Button("已全部印出")
        self.cancel = Button("撤销打印机里的任务")
        self.give_up = Button("作废…")
        self._asked = QWidget()
        self._lay_out()
        self.good.valueChanged.connect(lambda _value: self._tell_sheet())
        self.go_on.clicked.connect(self._press_go_on)
        self.all_out.clicked.connect(self.all_out_pressed)
        self.cancel.clicked.connect(self.cancel_pressed)
        self.give_up.clicked.connect(self.give_up_pressed)

    @property
    def job(self) -> PrintJob | None:
        """The job shown."""
        return self._job

    def offer_printers(self, names: Sequence[str]) -> None:
        """Where a job can be gone on with."""
        self.printer.addItems(list(names))

    def show_job(self, job: PrintJob) -> None:
        """Shows a job as it stands; the sheet somebody typed stays while it is the same round of the same job."""
        before = self._job
        is_same = before is not None and (before.id, before.wanted) == (job.id, job.wanted)
        is_typed = before is not None and is_same and self.good.value() != before.proposed_good
        self._job = job
        self.head.set_title(f"打印任务第 {job.id} 号　{job.printer}")
        self.head.set_right(f"{job.made_by} {job.made_at:%m-%d %H:%M}　共 {job.count} 张纸")
        self.state.show_text(sentence(f"print_state.{job.state.value}"), _TONES.get(job.state, Tone.WARN))
        self.model.show_rows(_lines(job))
        self.good.setRange(0, job.count)
        if before is None or before.id != job.id:
            # Where its printer is no longer there, another one goes on.
            self.printer.setCurrentText(job.printer)
        if not is_typed:
            self.good.setValue(job.proposed_good)
        self._show_acts(job)
        self._tell_sheet()

    def _show_acts(self, job: PrintJob) -> None:
        is_followed = any(run.is_followed for run in job.runs)
        is_ended = job.state in (JobState.ALL_OUT, JobState.GIVEN_UP)
        can_go_on = job.state.is_open and not is_followed
        asks_sheet = can_go_on and bool(job.runs) and job.state is not JobState.PART_HANDED
        self._asked.setVisible(asks_sheet)
        self.go_on.setVisible(can_go_on)
        self.printer.setVisible(can_go_on)
        is_alive = any(run.is_alive for run in job.runs)
        self.all_out.setVisible(not is_ended and not job.not_handed and not is_alive)
        self.cancel.setVisible(is_alive and not is_ended)
        self.give_up.setVisible(not is_ended)
        self.give_up.setEnabled(not is_alive)
        self.says.setText(_said(job, asks_sheet))

    def _tell_sheet(self) -> None:
        job, good = self._job, self.good.value()
        if job is None:
            return
        if not good:
            self.where.setText(sentence("prints.where_none"))
            return
        sheet = sheets_of(job.parts)[good - 1]
        page = f"{sheet.first}" if sheet.first == sheet.last else f"{sheet.first}、{sheet.last}"
        told = {"sheet": good, "title": job.parts[sheet.part].title, "copy": sheet.copy, "page": page}
        self.where.setText(sentence("prints.where_good", told))

    def _press_go_on(self) -> None:
        if self._asked.isVisibleTo(self):
            self.go_on_pressed.emit(self.good.value(), self.printer.currentText())
        else:
            self.hand_pressed.emit(self.printer.currentText())

    def _lay_out(self) -> None:
        line = QHBoxLayout(self._asked)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        label = Words("最后一张完好的是第", TextRole.LABEL)
        label.setBuddy(self.good)
        line.addWidget(label)
        line.addWidget(self.good)
        line.addWidget(Words("张", TextRole.LABEL))
        line.addWidget(self.where, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.give_up, self.cancel, self.all_out, self.printer, self.go_on):
            acts.addWidget(button)
        acts.insertStretch(1, 1)
        self.head.add_act(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(16, 10, 16, 10)
        below.setSpacing(8)
        below.addWidget(self.says)
        below.addWidget(self._asked)
        below.addWidget(self.note)
        below.addLayout(acts)
        column.addLayout(below)


def state_words(job: PrintJob) -> str:
    """How a job stands, with what the printer wants where it has stopped."""
    said = sentence(f"print_state.{job.state.value}")
    reasons = [reason_words(run.detail) for run in job.runs if run.word is PrintWord.STOPPED]
    return f"{said}（{reasons[0]}）" if reasons else said


def reason_words(reason: str) -> str:
    """Why a printer stands still, in the office's words; the service's own where there are none."""
    code = f"print_reason.{reason.replace('-', '_')}"
    return sentence(code) if code in codes() else reason


def _said(job: PrintJob, asks_sheet: bool) -> str:
    if job.state is JobState.DONE:
        return sentence("prints.done_word")
    if job.state in (JobState.NOT_HANDED, JobState.PART_HANDED):
        handed = len(job.wanted) - len(job.not_handed)
        return sentence("prints.stopped_at_handing", {"handed": handed, "left": len(job.not_handed)})
    if job.state is JobState.UNKNOWN and not any(run.spool_id for run in job.runs):
        return sentence("prints.no_service")
    if not asks_sheet:
        return sentence(f"prints.says_{job.state.value}")
    good = job.proposed_good
    is_told = any(run.sides or run.word is PrintWord.DONE for run in job.runs)
    return sentence("prints.proposed", {"good": good}) if is_told else sentence("prints.not_told")


def _columns() -> Sequence[Column[RunLine]]:
    return (
        Column("段", lambda line: str(line.run.number) if line.run else "", 56),
        Column("纸张", lambda line: in_ranges(line.sheets).replace(",", "、"), 120),
        Column("内容", lambda line: line.holds),
        Column("已出面数", lambda line: str(line.run.sides) if line.run and line.run.sides else "", 88),
        Column("情况", _run_words, 180, _run_tone),
    )


def _run_words(line: RunLine) -> str:
    if line.run is None:
        return "待送打印机"
    said = sentence(f"print_word.{line.run.word.value}")
    return f"{said}：{reason_words(line.run.detail)}" if line.run.detail else said


def _run_tone(line: RunLine) -> Tone | None:
    return _RUN_TONES.get(line.run.word, Tone.WARN) if line.run else Tone.IDLE


def _lines(job: PrintJob) -> list[RunLine]:
    lines = [RunLine(run, run.sheets, _holds(job, run.sheets, run.printer)) for run in job.runs]
    left = job.not_handed
    return [*lines, RunLine(None, left, _holds(job, left))] if left and job.state.is_open else lines


def _holds(job: PrintJob, sheets: Sequence[int], printer: str = "") -> str:
    """The kinds among some sheets, and the printer where it is not the job's."""
    numbered = sheets_of(job.parts)
    kinds = dict.fromkeys(job.parts[numbered[number - 1].part].kind.label for number in sheets)
    return "、".join(kinds) + (f"（{printer}）" if printer else "")
