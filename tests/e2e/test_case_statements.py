"""What the window asks of a real library: one reading of the open case after each change, by few statements.

The library's connection tells each statement as it is carried out; each piece of work is one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafting import draft_opinion
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_ui.start.application import make_application
from support.builders import CLEAN, KEY
from support.libraries import inside, make_desk, make_gate
from support.officer import Officer

#: What a reading of one case may ask for, its transaction and the guard against writing counted.
MOST_STATEMENTS = 16
OTHER = "智慧航运服务标准化试点"


class Statements:
    """What was asked of the library since the last look."""

    def __init__(self, library: OpenLibrary) -> None:
        self._heard: list[str] = []
        library.read(lambda unit: inside(unit).main.set_trace_callback(self._heard.append))

    def forget(self) -> None:
        self._heard.clear()

    @property
    def readings(self) -> list[list[str]]:
        """The readings of a whole case, each with its statements."""
        works: list[list[str]] = [[]]
        for statement in self._heard:
            if statement == "PRAGMA query_only = ON" or statement.startswith("BEGIN IMMEDIATE"):
                works.append([])
            works[-1].append(statement)
        return [work for work in works if work and work[0].startswith("PRAGMA") and _asks_for_case(work)]


def _asks_for_case(work: list[str]) -> bool:
    """Whether it reads one whole case by its id; the band about doubles reads some others, by a list of theirs."""
    return any("FROM applications a JOIN case_values" in one and "WHERE a.id =" in one for one in work)


def two_cases(unit: UnitOfWork) -> list[int]:
    forms: tuple[Mapping[str, str], ...] = (CLEAN, {**KEY, "project_name": OTHER, "filing_number": "SH2024617129999"})
    return [register_application(unit, form, Source.ONLINE).application_id for form in forms]


@pytest.fixture
def officer(tmp_path: Path, qapp: QApplication) -> Iterator[Officer]:
    """The window on a library with two cases, the first of them open."""
    make_application()
    gate = make_gate()
    library = make_desk(tmp_path / "案卷库", gate)
    library.change(two_cases)
    officer = Officer(gate, library, tmp_path / "设置.ini")
    officer.opens(CLEAN["project_name"])
    yield officer
    officer.leaves()


@pytest.fixture
def statements(officer: Officer) -> Statements:
    assert isinstance(officer.library, OpenLibrary)
    return Statements(officer.library)


def test_opening_a_case_takes_few_statements(officer: Officer, statements: Statements) -> None:
    """Both panes show what one reading brought."""
    officer.opens(OTHER)
    reading, *besides = statements.readings
    assert len(besides) <= 1, "what the unit promised before is read by itself"
    assert len(reading) <= MOST_STATEMENTS, "\n".join(reading)


def test_one_answer_is_followed_by_one_reading(officer: Officer, statements: Statements) -> None:
    """The first answer also moves the case; the second only answers."""
    for rule_id in ("E1.registered", "E1.credit"):
        statements.forget()
        officer.answers(rule_id, Verdict.MET)
        reading, *besides = statements.readings
        assert len(besides) <= 1, "what the unit promised before is read by itself"
        assert len(reading) <= MOST_STATEMENTS, "\n".join(reading)


def test_going_on_stores_what_was_typed_and_reads_only_the_next_case(officer: Officer, statements: Statements) -> None:
    """The note still open is stored with its case, which nobody looks at any more."""
    panes = officer.window.cases._panes
    assert panes is not None
    panes.opinion.checklist.rows["E1.registered"].write_note("执照已核")
    panes.show_case(2)
    officer.waits()
    reading, *besides = statements.readings
    assert len(besides) <= 1, "what the unit promised before is read by itself"
    assert any("WHERE a.id = 2" in one for one in reading)
    assert officer.library.read(open_case, 1).answers["E1.registered"].note == "执照已核"


def test_the_opinion_is_drafted_once_a_reading(
    officer: Officer, statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the outcome is chosen or not."""
    drafted: list[str] = []

    def counted(*given: Any) -> str:
        drafted.append(draft_opinion(*given))
        return drafted[-1]

    monkeypatch.setattr("reviewer_app.services.ports.rows.draft_opinion", counted)
    officer.answers("E1.registered", Verdict.MET)
    assert len(drafted) == 1
    officer.presses("推荐")
    drafted.clear()
    officer.answers("E1.credit", Verdict.MET)
    assert len(drafted) == 1
    drafted.clear()
    officer.opens(OTHER)
    assert len(drafted) == 1


def test_the_case_carries_the_offices_day(officer: Officer) -> None:
    """The practice day or the clock's; the panes ask no clock of their own."""
    view = officer.library.read(open_case, 1)
    assert view.today == date(2024, 5, 20)
