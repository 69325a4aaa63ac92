"""Cases set aside, labels, views and looks in a real library: the chips count them, and what stands on record stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from sqlite3 import Connection

import pytest

from reviewer_app.domain.application import User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.listing.changes import Kind
from reviewer_app.domain.roles import Role
from reviewer_app.services.cases.assigning import hand_over, set_aside, take_up
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.reading import queue_index
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.listing.marking import changed_kinds, see
from reviewer_app.services.listing.places import KeptPlace, keep_place, read_place
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Label, SavedView
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab
from reviewer_db import OpenLibrary
from reviewer_db.measuring.statements import noted_statements
from reviewer_db.queue import search
from support.builders import values
from support.libraries import FIRST, Hands, inside, make_desk, make_gate, new_case, register

_OTHER = "示例乙"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, hands: Hands) -> Iterator[OpenLibrary]:
    """Four cases of the person at the desk."""
    library = make_desk(tmp_path_factory.mktemp("aside") / "案卷库", make_gate(hands))
    library.change(
        lambda unit: register(
            unit, [new_case(number, values(filing_number=f"SH{number}"), handler=FIRST) for number in range(1, 5)]
        )
    )
    library.change(lambda unit: unit.users.put(User(_OTHER, frozenset({Role.HANDLER}))))
    yield library
    library.close()


def seen(unit: UnitOfWork, tab: Tab, text: str = "") -> tuple[list[int], dict[Tab, int]]:
    """A chip's cases and every chip's count."""
    index = unit.worklist.index(QueueQuery("2024", tab, text), unit.actor)
    return sorted(index.ids), dict(index.counts)


def aside(unit: UnitOfWork, case_id: int, days: int = 2) -> None:
    """Sets a case aside for some days."""
    set_aside(unit, case_id, unit.today + timedelta(days=days), "等单位来电")


@pytest.mark.parametrize("small", [0, 5_000])
@pytest.mark.parametrize("text", ["", "2024", "搁置:是", "搁置:否"])
def test_the_chips_count_what_is_set_aside_under_any_search(
    office: OpenLibrary, monkeypatch: pytest.MonkeyPatch, text: str, small: int
) -> None:
    monkeypatch.setattr(search, "_SMALL", small)
    office.change(aside, 2)
    office.change(aside, 3)
    mine, counts = office.read(seen, Tab.MINE, text)
    away, same = office.read(seen, Tab.ASIDE, text)
    assert mine == ([] if text == "搁置:是" else [1, 4])
    assert away == ([] if text == "搁置:否" else [2, 3])
    assert counts == same
    assert (counts[Tab.MINE], counts[Tab.ASIDE]) == (len(mine), len(away))


def test_a_case_comes_back_with_its_day_while_the_window_stays_open(office: OpenLibrary, hands: Hands) -> None:
    office.change(aside, 2)
    assert office.read(seen, Tab.MINE)[0] == [1, 3, 4]
    hands.now += timedelta(days=2)
    assert office.read(seen, Tab.MINE)[0] == [1, 2, 3, 4]
    assert office.read(seen, Tab.ASIDE)[0] == []


def test_a_case_passed_on_is_no_longer_set_aside_and_one_set_aside_twice_counts_once(office: OpenLibrary) -> None:
    office.change(aside, 2)
    office.change(aside, 2, 3)
    assert office.read(seen, Tab.ASIDE)[1][Tab.ASIDE] == 1
    assert [row.aside_until for row in office.read(rows, [2])] == [office.read(lambda u: u.today) + timedelta(days=3)]
    office.change(hand_over, 2, _OTHER, "分工")
    assert office.read(seen, Tab.ASIDE)[0] == []


def rows(unit: UnitOfWork, ids: list[int]) -> list[QueueRow]:
    """The lines of some cases."""
    return unit.worklist.rows(ids, unit.today, with_waiting=True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cases_set_aside",
        "UPDATE cases_set_aside SET until = '2030-01-01'",
        "UPDATE cases_set_aside SET reason = ''",
    ],
)
def test_what_was_set_aside_stands_and_the_library_stays_whole(office: OpenLibrary, statement: str) -> None:
    office.change(aside, 2)
    office.change(take_up, 2)
    with pytest.raises(Exception, match=r"set aside|taken up"):
        office.change(lambda unit: connection(unit).execute(statement))
    assert [line for line in office.verify() if line.is_broken] == []


def connection(unit: UnitOfWork) -> Connection:
    """The open file behind a unit of work."""
    return inside(unit).main


def test_a_change_behind_the_programs_back_is_found(office: OpenLibrary) -> None:
    office.change(aside, 2)
    office.change(lambda unit: connection(unit).execute("DROP TRIGGER cases_set_aside_stand"))
    office.change(lambda unit: connection(unit).execute("UPDATE cases_set_aside SET until = '2030-01-01'"))
    assert any(line.is_broken for line in office.verify())


def test_labels_and_views_of_one_person_are_not_anothers(office: OpenLibrary) -> None:
    office.change(lambda unit: unit.marks.lay([1, 2], Label("急")))
    office.change(lambda unit: unit.marks.lay([1, 1], Label("问过", is_private=True)))
    office.change(lambda unit: unit.marks.keep_view(SavedView("急件", "标签:急")))
    office.change(lambda unit: unit.marks.keep_view(SavedView("急件", "标签:急 期限:本周")))
    assert office.read(lambda unit: unit.marks.labels_of([1, 2])) == {
        1: (Label("急"), Label("问过", is_private=True)),
        2: (Label("急"),),
    }
    assert office.read(lambda unit: unit.marks.views()) == (SavedView("急件", "标签:急 期限:本周"),)
    assert office.read(seen, Tab.ALL, "标签:问过")[0] == [1]
    office.change(lambda unit: connection(unit).execute(f"UPDATE case_labels SET owner = '{_OTHER}' WHERE owner <> ''"))
    assert office.read(seen, Tab.ALL, "标签:问过")[0] == []
    office.change(lambda unit: unit.marks.lift([1, 2], Label("急")))
    assert office.read(lambda unit: unit.marks.labels()) == ()


def test_what_another_changed_stands_under_a_word_and_in_the_row(office: OpenLibrary) -> None:
    office.change(see, 1, list(Kind))
    office.change(answer_item, 1, "E1.registered", Verdict.MET)
    office.change(see, 2, list(Kind))
    case = office.read(lambda unit: unit.applications.get(2))
    form = {**case.values, "contact_person": "样本丁"}
    office.change(amend_application, 2, case.revision, form, "单位来电更正")
    # What one did oneself is not new; the same look of another person finds it.
    assert office.read(seen, Tab.ALL, "变化:有")[0] == []
    office.change(lambda unit: connection(unit).execute("UPDATE case_looks SET person = ?", (_OTHER,)))
    inside_user = User(_OTHER, frozenset({Role.HANDLER}))
    found = office.read(lambda unit: list(unit.worklist.index(QueueQuery("2024", Tab.ALL, "变化:有"), inside_user).ids))
    assert sorted(found) == [1, 2]
    assert office.read(changed_kinds, 1) == ()


def test_how_long_a_case_waits_is_counted_from_its_last_move(office: OpenLibrary, hands: Hands) -> None:
    hands.now += timedelta(days=3)
    office.change(answer_item, 1, "E1.registered", Verdict.MET)
    hands.now += timedelta(days=2)
    office.change(answer_item, 1, "E1.credit", Verdict.MET)
    assert [row.waiting_days for row in office.read(rows, [1, 2])] == [2, 5]


def test_the_list_by_whom_it_waits_for_follows_each_move_and_puts_the_longest_wait_first(
    office: OpenLibrary, hands: Hands
) -> None:
    def waiting(unit: UnitOfWork) -> list[int]:
        query = QueueQuery("2024", Tab.ALL, sort=SortKey.WAITING)
        return list(unit.worklist.index(query, unit.actor, 2).ids)

    assert office.read(waiting) == [1, 2, 3, 4]
    hands.now += timedelta(days=3)
    office.change(answer_item, 1, "E1.registered", Verdict.MET)
    assert office.read(waiting) == [2, 3, 4, 1]
    hands.now += timedelta(days=1)
    office.change(hand_over, 3, _OTHER, "分工")
    office.change(answer_item, 2, "E1.registered", Verdict.MET)
    assert office.read(waiting) == [3, 4, 1, 2] if _OTHER < FIRST else [4, 1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        office.change(_move_and_fail, 4)
    assert office.read(waiting)[-1 if _OTHER > FIRST else 0] == 3


def _move_and_fail(unit: UnitOfWork, case_id: int) -> None:
    answer_item(unit, case_id, "E1.registered", Verdict.MET)
    unit.worklist.index(QueueQuery("2024", Tab.ALL, sort=SortKey.WAITING), unit.actor)
    raise ZeroDivisionError


def test_how_a_person_left_the_list_is_no_view_of_theirs(office: OpenLibrary) -> None:
    for case_id in (3, 4):
        office.change(keep_place, KeptPlace(Tab.CHECKING, case_id=case_id))
    assert office.read(read_place) == KeptPlace(Tab.CHECKING, case_id=4)
    assert office.read(lambda unit: unit.marks.views()) == ()
    assert [line for line in office.verify() if line.is_broken] == []


def test_few_cases_known_by_their_ids_are_fetched_and_no_list_is_walked_for_them(office: OpenLibrary) -> None:
    office.change(aside, 2)
    with noted_statements(office) as log:
        office.read(queue_index, QueueQuery("2024"), 2)
        office.read(queue_index, QueueQuery("2024", Tab.ASIDE), 2)
        by_ids = [said for said in log.statements if "FROM applications WHERE id IN (SELECT" in said]
    plans = [office.read(_plan_of, said) for said in by_ids]
    assert len(plans) >= 6
    assert all("SEARCH applications USING INTEGER PRIMARY KEY (rowid=?)" in plan for plan in plans)


def _plan_of(unit: UnitOfWork, statement: str) -> list[str]:
    return [str(line[-1]) for line in inside(unit).main.execute(f"EXPLAIN QUERY PLAN {statement}")]
