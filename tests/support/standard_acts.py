"""An approved project whose standards are followed, and every act on one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from reviewer_app.domain.record import EventAct
from reviewer_app.domain.standards.promise import Stage
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.standards.following import (
    NamedRow,
    ReachedStage,
    amend_standard,
    give_up,
    proposed_rows,
    reach_stage,
    resume,
    step_back,
    strike_out,
    take_over,
)
from support.small_office import SEALED

_REASON = "起草单位来函说明"
_GROUP = NamedRow(StandardLevel.GROUP, "示例驿站运行服务规范", "2025", "T/YLBZ 012—2024")
#: A file of evidence: more than the smallest disks have room for.
EVIDENCE = bytes(range(256)) * 400


def approve(unit: UnitOfWork, case_id: int, state: State = State.APPROVED) -> None:
    """A case as it stands once the municipal bureau has approved it."""
    unit.applications.update(replace(unit.applications.get(case_id), state=state))


def taken(unit: UnitOfWork, case_id: int) -> int:
    """An approved case with what its form promised and a group standard taken over; the first line's id."""
    approve(unit, case_id)
    take_over(unit, case_id, [*proposed_rows(unit, case_id), _GROUP])
    return unit.standards.of_case(case_id)[-1].id


def published(unit: UnitOfWork, case_id: int, day: date | None = None) -> int:
    """The same, and the group standard came out."""
    standard_id = taken(unit, case_id)
    came_out = ReachedStage(Stage.PUBLISHED, day or unit.today, content=EVIDENCE, file_name="发布公告.pdf")
    reach_stage(unit, standard_id, came_out)
    return standard_id


def given_up(unit: UnitOfWork, case_id: int) -> int:
    """The same as `taken`, and the group standard is not made."""
    standard_id = taken(unit, case_id)
    give_up(unit, standard_id, _REASON)
    return standard_id


def _last(unit: UnitOfWork) -> int:
    return unit.standards.of_case(SEALED)[-1].id


_Act = Callable[[UnitOfWork], object]
#: The acts as whoever has not the right would try them: any standard, none of it there.
STANDARD_RIGHTS: Mapping[EventAct, Callable[[UnitOfWork, object], object]] = {
    EventAct.STANDARDS_TAKEN: lambda unit, _: take_over(unit, 1, [NamedRow(StandardLevel.GROUP)]),
    EventAct.STANDARD_AMENDED: lambda unit, _: amend_standard(unit, 1, NamedRow(StandardLevel.GROUP)),
    EventAct.STANDARD_REACHED: lambda unit, _: reach_stage(unit, 1, ReachedStage(Stage.PROJECT, unit.today)),
    EventAct.STANDARD_STEPPED_BACK: lambda unit, _: step_back(unit, 1, Stage.NOT_BEGUN, _REASON),
    EventAct.STANDARD_GIVEN_UP: lambda unit, _: give_up(unit, 1, _REASON),
    EventAct.STANDARD_STRUCK: lambda unit, _: strike_out(unit, 1, _REASON),
    EventAct.STANDARD_RESUMED: lambda unit, _: resume(unit, 1, _REASON),
}
#: The acts, each with what is got ready for it.
STANDARDS: Mapping[str, tuple[_Act, _Act | None]] = {
    "take_standards": (
        lambda unit: take_over(unit, SEALED, [*proposed_rows(unit, SEALED), _GROUP]),
        lambda unit: approve(unit, SEALED),
    ),
    "amend_standard": (
        lambda unit: amend_standard(unit, _last(unit), replace(_GROUP, name="示例驿站运行规范")),
        lambda unit: taken(unit, SEALED),
    ),
    "reach_stage": (
        lambda unit: reach_stage(
            unit, _last(unit), ReachedStage(Stage.COMMENT, unit.today, content=EVIDENCE, file_name="征求意见.pdf")
        ),
        lambda unit: taken(unit, SEALED),
    ),
    "step_back": (
        lambda unit: step_back(unit, _last(unit), Stage.NOT_BEGUN, _REASON),
        lambda unit: published(unit, SEALED, unit.today - timedelta(days=1)),
    ),
    "give_up_standard": (lambda unit: give_up(unit, _last(unit), _REASON), lambda unit: taken(unit, SEALED)),
    "strike_standard": (lambda unit: strike_out(unit, _last(unit), _REASON), lambda unit: taken(unit, SEALED)),
    "resume_standard": (lambda unit: resume(unit, _last(unit), _REASON), lambda unit: given_up(unit, SEALED)),
}
