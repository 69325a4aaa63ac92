"""What an export that was stopped half-way (full disk, power cut) leaves for the next one to go on from.

Beside the export's place stand, both hidden, the folder in which it is being made and a list of the sheets done so far:
what each was made of and the hash of its file, in lines the library vouches for. Only what agrees with all of it is
taken over; everything else is made anew.
The export's place may be a shared folder: whatever else stands under these names is not followed, only taken away, and
a lock keeps two programs from exporting into one place at once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reviewer_app.domain.errors import RefusalError
from reviewer_app.durable import FILE_MODE, FOLDER_MODE, lock_file, remove_locked
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.small_files import content_of, from_json

#: What the system says of a lock that somebody else holds; anything else means that the place knows no locks.
_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
#: The lines of a hundred thousand sheets take half of it.
_LONGEST_LIST = 64 << 20


#: How a library vouches for its own lines (`Library.vouch`).
Vouch = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class _Done:
    """One sheet that is done: what it was made of, and the hash of its file."""

    mark: str
    digest: str


class UnfinishedExport:
    """The working place of one export; `audit_head` is the chain's head its sheets name, empty before any is done.

    It is held from the beginning until `keep` or `clear`. Raises RefusalError `export.busy` while another
    program exports there, OSError as the system does.
    """

    def __init__(self, target: Path, vouch: Vouch) -> None:
        self._vouch = vouch
        self._lock_place = target.parent / f".{target.name}.part.lock"
        self._lock = self._taken(target)
        self.folder = target.parent / f".{target.name}.part"
        self._list = target.parent / f".{target.name}.part.jsonl"
        self.audit_head = ""
        self._done: dict[str, _Done] = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            self._read()

    @property
    def count(self) -> int:
        """How many sheets are done."""
        return len(self._done)

    def begin(self, audit_head: str, sheets: Mapping[str, DocumentValues], seal: str) -> frozenset[str]:
        """Makes the place ready for the sheets by file; those that are done already and say exactly this are kept.

        Nothing else is left there. Raises OSError as the system does.
        """
        marks = {file: _mark(values, seal) for file, values in sheets.items()}
        self._done = {file: done for file, done in self._done.items() if marks.get(file) == done.mark}
        self.audit_head = audit_head
        if not _is_own_folder(self.folder):
            self.folder.unlink(missing_ok=True)
        self.folder.mkdir(FOLDER_MODE, exist_ok=True)
        self._sweep(self.folder)
        for file in sheets:
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        self._write_list()
        return frozenset(self._done)

    def note(self, file: str, values: DocumentValues, seal: str) -> None:
        """Puts a sheet on the list as done; OSError as the system does."""
        done = _Done(_mark(values, seal), file_hash(self.folder / file))
        with open(self._list, "a", encoding="utf-8", opener=_itself) as stream:
            stream.write(self._line(_entry(file, done)))
        self._done[file] = done

    def keep(self) -> None:
        """Leaves what is done for the next export and frees the room of everything else."""
        if not self._done:
            self.clear()
            return
        with contextlib.suppress(OSError):
            self._sweep(self.folder)
        self._lock.close()

    def clear(self) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._list.unlink(missing_ok=True)
        remove_locked(self._lock, self._lock_place)

    def _taken(self, target: Path) -> IO[bytes]:
        if self._lock_place.is_symlink():
            self._lock_place.unlink()
        file = os.fdopen(_itself(str(self._lock_place), os.O_RDWR | os.O_CREAT | os.O_APPEND), "r+b")
        try:
            lock_file(file)
        except OSError as error:
            if error.errno in _HELD:
                file.close()
                raise RefusalError("export.busy", folder=str(target), field="folder") from error
        return file

    def _read(self) -> None:
        """Takes the list as far as it is whole: a power cut may have torn its last line off."""
        if not _is_own_folder(self.folder) or not _is_own_file(self._list):
            return
        lines = content_of(self._list, _LONGEST_LIST).decode("utf-8").splitlines()
        self.audit_head = self._said(lines[0])["head"]
        for line in lines[1:]:
            entry = self._said(line)
            file, mark, digest = entry["file"], entry["of"], entry["sha256"]
            if self._is_there(file, digest):
                self._done[file] = _Done(mark, digest)

    def _write_list(self) -> None:
        """Replaced only by a whole one: on a disk that is still full the former list stays."""
        entries = [{"head": self.audit_head}, *(_entry(file, done) for file, done in self._done.items())]
        fresh = self._list.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            with fresh.open("x", encoding="utf-8") as stream:
                stream.writelines(map(self._line, entries))
            fresh.replace(self._list)
        finally:
            fresh.unlink(missing_ok=True)

    def _line(self, entry: dict[str, str]) -> str:
        """An entry as a line of the list: only the library can have written it, so nobody slips in a sheet of his."""
        said = _said(entry)
        return _said({"said": said, "vouched": self._vouch(said.encode())}) + "\n"

    def _said(self, line: str) -> dict[str, str]:
        """The entry of a line; ValueError when the library did not write it."""
        whole = from_json(line)
        said = str(whole["said"])
        if not hmac.compare_digest(self._vouch(said.encode()), str(whole["vouched"])):
            raise ValueError("a line of somebody else")
        return {str(key): str(value) for key, value in from_json(said).items()}

    def _is_there(self, file: str, digest: str) -> bool:
        """Whether a file lies inside the working place just as it was made."""
        place = self.folder / file
        is_inside = os.path.normcase(place.resolve()) == os.path.normcase(self.folder.resolve() / file)
        return is_inside and _is_own_file(place) and file_hash(place) == digest

    def _sweep(self, folder: Path) -> None:
        """Takes away everything but the sheets that are done, and no more than the name of what leads elsewhere."""
        for path in folder.iterdir():
            if _is_own_folder(path):
                self._sweep(path)
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(self.folder).as_posix() not in self._done:
                path.unlink()


def _is_own_folder(path: Path) -> bool:
    """Whether a folder stands there itself, not a link or a Windows junction that leads to another."""
    is_itself = os.path.normcase(path.resolve()) == os.path.normcase(path.parent.resolve() / path.name)
    return is_itself and path.is_dir()


def _itself(path: str, flags: int) -> int:
    """Opens a file and nothing it leads to: in a shared folder a link may be laid there at any moment."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)


def _is_own_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def discard_unfinished(target: Path) -> None:
    """Clears away what an export to a place left half-way, once the officer has exported elsewhere.

    Where that cannot be, as another export goes on there or the disk is gone, it stays.
    """
    with contextlib.suppress(RefusalError, OSError):
        UnfinishedExport(target, lambda _content: "").clear()


def _mark(values: DocumentValues, seal: str) -> str:
    """What a sheet is made of, as one hash."""
    said = json.dumps(
        [dataclasses.asdict(dataclasses.replace(values, made_at=None)), seal],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _entry(file: str, done: _Done) -> dict[str, str]:
    return {"file": file, "of": done.mark, "sha256": done.digest}


def _said(entry: dict[str, str]) -> str:
    return json.dumps(entry)
