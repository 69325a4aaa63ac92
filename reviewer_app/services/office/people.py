"""The people of the office: which roles somebody has from now on, none for who has left it."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


def change_roles(unit: UnitOfWork, name: str, roles: Iterable[Role], reason: str = "") -> Changes:
    """Gives a person other roles (an admin's act); it counts from his next act on, also while his window is open.

    Without any role he has left the office: his name stays on what he did, and he can do nothing more.
    Raises RefusalError `act.role_needed`, `user.unknown`, `user.same_roles`, `user.last_admin`.
    """
    require_role(unit.actor, EventAct.ROLES_CHANGED)
    former = unit.users.get(name)
    changed = User(former.name, frozenset(roles))
    if changed.roles == former.roles:
        raise RefusalError("user.same_roles", name=name, roles=_words(former))
    others = [one for one in unit.users.all() if one.name != name]
    if not changed.has(Role.ADMIN) and not any(one.has(Role.ADMIN) for one in others):
        raise RefusalError("user.last_admin", name=name)
    unit.users.put(changed)
    detail: dict[str, str] = {
        RecordKey.NAME: name,
        RecordKey.FORMER_ROLES: _words(former),
        RecordKey.ROLES: _words(changed),
    }
    record(unit, None, EventAct.ROLES_CHANGED, reason, detail)
    return Changes(frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE}))


def _words(user: User) -> str:
    return "、".join(role.label for role in Role if user.has(role)) or sentence("people.no_longer_here")
