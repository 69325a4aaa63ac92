"""Who has a way into a library: given, taken, changed, and held in the service whatever the window offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing
from reviewer_db.people import rekeying
from reviewer_resources.phrases import sentence
from support.libraries import FIRST, OFFICE, PASSWORD, Hands, new_case, person, register

OTHER, THIRD = "示例乙", "示例丙"
WORD, NEW = "示例密码二", "示例密码三"


def refusal(work: Callable[[], object]) -> str:
    """The code of what was refused, which has a whole sentence."""
    with pytest.raises(OfficeError) as caught:
        work()
    assert sentence(caught.value.code, caught.value.values).endswith("。")
    return caught.value.code


def acts(library: OpenLibrary, count: int) -> list[str]:
    """The newest acts on record, the last one first."""
    return [event.act for event in library.read(lambda unit: unit.events.latest(count))]


def _count(unit: UnitOfWork) -> int:
    return len(list(unit.applications.known("2024")))


@pytest.fixture
def office(library: OpenLibrary) -> Iterator[OpenLibrary]:
    """A library with a second administrator and a handler, all with passwords of their own."""
    library.add_user(person(OTHER, Role.ADMIN, Role.HEAD), WORD, is_own=True)
    library.add_user(person(THIRD, Role.HANDLER), WORD, is_own=True)
    library.change(register, [new_case(1)])
    yield library
    library.close()


def test_who_retires_is_out_at_once_in_the_file_too(office: OpenLibrary, gate: LibraryGate, hands: Hands) -> None:
    assert office.retire(THIRD, "调离")
    assert set(KeyRing.load(office.folder / "keys.json").slots) == {FIRST, OTHER}
    assert THIRD not in (office.folder / "keys.json").read_text(encoding="utf-8")
    assert office.read(lambda unit: unit.users.get(THIRD)).roles == frozenset()
    assert acts(office, 2) == ["master_key_changed", "retired"]
    assert office.read(lambda unit: unit.events.latest(2))[1].reason == "调离"
    assert office.read(lambda unit: unit.access.left_since()) == ""
    office.close()
    assert gate.users(office.folder) == (FIRST, OTHER)
    assert refusal(lambda: gate.open(office.folder, THIRD, WORD)) == "login.wrong"
    for name, word in ((FIRST, PASSWORD), (OTHER, WORD)):
        again = gate.open(office.folder, name, word)
        assert again.read(_count) == 1
        assert [line for line in again.verify() if line.is_broken] == []
        again.close()


def test_a_kept_copy_of_key_file_and_password_opens_nothing_any_more(office: OpenLibrary, gate: LibraryGate) -> None:
    copy = (office.folder / "keys.json").read_bytes()
    former = KeyRing.load(office.folder / "keys.json").slots[THIRD].unwrap(THIRD, WORD)
    office.retire(THIRD)
    now = KeyRing.load(office.folder / "keys.json").slots[FIRST].unwrap(FIRST, PASSWORD)
    assert former is not None
    assert now not in (None, former)
    office.close()
    (office.folder / "keys.json").write_bytes(copy)
    assert refusal(lambda: gate.open(office.folder, THIRD, WORD)) == "library.damaged"


def test_an_earlier_key_file_put_back_brings_nobody_back(library: OpenLibrary, gate: LibraryGate) -> None:
    """Passwords changed since stay changed, also for looking from outside."""
    copy = (library.folder / "keys.json").read_bytes()
    library.change_password(PASSWORD, NEW)
    library.close()
    (library.folder / "keys.json").write_bytes(copy)
    assert refusal(lambda: gate.open(library.folder, FIRST, PASSWORD)) == "login.wrong"
    assert refusal(lambda: gate.verify(library.folder, FIRST, PASSWORD)) == "login.wrong"


def test_the_last_admin_stays_and_nobody_retires_himself(library: OpenLibrary) -> None:
    assert refusal(lambda: library.retire(FIRST)) == "user.last_admin"
    library.add_user(person(OTHER, Role.ADMIN), WORD, is_own=True)
    assert refusal(lambda: library.retire(FIRST)) == "user.own_leaving"
    assert library.retire(OTHER)
    assert refusal(lambda: library.retire(OTHER)) == "user.left"
    assert refusal(lambda: library.retire("没有这个人")) == "user.unknown"


def test_who_is_brought_back_gets_a_new_slot_under_a_new_password(
    office: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    assert refusal(lambda: office.bring_back(THIRD, {Role.HANDLER}, NEW)) == "user.not_left"
    office.retire(THIRD)
    assert refusal(lambda: office.bring_back(THIRD, (), NEW)) == "people.no_role"
    assert refusal(lambda: office.set_password(THIRD, NEW)) == "user.left"
    office.bring_back(THIRD, {Role.HANDLER}, NEW)
    office.close()
    assert refusal(lambda: gate.open(office.folder, THIRD, WORD)) == "login.wrong"
    hands.seconds += 5
    again = gate.open(office.folder, THIRD, NEW)
    assert again.must_change_password
    again.close()


def test_a_password_set_by_another_must_be_changed_before_anything_else(
    office: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    assert refusal(lambda: office.set_password(FIRST, NEW)) == "user.own_password"
    office.set_password(THIRD, NEW)
    assert acts(office, 1) == ["password_set"]
    office.close()
    assert refusal(lambda: gate.open(office.folder, THIRD, WORD)) == "login.wrong"
    hands.seconds += 5
    again = gate.open(office.folder, THIRD, NEW)
    assert refusal(lambda: again.read(lambda unit: unit.users.all())) == "login.must_change"
    assert refusal(lambda: again.change(register, [new_case(2)])) == "login.must_change"
    assert refusal(lambda: again.change_password(NEW, NEW)) == "password.same"
    again.close()
    again = gate.open(office.folder, THIRD, NEW)
    again.change_password(NEW, "自己选的密码9")
    assert len(again.read(lambda unit: unit.users.all())) == 3
    again.close()
    again = gate.open(office.folder, THIRD, "自己选的密码9")
    assert not again.must_change_password
    again.close()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "login.empty"),
        ("短", "password.short"),
        ("1234567", "password.short"),
        ("12345678901", "password.guessed"),
        ("aaaaaaaabb", "password.guessed"),
        ("Password123", "password.guessed"),
        (f"{THIRD}12", "password.named"),
    ],
)
def test_a_weak_password_is_refused_by_the_service(office: OpenLibrary, password: str, code: str) -> None:
    before = (office.folder / "keys.json").read_bytes()
    assert refusal(lambda: office.set_password(THIRD, password)) == code
    assert refusal(lambda: office.add_user(person(f"{THIRD}", Role.HEAD), password)) in (code, "user.exists")
    assert (office.folder / "keys.json").read_bytes() == before


def test_only_an_admin_gives_and_takes(office: OpenLibrary, gate: LibraryGate) -> None:
    office.close()
    plain = gate.open(office.folder, THIRD, WORD)
    for work in (
        lambda: plain.retire(OTHER),
        lambda: plain.set_password(OTHER, NEW),
        lambda: plain.bring_back(OTHER, {Role.HEAD}, NEW),
        plain.change_master_key,
        plain.new_sheet_words,
        lambda: plain.put_sheet_in_force("苹果"),
    ):
        assert refusal(work) == "user.not_admin"
    plain.close()


def test_the_recovery_sheet_opens_for_an_admin_and_is_on_record(
    office: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    first, second = office.new_sheet_words(), office.new_sheet_words()
    office.put_sheet_in_force(first)
    office.put_sheet_in_force(second)
    office.close()
    enter = gate.open_with_sheet
    assert refusal(lambda: enter(office.folder, first, OTHER, NEW)) == "sheet_words.wrong"
    hands.seconds += 5
    assert refusal(lambda: enter(office.folder, second, THIRD, NEW)) == "sheet_words.not_admin"
    assert refusal(lambda: enter(office.folder, second, OTHER, "弱")) == "password.short"
    assert refusal(lambda: enter(office.folder, second[:-2] + "天空天", OTHER, NEW)) == "sheet_words.unknown"
    library = enter(office.folder, second.replace(" ", "、\n"), OTHER, NEW)
    assert (library.user.name, library.must_change_password) == (OTHER, False)
    assert acts(library, 1) == ["sheet_used"]
    library.change_master_key()
    library.close()
    for name, word in ((OTHER, NEW), (FIRST, PASSWORD)):
        gate.open(office.folder, name, word).close()
    # The master key is another now; the sheet in its envelope still opens.
    enter(office.folder, second, OTHER, "又一个密码7").close()
    for path in office.folder.rglob("*"):
        assert not path.is_file() or second.split()[0].encode() not in path.read_bytes()


def test_a_backup_from_before_a_new_master_key_is_restored_by_who_works_here_now(
    office: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    made = office.back_up()
    office.change(register, [new_case(2)])
    office.retire(THIRD)
    office.close()
    gate.restore(office.folder, made, FIRST, PASSWORD)
    again = gate.open(office.folder, FIRST, PASSWORD)
    assert again.read(_count) == 1
    assert "restored" in acts(again, 3)
    again.close()


@pytest.mark.parametrize("stop", range(1, 5))
def test_a_change_of_the_master_key_stopped_anywhere_is_finished_or_undone(
    office: OpenLibrary, gate: LibraryGate, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    calls = [0]
    whole = Path.replace

    def dying(self: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == stop:
            raise KeyboardInterrupt
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    with pytest.raises(KeyboardInterrupt):
        office.change_master_key()
    monkeypatch.undo()
    # As a program that is gone: the files are let go, nothing else is done.
    office._on_thread(lambda: office._close_files() if office._session is not None else None)
    office._worker.close()
    office._lock.release()
    for name, word in ((FIRST, PASSWORD), (OTHER, WORD)):
        again = gate.open(office.folder, name, word)
        assert [line for line in again.verify() if line.is_broken] == []
        assert not rekeying.is_under_way(again._folder)
        again.close()


def test_a_making_that_was_killed_is_begun_again_and_a_lost_key_file_is_not(
    folder: Path, gate: LibraryGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody can have worked in is taken away; a library whose key file is gone is not."""
    monkeypatch.setattr(KeyRing, "save", _die)
    monkeypatch.setattr("reviewer_db.folder.layout.LibraryFolder.clear_half_made", lambda _place: None)
    with pytest.raises(KeyboardInterrupt):
        gate.create(folder, OFFICE, FIRST, PASSWORD)
    monkeypatch.undo()
    assert (folder / "library.db").exists()
    gate.create(folder, OFFICE, FIRST, PASSWORD).close()
    assert sorted(path.name for path in folder.iterdir() if "making" in path.name) == []
    (folder / "keys.json").unlink()
    assert refusal(lambda: gate.create(folder, OFFICE, FIRST, PASSWORD)) == "library.not_empty"
    assert (folder / "library.db").exists()


