"""Putting a finished export in its place and on record: both or neither, even when the program is killed in between.

A note in the library says beforehand what is about to be put where. Whoever opens the library next sees by it whether
the batch came on record; if not, the folder goes back to where it was made, and the next export there goes on from it.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from reviewer_app.domain.errors import OfficeError
from reviewer_app.durable import rename_folder, sync_tree, write_file
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.small_files import from_json, json_of

T = TypeVar("T")
_NOTE = "export-in-hand.json"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class _Note:
    """What is being put in place: from where, to where, the hash of its manifest, how the batch names it.

    `former` is where the folder that stood there goes, when the new one takes the place of another.
    """

    made: str
    folder: str
    manifest: str
    recorded_as: str
    audit_head: str
    former: str = ""


def place_export(library: Library, made: Path, folder: Path, record: BatchRecord) -> int:
    """Gives the finished folder its name and puts the batch on record; its number.

    The folder is renamed as the last act before the record is kept. Raises RefusalError as `record_batch` does, OSError
    as the system does; then the folder is where it was made and nothing is on record.
    """
    note = _Note(
        str(made.absolute()), str(folder.absolute()), file_hash(made / _MANIFEST), record.folder, record.audit_head
    )

    def change(unit: UnitOfWork) -> int:
        number = record_batch(unit, record)
        rename_folder(made, folder)
        return number

    return _placed(library, note, made, change)


def place_instead(
    library: Library,
    made: Path,
    folder: Path,
    former: Path,
    named: tuple[str, str],
    put_on_record: Callable[[UnitOfWork], None],
) -> None:
    """Puts a finished folder in the place of the one that stands there, which keeps all it holds under another name.

    `named` is how the batch names its folder, and its head. Raises what `put_on_record` does, and OSError; then both
    folders are where they were and nothing is on record.
    """
    note = _Note(
        str(made.absolute()), str(folder.absolute()), file_hash(made / _MANIFEST), *named, str(former.absolute())
    )

    def change(unit: UnitOfWork) -> None:
        put_on_record(unit)
        rename_folder(folder, former)
        rename_folder(made, folder)

    _placed(library, note, made, change)


def _placed(library: Library, note: _Note, made: Path, change: Callable[[UnitOfWork], T]) -> T:
    sync_tree(made)
    _write_note(library, note)
    try:
        done = library.change(change)
    except BaseException:
        # The first reason is what the officer is told; what cannot be settled now is settled at the next start.
        with contextlib.suppress(OfficeError):
            settle_export(library)
        raise
    _forget_note(library)
    return done


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
    named = [batch for batch in batches if (batch.folder, batch.audit_head) == (note.recorded_as, note.audit_head)]
    if not note.former:
        return bool(named)
    return any((_MANIFEST, note.manifest) in batch.others for batch in named)


def _take_back(note: _Note) -> bool:
    """Moves the folder back to where it was made, if it is that folder and nothing stands there.

    One that took the place of another gives it back.
    """
    made, folder = Path(note.made), Path(note.folder)
    is_taken_back = False
    with contextlib.suppress(OSError):
        if not made.exists() and file_hash(folder / _MANIFEST) == note.manifest:
            rename_folder(folder, made)
            is_taken_back = True
    with contextlib.suppress(OSError):
        if note.former and Path(note.former).is_dir() and not folder.exists():
            rename_folder(Path(note.former), folder)
            is_taken_back = True
    return is_taken_back


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
