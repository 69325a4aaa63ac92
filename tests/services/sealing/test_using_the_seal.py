"""A session and its uses: numbered, once for each paper, refused by name, struck out with the line kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.seals import ScanState, SealedPaper, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, RegisterEntry, Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reviewing import reopen
from reviewer_app.services.cases.sealing import record_case_sealed, strike_use, use_seal
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.sealing.lists import why_not_listed
from reviewer_app.services.sealing.seal_register import seal_register_table
from reviewer_app.services.sealing.sessions import close_session, open_session, stamp_papers
from reviewer_app.services.sealing.sheet import PaperStanding, seal_sheet, sealing_standing, seals_waiting
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.sealing import approved, asked, issued, session_on


@pytest.fixture
def unit() -> FakeUnit:
    """An office whose seal keeper sits at the desk."""
    unit = FakeUnit()
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    return unit.acting("示例丙")


def _cases(unit: FakeUnit, *numbers: int) -> list[int]:
    """Signed-off cases, registered by the handler."""
    keeper = unit.actor.name
    unit.acting("示例甲")
    cases = [signed_off(unit, number) for number in numbers]
    unit.acting(keeper)
    return cases


def _session(unit: FakeUnit, count: int = 3) -> tuple[int, list[int]]:
    """An open session, and the lines of the register on its list."""
    cases = _cases(unit, *range(1, count + 1))
    session = session_on(unit, cases)
    return session, [issued(unit, case).id for case in cases]


def _states(unit: FakeUnit) -> list[State]:
    return [case.state for case in unit.applications.cases.values()]


def test_a_use_is_numbered_names_who_asked_and_agreed_and_seals_the_case(unit: FakeUnit) -> None:
    session, papers = _session(unit)
    done = stamp_papers(unit, session, papers[:2])
    assert [(use.year, use.serial, use.impressions, use.asked_by, use.approved_by) for use in done.uses] == [
        (2024, 1, 2, "示例丁", "示例乙"),
        (2024, 2, 2, "示例丁", "示例乙"),
    ]
    assert _states(unit) == [State.SEALED, State.SEALED, State.SIGNED_OFF]
    assert unit.register.get(papers[0]).sealed_how is Sealing.STAMPED
    event = unit.events.of(1)[-1]
    assert (event.act, event.detail[RecordKey.SEAL_NUMBER]) == (EventAct.SEALED, "2024年用印第1号")


def test_no_case_becomes_sealed_without_an_approved_list_and_an_open_session(unit: FakeUnit) -> None:
    case = _cases(unit, 1)[0]
    with pytest.raises(RefusalError, match=r"seal\.not_issued"):
        record_case_sealed(unit, case)
    list_id = asked(unit, [case])
    with pytest.raises(RefusalError, match=r"seal\.no_session"):
        record_case_sealed(unit, case)
    with pytest.raises(RefusalError, match=r"seal\.not_approved"):
        open_session(unit, list_id, SealWay.STAMP)
    assert _states(unit) == [State.SIGNED_OFF]
    assert unit.seals.used == []


def test_a_paper_is_sealed_once_and_only_while_its_session_is_open(unit: FakeUnit) -> None:
    session, papers = _session(unit)
    use_seal(unit, session, papers[0])
    with pytest.raises(RefusalError, match=r"seal\.used_already") as refused:
        use_seal(unit, session, papers[0])
    assert refused.value.values["number"] == "2024年用印第1号"
    close_session(unit, session)
    with pytest.raises(RefusalError, match=r"seal\.session_closed"):
        use_seal(unit, session, papers[1])
    assert len(unit.seals.used) == 1


def test_a_session_is_taken_up_again_and_the_numbers_run_on(unit: FakeUnit) -> None:
    session, papers = _session(unit)
    use_seal(unit, session, papers[0])
    close_session(unit, session)
    open_session(unit, unit.seals.opened[0].list_id, SealWay.STAMP)
    done = stamp_papers(unit, unit.seals.open_sessions()[0].id, papers[1:])
    assert [use.serial for use in done.uses] == [2, 3]
    assert unit.seals.open_sessions() == (), "with the last paper the session ends"
    with pytest.raises(RefusalError, match=r"seal\.nothing_left"):
        open_session(unit, unit.seals.opened[0].list_id, SealWay.STAMP)


def test_what_changed_meanwhile_is_refused_by_name_and_the_rest_goes_on(unit: FakeUnit) -> None:
    session, papers = _session(unit, 4)
    entry = unit.register.get(papers[0])
    unit.register.complete(replace(entry, sha256="f" * 64))
    unit.acting("示例甲")
    reopen(unit, 2, "查询有变")
    unit.acting("示例丙")
    voided = unit.register.get(papers[2])
    unit.register.complete(replace(voided, voided_at=unit.now, voided_by="示例甲", void_reason="文字有误"))
    done = stamp_papers(unit, session, papers)
    assert [use.register_id for use in done.uses] == [papers[3]]
    assert [(error.code, error.values["called"]) for error in done.refused] == [
        ("seal.bytes_changed", entry.called),
        ("seal.case_moved", unit.register.get(papers[1]).called),
        ("seal.paper_void", voided.called),
    ]
    assert seals_waiting(unit).to_seal == (), "what cannot be sealed waits for nobody"
    assert [line.standing for line in seal_sheet(unit).lines if line.use is None] == [
        PaperStanding.OPEN,
        PaperStanding.REFUSED,
    ]


def test_a_case_decided_anew_is_not_sealed_with_its_former_paper(unit: FakeUnit) -> None:
    session, papers = _session(unit, 1)
    opinion = unit.opinions.of(1)[-1]
    unit.opinions.add(replace(opinion, number=opinion.number + 1))
    with pytest.raises(RefusalError, match=r"seal\.decided_anew"):
        use_seal(unit, session, papers[0])


def test_the_seal_is_used_by_who_opened_the_session_on_papers_of_its_list(unit: FakeUnit) -> None:
    session, papers = _session(unit, 1)
    other = issued(unit, _cases(unit, 7)[0])
    with pytest.raises(RefusalError, match=r"seal\.not_listed"):
        use_seal(unit, session, other.id)
    unit.users.put(User("示例戊", frozenset({Role.SEAL})))
    unit.acting("示例戊")
    with pytest.raises(RefusalError, match=r"seal\.others_session"):
        use_seal(unit, session, papers[0])
    with pytest.raises(RefusalError, match=r"seal\.session_open"):
        open_session(unit, unit.seals.opened[0].list_id, SealWay.STAMP)


def test_one_person_has_one_session_at_a_time(unit: FakeUnit) -> None:
    _session(unit, 1)
    second = approved(unit, _cases(unit, 8))
    with pytest.raises(RefusalError, match=r"seal\.session_elsewhere"):
        open_session(unit, second, SealWay.STAMP)


def test_a_use_is_struck_out_with_its_reason_its_number_is_spent_and_the_paper_waits_again(unit: FakeUnit) -> None:
    session, papers = _session(unit, 1)
    use = use_seal(unit, session, papers[0])
    with pytest.raises(RefusalError, match=r"seal\.strike_reason"):
        strike_use(unit, use.id, "  ")
    strike_use(unit, use.id, "盖歪，重盖")
    assert _states(unit) == [State.SIGNED_OFF]
    assert unit.register.get(papers[0]).sealed_how is Sealing.OPEN
    with pytest.raises(RefusalError, match=r"seal\.struck_already"):
        strike_use(unit, use.id, "再划一次")
    again = use_seal(unit, session, papers[0])
    assert again.serial == 2
    assert [use.is_struck for use in unit.seals.uses()] == [True, False]
    assert [row[-1] for row in seal_register_table(unit).rows] == ["划去（2024-05-19 示例丙）：盖歪，重盖", ""]


def test_no_use_is_struck_out_once_the_next_person_has_acted(unit: FakeUnit) -> None:
    session, papers = _session(unit, 3)
    uses = stamp_papers(unit, session, papers).uses
    unit.acting("示例甲")
    reopen(unit, 1, "查询有变")
    unit.acting("示例丙")
    mark = SealedPaper(uses[1].id, "a" * 64, 2, 150.0, 200.0, 42.0, ScanState.ACCEPTED, "示例甲", unit.now)
    unit.seals.add_scan(mark)
    entry = unit.register.get(papers[2])
    unit.register.complete(replace(entry, delivered_how=Delivery.WITH_BATCH))
    for use, code in zip(uses, ("acted_since", "acted_since", "left_office"), strict=True):
        with pytest.raises(RefusalError, match=f"seal.{code}"):
            strike_use(unit, use.id, "盖歪")


def test_a_letter_is_sealed_without_moving_its_case(unit: FakeUnit) -> None:
    case = _cases(unit, 1)[0]
    entry = issued(unit, case)
    letter = replace(entry, kind=DocumentKind.CORRECTION_NOTICE.value, id=0, basis="correction:1", serial=9)
    letter = unit.register.get(unit.register.add(letter))
    session = session_on(unit, [case])
    one = unit.seals.asked[-1]
    unit.seals.asked[-1] = replace(one, papers=(replace(one.papers[0], register_id=letter.id),))
    use_seal(unit, session, letter.id)
    assert unit.applications.get(case).state is State.SIGNED_OFF
    assert unit.events.of(case)[-1].act == EventAct.SEAL_USED


def test_a_clock_that_went_back_gives_no_number(unit: FakeUnit) -> None:
    session, papers = _session(unit, 2)
    unit.clock += timedelta(days=1)
    use_seal(unit, session, papers[0])
    unit.clock -= timedelta(days=1)
    with pytest.raises(RefusalError, match=r"seal\.clock_back"):
        use_seal(unit, session, papers[1])


def test_who_keeps_off_a_case_does_not_seal_it(unit: FakeUnit) -> None:
    session, papers = _session(unit, 1)
    unit.applications.recuse(1, Recusal("示例丙", "亲属", unit.now))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        use_seal(unit, session, papers[0])


def test_the_step_tells_what_waits_for_its_scan(unit: FakeUnit) -> None:
    session, papers = _session(unit, 3)
    uses = stamp_papers(unit, session, papers[:2]).uses
    unit.seals.add_scan(SealedPaper(uses[0].id, "a" * 64, 2, None, None, None, ScanState.DOUBTED, "示例丙", unit.now))
    assert [line.standing for line in seal_sheet(unit).lines] == [
        PaperStanding.SCAN_DOUBTED,
        PaperStanding.SCAN_AWAITED,
        PaperStanding.APPROVED,
    ]


def test_a_sheet_issued_anew_of_a_sealed_case_is_sealed_anew_under_a_number_of_its_own(unit: FakeUnit) -> None:
    session, papers = _session(unit, 1)
    use_seal(unit, session, papers[0])
    close_session(unit, session)
    former = unit.register.get(papers[0])
    unit.register.complete(replace(former, voided_at=unit.now, voided_by="示例甲", void_reason="文字有误"))
    again = session_on(unit, [1])
    fresh = issued(unit, 1)
    assert fresh.id != former.id
    assert use_seal(unit, again, fresh.id).serial == 2
    assert _states(unit) == [State.SEALED]
    assert [event.act for event in unit.events.of(1)][-1] == EventAct.SEAL_USED


def test_the_road_is_told_how_far_the_seal_is_in_one_line(unit: FakeUnit) -> None:
    cases = _cases(unit, 1, 2)
    lines = tuple(BatchLine(case, "", "") for case in cases)
    unit.batches.add(Batch(1, "2024", "", SealStyle.CIRCLE, "示例甲", unit.now, "", lines))
    batch = unit.batches.get(1)
    said = [sealing_standing(unit, batch).line]
    for case in cases:
        issued(unit, case)
    asked(unit, cases, batch_id=1)
    said.append(sealing_standing(unit, batch).line)
    session = session_on(unit, cases, batch_id=1)
    said.append(sealing_standing(unit, batch).line)
    use_seal(unit, session, issued(unit, 1).id)
    standing = sealing_standing(unit, batch)
    assert [*said, standing.line] == ["未申请用印", "已申请，待同意", "已同意，待用印", "已盖 1 / 2，待扫描回 1"]
    assert (standing.done, standing.total) == (1, 2)


def test_the_papers_of_a_dissolved_batch_are_single_ones(unit: FakeUnit) -> None:
    cases = _cases(unit, 1)
    issued(unit, 1)
    lines = (BatchLine(1, "", ""),)
    unit.batches.add(Batch(1, "2024", "", SealStyle.CIRCLE, "示例甲", unit.now, "", lines))
    assert seal_sheet(unit).lines == ()
    unit.batches.kept[0] = replace(unit.batches.kept[0], dissolved_at=unit.now)
    assert [line.entry.case_id for line in seal_sheet(unit).lines] == cases


def _batch_with_letter(unit: FakeUnit) -> tuple[RegisterEntry, int]:
    """A batch of one case that is signed off, its covering letter, and an open session on the letter's list."""
    (case,) = _cases(unit, 1)
    unit.batches.add(Batch(1, "2024", "", SealStyle.CIRCLE, "示例甲", unit.now, "", (BatchLine(case, "", ""),)))
    kind = DocumentKind.COVERING_LETTER.value
    letter = replace(issued(unit, case), kind=kind, id=0, case_id=0, batch_id=1, basis="contact:", number="函1")
    letter = unit.register.get(unit.register.add(letter))
    session = session_on(unit, [case], batch_id=1)
    one = unit.seals.asked[-1]
    unit.seals.asked[-1] = replace(one, papers=(replace(one.papers[0], register_id=letter.id, application_id=0),))
    return letter, session


