"""A case that the office declined years ago, its papers due to go: the acts of keeping and destroying."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.application import Keeping
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.destroying import (
    call_off_destruction,
    erase_destroyed,
    hold_case,
    lift_hold,
    propose_destruction,
    sign_destruction,
)
from reviewer_app.services.seasons.settling import settle
from support.libraries import FIRST
from support.small_office import DECLINED, HEAD, OTHERS_PASSWORD, Office

WHY = "保管期满"
YEARS_LATER = datetime(2036, 3, 2, 9, 30)


def make_due(unit: UnitOfWork) -> None:
    """Every period settled, the originals given back, the season archived."""
    for copy in unit.papers.of(DECLINED):
        unit.papers.put(DECLINED, replace(copy, keeping=Keeping.RETURNED))
    for name, years in (("keep_declined_years", "10"), ("keep_personal_years", "5"), ("keep_working_years", "1")):
        settle(unit, "2024", name, years, "按本局归档范围")
    record(unit, None, EventAct.SEASON_ARCHIVED, detail={RecordKey.SEASON: "2024"})


def _later(office: Office) -> None:
    office.library.change(make_due)
    office.hands.now = YEARS_LATER
    # That the clock has gone on is put on record at an opening, not in the middle of an act.
    _as(office, FIRST, office.passwords[FIRST])


def _as(office: Office, name: str, password: str) -> None:
    """Somebody else sits down at the desk."""
    folder = office.library.folder
    office.library.close(without_backup=True)
    office.library = office.gate.open(folder, name, password)
    office.library.finish_backup()


def _hold(office: Office) -> Iterator[None]:
    yield
    office.library.change(hold_case, DECLINED, WHY)


def _lift(office: Office) -> Iterator[None]:
    office.library.change(hold_case, DECLINED, WHY)
    yield
    office.library.change(lift_hold, DECLINED, WHY)


def _propose(office: Office) -> Iterator[None]:
    _later(office)
    yield
    office.library.change(propose_destruction, "2024", Depth.FILES, [DECLINED], WHY)


def _call_off(office: Office) -> Iterator[None]:
    _later(office)
    office.library.change(propose_destruction, "2024", Depth.FILES, [DECLINED], WHY)
    yield
    office.library.change(call_off_destruction, 1, WHY)


def _sign(office: Office) -> Iterator[None]:
    _later(office)
    _as(office, HEAD, OTHERS_PASSWORD)
    office.library.change(propose_destruction, "2024", Depth.FILES, [DECLINED], WHY)
    _as(office, FIRST, office.passwords[FIRST])
    yield
    office.library.change(sign_destruction, 1)
    office.library.change(erase_destroyed)


#: The acts of keeping and destroying, each with what is got ready for it before the first `yield`.
RETENTION: Mapping[str, Callable[[Office], Iterator[None]]] = {
    "hold": _hold,
    "lift_hold": _lift,
    "propose_destruction": _propose,
    "call_off_destruction": _call_off,
    "sign_destruction": _sign,
}
