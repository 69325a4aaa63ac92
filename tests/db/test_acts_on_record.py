"""Every act of the table of acts, done in a true library, is on record with a digest of all it changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Event, Role, User
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.reviewing import sign_off
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.acts import do_act, in_state, lay_request
from support.libraries import Hands, inside

#: Early enough in the season for a request's ten days.
EARLY = datetime(2024, 4, 10, 9, 30)
_REQUESTED = {Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION}


def _prepare(unit: UnitOfWork, act: Act) -> int:
    stand_in: Any = unit
    if "示例乙" not in {user.name for user in unit.users.all()}:
        unit.users.put(User("示例乙", frozenset(Role)))
    case_id = in_state(stand_in, min(act.spec.states, key=lambda state: state.rule.number))
    if act in _REQUESTED:
        lay_request(stand_in, case_id, act)
    if act is Act.SIGN_OFF:
        inside(unit).main.execute("UPDATE opinions SET submitted_by = '示例乙'")
        unit.applications.update(replace(unit.applications.get(case_id), handler="示例乙"))
    return case_id


def _do(unit: UnitOfWork, case_id: int, act: Act) -> None:
    stand_in: Any = unit
    if act is Act.SIGN_OFF:
        sign_off(unit, case_id, "")
    else:
        do_act(stand_in, case_id, act)


def _digests(unit: UnitOfWork, after: int) -> list[str]:
    rows = inside(unit).main.execute("SELECT digests FROM events WHERE id > ?", (after,))
    return [name for (text,) in rows for name in json.loads(text or "{}")]


def _last(unit: UnitOfWork) -> Event:
    return unit.events.latest(1)[0]


# Reasons are given for what came up after the signing: only a library of an earlier version has that, and its own test.
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.EXPLAIN])
def test_an_act_is_on_record_with_what_it_changed(library: OpenLibrary, hands: Hands, act: Act) -> None:
    if act in {*_REQUESTED, Act.DRAFT_CORRECTION}:
        hands.now = EARLY
    case_id = library.change(_prepare, act)
    before = library.read(_last).id
    library.change(_do, case_id, act)
    done = [event for event in library.read(lambda unit: unit.events.latest(50)) if event.id > before]
    assert act.spec.event in {event.act for event in done}
    assert EventAct.CHANGED_BESIDES not in {event.act for event in done}
    assert library.read(_digests, before)
    assert [line.message for line in library.verify() if line.is_broken] == []
