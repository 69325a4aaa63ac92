"""A use struck out, and the file that bore its seal taken out of its batch's folder; the library keeps its bytes.

The use is struck out first, on record; the file follows. One that somebody else wrote there is left as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import SealUse, SealWay
from reviewer_app.services.cases.sealing import strike_use
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.sealing.file_sealing import SEALED_FOLDER, sealed_name


@dataclass(frozen=True, slots=True)
class Struck:
    """A use that was struck out: whether its file was taken away, and where one stays that could not be."""

    use: SealUse
    is_taken_away: bool
    stays: Path | None
    changes: Changes


def strike_with_file(library: Library, use_id: int, reason: str) -> Struck:
    """Strikes a use out and takes its sealed file out of the batch's folder; raises as `strike_use`."""
    changes = library.change(strike_use, use_id, reason)
    use, laid = library.read(_laid, use_id)
    path = library.folder / laid if laid is not None else None
    if path is None or path.parent.is_symlink():
        return Struck(use, False, None, changes)
    try:
        return Struck(use, _take_away(path, use.sealed_sha256), None, changes)
    except OSError:
        return Struck(use, False, path, changes)


def _laid(unit: UnitOfWork, use_id: int) -> tuple[SealUse, Path | None]:
    """The use, and where its sealed file was laid beside the library's own."""
    use = unit.seals.use_of(use_id)
    batch_id = unit.seals.list_of(use.list_id).batch_id
    if not batch_id or use.way is SealWay.STAMP:
        return use, None
    folder = Path(unit.batches.get(batch_id).folder)
    return use, folder / SEALED_FOLDER / sealed_name(unit.register.get(use.register_id))


def _take_away(path: Path, sha256: str) -> bool:
    """Whether the file lay there as it was written and is gone now; OSError when it lies there and cannot be removed.

    What bears other bytes was not written by this use and stays.
    """
    if path.is_symlink() or not path.is_file():
        return False
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise OSError
    path.unlink()
    return True
