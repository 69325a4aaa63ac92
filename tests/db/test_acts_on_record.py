"""Every act of the table of acts, done in a true library, is on record with a digest of all it changed."""

from __future__ import annotations

import json

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import Hands, inside
from support.small_office import EARLY
from support.writing_acts import ABOUT_REQUESTS, done, prepared


def _digests(unit: UnitOfWork, after: int) -> list[str]:
    rows = inside(unit).main.execute("SELECT digests FROM events WHERE id > ?", (after,))
    return [name for (text,) in rows for name in json.loads(text or "{}")]


def _last(unit: UnitOfWork) -> Event:
    return unit.events.latest(1)[0]


# Reasons are given for what came up after the signing: only a library of an earlier version has that, and its own test.
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.EXPLAIN])
def test_an_act_is_on_record_with_what_it_changed(library: OpenLibrary, hands: Hands, act: Act) -> None:
    if act in ABOUT_REQUESTS:
        hands.now = EARLY
    case_id = library.change(prepared, act)
    before = library.read(_last).id
    library.change(done, case_id, act)
    came = [event for event in library.read(lambda unit: unit.events.latest(50)) if event.id > before]
    assert act.spec.event in {event.act for event in came}
    assert EventAct.CHANGED_BESIDES not in {event.act for event in came}
    assert library.read(_digests, before)
    assert [line.message for line in library.verify() if line.is_broken] == []
