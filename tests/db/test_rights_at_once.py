"""Over a real library: a person's roles count at his next act, and who has left the office does not come in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases import assigning, checking
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.office.people import change_roles
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, Hands, inside, make_desk, make_gate, new_case, register

_OTHER, _WORD = "示例乙", "示例密码二"


@pytest.fixture
def gate() -> LibraryGate:
    return make_gate()


@pytest.fixture
def folder(tmp_path: Path, gate: LibraryGate) -> Path:
    """A library of one case and two people, closed."""
    library = make_desk(tmp_path / "案卷库", gate)
    library.change(register, [new_case(1)])
    library.add_user(User(_OTHER, frozenset({Role.HANDLER, Role.ADMIN})), _WORD, is_own=True)
    library.close()
    return library.folder


def _answers(library: OpenLibrary) -> None:
    library.change(checking.answer_item, 1, "E1.registered", Verdict.MET)


def test_roles_taken_from_the_person_at_the_desk_count_at_once(folder: Path, gate: LibraryGate) -> None:
    """The window is still open, and the case on it was read while he still had the right."""
    library = gate.open(folder, FIRST, PASSWORD)
    assert library.read(open_case, 1).acts
    library.change(change_roles, FIRST, frozenset({Role.SEAL}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        _answers(library)
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        library.change(change_roles, FIRST, frozenset(Role))
    with pytest.raises(RefusalError, match=r"user\.not_admin"):
        library.add_user(User("示例丙", frozenset({Role.HEAD})), _WORD)
    assert library.user.roles == {Role.SEAL}
    library.close()


def test_who_has_left_the_office_does_not_come_in_again(folder: Path, hands: Hands) -> None:
    gate = make_gate(hands)
    library = gate.open(folder, FIRST, PASSWORD)
    library.change(change_roles, _OTHER, frozenset())
    library.close()
    with pytest.raises(RefusalError, match=r"login\.wrong"):
        gate.open(folder, _OTHER, _WORD)
    hands.seconds += 600
    library = gate.open(folder, FIRST, PASSWORD)
    with pytest.raises(RefusalError, match=r"user\.left"):
        library.change(change_roles, _OTHER, {Role.HANDLER})
    library.bring_back(_OTHER, {Role.HANDLER}, "示例密码五")
    library.close()
    hands.seconds += 600
    with pytest.raises(RefusalError, match=r"login\.wrong"):
        gate.open(folder, _OTHER, _WORD)
    hands.seconds += 600
    library = gate.open(folder, _OTHER, "示例密码五")
    library.change_password("示例密码五", _WORD)
    library.close()
    library = gate.open(folder, _OTHER, _WORD)
    _answers(library)
    library.close()


def test_a_declared_conflict_is_kept_and_cannot_be_taken_away(folder: Path, gate: LibraryGate) -> None:
    library = gate.open(folder, FIRST, PASSWORD)
    library.change(assigning.declare_conflict, 1, _OTHER, "近亲属")
    library.close()
    library = gate.open(folder, FIRST, PASSWORD)
    assert library.read(open_case, 1).acts == frozenset()
    with pytest.raises(RefusalError, match=r"act\.recused"):
        _answers(library)
    for statement in ("DELETE FROM recusals", "UPDATE recusals SET person = '示例乙'"):
        with pytest.raises(Exception, match="stands"):
            library.change(_execute, statement)
    library.close()


def _execute(unit: UnitOfWork, statement: str) -> None:
    inside(unit).main.execute(statement)
