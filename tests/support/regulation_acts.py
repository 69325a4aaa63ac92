"""A regulation that is kept and pinned to a point, and every act of the library of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from reviewer_app.domain.record import EventAct
from reviewer_app.domain.regulations.regulation import Named
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.regulations.keeping import (
    amend_regulation,
    keep_regulation,
    pin_rule,
    resume_regulation,
    strike_regulation,
    unpin_rule,
)

TEXT = bytes(range(256)) * 400
POINT = "E5.policy"
RULE = Named(
    "示例标准化试点管理办法",
    "示规〔2018〕1号",
    "上海市示例机关",
    date(2018, 3, 1),
    says="试点的管理",
    file_name="办法.pdf",
)
_REASON = "新办法施行"


def kept(unit: UnitOfWork) -> int:
    """The regulation, kept with its text."""
    keep_regulation(unit, RULE, TEXT)
    return unit.regulations.all()[-1].id


def pinned(unit: UnitOfWork) -> int:
    """The same, and a point rests on it; the pin's id."""
    pin_rule(unit, POINT, kept(unit), "第十二条")
    return unit.regulations.pins()[-1].id


def struck(unit: UnitOfWork) -> None:
    """The same as `kept`, struck out again."""
    strike_regulation(unit, kept(unit), _REASON)


def _one(unit: UnitOfWork) -> int:
    return unit.regulations.all()[-1].id


_Act = Callable[[UnitOfWork], object]
#: The acts as whoever has not the right would try them.
REGULATION_RIGHTS: Mapping[EventAct, Callable[[UnitOfWork, object], object]] = {
    EventAct.REGULATION_KEPT: lambda unit, _: keep_regulation(unit, RULE),
    EventAct.REGULATION_AMENDED: lambda unit, _: amend_regulation(unit, 1, RULE),
    EventAct.REGULATION_STRUCK: lambda unit, _: strike_regulation(unit, 1, _REASON),
    EventAct.REGULATION_RESUMED: lambda unit, _: resume_regulation(unit, 1, _REASON),
    EventAct.RULE_PINNED: lambda unit, _: pin_rule(unit, POINT, 1, "第一条"),
    EventAct.RULE_UNPINNED: lambda unit, _: unpin_rule(unit, 1, _REASON),
}
#: The acts, each with what is got ready for it.
REGULATIONS: Mapping[str, tuple[_Act, _Act | None]] = {
    "keep_regulation": (kept, None),
    "amend_regulation": (
        lambda unit: amend_regulation(unit, _one(unit), replace(RULE, ends=date(2024, 2, 29)), TEXT, _REASON),
        kept,
    ),
    "strike_regulation": (lambda unit: strike_regulation(unit, _one(unit), _REASON), kept),
    "resume_regulation": (lambda unit: resume_regulation(unit, _one(unit), _REASON), struck),
    "pin_rule": (lambda unit: pin_rule(unit, POINT, _one(unit), "第十二条"), kept),
    "unpin_rule": (lambda unit: unpin_rule(unit, unit.regulations.pins()[-1].id, _REASON), pinned),
}
