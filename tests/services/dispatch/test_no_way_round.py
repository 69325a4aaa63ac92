"""Whatever is done in whatever order: no sheet is exported with a stop, an unexplained point or a groundless clause."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.domain.notice import Force
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, looking_up, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.readying import give_reasons
from reviewer_app.services.dispatch.exporting import export_batch
from support.casework import answered, registered
from support.desk_pages import Documents
from support.fakes import FakeDesk, FakeUnit
from support.grounds import grounded, looked_up

#: Points that some of the acts turn about; the others stay as they are.
TURNED = ("E1.registered", "E1.credit", "E2.foundation", "E4.internal", "E5.sanctions", "E5.incidents")
NAMES = ("not_met:", "copies:", "look_up:", "differs:", "self_approval", "own_list:", "finding:")
LOOKED = ("E1.credit", "E5.sanctions", "E5.incidents")


class Desk(RuleBasedStateMachine):
    """One case, two people, and every act that could bring its sheet out of the house."""

    def __init__(self) -> None:
        super().__init__()
        self.unit = FakeUnit()
        self.case_id = grounded(self.unit, answered(self.unit, registered(self.unit)))
        self.text = self.draft()
        self.folder = tempfile.TemporaryDirectory()
        self.counted = itertools.count()
        self.sheets = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def draft(self) -> str:
        return open_case(self.unit, self.case_id).drafted_text(Outcome.RECOMMEND, ProjectClass.GENERAL)

    def attempt(self, act: Any, *told: Any) -> None:
        with contextlib.suppress(OfficeError):
            act(self.unit, self.case_id, *told)

    @rule(name=st.sampled_from(TURNED), verdict=st.sampled_from(Verdict))
    def answers(self, name: str, verdict: Verdict) -> None:
        self.attempt(checking.answer_item, name, verdict)

    @rule(number=st.integers(1, 3), is_there=st.booleans(), is_sealed=st.booleans(), seal=st.sampled_from(["", "别家"]))
    def takes_a_copy(self, number: int, is_there: bool, is_sealed: bool, seal: str) -> None:
        name = seal or self.unit.applications.get(self.case_id).applicant
        copy = PaperCopy(number, is_there, is_there and is_sealed, name if is_there and is_sealed else "", 24)
        self.attempt(checking.record_paper, copy)

    @rule(result=st.sampled_from(LookUpResult), points=st.sets(st.sampled_from(LOOKED), min_size=1))
    def looks_up(self, result: LookUpResult, points: set[str]) -> None:
        found = looked_up(self.unit, self.case_id, result=result, words="记下所见", rule_ids=tuple(points))
        self.attempt(looking_up.record_look_up, found)

    @rule()
    def withdraws_a_look_up(self) -> None:
        for made in self.unit.look_ups.of(self.case_id)[:1]:
            self.attempt(looking_up.withdraw_look_up, made.id, "查错")

    @rule()
    def drafts_anew(self) -> None:
        self.text = self.draft() or self.text

    @rule(why=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["已核实", " "])), is_full=st.booleans())
    def submits(self, why: dict[str, str], is_full: bool) -> None:
        self.attempt(
            reviewing.submit_opinion, Outcome.RECOMMEND, ProjectClass.GENERAL, self.text, self.all(why, is_full)
        )

    @rule(who=st.sampled_from(["示例甲", "示例乙"]), is_full=st.booleans())
    def signs(self, who: str, is_full: bool) -> None:
        self.unit.acting(who)
        self.attempt(reviewing.sign_off, "", self.all({}, is_full))
        self.unit.acting("示例甲")

    @rule(seal=st.sampled_from(SealStyle), who=st.sampled_from(["示例甲", "示例乙"]), is_fresh=st.booleans())
    def hurries(self, seal: SealStyle, who: str, is_fresh: bool) -> None:
        """The whole way out in one go, with a reason for everything."""
        if is_fresh:
            self.drafts_anew()
        self.submits({}, True)
        self.signs(who, True)
        self.explains(True)
        self.exports(seal)

    @rule()
    def lists(self) -> None:
        """The bureau's own list comes to speak of the unit."""
        code = self.unit.applications.get(self.case_id).values["credit_code"]
        row = ListRow(1, "", code, code, date(2023, 5, 8), "2023-05-08", "广告违法", "示市监罚〔2023〕1号")
        self.unit.own_lists.add(ListKind.PENALTY, "执法科台账", self.unit.today, "台账.xlsx", [row], [])

    @rule(is_full=st.booleans())
    def explains(self, is_full: bool) -> None:
        self.attempt(give_reasons, self.all({}, is_full))

    @precondition(lambda self: self.unit.applications.get(self.case_id).state is State.PROPOSED)
    @rule()
    def takes_back(self) -> None:
        self.attempt(reviewing.take_back, "再看")

    @rule()
    def reopens(self) -> None:
        self.attempt(reviewing.reopen, "再看")

    @rule(days=st.sampled_from([1, 31]))
    def waits(self, days: int) -> None:
        self.unit.clock += timedelta(days=days)

    @rule(is_allowed=st.booleans(), is_practice=st.booleans())
    def sets(self, is_allowed: bool, is_practice: bool) -> None:
        day = self.unit.today if is_practice else None
        kept = replace(self.unit.settings.get(), allows_self_approval=is_allowed, practice_date=day)
        self.unit.settings.put(kept)

    @rule(seal=st.sampled_from(SealStyle))
    def exports(self, seal: SealStyle) -> None:
        folder = Path(self.folder.name) / str(next(self.counted))
        ids, desk = [self.case_id], FakeDesk(self.unit, Path(self.folder.name) / "library")
        with contextlib.suppress(OfficeError):
            made = export_batch(desk, Documents(), ids, folder, seal, lambda *_: None, lambda: False)
            if any(line.file for line in made.lines):
                self.sheets += 1
                self.judge(seal)

    def all(self, why: dict[str, str], is_full: bool) -> dict[str, str]:
        """Reasons as somebody might send them: for nothing, by half a name, or for every name there could be."""
        made = self.unit.look_ups.of(self.case_id)
        names = [f"not_met:{name}" for name in TURNED] + ["self_approval"]
        names += [
            f"copies:{number}:{what}" for number in (1, 2, 3) for what in ("missing", "unsealed", "other_seal:别家")
        ]
        for name in LOOKED:
            names += [f"look_up:{name}:{what}" for what in ("missing", "short")]
            names += [f"look_up:{name}:{what}:{one.id}" for what in ("hit", "unclear") for one in made]
            names += [f"look_up:{name}:old:{one.found.on}" for one in made]
            names += [f"own_list:{name}:{one.id}:1" for one in self.unit.own_lists.all()]
        return {**(dict.fromkeys(names, "已当面核实") if is_full else {}), **why}

    def judge(self, seal: SealStyle) -> None:
        """Told by the stores alone, without asking readiness."""
        unit, case = self.unit, self.unit.applications.get(self.case_id)
        opinion = unit.opinions.of(self.case_id)[-1]
        given = {name for name, why in opinion.reasons.items() if why.strip()}
        answers = unit.answers.of(self.case_id)
        pack = unit.packs.by_hash(case.pack.sha256)
        assert seal is not SealStyle.SAMPLE or unit.settings.get().practice_date
        assert opinion.submitted_by != opinion.decided_by or "self_approval" in given
        looked = [one for one in unit.look_ups.of(self.case_id) if one.is_standing]
        for point in rules_for(pack, case.values):
            verdict = answers[point.id].verdict
            if point.force is Force.BLOCK:
                assert verdict in (Verdict.MET, Verdict.NOT_MET)
            assert verdict is not Verdict.NOT_MET or f"not_met:{point.id}" in given
            if point.needs_lookup and verdict is Verdict.MET:
                served = [one for one in looked if one.serves(point.id)]
                clean = [one for one in served if one.found.result is LookUpResult.NOTHING_FOUND]
                fresh = [one for one in clean if (unit.today - one.found.on).days <= 30]
                hits = [one for one in served if one.found.result is LookUpResult.HIT]
                explained = {name for name in given if name.startswith(f"look_up:{point.id}:")}
                assert fresh or explained
                assert all(f"look_up:{point.id}:hit:{one.id}" in given for one in hits)
            if point.id == "E5.sanctions" and verdict is Verdict.MET:
                standing = [one for one in unit.own_lists.all() if not one.replaced_by]
                assert all(f"own_list:{point.id}:{one.id}:1" in given for one in standing)
        for copy in unit.papers.of(self.case_id):
            is_plain = copy.is_received and copy.is_sealed and copy.seal_name == case.applicant
            assert is_plain or any(name.startswith(f"copies:{copy.number}:") for name in given)
        for said, name in (("依法在本市登记注册", "E1.registered"), ("标准化工作基础", "E2.foundation")):
            assert said not in opinion.text or answers[name].verdict is Verdict.MET
        for said, name in (("信用良好", "E1.credit"), ("未查到通报", "E5.sanctions"), ("未查到通报", "E5.incidents")):
            has_look_up = any(one.serves(name) and one.found.result is not LookUpResult.HIT for one in looked)
            assert said not in opinion.text or (answers[name].verdict is Verdict.MET and has_look_up)


Desk.TestCase.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestNoWayRound = Desk.TestCase


def test_the_straight_way_brings_a_sheet_out() -> None:
    """Else the random acts would judge nothing."""
    desk = Desk()
    desk.hurries(SealStyle.CIRCLE, "示例乙", False)
    assert desk.sheets == 1
    desk.teardown()
