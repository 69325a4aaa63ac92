"""A new season: a draft until an admin says that it was checked against its notice; a draft issues no papers."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.seasons.settings import Standing
from reviewer_app.packs.checking import check_text
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.numbering import PaperIssued, enter_paper, next_number
from reviewer_app.services.dispatch.gathering import export_cases
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.seasons.beginning import begin_season, check_season, next_season, turn_to_season
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.settling import settle, view_season
from reviewer_resources.phrases import sentence
from support.casework import proposed, registered
from support.fakes import FakeUnit
from support.other_packs import SECTORS

WHY = "《2025年度通知》"
NEEDED = {
    "notice": "上海市市场监督管理局关于开展2025年度市级标准化试点工作的通知",
    "number": "沪市监标技〔2025〕99号",
    "issued_on": "2025-03-28",
    "applicant_deadline": "2025-05-30",
    "sending_deadline": "2025-06-06",
}


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def begun(unit: FakeUnit) -> FakeUnit:
    """An office that works in a season begun from the last one."""
    begin_season(unit, "2025")
    turn_to_season(unit, "2025")
    return unit


def test_a_season_begun_from_the_last_one_is_a_draft_with_its_own_days_left_open(unit: FakeUnit) -> None:
    assert next_season(unit) == "2025"
    begin_season(unit, "2025")
    view = view_season(unit, "2025")
    assert (view.standing, view.is_in_work, view.pack.version) == (Standing.DRAFT, False, "0")
    assert view.pack.title == "2025年度市级标准化试点"
    assert view.pack.limits.applicant_deadline == date(2025, 5, 31)
    assert {one.setting.name for one in view.open_settings} >= NEEDED.keys()
    assert len(view.pack.rules) == len(unit.packs.current("2024").rules)
    assert view_season(unit, "2024").standing is Standing.CHECKED


def test_a_draft_issues_no_paper_by_any_way_and_says_why(begun: FakeUnit) -> None:
    case_id = proposed(begun, filed_on="2024-05-06")
    begun.acting("示例乙")
    reviewing.sign_off(begun, case_id)
    begun.acting("示例甲")
    order = PrintOrder(DocumentKind.RECOMMENDATION, case_id=case_id)
    paper = PaperIssued(
        DocumentKind.RECOMMENDATION, next_number(begun, DocumentKind.RECOMMENDATION), "市局", "甲", case_id
    )
    for act in (
        lambda: plan_issue(begun, order, IssueChoice()),
        lambda: gather(begun, order),
        lambda: gather(begun, PrintOrder(DocumentKind.RECEIPT, case_id=case_id)),
        lambda: enter_paper(begun, paper, b"%PDF"),
    ):
        with pytest.raises(RefusalError) as refusal:
            act()
        assert refusal.value.code == "season.draft"
        assert "未核对新通知" in sentence(refusal.value.code, refusal.value.values)
    ready, left_out = export_cases(begun, [case_id])
    assert (ready, [one.refusal.code for one in left_out]) == ([], ["season.draft"])
    for name, typed in NEEDED.items():
        settle(begun, "2025", name, typed, WHY)
    check_season(begun, "2025")
    matter = gather(begun, order)
    assert matter.values is not None
    assert matter.can_issue
    assert "沪市监标技〔2025〕99号" in str(matter.values.fields)


def test_a_draft_is_not_checked_while_its_notice_is_not_told(begun: FakeUnit) -> None:
    with pytest.raises(RefusalError) as refusal:
        check_season(begun, "2025")
    assert refusal.value.values["missing"] == "申报截止、报送截止、通知标题、通知文号、印发日期"
    for name, typed in NEEDED.items():
        settle(begun, "2025", name, typed, WHY)
    check_season(begun, "2025")
    view = view_season(begun, "2025")
    assert (view.standing, view.pack.cited) == (Standing.CHECKED, f"《{NEEDED['notice']}》（{NEEDED['number']}）")
    with pytest.raises(RefusalError, match=r"season\.not_draft"):
        check_season(begun, "2025")


def test_a_draft_with_the_notice_s_own_pack_can_be_checked_at_once(begun: FakeUnit) -> None:
    load_season_pack(begun, check_text(SECTORS, "sh-2025.toml"))
    assert view_season(begun, "2025").standing is Standing.DRAFT
    check_season(begun, "2025")
    assert view_season(begun, "2025").standing is Standing.CHECKED


def test_a_case_is_registered_in_the_season_in_work(begun: FakeUnit) -> None:
    case = begun.applications.get(registered(begun, filed_on="2025-05-06"))
    assert (case.season, case.pack.id, case.intake_number[:4]) == ("2025", "sh-2025", "2025")
    turn_to_season(begun, "2024")
    assert begun.applications.get(registered(begun, filing_number="SH2024617120009")).season == "2024"


@pytest.mark.parametrize(
    ("season", "code"),
    [
        ("2024", "season.begun_already"),
        ("2023", "season.none_before"),
        ("2026", "season.bad_year"),
        ("25", "season.bad_year"),
        ("二〇二五", "season.bad_year"),
    ],
)
def test_a_season_that_cannot_be_begun_is_refused(unit: FakeUnit, season: str, code: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        begin_season(unit, season)
    assert refusal.value.code == code
    assert unit.packs.seasons() == ("2024",)


def test_only_an_admin_begins_checks_and_turns() -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER, Role.HEAD, Role.SEAL})))
    for act in (begin_season, check_season, turn_to_season):
        with pytest.raises(RefusalError, match=r"act\.role_needed"):
            act(unit, "2025")
    assert unit.packs.seasons() == ("2024",)


def test_turning_to_a_season_that_is_not_there_is_refused(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"pack\.none"):
        turn_to_season(unit, "2031")
    with pytest.raises(RefusalError, match=r"season\.in_work_already"):
        turn_to_season(unit, "2024")
