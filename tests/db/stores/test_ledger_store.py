"""The ledger in an encrypted library: kept as entered, never changed, its list in the order of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from reviewer_app.domain.guarantee.dues import Group
from reviewer_app.domain.guarantee.entries import EntryKind, VisitKind
from reviewer_app.domain.guarantee.listing import LedgerTab
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import ledger_index, ledger_lines, ledger_told, open_project
from reviewer_app.services.ports.after.ledger import LedgerQuery
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import Grade
from reviewer_db import OpenLibrary
from reviewer_db.sqlite import engine
from support.libraries import Hands, inside, make_desk, make_gate, new_case, register

NOW = datetime(2026, 6, 1, 10, 0)
APPROVALS = {1: date(2024, 5, 20), 2: date(2024, 6, 20), 3: date(2025, 2, 28), 4: date(2024, 3, 1)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    """Five approved cases, four of them in the ledger."""
    hands = Hands()
    library = make_desk(tmp_path / "library", make_gate(hands))
    library.change(register, [new_case(number) for number in (1, 2, 3, 4, 5)])
    hands.now = NOW
    library.change(_approve)
    for case_id, day in APPROVALS.items():
        library.change(keeping.take_on_as, case_id, ApprovalWords(f"演练立项〔2024〕{case_id}号", day))
    yield library
    library.close(without_backup=True)


def _approve(unit: UnitOfWork) -> None:
    for case_id in (1, 2, 3, 4, 5):
        unit.applications.update(replace(unit.applications.get(case_id), state=State.APPROVED))


def ids(library: OpenLibrary, tab: LedgerTab, **said: str) -> list[int]:
    return library.read(ledger_index, LedgerQuery(tab, **said)).ids.tolist()


def test_the_list_is_grouped_by_what_is_due_next_and_every_chip_counts_true(library: OpenLibrary) -> None:
    library.change(keeping.plan, 3, PlanWords(True, VisitKind.MIDTERM.value, date(2026, 6, 9)))
    index = library.read(ledger_index, LedgerQuery())
    assert index.ids.tolist() == [4, 1, 3, 2]
    assert index.groups == {Group.OVERDUE: 2, Group.SOON: 2, Group.LATER: 0}
    assert {tab: index.counts[tab] for tab in LedgerTab} == {
        LedgerTab.OPEN: 4,
        LedgerTab.OVERDUE: 2,
        LedgerTab.SOON: 2,
        LedgerTab.EXTENDED: 0,
        LedgerTab.ENDED: 0,
        LedgerTab.AWAITING: 1,
    }
    for tab in LedgerTab:
        assert len(ids(library, tab)) == index.counts[tab]
    assert ids(library, LedgerTab.OPEN, season="2023") == []
    told, today = library.read(ledger_told)
    assert (told.overdue, told.nearest, today) == (2, date(2026, 6, 9), NOW.date())


def test_what_was_entered_is_read_back_with_its_files_and_drawn_on_the_axis(library: OpenLibrary) -> None:
    visit = VisitWords(VisitKind.MIDTERM, date(2025, 7, 3), "示例乙、样本丙", "3 处驿站已按标准运行")
    library.change(keeping.record_visit, 2, visit, [LedgerFile("现场.jpg", b"photo")])
    library.change(keeping.extend, 2, ExtensionWords("演练延〔2026〕4号", date(2026, 5, 28), 6, "报批延后"))
    view = library.read(open_project, 2)
    done = view.project.visits[0]
    assert (done.people, done.words, done.by) == ("示例乙、样本丙", "3 处驿站已按标准运行", "示例甲")
    assert [file.name for file in view.files[done.id]] == ["现场.jpg"]
    assert library.read(lambda unit: unit.attachments.content(view.files[done.id][0].sha256)) == b"photo"
    (line,) = library.read(ledger_lines, [2])
    assert (line.original_end, line.ends_on) == (date(2026, 6, 20), date(2026, 12, 20))
    assert [(mark.kind.value, mark.day) for mark in line.marks] == [("visited", date(2025, 7, 3))]
    assert ids(library, LedgerTab.EXTENDED) == [2]


def test_a_project_that_is_over_goes_under_its_own_chip(library: OpenLibrary) -> None:
    library.change(keeping.accept, 1, AcceptanceWords(False, date(2026, 6, 1)))
    library.change(keeping.close, 1)
    library.change(keeping.end_pilot, 4, ApprovalWords("", date(2026, 5, 1)), "单位注销")
    assert ids(library, LedgerTab.ENDED) == [1, 4]
    assert [one.state for one in library.read(ledger_lines, [1, 4])] == [State.CLOSED, State.PILOT_ENDED]
    units = library.read(lambda unit: unit.ledger.units(unit.today))
    assert [(one.projects, one.open, one.accepted) for one in units] == [(4, 2, 0)], (
        "one that failed and was closed was not accepted"
    )
    assert LedgerTab.ENDED.label == "已结束", "a pilot given up stands there too"
    library.change(keeping.accept, 2, AcceptanceWords(True, date(2026, 6, 1), early="已完成全部任务"))
    assert [one.accepted for one in library.read(lambda unit: unit.ledger.units(unit.today))] == [1]


def test_what_is_taken_back_leaves_the_list_and_stays_on_record(library: OpenLibrary) -> None:
    entry = library.read(lambda unit: unit.ledger.of(3))[0]
    library.change(keeping.take_back, 3, entry.id, "录错项目")
    assert ids(library, LedgerTab.AWAITING) == [3, 5]
    assert [one.kind for one in library.read(lambda unit: unit.ledger.of(3))] == [
        EntryKind.TAKEN_ON,
        EntryKind.TAKEN_BACK,
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guarantee_entries SET day = '2030-01-01' WHERE id = 1",
        "DELETE FROM guarantee_entries WHERE id = 1",
        "INSERT INTO guarantee_entries SELECT 90, application_id, 'extended', day, number, 6, people, subject, words, "
        "score, bonus, of_entry, entered_by, entered_at FROM guarantee_entries WHERE kind = 'extended'",
    ],
)
def test_the_tables_themselves_refuse_what_no_act_does(library: OpenLibrary, statement: str) -> None:
    library.change(keeping.extend, 2, ExtensionWords("演练延〔2026〕4号", date(2026, 5, 28), 6))
    with pytest.raises(engine.IntegrityError):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_the_library_is_as_its_record_says(library: OpenLibrary) -> None:
    """Every line and every project's line of the list is carried by the record."""
    assert [line.message for line in library.check().lines if line.standing is not Grade.INTACT] == []
