"""Cases whose papers are printed in the tests: met, submitted, signed, in a batch."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.application import Source
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.printing import (
    PrintOrder,
    gather,
)
from reviewer_app.services.ports.papers import DocumentValues
from support.builders import CLEAN, values
from support.fakes import FakeUnit
from support.grounds import grounded, signed_off

TEXT = "经初审，各项条件具备，建议推荐。"


def paper_office() -> FakeUnit:
    """An office with codes for its papers and an address."""
    unit = FakeUnit()
    settings = replace(
        unit.settings.get(), agency_code="示市监标", correction_code="示市监标补", letter_code="示市监函"
    )
    unit.settings.put(replace(settings, address="上海市示例区示例路1号", postcode="200000"))
    return unit


def met_case(unit: FakeUnit, outcome: Outcome | None = None, **changed: str) -> int:
    """A case with every point met, and its opinion submitted when there is an outcome."""
    case_id = register_application(unit, values(CLEAN, **changed), Source.ONLINE).application_id
    view = open_case(unit, case_id)
    for rule in rules_for(view.pack, view.application.values):
        checking.answer_item(unit, case_id, rule.id, Verdict.MET)
    if outcome:
        grounded(unit, case_id)
        reviewing.submit_opinion(unit, case_id, outcome, ProjectClass.GENERAL, TEXT)
    return case_id


def signed_case(unit: FakeUnit, **changed: str) -> int:
    """The same, recommended and signed off by two people."""
    case_id = met_case(unit, Outcome.RECOMMEND, **changed)
    signed_off(unit, case_id)
    return case_id


def kept_batch(unit: FakeUnit, *case_ids: int) -> int:
    """A batch of cases on record; its number."""
    cases = [unit.applications.get(case_id) for case_id in case_ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "f.pdf", "0") for case in cases)
    return unit.batches.add(Batch(1, "2024", "f", SealStyle.CIRCLE, "示例甲", unit.now, "0", lines))


def gathered(
    unit: FakeUnit, kind: DocumentKind, case_id: int = 0, batch_id: int = 0, contact: str = ""
) -> DocumentValues:
    """What a paper says."""
    values = gather(unit, PrintOrder(kind, case_id, batch_id, contact)).values
    assert values is not None
    return values


def issued_number(unit: FakeUnit, kind: DocumentKind, case_id: int, addressee: str = "") -> str:
    """Issues a paper of a case; the number it got."""
    plan = plan_issue(unit, PrintOrder(kind, case_id), IssueChoice(addressee=addressee))
    return record_issued(unit, plan, b"%PDF", SealStyle.CIRCLE).called
