"""The rehearsal opens the newest backup elsewhere and says what it holds; it touches nothing and leaves nothing."""

from __future__ import annotations

import os

import pytest

from reviewer_app.domain.errors import OfficeError, TroubleError
from reviewer_app.domain.record import EventAct
from reviewer_db import OpenLibrary
from reviewer_resources.phrases import sentence
from support.libraries import FIRST, MOMENT, new_case, register


def _code(library: OpenLibrary) -> str:
    with pytest.raises(OfficeError) as caught:
        library.rehearse()
    return caught.value.code


def test_a_rehearsal_says_what_the_newest_backup_holds(library: OpenLibrary) -> None:
    case_id = library.change(register, [new_case(1), new_case(2)])[0]
    library.change(lambda unit: unit.attachments.add(case_id, "一.pdf", os.urandom(5_000), "evidence"))
    made = library.back_up()
    library.change(register, [new_case(3)])
    (library.folder / ".rehearsal-killed").mkdir()
    before = {path: path.stat().st_mtime_ns for path in made.iterdir()}
    held = library.rehearse()
    assert held.is_sound
    assert (held.backup.path, held.cases, held.attachments, held.entries) == (made, 2, 1, 4)
    assert (held.last_entry, held.people) == (MOMENT, (FIRST,))
    assert {path: path.stat().st_mtime_ns for path in made.iterdir()} == before
    assert list(library.folder.glob(".rehearsal-*")) == []
    event = library.read(lambda unit: unit.events.latest(1))[0]
    assert event.act == EventAct.BACKUP_REHEARSED
    assert event.detail == {"backup": made.name, "cases": "2", "outcome": "完好"}


def test_without_a_backup_there_is_nothing_to_rehearse(library: OpenLibrary) -> None:
    assert _code(library) == "backup.none"


@pytest.mark.parametrize("name", ["library.db", "attachments.db", "keys.json"])
def test_a_backup_that_was_touched_is_found_and_not_entered_as_sound(library: OpenLibrary, name: str) -> None:
    made = library.back_up()
    content = bytearray((made / name).read_bytes())
    content[len(content) // 2] ^= 1
    (made / name).write_bytes(content)
    assert _code(library) == "library.backup_damaged"
    assert library.read(lambda unit: unit.events.latest(1))[0].act != EventAct.BACKUP_REHEARSED
    assert list(library.folder.glob(".rehearsal-*")) == []


def test_after_a_change_of_the_master_key_the_rehearsal_says_what_to_do(
    library: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the backup that follows the change could not be made, the newest is one the new key does not open."""
    library.back_up()
    with monkeypatch.context() as broken:
        broken.setattr(library.keeper, "make", _full_disk)
        library.change_master_key()
    with pytest.raises(OfficeError) as caught:
        library.rehearse()
    assert caught.value.code == "backup.before_rekey"
    assert "立即备份" in sentence(caught.value.code, caught.value.values)
    library.back_up()
    assert library.rehearse().is_sound


def _full_disk() -> None:
    raise TroubleError("library.disk_full")
