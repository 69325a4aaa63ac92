"""The demo: the practice season driven to its documents and pictures, in one folder that can be verified."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer_app.demo.documents import PAGE, make_documents
from reviewer_app.demo.folder import LIBRARY, PICTURE, require_place
from reviewer_app.demo.manual import write_manual
from reviewer_app.demo.pictures import take_screenshots, take_year_screenshots
from reviewer_app.demo.road import make_road
from reviewer_app.demo.years import make_years
from reviewer_app.domain.batch import SealStyle
from reviewer_app.durable import place_folder
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.file_hash import write_folder_list
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence

_ON_THE_ROAD, _FIVE_SEASONS = "on-the-road", "five-seasons"


@dataclass(frozen=True, slots=True)
class MadeDemo:
    """What the demo holds, in sentences, and a sentence for each paper that is missing, with the reason."""

    said: tuple[str, ...]
    missing: tuple[str, ...]


def make_demo(folder: Path, keep_library: bool) -> MadeDemo:
    """Makes summary, recommendations, screenshots and manifest in `folder`; a paper that cannot be made is named.

    An untouched earlier demo is replaced; anything else is left alone (RefusalError `export.folder_used`).
    """
    target = folder.resolve()
    require_place(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        counted, missing = _make(making, target)
        made = making / "demo"
        if keep_library:
            (making / LIBRARY).rename(made / LIBRARY)
        # Work may have been put there while the demo was made.
        require_place(target)
        if target.exists():
            target.rename(making / "earlier")
        place_folder(made, target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return MadeDemo((counted, sentence("demo.done", {"folder": target})), tuple(missing))


def _make(making: Path, target: Path) -> tuple[str, list[str]]:
    """Makes everything in `making`: how much there is, and what is missing."""
    parts = Parts()
    parts.libraries.open_practice(making / LIBRARY).close()
    # The batch on the road goes on in a copy: the library of the demo stays as the practice season leaves it.
    shutil.copytree(making / LIBRARY, making / _ON_THE_ROAD)
    library = parts.libraries.open_practice(making / LIBRARY)
    try:
        choices = library.read(plan_batch)
        chosen = [choice.application_id for choice in choices if choice.is_allowed]
        result = export_batch(
            library,
            parts.maker,
            chosen,
            making / "demo",
            SealStyle.SAMPLE,
            lambda done, total: None,
            lambda: False,
            target,
        )
        papers = make_documents(library, parts, making / "demo")
        road = make_road(parts, making / _ON_THE_ROAD, making / "demo")
        years = make_years(parts, making / _FIVE_SEASONS, making / "demo")
        pack_sha256 = library.read(current_pack).sha256
        audit_head = library.read(lambda unit: unit.events.head())
        season = library.read(lambda unit: unit.settings.get().season)
        pictures = take_screenshots(library, parts, making / "demo" / "screenshots")
        seasons = parts.libraries.open_practice(making / _FIVE_SEASONS, has_years=True)
        pictures += take_year_screenshots(seasons, parts, making / "demo" / "screenshots")
        manual = write_manual(making / "demo", pictures)
        files = [
            *_exported(result),
            *papers.files,
            *road.files,
            *years.files,
            manual.file,
            *(PrintedFile(f"screenshots/{name}", PICTURE, ()) for name in pictures),
        ]
        # The batch's own list knew its sheets and summary alone; this one knows all that lies here.
        listed = write_folder_list(making / "demo", files, season)
        listed = replace(listed, applications=files[0].applications)
        parts.maker.manifest(making / "demo", [*files, listed], pack_sha256, audit_head)
    finally:
        library.close()
    failed = [
        sentence("demo.failed", {"paper": line.intake_number, "why": line.error}) for line in result.lines if line.error
    ]
    counted = sentence(
        "demo.counted",
        {
            "sheets": len(result.lines) - len(failed),
            "pictures": len(pictures),
            "papers": _papers([*papers.files, *road.files, *years.files]),
        },
    )
    return counted, [*failed, *papers.missing, *road.missing, *years.missing, *manual.missing]


def _papers(files: Sequence[PrintedFile]) -> int:
    return sum(file.kind != PAGE for file in files)


def _exported(result: BatchResult) -> list[PrintedFile]:
    printed = [line for line in result.lines if line.file]
    sheets = [PrintedFile(line.file, "recommendation", (line.intake_number,)) for line in printed]
    return [PrintedFile(result.summary_file, "summary", tuple(line.intake_number for line in printed)), *sheets]
