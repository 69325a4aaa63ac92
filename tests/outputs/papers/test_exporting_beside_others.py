"""Exporting into a folder that others can write into too: nothing of theirs is followed, taken over or lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.dispatch import unfinished
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.unfinished import discard_unfinished
from reviewer_app.services.ports.library import Progress
from support.desk_pages import signed_off
from support.fakes import FakeDesk


@pytest.fixture
def library(tmp_path: Path) -> FakeDesk:
    """An office with one case to send."""
    library = FakeDesk(folder=tmp_path.parent / f"{tmp_path.name}-library" / "案卷库")
    signed_off(library.unit, 1)
    return library


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The shared folder; what a link there may lead to lies elsewhere."""
    shared = tmp_path / "共用"
    shared.mkdir()
    return shared


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A folder of somebody's own, with a file and one below."""
    folder = tmp_path / "私人"
    (folder / "下层").mkdir(parents=True)
    for file in (folder / "重要.txt", folder / "下层" / "也重要.txt"):
        file.write_text("不可丢失", encoding="utf-8")
    return folder


def export(library: FakeDesk, target: Path, on_progress: Progress = lambda _done, _total: None) -> BatchResult:
    """The batch of the only case."""
    return export_batch(library, TemplateMaker(), [1], target, SealStyle.SAMPLE, on_progress, lambda: False)


def told(folder: Path) -> dict[str, str]:
    """Every file below a folder with what it says."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def _working_place_is_link(place: Path, precious: Path) -> None:
    (place / ".2024-01.part").symlink_to(precious)


def _sheets_are_link(place: Path, precious: Path) -> None:
    (place / ".2024-01.part").mkdir()
    (place / ".2024-01.part" / "推荐意见").symlink_to(precious)


def _files_are_links(place: Path, precious: Path) -> None:
    (place / ".2024-01.part").mkdir()
    (place / ".2024-01.part" / "推荐汇总表.xlsx").symlink_to(precious / "新的.xlsx")
    (place / ".2024-01.part" / "manifest.json").symlink_to(precious / "重要.txt")


def _lists_are_links(place: Path, precious: Path) -> None:
    (place / ".2024-01.part.jsonl").symlink_to(precious / "重要.txt")
    (place / ".2024-01.part.new").symlink_to(precious / "重要.txt")
    (place / ".2024-01.part.lock").symlink_to(precious / "新的.txt")


def _foreign_things(place: Path, precious: Path) -> None:
    working = place / ".2024-01.part"
    (working / "别人的" / "文件夹").mkdir(parents=True)
    (working / "别人的" / "文件.txt").write_text("别人的", encoding="utf-8")
    os.mkfifo(working / "管道")
    (working / "重要").symlink_to(precious)


def _file_instead(place: Path, precious: Path) -> None:
    (place / ".2024-01.part").write_text("不是文件夹", encoding="utf-8")


@pytest.mark.parametrize(
    "laid",
    [
        _working_place_is_link,
        _sheets_are_link,
        _files_are_links,
        _lists_are_links,
        _foreign_things,
        _file_instead,
    ],
)
def test_nothing_laid_in_the_way_is_followed(
    library: FakeDesk, place: Path, precious: Path, laid: Callable[[Path, Path], None]
) -> None:
    """The export holds its own files and nothing else; what a link led to is as it was."""
    before = told(precious)
    laid(place, precious)
    result = export(library, place / "2024-01")
    assert [line.error for line in result.lines] == [""]
    assert told(precious) == before
    assert [path.name for path in place.iterdir()] == ["2024-01"]
    made = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*")}
    assert made == {"manifest.json", "文件清单.json", "推荐汇总表.xlsx", "推荐意见", result.lines[0].file}
    assert not any(path.is_symlink() for path in (result.folder, *result.folder.rglob("*")))


def test_a_link_as_the_place_is_refused_before_the_first_sheet(library: FakeDesk, place: Path) -> None:
    (place / "本批").mkdir()
    (place / "快捷").symlink_to(place / "本批")
    with pytest.raises(RefusalError, match=r"export\.folder_is_link"):
        export(library, place / "快捷")
    assert list((place / "本批").iterdir()) == []


def test_a_second_export_into_the_same_place_is_told_to_wait(library: FakeDesk, place: Path) -> None:
    """Neither disturbs the other, and nothing clears away what is being made."""
    told_second: list[str] = []

    def meanwhile(_done: int, _total: int) -> None:
        with pytest.raises(RefusalError) as refused:
            export(library, place / "2024-01")
        told_second.append(refused.value.code)
        discard_unfinished(place / "2024-01")

    result = export(library, place / "2024-01", meanwhile)
    assert told_second == ["export.busy"]
    assert not any(line.is_broken for line in ArchiveVerifier().verify_folder(result.folder))
    assert [path.name for path in place.iterdir()] == ["2024-01"]


def test_the_place_of_a_program_that_was_killed_is_free(library: FakeDesk, place: Path) -> None:
    """What is left of its lock keeps nobody out."""
    (place / ".2024-01.part.lock").touch()
    assert export(library, place / "2024-01").number == 1
    assert [path.name for path in place.iterdir()] == ["2024-01"]


def test_a_place_that_knows_no_locks_is_exported_to_all_the_same(
    library: FakeDesk, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some shared folders have none."""

    def unsupported(_file: IO[bytes]) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(unfinished, "lock_file", unsupported)
    assert export(library, place / "2024-01").number == 1


def test_a_used_folder_is_refused_and_left_free(library: FakeDesk, place: Path) -> None:
    """As soon as it is emptied, the export goes there."""
    target = place / "2024-01"
    target.mkdir()
    (target / "别的.txt").touch()
    for _ in range(2):
        with pytest.raises(RefusalError, match=r"export\.folder_used"):
            export(library, target)
    assert [path.name for path in place.iterdir()] == ["2024-01"]
    (target / "别的.txt").unlink()
    assert export(library, target).number == 1
