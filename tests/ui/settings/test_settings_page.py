"""The settings: what an admin may change, people and passwords, backups, and what is still to be settled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.papers import PrinterOffset
from reviewer_app.services.ports.records import SETTINGS
from reviewer_app.wiring import Parts
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.settings import SettingsPage
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, backup, office, shown_column, type_text, unnamed
from support.fakes import FakeDesk, FakeUnit
from support.revocation_lists import DAY, revocation_list
from support.signed_pages import NOW, certificate_file, identity

#: What is checked as it is saved has to be typed in its own shape.
_SHAPED = {
    "postcode": "200003", "lock_after": "5", "visit_lead_days": "10", "end_lead_days": "45、15", "finishing_days": "20",
    "revocation_list": str(Path("列表.crl").absolute()),
}  # fmt: skip


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> SettingsPage:
    return _page(at, qtbot)


def _page(at: Office, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def _press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_office_is_shown_and_a_change_is_saved(at: Office, page: SettingsPage) -> None:
    office = page.office
    assert office.lines["bureau"].text() == "上海市示例区市场监督管理局"
    assert not office.save.isEnabled()
    type_text(office.lines["telephone"], "转 8001")
    _press(office.save)
    assert at.unit.settings.get().telephone == "021-60000000转 8001"
    assert office.note.text() == "已保存。"
    assert not office.save.isEnabled()


def test_an_office_without_a_name_is_refused_beside_the_field(at: Office, page: SettingsPage) -> None:
    line = page.office.lines["bureau"]
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    _press(page.office.save)
    assert "请填写单位全称" in page.office.note_of("bureau")
    assert at.unit.settings.get().bureau == "上海市示例区市场监督管理局"
    assert page.office.save.isEnabled()


def test_a_revocation_list_is_chosen_and_says_at_once_until_when_it_holds(
    at: Office, page: SettingsPage, tmp_path: Path
) -> None:
    file = revocation_list(tmp_path / "列表.crl", identity("示例签发"), due=NOW - DAY)
    page.office.take_list(file)
    assert "应于 2026年5月19日 前更新，列入 0 张证书" in page.office.note_of("revocation_list")
    assert page.office.note_of("revocation_list").endswith("现已过期；请取得新的列表。")
    QTest.keyClicks(page.office.lines["telephone"], "1")
    assert page.office.note_of("revocation_list").endswith("现已过期；请取得新的列表。")
    page.office.take_list(tmp_path / "没有.crl")
    assert "打不开" in page.office.note_of("revocation_list")
    page.office.take_list(file)
    _press(page.office.save)
    assert at.unit.settings.get().revocation_list == str(file)


def test_who_is_not_an_admin_reads_only(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER})))
    page = _page(office(tmp_path, FakeDesk(unit, tmp_path)), qtbot)
    assert all(line.isReadOnly() for line in page.office.lines.values())
    assert page.office.note.text() == "只有管理员可以修改单位设置。"
    assert page.people.note.text() == "只有管理员可以增加人员和更改角色。"
    assert not page.people.add_person.isVisible()


def _fill_person(page: SettingsPage, name: str, password: str, again: str, *roles: Role) -> None:
    people = page.people
    for line, text in ((people.name, name), (people.password, password), (people.again, again)):
        line.clear()
        type_text(line, text)
    for role, box in people.roles.items():
        box.setChecked(role in roles)


@pytest.mark.parametrize(
    ("name", "password", "again", "roles", "said"),
    [
        ("", "long enough", "long enough", (Role.HEAD,), "请填写姓名"),
        ("示例甲", "long enough", "long enough", (Role.HEAD,), "已有名为“示例甲”的人员"),
        ("示例丙", "long enough", "long enough", (), "至少选择一个角色"),
        ("示例丙", "short", "short", (Role.HEAD,), "还差 3 位"),
        ("示例丙", "long enough", "another one", (Role.HEAD,), "两次输入的密码不一样"),
    ],
)
def test_a_person_is_refused_with_the_reason(
    at: Office, page: SettingsPage, name: str, password: str, again: str, roles: tuple[Role, ...], said: str
) -> None:
    _fill_person(page, name, password, again, *roles)
    _press(page.people.add_person)
    assert said in page.people.note.text()
    assert [user.name for user in at.unit.users.all()] == ["示例乙", "示例甲"]


def test_an_admin_adds_a_person_with_roles(at: Office, page: SettingsPage) -> None:
    _fill_person(page, "示例丙", "long enough", "long enough", Role.HEAD, Role.SEAL)
    _press(page.people.add_person)
    assert shown_column(page.people.table, 0) == ["示例丙", "示例乙", "示例甲"]
    assert shown_column(page.people.table, 1)[0] == "复核、用印"
    assert page.people.password.text() == ""


def test_an_admin_sets_a_password_and_brings_somebody_back(at: Office, page: SettingsPage) -> None:
    people = page.people
    row = [user.name for user in people.model.rows()].index("示例乙")
    people.table.setCurrentIndex(people.model.index(row, 0))
    type_text(people.way_in.password, "short")
    type_text(people.way_in.again, "short")
    _press(people.way_in.give)
    assert "密码太短" in people.changing_note.text()
    for line in (people.way_in.password, people.way_in.again):
        line.clear()
        type_text(line, "long enough")
    _press(people.way_in.give)
    kept = at.unit.access.get("示例乙")
    assert kept is not None
    assert kept.must_change
    assert "密码已重设" in people.changing_note.text()
    at.library.retire("示例乙")
    people.refresh()
    people.table.setCurrentIndex(people.model.index(row, 0))
    assert people.way_in.give.text() == "重新上岗"
    people.changing.boxes[Role.HEAD].setChecked(True)
    for line in (people.way_in.password, people.way_in.again):
        line.clear()
        type_text(line, "another long one")
    _press(people.way_in.give)
    assert at.unit.users.get("示例乙").roles == {Role.HEAD}
    assert at.unit.events.latest(1)[0].act == "brought_back"


class StrictDesk(FakeDesk):
    """A desk that knows one password."""

    def change_password(self, old: str, new: str) -> None:
        if old != "the old one":
            raise RefusalError("login.wrong")
        self.password = new


def test_a_wrong_present_password_is_said_beside_it(tmp_path: Path, qtbot: QtBot) -> None:
    library = StrictDesk(folder=tmp_path)
    page = _page(office(tmp_path, library), qtbot)
    card = page.password
    for line, text in ((card.old, "not this"), (card.new, "a new password"), (card.again, "a new password")):
        type_text(line, text)
    _press(card.change)
    assert card.old_note.text() == "现在的密码不对，请重新输入。"
    assert not hasattr(library, "password")
    card.old.clear()
    type_text(card.old, "the old one")
    _press(card.change)
    assert library.password == "a new password"
    assert card.note.text().startswith("密码已更改")
    assert card.old.text() == card.new.text() == card.again.text() == ""


def test_a_backup_is_made_and_said(at: Office, page: SettingsPage) -> None:
    assert not page.backups.restore.isEnabled()
    at.backups.kept = (backup(12),)
    _press(page.backups.now)
    assert page.backups.note.text() == "已备份，内容与案卷库一样加密。"
    assert shown_column(page.backups.table, 0) == ["2024-05-18 12:00:00"]


def test_going_back_to_a_backup_says_first_what_will_happen(at: Office, page: SettingsPage, qtbot: QtBot) -> None:
    left: list[str] = []
    at.context.actions.bind("backup.restore", lambda: left.append("to the backups"))
    at.backups.kept = (backup(12), backup(9))
    page.backups.refresh()
    _press(page.backups.restore)
    dialog = next(one for one in page.findChildren(DecisionDialog) if one.isVisible())
    assert left == []
    assert dialog.confirm.text() == "关闭案卷库，去选备份"
    _press(dialog.confirm)
    assert left == ["to the backups"]


def test_the_notice_shows_its_contacts(page: SettingsPage) -> None:
    notice = page.notice
    assert "刘文涛" in shown_column(notice.table, 1)
    assert "64220000 转 2509" in shown_column(notice.table, 2)


def test_every_control_has_a_name(page: SettingsPage) -> None:
    assert unnamed(page) == []


@pytest.fixture
def equipped(tmp_path: Path, qtbot: QtBot) -> SettingsPage:
    return _page(office(tmp_path, printing=Parts()), qtbot)


def test_the_fonts_say_what_they_serve_and_why(equipped: SettingsPage) -> None:
    roles = shown_column(equipped.fonts.table, 0)
    assert len(roles) == 5
    assert all(shown_column(equipped.fonts.table, 1))
    assert all("字体" in reason for reason in shown_column(equipped.fonts.table, 2))


def test_a_printers_offset_is_kept_for_that_printer(equipped: SettingsPage) -> None:
    card = equipped.printers
    card.show_printers(["甲", "乙"])
    card.right.setValue(0.6)
    card.down.setValue(-0.3)
    card.printer.setCurrentText("乙")
    assert (card.right.value(), card.down.value()) == (0.0, 0.0)
    card.printer.setCurrentText("甲")
    assert card.offset() == PrinterOffset(0.6, -0.3)
    assert unnamed(equipped) == []


def test_the_calibration_sheet_is_previewed_and_its_trial_differs(equipped: SettingsPage) -> None:
    card = equipped.printers
    card.show_printers(["甲"])
    card.right.setValue(2.0)
    _press(card.sheet)
    _press(card.trial)
    sheet, trial = card.findChildren(PreviewDialog)
    assert sheet.windowTitle() == trial.windowTitle() == "套打校准页"
    assert sheet.previewed.pdf != trial.previewed.pdf


def test_without_a_printer_the_offsets_say_so(equipped: SettingsPage) -> None:
    equipped.printers.show_printers([])
    assert equipped.printers.note.text().startswith("本机没有可用的打印机")
    assert not equipped.printers.right.isEnabled()


@pytest.fixture
def trusting(tmp_path: Path, qtbot: QtBot) -> SettingsPage:
    return _page(office(tmp_path, printing=Parts()), qtbot)


def _dialog(page: SettingsPage) -> DecisionDialog:
    (dialog,) = [one for one in page.findChildren(DecisionDialog) if one.isVisible()]
    return dialog


def test_an_issuer_is_shown_before_it_is_written_and_taken_off_again(trusting: SettingsPage, tmp_path: Path) -> None:
    card = trusting.trust
    assert "一律提示“注意”" in card.note.text()
    card.take_file(certificate_file(tmp_path, identity("示例根证书")))
    dialog = _dialog(trusting)
    (line,) = dialog.lines()
    assert line.startswith("示例根证书，由 示例根证书 签发，有效期至 2036-")
    assert "认可范围：其签发的证书。指纹 " in line
    assert shown_column(card.table, 0) == [], "nothing is written before the answer"
    _press(dialog.confirm)
    assert shown_column(card.table, 0) == ["示例根证书"]
    assert card.note.text() == "已写入信任名单。"
    assert not card.remove.isEnabled()
    card.table.selectRow(0)
    _press(card.remove)
    _press(_dialog(trusting).confirm)
    assert shown_column(card.table, 0) == []
    assert card.note.text() == "已移出信任名单。"


def test_a_file_that_is_no_certificate_or_ended_is_refused_beside_the_buttons(
    trusting: SettingsPage, tmp_path: Path
) -> None:
    (tmp_path / "a.cer").write_text("hello")
    trusting.trust.take_file(tmp_path / "a.cer")
    assert "不是证书文件" in trusting.trust.note.text()
    ended = identity("示例旧证书", first=NOW - timedelta(days=3000), last=NOW - timedelta(days=2000))
    trusting.trust.take_file(certificate_file(tmp_path, ended))
    assert "“示例旧证书”的证书已于" in trusting.trust.note.text()
    assert [one for one in trusting.findChildren(DecisionDialog) if one.isVisible()] == []
    trusting.trust.take_file(certificate_file(tmp_path, identity("示例根证书")))
    assert _dialog(trusting).lines()
    assert "核对指纹" in trusting.trust.note.text(), "what was wrong with the last file is not said of this one"


def test_who_is_not_an_admin_reads_the_list_only(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER})))
    page = _page(office(tmp_path, FakeDesk(unit, tmp_path), printing=Parts()), qtbot)
    assert page.trust.isVisible()
    assert not page.trust.add_file.isVisible()
    assert not page.trust.remove.isVisible()


def test_every_setting_of_the_table_is_shown_and_kept(at: Office, page: SettingsPage) -> None:
    """A setting is one line of the table: the card has its line, and what is typed there is what the library keeps."""
    office = page.office
    assert list(office.lines) == [one.name for one in SETTINGS]
    typed = {one.name: f"示例{place}" for place, one in enumerate(SETTINGS)} | _SHAPED
    for name, line in office.lines.items():
        line.clear()
        type_text(line, typed[name])
    _press(office.save)
    kept = at.unit.settings.get()
    assert {one.name: getattr(kept, one.name) for one in SETTINGS} == typed


def test_the_arrows_in_the_index_lead_to_the_sections(page: SettingsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.index.setFocus()
    bar = page._scroll.verticalScrollBar()
    seen = []
    for _ in page.sections[1:4]:
        QTest.keyClick(page.index, Qt.Key.Key_Down)
        seen.append((page.index.currentRow(), bar.value()))
    assert [row for row, _ in seen] == [1, 2, 3]
    assert [at for _, at in seen] == [page.sections[row][1][0].y() for row in (1, 2, 3)]
    page.office.save.setFocus()
    bar.setValue(0)
    assert page.index.currentRow() == 0
