"""The letters that lie in a folder: what each says it is, and its hash today and before each signature."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reviewer_app.domain.dispatch.folder import is_sheet
from reviewer_app.domain.numbers import CODE_SETTINGS
from reviewer_app.services.ports.records import LetterFile
from reviewer_app.small_files import content_of

_END = re.compile(rb"%%EOF\r?\n?")
_MOST_LIST, _MOST_FILE, _MOST_ENDS = 8 << 20, 64 << 20, 16


def letters_in(folder: Path, manifest: str) -> tuple[LetterFile, ...]:
    """Every paper of a numbered kind outside the batch's own sheets, by what it or the list says; the missing too."""
    listed = _listed(folder / manifest)
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.pdf")) if path.is_file()}
    found = [_letter(path, name, listed.get(name, {})) for name, path in there.items() if not is_sheet(name)]
    missing = [
        LetterFile(name, str(said.get("kind", "")), "", (str(said.get("sha256", "")),), is_there=False)
        for name, said in listed.items()
        if name not in there and not is_sheet(name)
    ]
    return tuple(one for one in (*found, *missing) if one.kind in set(CODE_SETTINGS))


def _letter(path: Path, name: str, said: dict[str, Any]) -> LetterFile:
    words, kind = _words(path), str(said.get("kind", ""))
    return LetterFile(name, words.get("DeskKind", kind), words.get("DeskNumber", ""), _hashes(path))


def _words(path: Path) -> dict[str, str]:
    """What a PDF says of itself; nothing where it is none."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return {str(key)[1:]: str(value) for key, value in pdf.docinfo.items()}
    except (pikepdf.PdfError, OSError, ValueError):
        return {}


def _hashes(path: Path) -> tuple[str, ...]:
    """The file's hash, then those of what it was at each earlier end: a signature only adds to a file."""
    if path.stat().st_size > _MOST_FILE:
        return ()
    content = path.read_bytes()
    ends = [found.end() for found in _END.finditer(content)][:_MOST_ENDS]
    return tuple(hashlib.sha256(content[:end]).hexdigest() for end in (len(content), *reversed(ends)))


def _listed(manifest: Path) -> dict[str, dict[str, Any]]:
    """The entries of a list that can be read, by path; what is wrong with another is said elsewhere."""
    try:
        content: Any = json.loads(content_of(manifest, _MOST_LIST))
        return {str(item["path"]): item for item in content["files"] if isinstance(item, dict)}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