def _dissolve(unit: FakeUnit) -> None:
    unit.acting("示例甲")
    dissolve_batch(unit, 1, "漏选一件")
    unit.acting("示例丙")


def test_a_batch_whose_letter_is_sealed_is_not_dissolved_until_the_use_is_struck_out(unit: FakeUnit) -> None:
    letter, session = _batch_with_letter(unit)
    use = use_seal(unit, session, letter.id)
    with pytest.raises(RefusalError, match=r"batch\.dissolve_paper_sealed"):
        _dissolve(unit)
    unit.acting("示例丙")
    strike_use(unit, use.id, "盖歪")
    _dissolve(unit)


def test_the_lists_of_a_dissolved_batch_end_with_it_and_its_letter_is_sealed_no_more(unit: FakeUnit) -> None:
    letter, session = _batch_with_letter(unit)
    _dissolve(unit)
    (one,) = unit.seals.asked
    assert (one.is_approved, one.words[-1].reason) == (False, "第 1 批已撤回组批：漏选一件")
    with pytest.raises(RefusalError, match=r"seal\.batch_(closed|ended)"):
        use_seal(unit, session, letter.id)
    refusal = why_not_listed(unit, letter, {})
    assert refusal is not None
    assert refusal.code == "seal.batch_closed"


def test_a_batch_whose_sheet_was_issued_and_sealed_anew_is_not_dissolved(unit: FakeUnit) -> None:
    """No case became sealed by it, so its record alone does not tell."""
    session, papers = _session(unit, 1)
    entry = unit.register.get(papers[0])
    line = BatchLine(1, "", "", sha256=entry.sha256)
    unit.applications.update(replace(unit.applications.get(1), state=State.SEALED))
    use_seal(unit, session, entry.id)
    unit.batches.add(Batch(1, "2024", "", SealStyle.CIRCLE, "示例甲", unit.now, "", (line,)))
    assert unit.events.of(1)[-1].act == EventAct.SEAL_USED
    with pytest.raises(RefusalError, match=r"batch\.dissolve_sealed"):
        _dissolve(unit)
