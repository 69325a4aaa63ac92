"""分项: marked as lacking one by one; answer, reason, demand and draft follow the marks, the officer's words stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checklist import Answer, Verdict, demand_of, has_lost_marks, reason_of
from reviewer_app.domain.corrections.defects import defects_found
from reviewer_app.domain.corrections.request import ItemVerdict, TellingWay
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.domain.notice import ChecklistRule, Severity
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases import checking, correcting, reviewing
from reviewer_app.services.cases.correcting import Judgement
from reviewer_app.services.cases.correction_planning import plan_request
from reviewer_app.services.cases.following import follow_pack, plan_follow
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import ScanFile, keep_scan
from reviewer_app.services.papers.letters import defects_of
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.undoing.undoing import redo_step, undo_step
from support.builders import CLEAN
from support.casework import answered, registered
from support.fakes import FakeUnit
from support.other_packs import newer

_RULE = "E2.staff"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return answered(unit, registered(unit), (_RULE,))


@pytest.fixture
def rule() -> ChecklistRule:
    return shipped_pack().rule(_RULE)


def _answer(unit: FakeUnit, case_id: int) -> Answer:
    return unit.answers.of(case_id)[_RULE]


def _asked(unit: FakeUnit, case_id: int) -> list[tuple[str, str]]:
    return [(one.problem, one.cure) for one in plan_request(unit, case_id).defects]


def _drafted(unit: FakeUnit, case_id: int) -> str:
    return open_case(unit, case_id).drafted_text(Outcome.RETURN_FOR_CORRECTION)


def test_the_answer_follows_its_marks_and_the_wording_of_just_these_is_asked(unit: FakeUnit, case_id: int) -> None:
    checking.mark_part(unit, case_id, _RULE, "list", True)
    assert (_answer(unit, case_id).verdict, _answer(unit, case_id).lacking) == (Verdict.NOT_MET, ("list",))
    event = unit.events.of(case_id)[-1]
    assert (event.act, list(event.detail.values())) == ("answered", ["不符合（欠缺：缺人员名单）"])
    assert _asked(unit, case_id) == [("专兼职标准化人员：缺人员名单", "请附人员名单")]
    assert "“专兼职标准化人员”（二（二））：缺人员名单。" in _drafted(unit, case_id)
    checking.mark_part(unit, case_id, _RULE, "count", True)
    assert _asked(unit, case_id) == [
        ("专兼职标准化人员：未填明专职、兼职标准化人员数；缺人员名单", "请填写专职、兼职标准化人员数；请附人员名单")
    ]
    [told] = defects_of(open_case(unit, case_id))
    assert (told.clause, told.demand) == ("二（二）", "请填写专职、兼职标准化人员数；请附人员名单")
    checking.mark_part(unit, case_id, _RULE, "list", False)
    assert "缺人员名单" not in _drafted(unit, case_id)
    checking.mark_part(unit, case_id, _RULE, "count", False)
    assert (_answer(unit, case_id).verdict, _asked(unit, case_id)) == (Verdict.UNDECIDED, [])


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.NOT_MET, Verdict.UNDECIDED])
def test_the_last_mark_gone_the_point_is_what_it_was_before_the_marks(
    unit: FakeUnit, case_id: int, verdict: Verdict
) -> None:
    """Two slips of a key make no point met that nobody has judged, and none lost that somebody has."""
    checking.note_item(unit, case_id, _RULE, "整体不齐")
    checking.answer_item(unit, case_id, _RULE, verdict)
    for part, is_lacking in (("list", True), ("count", True), ("list", False), ("count", False)):
        checking.mark_part(unit, case_id, _RULE, part, is_lacking)
    assert (_answer(unit, case_id).verdict, _answer(unit, case_id).note) == (verdict, "整体不齐")
    assert list(unit.events.of(case_id)[-1].detail.values()) == [verdict.label]


def test_a_step_taken_back_between_is_none_before_the_marks(unit: FakeUnit, case_id: int) -> None:
    checking.mark_part(unit, case_id, _RULE, "list", True)
    checking.answer_item(unit, case_id, _RULE, Verdict.MET)
    undo_step(unit, case_id)
    checking.mark_part(unit, case_id, _RULE, "list", False)
    assert _answer(unit, case_id).verdict is Verdict.UNDECIDED
    undo_step(unit, case_id)
    assert _answer(unit, case_id).lacking == ("list",)


def _answered_request(unit: FakeUnit, case_id: int) -> None:
    for part in ("count", "list"):
        checking.mark_part(unit, case_id, _RULE, part, True)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, "样本乙")
    correcting.correction_received(unit, case_id)


def test_what_came_of_the_sub_points_is_not_asked_for_again(unit: FakeUnit, case_id: int) -> None:
    _answered_request(unit, case_id)
    found = Judgement(_RULE, ItemVerdict.ASK_AGAIN, "名单仍未交", lacking=("list",))
    for spoilt, code in (
        (replace(found, lacking=()), r"correction\.no_part_lacks"),
        (replace(found, lacking=("list", "roll")), r"correction\.parts_changed"),
    ):
        with pytest.raises(RefusalError, match=code):
            correcting.judge_item(unit, case_id, spoilt)
    correcting.judge_item(unit, case_id, found)
    [(problem, cure)] = _asked(unit, case_id)
    assert problem == "专兼职标准化人员：缺人员名单；名单仍未交"
    assert cure == "请附人员名单；所列其他情况，请一并补正"


def test_what_was_put_right_is_told_with_the_sub_points_it_lacked(unit: FakeUnit, case_id: int) -> None:
    checking.note_item(unit, case_id, _RULE, "申请表第3页未填。")
    _answered_request(unit, case_id)
    correcting.judge_item(unit, case_id, Judgement(_RULE, ItemVerdict.CURED, lacking=()))
    assert (_answer(unit, case_id).verdict, _answer(unit, case_id).lacking) == (Verdict.MET, ())
    assert _answer(unit, case_id).note == (
        "2024年5月19日补正后符合；原为：未填明专职、兼职标准化人员数；缺人员名单；申请表第3页未填"
    )


def test_twice_or_unmarking_what_is_not_marked_changes_nothing(unit: FakeUnit, case_id: int) -> None:
    assert not checking.mark_part(unit, case_id, _RULE, "list", False).nouns
    assert _RULE not in unit.answers.of(case_id)
    checking.mark_part(unit, case_id, _RULE, "list", True)
    before = len(unit.events.of(case_id))
    assert not checking.mark_part(unit, case_id, _RULE, "list", True).nouns
    assert len(unit.events.of(case_id)) == before


def test_what_the_officer_wrote_stands_and_nothing_is_said_twice(unit: FakeUnit, case_id: int) -> None:
    checking.note_item(unit, case_id, _RULE, "名单缺人员名单第二页。")
    checking.mark_part(unit, case_id, _RULE, "list", True)
    checking.mark_part(unit, case_id, _RULE, "count", True)
    assert _answer(unit, case_id).note == "名单缺人员名单第二页。"
    [(problem, _cure)] = _asked(unit, case_id)
    assert problem == "专兼职标准化人员：未填明专职、兼职标准化人员数；名单缺人员名单第二页"
    checking.mark_part(unit, case_id, _RULE, "list", False)
    checking.mark_part(unit, case_id, _RULE, "count", False)
    assert _answer(unit, case_id).note == "名单缺人员名单第二页。"


def test_a_finding_told_with_the_marks_is_asked_to_be_put_right_too(unit: FakeUnit) -> None:
    """The point is not met for its mark and its bad code: asking for the mark alone would leave the code as it is."""
    case_id = answered(unit, registered(unit, credit_code="91310104MAXX00015"), ("E1.registered",))
    checking.mark_part(unit, case_id, "E1.registered", "proof", True)
    [(problem, cure)] = _asked(unit, case_id)
    assert problem.startswith("依法在本市登记注册：缺登记注册的证明；统一社会信用代码")
    assert cure == ("请提供本单位依法在本市登记注册的证明；请按登记证照更正为18位代码，并重新打印申请表")


def test_a_finding_without_a_cure_of_its_own_has_the_whole_point_asked(rule: ChecklistRule) -> None:
    pack = shipped_pack()
    bare = replace(pack, checks=tuple(replace(one, cure="") for one in pack.checks))
    finding = Finding("e2.staff", Severity.BLOCK, "", rule.clause, "没有人员")
    answers = {_RULE: Answer(_RULE, Verdict.NOT_MET, lacking=("list",))}
    [found] = [one for one in defects_found(bare, CLEAN, answers, [finding]) if one.key == _RULE]
    assert found.cure == "请附人员名单；请填写专职、兼职标准化人员数，并附人员名单"


@pytest.mark.parametrize(
    ("note", "cure"),
    [
        ("", "请附人员名单"),
        ("缺人员名单。", "请附人员名单"),
        ("人员均为外单位借调。", "请附人员名单；所列其他情况，请一并补正"),
        ("缺人员名单；人员均为外单位借调", "请附人员名单；所列其他情况，请一并补正"),
    ],
)
def test_what_the_officer_wrote_beside_the_marks_is_asked_to_be_put_right_too(
    unit: FakeUnit, case_id: int, note: str, cure: str
) -> None:
    checking.note_item(unit, case_id, _RULE, note)
    checking.mark_part(unit, case_id, _RULE, "list", True)
    assert [one for _problem, one in _asked(unit, case_id)] == [cure]
    assert [one.demand for one in defects_of(open_case(unit, case_id))] == [cure]


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.UNDECIDED])
def test_another_answer_takes_the_marks_away_and_a_bare_not_met_asks_for_the_whole(
    unit: FakeUnit, case_id: int, verdict: Verdict
) -> None:
    checking.mark_part(unit, case_id, _RULE, "list", True)
    checking.answer_item(unit, case_id, _RULE, Verdict.NOT_MET)
    assert _answer(unit, case_id).lacking == ("list",)
    checking.answer_item(unit, case_id, _RULE, verdict)
    assert _answer(unit, case_id).lacking == ()
    checking.answer_item(unit, case_id, _RULE, Verdict.NOT_MET)
    assert _asked(unit, case_id) == [
        ("专兼职标准化人员不符合", "请填写专职、兼职标准化人员数，并附人员名单"),
    ]


def test_a_mark_is_undone_and_done_again(unit: FakeUnit, case_id: int) -> None:
    checking.mark_part(unit, case_id, _RULE, "list", True)
    marked = _answer(unit, case_id)
    checking.mark_part(unit, case_id, _RULE, "count", True)
    undo_step(unit, case_id)
    assert _answer(unit, case_id) == marked
    undo_step(unit, case_id)
    assert _answer(unit, case_id) == Answer(_RULE)
    redo_step(unit, case_id)
    assert _answer(unit, case_id).lacking == ("list",)


def test_what_the_point_does_not_have_is_not_marked_and_nothing_shows_it(unit: FakeUnit, case_id: int) -> None:
    for rule_id, part in ((_RULE, "list#count"), (_RULE, ""), ("E1.credit", "list")):
        with pytest.raises(RefusalError, match=r"answer\.no_part"):
            checking.mark_part(unit, case_id, rule_id, part, True)
    with pytest.raises(RefusalError, match=r"answer\.no_part"):
        checking.attach_evidence(unit, case_id, _RULE, "名单.pdf", b"%PDF", 1, "另")
    assert [one.name for one in unit.attachments.of(case_id)] == []
    unit.applications.update(replace(unit.applications.get(case_id), state=State.SIGNED_OFF))
    with pytest.raises(RefusalError, match=r"act\."):
        checking.mark_part(unit, case_id, _RULE, "list", True)


def test_evidence_and_pins_stand_at_their_sub_point(unit: FakeUnit, case_id: int) -> None:
    checking.attach_evidence(unit, case_id, _RULE, "名单.pdf", b"%PDF", 2, "list")
    assert [(one.name, one.page, one.part) for one in _answer(unit, case_id).evidence] == [("名单.pdf", 2, "list")]
    assert list(unit.events.of(case_id)[-1].detail.values()) == ["名单.pdf（人员名单或任命文件）"]
    keep_scan(unit, case_id, [ScanFile("申请表.pdf", b"scan")])
    sha256 = unit.attachments.of(case_id)[-1].sha256
    place = Place(1, 100, 100, 500, 300)
    pin_place(unit, case_id, _RULE, sha256, place, "count")
    pin_place(unit, case_id, _RULE, sha256, place)
    assert [(one.rule_id, one.part) for one in unit.scans.pins(case_id)] == [(_RULE, "count"), (_RULE, "")]
    assert not pin_place(unit, case_id, _RULE, sha256, place, "count").nouns
    with pytest.raises(RefusalError, match=r"pin\.no_item"):
        pin_place(unit, case_id, _RULE, sha256, place, "另")
    withdraw_pin(unit, case_id, 1, "框错了")
    undo_step(unit, case_id)
    assert [(one.part, one.is_standing) for one in unit.scans.pins(case_id)][-1] == ("count", True)


@pytest.mark.parametrize("change", [('id = "list"', 'id = "roll"'), ('point = "人员名单或任命文件"', 'point = "另"')])
def test_a_newer_pack_with_other_sub_points_asks_the_point_again(
    unit: FakeUnit, case_id: int, rule: ChecklistRule, change: tuple[str, str]
) -> None:
    checking.mark_part(unit, case_id, _RULE, "list", True)
    load_season_pack(unit, check_text(newer("4", change), "规则.toml"))
    plan = plan_follow(unit, case_id)
    assert [one.rule_id for one in plan.asked_again] == [_RULE]
    follow_pack(unit, case_id, plan)
    assert (_answer(unit, case_id).verdict, _answer(unit, case_id).lacking) == (Verdict.UNDECIDED, ())


def test_marks_of_a_pack_that_is_not_here_say_nothing_and_are_told(rule: ChecklistRule) -> None:
    answer = Answer(_RULE, Verdict.NOT_MET, lacking=("roll", "list"))
    assert (reason_of(rule, answer), demand_of(rule, answer)) == ("缺人员名单", "请附人员名单")
    assert has_lost_marks(rule, answer)
