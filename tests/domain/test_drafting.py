"""The drafted opinion says only what was found: no clause without the answers and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_app.domain.drafting import Found, draft_opinion, main_reason
from reviewer_app.domain.evidence.look_ups import LookUp, LookUpResult
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.rows import Lookback
from support.builders import CLEAN, KEY, answers, grounded, looked_up, values

PACK = shipped_pack()
WINDOW = Lookback(date(2021, 5, 8), date(2024, 5, 8), "以网上提交日计")
TODAY = date(2024, 5, 19)
#: What the applicant says of himself; the two that a met point lets the office repeat stand apart.
BOASTS = {name: f"自述{name}" for name in ("promoting_department", "department_view", "influence", "effect", "goal")}
DIRECTION, OUTPUTS = "氢能", "地方标准7项"

_view = st.builds(
    Evidence,
    view_of=st.sampled_from(("", "演练部门")),
    viewed_on=st.sampled_from((None, date(2024, 5, 10))),
    view=st.sampled_from(("", "同意并共同推动")),
)
_files = st.just(Evidence(sha256="0" * 64, name="意见.pdf"))
_answer = st.tuples(st.sampled_from(Verdict), st.lists(st.one_of(_view, _files), max_size=2).map(tuple))
# Mostly met: else hardly any clause would ever be said.
_mostly = st.tuples(st.sampled_from((Verdict.MET,) * 5 + tuple(Verdict)), st.lists(_view, max_size=1).map(tuple))
#: A look-up of each of some points: one window too short, one too old, one withdrawn, results of every kind.
_LOOKED = ("E1.credit", "E5.sanctions", "E5.incidents")
_look_up = st.builds(
    lambda rule_ids, on, start, result, is_withdrawn: replace(
        looked_up("", on=on, start=start, end=on, result=result)[0],
        found=replace(looked_up("", on=on, start=start, end=on, result=result)[0].found, rule_ids=rule_ids),
        withdrawn_at=datetime(2024, 5, 18, 9, 0) if is_withdrawn else None,
    ),
    st.sampled_from((_LOOKED,) * 3 + tuple((one,) for one in _LOOKED)),
    st.sampled_from((date(2024, 5, 17), date(2024, 5, 17), date(2024, 5, 7), date(2024, 4, 18))),
    st.sampled_from((date(2021, 5, 8), date(2021, 5, 8), date(2021, 5, 9))),
    st.sampled_from((LookUpResult.NOTHING_FOUND,) * 3 + tuple(LookUpResult)),
    st.sampled_from((False, False, False, True)),
)
_look_ups = st.lists(_look_up, max_size=3)
_given = st.dictionaries(st.sampled_from([rule.id for rule in PACK.rules]), st.one_of(_answer, _mostly), min_size=9)
CLASSES = (ProjectClass.GENERAL, ProjectClass.KEY)
_form = st.fixed_dictionaries(
    {"project_class": st.sampled_from(("一般", "重点", "")), "comprehensive_pilot": st.sampled_from(("是", "否"))},
    optional={"direction": st.just(DIRECTION), "expected_outputs": st.just(OUTPUTS)}
    | {name: st.just(said) for name, said in BOASTS.items()},
)


def drafted(
    form: Mapping[str, str], given_answers: Mapping[str, Answer], look_ups: tuple[LookUp, ...] = looked_up()
) -> str:
    """The draft on these answers and look-ups."""
    return draft_opinion(PACK, form, Found(given_answers, look_ups, WINDOW, TODAY))


@settings(max_examples=400, deadline=None)
@given(_given, _look_ups, _form, st.sampled_from((WINDOW, None)), st.sampled_from(Outcome), st.sampled_from(CLASSES))
@example({"K4.authority": (Verdict.NOT_MET, ())}, [], dict(KEY), WINDOW, Outcome.RECOMMEND, ProjectClass.GENERAL)
@example({"E5.sanctions": (Verdict.MET, ())}, [], dict(CLEAN), WINDOW, Outcome.RECOMMEND, ProjectClass.GENERAL)
def test_no_clause_appears_without_its_ground(
    told: dict[str, tuple[Verdict, tuple[Evidence, ...]]],
    look_ups: list[LookUp],
    form: dict[str, str],
    window: Lookback | None,
    outcome: Outcome,
    chosen: ProjectClass,
) -> None:
    given_answers = {rule_id: Answer(rule_id, verdict, "", pieces) for rule_id, (verdict, pieces) in told.items()}
    text = draft_opinion(PACK, form, Found(given_answers, look_ups, window, TODAY), outcome, chosen)
    is_key = form["project_class"] == "重点"

    def met(*rule_ids: str) -> bool:
        return all(rule_id in told and told[rule_id][0] is Verdict.MET for rule_id in rule_ids)

    def nothing_found(rule_id: str, is_windowed: bool = True) -> bool:
        """A young look-up of the whole window found nothing, and no standing one found or left open anything."""
        standing = [one for one in look_ups if rule_id in one.found.rule_ids and one.withdrawn_at is None]
        clean = [one.found for one in standing if one.found.result is LookUpResult.NOTHING_FOUND]
        doubts = [one.found for one in standing if one.found.result is LookUpResult.UNCLEAR]
        return (
            all(one.found.result is not LookUpResult.HIT for one in standing)
            and all(any(later.on >= one.on for later in clean) for one in doubts)
            and any(
                one.on >= date(2024, 4, 19)
                and (not is_windowed or (one.start == WINDOW.start and one.on >= WINDOW.end))
                for one in clean
            )
        )

    grounds = {
        "依法在本市登记注册": met("E1.registered"),
        "标准化工作基础": met("E2.influence", "E2.foundation", "E2.organisation", "E2.staff"),
        "信用良好": met("E1.credit") and nothing_found("E1.credit", is_windowed=False),
        "未查到": met("E5.sanctions", "E5.incidents")
        and window is not None
        and nothing_found("E5.sanctions")
        and nothing_found("E5.incidents"),
        "符合产业政策": met("E5.policy"),
        DIRECTION: is_key and met("K1.direction") and "direction" in form,
        OUTPUTS: is_key and met("K2.output") and "expected_outputs" in form,
        "共同推动": is_key
        and met("K4.authority")
        and any(one.view_of and one.viewed_on and one.view for one in told["K4.authority"][1]),
    }
    if outcome is not Outcome.RECOMMEND:
        titles = [PACK.rule(rule_id).title for rule_id, (verdict, _) in told.items() if verdict is Verdict.NOT_MET]
        for title in titles:
            text = text.replace(f"“{title}”", "")
        grounds = dict.fromkeys(grounds, False)
    for said, is_there in grounds.items():
        # Nothing true is left out either: the officer would have to type it.
        expected = is_there and bool(text)
        assert (said in text) is expected, (said, text)
    for said in BOASTS.values():
        if said in KEY.values() or said in CLEAN.values():
            continue
        assert said not in text
    assert "{" not in text


def test_a_key_point_that_is_not_met_is_named_and_nothing_is_said_for_the_department() -> None:
    """The applicant's form says 同意并共同推动; the department's view has not come."""
    note = "主管部门的书面意见尚未收到。"
    given_answers = grounded(answers(PACK, KEY, not_met={"K4.authority": note}))
    given_answers["K4.authority"] = replace(given_answers["K4.authority"], evidence=())
    text = drafted(KEY, given_answers)
    assert "共同推动" not in text
    assert "申报类别为重点，三（四）不符合：主管部门的书面意见尚未收到，建议作为一般项目推荐。" in text


def test_the_department_is_the_one_that_wrote_not_the_one_on_the_form() -> None:
    form = values(KEY, promoting_department="申报单位自填的部门")
    text = drafted(form, grounded(answers(PACK, form)))
    assert "示例主管部门书面认可并共同推动（2024年5月10日），" in text
    assert "自填" not in text


def test_drafting_anew_without_evidence_says_no_more_than_before() -> None:
    bare = draft_opinion(PACK, KEY, Found(answers(PACK, KEY), (), WINDOW, TODAY), Outcome.RECOMMEND, ProjectClass.KEY)
    assert not [said for said in ("未查到", "信用", "推动") if said in bare]


@pytest.mark.parametrize(
    "changed",
    [
        {"end": date(2024, 5, 7)},
        {"start": date(2021, 5, 9)},
        {"start": None, "end": None},
        {"on": date(2024, 4, 18), "end": date(2024, 4, 18)},
        {"result": LookUpResult.HIT, "words": "警告一次"},
        {"result": LookUpResult.UNCLEAR, "words": "网页打不开"},
    ],
)
def test_a_look_up_that_does_not_bear_it_says_nothing(changed: dict[str, Any]) -> None:
    """Too short a window, none at all, too old, a hit, an unclear one: of one point alone, and the clause is gone."""
    kept = looked_up("E1.credit", "E5.sanctions")
    text = drafted(CLEAN, answers(PACK, CLEAN), (*kept, *looked_up("E5.incidents", **changed)))
    assert "未查到" not in text
    assert "经2024年5月17日查询，信用良好；" in text


def test_a_withdrawn_look_up_says_nothing_any_more() -> None:
    (credit,) = looked_up("E1.credit")
    withdrawn = replace(
        credit, withdrawn_by="示例甲", withdrawn_at=datetime(2024, 5, 18, 9, 0), withdrawn_reason="查错"
    )
    assert "信用良好" in drafted(CLEAN, answers(PACK, CLEAN), (credit,))
    assert "信用" not in drafted(CLEAN, answers(PACK, CLEAN), (withdrawn,))


def test_a_refusal_gives_the_officers_words_and_invents_none() -> None:
    """Without a note only the point is named: the pack's demand is no finding."""
    given_answers = answers(PACK, CLEAN, not_met={"E1.credit": "", "E5.policy": "属于限制类。"})
    text = drafted(CLEAN, given_answers)
    assert text == (
        "经初审，下列条件不符合：“信用良好”（二（一））；“符合产业政策”（二（五））：属于限制类。建议不予推荐。"
    )


