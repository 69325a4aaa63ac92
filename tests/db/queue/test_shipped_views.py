"""The views that ship: into each a case comes by what happens to it, and out of each it goes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy, User
from reviewer_app.domain.evidence.scans import SCAN, SCAN_GONE, Reading
from reviewer_app.domain.listing.changes import Kind
from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import State
from reviewer_app.services.cases.assigning import hand_over
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.listing.marking import SHIPPED, counted_views, see
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from support.builders import values
from support.libraries import FIRST, Hands, inside, make_desk, make_gate, move, new_case, register

Act = Callable[[UnitOfWork], object]


@pytest.fixture(scope="module")
def hands() -> Hands:
    """The office's clock."""
    return Hands()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, hands: Hands) -> Iterator[OpenLibrary]:
    """A case for each view, every one due on a Friday, and one that belongs to none."""
    library = make_desk(tmp_path_factory.mktemp("views") / "案卷库", make_gate(hands))
    library.change(
        lambda unit: register(unit, [new_case(number, values(filing_number=f"SH{number}")) for number in range(1, 6)])
    )
    yield library
    library.close()


def shown(office: OpenLibrary, name: str) -> list[int]:
    """The cases of a view, which are as many as its menu says."""
    view = next(one for one in SHIPPED if one.name == name)
    query = QueueQuery("2024", Tab.ALL, view.text)
    ids = sorted(office.read(lambda unit: list(unit.worklist.index(query, unit.actor).ids)))
    counts = {one.view.name: one.count for one in office.read(counted_views, "2024")}
    assert counts[name] == len(ids)
    return ids


_ASKED = Consultation(1, "市民政局", ConsultationStand.ASKED, date(2024, 5, 20), FIRST, date(2024, 5, 27))
_COPY = PaperCopy(1, is_received=True, is_sealed=True)


def _take_from(unit: UnitOfWork) -> None:
    unit.applications.update(replace(unit.applications.get(1), handler=""))


def _changed(unit: UnitOfWork) -> None:
    see(unit, 1, tuple(Kind))
    session = inside(unit)
    me = session.user
    session.user = lambda: User("示例乙", frozenset({Role.HANDLER}))
    try:
        case = unit.applications.get(1)
        amend_application(unit, 1, case.revision, {**case.values, "contact_phone": "021-00000001"})
    finally:
        session.user = me


def _scanned(unit: UnitOfWork) -> None:
    unit.attachments.add(1, "扫描.pdf", b"%PDF-1.4 example", "scan")


def _read(unit: UnitOfWork) -> None:
    sha256 = unit.attachments.of(1)[-1].sha256
    unit.scans.add_readings(1, [Reading(0, "applicant", "上海示例", sha256, None, True)])


def _sent_with_paper(unit: UnitOfWork) -> None:
    unit.papers.put(1, _COPY)
    move(unit, 1, State.SENT)


def test_a_scan_taken_away_waits_for_nobody_to_read_it_until_it_is_brought_back(office: OpenLibrary) -> None:
    content = b"%PDF-1.4 another"
    office.change(lambda unit: unit.attachments.add(2, "另一份.pdf", content, SCAN))
    office.change(lambda unit: unit.attachments.add(2, "另一份.pdf", content, SCAN_GONE))
    assert shown(office, "未读扫描件") == []
    office.change(lambda unit: unit.attachments.add(2, "另一份.pdf", content, SCAN))
    assert shown(office, "未读扫描件") == [2]
    office.change(lambda unit: unit.attachments.add(2, "另一份.pdf", content, SCAN_GONE))
    assert shown(office, "未读扫描件") == []


@pytest.mark.parametrize(
    ("name", "comes", "goes"),
    [
        ("有变化", _changed, lambda unit: see(unit, 1, tuple(Kind))),
        ("无人经办", _take_from, lambda unit: hand_over(unit, 1, FIRST, "分工")),
        ("不等任何人", lambda unit: move(unit, 1, State.SEALED), lambda unit: move(unit, 1, State.SENT)),
        (
            "征求意见未复",
            lambda unit: unit.consultations.add(1, _ASKED),
            lambda unit: unit.consultations.update(1, replace(_ASKED, stand=ConsultationStand.WITHDRAWN)),
        ),
        ("正本还在本处", _sent_with_paper, lambda unit: unit.papers.put(1, replace(_COPY, keeping=Keeping.MAILED))),
        ("未读扫描件", _scanned, _read),
    ],
)
def test_a_case_comes_into_a_view_and_goes_again(office: OpenLibrary, name: str, comes: Act, goes: Act) -> None:
    office.change(lambda unit: move(unit, 1, State.CHECKING))
    assert shown(office, name) == []
    office.change(comes)
    assert shown(office, name) == [1]
    office.change(goes)
    assert shown(office, name) == []


def test_a_case_comes_into_the_views_of_days_with_the_days_and_goes_when_it_is_sent(
    office: OpenLibrary, hands: Hands
) -> None:
    office.change(lambda unit: move(unit, 1, State.SENT))
    others, before = [2, 3, 4, 5], hands.now
    days = ("今日到期", "本周到期", "期限已过", "没有期限")
    for moment, into in (
        ((2024, 5, 26), set()),
        ((2024, 5, 27), {"本周到期"}),
        ((2024, 5, 31), {"本周到期", "今日到期"}),
        ((2024, 6, 1), {"本周到期", "期限已过"}),
        ((2024, 12, 31), {"期限已过"}),
        ((2025, 1, 1), {"期限已过", "没有期限"}),
    ):
        hands.now = datetime(*moment, 9, 0)
        assert {name for name in days if shown(office, name) == others} == into, moment
        assert {name for name in days if shown(office, name)} == into, moment
    for one in others:
        office.change(move, one, State.WITHDRAWN)
    assert [shown(office, name) for name in days] == [[]] * 4
    hands.now = before


def test_every_view_that_ships_is_tried_here() -> None:
    tried = {"有变化", "无人经办", "不等任何人", "征求意见未复", "正本还在本处", "未读扫描件"}
    assert {view.name for view in SHIPPED} == tried | {"今日到期", "本周到期", "期限已过", "没有期限"}
