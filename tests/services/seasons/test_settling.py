"""What an office settles of a season: by an admin alone, with a reason, read by everything that read the pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import CODE_SETTINGS
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.settings import CODE_LABELS
from reviewer_app.domain.states import State
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.numbering import next_number
from reviewer_app.services.cases.reading import open_case, window_status
from reviewer_app.services.cases.registering import check_values
from reviewer_app.services.seasons.settling import SeasonView, settle, view_season
from support.builders import CLEAN
from support.casework import answered, registered
from support.fakes import FakeUnit

WHY = "2024年5月6日局务会议定。"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def open_names(view: SeasonView) -> set[str]:
    return {one.setting.name for one in view.open_settings}


def refused(unit: FakeUnit, name: str, typed: str, reason: str = WHY, season: str = "2024") -> str:
    with pytest.raises(RefusalError) as refusal:
        settle(unit, season, name, typed, reason)
    return refusal.value.code


def test_everything_no_source_settles_is_open_and_each_goes_away_once_settled(unit: FakeUnit) -> None:
    first = view_season(unit)
    values = {
        "applicant_deadline": "2024-05-31", "sending_deadline": "2024-06-07", "copies_required": "3",
        "copies_to_send": "2", "lookback_from": "filed_on", "tell_defects_workdays": "5", "review_workdays": "20",
        "correction_workdays": "10", "opinion_characters": "300", "look_up_days": "30",
        "keep_sent_years": "30", "keep_declined_years": "10", "keep_ended_years": "100",
        "keep_personal_years": "5", "keep_working_years": "1",
            "sheets_to_send": "2", "parcel_for": "contact",
    }  # fmt: skip
    points = {text: "另附函件，栏目照市局去年的样式" for text in first.written.words["unsettled"]}
    assert open_names(first) == values.keys() | points.keys()
    for name, typed in {**values, **points}.items():
        settle(unit, "2024", name, typed, WHY)
        assert name not in open_names(view_season(unit))
    assert view_season(unit).open_settings == ()
    assert {(one.by, one.reason) for one in view_season(unit).history} == {("示例甲", WHY)}


def test_the_settled_value_is_read_wherever_the_pack_s_was(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    settle(unit, "2024", "lookback_from", "applicant_deadline", WHY)
    settle(unit, "2024", "copies_required", "5", WHY)
    settle(unit, "2024", "opinion_characters", "10", WHY)
    view = open_case(unit, case_id)
    assert view.lookback is not None
    assert (view.lookback.end, view.lookback.counted_from) == (date(2024, 5, 31), "以申报截止日计")
    assert view.lookback.is_settled
    assert len(view.papers) == 5
    with pytest.raises(RefusalError, match=r"opinion\.too_long"):
        reviewing.submit_opinion(unit, case_id, *_recommending(), "经初审，建议作为一般项目推荐，请予审核。")


def _recommending() -> tuple[Outcome, ProjectClass]:
    return Outcome.RECOMMEND, ProjectClass("一般")


def test_open_cases_follow_the_days_and_those_with_a_day_of_their_own_keep_it(unit: FakeUnit) -> None:
    first, second = registered(unit), registered(unit, project_name="另一试点", filing_number="SH2024617120002")
    answered(unit, second, M3_copies=Verdict.NOT_MET)
    returning = (Outcome.RETURN_FOR_CORRECTION, ProjectClass("一般"), "请补正。")
    reviewing.submit_opinion(unit, second, *returning)
    own = unit.applications.get(second).due_on
    assert unit.applications.get(second).state is State.AWAITING_CORRECTION
    settle(unit, "2024", "sending_deadline", "2024年6月14日", WHY)
    settle(unit, "2024", "applicant_deadline", "2024-05-01", WHY)
    assert unit.applications.get(first).due_on == date(2024, 6, 14)
    assert unit.applications.get(second).due_on == own
    assert "deadline.late" in {one.id for one in unit.applications.get(first).findings}
    assert "deadline.late" in {one.id for one in check_values(unit, CLEAN)}
    settle(unit, "2024", "applicant_deadline", "2024-05-31", WHY)
    assert "deadline.late" not in {one.id for one in unit.applications.get(first).findings}
    assert window_status(unit, "库", None).sending_deadline == date(2024, 6, 14)


def test_a_settlement_stands_on_record_with_before_and_after(unit: FakeUnit) -> None:
    settle(unit, "2024", "copies_to_send", "2", WHY)
    event = unit.events.latest(1)[0]
    assert (event.act, event.actor, event.reason) == (EventAct.SEASON_SETTLED, "示例甲", WHY)
    assert event.detail == {
        RecordKey.SEASON: "2024",
        RecordKey.SETTING: "报送份数",
        RecordKey.VALUE_BEFORE: "（未定）",
        RecordKey.VALUE_AFTER: "2 份",
    }


def test_only_an_admin_settles() -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER, Role.HEAD, Role.SEAL})))
    assert refused(unit, "copies_to_send", "2") == "act.role_needed"
    assert view_season(unit).history == ()


@pytest.mark.parametrize(
    ("name", "typed", "reason", "code"),
    [
        ("copies_to_send", "", WHY, "season.empty"),
        ("copies_to_send", "０", WHY, "season.bad_count"),
        ("copies_to_send", "-1", WHY, "season.bad_count"),
        ("copies_to_send", "99999", WHY, "season.bad_count"),
        ("copies_to_send", "4", WHY, "season.too_many_copies"),
        ("copies_to_send", "2", "  ", "season.no_reason"),
        ("sending_deadline", "2024-02-30", WHY, "season.bad_day"),
        ("sending_deadline", "五月底", WHY, "season.bad_day"),
        ("sending_deadline", "2024-05-30", WHY, "season.deadlines_order"),
        ("applicant_deadline", "2024-06-30", WHY, "season.deadlines_order"),
        ("lookback_from", "applicant", WHY, "season.bad_choice"),
        ("agency_code", "长" * 300, WHY, "season.long_words"),
        ("standing", "checked", WHY, "season.unknown_setting"),
        ("sectors'; DROP TABLE packs; --", "1", WHY, "season.unknown_setting"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_written(
    unit: FakeUnit, name: str, typed: str, reason: str, code: str
) -> None:
    assert refused(unit, name, typed, reason) == code
    assert view_season(unit).history == ()
    assert unit.events.latest(1) == ()


def test_twice_the_same_is_refused_and_another_value_takes_its_place(unit: FakeUnit) -> None:
    settle(unit, "2024", "copies_to_send", "2", WHY)
    assert refused(unit, "copies_to_send", "2") == "season.same"
    settle(unit, "2024", "copies_to_send", "3", "市局电话通知。")
    now = {one.setting.name: one for one in view_season(unit).settings}["copies_to_send"]
    assert (now.shown, now.settled and now.settled.reason) == ("3 份", "市局电话通知。")
    assert [one.value for one in view_season(unit).history] == ["2", "3"]


def test_two_who_settle_at_once_are_told_of_each_other(unit: FakeUnit) -> None:
    settle(unit, "2024", "copies_to_send", "2", WHY, seen="")
    with pytest.raises(RefusalError) as refusal:
        settle(unit, "2024", "copies_to_send", "3", WHY, seen="")
    assert refusal.value.code == "season.settled_meanwhile"
    assert (refusal.value.values["now"], refusal.value.values["typed"]) == ("2 份", "3")


def test_a_code_in_use_is_open_until_it_is_settled(unit: FakeUnit) -> None:
    assert "agency_code" not in open_names(view_season(unit))
    unit.settings.kept = replace(unit.settings.kept, agency_code="沪示市监标荐")
    assert "agency_code" in open_names(view_season(unit))
    settle(unit, "2024", "agency_code", "沪示市监标荐", WHY)
    assert "agency_code" not in open_names(view_season(unit))


def test_the_season_s_own_code_begins_its_numbers_and_no_two_kinds_share_one(unit: FakeUnit) -> None:
    settle(unit, "2024", "agency_code", "沪示市监标荐", WHY)
    assert next_number(unit, DocumentKind.RECOMMENDATION).number == "沪示市监标荐〔2024〕1号"
    assert refused(unit, "decline_code", "沪示市监标荐") == "season.same_code"


def test_every_kind_of_paper_with_numbers_has_its_code_among_the_seasons_settings() -> None:
    assert set(CODE_LABELS) == set(CODE_SETTINGS.values())
