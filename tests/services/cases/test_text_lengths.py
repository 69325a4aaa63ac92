"""What an officer writes is refused where it is longer than its place takes, through the service as by the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import ItemVerdict, TellingWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.limits.lengths import LONGEST, TextKind, cut, is_near, length_of
from reviewer_app.domain.numbers import IncomingKind
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import assigning, checking, correcting, looking_up, reviewing
from reviewer_app.services.cases.correcting import Judgement
from reviewer_app.services.cases.incoming import IncomingPaper, enter_incoming
from reviewer_app.services.cases.numbering import typed_number
from support.casework import answered, registered, registered_key
from support.fakes import FakeUnit
from support.grounds import grounded

HUGE = "意😀" * 50_000
DAY = date(2024, 5, 18)

Write = Callable[[FakeUnit, int, str], object]
BOXES: dict[str, Write] = {
    "note": lambda unit, case, text: checking.note_item(unit, case, "E1.registered", text),
    "view": lambda unit, case, text: checking.record_view(unit, case, "K4.authority", "示例局", DAY, text),
    "department": lambda unit, case, text: checking.record_view(unit, case, "K4.authority", text, DAY, "同意"),
    "paper": lambda unit, case, text: checking.record_comparison(unit, case, "applicant", False, text),
    "look_up": lambda unit, case, text: looking_up.record_look_up(
        unit, case, LookedUp("示例网", DAY, None, None, LookUpResult.HIT, text, ("E1.credit",))
    ),
    "site": lambda unit, case, text: looking_up.record_look_up(
        unit, case, LookedUp(text, DAY, None, None, LookUpResult.NOTHING_FOUND, "", ("E1.credit",))
    ),
    "aside": lambda unit, case, text: assigning.set_aside(unit, case, date(2024, 5, 27), text),
    "withdrawal": lambda unit, case, text: reviewing.withdraw(unit, case, text),
    "opinion": lambda unit, case, text: reviewing.submit_opinion(
        unit, case, Outcome.RECOMMEND, ProjectClass.GENERAL, text
    ),
    "sender": lambda unit, case, text: enter_incoming(unit, IncomingPaper(IncomingKind.OTHER, text, "事由", DAY, case)),
    "subject": lambda unit, case, text: enter_incoming(unit, IncomingPaper(IncomingKind.OTHER, "局", text, DAY, case)),
    "number": lambda unit, _case, text: typed_number(
        unit, DocumentKind.TRANSFER_LETTER, "沪示市监标函〔2024〕9号", text
    ),
}


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.mark.parametrize("box", BOXES)
def test_a_hundred_thousand_characters_are_refused_and_nothing_is_written(unit: FakeUnit, box: str) -> None:
    case_id = grounded(unit, registered_key(unit))
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError) as refused:
        BOXES[box](unit, case_id, HUGE)
    assert refused.value.code in {"text.too_long", "opinion.too_long"}
    assert int(str(refused.value.values["over"])) > 90_000
    assert len(unit.events.of(case_id)) == before
    assert unit.answers.of(case_id) == {}


def test_a_departure_is_no_longer_than_its_line(unit: FakeUnit) -> None:
    case_id = grounded(unit, answered(unit, registered(unit), E1_credit=Verdict.NOT_MET))
    reasons = {point: HUGE for point in ("item:E1.credit", "E1.credit", "readiness.not_met:E1.credit")}
    with pytest.raises(RefusalError, match=r"text\.too_long|readiness\."):
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, "建议推荐。", reasons=reasons)
    assert unit.opinions.of(case_id) == ()


def test_what_just_fits_is_written(unit: FakeUnit) -> None:
    case_id = registered(unit)
    text = "说" * (LONGEST[TextKind.NOTE] - 1) + "😀"
    checking.note_item(unit, case_id, "E1.registered", f"  {text}\n")
    assert unit.answers.of(case_id)["E1.registered"].note == text
    with pytest.raises(RefusalError, match=r"text\.too_long"):
        checking.note_item(unit, case_id, "E1.registered", text + "。")


def test_a_verdict_on_a_correction_never_fails_for_the_words_that_stood_there(unit: FakeUnit) -> None:
    """The former note stands behind the verdict; together they are longer than a note, and are cut."""
    case_id = answered(unit, registered(unit), M3_copies=Verdict.NOT_MET)
    checking.note_item(unit, case_id, "M3.copies", "缺" * LONGEST[TextKind.NOTE])
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, "样本乙")
    correcting.correction_received(unit, case_id)
    correcting.judge_item(unit, case_id, Judgement("M3.copies", ItemVerdict.CURED, "已补" * 100))
    note = unit.answers.of(case_id)["M3.copies"].note
    assert (length_of(note), note[-1], note[:8]) == (LONGEST[TextKind.NOTE], "…", "2024年5月1")


def test_the_count_begins_near_the_limit() -> None:
    most = LONGEST[TextKind.NAME]
    assert [is_near("名" * count, most) for count in (0, 47, 48, 60, 99)] == [False, False, True, True, True]
    assert cut("名" * 61, TextKind.NAME) == "名" * 59 + "…"
