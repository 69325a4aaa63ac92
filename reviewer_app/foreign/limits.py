"""How much memory and time the reading of a foreign file may take, and how the child process holds itself to it."""

from __future__ import annotations

import math
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

#: A large file may take so much more of either for each further megabyte; a small one that swells is no ordinary file.
_SECONDS_PER_MEGABYTE, _MEMORY_PER_MEGABYTE = 4.0, 48 << 20
#: A file that claims to be larger (with holes, it takes no room) is given no more.
_MOST_MEGABYTES = 4096.0
#: How much longer than its own work a reading may take on a machine that does other things besides.
BUSY = 3.0
#: By so much a process stands back that yields.
_NICER = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of the processor, bytes of memory; by the clock on the wall `BUSY` times as many seconds may pass.

    `reserves` allows for a library that reserves far more addresses than it ever fills (PDFium does). What `yields`
    leaves the processor to whoever else wants it: long work beside an officer who writes.
    """

    seconds: float = 7.0
    memory: int = 960 << 20
    reserves: bool = False
    yields: bool = False

    def for_size(self, size: int) -> Limits:
        """The limits for so many bytes to be read."""
        megabytes = min(max(0.0, size / (1 << 20) - 1), _MOST_MEGABYTES)
        more = round(megabytes * _MEMORY_PER_MEGABYTE)
        return replace(self, seconds=self.seconds + megabytes * _SECONDS_PER_MEGABYTE, memory=self.memory + more)


def size_of(path: Path) -> int:
    """How large a file is; 0 for one that cannot be looked at, as whoever reads it will say."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes a process has taken: of addresses in all, and of those it may write to as its own."""

    addresses: int = 0
    data: int = 0

    def beyond(self, before: Held) -> Held:
        """What has been taken since."""
        return Held(max(0, self.addresses - before.addresses), max(0, self.data - before.data))


def held_now() -> Held:
    """What this process has taken; nothing where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return Held()
    size = os.sysconf("SC_PAGE_SIZE")
    return Held(int(pages[0]) * size, int(pages[5]) * size)


if sys.platform == "win32":

    def hold_to(limits: Limits, held: Held | None = None) -> None:
        """Puts this process into a job of its own with a limit on memory; the parent watches the time."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

            _fields_ = [
                ("process_time", ctypes.c_int64),
                ("job_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("least_set", ctypes.c_size_t),
                ("most_set", ctypes.c_size_t),
                ("processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority", wintypes.DWORD),
                ("scheduling", wintypes.DWORD),
            ]

        class Extended(ctypes.Structure):
            """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

            _fields_ = [
                ("basic", Basic),
                ("counts", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process", ctypes.c_size_t),
                ("peak_job", ctypes.c_size_t),
            ]

        # One process alone (0x8), so much memory (0x100), no dialog of the system when it dies (0x400).
        wanted = Extended(basic=Basic(flags=0x8 | 0x100 | 0x400, processes=1), process_memory=limits.memory)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        kernel.SetInformationJobObject(job, 9, ctypes.byref(wanted), ctypes.sizeof(wanted))
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
        if limits.yields:
            # Below the usual priority.
            kernel.SetPriorityClass(wintypes.HANDLE(kernel.GetCurrentProcess()), 0x4000)

else:

    def hold_to(limits: Limits, held: Held | None = None) -> None:
        """Asks the system to refuse more memory, to end the process when its time is up, and to keep no core of it.

        What was `held` before it began, shared with the process it was split from, is not the file's.
        """
        import resource

        shared = held or Held()
        addresses = limits.memory + shared.addresses
        wanted = {
            resource.RLIMIT_DATA: limits.memory + shared.data,
            resource.RLIMIT_AS: resource.RLIM_INFINITY if limits.reserves else addresses,
            resource.RLIMIT_CPU: math.ceil(limits.seconds) + 1,
            resource.RLIMIT_CORE: 0,
        }
        for kind, most in wanted.items():
            # A system may know a limit without letting it be set (macOS and memory): the others hold still.
            with suppress(OSError, ValueError):
                hard = resource.getrlimit(kind)[1]
                allowed = [limit for limit in (most, hard) if limit != resource.RLIM_INFINITY]
                most = min(allowed, default=resource.RLIM_INFINITY)
                # Below the highest limit on its time the process is ended by a signal that says so, at it by one that
                # says nothing.
                highest = hard if kind == resource.RLIMIT_CPU else most
                resource.setrlimit(kind, (most, highest))
        if limits.yields:
            with suppress(OSError):
                os.nice(_NICER)
        # Where memory is short on the whole machine, this process goes before the desk does.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
