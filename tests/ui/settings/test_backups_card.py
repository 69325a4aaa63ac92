"""The card of the backups: the second place, what they take, and the rehearsal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.services.ports.backups import BackupStanding, Rehearsal, SecondPlace, ShelfUse
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_ui.settings.backups import BackupsCard
from support.desk_pages import Office, backup, office
from support.fakes import FakeDesk, FakeUnit

HELD = Rehearsal(backup(12), 24, 3, 210, datetime(2024, 5, 18, 11, 58), ("示例甲", "示例乙"))


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def _card(at: Office, qtbot: QtBot) -> BackupsCard:
    card = BackupsCard(at.context)
    qtbot.addWidget(card)
    card.show()
    return card


def test_without_a_second_place_the_danger_is_said(at: Office, qtbot: QtBot) -> None:
    card = _card(at, qtbot)
    assert "磁盘损坏时会和案卷库一起丢失" in card.second.text()
    assert card.choose.isVisible()
    assert not card.no_second.isVisible()


def test_a_place_is_chosen_and_given_up_again(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    card = _card(at, qtbot)
    card.take_place(tmp_path)
    assert card.second.text().startswith(str(tmp_path))
    assert card.no_second.isVisible()
    card.no_second.click()
    assert "还没有选" in card.second.text()


def test_a_place_that_is_not_there_is_refused_with_what_to_do(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    card = _card(at, qtbot)
    card.take_place(tmp_path / "没有")
    assert "请插好 U 盘" in card.note.text()
    assert "还没有选" in card.second.text()


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (
            BackupStanding(place="/U盘", second=SecondPlace.MISSING, second_trouble="backup.second_missing"),
            "位置不在",
        ),
        (BackupStanding(place="/U盘", second=SecondPlace.FAILING, second_trouble="library.disk_full"), "磁盘已满"),
        (BackupStanding(place="/U盘", second=SecondPlace.THERE, is_same_disk=True), "同一个磁盘"),
        (BackupStanding(place="/U盘", second=SecondPlace.THERE, second_last=backup(12)), "最近一份 2024-05-18 12:00"),
    ],
)
def test_how_the_second_place_stands_is_said(at: Office, qtbot: QtBot, standing: BackupStanding, said: str) -> None:
    at.library.backup_standing = standing
    assert said in _card(at, qtbot).second.text()


def test_who_is_no_admin_reads_and_does_not_choose(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER})))
    desk = FakeDesk(unit, tmp_path)
    desk.backup_standing = BackupStanding(place="/U盘", second=SecondPlace.THERE)
    card = _card(office(tmp_path, desk), qtbot)
    assert not card.choose.isVisible()
    assert not card.no_second.isVisible()


def test_the_room_they_take_is_said_for_each_place(at: Office, qtbot: QtBot) -> None:
    at.library.shelf_uses = (ShelfUse((), 34_500_000, 78_000_000_000), ShelfUse((), 900, 1_500_000))
    assert _card(at, qtbot).use() == "本机 34.5 MB，磁盘还剩 78.0 GB；第二位置 1 kB，磁盘还剩 1.5 MB"


def test_a_rehearsal_says_what_the_backup_holds(at: Office, qtbot: QtBot) -> None:
    at.backups.kept = (backup(12),)
    at.library.rehearsal = HELD
    card = _card(at, qtbot)
    card.rehearse.click()
    assert "案件 24 件，附件 3 份，办理记录 210 条，末条 2024-05-18 11:58，用户 示例甲、示例乙" in card.rehearsed.text()
    assert card.rehearsed.text().endswith("逐项核验完好。")
    assert card.rehearse.isEnabled()


def test_what_a_rehearsal_finds_broken_is_named(at: Office, qtbot: QtBot) -> None:
    at.backups.kept = (backup(12),)
    at.library.rehearsal = replace(HELD, lines=(CheckLine("附件内容", Grade.BROKEN, "缺 1 份。"),))
    card = _card(at, qtbot)
    card.rehearse.click()
    assert "附件内容：缺 1 份。" in card.rehearsed.text()
    assert "完好" not in card.rehearsed.text()
    assert "重新备份" in card.note.text()


def test_without_a_backup_there_is_nothing_to_rehearse(at: Office, qtbot: QtBot) -> None:
    assert not _card(at, qtbot).rehearse.isEnabled()
