"""What is put into a store comes out again, and a change that fails leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.application import Application, Attachment, Finding, PaperCopy, Role, Source
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import Severity
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from support.builders import CLEAN, KEY, values
from support.libraries import FIRST, MOMENT, Hands, inside, move, new_case, person, register

_FINDING = Finding("phone.format", Severity.WARN, "联系电话", "五（一）", "电话格式不对")


@pytest.fixture
def case_id(library: OpenLibrary) -> int:
    """One registered case."""
    return library.change(register, [new_case(1)])[0]


@contextmanager
def _refused(code: str) -> Iterator[None]:
    with pytest.raises((RefusalError, TroubleError)) as caught:
        yield
    assert caught.value.code == code


def test_a_registered_case_comes_back_whole(library: OpenLibrary, case_id: int) -> None:
    case = library.read(lambda unit: unit.applications.get(case_id))
    new = new_case(1)
    assert (case.values, case.pack, case.due_on) == (new.values, new.pack, new.due_on)
    assert (case.state, case.source, case.handler, case.revision) == (State.REGISTERED, Source.ONLINE, FIRST, 1)
    assert case.registered_at == MOMENT


def test_a_changed_case_comes_back_changed_and_counts_its_revisions(library: OpenLibrary, case_id: int) -> None:
    case = library.read(lambda unit: unit.applications.get(case_id))
    wanted = replace(
        case,
        values=values(KEY, applicant="上海示例乙有限公司"),
        state=State.CHECKING,
        source=Source.BOTH,
        handler="示例乙",
        due_on=date(2024, 6, 3),
        findings=(_FINDING,),
        source_digest="0" * 64,
    )
    library.change(lambda unit: unit.applications.update(wanted))
    assert library.read(lambda unit: unit.applications.get(case_id)) == replace(wanted, revision=2)


def test_an_older_view_of_a_case_is_not_written_over_a_newer_one(library: OpenLibrary, case_id: int) -> None:
    case = library.read(lambda unit: unit.applications.get(case_id))
    library.change(lambda unit: unit.applications.update(replace(case, handler="示例乙")))
    with _refused("case.changed_elsewhere"):
        library.change(lambda unit: unit.applications.update(replace(case, handler="示例丙")))
    with _refused("case.unknown"):
        library.change(lambda unit: unit.applications.update(replace(case, id=99)))
    with _refused("case.unknown"):
        library.read(lambda unit: unit.applications.get(99))
    assert library.read(lambda unit: unit.applications.get(case_id)).handler == "示例乙"


def test_cases_are_found_as_an_import_needs_them(library: OpenLibrary) -> None:
    cases = [
        new_case(1, values(filing_number="A1", applicant="上海示例（甲）有限公司")),
        new_case(2, values(filing_number="", applicant="上海示例(甲)有限公司 ")),
        new_case(3, values(filing_number="A1"), season="2025"),
    ]
    ids = library.change(register, cases)
    known = {one.id: one for one in library.read(lambda unit: list(unit.applications.known("2024")))}
    assert set(known) == set(ids[:2])
    assert known[ids[0]].applicant_key == known[ids[1]].applicant_key
    assert (known[ids[0]].filing_number, known[ids[0]].state) == ("A1", "registered")
    same = library.read(lambda unit: unit.applications.same_applicant("2024", known[ids[0]].applicant_key))
    assert [one.id for one in same] == ids[:2]
    assert [one.id for one in library.read(_of_number, "A1")] == ids[:1]
    assert library.read(_of_number, "") == library.read(_of_number, "B") == []


def _of_number(unit: UnitOfWork, number: str) -> list[Application]:
    return unit.applications.of_filing_number("2024", number)


def test_cases_in_some_states_come_by_their_number(library: OpenLibrary) -> None:
    ids = library.change(register, [new_case(number) for number in (3, 1, 2)])
    for one in ids[:2]:
        library.change(move, one, State.SEALED)
    sealed = library.read(lambda unit: unit.applications.in_states("2024", ["sealed", State.BATCHED]))
    assert [case.intake_number for case in sealed] == ["2024-示-0001", "2024-示-0003"]


def test_running_numbers_are_given_once_for_each_season(library: OpenLibrary) -> None:
    taken = [library.change(lambda unit: unit.applications.next_numbers("2024", 3)) for _ in range(2)]
    assert [*taken, library.change(lambda unit: unit.applications.next_numbers("2025", 1))] == [1, 4, 1]


def test_one_number_is_never_given_to_two_cases(library: OpenLibrary, case_id: int) -> None:
    with pytest.raises(Exception, match="UNIQUE"):
        library.change(register, [new_case(2, intake_number=new_case(1).intake_number)])
    assert len(library.read(lambda unit: list(unit.applications.known("2024")))) == 1


def test_answers_keep_their_evidence_and_the_last_one_stands(library: OpenLibrary, case_id: int) -> None:
    evidence = (
        Evidence(sha256="a" * 64, name="证明.pdf", page=3),
        Evidence(sha256="b" * 64, name="截图.png"),
    )
    last = Answer("E1.credit", Verdict.MET, "已核", evidence, FIRST, MOMENT)
    library.change(lambda unit: unit.answers.put(case_id, Answer("E1.credit", Verdict.NOT_MET)))
    library.change(lambda unit: unit.answers.put(case_id, last))
    library.change(lambda unit: unit.answers.put(case_id, Answer("E2.staff")))
    assert library.read(lambda unit: unit.answers.of(case_id)) == {"E1.credit": last, "E2.staff": Answer("E2.staff")}


def _opinion(case_id: int, number: int) -> Opinion:
    return Opinion(
        application_id=case_id,
        number=number,
        outcome=Outcome.RECOMMEND,
        proposed_class=ProjectClass.KEY,
        text="同意推荐。",
        status=OpinionStatus.SUBMITTED,
        submitted_by=FIRST,
        submitted_at=MOMENT,
        warnings=("有一项未作答。",),
    )


def test_opinions_are_decided_but_never_erased(library: OpenLibrary, case_id: int) -> None:
    first = library.change(lambda unit: unit.opinions.add(_opinion(case_id, 1)))
    library.change(lambda unit: unit.opinions.add(_opinion(case_id, 2)))
    decided = replace(
        _opinion(case_id, 1),
        id=first,
        status=OpinionStatus.CHALLENGED,
        decided_by="示例乙",
        decided_at=MOMENT,
        comment="请补充。",
        is_self_approved=True,
    )
    library.change(lambda unit: unit.opinions.update(decided))
    stored = library.read(lambda unit: unit.opinions.of(case_id))
    assert stored == (decided, replace(_opinion(case_id, 2), id=first + 1))
    with pytest.raises(Exception, match="never erased"):
        library.change(lambda unit: inside(unit).main.execute("DELETE FROM opinions"))


def _put_paper(unit: UnitOfWork, case_id: int, copy: PaperCopy) -> None:
    unit.papers.put(case_id, copy)


def _put_draft(unit: UnitOfWork, case_id: int, box: str, text: str) -> None:
    unit.drafts.put(case_id, box, text)


def _execute(unit: UnitOfWork, statement: str) -> None:
    inside(unit).main.execute(statement)


def test_paper_copies_are_kept_by_number(library: OpenLibrary, case_id: int) -> None:
    copies = (PaperCopy(1, True, True, "上海示例甲有限公司", 12, "二号柜"), PaperCopy(2, True))
    for copy in (PaperCopy(2), *copies):
        library.change(_put_paper, case_id, copy)
    assert library.read(lambda unit: unit.papers.of(case_id)) == copies


def test_drafts_are_kept_emptied_and_forgotten_by_their_box(library: OpenLibrary, hands: Hands) -> None:
    for box, text in (("opinion.text", "同意"), ("note:E1", "已核"), ("note:E2", ""), ("opinion.text", "")):
        library.change(_put_draft, 0, box, text)
    drafts = library.read(lambda unit: unit.drafts.of(0))
    assert {box: draft.text for box, draft in drafts.items()} == {"opinion.text": "", "note:E1": "已核", "note:E2": ""}
    assert (drafts["note:E1"].by, drafts["note:E1"].saved_at) == (FIRST, hands.now)
    library.change(lambda unit: unit.drafts.move(0, "note:E1", "note:E2"))
    moved = library.read(lambda unit: unit.drafts.of(0))
    assert set(moved) == {"opinion.text", "note:E2"}
    assert moved["note:E2"] == replace(drafts["note:E1"], box="note:E2")
    library.change(lambda unit: unit.drafts.clear(0, "note:E"))
    assert set(library.read(lambda unit: unit.drafts.of(0))) == {"opinion.text", "note:E2"}
    library.change(lambda unit: unit.drafts.clear(0, "note:"))
    assert set(library.read(lambda unit: unit.drafts.of(0))) == {"opinion.text"}
    library.change(lambda unit: unit.drafts.clear(0))
    assert library.read(lambda unit: unit.drafts.of(0)) == {}


def _batch(number: int, case_id: int) -> Batch:
    line = BatchLine(case_id, "2024-示-0001", "社区助餐", "推荐意见.pdf", "b" * 64)
    return Batch(number, "2024", "/导出", SealStyle.CIRCLE, FIRST, MOMENT, "c" * 64, (line,))


def _add_batch(unit: UnitOfWork, batch: Batch) -> int:
    return unit.batches.add(batch)


def test_a_sent_batch_is_frozen(library: OpenLibrary, case_id: int) -> None:
    ids = [library.change(_add_batch, _batch(number, case_id)) for number in (1, 2)]
    assert library.read(lambda unit: unit.batches.next_number("2024")) == 3
    library.change(lambda unit: unit.batches.mark_sent(ids[0], MOMENT, FIRST))
    sent = replace(_batch(1, case_id), id=ids[0], sent_at=MOMENT, sent_by=FIRST)
    assert library.read(lambda unit: unit.batches.all("2024")) == (replace(_batch(2, case_id), id=ids[1]), sent)
    assert library.read(lambda unit: unit.batches.lines(ids[0])) == sent.lines
    with _refused("batch.already_sent"):
        library.change(lambda unit: unit.batches.mark_sent(ids[0], MOMENT, FIRST))
    with _refused("batch.unknown"):
        library.read(lambda unit: unit.batches.get(99))
    for statement in ("UPDATE batch_lines SET file = ''", "DELETE FROM batch_lines", "UPDATE batches SET folder = ''"):
        with pytest.raises(Exception, match="frozen"):
            library.change(_execute, f"{statement} WHERE true")


def _attach(unit: UnitOfWork, case_id: int, name: str, content: bytes) -> Attachment:
    return unit.attachments.add(case_id, name, content, "evidence")


def test_attachments_come_back_and_the_same_content_is_stored_once(library: OpenLibrary, case_id: int) -> None:
    content = bytes(range(256)) * 100
    kept = [library.change(_attach, case_id, name, content) for name in ("一.pdf", "二.pdf")]
    assert library.read(lambda unit: unit.attachments.of(case_id)) == tuple(kept)
    assert library.read(lambda unit: unit.attachments.content(kept[0].sha256)) == content
    assert library.read(lambda unit: inside(unit).vault.execute("SELECT count(*) FROM blobs").fetchone()) == (1,)


def test_an_attachment_that_is_gone_or_altered_is_not_handed_out(library: OpenLibrary, case_id: int) -> None:
    kept = library.change(lambda unit: unit.attachments.add(case_id, "一.pdf", b"%PDF", "evidence"))
    with _refused("attachment.damaged"):
        library.read(lambda unit: unit.attachments.content("0" * 64))
    library.change(lambda unit: inside(unit).vault.execute("DROP TRIGGER blobs_never_change"))
    library.change(lambda unit: inside(unit).vault.execute("UPDATE blobs SET content = x'00'"))
    with _refused("attachment.damaged"):
        library.read(lambda unit: unit.attachments.content(kept.sha256))


def test_the_pack_a_case_was_decided_under_stays(library: OpenLibrary) -> None:
    pack = shipped_pack()
    assert library.read(lambda unit: unit.packs.current("2024")) == pack
    assert library.read(lambda unit: unit.packs.by_hash(pack.sha256)) == pack
    assert library.read(lambda unit: unit.packs.seasons()) == ("2024",)
    for ask in (lambda unit: unit.packs.current("1999"), lambda unit: unit.packs.by_hash("0" * 64)):
        with _refused("pack.none"):
            library.read(ask)
    with pytest.raises(Exception, match="never changed"):
        library.change(lambda unit: inside(unit).main.execute("UPDATE packs SET text = ''"))


def test_people_are_listed_by_name(library: OpenLibrary) -> None:
    library.change(lambda unit: unit.users.put(person("示例乙", Role.SEAL, Role.HEAD)))
    assert [user.name for user in library.read(lambda unit: unit.users.all())] == ["示例乙", FIRST]
    assert library.read(lambda unit: unit.users.get("示例乙")) == person("示例乙", Role.HEAD, Role.SEAL)
    with _refused("user.unknown"):
        library.read(lambda unit: unit.users.get("没有这个人"))


def test_the_practice_day_moves_the_clock_but_not_the_hour(library: OpenLibrary, hands: Hands) -> None:
    assert library.read(lambda unit: (unit.now, unit.today)) == (MOMENT, MOMENT.date())
    office = library.read(lambda unit: unit.settings.get())
    library.change(lambda unit: unit.settings.put(replace(office, practice_date=date(2024, 5, 19))))
    hands.now = datetime(2026, 11, 3, 16, 45)
    assert library.read(lambda unit: (unit.now, unit.today)) == (datetime(2024, 5, 19, 16, 45), date(2024, 5, 19))
    library.change(lambda unit: unit.settings.put(office))
    assert library.read(lambda unit: unit.now) == hands.now


def _change_everything(unit: UnitOfWork, case_id: int) -> None:
    register(unit, [new_case(2, values(CLEAN, project_name="回滚示例"))])
    move(unit, case_id, State.CHECKING, values(CLEAN, project_name="回滚示例"))
    unit.answers.put(case_id, Answer("E1.credit", Verdict.MET))
    unit.opinions.add(_opinion(case_id, 1))
    unit.papers.put(case_id, PaperCopy(1, True))
    unit.drafts.put(case_id, "opinion.text", "半句")
    unit.batches.add(_batch(1, case_id))
    unit.attachments.add(case_id, "一.pdf", b"%PDF", "evidence")
    unit.users.put(person("示例乙"))
    unit.applications.next_numbers("2024", 5)
    unit.settings.put(replace(unit.settings.get(), bureau="回滚示例", practice_date=date(2000, 1, 1)))
    assert unit.worklist.index(QueueQuery("2024", Tab.ALL, "回滚示例"), unit.actor).counts[Tab.CHECKING] == 2
    raise KeyError("our mistake, at the very end")


def _everything(unit: UnitOfWork, case_id: int) -> tuple[object, ...]:
    return (
        unit.applications.get(case_id),
        list(unit.applications.known("2024")),
        unit.answers.of(case_id),
        unit.opinions.of(case_id),
        unit.papers.of(case_id),
        unit.drafts.of(case_id),
        unit.batches.all("2024"),
        unit.attachments.of(case_id),
        unit.users.all(),
        unit.settings.get(),
        unit.today,
        unit.events.head(),
        unit.worklist.index(QueueQuery("2024", Tab.ALL), unit.actor),
        unit.worklist.index(QueueQuery("2024", Tab.ALL, "回滚示例"), unit.actor),
    )


def test_a_change_that_fails_leaves_no_trace(library: OpenLibrary, case_id: int) -> None:
    before = library.read(_everything, case_id)
    with pytest.raises(KeyError):
        library.change(_change_everything, case_id)
    assert library.read(_everything, case_id) == before
    assert library.change(lambda unit: unit.applications.next_numbers("2024", 1)) == 1


def test_a_failing_act_inside_another_is_undone_alone(library: OpenLibrary, case_id: int) -> None:
    def outer(unit: UnitOfWork) -> str:
        unit.drafts.put(case_id, "opinion.text", "外层")
        with pytest.raises(KeyError):
            library.change(_change_everything, case_id)
        library.change(lambda inner: inner.drafts.put(case_id, "note:E1", "内层"))
        return unit.settings.get().bureau

    before = library.read(lambda unit: unit.settings.get().bureau)
    assert library.change(outer) == before
    drafts = library.read(lambda unit: unit.drafts.of(case_id))
    assert {box: draft.text for box, draft in drafts.items()} == {"opinion.text": "外层", "note:E1": "内层"}


def test_a_reading_act_that_writes_is_a_fault_and_writes_nothing(library: OpenLibrary, case_id: int) -> None:
    def sneak(unit: UnitOfWork) -> None:
        unit.drafts.put(case_id, "opinion.text", "不该写")

    with pytest.raises(Exception, match="readonly"):
        library.read(sneak)
    with pytest.raises(Exception, match="readonly"):
        library.read(lambda unit: library.change(sneak))
    assert library.read(lambda unit: unit.drafts.of(case_id)) == {}
    library.change(sneak)


def test_work_is_done_in_the_order_it_came(library: OpenLibrary, case_id: int) -> None:
    def put(unit: UnitOfWork, text: str) -> None:
        unit.drafts.put(case_id, "opinion.text", text)

    futures = [library.submit_change(put, str(number)) for number in range(50)]
    seen = library.submit_read(lambda unit: unit.drafts.of(case_id)["opinion.text"].text)
    assert seen.result() == "49"
    assert all(future.done() for future in futures)


def test_closing_finishes_what_was_submitted(
    library: OpenLibrary, case_id: int, reopen: Callable[[], OpenLibrary]
) -> None:
    for number in range(20):
        library.submit_change(_put_draft, case_id, f"note:{number}", "写完")
    library.close()
    again = reopen()
    assert len(again.read(lambda unit: unit.drafts.of(case_id))) == 20
    again.close()


def test_a_case_is_passed_on_and_nothing_else_of_it_is_written(library: OpenLibrary) -> None:
    (case_id,) = library.change(register, [new_case(1)])
    before = library.read(lambda unit: unit.applications.get(case_id))
    library.change(lambda unit: unit.applications.pass_on(before, "示例乙"))
    after = library.read(lambda unit: unit.applications.get(case_id))
    assert after == replace(before, handler="示例乙", revision=before.revision + 1)
    with pytest.raises(RefusalError, match=r"case\.changed_elsewhere"):
        library.change(lambda unit: unit.applications.pass_on(before, "示例丙"))
