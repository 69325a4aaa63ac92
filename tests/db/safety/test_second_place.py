"""The second place of the backups: there, not there, pulled out while copying, full, and coming back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.backups import SecondPlace
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.safety import shelf
from support.libraries import FIRST, PASSWORD, Hands, new_case, person, register


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "U盘"
    place.mkdir()
    return place


def _second(library: OpenLibrary) -> str:
    return library.backup_standing.second.value


def _copies(stick: Path) -> list[Path]:
    (own,) = stick.glob("案卷库备份-*")
    assert list(own.glob(".*")) == []
    return [info.path for info in shelf.listed(own)]


def test_each_backup_stands_in_both_places_and_both_open(
    library: OpenLibrary, gate: LibraryGate, stick: Path, tmp_path: Path
) -> None:
    library.change(register, [new_case(1)])
    first = library.back_up()
    library.choose_backup_place(stick)
    assert [path.name for path in _copies(stick)] == [first.name], "the newest is brought there at once"
    library.change(register, [new_case(2)])
    second = library.back_up()
    standing = library.backup_standing
    assert (standing.second, standing.second_trouble) == (SecondPlace.THERE, "")
    assert standing.second_last is not None
    assert standing.second_last.path.name == second.name
    (copy, _) = _copies(stick)
    assert shelf.changed_files(copy) == []
    assert all(not line.is_broken for line in gate.verify(copy, FIRST, PASSWORD))
    library.close()
    shutil.rmtree(library.folder)
    assert [info.path for info in gate.backups_in(stick)] == _copies(stick)
    new = tmp_path / "新电脑"
    new.mkdir()
    gate.restore(new, copy, FIRST, PASSWORD, [])
    again = gate.open(new, FIRST, PASSWORD)
    assert again.read(lambda unit: len(list(unit.applications.known("2024")))) == 2
    again.close()


def test_a_missing_place_is_said_hinders_nothing_and_is_served_when_it_is_back(
    library: OpenLibrary, stick: Path, hands: Hands
) -> None:
    library.choose_backup_place(stick)
    away = stick.rename(stick.with_name("拔出"))
    hands.now += timedelta(days=1)
    made = library.back_up()
    assert _second(library) == SecondPlace.MISSING
    assert library.backup_standing.second_trouble == "backup.second_missing"
    assert library.backup_standing.trouble == ""
    away.rename(stick)
    library.keeper._look(opening=False)
    assert _second(library) == SecondPlace.THERE
    assert _copies(stick)[0].name == made.name


def test_the_empty_folder_a_stick_leaves_behind_is_not_taken_for_it(library: OpenLibrary, stick: Path) -> None:
    library.choose_backup_place(stick)
    shutil.rmtree(stick)
    stick.mkdir()
    library.back_up()
    assert _second(library) == SecondPlace.MISSING
    assert list(stick.iterdir()) == []


def test_a_stick_of_another_library_is_not_written_to(library: OpenLibrary, stick: Path) -> None:
    library.choose_backup_place(stick)
    (own,) = stick.glob("案卷库备份-*")
    (own / "library.json").write_text(json.dumps({"library": "别的"}), "utf-8")
    library.back_up()
    assert _second(library) == SecondPlace.MISSING


class StickPulled:
    """The closing flag, asked between two pieces: once the own backup stands, the stick goes at the second piece."""

    def __init__(self, library: OpenLibrary, stick: Path) -> None:
        self._own, self._stick = library.folder / "backups", stick
        self._before, self._pieces = self._count(), 0

    def _count(self) -> int:
        return len(list(self._own.glob("2*")))

    def is_set(self) -> bool:
        if self._count() > self._before:
            self._pieces += 1
            if self._pieces == 2:
                self._stick.rename(self._stick.with_name("拔出"))
        return False


def test_a_place_pulled_out_while_copying_leaves_the_own_backup_and_what_stood_there(
    library: OpenLibrary, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.back_up()
    library.choose_backup_place(stick)
    library.change(register, [new_case(1)])
    monkeypatch.setattr(library.keeper, "_is_closing", StickPulled(library, stick))
    made = library.back_up()
    monkeypatch.undo()
    assert not stick.exists()
    assert shelf.changed_files(made) == []
    assert _second(library) == SecondPlace.MISSING
    stick.with_name("拔出").rename(stick)
    library.keeper._look(opening=False)
    assert _copies(stick)[0].name == made.name
    assert all(shelf.changed_files(path) == [] for path in _copies(stick))


@pytest.mark.rootdisk
def test_a_full_stick_is_said_and_leaves_nothing_half(library: OpenLibrary, tmp_path: Path) -> None:
    place = tmp_path / "小盘"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k,mode=700", "tmpfs", str(place)], check=True)
    try:
        library.choose_backup_place(place)
        assert _second(library) == SecondPlace.THERE
        library.change(lambda unit: unit.attachments.keep(os.urandom(1_500_000)))
        made = library.back_up()
        assert shelf.changed_files(made) == []
        standing = library.backup_standing
        assert (standing.second, standing.second_trouble) == (SecondPlace.FAILING, "library.disk_full")
        assert _copies(place) == []
        assert not standing.is_same_disk
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_old_copies_go_by_the_same_ages(library: OpenLibrary, stick: Path, hands: Hands) -> None:
    library.choose_backup_place(stick)
    for _ in range(25):
        hands.now += timedelta(days=1)
        library.back_up()
    assert [path.name for path in _copies(stick)] == [
        info.path.name for info in shelf.listed(library.folder / "backups")
    ]


@pytest.mark.parametrize("kind", ["missing", "inside", "itself", "link", "relative"])
def test_a_place_that_is_none_is_refused(library: OpenLibrary, tmp_path: Path, kind: str) -> None:
    link = tmp_path / "连接"
    link.symlink_to(library.folder, target_is_directory=True)
    places = {
        "missing": (tmp_path / "没有", "backup.place_missing"),
        "inside": (library.folder / "backups", "backup.place_inside"),
        "itself": (library.folder, "backup.place_inside"),
        "link": (link, "backup.place_inside"),
        "relative": (Path("某处"), "backup.place_missing"),
    }
    (library.folder / "backups").mkdir(exist_ok=True)
    place, code = places[kind]
    with pytest.raises(RefusalError) as caught:
        library.choose_backup_place(place)
    assert caught.value.code == code
    assert library.backup_standing.place == ""


def test_only_an_admin_chooses_and_it_is_on_record(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary], stick: Path, gate: LibraryGate
) -> None:
    library.add_user(person("示例乙", Role.HANDLER), "示例密码二", is_own=True)
    library.choose_backup_place(stick)
    library.close()
    other = gate.open(library.folder, "示例乙", "示例密码二")
    assert other.backup_standing.place == str(stick), "the choice is the library's"
    with pytest.raises(OfficeError) as caught:
        other.choose_backup_place(None)
    assert caught.value.code == "backup.not_admin"
    other.close()
    library = reopen()
    library.choose_backup_place(None)
    assert _second(library) == SecondPlace.NONE
    said = [
        event for event in library.read(lambda unit: unit.events.latest(9)) if event.act == EventAct.BACKUP_PLACE_CHOSEN
    ]
    assert [event.detail.get("folder", "") for event in said] == ["", str(stick)]
    library.close()


def test_links_planted_in_a_shared_folder_are_not_followed(library: OpenLibrary, stick: Path, tmp_path: Path) -> None:
    trap = tmp_path / "别人的"
    trap.mkdir()
    library.choose_backup_place(stick)
    (own,) = stick.glob("案卷库备份-*")
    made = library.back_up()
    later = own / f".making-{made.name}-2"
    later.symlink_to(trap, target_is_directory=True)
    library.back_up()
    assert _second(library) == SecondPlace.THERE
    shutil.copy(own / "library.json", trap / "library.json")
    shutil.rmtree(own)
    own.symlink_to(trap, target_is_directory=True)
    library.back_up()
    assert _second(library) == SecondPlace.MISSING
    assert [path.name for path in trap.iterdir()] == ["library.json"]
    library.choose_backup_place(stick)
    assert _second(library) == SecondPlace.THERE
    assert [path.name for path in trap.iterdir()] == ["library.json"]
