"""The list for the seal: what may stand on it, who agrees to it, and what its own author may do."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.dispatch.seals import ListWord, SealSetup
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.sealing.setup import clear_left_images, image_as_file
from reviewer_app.services.sealing.sheet import PaperStanding, seal_sheet, seals_waiting
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.sealing import issued


@pytest.fixture
def unit() -> FakeUnit:
    """An office with three persons: one asks, one agrees, one keeps the seal."""
    return FakeUnit(
        User("示例甲", frozenset({Role.HANDLER, Role.HEAD})),
        User("示例乙", frozenset({Role.HEAD})),
        User("示例丙", frozenset({Role.SEAL})),
    )


def _asked(unit: FakeUnit, count: int = 2) -> int:
    entries = [issued(unit, signed_off(unit, number)) for number in range(1, count + 1)]
    ask_for_seal(unit, {entry.id: 2 for entry in entries})
    return unit.seals.asked[-1].id


def test_a_list_names_each_paper_with_its_bytes_and_impressions_and_stands_on_record(unit: FakeUnit) -> None:
    list_id = _asked(unit)
    one = unit.seals.list_of(list_id)
    assert [(paper.called, paper.impressions) for paper in one.papers] == [
        (entry.called, 2) for entry in unit.register.all()
    ]
    assert {paper.sha256 for paper in one.papers} == {entry.sha256 for entry in unit.register.all()}
    for paper in one.papers:
        event = unit.events.of(paper.application_id)[-1]
        assert (event.act, event.detail[RecordKey.CASES]) == (EventAct.SEAL_ASKED, "2")
    assert [line.standing for line in seal_sheet(unit).lines] == [PaperStanding.ASKED] * 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sha256": ""}, "seal.no_file"),
        ({"sealed_how": Sealing.SAMPLE}, "seal.sample"),
        ({"basis": "opinion:7"}, "seal.decided_anew"),
    ],
)
def test_what_cannot_be_sealed_does_not_come_on_a_list(unit: FakeUnit, change: dict[str, object], code: str) -> None:
    entry = replace(issued(unit, signed_off(unit, 1)), **change)  # type: ignore[arg-type]
    unit.register.complete(entry)
    with pytest.raises(RefusalError, match=code):
        ask_for_seal(unit, {entry.id: 1})
    assert unit.seals.asked == []


def test_a_paper_stands_on_one_list_at_a_time_until_it_was_sent_back(unit: FakeUnit) -> None:
    list_id = _asked(unit, 1)
    entry = unit.register.all()[0]
    with pytest.raises(RefusalError, match=r"seal\.listed_already"):
        ask_for_seal(unit, {entry.id: 1})
    unit.acting("示例乙")
    with pytest.raises(RefusalError, match=r"seal\.word_reason"):
        send_back_list(unit, list_id, " ")
    send_back_list(unit, list_id, "附件不全")
    unit.acting("示例甲")
    ask_for_seal(unit, {entry.id: 1})
    assert [one.last.word if one.last else None for one in unit.seals.asked] == [ListWord.SENT_BACK, None]


@pytest.mark.parametrize("count", [0, 100, -1])
def test_impressions_are_counted_from_one_to_ninety_nine(unit: FakeUnit, count: int) -> None:
    entry = issued(unit, signed_off(unit, 1))
    with pytest.raises(RefusalError, match=r"seal\.impressions"):
        ask_for_seal(unit, {entry.id: count})


def test_an_own_list_is_agreed_to_only_where_allowed_with_a_reason_and_it_is_recorded(unit: FakeUnit) -> None:
    list_id = _asked(unit, 1)
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=False))
    assert seals_waiting(unit).to_approve == ()
    with pytest.raises(RefusalError, match=r"seal\.self_not_allowed"):
        approve_list(unit, list_id, "只有一人在岗")
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    with pytest.raises(RefusalError, match=r"seal\.self_reason"):
        approve_list(unit, list_id)
    approve_list(unit, list_id, "只有一人在岗")
    approval = unit.seals.list_of(list_id).approval
    assert approval is not None
    assert approval.is_self_approval
    event = unit.events.latest(1)[0]
    assert event.detail[RecordKey.APPROVAL] == "申请与同意为同一人"
    assert event.reason == "只有一人在岗"


def test_a_list_is_judged_once_and_not_after_a_paper_on_it_was_made_anew(unit: FakeUnit) -> None:
    list_id = _asked(unit, 1)
    unit.acting("示例乙")
    entry = unit.register.all()[0]
    unit.register.complete(replace(entry, sha256="f" * 64))
    with pytest.raises(RefusalError, match=r"seal\.bytes_changed"):
        approve_list(unit, list_id)
    unit.register.complete(entry)
    approve_list(unit, list_id)
    with pytest.raises(RefusalError, match=r"seal\.said_already"):
        send_back_list(unit, list_id, "再想想")


def test_who_asked_takes_the_list_back_alone(unit: FakeUnit) -> None:
    list_id = _asked(unit, 1)
    unit.users.put(User("示例丁", frozenset({Role.HANDLER})))
    unit.acting("示例丁")
    with pytest.raises(RefusalError, match=r"seal\.others_list"):
        withdraw_list(unit, list_id, "不该我撤")
    unit.acting("示例甲")
    withdraw_list(unit, list_id, "漏了一件")
    assert [line.standing for line in seal_sheet(unit).lines] == [PaperStanding.OPEN]


def test_each_is_told_what_waits_for_him(unit: FakeUnit) -> None:
    list_id = _asked(unit, 1)
    unit.acting("示例乙")
    assert [one.id for one in seals_waiting(unit).to_approve] == [list_id]
    approve_list(unit, list_id)
    assert seals_waiting(unit).count == 0
    unit.acting("示例丙")
    assert [one.id for one in seals_waiting(unit).to_seal] == [list_id]


def test_an_image_left_as_a_file_by_a_program_that_was_killed_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is being drawn stays, and what is none of ours."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    other = tmp_path / "seal-of-others"
    other.mkdir()
    with image_as_file(SealSetup(image_name="章.PNG"), b"seal") as drawn:
        assert drawn is not None
        assert drawn.file is not None
        left = Path(shutil.copytree(drawn.file.parent, tmp_path / "seal-left"))
        clear_left_images()
        assert (drawn.file.read_bytes(), left.exists(), other.exists()) == (b"seal", False, True)
        shutil.copytree(drawn.file.parent, left)
    with image_as_file(SealSetup(image_name="章.PNG"), b"seal"):
        assert not left.exists(), "the next drawing clears away as well"
    assert list(tmp_path.iterdir()) == [other]
