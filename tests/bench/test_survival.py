"""What was acknowledged is there after a kill at any moment of any writing act, without anybody repairing anything."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from reviewer_app.bench.survival.cuts import cut_days
from reviewer_app.bench.survival.day import ACTS
from reviewer_app.bench.survival.disk import Disk, File
from reviewer_app.bench.survival.finding import Told, faults_after
from reviewer_app.bench.survival.kills import kill_days, make_template
from reviewer_app.bench.survival.recording import is_offered

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")


def test_nothing_acknowledged_is_lost_by_kills(tmp_path: Path) -> None:
    """Every sixth act; the power is cut at those halfway between, and the measurements stop all of them."""
    acts = list(ACTS)[::6]
    outcome = kill_days(tmp_path, len(acts) + 3, acts=acts)
    assert outcome.faults == []
    assert outcome.acknowledged >= 2 * outcome.stops
    assert outcome.within > outcome.stops // 4


@pytest.mark.skipif(not is_offered(), reason="strace is needed to see what is synced")
def test_nothing_acknowledged_is_lost_by_power_cuts(tmp_path: Path) -> None:
    acts = list(ACTS)[3::6]
    outcome = cut_days(tmp_path, len(acts) + 3, acts=acts)
    assert outcome.faults == []
    assert outcome.acknowledged >= 2 * outcome.stops


def test_what_was_not_synced_is_gone_after_a_cut(tmp_path: Path) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    disk = Disk(root, root)
    for name in ("synced", "unnamed", "empty"):
        disk.put(f"{root}/{name}", File(bytearray(b"kept")))
    disk.sync(f"{root}/synced")
    disk.sync(f"{root}/unnamed")
    disk.sync(str(root))
    disk.put(f"{root}/later", File(bytearray(b"kept"), b"kept"))
    disk.after_cut(tmp_path / "left", None)
    assert {path.name: path.read_bytes() for path in (tmp_path / "left").iterdir()} == {
        "synced": b"kept",
        "unnamed": b"kept",
        "empty": b"",
    }


def test_what_is_lost_or_half_would_be_seen(tmp_path: Path) -> None:
    root = tmp_path / "day"
    shutil.copytree(make_template(tmp_path), root)
    (root / "报送" / "1-1").mkdir(parents=True)
    told = Told([{"case": 9999, "name": "没有"}, {"backup": "没有"}, {"saved": "0"}])
    found = " ".join(faults_after(root, told))
    for part in ("'case': 9999", "'backup'", "a saved copy", "without its batch", "half an export"):
        assert part in found
