"""A small file system of its own, for tests that fill it up or forbid writing there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class SmallDisk:
    """A file system in memory of a size the test chooses."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        self._run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(place))

    def becomes(self, *options: str) -> None:
        """Changes it while it is in use: `size=64m`, `ro`."""
        self._run("mount", "-o", ",".join(("remount", *options)), str(self.place))

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

    def make_room(self) -> None:
        """Gives it back."""
        (self.place / "别的.bin").unlink()

    def bind_read_only(self, folder: Path, seen: Path) -> None:
        """Shows a folder in another place, where nothing can be written."""
        self._run("mount", "--bind", str(folder), str(seen))
        self._run("mount", "-o", "remount,bind,ro", str(seen))

    def unbind(self, seen: Path) -> None:
        """Takes that place away."""
        self._run("umount", str(seen))

    def away(self) -> None:
        """Takes the disk away."""
        self._run("umount", "-l", str(self.place))

    @staticmethod
    def _run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True)
