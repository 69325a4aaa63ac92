"""The program is killed while an export is put in place: the batch is on record exactly when its folder stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.placing import is_unsettled, settle_export
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.practice import practice_library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")

#: Exports two cases and is killed before or after the step that is named.
_EXPORTER = """
import os, signal, sys
from pathlib import Path
from reviewer_app.domain.batch import SealStyle
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.dispatch import placing
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.wiring import Parts

folder, target, step, is_after = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4] == "after"
former = getattr(placing, step)

def killed(*given):
    if is_after:
        former(*given)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(placing, step, killed)
library = Parts().libraries.open(folder, "示例甲", PRACTICE_PASSWORD)
chosen = [one.application_id for one in library.read(plan_batch) if one.is_allowed][:2]
export_batch(library, Parts().maker, chosen, target, SealStyle.SAMPLE, lambda *_: None, lambda: False)
"""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library, closed."""
    folder = tmp_path_factory.mktemp("season") / "library"
    practice_library(folder).close()
    return folder


def batches(unit: UnitOfWork) -> tuple[Batch, ...]:
    return unit.batches.all(unit.settings.get().season)


def export_again(library: OpenLibrary, target: Path) -> int:
    chosen = [one.application_id for one in library.read(plan_batch) if one.is_allowed][:2]
    export_batch(library, Parts().maker, chosen, target, SealStyle.SAMPLE, lambda *_: None, lambda: False)
    return len(chosen)


@pytest.mark.parametrize(
    ("step", "moment", "stands"),
    [
        ("record_batch", "after", False),
        ("rename_folder", "before", False),
        ("rename_folder", "after", False),
        ("_forget_note", "before", True),
    ],
)
def test_a_batch_is_on_record_exactly_when_its_folder_is_in_place(
    season: Path, tmp_path: Path, step: str, moment: str, stands: bool
) -> None:
    folder, target = tmp_path / "library", tmp_path / "报送"
    shutil.copytree(season, folder)
    path = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", _EXPORTER, str(folder), str(target), step, moment]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    library = Parts().libraries.open(folder, "示例甲", PRACTICE_PASSWORD)
    try:
        before = len(library.read(batches))
        settle_export(library)
        assert not is_unsettled(library)
        assert not settle_export(library)
        kept = library.read(batches)
        assert any(batch.folder == str(target) for batch in kept) == target.is_dir() == stands
        assert len(kept) == before
        assert [line for line in library.verify() if line.is_broken] == []
        again = target.with_name("再报送") if stands else target
        assert export_again(library, again) == 2
        assert {path.name for path in again.iterdir()} == {
            "manifest.json",
            "文件清单.json",
            "推荐意见",
            "推荐汇总表.xlsx",
        }
        assert [path.name for path in again.parent.iterdir() if path.name.startswith(f".{again.name}")] == []
    finally:
        library.close()
