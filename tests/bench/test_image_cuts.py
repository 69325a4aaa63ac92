"""A true ext4 cut from the power: what was acknowledged is there, and the cut does take away what was not synced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer_app import durable
from reviewer_app.bench.survival import figures, images
from reviewer_app.bench.survival.kills import Outcome


@pytest.fixture
def disk(tmp_path: Path) -> images.ImageDisk:
    if why := images.why_not():
        pytest.skip(why)
    return images.ImageDisk(tmp_path)


def test_a_cut_takes_away_what_was_not_synced(disk: images.ImageDisk) -> None:
    with disk.new() as place:
        (place / "settled").write_bytes(b"whole")
        disk.settle()
        (place / "written").write_bytes(b"whole")
        durable.write_file(place / "kept", b"whole")
        (place / "later").write_bytes(b"whole")
        disk.cut()
        left = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    # The name came onto the disk with that of the file kept after it; its content was nobody's to sync.
    assert left == {"settled": b"whole", "written": b"", "kept": b"whole"}


def test_nothing_acknowledged_is_lost_when_a_real_disk_is_cut(disk: images.ImageDisk, tmp_path: Path) -> None:
    outcome = images.cut_images(tmp_path, 2)
    assert outcome.faults == []
    assert outcome.acknowledged >= 2 * outcome.stops


def test_what_cannot_be_measured_here_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "is_offered", lambda: False)
    monkeypatch.setattr(images, "why_not", lambda: "only root mounts a file system")
    monkeypatch.setattr(figures, "kill_days", lambda _scratch, count: Outcome(stops=count))
    lines = [json.loads(figure.line()) for figure in figures.measure(quick=True)]
    told = {line["name"]: (line["is_met"], line.get("not_measured")) for line in lines}
    assert told == {
        "trust.power_cuts": (None, "strace is needed to see what is synced"),
        "trust.image_cuts": (None, "only root mounts a file system"),
        "trust.kills": (True, None),
    }
