"""What lies in the folder of a batch and under which names, now and in the folders of earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.record import RecordKey

#: Where the recommendations lie, the summary beside them, the list an officer reads, and the machine's own list.
SHEETS = "推荐意见"
SUMMARY = "推荐汇总表.xlsx"
LIST = "文件清单.json"
MANIFEST = "manifest.json"
#: The names until autumn 2026; folders made then are kept for years and looked at as those of today.
FORMER_SHEETS, FORMER_SUMMARY = "recommendations", "summary.xlsx"

#: How the path of a sheet begins.
SHEET_PATHS = (f"{SHEETS}/", f"{FORMER_SHEETS}/")
#: The summaries by name.
SUMMARIES = (SUMMARY, FORMER_SUMMARY)

#: The files beside the sheets, and under which key the entry of an export says their SHA-256.
_BESIDE: Mapping[str, RecordKey] = {
    MANIFEST: RecordKey.MANIFEST_HASH,
    SUMMARY: RecordKey.SUMMARY_HASH,
    LIST: RecordKey.LIST_HASH,
}
_BESIDE_FORMERLY: Mapping[str, RecordKey] = {
    MANIFEST: RecordKey.MANIFEST_HASH,
    FORMER_SUMMARY: RecordKey.SUMMARY_HASH,
}
#: Every file that may stand beside the sheets.
BESIDE_EVER = (*_BESIDE, FORMER_SUMMARY)


def beside(sheet: str = "") -> Mapping[str, RecordKey]:
    """The files beside the sheets of a batch, by the path of one of its sheets; of today without one."""
    return _BESIDE_FORMERLY if sheet.startswith(f"{FORMER_SHEETS}/") else _BESIDE


def is_sheet(path: str) -> bool:
    """Whether a file of an export is a recommendation by its place."""
    return path.startswith(SHEET_PATHS)


def with_others(batch: Batch, exports: Iterable[tuple[datetime, Mapping[str, str]]]) -> Batch:
    """A batch with the files beside its sheets, as the entries of exports of its first case say them.

    The entry was made in the same moment as the batch; a case may be in batches of one number in two seasons.
    """
    if batch.others:
        # Files made anew after the export are named where that is on record.
        return batch
    first = batch.lines[0].file if batch.lines else ""
    wanted = (str(batch.number), first)
    own = [one for one in exports if (one[1].get(RecordKey.BATCH), one[1].get(RecordKey.FILE)) == wanted]
    if not own:
        return batch
    _, detail = min(own, key=lambda one: abs(one[0] - batch.made_at))
    others = tuple((file, detail[key]) for file, key in beside(first).items() if detail.get(key))
    return replace(batch, others=others)
