"""The people of the office: their roles and their way in; who leaves keeps his name on the record, no more."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from reviewer_app.domain.application import PROGRAM, Role, User
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_ALL = Changes(frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE}))


def change_roles(unit: UnitOfWork, name: str, roles: Iterable[Role], reason: str = "") -> Changes:
    """Gives a person other roles (an admin's act); it counts from his next act on, also while his window is open.

    Without any role he leaves the office: see `retire`. Who has left is brought back with a new password.
    Raises RefusalError `act.role_needed`, `user.unknown`, `user.same_roles`, `user.last_admin`, `user.left`.
    """
    require_role(unit.actor, EventAct.ROLES_CHANGED)
    former = unit.users.get(name)
    changed = User(former.name, frozenset(roles))
    if changed.roles == former.roles:
        raise RefusalError("user.same_roles", name=name, roles=_words(former))
    if not former.roles:
        raise RefusalError("user.left", name=name)
    if not changed.roles:
        return retire(unit, name, reason)
    _require_admin_left(unit, changed)
    unit.users.put(changed)
    detail: dict[str, str] = {
        RecordKey.NAME: name,
        RecordKey.FORMER_ROLES: _words(former),
        RecordKey.ROLES: _words(changed),
    }
    record(unit, None, EventAct.ROLES_CHANGED, reason, detail)
    return _ALL


def retire(unit: UnitOfWork, name: str, reason: str = "") -> Changes:
    """Ends a person's way in and all rights (an admin's act); the master key is due to be changed from then on.

    Raises RefusalError `act.role_needed`, `user.unknown`, `user.left`, `user.last_admin`, `user.own_leaving`.
    """
    require_role(unit.actor, EventAct.RETIRED)
    former = unit.users.get(name)
    if not former.roles:
        raise RefusalError("user.left", name=name)
    _require_admin_left(unit, User(name, frozenset()))
    if name == unit.actor.name:
        raise RefusalError("user.own_leaving")
    unit.users.put(User(name, frozenset()))
    unit.access.remove(name)
    unit.access.note_left(name)
    detail: dict[str, str] = {RecordKey.NAME: name, RecordKey.FORMER_ROLES: _words(former)}
    record(unit, None, EventAct.RETIRED, reason, detail)
    return _ALL


def add(unit: UnitOfWork, user: User, slot: str, must_change: bool) -> None:
    """Enters a new person, whose first password mostly another chose (an admin's act)."""
    require_role(unit.actor, EventAct.USER_ADDED)
    if any(one.name == user.name for one in unit.users.all()):
        raise RefusalError("user.exists", name=user.name, field="name")
    unit.users.put(user)
    unit.access.put(user.name, slot, must_change)
    detail: dict[str, str] = {RecordKey.NAME: user.name, RecordKey.ROLES: _words(user)}
    record(unit, None, EventAct.USER_ADDED, detail=detail)


def bring_back(unit: UnitOfWork, name: str, roles: frozenset[Role], slot: str) -> None:
    """Gives somebody who had left roles and a new way in; RefusalError `user.not_left`, `people.no_role`."""
    require_role(unit.actor, EventAct.BROUGHT_BACK)
    if unit.users.get(name).roles:
        raise RefusalError("user.not_left", name=name)
    if not roles:
        raise RefusalError("people.no_role")
    unit.users.put(User(name, roles))
    unit.access.put(name, slot, must_change=True)
    detail: dict[str, str] = {RecordKey.NAME: name, RecordKey.ROLES: _words(User(name, roles))}
    record(unit, None, EventAct.BROUGHT_BACK, detail=detail)


def set_password(unit: UnitOfWork, name: str, slot: str) -> None:
    """Puts another person's slot under a password that an admin chose; RefusalError `user.own_password`."""
    require_role(unit.actor, EventAct.PASSWORD_SET)
    if name == unit.actor.name:
        raise RefusalError("user.own_password")
    if not unit.users.get(name).roles:
        raise RefusalError("user.left", name=name)
    unit.access.put(name, slot, must_change=True)
    detail: dict[str, str] = {RecordKey.NAME: name}
    record(unit, None, EventAct.PASSWORD_SET, detail=detail)


def take_over(unit: UnitOfWork, slots: Mapping[str, str]) -> None:
    """Enters the slots of a library that kept them in its key file alone: those of the people who work here."""
    staff = {one.name for one in unit.users.all() if one.roles}
    for name in sorted(staff & set(slots)):
        unit.access.put(name, slots[name])
    detail: dict[str, str] = {RecordKey.NAME: "、".join(sorted(staff & set(slots)))}
    record(unit, None, EventAct.ACCESS_TAKEN_OVER, detail=detail)


def renew(unit: UnitOfWork, name: str, slot: str, must_change: bool) -> None:
    """Puts a person's slot of the first form into today's, under the same password."""
    unit.access.put(name, slot, must_change)
    detail: dict[str, str] = {RecordKey.NAME: name}
    record(unit, None, EventAct.ACCESS_TAKEN_OVER, detail=detail)


def require_name(name: str) -> None:
    """Refuses a name that is none, or no person's: RefusalError `user.no_name`, `user.bad_name`, `user.reserved`."""
    if not name.strip():
        raise RefusalError("user.no_name", field="name")
    if name != name.strip() or len(name) > 40 or not name.isprintable():
        raise RefusalError("user.bad_name", field="name")
    if "".join(unicodedata.normalize("NFKC", name).split()) == PROGRAM:
        raise RefusalError("user.reserved", field="name", name=name)


def _require_admin_left(unit: UnitOfWork, changed: User) -> None:
    """The office is never without somebody who can let others in and still has a way in himself."""
    if changed.has(Role.ADMIN) or not unit.users.get(changed.name).has(Role.ADMIN):
        return
    others = [one for one in unit.users.all() if one.name != changed.name and one.has(Role.ADMIN)]
    if not others:
        raise RefusalError("user.last_admin", name=changed.name)


def _words(user: User) -> str:
    return "、".join(role.label for role in Role if user.has(role)) or sentence("people.no_longer_here")
