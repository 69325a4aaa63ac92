"""Whether an export folder holds the sheets the library has on record: its manifest, plain text, proves less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.folder import BESIDE_EVER, SUMMARIES, with_others
from reviewer_app.domain.dispatch.mail_check import FileFault
from reviewer_app.domain.record import EventAct
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.small_files import is_ordinary
from reviewer_resources.phrases import sentence

#: No file of a batch, and no batch, comes near; what is larger agrees with nothing, so that nobody waits for it.
_MOST_FILE, _MOST_OF_ALL = 256 << 20, 4 << 30


def compare_with_record(folder: Path, batches: Sequence[Batch], has_letters: bool = False) -> list[CheckLine]:
    """One line when every file of a batch lies there unchanged and no other sheet; else a line for each that does not.

    The batch is the one most of whose sheets are there, the newest (first) of several. Of the files beside the sheets
    it is said when the record does not have them.
    """
    there, beside = _found_in(folder, batches)
    batch = max(batches, key=lambda one: (_agreeing(one, there), _beside(one, beside)), default=None)
    part = sentence("record_check.part")
    if batch is None or not (_agreeing(batch, there) or _beside(batch, beside)):
        if has_letters and not there and not any((folder / summary).exists() for summary in SUMMARIES):
            # A folder of letters alone is no batch's.
            return []
        return [CheckLine(part, Grade.BROKEN, sentence("record_check.no_batch"))]
    numbered = {"season": batch.season, "number": batch.number}
    found = (*_faults(batch, there), *_others(batch, beside))
    faults = [CheckLine(one.file, Grade.BROKEN, sentence(one.code, numbered)) for one in found]
    made = f"{batch.made_at:%Y-%m-%d}"
    values = {"season": batch.season, "number": batch.number, "made": made, "count": len(batch.lines)}
    if not batch.others:
        # An export of an earlier time: its list and summary were not put on record.
        return [
            *(faults or [CheckLine(part, Grade.INTACT, sentence("record_check.sheets_agree", values))]),
            _unrecorded(),
        ]
    return faults or [CheckLine(part, Grade.INTACT, sentence("record_check.agrees", values))]


def doubts_of(folder: Path, batch: Batch) -> list[str]:
    """What the folder of a batch holds otherwise than recorded, a sentence for each; empty when all agrees."""
    if not folder.is_dir():
        return [sentence("record_check.no_folder")]
    return [f"{line.part}：{line.message}" for line in compare_with_record(folder, (batch,)) if line.is_broken]


def faults_in(folder: Path, batch: Batch) -> tuple[FileFault, ...]:
    """What the folder of one batch holds otherwise than recorded, by file; a folder that is gone has none of it."""
    there, beside = _found_in(folder, (batch,))
    return (*_faults(batch, there), *_others(batch, beside))


def _found_in(folder: Path, batches: Sequence[Batch]) -> tuple[dict[str, str], dict[str, str | None]]:
    """The hashes of the sheets that lie where those of the batches should, and of the files beside them."""
    hash_of = _Hashes()
    there = {
        path.relative_to(folder).as_posix(): hash_of(path)
        for parent in sorted({(folder / line.file).parent for batch in batches for line in batch.lines})
        for path in sorted(parent.glob("*.pdf"))
    }
    beside = {file: hash_of(folder / file) if is_ordinary(folder / file) else None for file in BESIDE_EVER}
    return there, beside


def _faults(batch: Batch, there: dict[str, str]) -> Iterator[FileFault]:
    for line in batch.lines:
        if line.file not in there:
            yield FileFault(line.file, "record_check.missing")
        elif there[line.file] != line.sha256:
            yield FileFault(line.file, "record_check.changed")
    for file in there.keys() - {line.file for line in batch.lines}:
        yield FileFault(file, "record_check.foreign")


def _others(batch: Batch, there: dict[str, str | None]) -> Iterator[FileFault]:
    """The summary and the list of files, by their own hashes: a list that was written anew proves nothing."""
    for file, digest in batch.others:
        found = there.get(file)
        if found is None:
            yield FileFault(file, "record_check.missing")
        elif found != digest:
            yield FileFault(file, "record_check.changed")


def _unrecorded() -> CheckLine:
    return CheckLine(sentence("record_check.part"), Grade.NOTICE, sentence("record_check.unrecorded"))


def confirmed(lines: Sequence[CheckLine], compared: Sequence[CheckLine], batches: Sequence[Batch]) -> list[CheckLine]:
    """All that was said of a folder; files that only the list vouched for stand by the record where all agrees."""
    known = {file for batch in batches for file, _ in batch.others}
    is_whole = bool(compared) and all(line.standing is Grade.INTACT for line in compared)
    said = sentence("record_check.by_record")
    own = [
        CheckLine(line.part, Grade.INTACT, said)
        if is_whole and line.part in known and line.standing is Grade.NOTICE
        else line
        for line in lines
    ]
    return [*own, *compared]


def recorded_whole(unit: UnitOfWork, batch: Batch) -> Batch:
    """A batch with the files beside its sheets, as the record has them."""
    events = unit.events.of(batch.lines[0].application_id) if batch.lines else ()
    return with_others(batch, [(event.at, event.detail) for event in events if event.act == EventAct.EXPORTED])


def _agreeing(batch: Batch, there: dict[str, str]) -> int:
    """How many of its sheets are there, under whatever name."""
    return len({line.sha256 for line in batch.lines} & set(there.values()))


def _beside(batch: Batch, there: dict[str, str | None]) -> int:
    """How many of its other files are there: they tell whose sheets a folder had that has none any more."""
    return sum(there.get(file) == digest for file, digest in batch.others)


class _Hashes:
    """The hashes of files as long as they are of an export's size, all in all."""

    def __init__(self) -> None:
        self._left = _MOST_OF_ALL

    def __call__(self, path: Path) -> str:
        """A file that cannot be read agrees with nothing."""
        try:
            size = path.stat().st_size
            if size > min(_MOST_FILE, self._left):
                return ""
            self._left -= size
            return file_hash(path, _MOST_FILE)
        except (OSError, ValueError):
            return ""
