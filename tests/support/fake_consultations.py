"""Consultations in memory: they stand with their case."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand, Stance
from reviewer_app.services.cases.consulting import ReplyPaper
from reviewer_app.services.ports.library import UnitOfWork
from support.fake_stores import DAY, FakeApplications


class FakeConsultations:
    """Consultations in the cases themselves."""

    def __init__(self, applications: FakeApplications) -> None:
        self._applications = applications

    def add(self, application_id: int, consultation: Consultation) -> None:
        case = self._applications.get(application_id)
        assert consultation.number not in {one.number for one in case.consultations}
        self._applications.cases[application_id] = replace(case, consultations=(*case.consultations, consultation))

    def update(self, application_id: int, consultation: Consultation) -> None:
        case = self._applications.get(application_id)
        kept = tuple(consultation if one.number == consultation.number else one for one in case.consultations)
        self._applications.cases[application_id] = replace(case, consultations=kept)


#: A reply that agrees, dated and received on the office's day.
REPLY = ReplyPaper(Stance.AGREES, "认可该项目，愿意共同推动。", DAY, DAY)
DEPARTMENT = "上海市示例科技主管部门"


def asked_of_one(unit: UnitOfWork, case_id: int) -> None:
    """One department was asked on a case and has not replied; whatever state the case is in."""
    asked = Consultation(1, DEPARTMENT, ConsultationStand.ASKED, DAY, "示例甲", DAY)
    unit.consultations.add(case_id, asked)
