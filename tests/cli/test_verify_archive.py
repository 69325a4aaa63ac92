"""`verify` knows an archive package and names what is not as it was; it takes no library and no head for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.cli.verify import Trusting, verify_path
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.archive.package import ArchiveOrder
from support.archive_parts import archived, ended
from support.fakes import FakeUnit


def test_an_archive_package_is_verified_by_its_hashes(tmp_path: Path) -> None:
    unit = FakeUnit()
    ended(unit, State.DECLINED)
    folder = archived(unit, ArchiveOrder("2024", tmp_path / "归档")).folder
    assert [one.is_broken for one in verify_path(folder, None, str)] == [False]
    (folder / "index.html").write_text("改过")
    assert [(one.part, one.message) for one in verify_path(folder, None, str)] == [("index.html", "内容与归档时不同。")]
    with pytest.raises(RefusalError, match=r"verifying\.archive_alone"):
        verify_path(folder, None, str, Trusting(library=tmp_path))
    with pytest.raises(RefusalError, match=r"verifying\.head_for_library"):
        verify_path(folder, None, str, on_paper="0" * 64)
