"""The program's own log: when it started, what failed and where in the code; never what a case or a person says.

A line takes only short ASCII words, so that no name, no sentence and no path can get into it; of a failure it keeps the
kind and the lines of our code it came by, and not its text. It lies in the program's data folder and turns over by
size. Writing it never disturbs the work: where it cannot be written, nothing is.
"""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

LONGEST = 200_000
KEPT = 4
_NAME, _CRASH = "desk.log", "crash.log"
_WORD = re.compile(r"[A-Za-z0-9_.:+<>-]{1,80}")
_GUARD = threading.Lock()
#: The packages whose files are named in a trail; of all others only the file.
_OURS = ("reviewer_app", "reviewer_ui", "reviewer_db", "reviewer_resources")
_crash_file: TextIO | None = None
_is_begun = False


def data_folder() -> Path:
    """The folder of the program's own data, as this system has it."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = str(Path.home() / "Library" / "Application Support")
    else:
        home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "reviewer-desk"


def log_folder() -> Path:
    """Where the log lies."""
    return data_folder() / "log"


def catch() -> None:
    """The first act of the program: from here on no failure is lost, of whatever thread."""
    sys.excepthook = on_uncaught
    threading.excepthook = _on_thread


def begin() -> None:
    """Begins the log, and has the interpreter itself note a crash; until then, and in tests, nothing is written."""
    global _is_begun
    _is_begun = True
    # A home that cannot be found or written leaves the program without a log, and no worse.
    with suppress(OSError, RuntimeError):
        log_folder().mkdir(parents=True, exist_ok=True)
        _take_over_crash()
        _watch_crashes()
    note("start", python="{}.{}.{}".format(*sys.version_info[:3]), system=sys.platform)


def note(what: str, **facts: object) -> None:
    """Adds a line: the moment, what happened, and facts of one short word each."""
    said = " ".join(f"{key}={_word(value)}" for key, value in facts.items())
    _add(f"{_word(what)} {said}".rstrip())


def note_failure(what: str, error: BaseException) -> None:
    """Adds what kind of failure it was and the way it came, without its text."""
    _add("\n".join([f"{_word(what)} kind={_word(type(error).__name__)}", *trail_of(error)]))


def trail_of(error: BaseException) -> list[str]:
    """The way a failure and those behind it came, a line each: file of ours, line, function."""
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"  {_word(type(link).__name__)}{_code(link)}")
        step = link.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f"    {_place(code.co_filename)}:{step.tb_lineno} {_word(code.co_name)}")
            step = step.tb_next
        link = link.__cause__ or link.__context__
    return lines


def logs() -> list[tuple[str, str]]:
    """The log's files, the newest first, each as it may be given away."""
    found = []
    for name in (_NAME, *(f"desk.{number}.log" for number in range(1, KEPT))):
        with suppress(OSError, RuntimeError):
            text = (log_folder() / name).read_text("utf-8", errors="replace")
            found.append((name, text))
    return found


def on_uncaught(kind: type[BaseException], error: BaseException, trail: TracebackType | None) -> None:
    """The process's last hook: onto the error output as ever, and into the log."""
    sys.__excepthook__(kind, error, trail)
    if isinstance(error, Exception):
        note_failure("uncaught", error.with_traceback(trail))


def _on_thread(failed: threading.ExceptHookArgs) -> None:
    if isinstance(failed.exc_value, Exception):
        on_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _add(line: str) -> None:
    if not _is_begun:
        return
    with _GUARD, suppress(OSError, RuntimeError):
        path = log_folder() / _NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(path)
        with path.open("a", encoding="ascii", errors="replace") as file:
            file.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {os.getpid()} {line}\n")


def _turn_over(path: Path) -> None:
    if not path.exists() or path.stat().st_size < LONGEST:
        return
    names = [path, *(path.with_name(f"desk.{number}.log") for number in range(1, KEPT))]
    for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
        if newer.exists():
            newer.replace(older)


def _watch_crashes() -> None:
    """Has the interpreter itself write the stack of each thread when it falls (a fault in a library in C)."""
    global _crash_file
    if _crash_file is not None:
        _crash_file.close()
    _crash_file = (log_folder() / _CRASH).open("a", encoding="utf-8")
    faulthandler.enable(_crash_file)


def _take_over_crash() -> None:
    """Takes what the interpreter wrote when it last fell into the log, with the same care for paths."""
    path = log_folder() / _CRASH
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    if text.strip():
        frames = re.findall(r'File "([^"]*)", line (\d+) in (\S+)', text)
        _add("\n".join(["crash", *(f"    {_place(file)}:{line} {_word(name)}" for file, line, name in frames)]))
        path.unlink()


def _code(error: BaseException) -> str:
    """The code of an office error is one of our own words; its values are not."""
    code = getattr(error, "code", "")
    return f" {_word(code)}" if isinstance(code, str) and code else ""


def _place(file: str) -> str:
    parts = Path(file).parts
    ours = [at for at, part in enumerate(parts) if part in _OURS]
    return "/".join(map(_word, parts[ours[-1] :])) if ours else _word(Path(file).name)


def _word(value: object) -> str:
    text = str(value)
    return text if _WORD.fullmatch(text) else "?"
