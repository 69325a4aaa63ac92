"""Pins and readings of scans in a real encrypted library: kept, settled, never erased."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer_app.domain.evidence.scans import Place, Reading, ReadingStand
from reviewer_app.services.cases.checking import attach_evidence, mark_part
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import ScanFile, keep_scan, pass_readings, scans_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register

PLACE = Place(2, 300, 400, 900, 700)


@pytest.fixture
def case_id(library: OpenLibrary) -> int:
    case = library.change(register, [new_case(1)])[0]
    library.change(keep_scan, case, [ScanFile("扫描.pdf", b"%PDF")])
    return case


def add(unit: UnitOfWork, case_id: int, *readings: Reading) -> None:
    unit.scans.add_readings(case_id, readings)


def test_pins_and_readings_are_there_again_with_all_they_say(
    library: OpenLibrary, case_id: int, reopen: Callable[[], OpenLibrary]
) -> None:
    (scan,) = library.read(scans_of, case_id).scans
    library.change(pin_place, case_id, "M4.seal", scan.sha256, PLACE)
    library.change(pin_place, case_id, "E1.registered", scan.sha256, PLACE, "code")
    library.change(mark_part, case_id, "E1.registered", "code", True)
    library.change(attach_evidence, case_id, "E1.registered", "证照.pdf", b"%PDF", 1, "proof")
    library.change(withdraw_pin, case_id, 1, "框错了")
    one = Reading(0, "sector", "公共服务", scan.sha256, PLACE, is_sure=False)
    library.change(add, case_id, one, Reading(0, "email", "", scan.sha256, None, True, ReadingStand.EQUAL))
    library.change(pass_readings, case_id, [1])
    library.close()
    again = reopen()
    view = again.read(scans_of, case_id)
    first, second = view.pins
    assert (first.rule_id, first.place, first.by, first.withdrawn_reason) == ("M4.seal", PLACE, "示例甲", "框错了")
    assert (second.is_standing, second.sha256) == (True, scan.sha256)
    assert (second.rule_id, second.part) == ("E1.registered", "code")
    answer = again.read(open_case, case_id).answers["E1.registered"]
    assert (answer.lacking, [one.part for one in answer.evidence]) == (("code",), ["proof"])
    sector, mail = view.readings
    assert (sector.value, sector.place, sector.stand, sector.by) == ("公共服务", PLACE, ReadingStand.SEEN, "示例甲")
    assert (mail.place, mail.is_sure, mail.stand) == (None, True, ReadingStand.EQUAL)
    assert [line for line in again.verify() if line.is_broken] == []
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM scan_pins",
        "UPDATE scan_pins SET left_edge = 1",
        "UPDATE scan_pins SET rule_id = 'E1.credit', withdrawn_at = '2024-05-20'",
        "DELETE FROM scan_readings",
        "UPDATE scan_readings SET value = '另一个'",
    ],
)
def test_what_was_pinned_or_read_is_never_changed(library: OpenLibrary, case_id: int, statement: str) -> None:
    (scan,) = library.read(scans_of, case_id).scans
    library.change(pin_place, case_id, "M4.seal", scan.sha256, PLACE)
    library.change(add, case_id, Reading(0, "sector", "公共服务", scan.sha256, PLACE, is_sure=True))
    with pytest.raises(Exception, match="never"):
        library.change(lambda unit: inside(unit).main.execute(statement))
