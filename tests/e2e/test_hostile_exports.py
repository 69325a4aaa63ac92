"""Pipes, devices, links and whole libraries laid into an export folder: named, waited for by nobody."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.cli.commands import run
from reviewer_app.cli.verify import Trusting, verify_path
from reviewer_app.domain.errors import OfficeError, TroubleError
from reviewer_app.foreign.child import in_child
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.handover.sending import settle_packages
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.wiring import Parts
from reviewer_ui.opinion import evidence
from reviewer_ui.register import asking
from support.two_desks import known_desks, send, with_cases

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and links by POSIX")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library with its first batch."""
    place = tmp_path_factory.mktemp("exports") / "库"
    Parts().libraries.open_practice(place).close()
    return place


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the batch's folder to be changed."""
    return shutil.copytree(exported / "exports" / "2024-01", tmp_path / "报送")


def looked(folder: Path, library: Path | None = None) -> list[CheckLine]:
    return verify_path(folder, None, lambda _name: PRACTICE_PASSWORD, Trusting(library=library))


def broken(lines: list[CheckLine]) -> set[str]:
    return {line.part for line in lines if line.is_broken}


def sheet_of(folder: Path) -> str:
    return f"推荐意见/{sorted((folder / '推荐意见').iterdir())[0].name}"


def as_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def as_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def with_holes(path: Path) -> None:
    """A file that claims a terabyte and takes no room."""
    os.truncate(path, 1 << 40)


@pytest.mark.parametrize("change", [as_pipe, as_device, as_folder, with_holes])
def test_what_is_no_file_is_named_and_not_waited_for(
    change: Callable[[Path], None], folder: Path, exported: Path
) -> None:
    names = {"推荐汇总表.xlsx", "manifest.json", sheet_of(folder)}
    for name in names:
        change(folder / name)
    assert broken(looked(folder, exported)) >= names


def test_a_link_to_a_folder_is_named(folder: Path, exported: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "另一份.pdf").write_bytes(b"%PDF-1.7 x")
    (folder / "附件").symlink_to(elsewhere)
    (folder / "推荐意见" / "里").symlink_to(folder / "推荐意见")
    assert broken(looked(folder, exported)) == {"附件", "推荐意见/里"}


def test_a_library_laid_into_an_export_hides_nothing(folder: Path, exported: Path) -> None:
    """Whatever is called a library there: each file in it is one that nobody listed."""
    inside = folder / "library"
    inside.mkdir()
    for name in ("keys.json", "另一份.pdf"):
        (inside / name).write_text("{}")
    assert broken(looked(folder, exported)) == {"library/keys.json", "library/另一份.pdf"}


def test_a_practice_library_in_an_export_is_said_to_be_on_no_list(folder: Path, exported: Path) -> None:
    shutil.copytree(exported, folder / "library")
    alone = looked(folder)
    (said,) = [line for line in alone if line.part == "library"]
    assert said.standing is Grade.NOTICE
    assert "不在清单里" in said.message
    assert "library/keys.json" in broken(looked(folder, exported))


def test_an_export_and_a_library_in_one_folder_are_never_intact(folder: Path, exported: Path) -> None:
    shutil.copy(exported / "keys.json", folder)
    assert "keys.json" in broken(looked(folder))
    with pytest.raises(OfficeError) as caught:
        verify_path(folder, None, lambda _name: PRACTICE_PASSWORD, on_paper="ab" * 32)
    assert caught.value.code == "verifying.head_for_library"


def test_a_path_that_no_system_takes_is_no_list_of_ours(folder: Path) -> None:
    content: Any = json.loads((folder / "manifest.json").read_text("utf-8"))
    for path in ("a" * 5_000, "/".join(["a" * 300] * 3)):
        content["files"][0]["path"] = path
        (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
        assert broken(looked(folder))


def test_no_reader_begins_with_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "清单.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(TroubleError) as caught:
        in_child("builtins:len", int, pipe.name, pipe)
    assert caught.value.code == "foreign.no_file"


@pytest.mark.parametrize(
    "command",
    [
        ["verify", ""],
        ["verify", " "],
        ["verify", "a" * 5_000],
        ["verify", "pipe"],
        ["verify", "/dev/zero"],
        ["verify", ".", "--library", ""],
        ["verify", ".", "--trust", "pipe"],
        ["precheck", "pipe"],
        ["precheck", ""],
        ["precheck", "/dev/zero"],
        ["pack", ""],
        ["pack", "pipe"],
        ["restore", ""],
        ["restore", "there", "--backup", ""],
        ["restore", "there", "--backup", "pipe"],
        ["demo", "--out", ""],
        ["window", "--library", ""],
    ],
)
def test_a_path_that_names_nothing_is_refused_with_a_sentence(
    command: list[str],
    exported: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "there").symlink_to(exported)
    assert run(command) == 2
    said = capsys.readouterr().err
    assert "程序出错" not in said
    assert said.strip()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe", "there"]


def test_a_pipe_chosen_as_a_file_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "照片.jpg"
    os.mkfifo(pipe)
    for read in (evidence.content_of, lambda path: asking.content_of(str(path))):
        with pytest.raises(TroubleError):
            read(pipe)


def test_a_pipe_where_a_package_was_to_be_saved_keeps_no_start_waiting(tmp_path: Path) -> None:
    with known_desks(tmp_path, counter="窗口", reviewer="初审室") as (counter, reviewer):
        target = tmp_path / "stick" / "a.移交件"
        target.parent.mkdir()
        sent = send(counter, with_cases(counter), reviewer, target)
        (counter.folder / "outgoing").mkdir(exist_ok=True)
        shutil.copy(target, counter.folder / "outgoing" / f"{sent.package.sha256}.package")
        target.unlink()
        os.mkfifo(target)
        assert [one.sha256 for one in settle_packages(counter)] == [sent.package.sha256]
