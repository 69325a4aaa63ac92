"""Nobody replaces a library without a password of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, Hands, make_desk, new_case, person, register

NEW = "示例密码三"
KEPT = ("library.db", "attachments.db", "keys.json")


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(OfficeError) as caught:
        act()
    return caught.value.code


def _count(unit: UnitOfWork) -> int:
    return len(list(unit.applications.known("2024")))


@pytest.fixture
def made(library: OpenLibrary) -> Path:
    """A backup; since then there is a case, the password is another, and a second person works here."""
    made = library.back_up()
    library.change(register, [new_case(1)])
    library.change_password(PASSWORD, NEW)
    library.add_user(person("示例乙", Role.HANDLER), "示例密码二", is_own=True)
    library.close()
    return made


@pytest.mark.parametrize(
    ("user", "password"), [(FIRST, "猜的密码"), (FIRST, ""), (FIRST, PASSWORD), ("示例丙", NEW), ("", "")]
)
def test_without_a_password_of_the_library_nothing_is_replaced(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, made: Path, user: str, password: str
) -> None:
    """The password of the backup's day will not do either: who had it then may be gone."""
    before = {name: (library.folder / name).read_bytes() for name in KEPT}
    assert _code(lambda: gate.restore(library.folder, made, user, password)) == "login.wrong"
    assert {name: (library.folder / name).read_bytes() for name in KEPT} == before
    assert list(library.folder.glob("replaced-*")) == []
    hands.seconds += 600
    again = gate.open(library.folder, FIRST, NEW)
    assert again.read(_count) == 1
    again.close()


def test_anybody_of_the_library_may_restore_it(library: OpenLibrary, gate: LibraryGate, made: Path) -> None:
    assert gate.restore_login(library.folder, made).names == (FIRST, "示例乙")
    gate.restore(library.folder, made, "示例乙", "示例密码二")
    assert gate.users(library.folder) == (FIRST,)


def test_wrong_passwords_are_waited_for_as_at_the_login(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, made: Path
) -> None:
    """They are counted together with those of the login page, whichever comes first."""
    assert _code(lambda: gate.restore(library.folder, made, FIRST, "猜的密码")) == "login.wrong"
    assert _code(lambda: gate.restore(library.folder, made, FIRST, NEW)) == "login.wait"
    assert _code(lambda: gate.open(library.folder, FIRST, NEW)) == "login.wait"
    hands.seconds += 1
    assert _code(lambda: gate.open(library.folder, FIRST, "猜的密码")) == "login.wrong"
    hands.seconds += 1
    assert _code(lambda: gate.restore(library.folder, made, FIRST, NEW)) == "login.wait"
    hands.seconds += 1
    gate.restore(library.folder, made, FIRST, NEW)


@pytest.mark.parametrize("content", [None, b"damaged", b"{}"])
def test_a_library_damaged_beyond_login_takes_the_backups_password(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, made: Path, content: bytes | None
) -> None:
    (library.folder / "keys.json").unlink()
    if content is not None:
        (library.folder / "keys.json").write_bytes(content)
    login = gate.restore_login(library.folder, made)
    assert (login.names, login.is_of_backup) == ((FIRST,), True)
    assert _code(lambda: gate.restore(library.folder, made, FIRST, NEW)) == "login.wrong"
    hands.seconds += 1
    gate.restore(library.folder, made, FIRST, PASSWORD)
    again = gate.open(library.folder, FIRST, PASSWORD)
    assert again.read(_count) == 0
    again.close()


def test_a_damaged_database_is_no_way_around_the_password(library: OpenLibrary, gate: LibraryGate, made: Path) -> None:
    """Only the key file says who works here."""
    (library.folder / "library.db").write_bytes(b"damaged")
    assert not gate.restore_login(library.folder, made).is_of_backup
    assert _code(lambda: gate.restore(library.folder, made, FIRST, PASSWORD)) == "login.wrong"


def test_a_key_file_put_into_a_backup_opens_no_library(
    library: OpenLibrary, gate: LibraryGate, made: Path, tmp_path: Path
) -> None:
    """Another library's key file in the backup is found by the backup's list before any password is asked."""
    other = make_desk(tmp_path / "别的", gate)
    other.close()
    (made / "keys.json").write_bytes((other.folder / "keys.json").read_bytes())
    (library.folder / "keys.json").unlink()
    assert _code(lambda: gate.restore(library.folder, made, FIRST, PASSWORD)) == "library.backup_damaged"
    (made / "keys.json").write_bytes(b"damaged")
    assert gate.restore_login(library.folder, made).names == ()
