"""The way in: first start, a new library, logging in, restoring."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, SpentNumber
from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import BackupInfo, OfficeSettings, RestoreLogin
from reviewer_ui.gate import GateWindow
from reviewer_ui.gate.login_page import LoginPage
from reviewer_ui.gate.password import password_hint, password_will_do
from reviewer_ui.gate.restore_dialog import RestoreDialog
from reviewer_ui.gate.single_instance import FirstWindow
from reviewer_ui.preferences import Preferences
from support.desk_pages import DeskParts
from support.fakes import FakeDesk

BACKUP = BackupInfo(Path("backups/1"), datetime(2024, 5, 18, 12, 0), 1_800_000)


@dataclass
class Doorkeeper:
    """A gate of one library with one person; a wrong password makes one wait."""

    made: list[tuple[Path, OfficeSettings, str, str]] = field(default_factory=list)
    restored: list[Path] = field(default_factory=list)

    def users(self, folder: Path) -> tuple[str, ...]:
        if not folder.is_dir():
            raise TroubleError("library.none", path=str(folder))
        return ("示例甲", "示例乙")

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> Library:
        self.made.append((folder, office, user, password))
        return FakeDesk(folder=folder)

    def open(self, folder: Path, user: str, password: str) -> Library:
        if password != "示例密码2024":
            raise RefusalError("login.wrong", wait_seconds=2, seconds=2)
        return FakeDesk(folder=folder)

    def open_with_sheet(self, folder: Path, words: str, admin: str, password: str) -> Library:
        return self.open(folder, admin, password)

    def open_practice(self, folder: Path, has_years: bool = False) -> Library:
        return FakeDesk(folder=folder)

    def backups(self, folder: Path) -> tuple[BackupInfo, ...]:
        return (BACKUP,)

    def restore_login(self, folder: Path, backup: Path) -> RestoreLogin:
        return RestoreLogin(self.users(folder))

    def backups_in(self, place: Path) -> tuple[BackupInfo, ...]:
        return self.backups(place)

    def preview_restore(self, folder: Path, backup: Path, user: str, password: str) -> RestorePreview:
        if password != "示例密码2024":
            raise RefusalError("login.wrong", wait_seconds=2, seconds=2)
        return RestorePreview(BACKUP, True, RecordSpan(), RecordSpan(), ())

    def restore(
        self, folder: Path, backup: Path, user: str, password: str, told: Sequence[SpentNumber] | None = None
    ) -> Path:
        if password != "示例密码2024":
            raise RefusalError("login.wrong", wait_seconds=2, seconds=2)
        self.restored.append(backup)
        return folder / "replaced"


@dataclass
class Entrance:
    """The way in with what came of it."""

    window: GateWindow
    keeper: Doorkeeper
    preferences: Preferences
    opened: list[Library] = field(default_factory=list)


@pytest.fixture
def entrance(qtbot: QtBot, tmp_path: Path) -> Entrance:
    """The way in on a machine that has no library yet."""
    preferences, keeper = Preferences(tmp_path / "preferences.ini"), Doorkeeper()
    window = GateWindow(DeskParts(keeper), preferences, FirstWindow(), synchronous=True)
    qtbot.addWidget(window)
    made = Entrance(window, keeper, preferences)
    window.opened.connect(made.opened.append)
    window.show()
    return made


def library(tmp_path: Path) -> Path:
    """A folder that passes for a library."""
    folder = tmp_path / "案卷库"
    folder.mkdir()
    return folder


def test_the_first_start_offers_practice_and_a_new_library(entrance: Entrance) -> None:
    """Two large choices; practising needs nothing else."""
    entrance.window.begin()
    assert entrance.window.currentWidget() is entrance.window.start
    assert [entrance.window.start.practice.text(), entrance.window.start.new.text()] == ["试用示例数据", "新建案卷库"]
    entrance.window.start.practice.click()
    assert [desk.folder.name for desk in entrance.opened] == ["演练案卷库"]


def test_a_new_library_is_made_only_when_all_is_filled_in(entrance: Entrance, tmp_path: Path) -> None:
    """What is missing is said under its field; then folder, bureau, mark, person and password go to the gate."""
    page = entrance.window.new
    entrance.window.start.new.click()
    page.finish.click()
    assert set(page.problems()) == {"bureau", "mark", "user", "password"}
    assert entrance.keeper.made == []
    page.folder.setText(str(tmp_path / "新案卷库"))
    page.bureau.setText("上海市示例区市场监督管理局")
    page.mark.setText("示")
    page.user.setText("示例甲")
    page.password.setText("示例密码2024")
    page.again.setText("示例密码2023")
    assert set(page.problems()) == {"again"}
    page.again.setText("示例密码2024")
    page.finish.click()
    office = OfficeSettings(bureau="上海市示例区市场监督管理局", number_mark="示")
    assert entrance.keeper.made == [(tmp_path / "新案卷库", office, "示例甲", "示例密码2024")]
    assert len(entrance.opened) == 1


def test_the_last_library_asks_only_for_the_password(entrance: Entrance, tmp_path: Path) -> None:
    """The next start goes straight to the login, the last person first."""
    folder = library(tmp_path)
    entrance.preferences.put("library/last", str(folder))
    entrance.preferences.put("library/last_user", "示例乙")
    entrance.window.begin()
    login = entrance.window.login
    assert entrance.window.currentWidget() is login
    assert login.person.currentText() == "示例乙"
    login.password.setText("示例密码2024")
    login.enter.click()
    assert [desk.folder for desk in entrance.opened] == [folder]


def test_a_wrong_password_is_said_and_the_wait_counted_down(qtbot: QtBot, entrance: Entrance, tmp_path: Path) -> None:
    """A clear sentence, a button that says how long, and then another try."""
    entrance.window.show_login(library(tmp_path))
    login = entrance.window.login
    login.password.setText("不对的密码")
    login.enter.click()
    assert "密码不对" in login.note.text()
    assert not login.enter.isEnabled()
    assert login.enter.text() == "2 秒后可再试"
    qtbot.waitUntil(login.enter.isEnabled)
    login.password.setText("示例密码2024")
    login.enter.click()
    assert len(entrance.opened) == 1


def test_an_empty_password_is_not_tried(entrance: Entrance, tmp_path: Path) -> None:
    """Pressing Enter too early costs no waiting time."""
    entrance.window.show_login(library(tmp_path))
    entrance.window.login.enter.click()
    assert entrance.window.login.note.text() == "请输入密码。"


def press_enter_early(entrance: Entrance, folder: Path) -> LoginPage:
    """The login of a library whose people are still being read, the password typed and Enter pressed."""
    login = entrance.window.login
    entrance.window.show_login(folder)
    login.show_library(folder)
    login.password.setFocus()
    QTest.keyClicks(login.password, "2024")
    login.password.setText("示例密码2024")
    QTest.keyClick(login.password, Qt.Key.Key_Return)
    assert (entrance.opened, login.note.text()) == ([], "正在读取用户名单，读完即登录。")
    return login


def test_an_enter_before_the_people_are_read_logs_in_once_they_are(entrance: Entrance, tmp_path: Path) -> None:
    folder = library(tmp_path)
    login = press_enter_early(entrance, folder)
    login.show_people(("示例丙",), "示例丙", tmp_path / "别的库")
    assert (entrance.opened, login.person.count()) == ([], 0)
    login.show_people(("示例甲", "示例乙"), "示例乙", folder)
    assert len(entrance.opened) == 1


def test_an_early_enter_is_nobodys_where_it_is_not_plain_who_pressed_it(entrance: Entrance, tmp_path: Path) -> None:
    """A password tried for another person would count as a wrong one of his."""
    folder = library(tmp_path)
    login = press_enter_early(entrance, folder)
    login.show_people(("示例甲", "示例乙"), "", folder)
    assert (entrance.opened, login.note.text()) == ([], "请选定用户，再登录。")


@pytest.mark.parametrize("is_left", [True, False])
def test_who_types_on_or_goes_elsewhere_is_not_logged_in(entrance: Entrance, tmp_path: Path, is_left: bool) -> None:
    folder = library(tmp_path)
    login = press_enter_early(entrance, folder)
    if is_left:
        entrance.window.show_start()
    else:
        QTest.keyClicks(login.password, "5")
    login.show_people(("示例甲", "示例乙"), "示例甲", folder)
    assert (entrance.opened, login.note.text()) == ([], "")


def test_a_folder_without_a_library_is_said_on_the_first_page(entrance: Entrance, tmp_path: Path) -> None:
    """A wrong folder leads back to the choices with a sentence."""
    entrance.window.show_login(tmp_path / "没有")
    assert entrance.window.currentWidget() is entrance.window.start
    assert entrance.window.start.note.text()


def test_restoring_names_what_it_replaces(entrance: Entrance, tmp_path: Path) -> None:
    """The button says which backup takes the place; afterwards one logs in and reads where the old state lies."""
    folder = library(tmp_path)
    entrance.window.show_restore(folder)
    page = entrance.window.restore
    assert page.restore.text() == "查看用 2024-05-18  12:00 的备份会改变什么"
    page.password.setText("示例密码2024")
    page.restore.click()
    assert entrance.keeper.restored == []
    (dialog,) = entrance.window.findChildren(RestoreDialog)
    assert dialog.confirm.text() == "用 2024-05-18 12:00 的备份替换"
    dialog.confirm.click()
    assert entrance.keeper.restored == [BACKUP.path]
    assert entrance.window.currentWidget() is entrance.window.login
    assert "replaced" in entrance.window.login.note.text()


def test_restoring_asks_for_a_password_of_the_library(entrance: Entrance, tmp_path: Path) -> None:
    """Who worked here last is offered; without the password, or with a wrong one, nothing is replaced."""
    entrance.preferences.put("library/last_user", "示例乙")
    entrance.window.show_restore(library(tmp_path))
    page = entrance.window.restore
    assert (page.person.currentText(), page.password.text()) == ("示例乙", "")
    assert page.whose.text() == "恢复要用当前案卷库的用户和密码确认。"
    page.restore.click()
    assert page.note.text() == "请输入密码。"
    page.password.setText("不对的密码")
    page.restore.click()
    assert "密码不对" in page.note.text()
    assert entrance.window.currentWidget() is page
    assert entrance.keeper.restored == []


def test_a_library_that_lost_its_key_file_says_whose_password_it_takes(entrance: Entrance, tmp_path: Path) -> None:
    """The people of the chosen backup; one whose key file is lost, too, cannot be chosen."""
    page = entrance.window.restore
    lost = BackupInfo(Path("backups/2"), datetime(2024, 5, 19, 12, 0), 1_800_000)
    logins = [(BACKUP, RestoreLogin(("示例甲",), is_of_backup=True)), (lost, RestoreLogin((), is_of_backup=True))]
    page.show_backups(tmp_path, logins, "示例乙")
    assert page.person.currentText() == "示例甲"
    assert "这份备份当时的用户和密码" in page.whose.text()
    assert page.restore.isEnabled()
    page.list.setCurrentRow(1)
    assert "另一份备份" in page.whose.text()
    assert not page.restore.isEnabled()
    page.show_backups(tmp_path, [])
    assert page.note.text() == "这个案卷库还没有备份。"
    assert not page.restore.isEnabled()


@pytest.mark.parametrize(
    ("password", "will_do"),
    [("", False), ("1234567", False), ("12345678", False), ("aaaaaaaa", False), ("示例密码2024", True)],
)
def test_a_password_that_is_guessed_at_once_does_not_lock_a_library(password: str, will_do: bool) -> None:
    """Too short, digits alone or one letter eight times are refused with a hint."""
    assert password_will_do(password) is will_do
    assert password_hint(password)[0]


def test_every_field_of_the_way_in_has_a_name(entrance: Entrance) -> None:
    """A screen reader can tell each field."""
    from PySide6.QtWidgets import QComboBox, QLineEdit

    window = entrance.window
    fields = [*window.new.findChildren(QLineEdit), *window.login.findChildren(QLineEdit)]
    fields += window.restore.findChildren(QLineEdit)
    assert [each for each in [*fields, *window.login.findChildren(QComboBox)] if not each.accessibleName()] == []


class Noted:
    """The parts of a desk that note who asks for the libraries."""

    def __init__(self) -> None:
        self.askers: list[str] = []
        self._parts = DeskParts(Doorkeeper())

    def __getattr__(self, name: str) -> object:
        if name == "libraries":
            self.askers.append(threading.current_thread().name)
        return getattr(self._parts, name)


def test_the_libraries_are_loaded_beside_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """The first one who asks for them waits until their code is loaded: that is never the window's thread."""
    noted, folder, opened = Noted(), library(tmp_path), list[Library]()
    window = GateWindow(cast(Parts, noted), Preferences(tmp_path / "preferences.ini"), FirstWindow())
    qtbot.addWidget(window)
    window.opened.connect(opened.append)
    window.begin(folder)
    window.show()
    qtbot.waitUntil(lambda: window.login.person.count() == 2)
    window.show_restore(folder)
    qtbot.waitUntil(lambda: window.currentWidget() is window.restore)
    asked = len(noted.askers)
    window.show_login(folder)
    qtbot.waitUntil(lambda: len(noted.askers) > asked and window.login.person.currentText() != "")
    window.login.password.setText("示例密码2024")
    window.login.enter.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert len(noted.askers) >= 4
    assert set(noted.askers) == {"early work"}
    window.close()


