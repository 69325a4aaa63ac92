"""Papers of a case that lies at another desk: none goes out, and what comes in is numbered and waits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, Direction, IncomingKind
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import NumberGiven, PaperIssued, enter_paper, enter_series
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.handover.waiting import drop_change, merge_change, waiting_changes
from reviewer_app.services.office.register import IncomingPaper, record_delivery, record_incoming, void_number
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


def _sent(library: OpenLibrary, case_id: int, to: OpenLibrary, target: Path) -> Path:
    send(library, [case_id], to, target)
    return target
