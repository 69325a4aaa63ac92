"""Sending: what can go and why not, the export with its result, and recording seal and sending."""

from __future__ import annotations

import errno
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dispatch.road.made import FILE, RESULT
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Documents, Office, application, office, shown_column, signed_off, unnamed
from support.fakes import FakeDesk, FakeUnit
from support.sealing import approved

TICK, NUMBER, PROJECT, APPLICANT, STATE, CONTACT, REMARK = range(7)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def _page(at: Office, qtbot: QtBot) -> DispatchPage:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def _press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _ticks(page: DispatchPage) -> list[bool]:
    model = page.preview.model
    states = [model.index(row, TICK).data(Qt.ItemDataRole.CheckStateRole) for row in range(model.rowCount())]
    return [state is not None and Qt.CheckState(state) is Qt.CheckState.Checked for state in states]


def _dialog(page: DispatchPage) -> DecisionDialog:
    return next(one for one in page.findChildren(DecisionDialog) if one.isVisible())


def test_what_can_go_is_ticked_and_what_cannot_says_why(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    signed_off(at.unit, 2, sector="不存在的领域")
    register_application(at.unit, application(3), Source.ONLINE)
    at.unit.applications.cases[3] = replace(at.unit.applications.get(3), state=State.REVIEWING)
    page = _page(at, qtbot)
    assert _ticks(page) == [True, False, False]
    remarks = shown_column(page.preview.table, REMARK)
    assert remarks[0] == ""
    assert "不存在的领域" in remarks[1]
    assert "初审中" in remarks[2]
    assert page.preview.options.export.text() == "导出 1 件"


def test_what_is_open_leads_to_its_case(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    case_id = signed_off(desk_of_ten.unit, 11, sector="不存在的领域")
    window.show_place("dispatch")
    page = window.places.page("dispatch")
    assert isinstance(page, DispatchPage)
    row = next(place for place, one in enumerate(page.preview.model.rows()) if one.application_id == case_id)
    for key in (None, Qt.Key.Key_Return):
        window.show_place("dispatch")
        page.preview.table.selectRow(row)
        if key is None:
            page.preview.table.doubleClicked.emit(page.preview.model.index(row, REMARK))
        else:
            QTest.keyClick(page.preview.table, key)
        qtbot.waitUntil(lambda: window.places.currentWidget() is window.cases)
        qtbot.waitUntil(lambda: window.cases.queue.current_case == case_id)


def test_a_case_can_be_taken_out_by_space_and_put_in_again(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    signed_off(at.unit, 2)
    page = _page(at, qtbot)
    page.preview.table.selectRow(1)
    QTest.keyClick(page.preview.table, Qt.Key.Key_Space)
    assert _ticks(page) == [True, False]
    assert page.preview.options.export.text() == "导出 1 件"
    assert "1 份推荐意见" in page.preview.options.contents.text()
    QTest.keyClick(page.preview.table, Qt.Key.Key_Space)
    assert page.preview.options.export.text() == "导出 2 件"


def test_with_nothing_chosen_the_button_says_why_it_waits(at: Office, qtbot: QtBot) -> None:
    page = _page(at, qtbot)
    assert not page.preview.options.export.isEnabled()
    assert page.preview.options.note.text() == "目前没有已复核、可以报送的案件。"
    signed_off(at.unit, 1)
    page.refresh()
    page.preview.model.tick_all(False)
    assert page.preview.options.note.text() == "还没有选择案件。"


def test_the_sample_seal_is_offered_in_the_practice_season_alone(at: Office, qtbot: QtBot) -> None:
    page = _page(at, qtbot)
    options = page.preview.options
    assert options.seals[SealStyle.SAMPLE].isVisibleTo(options)
    options.seals[SealStyle.SAMPLE].click()
    at.unit.settings.put(replace(at.unit.settings.get(), practice_date=None))
    page.refresh()
    assert not options.seals[SealStyle.SAMPLE].isVisibleTo(options)
    assert options.seal() is SealStyle.CIRCLE


def test_an_export_writes_what_was_promised_and_says_it_case_by_case(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    signed_off(at.unit, 1)
    signed_off(at.unit, 2, project_name="印不出的标准化试点")
    page = _page(at, qtbot)
    page.preview.options.seals[SealStyle.SAMPLE].click()
    _press(page.preview.options.export)
    folder = tmp_path / "2024年度报送第1批"
    assert page.result.title.text() == "第 1 批：已导出 1 件，1 件未导出"
    assert shown_column(page.result.table, RESULT) == ["未导出", "已导出", "已出具"]
    assert "磁盘" in shown_column(page.result.table, FILE)[0]
    assert {path.name for path in folder.iterdir()} == {"推荐汇总表.xlsx", "文件清单.json", "manifest.json", "推荐意见"}
    printed = list((folder / "推荐意见").iterdir())
    assert [path.read_text() for path in printed] == ["2024-示-0001 sample"]


def test_the_folder_of_a_batch_can_be_opened(
    at: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    _press(page.result.open)
    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path / "2024年度报送第1批"]


def test_a_batch_whose_folder_was_moved_away_says_so(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    (tmp_path / "2024年度报送第1批").rename(tmp_path / "别处")
    _press(page.result.open)
    assert "不在原处" in page.result.note.text()


def test_a_folder_in_use_is_refused_beside_it_and_nothing_is_lost(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    taken = tmp_path / "已有文件"
    taken.mkdir()
    (taken / "别的.txt").write_text("", encoding="utf-8")
    page.preview.options.folder.line.clear()
    QTest.keyClicks(page.preview.options.folder.line, "x")
    page.preview.options.folder.line.setText(str(taken))
    _press(page.preview.options.export)
    assert str(taken) in page.preview.options.folder.note.text()
    assert page.preview.options.folder.line.text() == str(taken)
    assert _ticks(page) == [True]
    assert page.preview.options.export.isEnabled()


def test_without_a_folder_nothing_is_exported(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    page.preview.options.folder.line.setText("  ")
    _press(page.preview.options.export)
    assert page.preview.options.folder.note.text() == "请填写导出到哪个文件夹。"
    assert at.unit.batches.kept == []


class FullDisk(Documents):
    """The disk takes one sheet and is full, until somebody makes room."""

    has_room = False

    def document(self, values: DocumentValues, seal: str) -> bytes:
        if values.fields.get("intake_number", "").endswith("2") and not self.has_room:
            raise OSError(errno.ENOSPC, "no space")
        return super().document(values, seal)


def _stopped(tmp_path: Path, qtbot: QtBot) -> tuple[FullDisk, DispatchPage]:
    maker = FullDisk()
    at = office(tmp_path, maker=maker)
    signed_off(at.unit, 1)
    signed_off(at.unit, 2)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    return maker, page


def test_a_full_disk_says_what_is_kept_and_the_same_button_goes_on(tmp_path: Path, qtbot: QtBot) -> None:
    maker, page = _stopped(tmp_path, qtbot)
    assert "已做好的 1 份留着" in page.preview.options.note.text()
    assert not (tmp_path / "2024年度报送第1批").exists()
    maker.has_room = True
    _press(page.preview.options.export)
    assert page.result.title.text() == "第 1 批：已导出 2 件"
    assert "其中 1 件沿用上次中断前已做好的" in page.result.says.text()
    assert {path.name for path in tmp_path.iterdir()} == {"2024年度报送第1批", "preferences.ini"}


def test_an_export_elsewhere_gives_the_full_disk_its_room_back(tmp_path: Path, qtbot: QtBot) -> None:
    maker, page = _stopped(tmp_path, qtbot)
    maker.has_room = True
    (tmp_path / "移动硬盘").mkdir()
    page.preview.options.folder.line.setText(str(tmp_path / "移动硬盘" / "第1批"))
    _press(page.preview.options.export)
    assert page.result.title.text() == "第 1 批：已导出 2 件"
    assert {path.name for path in tmp_path.iterdir()} == {"移动硬盘", "preferences.ini"}


def test_a_window_opened_anew_still_knows_where_an_export_stopped(tmp_path: Path, qtbot: QtBot) -> None:
    _stopped(tmp_path, qtbot)
    at = office(tmp_path)
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    (tmp_path / "移动硬盘").mkdir()
    page.preview.options.folder.line.setText(str(tmp_path / "移动硬盘" / "第1批"))
    assert (tmp_path / ".2024年度报送第1批.part").exists()
    _press(page.preview.options.export)
    assert {path.name for path in tmp_path.iterdir()} == {"移动硬盘", "preferences.ini"}


def test_two_full_disks_both_get_their_room_back(tmp_path: Path, qtbot: QtBot) -> None:
    maker, page = _stopped(tmp_path, qtbot)
    for disk in ("移动硬盘甲", "移动硬盘乙"):
        (tmp_path / disk).mkdir()
        page.preview.options.folder.line.setText(str(tmp_path / disk / "第1批"))
        _press(page.preview.options.export)
        maker.has_room = True
    assert page.result.title.text() == "第 1 批：已导出 2 件"
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("*/*")) == ["移动硬盘乙/第1批"]
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


class HeldDocuments(Documents):
    """Prints only when the test lets it go."""

    def __init__(self) -> None:
        self.may_print = threading.Event()

    def document(self, values: DocumentValues, seal: str) -> bytes:
        assert self.may_print.wait(20)
        return super().document(values, seal)


def test_a_cancelled_export_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    maker = HeldDocuments()
    at = office(tmp_path, synchronous=False, maker=maker)
    signed_off(at.unit, 1)
    signed_off(at.unit, 2)
    page = _page(at, qtbot)
    qtbot.waitUntil(page.preview.options.export.isEnabled)
    _press(page.preview.options.export)
    cancel = next(one for one in page.preview.options.progress.findChildren(QAbstractButton) if one.text() == "取消")
    _press(cancel)
    maker.may_print.set()
    qtbot.waitUntil(lambda: page.preview.options.note.text() == "已取消，没有写出任何文件。")
    assert [path.name for path in tmp_path.iterdir()] == ["preferences.ini"]
    assert at.unit.batches.kept == []
    assert page.preview.options.export.isEnabled()
    at.context.background.close()


def test_what_lies_in_a_batch_already_is_not_ticked_again(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    assert _ticks(page) == [False]
    assert shown_column(page.preview.table, REMARK) == ["已在第 1 批导出"]
    signed_off(at.unit, 2)
    page.refresh()
    assert _ticks(page) == [False, True]


def test_after_exporting_everything_once_more_nothing_stays_ticked(at: Office, qtbot: QtBot) -> None:
    """A case of an earlier batch that went into this one, too, does not slip into the next."""
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    signed_off(at.unit, 2)
    page.refresh()
    page.preview.model.tick_all(True)
    assert page.preview.options.export.text() == "导出 2 件"
    _press(page.preview.options.export)
    assert _ticks(page) == [False, False]
    assert not page.preview.options.export.isEnabled()
    assert shown_column(page.preview.table, REMARK) == ["已在第 2 批导出", "已在第 2 批导出"]


def test_the_next_batch_is_proposed_under_its_own_name(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    assert page.preview.options.folder.line.text() == str(tmp_path / "2024年度报送第1批")
    _press(page.preview.options.export)
    assert page.preview.options.folder.line.text() == str(tmp_path / "2024年度报送第2批")


def test_who_does_not_keep_the_seal_is_told_so(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER})))
    at = office(tmp_path, FakeDesk(unit, tmp_path / "案卷库"))
    signed_off(unit, 1)
    page = _page(at, qtbot)
    _press(page.preview.options.export)
    page.open_step(RoadStep.SEAL)
    approved(unit, [1], batch_id=1)
    page.refresh()
    assert not page.sealing.side.main.isEnabled()
    assert page.waiting.isHidden(), "nothing waits for a handler"
    assert unit.applications.get(1).state is State.SIGNED_OFF


def test_where_the_paper_goes_is_said_and_every_control_has_a_name(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = _page(at, qtbot)
    assert "肇嘉浜路301号" in page.preview.options.address.text()
    assert unnamed(page) == []


def test_a_case_signed_off_elsewhere_is_there_on_coming_back(at: Office, qtbot: QtBot) -> None:
    page = _page(at, qtbot)
    page.hide()
    signed_off(at.unit, 1)
    at.context.background.changed.emit(Changes(frozenset({Noun.QUEUE, Noun.CASE})))
    page.show()
    assert _ticks(page) == [True]
