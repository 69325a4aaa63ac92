"""A closed season is read only, in every service and whoever asks, until it is opened again with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import CODE_SETTINGS
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.numbering import PaperIssued, enter_paper, enter_series, next_number
from reviewer_app.services.cases.reading import open_case, window_status
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from reviewer_app.services.seasons.closing import close_season, open_season_again, season_end
from reviewer_app.services.seasons.page import read_season_page
from reviewer_app.services.seasons.settling import settle
from support.builders import CLEAN, values
from support.casework import TEXT, answered, proposed, registered
from support.fakes import FakeUnit

WHY = "材料已全部归档"

ACTS: dict[str, Callable[[FakeUnit, int], object]] = {
    "register": lambda unit, _: register_application(unit, values(CLEAN, applicant="上海示例乙公司"), Source.PAPER),
    "amend": lambda unit, case: amend_application(unit, case, 1, values(CLEAN, goal="另一目标"), "更正"),
    "answer": lambda unit, case: checking.answer_item(unit, case, "E1.registered", Verdict.MET),
    "submit": lambda unit, case: reviewing.submit_opinion(unit, case, Outcome.DECLINE, ProjectClass.GENERAL, TEXT),
    "withdraw": lambda unit, case: reviewing.withdraw(unit, case, "来函"),
    "settle": lambda unit, _: settle(unit, "2024", "copies_to_send", "2", "来文"),
    "turn to": lambda unit, _: turn_to_season(unit, "2024"),
}


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.mark.parametrize("name", ACTS)
def test_no_work_is_done_in_a_closed_season_whoever_asks(unit: FakeUnit, name: str) -> None:
    case_id = answered(unit, registered(unit), but=("E1.registered",))
    begin_season(unit, "2025")
    turn_to_season(unit, "2025")
    close_season(unit, "2024", WHY)
    if name == "register":
        # A window that did not notice still registers into the season it shows.
        unit.settings.put(unit.settings.get().__class__(season="2024"))
    with pytest.raises(RefusalError) as refused:
        ACTS[name](unit, case_id)
    assert refused.value.code in ("season.closed", "case.changed_elsewhere", "readiness.stopped")
    assert refused.value.code == "season.closed" or name in ("amend", "submit")


def test_a_case_of_a_closed_season_is_shown_with_no_act_and_with_the_reason(unit: FakeUnit) -> None:
    case_id = registered(unit)
    assert open_case(unit, case_id).acts
    close_season(unit, "2024", WHY)
    view = open_case(unit, case_id)
    assert view.acts == frozenset()
    assert view.closed is not None
    assert (view.closed.by, view.closed.reason) == ("示例甲", WHY)
    assert window_status(unit, "案卷库", None).is_closed


def test_what_is_open_is_said_before_and_goes_on_record_as_a_number(unit: FakeUnit) -> None:
    registered(unit, project_name="甲标准化试点", filing_number="SH2024617120018")
    proposed(unit)
    end = season_end(unit, "2024")
    assert end.open_cases == 2
    assert [line.partition(" ")[0] for line in end.lines] == ["已登记", "待复核"] or len(end.lines) == 2
    close_season(unit, "2024", WHY)
    event = unit.events.latest(1)[0]
    assert (event.act, event.reason, event.detail["open_cases"]) == (EventAct.SEASON_CLOSED, WHY, "2")
    page = read_season_page(unit, "2024")
    assert "已由示例甲于" in page.standing_said


def test_papers_that_still_lie_here_are_named(unit: FakeUnit) -> None:
    from support.grounds import grounded

    case_id = grounded(unit, answered(unit, registered(unit)))
    assert not any("纸质材料还在" in line for line in season_end(unit, "2024").lines)
    reviewing.withdraw(unit, case_id, "来函撤回")
    number = unit.applications.get(case_id).intake_number
    assert any("纸质材料还在" in line and number in line for line in season_end(unit, "2024").lines)


def test_it_is_opened_again_with_a_reason_and_worked_on(unit: FakeUnit) -> None:
    case_id = registered(unit)
    close_season(unit, "2024", WHY)
    for reason in ("", "   "):
        with pytest.raises(RefusalError) as refused:
            open_season_again(unit, "2024", reason)
        assert refused.value.code == "season.no_closing_reason"
    open_season_again(unit, "2024", "补报一件")
    checking.answer_item(unit, case_id, "E1.registered", Verdict.MET)
    assert open_case(unit, case_id).closed is None
    kept = [(one.value, one.reason) for one in unit.seasons.history("2024")]
    assert kept == [("closed", WHY), ("open", "补报一件")]


def test_a_withdrawal_that_is_asked_for_is_open_and_is_decided_after_the_closing(unit: FakeUnit) -> None:
    case_id = registered(unit)
    in_state(unit, case_id, State.SENT)
    reviewing.ask_withdrawal(unit, case_id, "单位来函")
    end = season_end(unit, "2024")
    assert (end.open_cases, any("拟撤回推荐" in line for line in end.lines)) == (1, True)
    close_season(unit, "2024", WHY)
    assert open_case(unit, case_id).acts == {Act.AGREE_WITHDRAWAL, Act.REFUSE_WITHDRAWAL}
    reviewing.refuse_withdrawal(unit, case_id, "理由不足")
    assert open_case(unit, case_id).acts == {Act.ASK_WITHDRAWAL}


#: Papers of what may come when a season is long closed.
COME_LATER = frozenset(
    {
        *(DocumentKind.WITHDRAWAL_LETTER, DocumentKind.VISIT_NOTICE, DocumentKind.REMINDER_LETTER),
        *(DocumentKind.EXTENSION_SUPPORT, DocumentKind.ACCEPTANCE_RECOMMENDATION, DocumentKind.PILOT_CONCLUSION),
    }
)


@pytest.mark.parametrize(("kind", "ends"), [(kind, kind not in COME_LATER) for kind in CODE_SETTINGS])
def test_in_a_closed_season_a_paper_gets_a_number_only_where_it_may_come_later(
    unit: FakeUnit, kind: DocumentKind, ends: bool
) -> None:
    case_id = registered(unit)
    paper = PaperIssued(kind, next_number(unit, kind), "上海示例甲单位", kind.label, case_id)
    close_season(unit, "2024", WHY)
    if ends:
        for enter in (
            lambda: enter_paper(unit, paper, b"%PDF"),
            lambda: enter_series(unit, [(paper, lambda: b"%PDF")]),
        ):
            with pytest.raises(RefusalError, match=r"season\.closed"):
                enter()
        assert unit.register.all() == ()
    else:
        assert enter_paper(unit, paper, b"%PDF").kind == kind.value


@pytest.mark.parametrize("state", [State.NOT_APPROVED, State.RECOMMENDATION_WITHDRAWN, State.CLOSED])
def test_papers_of_what_ended_at_the_bureau_are_named_too(unit: FakeUnit, state: State) -> None:
    from support.grounds import grounded

    case_id = grounded(unit, answered(unit, registered(unit)))
    in_state(unit, case_id, state)
    number = unit.applications.get(case_id).intake_number
    assert any("纸质材料还在" in line and number in line for line in season_end(unit, "2024").lines)


def test_how_long_papers_are_kept_is_settled_in_a_closed_season_and_nothing_else(unit: FakeUnit) -> None:
    close_season(unit, "2024", WHY)
    settle(unit, "2024", "keep_sent_years", "30", "按本局文件材料归档范围")
    assert unit.packs.current("2024").limits.keep_sent_years == 30
    with pytest.raises(RefusalError, match=r"season\.closed"):
        settle(unit, "2024", "sending_deadline", "2024-10-30", "来文")


def in_state(unit: FakeUnit, case_id: int, state: State) -> None:
    """A case as it stands once the road has led it there."""
    unit.applications.update(replace(unit.applications.get(case_id), state=state))


def _close(unit: FakeUnit) -> object:
    return close_season(unit, "2024", WHY)


@pytest.mark.parametrize(
    ("before", "act", "code"),
    [
        ((), lambda unit: close_season(unit, "2024", " "), "season.no_closing_reason"),
        ((), lambda unit: close_season(unit, "2031", WHY), "pack.none"),
        ((), lambda unit: open_season_again(unit, "2024", WHY), "season.not_closed"),
        ((_close,), _close, "season.closed"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_line(
    unit: FakeUnit,
    before: tuple[Callable[[FakeUnit], object], ...],
    act: Callable[[FakeUnit], object],
    code: str,
) -> None:
    for one in before:
        one(unit)
    stands = unit.seasons.history("2024")
    with pytest.raises(RefusalError) as refused:
        act(unit)
    assert refused.value.code == code
    assert unit.seasons.history("2024") == stands


def test_an_officer_who_is_no_admin_closes_nothing(unit: FakeUnit) -> None:
    unit.actor = User("示例丁", frozenset({Role.HANDLER, Role.HEAD}))
    with pytest.raises(RefusalError) as refused:
        close_season(unit, "2024", WHY)
    assert refused.value.code == "act.role_needed"
