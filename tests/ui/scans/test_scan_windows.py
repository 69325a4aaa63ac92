"""Scans dropped on the window go to their cases; beside its pages a scan says what was read, and takes pins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.evidence.scans import Place, ReadingStand
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.paper_sets import find_sets
from reviewer_app.services.intake.scans import ScanFile, keep_scan, scans_of
from reviewer_app.services.ports.reading import ShownScan
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.opinion.items import groups_of
from reviewer_ui.printing.page_view import LARGEST
from reviewer_ui.scans import taking_in
from reviewer_ui.scans.arriving import take_in
from reviewer_ui.scans.piece import PieceDialog
from reviewer_ui.scans.side import ScanSide
from reviewer_ui.scans.taking_away import TakingAwayDialog
from reviewer_ui.scans.taking_in import keeping_all, reading_all
from reviewer_ui.scans.viewer import ScanDialog, show_scan
from support.casework import dialog_of
from support.desk_pages import Office, office, unnamed
from support.fake_scans import FILE, read_as
from support.scanned_forms import PACK, VALUES, changed_inside, grey_pages, in_table

_IDS = {field.label: field.id for field in PACK.fields}
_FORM = {_IDS[label]: value for label, value in VALUES.items()}

_SHOWN = ShownScan(b"", (), 1, 1, 1)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    return widget


def test_dropped_scans_go_to_their_cases_and_a_bad_one_holds_up_none(at: Office, desk: QWidget, tmp_path: Path) -> None:
    case = register_application(at.unit, {**_FORM, "sector": "公共服务"}, Source.ONLINE).application_id
    other = register_application(at.unit, {**_FORM, "filing_number": "", "project_name": "别的项目"}, Source.PAPER)
    (tmp_path / "坏的.pdf").write_bytes(b"%PDF-1.7")
    plain = in_table(tmp_path / "form.pdf")
    dialog = take_in(at.context, [plain, tmp_path / "坏的.pdf"], desk)
    assert unnamed(dialog) == []
    first, bad = dialog.arrivals
    assert first.paper is not None
    assert (first.paper.case_id, first.why) == (case, "第1页的网上申报编号 SH2024018273645")
    assert bad.trouble == "“坏的.pdf”已损坏或不完整，没有读出来。请重新扫描或重新取得这份文件。"
    assert at.unit.attachments.of(case) == ()
    dialog.assign(0, find_sets(at.unit, other.intake_number)[0])
    dialog.assign(0, find_sets(at.unit, "SH2024018273645")[0])
    dialog.confirm.click()
    assert at.said[-1].text == "已归入扫描件 1 份。"
    assert [one.trouble for one in dialog.arrivals] == [bad.trouble]
    assert [one.name for one in at.unit.attachments.of(case)] == ["form.pdf"]
    assert [one.field_id for one in scans_of(at.unit, case).waiting] == ["sector"]
    assert at.unit.comparisons.of(case)["credit_code"].is_same


def test_a_file_that_changes_on_the_way_is_not_kept(
    at: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = register_application(at.unit, _FORM, Source.ONLINE).application_id
    form = in_table(tmp_path / "a\u202egpj.pdf")
    library, nothing = at.context.background.library, lambda *_: None
    monkeypatch.setattr(taking_in, "_HELD", 0)
    (arrival,) = reading_all(at.context.parts, [form])(library, nothing, lambda: False)
    assert (arrival.content, arrival.trouble) == (b"", "")
    whole = form.read_bytes()
    form.write_bytes(whole + b"%")
    kept = keeping_all([arrival])(library, nothing, lambda: False)
    assert kept.left[0].trouble.endswith("在读取时有改动，没有归入。请等扫描或复制完成后再试。")
    form.unlink()
    assert keeping_all([arrival])(library, nothing, lambda: False).left[0].trouble.startswith("读不了")
    assert at.unit.attachments.of(case) == ()
    form.write_bytes(whole)
    assert keeping_all([arrival])(library, nothing, lambda: False).count == 1
    assert [one.name for one in at.unit.attachments.of(case)] == ["agpj.pdf"]


def test_the_same_scan_again_is_told_to_be_there_and_kept_once(at: Office, desk: QWidget, tmp_path: Path) -> None:
    case = register_application(at.unit, _FORM, Source.ONLINE).application_id
    scan = in_table(tmp_path / "form.pdf")
    for _ in range(2):
        take_in(at.context, [scan], desk).confirm.click()
    assert at.said[-1].text == "1 份早已在案，没有重复归入。"
    assert len(at.unit.attachments.of(case)) == 1


def test_a_reading_that_is_stopped_names_what_was_not_read(at: Office, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    done: list[int] = []
    work = reading_all(at.context.parts, paths)
    found = work(at.library, lambda count, _all: done.append(count), lambda: bool(done))
    assert [one.path for one in found] == paths
    assert [one.trouble for one in found[1:]] == ["已停下，没有读。要读的请再拖一次。"] * 2


@pytest.fixture
def viewer(at: Office, desk: QWidget, tmp_path: Path, request: pytest.FixtureRequest) -> ScanDialog:
    """The viewer on a digital form that was given to a case of the source asked for."""
    source = getattr(request, "param", Source.ONLINE)
    form = {**_FORM, "sector": "公共服务", "contact_person": ""}
    case = register_application(at.unit, form, source).application_id
    arriving = take_in(at.context, [in_table(tmp_path / "form.pdf")], desk)
    arriving.confirm.click()
    show_scan(at.context, case, at.unit.attachments.of(case)[0].sha256, desk)
    dialog = desk.findChild(ScanDialog)
    assert isinstance(dialog, ScanDialog)
    return dialog


def test_a_rectangle_drawn_is_evidence_and_can_be_taken_away(at: Office, viewer: ScanDialog) -> None:
    assert unnamed(viewer) == []
    wanted = Place(1, 500, 400, 1000, 600)
    box = viewer.view.rectangle_of(wanted)
    assert box is not None
    viewer.side.items.setCurrentIndex(viewer.side.items.findData("E1.registered#code"))
    viewer.side.draw.click()
    ground, start, end = viewer.view.viewport(), box.topLeft().toPoint(), box.bottomRight().toPoint()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(ground, end)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=end)
    case = viewer.case_id
    (pin,) = at.unit.scans.pins(case)
    assert (pin.rule_id, pin.part, pin.place.page) == ("E1.registered", "code", 1)
    assert abs(pin.place.left - wanted.left) < 12
    assert abs(pin.place.bottom - wanted.bottom) < 12
    assert not viewer.side.draw.isChecked()
    points = [item for group in groups_of(open_case(at.unit, case)) for item in group.items]
    (point,) = [item for item in points if item.rule_id == "E1.registered"]
    assert [line.text for line in point.evidence] == ["框定 form.pdf 第1页的一处（分项2）"]
    viewer.ask_to_leave_pin(pin.id)
    asked = dialog_of(viewer)
    asked.reason.setPlainText("框错了")
    asked.confirm.click()
    assert at.unit.scans.pins(case)[0].withdrawn_reason == "框错了"


def test_a_slip_of_the_hand_pins_nothing(at: Office, viewer: ScanDialog) -> None:
    viewer.side.draw.click()
    middle = viewer.view.viewport().rect().center()
    QTest.mousePress(viewer.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseRelease(viewer.view.viewport(), Qt.MouseButton.LeftButton, pos=middle + QPoint(2, 2))
    assert at.unit.scans.pinned == []


def test_only_the_difference_asks_and_the_answer_settles_it(at: Office, viewer: ScanDialog) -> None:
    case = viewer.case_id
    assert [row.reading.field_id for row in viewer.side.rows] == ["sector", "contact_person"]
    viewer.side.take_first()
    assert "sector" not in at.unit.comparisons.of(case)
    viewer.side.rows[0].buttons[1].click()
    found = at.unit.comparisons.of(case)["sector"]
    assert (found.is_same, found.paper) == (False, "现代服务业")
    viewer.side.rows[0].buttons[0].click()
    assert at.unit.comparisons.of(case)["contact_person"].is_same
    assert viewer.side.rows == []


@pytest.mark.parametrize("viewer", [Source.PAPER], indirect=True)
def test_enter_takes_the_candidates_of_a_paper_case(at: Office, viewer: ScanDialog) -> None:
    case = viewer.case_id
    at_keys = viewer.focusWidget()
    assert at_keys is not None
    assert viewer.view.isAncestorOf(at_keys)
    QTest.keyClick(at_keys, Qt.Key.Key_Return)
    assert at.unit.applications.get(case).values["sector"] == "现代服务业"
    viewer.side.take_all.click()
    assert at.unit.applications.get(case).values["contact_person"] == "样本乙"
    stands = {one.stand for one in at.unit.scans.readings(case)}
    assert stands == {ReadingStand.TAKEN, ReadingStand.EQUAL}


def test_all_of_a_section_takes_what_is_beyond_doubt_and_leaves_the_rest(at: Office, desk: QWidget) -> None:
    case = register_application(at.unit, {**_FORM, "email": "", "mobile": ""}, Source.PAPER).application_id
    sure = read_as(True, contact_person="样本己", mobile="13800001589")
    doubtful = read_as(False, email="a@example.com", direction="养老服务")
    keep_scan(at.unit, case, [FILE], replace(sure, fields=(*sure.fields, *doubtful.fields)))
    side = ScanSide()
    side.show_view(scans_of(at.unit, case), at.unit.attachments.of(case)[0].sha256, _SHOWN, lambda _place: QPixmap())
    taken: list[list[int]] = []
    side.taken.connect(taken.append)
    assert side.take_all.text() == "全部取用（读准的 2 项）"
    assert side.left.text() == "另有 2 项没有读准，不会一并取用，请看图逐项核对。"
    assert list(side.sections) == ["人员"]
    side.sections["人员"].click()
    assert [sorted(ids) for ids in taken] == [[1, 2]]


def test_a_value_taken_from_a_scan_is_marked_with_its_picture_until_amended(at: Office, viewer: ScanDialog) -> None:
    at.unit.scans.settle_reading(at.unit.scans.readings(viewer.case_id)[0].id, ReadingStand.TAKEN)
    field = at.unit.scans.readings(viewer.case_id)[0].field_id
    pane = CasePane(at.context, viewer)
    pane.show_view(open_case(at.unit, viewer.case_id))
    row = pane.fields.rows[field]
    assert (row.machine.text(), row.machine.isHidden()) == ("机读", False)
    row.machine.click()
    (piece,) = pane.window().findChildren(PieceDialog)
    assert unnamed(piece) == []
    assert piece.picture.pixmap().width() > 100
    view = open_case(at.unit, viewer.case_id)
    values = {**view.application.values, field: "改过的值"}
    pane.show_view(replace(view, application=replace(view.application, values=values)))
    assert row.machine.isHidden()


def test_a_scan_of_another_case_is_given_to_it_and_brought_back(at: Office, viewer: ScanDialog) -> None:
    other = register_application(at.unit, {**_FORM, "filing_number": "", "project_name": "别的项目"}, Source.PAPER)
    viewer.away.click()
    (asked,) = viewer.findChildren(TakingAwayDialog)
    assert unnamed(asked) == []
    assert asked.stands.text().startswith("请注意：机读一致：项目名称")
    asked.owner.setText(other.intake_number)
    asked.confirm.click()
    assert asked.right.text().startswith(f"归入 {other.intake_number} 别的项目")
    asked.confirm.click()
    assert asked.note.text() == "请写明移出的理由。"
    asked.reason.setText("放混了")
    QTest.keyClick(asked.reason, Qt.Key.Key_Return)
    assert not viewer.isVisible()
    assert [one.name for one in scans_of(at.unit, other.application_id).scans] == ["form.pdf"]
    said = at.said[-1]
    assert said.text == f"已把“form.pdf”移出本案并归入 {other.intake_number}，记录仍保留。"
    assert said.action is not None
    said.action()
    assert at.said[-1].text == "已放回“form.pdf”。"
    assert scans_of(at.unit, other.application_id).scans == ()


def test_a_scan_that_was_taken_away_meanwhile_is_said(at: Office, desk: QWidget) -> None:
    case = register_application(at.unit, _FORM, Source.PAPER).application_id
    show_scan(at.context, case, "0" * 64, desk)
    assert at.said[-1].text == "这份扫描件不在本案，可能已被他人移出。请刷新后再看。"


def vast_second(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 14_400, 14_400]


def test_a_page_that_cannot_be_drawn_says_so_and_the_others_stand(at: Office, desk: QWidget) -> None:
    case = register_application(at.unit, _FORM, Source.PAPER).application_id
    keep_scan(at.unit, case, [ScanFile("扫描.pdf", changed_inside(grey_pages(90, 120, 150), vast_second))])
    show_scan(at.context, case, at.unit.attachments.of(case)[0].sha256, desk)
    dialog = desk.findChild(ScanDialog)
    assert isinstance(dialog, ScanDialog)
    assert dialog.pages.note.text() == "第 2 页已损坏或大小不合常规，画不出来；其余各页照常显示。"
    assert (dialog.opened.shown.shown, dialog.opened.waits_for_more) == (3, False)
    assert dialog.side.marks.text() == "没有见到红色圆形印迹。"
    dialog.pages.step_page(1)
    dialog.view.set_factor(99)
    assert dialog.view.factor() == LARGEST
    dialog.view.grab()


def test_a_page_is_turned_on_the_screen_alone(at: Office, viewer: ScanDialog) -> None:
    before = viewer.view.rectangle_of(Place(1, 0, 0, 2100, 2970))
    viewer.pages.turn_page()
    after = viewer.view.rectangle_of(Place(1, 0, 0, 2970, 2100))
    assert before is not None
    assert after is not None
    assert after.width() > after.height()
    assert viewer.opened.turns == (90,)
    assert viewer.view._rectangles == ()
