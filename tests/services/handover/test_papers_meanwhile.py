"""Papers of a case that lies at another desk: none goes out, and what comes in is numbered and waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, Direction, IncomingKind
from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.consulting import ReplyPaper, came_already, consult, take_view
from reviewer_app.services.cases.numbering import NumberGiven, PaperIssued, enter_paper, enter_series
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.handover.waiting import drop_change, merge_change, waiting_changes
from reviewer_app.services.office.register import IncomingPaper, record_delivery, record_incoming, void_number
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.builders import CLEAN
from support.two_desks import send, take, with_cases

_DAY = date(2024, 5, 20)
_KIND = DocumentKind.TRANSFER_LETTER


def _paper(serial: int, case_id: int) -> PaperIssued:
    given = NumberGiven(2024, serial, f"示市监函〔2024〕{serial}号")
    return PaperIssued(_KIND, given, "示例街道", "转送", case_id, basis="1")


def test_no_paper_goes_out_and_no_delivery_is_noted(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    here, other = with_cases(counter, 2)
    issued = counter.change(enter_paper, _paper(1, here), b"%PDF")
    there = take(reviewer, _sent(counter, here, reviewer, tmp_path / "a")).case_ids[0]
    head = counter.read(lambda unit: unit.events.head())
    for work in (
        lambda unit: record_delivery(unit, issued.id, Delivery.POSTED, _DAY),
        lambda unit: void_number(unit, issued.id, "写错"),
        lambda unit: enter_paper(unit, _paper(2, here), b"%PDF"),
        lambda unit: enter_series(unit, [(_paper(2, other), bytes), (_paper(3, here), bytes)]),
    ):
        with pytest.raises(RefusalError, match=r"custody\.away"):
            counter.change(work)
    assert counter.read(lambda unit: unit.events.head()) == head
    take(counter, _sent(reviewer, there, counter, tmp_path / "b"))
    counter.change(record_delivery, issued.id, Delivery.POSTED, _DAY)
    assert counter.read(lambda unit: unit.register.get(issued.id)).delivered_on == _DAY


def test_what_comes_in_gets_its_number_and_waits(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    target = _sent(counter, here, reviewer, tmp_path / "a")
    paper = IncomingPaper(IncomingKind.SUPPLEMENT, "示例单位", "补正材料", _DAY, here, "", "材料.pdf", b"%PDF")
    for _ in range(2):
        counter.change(record_incoming, paper)
    assert counter.read(lambda unit: unit.register.last_serial(Direction.INCOMING, paper.kind.value, 2024)) == 2
    first, second = counter.read(waiting_changes, here)
    assert (first.is_home, first.fields) == (False, {})
    assert first.paper is not None
    assert (first.paper.number, first.paper.sha256 != "") == ("收〔2024〕1号", True)
    with pytest.raises(RefusalError, match=r"custody\.away"):
        counter.change(merge_change, here, first.change.id)
    (there,) = take(reviewer, target).case_ids
    assert take(counter, _sent(reviewer, there, counter, tmp_path / "b")).waiting == 2
    before = counter.read(open_case, here).application
    counter.change(merge_change, here, first.change.id)
    counter.change(drop_change, here, second.change.id, "同一份材料")
    view = counter.read(open_case, here)
    assert (view.waiting, view.application.values, view.application.source_digest) == (0, CLEAN, before.source_digest)
    merged, dropped = view.events[-2:]
    assert (merged.act, merged.detail) == (EventAct.CHANGE_MERGED, {RecordKey.FILE: "收〔2024〕1号"})
    assert (dropped.act, dropped.reason) == (EventAct.CHANGE_DROPPED, "同一份材料")
    assert not [line for line in counter.verify() if line.is_broken]


def test_a_reply_that_waited_keeps_its_number_and_its_day(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    """One paper has one number, whether it is merged first and taken up then, or taken up at once."""
    for case_id, is_merged in zip(with_cases(counter, 2), (True, False), strict=True):
        counter.change(consult, case_id, "示例主管部门", 5)
        today = counter.read(lambda unit: unit.today)
        target = _sent(counter, case_id, reviewer, tmp_path / f"out{case_id}")
        file = b"" if is_merged else b"%PDF"
        theirs = "示主〔2024〕9号"
        paper = IncomingPaper(IncomingKind.REPLY, "示例 主管部门", "书面意见", today, case_id, theirs, "复.pdf", file)
        counter.change(record_incoming, paper)
        (there,) = take(reviewer, target).case_ids
        take(counter, _sent(reviewer, there, counter, tmp_path / f"back{case_id}"))
        (waits,) = counter.read(waiting_changes, case_id)
        if is_merged:
            counter.change(merge_change, case_id, waits.change.id)
        entry = counter.read(came_already, case_id, 1)
        assert entry is not None
        reply = ReplyPaper(Stance.AGREES, "同意", today, today)
        with pytest.raises(RefusalError, match=r"consulting\.received_differs"):
            counter.change(take_view, case_id, 1, replace(reply, received_on=today + timedelta(1)))
        if is_merged:
            reply = replace(reply, file_name="复.pdf", content=b"%PDF scanned")
        else:
            with pytest.raises(RefusalError, match=r"consulting\.file_there"):
                counter.change(take_view, case_id, 1, replace(reply, file_name="复.pdf", content=b"%PDF other"))
        counter.change(take_view, case_id, 1, reply)
        view = counter.read(open_case, case_id).application.consultations[0].view
        assert view is not None
        assert (view.register_number, view.received_on, view.sha256 != "") == (entry.number, today, True)
        assert counter.read(waiting_changes, case_id) == ()
        assert counter.read(_numbers_of, case_id) == [entry.number]
        assert counter.read(came_already, case_id, 1) is None
    assert not [line for line in counter.verify() if line.is_broken]


def _numbers_of(unit: UnitOfWork, case_id: int) -> list[str]:
    return [one.number for one in unit.register.of_case(case_id)]


def _sent(library: OpenLibrary, case_id: int, to: OpenLibrary, target: Path) -> Path:
    send(library, [case_id], to, target)
    return target