def _die(*_given: object) -> None:
    raise KeyboardInterrupt


def test_a_clock_set_back_after_a_wrong_password_keeps_nobody_out_longer_than_the_wait(
    library: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    library.close()
    assert refusal(lambda: gate.open(library.folder, FIRST, "不是这个")) == "login.wrong"
    hands.seconds -= 86_400
    assert refusal(lambda: gate.open(library.folder, FIRST, PASSWORD)) == "login.wait"
    hands.seconds += 1
    gate.open(library.folder, FIRST, PASSWORD).close()
    for content in ('{"示例甲": {"count": 1, "until": Infinity}}', "[]", '{"示例甲": {"count": 1e999, "until": 1}}'):
        (library.folder / "attempts.json").write_text(content, encoding="utf-8")
        with suppress(OfficeError):
            gate.open(library.folder, FIRST, PASSWORD).close()
        hands.seconds += 1
        gate.open(library.folder, FIRST, PASSWORD).close()


def test_wrong_passwords_at_a_locked_desk_make_one_wait_and_stand_on_record(office: OpenLibrary, hands: Hands) -> None:
    assert refusal(lambda: office.check_password("")) == "login.wrong"
    assert refusal(lambda: office.check_password(PASSWORD)) == "login.wait"
    hands.seconds += 2
    assert refusal(lambda: office.check_password("示例密码九")) == "login.wrong"
    assert acts(office, 2) == ["logins_failed", "logins_failed"]
    assert office.read(lambda unit: unit.events.latest(1))[0].detail["name"] == FIRST
    hands.seconds += 3
    office.check_password(PASSWORD)


def test_the_wait_at_a_locked_desk_holds_at_the_way_in_too(
    office: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    for _ in range(4):
        refusal(lambda: office.check_password("示例密码九"))
        hands.seconds += 20
    refusal(lambda: office.check_password("示例密码九"))
    office.close()
    assert refusal(lambda: gate.open(office.folder, FIRST, PASSWORD)) == "login.wait"


@pytest.mark.parametrize("name", ["程序", "程 序", "\u3000程序", " 示例乙"])
def test_nobody_bears_the_programs_own_name(name: str, library: OpenLibrary, gate: LibraryGate, tmp_path: Path) -> None:
    """In the record it stands where nobody acted; the first person of a library is asked the same."""
    code = "user.reserved" if name.strip() == name else "user.bad_name"
    for act in (
        lambda: library.add_user(person(name, Role.HANDLER), "示例密码二"),
        lambda: gate.create(tmp_path / "新库", OFFICE, name, "示例密码二"),
    ):
        with pytest.raises(OfficeError) as caught:
            act()
        assert caught.value.code == code
    assert not (tmp_path / "新库").exists()
