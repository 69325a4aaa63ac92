"""A technical body with a contact and what it supported, and every act on one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.bodies.body import BodyKind, SupportKind
from reviewer_app.domain.record import EventAct
from reviewer_app.services.bodies.keeping import add_body, end_contact, note_contact, note_support, strike_support
from reviewer_app.services.ports.library import UnitOfWork

NAME = "上海示例标准化技术中心"
TELEPHONE = "021-64220000转2525"
_REASON = "登记有误"


def added(unit: UnitOfWork) -> int:
    """The body; its id."""
    add_body(unit, BodyKind.TECHNICAL, NAME)
    return unit.bodies.all()[-1].id


def with_contact(unit: UnitOfWork) -> int:
    """The same with a contact."""
    body_id = added(unit)
    note_contact(unit, body_id, "样本甲", "主任", TELEPHONE)
    return body_id


def with_support(unit: UnitOfWork) -> int:
    """The same as `added` with a training."""
    body_id = added(unit)
    note_support(unit, body_id, SupportKind.TRAINING, str(unit.today.year), note="起草人员培训")
    return body_id


def _one(unit: UnitOfWork) -> int:
    return unit.bodies.all()[-1].id


_Act = Callable[[UnitOfWork], object]
#: The acts as whoever has not the right would try them.
BODY_RIGHTS: Mapping[EventAct, Callable[[UnitOfWork, object], object]] = {
    EventAct.BODY_ADDED: lambda unit, _: add_body(unit, BodyKind.LINE, NAME),
    EventAct.BODY_CONTACT_NOTED: lambda unit, _: note_contact(unit, 1, "样本甲", "", ""),
    EventAct.BODY_CONTACT_ENDED: lambda unit, _: end_contact(unit, 1, 1),
    EventAct.SUPPORT_NOTED: lambda unit, _: note_support(unit, 1, SupportKind.SYSTEM, "2024"),
    EventAct.SUPPORT_STRUCK: lambda unit, _: strike_support(unit, 1, 1, _REASON),
}
#: The acts, each with what is got ready for it.
BODIES: Mapping[str, tuple[_Act, _Act | None]] = {
    "add_body": (added, None),
    "note_body_contact": (lambda unit: note_contact(unit, _one(unit), "样本甲", "主任", TELEPHONE), added),
    "end_body_contact": (
        lambda unit: end_contact(unit, _one(unit), unit.bodies.get(_one(unit)).contacts[0].id),
        with_contact,
    ),
    "note_support": (lambda unit: note_support(unit, _one(unit), SupportKind.SYSTEM, str(unit.today.year)), added),
    "strike_support": (
        lambda unit: strike_support(unit, _one(unit), unit.bodies.get(_one(unit)).supports[0].id, _REASON),
        with_support,
    ),
}
