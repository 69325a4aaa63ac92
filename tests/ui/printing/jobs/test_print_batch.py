"""打印整批 in the window: decided, handed over, followed, gone on with at the missing sheet, and ended; by keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.prints import JobState, PrintJob, PrintWord, Sides
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.documents import DocumentKind as Kind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import basis_of
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_app.services.printing.jobs import NewPrintJob
from reviewer_app.services.printing.planning import parts_of
from reviewer_app.wiring import Parts
from reviewer_ui.background import LongWork
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.printing.jobs import dialog as dialogs
from reviewer_ui.printing.jobs import handing
from reviewer_ui.printing.jobs.desk import PrintDesk
from reviewer_ui.printing.jobs.dialog import PrintBatchDialog
from reviewer_ui.printing.jobs.picking import PickDialog
from reviewer_ui.printing.jobs.profiles import PrintProfiles
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office, signed_off, unnamed
from support.fake_prints import FakeSpooler
from support.papers import paper

PRINTER = "二楼 双面/甲"
KIND = Kind.RECOMMENDATION


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


@pytest.fixture(scope="module")
def sheet(parts: Parts) -> bytes:
    return parts.maker.document(paper(KIND), SealStyle.CIRCLE.value)


@pytest.fixture
def at(tmp_path: Path, parts: Parts, sheet: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with a batch of two, and one printer that writes files."""
    made = office(tmp_path, printing=parts)
    unit = made.unit
    cases = [unit.applications.get(signed_off(unit, number)) for number in (1, 2)]
    for case in cases:
        basis = basis_of(unit.opinions.of(case.id)[-1])
        said = (Direction.OUTGOING, KIND.value, 2024, case.id, f"示市监标〔2024〕{case.id}号", "市局", "推荐意见")
        kept = unit.attachments.keep(sheet)
        unit.register.add(RegisterEntry(*said, unit.today, "示例甲", case.id, basis=basis, sha256=kept))
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "f.pdf", "0") for case in cases)
    unit.batches.add(Batch(1, "2024", "f", SealStyle.CIRCLE, "示例甲", unit.now, "0", lines))

    def file_printer(_name: str, sides: Sides, tray: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{sides.value}{tray}.pdf"))
        printer.setResolution(60)
        return printer

    monkeypatch.setattr(handing, "printer_for", file_printer)
    monkeypatch.setattr(dialogs, "printers_here", lambda: (PRINTER, "三楼"))
    return made


@pytest.fixture
def spooler() -> FakeSpooler:
    return FakeSpooler()


@pytest.fixture
def window(at: Office, spooler: FakeSpooler, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(at.context)
    PrintDesk(at.context, spooler, made)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk(made)._timer.stop()


def opened(window: MainWindow) -> PrintBatchDialog:
    """The dialog, as the key opens it."""
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = [one for one in window.findChildren(PrintBatchDialog) if one.isVisible()]
    return dialog


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    assert widget.isEnabled()
    widget.setFocus()
    QTest.keyClick(widget, key)


def desk(window: MainWindow) -> PrintDesk:
    found = window.findChild(PrintDesk)
    assert found is not None
    return found


def job(at: Office) -> PrintJob:
    return at.unit.prints.get(len(at.unit.prints.kept))


def only_sheets(dialog: PrintBatchDialog) -> None:
    """Unticks all but the recommendations."""
    for row in dialog.kinds.rows:
        if row.kind is not KIND and row.tick.isChecked():
            press(row.tick, Qt.Key.Key_Space)


def all_say(spooler: FakeSpooler, at: Office, word: PrintWord, sides: int = 0, detail: str = "") -> None:
    for run in job(at).runs:
        spooler.words[run.spool_id] = SpoolWord(word, sides, detail)


def test_a_batch_goes_to_the_printer_as_one_job_and_is_followed(
    at: Office, window: MainWindow, spooler: FakeSpooler, tmp_path: Path
) -> None:
    dialog = opened(window)
    assert [row.kind for row in dialog.kinds.rows][:3] == [Kind.SEAL_COUNT, KIND, Kind.COVERING_LETTER]
    assert unnamed(dialog) == []
    only_sheets(dialog)
    row = dialog.kinds.row(KIND)
    press(row.copies, Qt.Key.Key_Up)
    press(row.sides, Qt.Key.Key_Down)
    assert dialog.print.text() == "打印 4 张"
    spooler.names = {f"报送第1批打印-{at.unit.events.head()[:8]}-1": "41"}
    press(dialog.print)
    made = job(at)
    assert (made.printer, made.count, made.state) == (PRINTER, 4, JobState.RUNNING)
    assert [run.spool_id for run in made.runs] == ["41"]
    # Each copy lies on a sheet of its own: its back is empty, that of the last one is left off.
    assert PdfPages((tmp_path / "long.pdf").read_bytes()).count == 7
    assert window.foot.prints.text() == "打印任务第 1 号：正在打印"
    all_say(spooler, at, PrintWord.STOPPED, 3, "media-empty")
    desk(window).follow()
    assert window.foot.prints.text() == "打印任务第 1 号：打印机停下（缺纸）"
    assert dialog.card.state.text() == "打印机停下"
    all_say(spooler, at, PrintWord.DONE, 8)
    desk(window).follow()
    assert (job(at).state, window.foot.prints.isVisible()) == (JobState.DONE, False)
    assert window.foot.message() == "打印任务第 1 号：打印机报告全部打完，请清点。"
    press(dialog.card.all_out)
    assert (job(at).state, dialog.again.isVisible()) == (JobState.ALL_OUT, True)
    assert PrintProfiles(at.context.preferences).last().feeding[KIND].copies == 2


def test_a_job_cancelled_at_the_printer_goes_on_at_the_missing_sheet(
    at: Office, window: MainWindow, spooler: FakeSpooler, tmp_path: Path
) -> None:
    dialog = opened(window)
    only_sheets(dialog)
    spooler.names = {f"报送第1批打印-{at.unit.events.head()[:8]}-1": "41"}
    press(dialog.print)
    assert not dialog.card.go_on.isVisible()
    press(dialog.card.cancel)
    assert spooler.cancelled == ["41"]
    assert job(at).state is JobState.BROKEN
    spooler.words["41"] = SpoolWord(PrintWord.CANCELLED)
    press(dialog.card.good, Qt.Key.Key_Up)
    assert "第 1 张是：2024-示-0001" in dialog.card.where.text()
    # The first printer is no use any more: the rest comes from another.
    assert dialog.card.printer.currentText() == PRINTER
    press(dialog.card.printer, Qt.Key.Key_Down)
    press(dialog.card.go_on)
    assert (job(at).wanted, [run.printer for run in job(at).runs]) == ((2,), ["三楼"])
    assert PdfPages((tmp_path / "one.pdf").read_bytes()).count == 1
    # This time no service knows of it: nothing is claimed, a person says it.
    assert job(at).state is JobState.UNKNOWN
    assert "不得而知" in dialog.card.says.text()
    press(dialog.card.give_up)
    (form,) = dialog.findChildren(FormDialog)
    press(form.confirm)
    assert "理由" in form.note.text()
    form.fill("reason", "卡纸")
    press(form.confirm)
    assert job(at).state is JobState.GIVEN_UP


def test_a_job_whose_window_was_gone_is_taken_up_at_the_next_start(
    at: Office, window: MainWindow, spooler: FakeSpooler, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the printer and the record: the print service has it, and it is put on record now."""
    dialog = opened(window)
    only_sheets(dialog)
    with monkeypatch.context() as killed:
        killed.setattr(handing, "record_handed", _killed)
        with pytest.raises(KeyboardInterrupt):
            _handing(at, dialog, spooler)(at.library, lambda *_: None, lambda: False)
    assert job(at).state is JobState.NOT_HANDED
    dialog.reject()
    spooler.names = {f"{job(at).mark}-1": "77"}
    second = MainWindow(at.context)
    PrintDesk(at.context, spooler, second)
    qtbot.addWidget(second)
    second.show()
    qtbot.waitUntil(lambda: bool(second.foot.prints.text()))
    assert (job(at).runs[0].spool_id, job(at).runs[0].sheets) == ("77", (1, 2))
    desk(second)._timer.stop()


def test_what_was_never_handed_over_goes_on_from_its_card(
    at: Office, window: MainWindow, spooler: FakeSpooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    only_sheets(dialog)
    with monkeypatch.context() as off:
        off.setattr(handing, "print_sides", _refusing)
        press(dialog.print)
    assert "没有收下" in dialog.note.text()
    assert (job(at).state, dialog.card.go_on.isVisible()) == (JobState.NOT_HANDED, True)
    spooler.names = {f"{job(at).mark}-1": "5"}
    press(dialog.card.go_on)
    assert job(at).state is JobState.RUNNING
    assert len(at.unit.prints.kept) == 1


def test_a_case_taken_up_anew_is_named_and_the_others_are_printed(at: Office, window: MainWindow) -> None:
    at.unit.applications.cases[2] = replace(at.unit.applications.get(2), state=State.REVIEWING)
    at.unit.register.kept[1] = replace(at.unit.register.kept[1], basis="opinion:9")
    dialog = opened(window)
    assert "有 1 份文件不能打印：2024-示-0002" in dialog.kinds.row(KIND).said.text()
    only_sheets(dialog)
    assert dialog.print.text() == "打印 1 张"


def test_some_of_the_cases_are_picked(at: Office, window: MainWindow) -> None:
    """The count sheet is made of just these."""
    dialog = opened(window)
    row = dialog.kinds.row(KIND)
    press(row.pick)
    (picking,) = dialog.findChildren(PickDialog)
    press(picking.list, Qt.Key.Key_Space)
    press(picking.list)
    assert row.tick.text() == "推荐意见　1 / 2 件"
    for one in dialog.kinds.rows:
        if one.kind not in (KIND, Kind.SEAL_COUNT) and one.tick.isChecked():
            press(one.tick, Qt.Key.Key_Space)
    press(dialog.print)
    assert [part.case_id for part in job(at).parts] == [0, 2]


def test_from_the_seals_step_what_waits_for_the_stamp_is_printed(at: Office, window: MainWindow) -> None:
    window.show_place("dispatch")
    page = window.places.page("dispatch")
    assert isinstance(page, DispatchPage)
    page.open_step(RoadStep.SEAL)
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == "打印待盖的…"]
    press(button)
    (dialog,) = [one for one in window.findChildren(PrintBatchDialog) if one.isVisible()]
    assert [row.kind for row in dialog.kinds.rows if row.tick.isChecked()] == [Kind.SEAL_COUNT, KIND]
    assert dialog.kinds.left_out == frozenset()
    press(dialog.print)
    assert [part.kind for part in job(at).parts] == [Kind.SEAL_COUNT, KIND, KIND]
    # What is ticked for the seal alone is not what is usually printed.
    assert PrintProfiles(at.context.preferences).last().feeding[Kind.COVERING_LETTER].copies == 1


def test_the_order_is_changed_and_kept_under_a_name(at: Office, window: MainWindow) -> None:
    dialog = opened(window)
    press(dialog.kinds.row(KIND).down)
    press(dialog.keep)
    (form,) = dialog.findChildren(FormDialog)
    form.fill("name", "彩色机")
    press(form.confirm)
    kept = PrintProfiles(at.context.preferences).last()
    assert (kept.name, kept.order[:3]) == ("彩色机", (Kind.SEAL_COUNT, Kind.COVERING_LETTER, KIND))
    at.context.preferences.put("print-jobs/profiles", ["{", "[]", '{"name": "x", "feeding": 3}'])
    assert [one.name for one in PrintProfiles(at.context.preferences).all()] == ["通常"]


def test_the_whole_job_is_saved_as_one_file_the_count_sheet_first_and_nothing_is_on_record(
    at: Office, window: MainWindow, tmp_path: Path, sheet: bytes
) -> None:
    dialog = opened(window)
    only_sheets(dialog)
    row = next(one for one in dialog.kinds.rows if one.kind is Kind.SEAL_COUNT)
    press(row.tick, Qt.Key.Key_Space)
    next(one for one in dialog.kinds.rows if one.kind is KIND).copies.setValue(2)
    before = at.unit.events.head()
    press(dialog.save)
    (asked,) = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "整批"))
    asked.reject()
    with pdfplumber.open(tmp_path / "整批.pdf") as whole:
        pages = [page.extract_text() for page in whole.pages]
    assert len(pages) == 1 + 2 * 2 * PdfPages(sheet).count
    assert ["用印清点单" in page for page in pages[:2]] == [True, False]
    assert (at.unit.events.head(), at.unit.prints.kept) == (before, [])
    assert dialog.note.text().startswith("已另存为“整批.pdf”")


def _killed(*_given: object) -> None:
    raise KeyboardInterrupt


def _refusing(*_given: object) -> int:
    raise TroubleError("printing.refused", printer=PRINTER)


def _handing(at: Office, dialog: PrintBatchDialog, spooler: FakeSpooler) -> LongWork[handing.HandedOver]:
    papers, profile = dialog._papers, dialog.chosen_profile()
    assert papers is not None
    chosen = parts_of(papers, profile.order, profile.feeding)
    printers = handing.printers_of(PRINTER, [part for part, _ in chosen])
    return handing.handing_new(at.context.parts, papers, NewPrintJob(PRINTER, "通常", chosen), printers, spooler)
