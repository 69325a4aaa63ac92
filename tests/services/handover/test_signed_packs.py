"""A pack goes to another office as one signed file: by a head, after approval; proven there, and no more is claimed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.outside.signed_pack import PackSignature, PackTrust
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.settings import awaits_approval
from reviewer_app.foreign.signed_packs import arrived_in
from reviewer_app.packs.checking import check_text
from reviewer_app.services.handover.cards import confirm_card, issue_card
from reviewer_app.services.handover.envelope import card_of, new_keys
from reviewer_app.services.handover.signed_packs import (
    load_arrived_pack,
    look_at_pack,
    note_signed,
    sign_pack,
    signed_copy,
)
from reviewer_app.services.ports.seasons import ArrivedPack
from reviewer_app.services.regulations.keeping import keep_regulation, pin_rule
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.beginning import begin_season
from reviewer_app.services.seasons.page import read_season_page
from support.fakes import FakeDesk, FakeUnit
from support.other_packs import SECTORS, newer
from support.regulation_acts import RULE, pinned
from support.signed_packs import SENDER, signed_pack


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def arrived() -> ArrivedPack:
    """A pack of the next season, signed by a desk that is not known here."""
    return signed_pack(SECTORS)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(RefusalError) as refused:
        act()
    return refused.value.code


def _own_card(unit: FakeUnit) -> DeskCard:
    keys = unit.desks.own()
    assert keys is not None
    return card_of(keys)


def _ready(unit: FakeUnit) -> str:
    issue_card(unit, "示例区标准化科")
    sha256 = unit.packs.current("2024").sha256
    approve_pack(unit, "2024", sha256, "同意")
    return sha256


def test_an_approved_pack_goes_out_whole_under_the_desks_key_and_on_record(unit: FakeUnit, tmp_path: Path) -> None:
    sha256 = _ready(unit)
    library, path = FakeDesk(unit), tmp_path / "sh-2024.rulepack"
    sign_pack(library, "2024", sha256, path)
    event = unit.events.latest(1)[0]
    assert event.act == EventAct.PACK_SIGNED
    assert event.detail[RecordKey.CHECK_NUMBER] == _own_card(unit).check_number
    found = arrived_in(path)
    assert found.signature is not None
    assert (found.check.frame.sha256 if found.check.frame else "") == sha256
    assert found.signature.said.card == _own_card(unit)
    assert found.signature.said.approved_by == unit.actor.name
    assert event.detail[RecordKey.CONTENT_HASH] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_page_in_the_file_names_the_regulations_the_points_rest_on(unit: FakeUnit, tmp_path: Path) -> None:
    sha256 = _ready(unit)
    pinned(unit)
    path = tmp_path / "sh-2024.rulepack"
    sign_pack(FakeDesk(unit), "2024", sha256, path)
    with zipfile.ZipFile(path) as archive:
        page = archive.read("说明.txt").decode("utf-8-sig")
    assert f"{RULE.cited}，{RULE.period}：" in page
    assert "（第十二条）" in page
    assert _own_card(unit).check_number in page
    assert arrived_in(path).check.is_usable


def test_the_page_says_what_is_out_of_force_and_stays_short(unit: FakeUnit, tmp_path: Path) -> None:
    sha256 = _ready(unit)
    keep_regulation(unit, replace(RULE, ends=date(2023, 12, 31)))
    pin_rule(unit, "E5.policy", 1, "第十二条")
    long = replace(RULE, title="示例管理办法" * 8, number="")
    for serial in range(2, 60):
        keep_regulation(unit, replace(long, title=f"{long.title}{serial}"))
        for point in unit.packs.current("2024").rules[:16]:
            pin_rule(unit, point.id, serial, f"第{serial}条")
    path = tmp_path / "sh-2024.rulepack"
    sign_pack(FakeDesk(unit), "2024", sha256, path)
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("说明.txt").decode("utf-8-sig").splitlines()
    over = next(line for line in lines if RULE.cited in line)
    assert "2018-03-01 至 2023-12-31" in over
    assert "签名当天不在施行期内" in over
    grounds = [line for line in lines if line.startswith("《")]
    assert max(map(len, lines)) <= 300
    assert sum(line.endswith("…") for line in grounds) == len(grounds) - 1, "what goes on is seen to go on"
    assert str(59 - len(grounds)) in lines[-1], "what is left out is counted"


def test_where_the_file_cannot_be_written_nothing_is_on_record(unit: FakeUnit, tmp_path: Path) -> None:
    sha256 = _ready(unit)
    before = unit.events.latest(1)
    with pytest.raises(TroubleError) as trouble:
        sign_pack(FakeDesk(unit), "2024", sha256, tmp_path / "没有的文件夹" / "sh-2024.rulepack")
    assert trouble.value.code == "signed_pack.not_writable"
    assert unit.events.latest(1) == before
    # A folder stands where the file's name should be: all was written but the name.
    taken = tmp_path / "sh-2024.rulepack"
    (taken / "别的").mkdir(parents=True)
    with pytest.raises(TroubleError):
        sign_pack(FakeDesk(unit), "2024", sha256, taken)
    assert unit.events.latest(1) == before
    assert list(tmp_path.iterdir()) == [taken]


def test_a_pack_that_changed_meanwhile_is_not_said_to_be_signed(unit: FakeUnit) -> None:
    sha256 = _ready(unit)
    load_arrived_pack(unit, ArrivedPack(check_text(newer(), "新版.toml"), None))
    assert code_of(lambda: note_signed(unit, "2024", sha256, "0" * 64)) == "approval.other_pack"


def test_only_what_a_head_approved_goes_out_and_only_with_a_key(unit: FakeUnit) -> None:
    sha256 = unit.packs.current("2024").sha256
    assert code_of(lambda: signed_copy(unit, "2024", sha256)) == "signed_pack.not_approved"
    approve_pack(unit, "2024", sha256, "同意")
    assert code_of(lambda: signed_copy(unit, "2024", sha256)) == "signed_pack.no_keys"
    issue_card(unit, "示例区标准化科")
    assert code_of(lambda: signed_copy(unit, "2024", "0" * 64)) == "approval.other_pack"
    begin_season(unit, "2025")
    draft = unit.packs.current("2025").sha256
    approve_pack(unit, "2025", draft, "同意")
    assert code_of(lambda: signed_copy(unit, "2025", draft)) == "signed_pack.draft"
    unit.actor = User("示例丁", frozenset(Role) - {Role.HEAD})
    assert code_of(lambda: signed_copy(unit, "2024", sha256)) == "act.role_needed"


def test_an_unknown_sender_is_said_to_be_unknown_until_the_number_was_compared(
    unit: FakeUnit, arrived: ArrivedPack
) -> None:
    card = card_of(SENDER)
    look = look_at_pack(unit, arrived)
    assert (look.trust, look.card) == (PackTrust.UNKNOWN, card)
    assert "签名与文件相符" in look.said[0]
    assert "身份由您核对" in look.said[2]
    assert code_of(lambda: load_arrived_pack(unit, arrived, "1234")) == "custody.check_differs"
    assert "2025" not in unit.packs.seasons()
    load_arrived_pack(unit, arrived, card.check_number)
    assert [one.card for one in unit.desks.known()] == [card]
    event = unit.events.latest(1)[0]
    assert event.act == EventAct.PACK_LOADED
    assert event.detail[RecordKey.SIGNATURE] == "签名与文件相符，签名单位在已核对的名单上"
    assert event.detail[RecordKey.CHECK_NUMBER] == card.check_number


def test_without_a_number_it_comes_in_as_not_compared_and_waits_for_the_head(
    unit: FakeUnit, arrived: ArrivedPack
) -> None:
    load_arrived_pack(unit, arrived)
    assert unit.desks.known() == ()
    assert unit.events.latest(1)[0].detail[RecordKey.SIGNATURE] == "签名与文件相符，签名单位未核对"
    assert awaits_approval(unit.seasons.settled("2025"), unit.packs.current("2025"))
    assert "签名单位未核对" in read_season_page(unit, "2025").came_as


def test_a_pack_without_signature_is_said_to_have_none(unit: FakeUnit, arrived: ArrivedPack) -> None:
    bare = replace(arrived, signature=None)
    assert "没有签名" in look_at_pack(unit, bare).said[0]
    load_arrived_pack(unit, bare)
    assert unit.events.latest(1)[0].detail[RecordKey.SIGNATURE] == "没有签名"
    assert awaits_approval(unit.seasons.settled("2025"), unit.packs.current("2025"))


def test_a_known_sender_is_named_as_known_and_the_own_key_as_own(unit: FakeUnit, arrived: ArrivedPack) -> None:
    card = card_of(SENDER)
    confirm_card(unit, card, card.check_number)
    look = look_at_pack(unit, arrived)
    assert (look.trust, look.card) == (PackTrust.CONFIRMED, None)
    unit.desks.keep_own(SENDER)
    assert look_at_pack(unit, arrived).trust is PackTrust.OWN


def test_a_known_name_under_another_key_is_refused_aloud_with_both_numbers(
    unit: FakeUnit, arrived: ArrivedPack
) -> None:
    other = card_of(new_keys(SENDER.name))
    confirm_card(unit, other, other.check_number)
    with pytest.raises(RefusalError) as refused:
        load_arrived_pack(unit, arrived, card_of(SENDER).check_number)
    assert refused.value.code == "signed_pack.other_key"
    assert refused.value.values["known_number"] == other.check_number
    assert "2025" not in unit.packs.seasons()


def _signed_by_another(one: PackSignature) -> PackSignature:
    return replace(one, said=replace(one.said, card=card_of(new_keys(SENDER.name))))


def _approved_by_another(one: PackSignature) -> PackSignature:
    return replace(one, said=replace(one.said, approved_by="示例己"))


@pytest.mark.parametrize("change", [_signed_by_another, _approved_by_another])
def test_what_the_child_says_is_compared_again_in_the_desk(
    unit: FakeUnit, arrived: ArrivedPack, change: Callable[[PackSignature], PackSignature]
) -> None:
    """A child that was taken over may say anything; the desk compares the signature itself."""
    assert arrived.signature is not None
    false = replace(arrived, signature=change(arrived.signature))
    assert code_of(lambda: look_at_pack(unit, false)) == "signed_pack.tampered"
    text = replace(arrived, check=replace(arrived.check, text=arrived.check.text.replace("24", "36")))
    assert code_of(lambda: load_arrived_pack(unit, text)) == "signed_pack.tampered"
    assert "2025" not in unit.packs.seasons()


def test_twice_is_refused(unit: FakeUnit, arrived: ArrivedPack) -> None:
    load_arrived_pack(unit, arrived)
    assert code_of(lambda: load_arrived_pack(unit, arrived)) == "pack_door.known"
