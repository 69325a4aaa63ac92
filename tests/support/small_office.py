"""A whole small office on disk: people, a second desk that knows it, cases at several steps, a batch, a backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.application import Role, Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import LibraryGate, OpenLibrary
from support.builders import CLEAN, values
from support.grounds import grounded
from support.libraries import FIRST, PASSWORD, Hands, make_gate, new_case, person, register
from support.sealing import seal_cases
from support.two_desks import desk, introduce, send

HEAD, HANDLER, LEFT = "示例乙", "示例丙", "示例丁"
OTHERS_PASSWORD = "示例密码二"
#: Early enough in the season for a request's ten days.
EARLY = datetime(2024, 4, 10, 9, 30)
#: Cases of the office by what they are ready for, as their place among those it begins with.
OPEN, DECIDED, DECLINED, SEALED = 1, 2, 3, 4
OPEN_FORM = values(CLEAN, project_name="示例项目一", filing_number="SH2024617120011")
_LIBRARY, _ELSEWHERE, _ARRIVED = "案卷库", "另一案卷库", "来件.移交件"


@dataclass
class Office:
    """One copy of it: its library open for its first person, and where its files go."""

    library: OpenLibrary
    gate: LibraryGate
    hands: Hands
    parts: Parts
    #: What is written for keeping outside the library goes here.
    goal: Path
    #: What others have sent lies here; nothing is written.
    received: Path
    #: What opens the library for each person; it follows what was acknowledged.
    passwords: dict[str, str] = field(
        default_factory=lambda: {FIRST: PASSWORD, HEAD: OTHERS_PASSWORD, HANDLER: OTHERS_PASSWORD}
    )

    def again(self) -> OpenLibrary:
        """Opens the library anew for its first person."""
        self.library = self.gate.open(self.library.folder, FIRST, self.passwords[FIRST])
        return self.library


def make_office(place: Path) -> None:
    """Makes the office that is copied; everything in it is acknowledged and closed."""
    hands, parts = Hands(), Parts()
    library = desk(place / _LIBRARY, "窗口", make_gate(hands))
    other = desk(place / _ELSEWHERE, "初审室", make_gate(hands))
    introduce(library, other)
    library.add_user(person(HEAD, Role.HEAD, Role.ADMIN, Role.HANDLER), OTHERS_PASSWORD, is_own=True)
    library.add_user(person(HANDLER, Role.HANDLER), OTHERS_PASSWORD, is_own=True)
    library.add_user(person(LEFT, Role.HANDLER), OTHERS_PASSWORD, is_own=True)
    library.retire(LEFT)
    library.change(_set_codes)
    library.change(lambda unit: register_application(unit, OPEN_FORM, Source.PAPER))
    library.change(_decided, "二")
    library.change(_decided, "三", Outcome.DECLINE)
    decided = library.change(_decided, "四")
    export_batch(library, parts.maker, [SEALED], place / "批次", SealStyle.CIRCLE, lambda *_: None, lambda: False)
    library.change(seal_cases, [decided])
    came = other.change(register, [new_case(70, intake_number="2024-初-0001")])
    send(other, came, library, place / _ARRIVED)
    library.back_up()
    library.close()
    other.close()


@contextmanager
def copied_office(made: Path, place: Path, goal: Path) -> Iterator[Office]:
    """A copy of the office in `place`, open; closed at the end, whatever was done."""
    hands = Hands()
    gate = make_gate(hands)
    shutil.copytree(made / _LIBRARY, place / _LIBRARY)
    library = gate.open(place / _LIBRARY, FIRST, PASSWORD)
    library.finish_backup()
    office = Office(library, gate, hands, Parts(), goal, made)
    try:
        yield office
    finally:
        office.library.close(without_backup=True)


def arrived(office: Office) -> Path:
    """The package that came from the other desk."""
    return office.received / _ARRIVED


def other_card(office: Office) -> str:
    """The other desk's fingerprint."""
    return office.library.read(lambda unit: unit.desks.known()[0].card.fingerprint)


def _set_codes(unit: UnitOfWork) -> None:
    office = replace(unit.settings.get(), telephone="021", allows_self_approval=True)
    unit.settings.put(replace(office, agency_code="示市监荐", decline_code="示市监告", transfer_code="示市监函"))


def _decided(unit: UnitOfWork, mark: str, outcome: Outcome = Outcome.RECOMMEND) -> int:
    number = {"二": 2, "三": 3, "四": 4}[mark]
    form = values(CLEAN, project_name=f"示例项目{mark}", filing_number=f"SH202461712001{number}")
    case_id = register_application(unit, form, Source.ONLINE).application_id
    view = open_case(unit, case_id)
    for rule in rules_for(view.pack, view.application.values):
        checking.answer_item(unit, case_id, rule.id, Verdict.MET)
    if outcome is Outcome.DECLINE:
        checking.answer_item(unit, case_id, "E2.foundation", Verdict.NOT_MET)
    grounded(unit, case_id)
    reviewing.submit_opinion(unit, case_id, outcome, ProjectClass.GENERAL, "经初审，提出意见。")
    reviewing.sign_off(unit, case_id, reasons={"self_approval": "本周只有一人在岗"})
    return case_id
