"""What is entered in the guarantor's ledger, each act with what is got ready for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import project_of
from reviewer_app.services.ports.library import UnitOfWork

_WHY = "申报单位来函"
_PHOTO = LedgerFile("现场.jpg", bytes(range(256)) * 200)
_Act = Callable[[UnitOfWork], object]


class _Work:
    """One project worked on."""

    def __init__(self, case_id: int) -> None:
        self._id = case_id

    def approved(self, unit: UnitOfWork) -> None:
        """Whatever state the case was in."""
        unit.applications.update(replace(unit.applications.get(self._id), state=State.APPROVED))

    def take_on(self, unit: UnitOfWork) -> None:
        keeping.take_on_as(unit, self._id, ApprovalWords("演练立项〔2024〕1号", unit.today))

    def running(self, unit: UnitOfWork) -> None:
        self.approved(unit)
        self.take_on(unit)

    def plan(self, unit: UnitOfWork) -> None:
        keeping.plan(unit, self._id, PlanWords(True, VisitKind.MIDTERM.value, unit.today))

    def set_milestone(self, unit: UnitOfWork) -> None:
        keeping.plan(unit, self._id, PlanWords(False, "标准发布", unit.today))

    def planned(self, unit: UnitOfWork) -> None:
        self.running(unit)
        self.plan(unit)

    def milestone(self, unit: UnitOfWork) -> None:
        self.running(unit)
        self.set_milestone(unit)

    def call_off(self, unit: UnitOfWork) -> None:
        keeping.call_off(unit, self._id, self._open_plan(unit), _WHY)

    def visit(self, unit: UnitOfWork) -> None:
        words = VisitWords(VisitKind.MIDTERM, unit.today, "示例甲", "已按标准运行", self._open_plan(unit))
        keeping.record_visit(unit, self._id, words, [_PHOTO])

    def reach(self, unit: UnitOfWork) -> None:
        keeping.reach_milestone(unit, self._id, self._open_plan(unit), unit.today, "", [_PHOTO])

    def ask_extension(self, unit: UnitOfWork) -> None:
        keeping.ask_extension(unit, self._id, ExtensionWords("", unit.today, 6, _WHY), [_PHOTO])

    def extend(self, unit: UnitOfWork) -> None:
        keeping.extend(unit, self._id, ExtensionWords("演练延〔2024〕4号", unit.today, 6), [_PHOTO])

    def accept(self, unit: UnitOfWork) -> None:
        keeping.accept(unit, self._id, AcceptanceWords(True, unit.today, score="98.5", early=_WHY))

    def accepted(self, unit: UnitOfWork) -> None:
        self.running(unit)
        self.accept(unit)

    def certify(self, unit: UnitOfWork) -> None:
        keeping.certify(unit, self._id, ApprovalWords("演练证〔2024〕9号", unit.today), [_PHOTO])

    def close(self, unit: UnitOfWork) -> None:
        keeping.close(unit, self._id, _WHY)

    def end(self, unit: UnitOfWork) -> None:
        keeping.end_pilot(unit, self._id, ApprovalWords("", unit.today), _WHY)

    def take_back(self, unit: UnitOfWork) -> None:
        keeping.take_back(unit, self._id, project_of(unit, self._id).lines[-1].id, _WHY)

    def _open_plan(self, unit: UnitOfWork) -> int:
        return project_of(unit, self._id).open_plans[0].entry.id


def ledger_acts(case_id: int) -> Mapping[str, tuple[_Act, _Act | None]]:
    """The acts on the project of a case."""
    work = _Work(case_id)
    return {
        "take_on": (work.take_on, work.approved),
        "plan_visit": (work.plan, work.running),
        "set_milestone": (work.set_milestone, work.running),
        "call_off": (work.call_off, work.planned),
        "visit": (work.visit, work.planned),
        "reach_milestone": (work.reach, work.milestone),
        "ask_extension": (work.ask_extension, work.running),
        "extend": (work.extend, work.running),
        "accept": (work.accept, work.running),
        "certify": (work.certify, work.accepted),
        "close_project": (work.close, work.accepted),
        "end_pilot": (work.end, work.running),
        "take_back_line": (work.take_back, work.accepted),
    }


#: Each act asked for by whoever sits there, with nothing got ready: the roles are asked about first.
LEDGER_RIGHTS: Mapping[EventAct, Callable[[UnitOfWork, object], object]] = {
    EventAct.PROJECT_TAKEN_ON: lambda unit, _: keeping.take_on_as(unit, 1, ApprovalWords("1", unit.today)),
    EventAct.VISIT_PLANNED: lambda unit, _: keeping.plan(unit, 1, PlanWords(True, "midterm", unit.today)),
    EventAct.MILESTONE_SET: lambda unit, _: keeping.plan(unit, 1, PlanWords(False, "标准发布", unit.today)),
    EventAct.PLAN_CALLED_OFF: lambda unit, _: keeping.call_off(unit, 1, 1, _WHY),
    EventAct.VISITED: lambda unit, _: keeping.record_visit(
        unit, 1, VisitWords(VisitKind.MIDTERM, unit.today, "示例甲", "已运行", 0)
    ),
    EventAct.MILESTONE_REACHED: lambda unit, _: keeping.reach_milestone(unit, 1, 1, unit.today, ""),
    EventAct.EXTENSION_ASKED: lambda unit, _: keeping.ask_extension(unit, 1, ExtensionWords("", unit.today, 6)),
    EventAct.PROJECT_EXTENDED: lambda unit, _: keeping.extend(unit, 1, ExtensionWords("4号", unit.today, 6)),
    EventAct.PROJECT_ACCEPTED: lambda unit, _: keeping.accept(unit, 1, AcceptanceWords(True, unit.today)),
    EventAct.CERTIFICATE_ENTERED: lambda unit, _: keeping.certify(unit, 1, ApprovalWords("9号", unit.today)),
    EventAct.PROJECT_CLOSED: lambda unit, _: keeping.close(unit, 1, _WHY),
    EventAct.PILOT_ENDED: lambda unit, _: keeping.end_pilot(unit, 1, ApprovalWords("", unit.today), _WHY),
    EventAct.LEDGER_TAKEN_BACK: lambda unit, _: keeping.take_back(unit, 1, 1, _WHY),
}
