"""What the command line says when something fails that nobody foresaw: a sentence, and a report for the maintainers."""

from __future__ import annotations

import errno
import os
import platform
import re
import tempfile
import traceback
from pathlib import Path

from reviewer_resources.phrases import sentence

_REASONS = {
    errno.ENOENT: "没有这个位置",
    errno.ENOTDIR: "没有这个位置",
    errno.EISDIR: "这里是文件夹",
    errno.EEXIST: "这里已有同名的文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个位置只能读取",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满（限额已用完）",
    errno.ENAMETOOLONG: "文件名太长",
}
#: A file or folder made aside, to be renamed when it is whole: ".name.part", ".name." and random letters, or both.
_ON_THE_WAY = re.compile(r"\.(.+?)\.(?:part|[a-z0-9_]{8}(?:\.part)?)")


def file_failure_said(error: OSError) -> str:
    """The sentence for a file that cannot be read or written where it was asked for."""
    place = error.filename2 or error.filename or ""
    why = _REASONS.get(error.errno or 0, f"系统代码 {error.errno}")
    return sentence("failure.file", {"file": _shown(place), "why": why})


def defect_said(error: Exception) -> str:
    """An apology, with the place of a report that only this user can read."""
    lines = [f"Python {platform.python_version()} {platform.platform()}", *traceback.format_exception(error)]
    try:
        handle, name = tempfile.mkstemp(prefix="reviewer-desk-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines))
    except OSError:
        return sentence("failure.unreported", {"kind": type(error).__name__})
    return sentence("failure.reported", {"file": name})


def _shown(place: str | bytes | int) -> str:
    """The place as the officer named it: without the name of what is only made on the way."""
    if isinstance(place, int):
        return ""
    path = Path(os.fsdecode(place))
    made = _ON_THE_WAY.fullmatch(path.name)
    return str(path.with_name(made[1]) if made else path)
