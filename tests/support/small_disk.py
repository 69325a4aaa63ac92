"""A small file system of its own, for tests that fill it up or forbid writing there."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

_REMOUNT, _BIND, _READ_ONLY, _DETACH = 32, 4096, 1, 2


def _system_call(name: str, *values: object) -> None:
    """Mounting as the system does it: the program for it costs a fork of the whole test run each time."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*values) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def _mount(source: str, place: Path, kind: bytes = b"", flags: int = 0, data: str = "") -> None:
    _system_call("mount", os.fsencode(source), os.fsencode(place), kind, ctypes.c_ulong(flags), os.fsencode(data))


class SmallDisk:
    """A file system in memory of a size the test chooses."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        _mount("tmpfs", place, b"tmpfs", data="size=4m,mode=700")

    def becomes(self, *options: str) -> None:
        """Changes it while it is in use: `size=64m`, `ro`."""
        flags = _REMOUNT | (_READ_ONLY if "ro" in options else 0)
        _mount("tmpfs", self.place, b"tmpfs", flags, ",".join(one for one in options if one not in ("ro", "rw")))

    def fill_up(self, leave: int = 0) -> None:
        """Takes what is left, but for some bytes."""
        state = os.statvfs(self.place)
        (self.place / "别的.bin").write_bytes(bytes(max(state.f_bavail * state.f_frsize - leave, 0)))

    def leave(self, room: int) -> None:
        """Becomes so small that some bytes are left beside what lies there."""
        state = os.statvfs(self.place)
        used = (state.f_blocks - state.f_bfree) * state.f_frsize
        # A size of nothing would be no limit at all.
        self.becomes(f"size={max(used + room, state.f_frsize)}")

    def clear(self) -> None:
        """Takes away all that lies there."""
        for path in self.place.iterdir():
            shutil.rmtree(path)

    def grow(self) -> None:
        """Becomes large again."""
        self.becomes("size=64m")

    def make_room(self) -> None:
        """Gives it back."""
        (self.place / "别的.bin").unlink()

    def bind_read_only(self, folder: Path, seen: Path) -> None:
        """Shows a folder in another place, where nothing can be written."""
        _mount(str(folder), seen, flags=_BIND)
        _mount(str(folder), seen, flags=_REMOUNT | _BIND | _READ_ONLY)

    def unbind(self, seen: Path) -> None:
        """Takes that place away."""
        _system_call("umount2", os.fsencode(seen), 0)

    def away(self) -> None:
        """Takes the disk away."""
        _system_call("umount2", os.fsencode(self.place), _DETACH)

    @staticmethod
    def _run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True)


class PieceDisk(SmallDisk):
    """An ext4 that gives room in pieces smaller than a page of memory, as a small stick has it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        image = place.with_suffix(".img")
        with image.open("wb") as file:
            file.truncate(48 << 20)
        self._run("mkfs.ext4", "-q", "-F", "-b", "1024", "-m", "0", str(image))
        self._run("mount", "-o", "loop", str(image), str(place))

    def leave(self, room: int) -> None:
        """Fills itself up, but for some bytes."""
        filler = os.open(self.place / "别的.bin", os.O_RDWR | os.O_CREAT)
        for piece in (1 << 20, 1 << 16, 4096, 1024):
            with suppress(OSError):
                while True:
                    os.write(filler, bytes(piece))
                    os.fsync(filler)
        os.ftruncate(filler, max(os.fstat(filler).st_size - room, 0))
        os.fsync(filler)
        os.close(filler)

    def grow(self) -> None:
        """Gives the room back."""
        self.make_room()

    def clear(self) -> None:
        """Takes away all that lies there."""
        for path in self.place.iterdir():
            if path.name != "lost+found":
                shutil.rmtree(path)
