"""Restoring from the command line: what is lost is said, and an unreadable library's numbers are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from reviewer_app.services.ports.library import UnitOfWork
from support.libraries import FIRST, PASSWORD, make_desk, make_gate, new_case, register


def _take(unit: UnitOfWork) -> None:
    register(unit, [new_case(unit.applications.next_numbers("2024", 1))])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with a backup of one case, and a second case since."""
    monkeypatch.setenv("REVIEWER_PASSWORD", PASSWORD)
    library = make_desk(tmp_path / "案卷库")
    library.change(_take)
    library.back_up()
    library.change(_take)
    library.close()
    return library.folder


def _name(folder: Path) -> str:
    return make_gate().backups(folder)[0].path.name


def test_what_is_lost_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["restore", str(folder), "--backup", _name(folder)]) == 0
    said = capsys.readouterr().out
    assert "失去记录 1 条（2024-05-20 至 2024-05-20），涉及案件 1 件。" in said
    assert "不再编出的号：收件编号（2024 年） 到第 2 号。" in said.replace("）到", "） 到")


def test_numbers_of_an_unreadable_library_are_asked_for_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "library.db").write_bytes(b"damaged")
    asked = ["restore", str(folder), "--backup", _name(folder)]
    for wrong in ([], ["--last-number", "收件编号=5"], ["--last-number", "收件编号（2024 年）=五"]):
        assert run([*asked, *wrong]) != 0
        assert '--last-number "收件编号（2024 年）=1"' in capsys.readouterr().err
    assert list(folder.glob("replaced-*")) == []
    assert run([*asked, "--last-number", "收件编号（2024 年）=5"]) == 0
    library = make_gate().open(folder, FIRST, PASSWORD)
    assert library.change(lambda unit: unit.applications.next_numbers("2024", 1)) == 6
    library.close()
