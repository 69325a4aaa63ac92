"""`verify` knows an archive package and names what is not as it was; beside a library it is held against the record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.cli.verify import PASSWORD_VARIABLE, Trusting, verify_path
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.archive.package import ArchiveOrder
from reviewer_app.services.dispatch.file_hash import file_hash
from support.archive_parts import archived, ended
from support.fakes import FakeUnit
from support.libraries import FIRST, PASSWORD, make_desk


def test_an_archive_package_is_verified_by_its_hashes(tmp_path: Path) -> None:
    unit = FakeUnit()
    ended(unit, State.DECLINED)
    folder = archived(unit, ArchiveOrder("2024", tmp_path / "归档")).folder
    assert [one.is_broken for one in verify_path(folder, None, str)] == [False]
    (folder / "index.html").write_text("改过")
    assert [(one.part, one.message) for one in verify_path(folder, None, str)] == [("index.html", "内容与归档时不同。")]
    with pytest.raises(RefusalError, match=r"verifying\.head_for_library"):
        verify_path(folder, None, str, on_paper="0" * 64)


def test_beside_a_library_its_hashes_are_held_against_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changes a page and its line of the list makes a package that agrees with itself and with no record."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    unit = FakeUnit()
    ended(unit, State.DECLINED)
    folder = archived(unit, ArchiveOrder("2024", tmp_path / "归档")).folder
    (event,) = unit.events.latest(1)
    desk = make_desk(tmp_path / "案卷库")
    desk.change(lambda one: one.events.append(replace(event, id=0, hash="")))
    desk.close()
    beside = Trusting(library=tmp_path / "案卷库")
    assert [one.is_broken for one in verify_path(folder, FIRST, str, beside)] == [False, False]
    page, hashes = folder / "index.html", folder / "sha256.txt"
    before = file_hash(page)
    page.write_text("改过")
    hashes.write_text(hashes.read_text("utf-8").replace(before, file_hash(page)), "utf-8")
    own, recorded = verify_path(folder, FIRST, str, beside)
    assert (own.is_broken, recorded.is_broken) == (False, True)
    assert "清单本身被改过" in recorded.message
