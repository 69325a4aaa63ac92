"""No paper speaks in the office's name while its case is not what the record says; the look costs a few reads."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.cases.sealing import record_sealed
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.sealing.sessions import stamp_papers
from reviewer_app.wiring import Parts
from support.behind_its_back import behind_its_back
from support.libraries import inside, make_desk
from support.practice import practice_library
from support.sealing import session_on

OLD = Path(__file__).parents[2] / "e2e" / "old_libraries" / "schema-5"

#: What somebody with the key changes of one case, by a statement that takes its id.
CHANGES = [
    "UPDATE opinions SET text = replace(text, '。', '；') WHERE application_id = :case",
    "UPDATE opinions SET decided_by = '示例丁' WHERE application_id = :case",
    "UPDATE case_values SET form = replace(form, '标准化', '标准话') WHERE id = :case",
    "UPDATE answers SET note = note || '（补）' WHERE application_id = :case",
    "DELETE FROM answers WHERE application_id = :case AND rule_id = (SELECT min(rule_id) FROM answers"
    " WHERE application_id = :case)",
    "UPDATE register SET party = '示例收文单位' WHERE application_id = :case",
    "UPDATE lookup_items SET rule_id = rule_id || 'x' WHERE lookup_id IN (SELECT id FROM lookups"
    " WHERE application_id = :case)",
    "UPDATE events SET reason = '另有理由' WHERE application_id = :case",
    "UPDATE events SET digests = '' WHERE application_id = :case",
    "INSERT INTO recusals (application_id, person, reason, declared_at)"
    " VALUES (:case, '示例丁', '无', '2024-05-20T09:00:00')",
]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("held") / "库"
    practice_library(place).close()
    return place


@pytest.fixture
def at_desk(practice: Path, tmp_path: Path) -> Iterator[Library]:
    library = Parts().libraries.open_practice(shutil.copytree(practice, tmp_path / "库"))
    yield library
    library.close(without_backup=True)


def _case_with(unit: UnitOfWork, *tables: str) -> int:
    """A signed case that has rows in these tables."""
    with_rows = " ".join(
        f"AND EXISTS (SELECT 1 FROM {one} x WHERE x.application_id = o.application_id)" for one in tables
    )
    found = inside(unit).main.execute(
        f"SELECT o.application_id FROM opinions o WHERE o.status = 'signed_off' AND o.outcome = 'recommend' {with_rows}"
    )
    return int(found.fetchone()[0])


def _held(act: Callable[[], object]) -> str:
    with pytest.raises(TroubleError) as caught:
        act()
    assert caught.value.code == "library.not_as_recorded"
    return str(caught.value.values["finding"])


@pytest.mark.parametrize("statement", CHANGES)
def test_what_does_not_agree_with_the_record_is_printed_in_no_paper(statement: str, at_desk: Library) -> None:
    case = at_desk.read(_case_with, "register", "lookups")
    order = PrintOrder(DocumentKind.RECOMMENDATION, case)
    assert at_desk.read(gather, order).values is not None
    assert at_desk.change(behind_its_back, statement, case)
    assert _held(lambda: at_desk.read(gather, order))


def test_the_papers_of_another_case_go_on(at_desk: Library) -> None:
    """Whoever found one case changed is not kept from the work on all others."""
    case = at_desk.read(_case_with, "register")
    others = at_desk.read(lambda unit: [one for (one,) in inside(unit).main.execute("SELECT id FROM applications")])
    at_desk.change(behind_its_back, "UPDATE applications SET handler = '示例丁' WHERE id = :case", case)
    for other in others:
        if other != case:
            at_desk.read(lambda unit, one: unit.require_as_recorded([one]), other)
    assert "handler" in _held(lambda: at_desk.read(lambda unit: unit.require_as_recorded(others)))


def test_the_slip_for_the_desk_is_printed_all_the_same(at_desk: Library) -> None:
    case = at_desk.read(_case_with)
    at_desk.change(behind_its_back, CHANGES[0], case)
    assert at_desk.read(gather, PrintOrder(DocumentKind.RUN_SHEET, case)).values is not None


def test_nothing_changed_is_sealed_or_sent(at_desk: Library) -> None:
    batch = at_desk.read(lambda unit: unit.batches.all("2024")[0])
    case = batch.lines[0].application_id
    at_desk.change(behind_its_back, "UPDATE opinions SET decided_by = '示例丁' WHERE application_id = :case", case)
    state = at_desk.read(lambda unit: unit.applications.get(case).state)
    assert _held(lambda: at_desk.change(lambda unit: unit.require_as_recorded([case])))
    if batch.sent_at is None:
        _held(lambda: at_desk.change(record_sent, batch.id))
    signed = at_desk.read(
        lambda unit: [
            one for (one,) in inside(unit).main.execute("SELECT id FROM applications WHERE state = 'signed_off'")
        ]
    )
    session = at_desk.change(session_on, signed[:3])
    papers = [paper.register_id for paper in at_desk.read(lambda unit: unit.seals.lists("2024")[-1].papers)]
    at_desk.change(behind_its_back, CHANGES[0], signed[1])
    _held(lambda: at_desk.change(record_sealed, signed[:3]))
    done = at_desk.change(stamp_papers, session, papers)
    assert [error.code for error in done.refused] == ["library.not_as_recorded"], "the rest goes on"
    assert [use.application_id for use in done.uses] == [signed[0], signed[2]]
    assert at_desk.read(lambda unit: unit.applications.get(case).state) is state


def test_a_case_of_an_earlier_version_is_found_among_the_first_entries(tmp_path: Path) -> None:
    """Its rows stand in the entries of the whole office, made when the library was first opened by this version."""
    folder = shutil.copytree(OLD / "library", tmp_path / "库")
    library = Parts().libraries.open(folder, "示例甲", PRACTICE_PASSWORD)
    case = library.read(_case_with)
    whole: list[str] = []

    def look(unit: UnitOfWork) -> None:
        inside(unit).main.set_trace_callback(whole.append)
        unit.require_as_recorded([case])
        inside(unit).main.set_trace_callback(None)

    library.read(look)
    assert not any("FROM users" in statement for statement in whole), "the whole library was not looked at"
    library.change(behind_its_back, CHANGES[0], case)
    assert _held(lambda: library.read(lambda unit: unit.require_as_recorded([case])))
    library.close(without_backup=True)


def test_the_look_waits_for_a_change_of_the_master_key(tmp_path: Path) -> None:
    """Between the two files' new keys both would look damaged; a batch asked for then waits and is made."""
    library = make_desk(tmp_path / "库")
    done = threading.Event()

    def ask() -> None:
        library.require_as_recorded()
        done.set()

    with library.checker.guard:
        threading.Thread(target=ask, daemon=True).start()
        time.sleep(0.3)
        assert not done.is_set()
    assert done.wait(30)
    library.close(without_backup=True)


def test_the_look_at_one_case_reads_little(at_desk: Library) -> None:
    """A statement for each table of theirs however many cases there are, and none read whole."""
    case = at_desk.read(_case_with, "register")

    def count(unit: UnitOfWork) -> list[str]:
        heard: list[str] = []
        inside(unit).main.set_trace_callback(heard.append)
        unit.require_as_recorded([case])
        inside(unit).main.set_trace_callback(None)
        return heard

    assert len(at_desk.read(count)) <= 48
