"""What is pinned and read on scans goes with its case, and comes home settled."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.evidence.scans import Place, Reading, ReadingStand
from reviewer_app.services.cases.checking import mark_part
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import ScanFile, keep_scan, pass_readings, scans_of
from reviewer_db import OpenLibrary
from support.two_desks import send, take, with_cases

PLACE = Place(2, 300, 400, 900, 700, 90)


def test_pins_and_readings_go_and_come_home(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    counter.change(keep_scan, here, [ScanFile("扫描.pdf", b"%PDF")])
    (scan,) = counter.read(scans_of, here).scans
    counter.change(pin_place, here, "M4.seal", scan.sha256, PLACE)
    one = Reading(0, "email", "a@example.com", scan.sha256, PLACE, is_sure=False)
    counter.change(lambda unit: unit.scans.add_readings(here, [one]))
    send(counter, [here], reviewer, tmp_path / "a.移交件")
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    came = reviewer.read(scans_of, there)
    assert [(pin.rule_id, pin.place, pin.by) for pin in came.pins] == [("M4.seal", PLACE, "示例甲")]
    assert [(read.value, read.place, read.stand) for read in came.readings] == [
        ("a@example.com", PLACE, ReadingStand.WAITING)
    ]
    reviewer.change(withdraw_pin, there, came.pins[0].id, "框错了")
    reviewer.change(pin_place, there, "E1.registered", scan.sha256, PLACE, "code")
    reviewer.change(mark_part, there, "E1.registered", "code", True)
    reviewer.change(pass_readings, there, [came.readings[0].id])
    send(reviewer, [there], counter, tmp_path / "b.移交件")
    take(counter, tmp_path / "b.移交件")
    home = counter.read(scans_of, here)
    assert [(pin.withdrawn_reason, pin.part) for pin in home.pins] == [("框错了", ""), ("", "code")]
    assert counter.read(open_case, here).answers["E1.registered"].lacking == ("code",)
    assert [read.stand for read in home.readings] == [ReadingStand.SEEN]
    assert [line for line in counter.verify() if line.is_broken] == []
