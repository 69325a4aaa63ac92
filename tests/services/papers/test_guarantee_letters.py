"""The guarantor's letters: each says what the ledger says, is numbered once for its line, and is refused without it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.reading import open_project
from reviewer_app.services.papers.guarantee_letters import LETTERS
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, gather
from reviewer_app.services.sealing.lists import single_papers
from reviewer_resources import text
from support.acts import in_state
from support.fakes import FakeUnit

KIND = DocumentKind


@pytest.fixture
def unit() -> FakeUnit:
    """A project in its last months, not visited yet."""
    unit = FakeUnit()
    case_id = in_state(unit, State.APPROVED)
    unit.settings.put(replace(unit.settings.get(), telephone="64220000", visit_code="示市监访"))
    keeping.take_on_as(unit, case_id, ApprovalWords("演练立项〔2024〕18号", date(2024, 5, 10)))
    unit.clock = datetime(2026, 3, 2, 10, 0)
    return unit


def letter(unit: FakeUnit, kind: DocumentKind) -> PrintMatter:
    return gather(unit, PrintOrder(kind, 1))


def said(unit: FakeUnit, kind: DocumentKind) -> dict[str, str]:
    values = letter(unit, kind).values
    assert values is not None
    return dict(values.fields)


def worked(unit: FakeUnit) -> None:
    """All that the letters rest on, up to the acceptance."""
    keeping.record_visit(unit, 1, VisitWords(VisitKind.FIRST, date(2025, 3, 3), "示例甲", "体系已搭建。"))
    keeping.record_visit(unit, 1, VisitWords(VisitKind.MIDTERM, date(2026, 3, 2), "示例甲", "3 处驿站已按标准运行。"))
    keeping.plan(unit, 1, PlanWords(True, VisitKind.BEFORE_END.value, date(2026, 3, 20), "核对 2 项标准"))
    keeping.ask_extension(unit, 1, ExtensionWords("", date(2026, 3, 1), 6, "国家标准报批延后。"))


def test_a_letter_is_refused_while_the_ledger_has_nothing_it_rests_on(unit: FakeUnit) -> None:
    for kind, code in (
        (KIND.VISIT_NOTICE, "no_visit_planned"),
        (KIND.EXTENSION_SUPPORT, "not_asked"),
        (KIND.ACCEPTANCE_RECOMMENDATION, "not_visited"),
        (KIND.PILOT_CONCLUSION, "not_over"),
    ):
        with pytest.raises(RefusalError, match=rf"guarantee\.{code}"):
            letter(unit, kind)


def test_each_letter_says_what_is_on_record(unit: FakeUnit) -> None:
    worked(unit)
    notice = said(unit, KIND.VISIT_NOTICE)
    assert notice["intake_number"] == "2024-示-0001", "a letter without a number is found again by its case"
    assert (notice["visit_day"], notice["visit"], notice["look_at"]) == ("2026年3月20日", "期前走访", "核对 2 项标准")
    reminder = said(unit, KIND.REMINDER_LETTER)
    assert (reminder["ends_on"], reminder["days"]) == ("2026年5月10日", "69")
    assert "late" not in reminder
    support = said(unit, KIND.EXTENSION_SUPPORT)
    assert (support["months"], support["reason"], support["asked_on"]) == ("6", "国家标准报批延后", "2026年3月1日")
    assert support["recipient"] == "上海市市场监督管理局"
    assert support["visits"] == "先后于2025年3月3日、2026年3月2日走访2次"
    assert said(unit, KIND.ACCEPTANCE_RECOMMENDATION)["found"] == "3 处驿站已按标准运行"
    unit.clock = datetime(2026, 5, 12, 10, 0)
    late = said(unit, KIND.REMINDER_LETTER)
    assert (late["late"], late["waiting"]) == ("已期满", "期前走访（2026年3月20日）")
    keeping.accept(unit, 1, AcceptanceWords(True, date(2026, 5, 12), score="103.50", bonus="5"))
    concluded = said(unit, KIND.PILOT_CONCLUSION)
    assert (concluded["outcome"], concluded["score"], concluded["bonus"]) == ("验收合格", "103.5", "5")
    assert "certificate" not in concluded


def test_every_letter_fills_its_template(unit: FakeUnit) -> None:
    worked(unit)
    for kind in LETTERS:
        if kind is KIND.PILOT_CONCLUSION:
            unit.clock = datetime(2026, 5, 12, 10, 0)
            keeping.accept(unit, 1, AcceptanceWords(False, date(2026, 5, 12)))
        fields = said(unit, kind)
        template = tomllib.loads(text("templates", f"{kind.value}.toml"))
        assert [name for name in template["fields"] if not fields.get(name)] == [], kind
        assert fields.keys() <= template["fields"].keys() | template["optional"].keys(), kind


def test_a_letter_gets_its_number_once_for_its_visit_and_waits_for_the_seal(unit: FakeUnit) -> None:
    worked(unit)
    order = PrintOrder(KIND.VISIT_NOTICE, 1)
    assert letter(unit, KIND.VISIT_NOTICE).can_issue
    record_issued(unit, plan_issue(unit, order, IssueChoice()), b"%PDF", SealStyle.CIRCLE)
    (issued,) = open_project(unit, 1).letters
    assert (issued.number, issued.party) == ("示市监访〔2026〕1号", unit.applications.get(1).applicant)
    with pytest.raises(RefusalError, match=r"outgoing\.issued_already"):
        plan_issue(unit, order, IssueChoice())
    # Signed by the head and sealed as every single paper is.
    assert [one.kind for one in single_papers(unit)] == [KIND.VISIT_NOTICE]
    unit.clock = datetime(2026, 3, 21, 10, 0)
    plan = open_project(unit, 1).project.open_plans[0]
    keeping.call_off(unit, 1, plan.entry.id, "改期")
    keeping.plan(unit, 1, PlanWords(True, VisitKind.BEFORE_END.value, date(2026, 4, 1)))
    assert letter(unit, KIND.VISIT_NOTICE).entry is None


def test_a_letter_whose_day_has_passed_or_whose_extension_is_there_stays_a_draft(unit: FakeUnit) -> None:
    worked(unit)
    keeping.extend(unit, 1, ExtensionWords("演练延〔2026〕4号", date(2026, 3, 2), 6))
    assert not letter(unit, KIND.EXTENSION_SUPPORT).can_issue
    assert said(unit, KIND.REMINDER_LETTER)["original_end"] == "2026年5月10日"
    unit.clock = datetime(2026, 3, 21, 10, 0)
    assert not letter(unit, KIND.VISIT_NOTICE).can_issue
