"""The demo: the practice season driven to its documents and pictures, in one folder that can be verified."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.exporting import BatchResult, export_batch, plan_batch
from reviewer_app.services.records import PrintedFile
from reviewer_app.services.registering import current_pack
from reviewer_app.wiring import make_gate, make_press, take_screenshots
from reviewer_resources.phrases import sentence


def make_demo(folder: Path, keep_library: bool) -> list[str]:
    """Makes summary, recommendations, screenshots and manifest in `folder`; the sentences to print.

    An earlier demo in the folder is replaced; anything else there is left alone (RefusalError `export.folder_used`).
    """
    target = folder.resolve()
    _check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        said = _make(making, keep_library)
        if target.exists():
            shutil.rmtree(target)
        made = making / "demo"
        if keep_library:
            (making / "library").rename(made / "library")
        made.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return [*said, sentence("demo.done", {"folder": target})]


def _make(making: Path, keep_library: bool) -> list[str]:
    desk = make_gate().open_practice(making / "library")
    try:
        press = make_press()
        choices = desk.read(plan_batch)
        chosen = [choice.application_id for choice in choices if choice.is_allowed]
        result = export_batch(
            desk, press, chosen, making / "demo", SealStyle.SAMPLE, lambda done, total: None, lambda: False
        )
        pack_sha256 = desk.read(current_pack).sha256
        audit_head = desk.read(lambda unit: unit.events.head())
        pictures = take_screenshots(desk, making / "demo" / "screenshots")
        files = [*_exported(result), *(PrintedFile(f"screenshots/{name}", "screenshot", ()) for name in pictures)]
        press.manifest(making / "demo", files, pack_sha256, audit_head)
    finally:
        desk.close()
    failed = [
        sentence("demo.failed", {"number": line.intake_number, "why": line.error})
        for line in result.lines
        if line.error
    ]
    counted = sentence("demo.counted", {"sheets": len(result.lines) - len(failed), "pictures": len(pictures)})
    return [counted, *failed]


def _exported(result: BatchResult) -> list[PrintedFile]:
    printed = [line for line in result.lines if line.file]
    sheets = [PrintedFile(line.file, "recommendation", (line.intake_number,)) for line in printed]
    return [PrintedFile(result.summary_file, "summary", tuple(line.intake_number for line in printed)), *sheets]


def _check_target(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise RefusalError("export.folder_used", folder=str(target))
    known = {"manifest.json", "summary.xlsx", "recommendations", "screenshots", "documents", "library"}
    inside = {item.name for item in target.iterdir()}
    if inside and ("manifest.json" not in inside or inside - known):
        raise RefusalError("export.folder_used", folder=str(target))
