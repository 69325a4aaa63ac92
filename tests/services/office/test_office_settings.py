"""The table of settings: what is typed has its words, what must stand on record does, and every one is kept."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey, keys_of
from reviewer_app.services.office.settings import write_settings
from reviewer_app.services.ports.records import SETTINGS, SWITCHES, OfficeSettings
from support.fakes import FakeUnit

WRITTEN = OfficeSettings(
    bureau="上海市示例区市场监督管理局", number_mark="示", letter_code="沪示市监函", agency_code="沪示荐"
)


def test_every_setting_that_is_typed_has_its_word_and_its_purpose() -> None:
    """Only the season, the practice date and the place of the backups are set elsewhere."""
    table = (*SETTINGS, *SWITCHES)
    assert all(one.label and one.hint.endswith("。") for one in table)
    assert {one.name for one in fields(OfficeSettings)} - {one.name for one in table} == {
        "practice_date",
        "season",
        "backup_place",
    }
    assert len({one.label for one in table}) == len(table)
    assert [one.name for one in SWITCHES] == ["allows_self_approval"]


def test_the_record_says_name_mark_and_codes_under_the_keys_it_always_had() -> None:
    """What is put on record is hashed: its keys and its order stay as the first libraries have them, new ones last."""
    unit = FakeUnit(User("示例甲", frozenset({Role.ADMIN})))
    write_settings(unit, replace(WRITTEN, address="示例路1号"))
    detail = unit.events.kept[-1].detail
    assert list(detail.items()) == [
        (RecordKey.BUREAU, "上海市示例区市场监督管理局"),
        (RecordKey.NUMBER_MARK, "示"),
        (RecordKey.OFFICE_CODES, "沪示荐、沪示市监函"),
        (RecordKey.SELF_APPROVAL, "不允许"),
        (RecordKey.LOCK_AFTER, "10"),
        (RecordKey.REVOCATIONS, ""),
    ]


def test_a_setting_stands_on_record_only_under_a_key_of_its_act() -> None:
    """A key that the act does not have would be shown as a bare code."""
    keys = keys_of(EventAct.SETTINGS_WRITTEN)
    assert {one.key for one in (*SETTINGS, *SWITCHES) if one.key} == set(keys)
    assert OfficeSettings().on_record == dict.fromkeys(keys, "") | {
        RecordKey.SELF_APPROVAL: "不允许",
        RecordKey.LOCK_AFTER: "10",
    }
    assert replace(WRITTEN, allows_self_approval=True).on_record[RecordKey.SELF_APPROVAL] == "允许，须写明理由"
    assert WRITTEN.codes == (("agency_code", "沪示荐"), ("letter_code", "沪示市监函"))


@pytest.mark.parametrize("minutes", ["", "-1", "1.5", "121", "99999999", "十", "１０", " 5", "05"])
def test_a_time_of_locking_that_is_none_is_refused(minutes: str) -> None:
    unit = FakeUnit(User("示例甲", frozenset({Role.ADMIN})))
    with pytest.raises(RefusalError) as caught:
        write_settings(unit, replace(WRITTEN, lock_after=minutes))
    assert caught.value.code == "settings.bad_lock"


def test_a_revocation_list_is_named_by_its_whole_path_and_stands_on_record(tmp_path: Path) -> None:
    unit = FakeUnit(User("示例甲", frozenset({Role.ADMIN})))
    for path in ("列表.crl", "/列\0表.crl"):
        with pytest.raises(RefusalError, match=r"settings\.bad_list"):
            write_settings(unit, replace(WRITTEN, revocation_list=path))
    write_settings(unit, replace(WRITTEN, revocation_list=str(tmp_path / "列表.crl")))
    assert unit.events.kept[-1].detail[RecordKey.REVOCATIONS] == str(tmp_path / "列表.crl")


def test_a_stored_time_of_locking_that_is_none_counts_as_the_usual_one() -> None:
    assert [OfficeSettings(lock_after=text).lock_minutes for text in ("0", "25", "never")] == [0, 25, 10]
