"""What a disk may hold after a power cut: only what was synced is certain, of the rest any part may have arrived.

Names and contents are kept apart, as a file system does: syncing a file brings its content onto the disk, syncing a
folder the names in it. The strictest state drops everything else; an ordered one keeps the names up to some moment
and any part of the contents, as ext4 does with what was never synced (names there, files empty).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_SECTOR = 512


@dataclass(eq=False, slots=True)
class File:
    """A file: as programs see it, as it is surely on the disk, and the writes in between."""

    live: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        """Writes at a place."""
        self.pending.append((offset, data))
        _lay(self.live, offset, data)

    def cut(self, size: int) -> None:
        """Gives the file a size."""
        self.pending.append((size, None))
        _size(self.live, size)

    def sync(self) -> None:
        """Brings the content onto the disk."""
        self.synced, self.pending = bytes(self.live), []

    def after_cut(self, chance: random.Random | None) -> bytes:
        """What is there after the cut: what was synced, and with `chance` any part of what was not."""
        content = bytearray(self.synced)
        for offset, data in self.pending if chance is not None else ():
            assert chance is not None
            fate = chance.random()
            if data is None:
                if fate < 0.5:
                    _size(content, offset)
            elif fate < 0.4:
                _lay(content, offset, data)
            elif fate < 0.6:
                # Torn in the middle, at the edge of a sector.
                _lay(content, offset, data[: chance.randrange(len(data) // _SECTOR + 1) * _SECTOR])
            elif fate < 0.8:
                # The length came, the content did not.
                _size(content, max(len(content), offset + len(data)))
        return bytes(content)


@dataclass(eq=False, slots=True)
class Folder:
    """A folder: its names as programs see them, and as they are surely on the disk."""

    live: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)


Change = tuple[Folder, str, "File | Folder | None"]


class Disk:
    """All that lies under one folder, with the changes of names that are not yet certain."""

    def __init__(self, begun_as: Path, root: Path) -> None:
        self.root = PurePosixPath(root)
        self.top = self._loaded(begun_as)
        self._pending: list[tuple[Change, ...]] = []

    def at(self, path: str) -> File | Folder | None:
        """What stands there now; None when nothing does, or it is outside."""
        try:
            parts = PurePosixPath(path).relative_to(self.root).parts
        except ValueError:
            return None
        found: File | Folder | None = self.top
        for part in parts:
            found = found.live.get(part) if isinstance(found, Folder) else None
        return found

    def put(self, path: str, one: File | Folder | None) -> None:
        """Gives something a name, or takes the name away."""
        self._change((self._change_of(path, one),))

    def rename(self, old: str, new: str) -> None:
        """Both names change at once."""
        one = self.at(old)
        if one is not None:
            self._change((self._change_of(old, None), self._change_of(new, one)))

    def sync(self, path: str) -> None:
        """Brings a file's content, or a folder's names, onto the disk."""
        one = self.at(path)
        if isinstance(one, File):
            one.sync()
        elif isinstance(one, Folder):
            certain = [change for change in self._pending if any(folder is one for folder, _, _ in change)]
            self._pending = [change for change in self._pending if change not in certain]
            for change in certain:
                _apply(change)

    def after_cut(self, target: Path, chance: random.Random | None) -> None:
        """Writes a state the disk may be in after a cut now: the strictest without `chance`. Ends this disk's use."""
        if chance is not None:
            for change in self._pending[: chance.randrange(len(self._pending) + 1)]:
                _apply(change)
        _write(self.top, target, chance)

    def differs_from(self, root: Path) -> list[str]:
        """Where what was followed is not what stands there: the recording is then no proof."""
        return [path for path, one in _files(self.top, "") if (root / path).read_bytes() != bytes(one.live)]

    def _change_of(self, path: str, one: File | Folder | None) -> Change:
        folder = self.at(str(PurePosixPath(path).parent))
        if not isinstance(folder, Folder):
            raise LookupError(path)
        return folder, PurePosixPath(path).name, one

    def _change(self, change: tuple[Change, ...]) -> None:
        for folder, name, one in change:
            _set(folder.live, name, one)
        self._pending.append(change)

    def _loaded(self, path: Path) -> Folder:
        folder = Folder()
        for item in path.iterdir():
            if item.is_dir():
                folder.live[item.name] = self._loaded(item)
            else:
                content = item.read_bytes()
                folder.live[item.name] = File(bytearray(content), content)
        folder.synced = dict(folder.live)
        return folder


def _apply(change: tuple[Change, ...]) -> None:
    for folder, name, one in change:
        _set(folder.synced, name, one)


def _set(names: dict[str, File | Folder], name: str, one: File | Folder | None) -> None:
    if one is None:
        names.pop(name, None)
    else:
        names[name] = one


def _write(folder: Folder, target: Path, chance: random.Random | None) -> None:
    target.mkdir()
    for name, one in folder.synced.items():
        if isinstance(one, Folder):
            _write(one, target / name, chance)
        else:
            (target / name).write_bytes(one.after_cut(chance))


def _files(folder: Folder, before: str) -> Iterator[tuple[str, File]]:
    for name, one in folder.live.items():
        if isinstance(one, File):
            yield before + name, one
        else:
            yield from _files(one, f"{before}{name}/")


def _lay(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _size(content: bytearray, size: int) -> None:
    if len(content) > size:
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))
