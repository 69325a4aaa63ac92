"""The drafted opinion says only what was found: no clause without the answers and the evidence it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_app.domain.drafting import draft_opinion, finds_nothing
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.rows import Lookback
from support.builders import CLEAN, KEY, answers, grounded, values

PACK = shipped_pack()
WINDOW = Lookback(date(2021, 5, 8), date(2024, 5, 8), "以网上提交日计")
NOTHING = ("未查到记录", "未见不良记录。")
OTHER = ("查到处罚1件", "", "未查到记录，但有警告一次", "无法打开网页", "未见公示；另有通报")
#: What the applicant says of himself; the two that a met point lets the office repeat stand apart.
BOASTS = {name: f"自述{name}" for name in ("promoting_department", "department_view", "influence", "effect", "goal")}
DIRECTION, OUTPUTS = "氢能", "地方标准7项"

_evidence = st.builds(
    Evidence,
    lookup_site=st.sampled_from(("", "演练网站", "演练部门")),
    lookup_on=st.sampled_from((None, date(2024, 5, 7), date(2024, 5, 8), date(2024, 5, 17))),
    lookup_result=st.sampled_from((*NOTHING, *OTHER)),
)
_files = st.just(Evidence(sha256="0" * 64, name="意见.pdf"))
_answer = st.tuples(st.sampled_from(Verdict), st.lists(st.one_of(_evidence, _files), max_size=2).map(tuple))
# Mostly met: else hardly any clause would ever be said.
_mostly = st.tuples(st.sampled_from((Verdict.MET,) * 5 + tuple(Verdict)), st.lists(_evidence, max_size=1).map(tuple))
_given = st.dictionaries(st.sampled_from([rule.id for rule in PACK.rules]), st.one_of(_answer, _mostly), min_size=9)
_form = st.fixed_dictionaries(
    {"project_class": st.sampled_from(("一般", "重点", "")), "comprehensive_pilot": st.sampled_from(("是", "否"))},
    optional={"direction": st.just(DIRECTION), "expected_outputs": st.just(OUTPUTS)}
    | {name: st.just(said) for name, said in BOASTS.items()},
)


@settings(max_examples=400, deadline=None)
@given(
    _given,
    _form,
    st.sampled_from((WINDOW, None)),
    st.sampled_from(Outcome),
    st.sampled_from((ProjectClass.GENERAL, ProjectClass.KEY)),
)
@example({"K4.authority": (Verdict.NOT_MET, ())}, dict(KEY), WINDOW, Outcome.RECOMMEND, ProjectClass.GENERAL)
@example({"E5.sanctions": (Verdict.MET, ())}, dict(CLEAN), WINDOW, Outcome.RECOMMEND, ProjectClass.GENERAL)
def test_no_clause_appears_without_its_ground(
    told: dict[str, tuple[Verdict, tuple[Evidence, ...]]],
    form: dict[str, str],
    window: Lookback | None,
    outcome: Outcome,
    chosen: ProjectClass,
) -> None:
    given_answers = {rule_id: Answer(rule_id, verdict, "", pieces) for rule_id, (verdict, pieces) in told.items()}
    text = draft_opinion(PACK, form, given_answers, window, outcome, chosen)
    is_key = form["project_class"] == "重点"

    def met(*rule_ids: str) -> bool:
        return all(rule_id in told and told[rule_id][0] is Verdict.MET for rule_id in rule_ids)

    def nothing_found(rule_id: str, since: date) -> bool:
        """Every look-up that names where and when found nothing, and one was made after that day."""
        made = [one for one in told[rule_id][1] if one.lookup_site and one.lookup_on]
        return all(one.lookup_result in NOTHING for one in made) and any(
            one.lookup_on and one.lookup_on >= since for one in made
        )

    grounds = {
        "依法在本市登记注册": met("E1.registered"),
        "标准化工作基础": met("E2.influence", "E2.foundation", "E2.organisation", "E2.staff"),
        "信用良好": met("E1.credit") and nothing_found("E1.credit", date.min),
        "未查到": met("E5.sanctions", "E5.incidents")
        and window is not None
        and nothing_found("E5.sanctions", window.end)
        and nothing_found("E5.incidents", window.end),
        "符合产业政策": met("E5.policy"),
        DIRECTION: is_key and met("K1.direction") and "direction" in form,
        OUTPUTS: is_key and met("K2.output") and "expected_outputs" in form,
        "共同推动": is_key
        and met("K4.authority")
        and any(one.lookup_site and one.lookup_on and one.lookup_result for one in told["K4.authority"][1]),
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
    text = draft_opinion(PACK, KEY, given_answers, WINDOW)
    assert "共同推动" not in text
    assert "申报类别为重点，三（四）不符合：主管部门的书面意见尚未收到，建议作为一般项目推荐。" in text


def test_the_department_is_the_one_that_wrote_not_the_one_on_the_form() -> None:
    form = values(KEY, promoting_department="申报单位自填的部门")
    text = draft_opinion(PACK, form, grounded(answers(PACK, form)), WINDOW)
    assert "示例主管部门书面认可并共同推动（2024年5月10日），" in text
    assert "自填" not in text


def test_drafting_anew_without_evidence_says_no_more_than_before() -> None:
    bare = draft_opinion(PACK, KEY, answers(PACK, KEY), WINDOW, Outcome.RECOMMEND, ProjectClass.KEY)
    assert not [said for said in ("未查到", "信用", "推动") if said in bare]


def test_a_look_up_made_before_the_window_ended_does_not_cover_it() -> None:
    early = Evidence(lookup_site="演练网站", lookup_on=date(2024, 5, 7), lookup_result="未查到记录")
    given_answers = grounded(answers(PACK, CLEAN))
    given_answers["E5.incidents"] = replace(given_answers["E5.incidents"], evidence=(early,))
    assert "未查到" not in draft_opinion(PACK, CLEAN, given_answers, WINDOW)


def test_a_refusal_gives_the_officers_words_and_invents_none() -> None:
    """Without a note only the point is named: the pack's demand is no finding."""
    given_answers = answers(PACK, CLEAN, not_met={"E1.credit": "", "E5.policy": "属于限制类。"})
    text = draft_opinion(PACK, CLEAN, given_answers, WINDOW)
    assert text == (
        "经初审，下列条件不符合：“信用良好”（二（一））；“符合产业政策”（二（五））：属于限制类。建议不予推荐。"
    )


def test_hostile_entries_are_text_and_no_places() -> None:
    form = values(KEY, direction="{applicant}{0}", expected_outputs="{start.year}%s")
    text = draft_opinion(PACK, form, grounded(answers(PACK, form)), WINDOW)
    assert "项目属于{applicant}{0}方向，申请表列明预期形成{start.year}%s，" in text


@pytest.mark.parametrize(
    ("result", "is_nothing"),
    [
        ("未查到处罚、通报、曝光记录", True),
        ("未见不良记录。", True),
        ("未查到记录（2021年5月8日至2024年5月8日）", True),
        ("查到处罚一件", False),
        ("未见重大处罚，仅有警告", False),
        ("未查到处罚 有通报", False),
        ("未能打开网站", False),
        ("无", False),
        ("", False),
    ],
)
def test_only_plain_words_count_as_nothing_found(result: str, is_nothing: bool) -> None:
    assert finds_nothing(Evidence(lookup_result=result)) is is_nothing
