"""Scans dropped on the window go to their cases; beside its pages a scan says what was read, and takes pins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.evidence.scans import Place, ReadingStand
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.paper_sets import find_sets
from reviewer_app.services.intake.scans import scans_of
from reviewer_ui.opinion.items import groups_of
from reviewer_ui.scans.arriving import take_in
from reviewer_ui.scans.taking_in import reading_all
from reviewer_ui.scans.viewer import ScanDialog, show_scan
from support.casework import dialog_of
from support.desk_pages import Office, office, unnamed
from support.scanned_forms import PACK, VALUES, in_table

_IDS = {field.label: field.id for field in PACK.fields}
_FORM = {_IDS[label]: value for label, value in VALUES.items()}


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


def test_a_scan_that_was_changed_or_went_away_meanwhile_is_not_kept_as_it_was_read(
    at: Office, desk: QWidget, tmp_path: Path
) -> None:
    """A stick pulled out between reading and keeping: the file stays in the list with its reason."""
    case = register_application(at.unit, _FORM, Source.ONLINE).application_id
    (tmp_path / "U盘").mkdir()
    scan = in_table(tmp_path / "U盘" / "form.pdf")
    read = scan.read_bytes()
    dialog = take_in(at.context, [scan], desk)
    scan.unlink()
    dialog.confirm.click()
    assert "form.pdf" in dialog.arrivals[0].trouble
    dialog.reject()
    scan.write_bytes(read)
    dialog = take_in(at.context, [scan], desk)
    scan.write_bytes(read + b"%%EOF")
    dialog.confirm.click()
    assert dialog.arrivals[0].trouble == "“form.pdf”读过之后又有改动，没有归入。请再拖一次。"
    assert at.unit.attachments.of(case) == ()


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
    viewer.side.items.setCurrentIndex(viewer.side.items.findData("M4.seal"))
    viewer.side.draw.click()
    ground, start, end = viewer.view.viewport(), box.topLeft().toPoint(), box.bottomRight().toPoint()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(ground, end)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=end)
    case = viewer._opened.view.application.id
    (pin,) = at.unit.scans.pins(case)
    assert (pin.rule_id, pin.place.page) == ("M4.seal", 1)
    assert abs(pin.place.left - wanted.left) < 12
    assert abs(pin.place.bottom - wanted.bottom) < 12
    assert not viewer.side.draw.isChecked()
    points = [item for group in groups_of(open_case(at.unit, case)) for item in group.items]
    (seal,) = [item for item in points if item.rule_id == "M4.seal"]
    assert [line.text for line in seal.evidence] == ["框定 form.pdf 第1页的一处"]
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
    case = viewer._opened.view.application.id
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
    case = viewer._opened.view.application.id
    viewer.side.take_first()
    assert at.unit.applications.get(case).values["sector"] == "现代服务业"
    viewer.side.take_all.click()
    assert at.unit.applications.get(case).values["contact_person"] == "样本乙"
    stands = {one.stand for one in at.unit.scans.readings(case)}
    assert stands == {ReadingStand.TAKEN, ReadingStand.EQUAL}


def test_a_page_is_turned_on_the_screen_alone(at: Office, viewer: ScanDialog) -> None:
    before = viewer.view.rectangle_of(Place(1, 0, 0, 2100, 2970))
    viewer.turn_page()
    after = viewer.view.rectangle_of(Place(1, 0, 0, 2970, 2100))
    assert before is not None
    assert after is not None
    assert after.width() > after.height()
    assert viewer._opened.turns == (90,)
    assert viewer.view._rectangles == ()
