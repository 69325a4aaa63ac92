"""What is entered in the guarantor's ledger, each act with what is got ready for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import project_of
from reviewer_app.services.ports.library import UnitOfWork

_WHY = "申报单位来函"
_PHOTO = LedgerFile("现场.jpg", bytes(range(256)) * 200)
_Act = Callable[[UnitOfWork], object]


def ledger_acts(case_id: int) -> Mapping[str, tuple[_Act, _Act | None]]:
    """The acts on the project of a case, whatever state the case is in."""

    def approved(unit: UnitOfWork) -> None:
        unit.applications.update(replace(unit.applications.get(case_id), state=State.APPROVED))

    def take_on(unit: UnitOfWork) -> None:
        keeping.take_on_as(unit, case_id, ApprovalWords("演练立项〔2024〕1号", unit.today))

    def running(unit: UnitOfWork) -> None:
        approved(unit)
        take_on(unit)

    def plan(unit: UnitOfWork, is_visit: bool = True) -> None:
        subject = VisitKind.MIDTERM.value if is_visit else "标准发布"
        keeping.plan(unit, case_id, PlanWords(is_visit, subject, unit.today))

    def planned(unit: UnitOfWork) -> None:
        running(unit)
        plan(unit)

    def milestone(unit: UnitOfWork) -> None:
        running(unit)
        plan(unit, is_visit=False)

    def open_plan(unit: UnitOfWork) -> int:
        return project_of(unit, case_id).open_plans[0].entry.id

    def visit(unit: UnitOfWork) -> None:
        words = VisitWords(VisitKind.MIDTERM, unit.today, "示例甲", "已按标准运行", open_plan(unit))
        keeping.record_visit(unit, case_id, words, [_PHOTO])

    def accept(unit: UnitOfWork) -> None:
        keeping.accept(unit, case_id, AcceptanceWords(True, unit.today, score="98.5", early=_WHY))

    def accepted(unit: UnitOfWork) -> None:
        running(unit)
        accept(unit)

    def number(unit: UnitOfWork) -> ApprovalWords:
        return ApprovalWords("演练〔2024〕9号", unit.today)

    return {
        "take_on": (take_on, approved),
        "plan_visit": (plan, running),
        "set_milestone": (lambda unit: plan(unit, is_visit=False), running),
        "call_off": (lambda unit: keeping.call_off(unit, case_id, open_plan(unit), _WHY), planned),
        "visit": (visit, planned),
        "reach_milestone": (
            lambda unit: keeping.reach_milestone(unit, case_id, open_plan(unit), unit.today, "", [_PHOTO]),
            milestone,
        ),
        "extend": (
            lambda unit: keeping.extend(unit, case_id, ExtensionWords("演练延〔2024〕4号", unit.today, 6), [_PHOTO]),
            running,
        ),
        "accept": (accept, running),
        "certify": (lambda unit: keeping.certify(unit, case_id, number(unit), [_PHOTO]), accepted),
        "close_project": (lambda unit: keeping.close(unit, case_id, _WHY), accepted),
        "end_pilot": (lambda unit: keeping.end_pilot(unit, case_id, number(unit), _WHY), running),
        "take_back_line": (
            lambda unit: keeping.take_back(unit, case_id, project_of(unit, case_id).lines[-1].id, _WHY),
            accepted,
        ),
    }
