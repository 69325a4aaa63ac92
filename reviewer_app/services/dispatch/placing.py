"""Putting a finished export in its place and on record: both or neither, even when the program is killed in between.

A note in the library says beforehand what is about to be put where. Whoever opens the library next sees by it whether
the batch came on record; if not, the folder goes back to where it was made, and the next export there goes on from it.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from reviewer_app.domain.errors import OfficeError
from reviewer_app.durable import rename_folder, sync_tree, write_file
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.small_files import from_json, json_of

_NOTE = "export-in-hand.json"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class _Note:
    """What is being put in place: from where, to where, the hash of its manifest, how the batch names it."""

    made: str
    folder: str
    manifest: str
    recorded_as: str
    audit_head: str


def place_export(library: Library, made: Path, folder: Path, record: BatchRecord) -> int:
    """Gives the finished folder its name and puts the batch on record; its number.

    The folder is renamed as the last act before the record is kept. Raises RefusalError as `record_batch` does, OSError
    as the system does; then the folder is where it was made and nothing is on record.
    """
    sync_tree(made)
    note = _Note(
        str(made.absolute()), str(folder.absolute()), file_hash(made / _MANIFEST), record.folder, record.audit_head
    )
    _write_note(library, note)

    def change(unit: UnitOfWork) -> int:
        number = record_batch(unit, record)
        rename_folder(made, folder)
        return number

    try:
        number = library.change(change)
    except BaseException:
        # The first reason is what the officer is told; what cannot be settled now is settled at the next start.
        with contextlib.suppress(OfficeError):
            settle_export(library)
        raise
    _forget_note(library)
    return number


def is_unsettled(library: Library) -> bool:
    """Whether an export was killed just when it was put in place."""
    return (library.folder / _NOTE).is_file()


def settle_export(library: Library) -> bool:
    """Makes good what a killed export left: its folder goes back if its batch is not on record; whether it did."""
    note = _read_note(library)
    if note is None:
        return False
    is_taken_back = not library.read(_is_on_record, note) and _take_back(note)
    _forget_note(library)
    return is_taken_back


def _is_on_record(unit: UnitOfWork, note: _Note) -> bool:
    batches = unit.batches.all(unit.settings.get().season)
    return any((batch.folder, batch.audit_head) == (note.recorded_as, note.audit_head) for batch in batches)


def _take_back(note: _Note) -> bool:
    """Moves the folder back to where it was made, if it is that folder and nothing stands there."""
    made, folder = Path(note.made), Path(note.folder)
    with contextlib.suppress(OSError):
        if not made.exists() and file_hash(folder / _MANIFEST) == note.manifest:
            rename_folder(folder, made)
            return True
    return False


def _write_note(library: Library, note: _Note) -> None:
    said = json.dumps(asdict(note), ensure_ascii=False)
    whole = {"said": said, "vouched": library.vouch(said.encode())}
    write_file(library.folder / _NOTE, json.dumps(whole, ensure_ascii=False).encode())


def _read_note(library: Library) -> _Note | None:
    """The note; None when there is none, or the library did not write it."""
    try:
        whole = json_of(library.folder / _NOTE)
        said = str(whole["said"])
        if not hmac.compare_digest(library.vouch(said.encode()), str(whole["vouched"])):
            return None
        return _Note(**from_json(said))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _forget_note(library: Library) -> None:
    with contextlib.suppress(OSError):
        (library.folder / _NOTE).unlink(missing_ok=True)
