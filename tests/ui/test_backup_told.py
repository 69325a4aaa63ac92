"""The foot line and the settings say the same of the last backup, whoever made it and whenever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.services.ports.backups import BackupStanding, SecondPlace
from reviewer_ui.background import Background
from reviewer_ui.main_window import MainWindow
from reviewer_ui.messages import Messages
from reviewer_ui.settings import SettingsPage
from support.desk_pages import Office, backup
from support.libraries import FIRST, PASSWORD, Hands, make_desk, make_gate


def test_a_backup_made_in_the_settings_stands_in_the_foot(desk_of_ten: Office, window: MainWindow) -> None:
    window.show_place("settings")
    page = window.places.page("settings")
    assert isinstance(page, SettingsPage)
    assert window.foot.library().endswith("尚无备份")
    desk_of_ten.backups.kept = (backup(9),)
    page.backups.now.click()
    assert "2024-05-19 14:32" in window.foot.library()
    assert page.backups.last() == "2024-05-19 14:32，共保留 1 份"
    assert page.backups.model.rowCount() == 1


def test_the_daily_backup_is_told_when_it_is_done(desk_of_ten: Office, window: MainWindow, qtbot: QtBot) -> None:
    """It is made on a thread of the library's own, long after the window has opened."""
    window.show_place("settings")
    page = window.places.page("settings")
    assert isinstance(page, SettingsPage)
    desk_of_ten.backups.kept = (backup(9),)
    daily = threading.Thread(target=desk_of_ten.library.back_up)
    daily.start()
    daily.join()
    qtbot.waitUntil(lambda: "2024-05-19 14:32" in window.foot.library())
    assert page.backups.last() == "2024-05-19 14:32，共保留 1 份"


def test_a_library_tells_of_its_daily_backup_and_after_restoring_knows_the_newest(tmp_path: Path, qtbot: QtBot) -> None:
    folder, hands = tmp_path / "案卷库", Hands()
    gate = make_gate(hands)
    make_desk(folder, gate).close()
    told: list[Changes] = []
    desk = gate.open(folder, FIRST, PASSWORD)
    background = Background(desk, Messages())
    background.changed.connect(told.append)
    desk.finish_backup()
    kept = gate.backups(folder)
    assert desk.last_backup == kept[0].made_at
    desk.back_up()
    qtbot.waitUntil(lambda: any("backup" in one.nouns for one in told))
    background.close()
    desk.close()
    gate.restore(folder, kept[-1].path, FIRST, PASSWORD)
    again = gate.open(folder, FIRST, PASSWORD)
    again.finish_backup()
    assert again.last_backup == gate.backups(folder)[0].made_at
    again.close()


@pytest.mark.parametrize(
    ("standing", "word", "sentence"),
    [
        (BackupStanding(trouble="library.disk_full"), "备份没有做成", "磁盘已满"),
        (
            BackupStanding(place="/U盘", second=SecondPlace.MISSING, second_trouble="backup.second_missing"),
            "第二备份位置不在",
            "插好 U 盘",
        ),
        (
            BackupStanding(place="/U盘", second=SecondPlace.FAILING, second_trouble="library.read_only"),
            "第二备份没有存成",
            "/U盘",
        ),
    ],
)
def test_what_is_wrong_with_the_backups_stands_in_the_foot_until_it_is_well(
    desk_of_ten: Office, window: MainWindow, standing: BackupStanding, word: str, sentence: str
) -> None:
    assert window.foot.backups.isHidden()
    desk_of_ten.library.backup_standing = standing
    desk_of_ten.context.background.changed.emit(changed(Noun.BACKUP))
    assert not window.foot.backups.isHidden()
    assert window.foot.backups.text() == word
    window.foot.backups.click()
    assert sentence in window.foot.message()
    desk_of_ten.library.backup_standing = BackupStanding()
    desk_of_ten.context.background.changed.emit(changed(Noun.BACKUP))
    assert window.foot.backups.isHidden()
