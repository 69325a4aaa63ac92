"""Exporting a batch with the real press: whole or not at all, one failed case in its line, and a clean next run."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_pages import signed_off
from fakes import FakeDesk
from printed import poppler_text
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.press import DocumentPress
from reviewer_app.outputs.print_pool import WORTH_STARTING
from reviewer_app.services.exporting import BatchResult, export_batch
from reviewer_app.services.ports import Cancelled, Press, Progress
from reviewer_app.services.records import RecommendationValues


def said(done: int, total: int) -> None:
    """Nobody watches."""


def export(
    desk: FakeDesk,
    press: Press,
    ids: list[int],
    folder: Path,
    on_progress: Progress = said,
    is_cancelled: Cancelled = lambda: False,
) -> BatchResult:
    """A batch with the sample seal."""
    return export_batch(desk, press, ids, folder, SealStyle.SAMPLE, on_progress, is_cancelled)


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    """An office whose library lies beside the exports."""
    return FakeDesk(folder=tmp_path / "案卷库")


class FillingDisk(DocumentPress):
    """The disk is full after two sheets."""

    printed = 0

    def recommendation(self, values: RecommendationValues, seal: str) -> bytes:
        self.printed += 1
        if self.printed > 2:
            raise OSError(errno.ENOSPC, "no space")
        return super().recommendation(values, seal)


def test_a_disk_that_fills_up_leaves_nothing_and_the_next_run_is_whole(
    desk: FakeDesk, press: DocumentPress, tmp_path: Path
) -> None:
    """No folder, no half file, nothing on record; with room again the same folder is taken."""
    ids = [signed_off(desk.unit, number) for number in range(1, 5)]
    target = tmp_path / "2024-01"
    with pytest.raises(TroubleError) as failed:
        export(desk, FillingDisk(), ids, target)
    assert failed.value.code == "export.disk_full"
    assert list(tmp_path.iterdir()) == []
    assert desk.unit.batches.kept == []
    result = export(desk, press, ids, target)
    assert len(list((target / "recommendations").iterdir())) == 4
    assert [line.error for line in result.lines] == [""] * 4


def test_what_a_killed_run_left_is_cleared_away(desk: FakeDesk, press: DocumentPress, tmp_path: Path) -> None:
    """The next export of the same name begins anew."""
    left = tmp_path / ".2024-01.part" / "recommendations"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PDF-1.7")
    export(desk, press, [signed_off(desk.unit, 1)], tmp_path / "2024-01")
    assert [path.name for path in tmp_path.iterdir()] == ["2024-01"]
    assert len(list((tmp_path / "2024-01" / "recommendations").iterdir())) == 1


def test_a_large_batch_lists_its_cases_in_their_order(desk: FakeDesk, press: DocumentPress, tmp_path: Path) -> None:
    """Printed on all cores, told in the order chosen; the case that fails is said and the others are there."""
    names = {3: "标准化试点\U0010fffd", 7: '智慧"街区"/<一>标准化试点'}
    ids = [
        signed_off(desk.unit, number, **({"project_name": names[number]} if number in names else {}))
        for number in range(1, WORTH_STARTING + 3)
    ]
    seen: list[int] = []
    target = tmp_path / "2024-02"
    result = export(desk, press, ids, target, lambda done, total: seen.append(done))
    assert seen == list(range(1, len(ids) + 1))
    assert [line.application_id for line in result.lines] == ids
    assert [place for place, line in enumerate(result.lines, 1) if line.error] == [3]
    assert "没有字形" in result.lines[2].error
    assert result.lines[6].file.endswith("智慧_街区___一_标准化试点.pdf")
    for line in result.lines:
        if line.file:
            assert line.intake_number in poppler_text((target / line.file).read_bytes())


def test_a_large_batch_called_off_leaves_nothing(desk: FakeDesk, press: DocumentPress, tmp_path: Path) -> None:
    """Within the first sheets, long before the end."""
    ids = [signed_off(desk.unit, number) for number in range(1, WORTH_STARTING + 10)]
    seen: list[int] = []
    result = export(
        desk, press, ids, tmp_path / "2024-03", lambda done, total: seen.append(done), lambda: len(seen) > 2
    )
    assert result.is_cancelled
    assert len(seen) < 12
    assert list(tmp_path.iterdir()) == []
    assert desk.unit.batches.kept == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.rootdisk
def test_a_real_disk_that_fills_up_in_a_printing_process(
    desk: FakeDesk, press: DocumentPress, small_disk: Path
) -> None:
    """What a process of the pool meets is said as the batch's own trouble, and the disk is empty again."""
    ids = [signed_off(desk.unit, number) for number in range(1, WORTH_STARTING + 10)]
    with pytest.raises(TroubleError) as failed:
        export(desk, press, ids, small_disk / "2024-04")
    assert failed.value.code == "export.disk_full"
    assert list(small_disk.iterdir()) == []
    assert shutil.disk_usage(small_disk).used < 100_000
