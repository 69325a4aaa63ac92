"""What a process did to the disk, as strace wrote it down: writes, syncs and changes of names, in their order."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reviewer_app.bench.survival.disk import Disk, File, Folder

_CALLS = (
    "open,openat,creat,write,pwrite64,writev,pwritev,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,"
    "unlink,unlinkat,rmdir,mkdir,mkdirat,lseek,sendfile,copy_file_range,fallocate,link,linkat,symlink"
)
_LINE = re.compile(r"^(\d+) +(.*)$")
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*|[^>]*)>")


def is_offered() -> bool:
    """Whether this machine can record."""
    return sys.platform == "linux" and shutil.which("strace") is not None


def record(log: Path, command: Sequence[str]) -> None:
    """Runs a program to its end and writes down what it did."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    subprocess.run([*strace, "-o", str(log), *command], check=True, capture_output=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One finished call: its name, its arguments as strace writes them, what it gave back."""

    name: str
    said: str
    result: int

    @property
    def strings(self) -> list[bytes]:
        """The strings among the arguments, paths and contents."""
        bare = re.sub(r"<[^>]*>", "", self.said)
        return [_bytes(found) for found in _STRING.findall(bare)]

    @property
    def handle(self) -> str:
        """The path of the open file it works on."""
        found = _HANDLE.match(self.said)
        return _text(found.group(1)) if found else ""

    @property
    def paths(self) -> list[str]:
        """The paths it names, each from where it starts."""
        starts = [_text(found) for found in re.findall(r"(?:AT_FDCWD|\d+)<([^>]*)>", self.said)]
        named = [one.decode() for one in self.strings]
        return [
            path if path.startswith("/") else str(PurePosixPath(starts[min(place, len(starts) - 1)], path))
            for place, path in enumerate(named)
            if path.startswith("/") or starts
        ]

    @property
    def numbers(self) -> list[int]:
        """The last arguments that are numbers."""
        return [int(one) for one in re.findall(r"(?<=, )-?\d+(?=,|$)", self.said)]


def calls_in(log: Path) -> Iterator[Call]:
    """The calls that succeeded, in the order in which they ended."""
    waiting: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = _LINE.match(line.rstrip("\n"))
            if found is None:
                continue
            thread, said = found.groups()
            if said.endswith("<unfinished ...>"):
                waiting[thread] = said.removesuffix("<unfinished ...>").rstrip()
                continue
            if said.startswith("<..."):
                said = waiting.pop(thread, "") + said.partition("resumed>")[2]
            call = _CALL.match(said)
            if call is not None and int(call.group(3)) >= 0:
                yield Call(call.group(1), call.group(2), int(call.group(3)))


class Replay:
    """Does recorded calls again on a disk that knows what is certain; `told` is what the journal had said by then."""

    def __init__(self, disk: Disk, journal: Path) -> None:
        self.disk, self.told = disk, b""
        self._journal = str(journal)
        self._places: dict[str, int] = {}
        self._at_end: set[str] = set()

    def do(self, call: Call) -> bool:
        """Does one; whether it changed anything of what is watched."""
        work = getattr(self, f"_{_KINDS.get(call.name, call.name)}", None)
        return bool(work(call)) if work is not None else False

    def _open(self, call: Call) -> bool:
        path = call.paths[-1]
        if "O_CREAT" not in call.said and "O_TRUNC" not in call.said:
            if "O_WRONLY" in call.said or "O_RDWR" in call.said:
                self._places[path] = 0
            return False
        if not path.startswith(f"{self.disk.root}/"):
            return False
        self._places[path] = 0
        (self._at_end.add if "O_APPEND" in call.said else self._at_end.discard)(path)
        one = self.disk.at(path)
        if one is None:
            self.disk.put(path, File())
        elif isinstance(one, File) and "O_TRUNC" in call.said and one.live:
            one.cut(0)
        return True

    def _write(self, call: Call) -> bool:
        data = b"".join(call.strings)[: call.result]
        if call.handle == self._journal:
            self.told += data
            return True
        one = self.disk.at(call.handle)
        if not isinstance(one, File):
            return False
        at_place = call.name.startswith("p")
        offset = call.numbers[-1] if at_place else self._places.get(call.handle, 0)
        if call.handle in self._at_end and not at_place:
            offset = len(one.live)
        one.write(offset, data)
        if not at_place:
            self._places[call.handle] = offset + len(data)
        return True

    def _lseek(self, call: Call) -> bool:
        self._places[call.handle] = call.result
        return False

    def _cut(self, call: Call) -> bool:
        one = self.disk.at(call.handle or call.paths[0])
        if isinstance(one, File):
            one.cut(call.numbers[-1])
        return isinstance(one, File)

    def _sync(self, call: Call) -> bool:
        self.disk.sync(call.handle)
        return self.disk.at(call.handle) is not None

    def _rename(self, call: Call) -> bool:
        old, new = call.paths[:2]
        if self.disk.at(old) is None:
            return False
        self.disk.rename(old, new)
        return True

    def _unlink(self, call: Call) -> bool:
        path = call.paths[-1]
        if self.disk.at(path) is None:
            return False
        self.disk.put(path, None)
        return True

    def _mkdir(self, call: Call) -> bool:
        path = call.paths[-1]
        if not path.startswith(f"{self.disk.root}/"):
            return False
        self.disk.put(path, Folder())
        return True

    def _copied(self, call: Call) -> bool:
        """Copies made by the system itself are not followed: where one touches what is watched, nothing is proven."""
        if str(self.disk.root) in _text(call.said):
            raise NotImplementedError(call.name)
        return False


_KINDS = {
    **dict.fromkeys(("open", "openat", "creat"), "open"),
    **dict.fromkeys(("write", "pwrite64", "writev", "pwritev"), "write"),
    **dict.fromkeys(("ftruncate", "truncate"), "cut"),
    **dict.fromkeys(("fsync", "fdatasync"), "sync"),
    **dict.fromkeys(("rename", "renameat", "renameat2"), "rename"),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir"), "unlink"),
    **dict.fromkeys(("mkdir", "mkdirat"), "mkdir"),
    **dict.fromkeys(("sendfile", "copy_file_range", "fallocate", "link", "linkat", "symlink"), "copied"),
}


def _text(hexed: str) -> str:
    return re.sub(r"(?:\\x[0-9a-f]{2})+", lambda found: _bytes(found.group()).decode(errors="replace"), hexed)


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