def test_hostile_entries_are_text_and_no_places() -> None:
    form = values(KEY, direction="{applicant}{0}", expected_outputs="{start.year}%s")
    text = drafted(form, grounded(answers(PACK, form)))
    assert "项目属于{applicant}{0}方向，申请表列明预期形成{start.year}%s，" in text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("经初审，该单位依法登记，设有机构；信用良好；建议作为一般项目推荐。", "该单位依法登记，设有机构"),
        (
            "经初审，信用良好；申报类别为重点，三（四）不符合：尚未收到，建议作为一般项目推荐。",
            "申报类别为重点，三（四）不符合：尚未收到",
        ),
        (
            "经初审，信用良好；需说明的情况：“范围”（二（四））不符合：可供参照（见附件；第2页）；另有一项；",
            "需说明的情况：“范围”（二（四））不符合：可供参照（见附件；第2页）",
        ),
        (
            "经初审，该单位依法在本市登记注册，经2024年5月19日查询，信用良好；2021年5月8日至2024年5月8日未查到通报、处罚、曝光"
            "和重大事故（2024年5月19日查询）；项目属于氢能方向，申请表列明预期形成地方标准7项，建议作为重点项目推荐。",
            "项目属于氢能方向，申请表列明预期形成地方标准7项",
        ),
        ("经初审，该单位依法在本市登记注册，建议作为一般项目推荐。", "该单位依法在本市登记注册"),
        ("经初审，建议作为重点项目推荐。", ""),
        ("条件具备，建议作为重点项目推荐。", "条件具备"),
        ("手写的意见没有句号", "手写的意见没有句号"),
        ("", ""),
    ],
)
def test_the_main_reason_is_the_opinions_own_words(text: str, reason: str) -> None:
    """What speaks against a case comes first, else the first ground; opening and conclusion are no reasons."""
    assert main_reason(PACK, text) == reason


def test_a_reason_longer_than_a_line_ends_at_a_comma_and_shows_it() -> None:
    """Nothing is cut within a phrase; a reason of one piece is told whole."""
    parts = "，".join(f"第{number}项理由说得很长很长很长" for number in range(1, 9))
    said = main_reason(PACK, f"经初审，{parts}。")
    assert said.endswith("长……")
    assert parts.startswith(said.removesuffix("……"))
    assert len(said) <= 66
    whole = "很" * 90
    assert main_reason(PACK, whole) == whole
