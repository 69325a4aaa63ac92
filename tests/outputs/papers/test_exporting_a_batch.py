"""Exporting a batch with the real maker: whole or not at all, one failed case in its line, and a clean next run."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from reviewer_app.outputs.papers.pool import WORTH_STARTING
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.dispatch.unfinished import discard_unfinished
from reviewer_app.services.ports.library import Cancelled, Progress
from reviewer_app.services.ports.papers import DocumentMaker, DocumentValues
from reviewer_app.services.ports.records import SummaryTable
from support.desk_pages import signed_off
from support.fakes import FakeDesk
from support.printed import poppler_text
from support.sealing import seal_cases


def said(done: int, total: int) -> None:
    """Nobody watches."""


def export(
    library: FakeDesk,
    maker: DocumentMaker,
    ids: list[int],
    folder: Path,
    on_progress: Progress = said,
    is_cancelled: Cancelled = lambda: False,
) -> BatchResult:
    """A batch with the sample seal."""
    return export_batch(library, maker, ids, folder, SealStyle.SAMPLE, on_progress, is_cancelled)


@pytest.fixture
def library(tmp_path: Path) -> FakeDesk:
    """An office whose library lies beside the exports."""
    return FakeDesk(folder=tmp_path.parent / f"{tmp_path.name}-library" / "案卷库")


class FillingDisk(TemplateMaker):
    """The disk is full after two sheets."""

    def __init__(self, printed: int = 0) -> None:
        super().__init__()
        self.printed = printed

    def document(self, values: DocumentValues, seal: str) -> bytes:
        self.printed += 1
        if self.printed > 2:
            raise OSError(errno.ENOSPC, "no space")
        return super().document(values, seal)


class NoSummary(TemplateMaker):
    """The disk is full when the summary is to be written."""

    def summary(self, table: SummaryTable, path: Path) -> None:
        raise OSError(errno.EDQUOT, "no share left")


class CountingMaker(TemplateMaker):
    """A maker that counts the sheets it makes."""

    printed = 0

    def document(self, values: DocumentValues, seal: str) -> bytes:
        self.printed += 1
        return super().document(values, seal)


@pytest.fixture
def stopped(library: FakeDesk, tmp_path: Path) -> tuple[list[int], Path]:
    """Four cases and the place of an export the disk stopped after two of them."""
    ids = [signed_off(library.unit, number) for number in range(1, 5)]
    target = tmp_path / "2024-01"
    with pytest.raises(TroubleError) as failed:
        export(library, FillingDisk(), ids, target)
    assert (failed.value.code, failed.value.values["count"]) == ("export.disk_full_kept", 2)
    return ids, target


def sheets_in(folder: Path) -> list[Path]:
    """The recommendations of an export."""
    return sorted((folder / "推荐意见").iterdir())


def test_a_disk_that_fills_up_leaves_nothing_half_done(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """No folder in its place, nothing on record; only whole sheets wait beside it."""
    _, target = stopped
    assert not target.exists()
    assert library.unit.batches.kept == []
    assert len(sheets_in(target.parent / ".2024-01.part")) == 2


def test_the_next_export_goes_on_where_the_disk_was_full(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """Two sheets are taken over byte by byte, two are made, and nothing is left beside the folder."""
    ids, target = stopped
    before = [sheet.read_bytes() for sheet in sheets_in(target.parent / ".2024-01.part")]
    maker = CountingMaker()
    seen: list[int] = []
    result = export(library, maker, ids, target, lambda done, total: seen.append(done))
    assert (maker.printed, result.taken_over, seen) == (2, 2, [2, 3, 4])
    assert [line.error for line in result.lines] == [""] * 4
    assert [sheet.read_bytes() for sheet in sheets_in(target)[:2]] == before
    assert [path.name for path in target.parent.iterdir()] == ["2024-01"]
    assert not any(line.is_broken for line in ArchiveVerifier().verify_folder(target))


def test_a_case_that_moved_meanwhile_is_printed_anew(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """No sheet may name a head of the chain that is older than what it says of its case."""
    ids, target = stopped
    library.change(seal_cases, ids[:1])
    maker = CountingMaker()
    result = export(library, maker, ids, target)
    assert (maker.printed, result.taken_over) == (4, 0)
    assert library.unit.batches.kept[0].audit_head == library.unit.events.of(ids[0])[-3].hash


def test_a_case_taken_out_meanwhile_leaves_no_sheet(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """What is no longer wanted does not travel with the batch."""
    ids, target = stopped
    result = export(library, CountingMaker(), ids[1:], target)
    assert result.taken_over == 1
    assert [sheet.name for sheet in sheets_in(target)] == [Path(line.file).name for line in result.lines]


def test_another_seal_makes_other_sheets(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """What stands in the seal's place is a part of the sheet."""
    ids, target = stopped
    maker = CountingMaker()
    export_batch(library, maker, ids, target, SealStyle.CIRCLE, said, lambda: False)
    assert maker.printed == 4


