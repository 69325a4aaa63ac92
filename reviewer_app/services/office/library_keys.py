"""The library's own keys: the recovery sheet, whose words stand nowhere but on its page, and the master key."""

from __future__ import annotations

from collections.abc import Callable

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import Role
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.access import KeysStanding
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues


def recovery_sheet(unit: UnitOfWork, library: str, words: str) -> DocumentValues:
    """The sheet of a library (an admin's act) with these words, not in force by this; RefusalError `user.not_admin`."""
    if not may_do(unit.actor, EventAct.SHEET_MADE):
        raise RefusalError("user.not_admin")
    now = unit.now
    return DocumentValues(
        kind=DocumentKind.RECOVERY_SHEET,
        unit=unit.settings.get().bureau,
        day=now.date(),
        fields={
            "library": library,
            "made_on": f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}",
            "made_by": unit.actor.name,
            "words": words,
        },
        made_at=now,
    )


def put_sheet_in_force(unit: UnitOfWork, slot: str) -> None:
    """Makes a recovery sheet the one that opens the library (an admin's act); one made before is worthless then."""
    require_role(unit.actor, EventAct.SHEET_MADE)
    unit.access.put("", slot)
    record(unit, None, EventAct.SHEET_MADE)


def keys_standing(unit: UnitOfWork) -> KeysStanding:
    """Whether a recovery sheet is in force, and whether the master key is due to be changed."""
    sheet = unit.access.get("")
    return KeysStanding(None if sheet is None else sheet.since, unit.access.left_since())


def use_sheet(unit: UnitOfWork, admin: str, slot: str) -> None:
    """Gives an administrator a new password on the recovery sheet's word; RefusalError `sheet_words.not_admin`."""
    if not unit.users.get(admin).has(Role.ADMIN):
        raise RefusalError("sheet_words.not_admin", name=admin)
    unit.access.put(admin, slot)
    detail: dict[str, str] = {RecordKey.NAME: admin}
    record(unit, None, EventAct.SHEET_USED, detail=detail)


def note_master_key(unit: UnitOfWork, is_lost: Callable[[str], bool], reason: str = "") -> tuple[str, ...]:
    """Enters a new master key (an admin's act); whose slots could not be taken along and are gone."""
    require_role(unit.actor, EventAct.MASTER_KEY_CHANGED)
    lost = tuple(one.holder for one in unit.access.all() if is_lost(one.slot))
    for name in lost:
        unit.access.remove(name)
    unit.access.note_master_key()
    detail: dict[str, str] = {RecordKey.NAME: "、".join(lost)} if lost else {}
    record(unit, None, EventAct.MASTER_KEY_CHANGED, reason, detail)
    return lost
