"""The hash by which a file of the office is known again, and 文件清单.json, which names each file of a batch by it.

The list is what an officer reads, beside the one the program checks the folder by.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from reviewer_app.domain.dispatch.folder import LIST
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.durable import write_file
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.small_files import ordinary_file
from reviewer_resources.phrases import sentence

_KINDS = frozenset(DocumentKind)
_FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


def file_word(text: str) -> str:
    """The text with a low line in place of each forbidden character, without blanks and full stops at its ends."""
    return "".join("_" if character in _FORBIDDEN else character for character in text).strip(" ._")


def file_hash(path: Path, most: int | None = None) -> str:
    """The SHA-256 of a file, hex; OSError as the system does, and for what is longer than `most` or no ordinary file.

    A pipe that nobody writes to, or a device without an end, left under the name, is not waited for.
    """
    with ordinary_file(path) as stream:
        if most is not None and os.fstat(stream.fileno()).st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_folder_list(folder: Path, files: Sequence[PrintedFile], season: str) -> PrintedFile:
    """Writes the list over files that are there already, in their order; the list as a file of the folder itself.

    Whoever gets the folder can compare each file with it by any program that works out SHA-256.
    """
    listed = [
        {
            "序号": place,
            "文件": file.path,
            "种类": DocumentKind(file.kind).label if file.kind in _KINDS else sentence(f"file_kind.{file.kind}"),
            "收件编号": list(file.applications),
            "SHA-256": file_hash(folder / file.path),
        }
        for place, file in enumerate(files, 1)
    ]
    content = {"说明": sentence("folder_list.says"), "年度": season, "文件": listed}
    write_file(folder / LIST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return PrintedFile(LIST, "list", tuple(number for file in files[:-1] for number in file.applications))
