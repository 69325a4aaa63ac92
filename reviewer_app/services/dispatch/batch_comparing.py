"""Whether an export folder holds the sheets the library has on record: its manifest, plain text, proves less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer_app.domain.batch import Batch
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence


def compare_with_record(folder: Path, batches: Sequence[Batch]) -> list[CheckLine]:
    """One line when every sheet of a batch lies there unchanged and no other; else a line for each that does not.

    The batch is the one most of whose sheets are there, the newest (first) of several.
    """
    there = {
        path.relative_to(folder).as_posix(): _hash(path)
        for parent in sorted({(folder / line.file).parent for batch in batches for line in batch.lines})
        for path in sorted(parent.glob("*.pdf"))
    }
    batch = max(batches, key=lambda one: _agreeing(one, there), default=None)
    part = sentence("record_check.part")
    if batch is None or not _agreeing(batch, there):
        return [CheckLine(part, Grade.BROKEN, sentence("record_check.no_batch"))]
    faults = [CheckLine(file, Grade.BROKEN, said) for file, said in _faults(batch, there)]
    made = f"{batch.made_at:%Y-%m-%d}"
    values = {"season": batch.season, "number": batch.number, "made": made, "count": len(batch.lines)}
    return faults or [CheckLine(part, Grade.INTACT, sentence("record_check.agrees", values))]


def doubts_of(folder: Path, batch: Batch) -> list[str]:
    """What the folder of a batch holds otherwise than recorded, a sentence for each; empty when all agrees."""
    if not folder.is_dir():
        return [sentence("record_check.no_folder")]
    return [f"{line.part}：{line.message}" for line in compare_with_record(folder, (batch,)) if line.is_broken]


def _faults(batch: Batch, there: dict[str, str]) -> Iterator[tuple[str, str]]:
    values = {"season": batch.season, "number": batch.number}
    for line in batch.lines:
        if line.file not in there:
            yield line.file, sentence("record_check.missing", values)
        elif there[line.file] != line.sha256:
            yield line.file, sentence("record_check.changed", values)
    for file in there.keys() - {line.file for line in batch.lines}:
        yield file, sentence("record_check.foreign", values)


def _agreeing(batch: Batch, there: dict[str, str]) -> int:
    return sum(there.get(line.file) == line.sha256 for line in batch.lines)


def _hash(path: Path) -> str:
    """A file that cannot be read agrees with nothing."""
    try:
        return file_hash(path)
    except OSError:
        return ""