def test_a_kept_sheet_that_was_damaged_is_made_again(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """Only a file that is byte by byte as it was made is taken over."""
    ids, target = stopped
    kept = sheets_in(target.parent / ".2024-01.part")[0]
    kept.write_bytes(kept.read_bytes().replace(b"%%EOF", b"%%EOX"))
    maker = CountingMaker()
    export(library, maker, ids, target)
    assert maker.printed == 3
    assert b"%%EOX" not in sheets_in(target)[0].read_bytes()


def test_a_sheet_slipped_in_with_its_line_is_not_taken_over(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """Whoever can write into the place can write the list too, but cannot vouch for it as the library does."""
    ids, target = stopped
    sheet, listed = sheets_in(target.parent / ".2024-01.part")[0], target.parent / ".2024-01.part.jsonl"
    before = file_hash(sheet)
    sheet.write_bytes(b"%PDF-1.7 forged")
    assert before in listed.read_text(encoding="utf-8")
    listed.write_text(listed.read_text(encoding="utf-8").replace(before, file_hash(sheet)), encoding="utf-8")
    result = export(library, CountingMaker(), ids, target)
    assert b"forged" not in sheets_in(target)[0].read_bytes()
    assert result.taken_over == 0, "nor is what stands behind it in the list"


@pytest.mark.parametrize("list_text", ["", "{}", "[]", "null", '{"said": "{}", "vouched": "é"}', "[" * 100_000, "\0"])
def test_a_list_that_is_none_is_no_hindrance(
    library: FakeDesk, stopped: tuple[list[int], Path], list_text: str
) -> None:
    """Everything is made anew."""
    ids, target = stopped
    (target.parent / ".2024-01.part.jsonl").write_text(list_text, encoding="utf-8")
    result = export(library, CountingMaker(), ids, target)
    assert (result.number, result.taken_over) == (1, 0)


def test_a_power_cut_costs_the_sheet_in_hand(library: FakeDesk, maker: TemplateMaker, tmp_path: Path) -> None:
    """The working place as it stood after three sheets, the list's last line torn: two are taken over."""
    ids = [signed_off(library.unit, number) for number in range(1, 5)]
    target, aside = tmp_path / "2024-01", tmp_path / "aside"
    working, listed = tmp_path / ".2024-01.part", tmp_path / ".2024-01.part.jsonl"

    def look(done: int, _total: int) -> None:
        if done == 3:
            shutil.copytree(working, aside)
            shutil.copy(listed, aside / "list")

    with pytest.raises(TroubleError):
        export(library, NoSummary(), ids, target, look)
    shutil.rmtree(working)
    listed.write_bytes((aside / "list").read_bytes()[:-9])
    (aside / "list").unlink()
    aside.rename(working)
    again = CountingMaker()
    result = export(library, again, ids, target)
    assert (again.printed, result.taken_over) == (2, 2)
    assert len(sheets_in(target)) == 4


def test_a_disk_still_full_keeps_what_is_ready(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """A second try without room loses nothing of the first."""
    ids, target = stopped
    with pytest.raises(TroubleError) as failed:
        export(library, FillingDisk(printed=2), ids, target)
    assert failed.value.values["count"] == 2
    maker = CountingMaker()
    export(library, maker, ids, target)
    assert maker.printed == 2


def test_a_cancel_leaves_nothing_of_a_stopped_export(library: FakeDesk, stopped: tuple[list[int], Path]) -> None:
    """Who cancels wants none of it; so does who has exported elsewhere."""
    ids, target = stopped
    export(library, CountingMaker(), ids, target, said, lambda: True)
    assert list(target.parent.iterdir()) == []


def test_what_was_ready_is_cleared_away_when_exported_elsewhere(stopped: tuple[list[int], Path]) -> None:
    """The full disk gets its room back."""
    _, target = stopped
    discard_unfinished(target)
    assert list(target.parent.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_away(library: FakeDesk, maker: TemplateMaker, tmp_path: Path) -> None:
    """The next export of the same name begins anew."""
    left = tmp_path / ".2024-01.part" / "推荐意见"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PDF-1.7")
    export(library, maker, [signed_off(library.unit, 1)], tmp_path / "2024-01")
    assert [path.name for path in tmp_path.iterdir()] == ["2024-01"]
    assert len(list((tmp_path / "2024-01" / "推荐意见").iterdir())) == 1


def test_a_large_batch_lists_its_cases_in_their_order(library: FakeDesk, maker: TemplateMaker, tmp_path: Path) -> None:
    """Printed on all cores, told in the order chosen; the case that fails is said and the others are there."""
    names = {3: "标准化试点\U0010fffd", 7: '智慧"街区"/<一>标准化试点'}
    ids = [
        signed_off(library.unit, number, **({"project_name": names[number]} if number in names else {}))
        for number in range(1, WORTH_STARTING + 3)
    ]
    seen: list[int] = []
    target = tmp_path / "2024-02"
    result = export(library, maker, ids, target, lambda done, total: seen.append(done))
    assert seen == list(range(1, len(ids) + 1))
    assert [line.application_id for line in result.lines] == ids
    assert [place for place, line in enumerate(result.lines, 1) if line.error] == [3]
    assert "没有字形" in result.lines[2].error
    assert result.lines[6].file.endswith("智慧_街区___一_标准化试点.pdf")
    for line in result.lines:
        if line.file:
            assert line.intake_number in poppler_text((target / line.file).read_bytes())


def test_a_large_batch_called_off_leaves_nothing(library: FakeDesk, maker: TemplateMaker, tmp_path: Path) -> None:
    """Within the first sheets, long before the end."""
    ids = [signed_off(library.unit, number) for number in range(1, WORTH_STARTING + 10)]
    seen: list[int] = []
    result = export(
        library, maker, ids, tmp_path / "2024-03", lambda done, total: seen.append(done), lambda: len(seen) > 2
    )
    assert result.is_cancelled
    assert len(seen) < 12
    assert list(tmp_path.iterdir()) == []
    assert library.unit.batches.kept == []


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
    library: FakeDesk, maker: TemplateMaker, small_disk: Path
) -> None:
    """What a process of the pool meets is the batch's own trouble; with more room the export goes on and is whole."""
    ids = [signed_off(library.unit, number) for number in range(1, WORTH_STARTING + 10)]
    target = small_disk / "2024-04"
    with pytest.raises(TroubleError) as failed:
        export(library, maker, ids, target)
    assert failed.value.code == "export.disk_full_kept"
    assert not target.exists()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    result = export(library, maker, ids, target)
    assert result.taken_over == failed.value.values["count"]
    assert [line.error for line in result.lines] == [""] * len(ids)
    assert [path.name for path in small_disk.iterdir()] == ["2024-04"]
    assert not any(line.is_broken for line in ArchiveVerifier().verify_folder(target))