def test_a_password_set_by_another_is_changed_before_the_window_opens(
    entrance: Entrance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = FakeDesk(folder=tmp_path / "案卷库")
    desk.must_change_password = True
    monkeypatch.setattr(entrance.keeper, "open", lambda *_given: desk, raising=False)
    entrance.window.show_login(library_again(tmp_path))
    entrance.window.login.password.setText("示例密码2024")
    entrance.window.login.enter.click()
    page = entrance.window.own_password
    assert entrance.window.currentWidget() is page
    assert entrance.opened == []
    page.password.setText("短")
    page.again.setText("短")
    page.finish.click()
    assert "密码太短" in page.note.text()
    page.password.setText("自己选的密码9")
    page.finish.click()
    assert "不一样" in page.note.text()
    page.again.setText("自己选的密码9")
    page.finish.click()
    assert entrance.opened == [desk]


def test_who_does_not_change_it_does_not_get_in(
    entrance: Entrance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = FakeDesk(folder=tmp_path / "案卷库")
    desk.must_change_password = True
    monkeypatch.setattr(entrance.keeper, "open", lambda *_given: desk, raising=False)
    entrance.window.show_login(library_again(tmp_path))
    entrance.window.login.password.setText("示例密码2024")
    entrance.window.login.enter.click()
    entrance.window.close()
    assert entrance.opened == []
    assert desk.is_closed


def library_again(tmp_path: Path) -> Path:
    """The folder of the desk, which is there already."""
    (tmp_path / "案卷库").mkdir(exist_ok=True)
    return tmp_path / "案卷库"
