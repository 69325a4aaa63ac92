"""The preview: what is looked at is what is printed and saved; a print is on record, a failed one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPageRanges
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.papers import PrinterOffset
from reviewer_app.wiring import Parts
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.explaining.telling import ToldDialog, explain_focused
from reviewer_ui.preferences import Preferences
from reviewer_ui.printing.choices import ContactChoices, LabelChoices
from reviewer_ui.printing.offsets import PrinterOffsets
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.overlay_base import OverlayBaseChoices
from reviewer_ui.printing.painting import print_pages
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.preview import PreviewDialog
from support.casework import answered, proposed, registered
from support.desk_pages import Office, office, signed_off, unnamed
from support.fakes import FakeUnit
from support.followed import FollowedCase
from support.full_disk import full_disk


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, parts: Parts) -> Office:
    return office(tmp_path, printing=parts)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def _preview(at: Office, window: QWidget, order: PrintOrder) -> PreviewDialog:
    opened: list[QWidget] = []
    Previews(at.context, window).show(order, opened.append)
    assert len(opened) == 1
    dialog = opened[0]
    assert isinstance(dialog, PreviewDialog)
    return dialog


def _file_printer(file: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setResolution(100)
    return printer


def _batch(unit: FakeUnit, *case_ids: int) -> int:
    cases = [unit.applications.get(case_id) for case_id in case_ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "f.pdf", "0") for case in cases)
    return unit.batches.add(Batch(1, "2024", "f", SealStyle.CIRCLE, "示例甲", unit.now, "0", lines))


def test_a_recommendation_is_shown_with_all_its_pages(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    assert dialog.windowTitle() == "推荐意见 2024-示-0001"
    assert dialog.bar.of_pages.text() == "/ 2 页"
    dialog.bar.page.setValue(2)
    assert dialog.view.page() == 2
    assert unnamed(dialog) == []
    dialog.view.setFocus()
    explain_focused(dialog, pytest.fail)
    (told,) = dialog.findChildren(ToldDialog)
    assert told.value.text().startswith("纸面日期 2024-")
    assert "流转记录" in told.lines.text()


def test_the_pages_are_made_larger_and_smaller(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    before = dialog.view.factor()
    dialog.bar.larger.click()
    assert dialog.view.factor() == pytest.approx(before * 1.25)
    assert dialog.bar.zoom.currentText() == f"{round(before * 125)} %"
    width = dialog.bar.zoom.findText("适合宽度")
    dialog.bar.zoom.setCurrentIndex(width)
    dialog.bar.zoom.activated.emit(width)
    assert dialog.view.factor() > before
    assert dialog.bar.zoom.count() == 9


def test_a_text_is_found_though_a_line_ends_in_it(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    dialog.bar.finder.setText("上海市市级标准化试点项目推荐意见")
    assert dialog.bar.found.text() == "1 / 1"
    whole = "".join(dialog.view.document().getAllText(page).text() for page in range(2))
    broken = next(line for line in whole.split("\r\n") if len(line) > 20)
    after = whole[whole.index(broken) + len(broken) + 2 :][:2]
    dialog.bar.finder.setText(broken[-2:] + after)
    assert dialog.bar.found.text().startswith("1 /")
    dialog.bar.finder.setText("查无此句")
    assert dialog.bar.found.text() == "没有找到"


def test_the_next_place_is_shown_and_round_again(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    dialog.bar.finder.setText("标准化")
    count = int(dialog.bar.found.text().split("/")[1])
    assert count > 2
    dialog.bar.previous.click()
    assert dialog.bar.found.text() == f"{count} / {count}"
    dialog.bar.next.click()
    assert dialog.bar.found.text() == f"1 / {count}"


def test_the_saved_file_is_the_previewed_one(at: Office, window: QWidget, tmp_path: Path) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RUN_SHEET, registered(at.unit)))
    dialog.save_as(tmp_path / "核对单.pdf")
    assert (tmp_path / "核对单.pdf").read_bytes() == dialog.previewed.pdf
    dialog.save_as(tmp_path / "没有" / "核对单.pdf")
    assert "文件没有保存" in dialog.note.text()


def test_a_full_disk_leaves_the_file_saved_before(
    at: Office, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "核对单.pdf"
    kept.write_bytes(b"saved before")
    dialog = _preview(at, window, PrintOrder(DocumentKind.RUN_SHEET, registered(at.unit)))
    monkeypatch.setattr("os.fsync", full_disk)
    dialog.save_as(kept)
    assert "文件没有保存" in dialog.note.text()
    assert kept.read_bytes() == b"saved before"


def test_a_print_has_the_previewed_pages_and_is_on_record(at: Office, window: QWidget, tmp_path: Path) -> None:
    case_id = signed_off(at.unit, 1)
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, case_id))
    printed = tmp_path / "printed.pdf"
    dialog.print_on(_file_printer(printed))
    assert dialog.note.text().endswith("1 份，已记入流转记录。")
    assert at.unit.events.of(case_id)[-1].act == "printed"
    shown, paper = PdfPages(dialog.previewed.pdf), PdfPages(printed.read_bytes())
    assert paper.count == shown.count == 2
    assert paper.size(0).toSize() == shown.size(0).toSize()


def test_only_the_pages_asked_for_are_printed_as_often_as_asked(tmp_path: Path, at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    printer = _file_printer(tmp_path / "second.pdf")
    printer.setPageRanges(QPageRanges.fromString("2"))
    printer.setCopyCount(3)
    told: list[tuple[int, int]] = []
    sides = print_pages(
        dialog.previewed.pdf, printer, PrinterOffset(), lambda done, of: told.append((done, of)), lambda: False
    )
    assert sides == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert PdfPages((tmp_path / "second.pdf").read_bytes()).count == 3
    printer.setPageRanges(QPageRanges.fromString("7-9"))
    with pytest.raises(TroubleError, match=r"printing\.no_pages"):
        print_pages(dialog.previewed.pdf, printer, PrinterOffset(), lambda done, of: None, lambda: False)


def test_a_reprint_says_so(at: Office, window: QWidget, tmp_path: Path) -> None:
    order = PrintOrder(DocumentKind.RUN_SHEET, registered(at.unit))
    first = _preview(at, window, order)
    assert first.standing.text() == ""
    first.print_on(_file_printer(tmp_path / "first.pdf"))
    second = _preview(at, window, order)
    assert second.standing.text() == "补打第 1 次"
    second.bar.finder.setText("第1次补打")
    assert second.bar.found.text().startswith("1 /")


def test_a_recommendation_printed_again_says_so_on_each_page(at: Office, window: QWidget, tmp_path: Path) -> None:
    order = PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1))
    _preview(at, window, order).print_on(_file_printer(tmp_path / "first.pdf"))
    again = _preview(at, window, order)
    again.bar.finder.setText("第1次补打")
    assert again.bar.found.text() == "1 / 2"


class JammedPrinter(QPrinter):
    """A printer that takes one page and no more."""

    def newPage(self) -> bool:
        return False


def test_a_printer_that_stops_leaves_no_record_and_the_preview_as_it_was(
    at: Office, window: QWidget, tmp_path: Path
) -> None:
    case_id = signed_off(at.unit, 1)
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, case_id))
    printer = JammedPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "jammed.pdf"))
    dialog.print_on(printer)
    assert "在第 2 页停下" in dialog.note.text()
    assert "printed" not in [event.act for event in at.unit.events.of(case_id)]
    assert dialog.print.isEnabled()
    dialog.print_on(_file_printer(tmp_path / "again.pdf"))
    assert at.unit.events.of(case_id)[-1].act == "printed"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_named(at: Office, window: QWidget, tmp_path: Path) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RUN_SHEET, registered(at.unit)))
    dialog.print_on(_file_printer(tmp_path / "nowhere" / "printed.pdf"))
    assert "不接受这份文件，没有打印" in dialog.note.text()


def test_no_printer_is_said_before_anything_is_asked(
    at: Office, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RUN_SHEET, registered(at.unit)))
    monkeypatch.setattr("reviewer_ui.printing.preview.QPrinterInfo.availablePrinterNames", list)
    dialog.print.click()
    assert dialog.note.text().startswith("本机没有可用的打印机")


def test_a_cancelled_print_is_not_on_record(at: Office, window: QWidget, tmp_path: Path) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)))
    sides = print_pages(
        dialog.previewed.pdf, _file_printer(tmp_path / "c.pdf"), PrinterOffset(), lambda done, of: None, lambda: True
    )
    assert sides == 0


def test_a_print_goes_on_when_the_preview_is_left_and_is_told_at_the_foot(
    tmp_path: Path, qtbot: QtBot, parts: Parts, window: QWidget
) -> None:
    threaded = office(tmp_path, synchronous=False, printing=parts)
    case_id = signed_off(threaded.unit, 1)
    opened: list[QWidget] = []
    Previews(threaded.context, window).show(PrintOrder(DocumentKind.RECOMMENDATION, case_id), opened.append)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    (dialog,) = opened
    assert isinstance(dialog, PreviewDialog)
    dialog.print_on(_file_printer(tmp_path / "printed.pdf"))
    dialog.leave.click()
    qtbot.waitUntil(lambda: bool(threaded.said), timeout=20_000)
    assert threaded.said[-1].text.endswith("已记入流转记录。")
    assert threaded.unit.events.of(case_id)[-1].act == "printed"
    threaded.context.background.close()


def test_what_a_printer_is_off_is_taken_back(at: Office, window: QWidget, tmp_path: Path) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.OPINION_OVERLAY, proposed(at.unit)))
    for name, offset in (("straight", PrinterOffset()), ("moved", PrinterOffset(right=2.0, down=-3.0))):
        print_pages(
            dialog.previewed.pdf,
            _file_printer(tmp_path / f"{name}.pdf"),
            offset,
            lambda done, of: None,
            lambda: False,
        )
    straight, moved = (_ink(tmp_path / f"{name}.pdf") for name in ("straight", "moved"))
    assert moved[0] - straight[0] == pytest.approx(-2.0, abs=0.2)
    assert moved[1] - straight[1] == pytest.approx(3.0, abs=0.2)


def _ink(file: Path) -> tuple[float, float]:
    """Where the first ink stands on the page, in mm from the left and the upper edge."""
    document = QPdfDocument()
    document.load(str(file))
    size = document.pagePointSize(0)
    dots = QSize(round(size.width() * 4), round(size.height() * 4))
    picture = PdfPages(file.read_bytes()).picture_of(0, dots).convertToFormat(QImage.Format.Format_Grayscale8)
    grey = Image.frombytes("L", (picture.bytesPerLine(), picture.height()), bytes(picture.constBits()))
    seen = grey.crop((0, 0, picture.width(), picture.height())).point(lambda value: 255 if value < 128 else 0)
    left, top, _, _ = seen.getbbox() or (0, 0, 0, 0)
    return left / 4 / 72 * 25.4, top / 4 / 72 * 25.4


def test_offsets_are_kept_by_printer_in_tenths(tmp_path: Path) -> None:
    offsets = PrinterOffsets(Preferences(tmp_path / "p.ini"))
    offsets.put("示例/打印机", PrinterOffset(0.6, -0.3))
    assert PrinterOffsets(Preferences(tmp_path / "p.ini")).of("示例/打印机") == PrinterOffset(0.6, -0.3)
    assert offsets.of("别的") == PrinterOffset()


def test_the_cases_menu_offers_only_what_can_be_made(at: Office, qtbot: QtBot) -> None:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.show_case(answered(at.unit, registered(at.unit), M4_seal=Verdict.NOT_MET))
    assert [line.text() for line in pane.head.papers()] == ["核对单…", "阅览件…", "补正通知…"]
    pane.head.papers()[2].trigger()
    (dialog,) = pane.findChildren(PreviewDialog)
    assert dialog.windowTitle().startswith("补正通知")
    assert dialog.standing.text() == "草稿，尚未定稿"


def test_the_key_shows_the_paper_of_the_moment(at: Office, qtbot: QtBot) -> None:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    at.context.actions["case.print"].trigger()
    assert pane.findChildren(PreviewDialog) == []
    pane.show_case(signed_off(at.unit, 1))
    at.context.actions["case.print"].trigger()
    (dialog,) = pane.findChildren(PreviewDialog)
    assert dialog.windowTitle().startswith("推荐意见")


def test_a_refusal_is_said_at_the_foot_and_nothing_opens(at: Office, window: QWidget) -> None:
    opened: list[QWidget] = []
    Previews(at.context, window).show(PrintOrder(DocumentKind.RECEIPT, registered(at.unit)), opened.append)
    assert opened == []
    assert "还没有登记收到纸质材料" in at.said[-1].text


def test_labels_can_begin_where_the_sheet_is_still_whole(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.LABELS, batch_id=_batch(at.unit, signed_off(at.unit, 1))))
    (choices,) = dialog.findChildren(LabelChoices)
    first = dialog.previewed.pdf
    choices.skip.setValue(4)
    assert dialog.previewed.pdf != first
    assert dict(dialog.previewed.wanted.order.extra)["skip"] == "4"
    assert unnamed(dialog) == []


def test_an_envelope_is_made_for_one_contact(at: Office, window: QWidget) -> None:
    cases = (signed_off(at.unit, 1), signed_off(at.unit, 2, sector="制造业", direction=""))
    dialog = _preview(at, window, PrintOrder(DocumentKind.ENVELOPE_DL, batch_id=_batch(at.unit, *cases)))
    (choices,) = dialog.findChildren(ContactChoices)
    assert [choices.contact.itemText(place) for place in range(3)] == ["全部联系人", "胡伟", "王宝斌"]
    choices.contact.setCurrentIndex(2)
    dialog.bar.finder.setText("王宝斌")
    assert dialog.bar.found.text() == "1 / 1"
    dialog.bar.finder.setText("胡伟")
    assert dialog.bar.found.text() == "没有找到"


def test_an_overlay_too_small_is_refused_beside_the_box_and_the_last_one_stays(at: Office, window: QWidget) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.OPINION_OVERLAY, proposed(at.unit)))
    (choices,) = dialog.findChildren(OverlayBaseChoices)
    kept = dialog.previewed.pdf
    choices.sides["height"].setValue(3)
    assert dialog.note.text()
    assert dialog.previewed.pdf == kept
    choices.sides["height"].setValue(60)
    assert dialog.note.text() == ""
    assert dialog.previewed.wanted.overlay_base.box.height == 60
    assert unnamed(dialog) == []


def test_an_overlay_is_laid_on_the_applicants_pdf(at: Office, window: QWidget, tmp_path: Path) -> None:
    dialog = _preview(at, window, PrintOrder(DocumentKind.OPINION_OVERLAY, proposed(at.unit)))
    (choices,) = dialog.findChildren(OverlayBaseChoices)
    form = tmp_path / "申报书.pdf"
    form.write_bytes(_preview(at, window, PrintOrder(DocumentKind.RUN_SHEET, 1)).previewed.pdf)
    choices.page.setValue(1)
    choices.take_base(form)
    assert dialog.previewed.wanted.overlay_base.base == form.read_bytes()
    dialog.bar.finder.setText("核对单")
    assert dialog.bar.found.text().startswith("1 /")
    choices.plain.click()
    assert dialog.previewed.wanted.is_on_printed_paper
    assert dialog.bar.found.text() == "没有找到"
    choices.take_base(tmp_path / "没有.pdf")
    assert "读不了" in choices.note.text()


def test_a_batchs_papers_are_offered_with_the_chosen_batch(at: Office, qtbot: QtBot) -> None:
    _batch(at.unit, signed_off(at.unit, 1))
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    asked: list[str] = []
    at.context.actions.bind("signature.check", lambda: asked.append("signatures"))
    page.result.check.click()
    assert asked == ["signatures"]
    menu = page.result.print.menu()
    next(one for one in menu.actions() if one.text() == "报送函…").trigger()
    (dialog,) = page.findChildren(PreviewDialog)
    assert dialog.windowTitle() == "报送函 2024年第1批"
