"""Consultations over a real library: read with their case in the same statement, and never rewritten."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.services.cases import consulting
from reviewer_app.services.cases.consulting import ReplyPaper
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register

_REPLY = ReplyPaper(
    Stance.AGREES, "认可，“共同推动”。", date(2024, 5, 20), date(2024, 5, 20), "函1号", "复函.pdf", b"file"
)


@pytest.fixture
def asked(library: OpenLibrary) -> OpenLibrary:
    """A library of one case with three departments asked: one replied, one reminded, one withdrawn."""
    library.change(register, [new_case(1), new_case(2)])
    for name in ("甲部门", "乙'部门\"", "丙部门"):
        library.change(consulting.consult, 1, name, 5, "一问")
    library.change(consulting.take_view, 1, 1, _REPLY)
    library.change(consulting.remind, 1, 2)
    library.change(consulting.withdraw_consultation, 1, 3, "写错")
    return library


def test_they_are_kept_with_all_they_say(asked: OpenLibrary) -> None:
    one, two, three = asked.read(lambda unit: unit.applications.get(1)).consultations
    assert one.view is not None
    assert (one.view.stance, one.view.words, one.view.dated) == (Stance.AGREES, "认可，“共同推动”。", date(2024, 5, 20))
    assert one.view.register_number == "收〔2024〕1号"
    assert asked.read(lambda unit: unit.attachments.content(one.view.sha256 if one.view else "")) == b"file"
    assert (two.department, two.reminded_on, two.due_on) == ("乙'部门\"", (date(2024, 5, 20),), date(2024, 5, 27))
    assert (three.stand.value, three.reason, three.question) == ("withdrawn", "写错", "一问")
    assert asked.read(lambda unit: unit.applications.get(2)).consultations == ()


def test_the_queue_counts_who_replied(asked: OpenLibrary) -> None:
    rows = asked.read(lambda unit: unit.worklist.rows([1, 2], unit.today))
    assert [(row.replied, row.consulted) for row in rows] == [(1, 2), (0, 0)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM consultations",
        "UPDATE consultations SET department = '别的部门' WHERE number = 2",
        "UPDATE consultations SET asked_on = '2020-01-01' WHERE number = 2",
        "UPDATE consultations SET words = '不认可' WHERE number = 1",
        "UPDATE consultations SET stand = 'asked' WHERE number = 3",
    ],
)
def test_nothing_of_it_is_rewritten(asked: OpenLibrary, statement: str) -> None:
    def rewrite(unit: UnitOfWork) -> None:
        inside(unit).main.execute(statement)

    with pytest.raises(Exception, match=r"never (erased|changed)"):
        asked.change(rewrite)
