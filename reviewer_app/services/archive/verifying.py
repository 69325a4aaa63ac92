"""Whether an archive package is what it was: every file by its hash, what is missing, what was laid in besides."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.record import RecordKey
from reviewer_app.services.archive.package_papers import HASHES, PAGE
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.small_files import content_of, is_ordinary
from reviewer_resources.phrases import sentence

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
#: The list of a hundred thousand files takes half of it.
_LONGEST, _MOST_FILES = 16 << 20, 100_000
#: So many strange or missing ones are named, the rest are counted.
_MOST_NAMED = 200


def is_package(folder: Path) -> bool:
    """Whether a folder says of itself that it is an archive package."""
    return is_ordinary(folder / HASHES) and (folder / PAGE).exists()


def verify_package(folder: Path) -> list[CheckLine]:
    """One line for each file that is not as it was, or one that all are; TroubleError `archive.no_package`."""
    if not is_package(folder):
        raise TroubleError("archive.no_package", folder=str(folder))
    try:
        text = content_of(folder / HASHES, _LONGEST).decode("utf-8")
    except (OSError, ValueError):
        return [CheckLine(HASHES, Grade.BROKEN, sentence("archive.hashes_unreadable"))]
    listed: dict[str, str] = {}
    lines: list[CheckLine] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None or not _is_inside(found[2]) or found[2] in listed:
            lines.append(CheckLine(HASHES, Grade.BROKEN, sentence("archive.hash_line", {"line": number})))
            continue
        listed[found[2]] = found[1]
    lines += [line for name, digest in listed.items() for line in _looked(folder, name, digest)]
    lines += [
        CheckLine(name, Grade.BROKEN, sentence("archive.file_foreign")) for name in _there(folder) if name not in listed
    ]
    if not listed:
        lines.append(CheckLine(HASHES, Grade.BROKEN, sentence("archive.hashes_empty")))
    named = lines[:_MOST_NAMED]
    if len(lines) > _MOST_NAMED:
        more = sentence("archive.more_broken", {"count": len(lines) - _MOST_NAMED})
        named.append(CheckLine("", Grade.BROKEN, more))
    return named or [CheckLine(folder.name, Grade.INTACT, sentence("archive.package_intact", {"count": len(listed)}))]


def compare_package(folder: Path, archived: Iterable[Event]) -> CheckLine:
    """Whether the list of hashes of a package is one that a library has on record, and since when.

    Who changes a file and its line of the list makes a package that agrees with itself, and with no record.
    """
    part = sentence("archive.on_record")
    try:
        digest = file_hash(folder / HASHES, _LONGEST)
    except (OSError, ValueError):
        return CheckLine(part, Grade.BROKEN, sentence("archive.hashes_unreadable"))
    own = next((one for one in archived if one.detail.get(RecordKey.MANIFEST_HASH.value) == digest), None)
    if own is None:
        return CheckLine(part, Grade.BROKEN, sentence("archive.of_no_record"))
    said = {"at": f"{own.at:%Y-%m-%d %H:%M}", "by": own.actor, "folder": own.detail.get(RecordKey.FOLDER.value, "")}
    return CheckLine(part, Grade.INTACT, sentence("archive.as_recorded", said))


def _is_inside(name: str) -> bool:
    """A listed name leads to no place outside the package."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _looked(folder: Path, name: str, digest: str) -> Iterator[CheckLine]:
    path = folder / name
    if any(part.is_symlink() for part in (path, *_parents(folder, name))):
        yield CheckLine(name, Grade.BROKEN, sentence("archive.file_link"))
        return
    if not os.path.lexists(path):
        yield CheckLine(name, Grade.BROKEN, sentence("archive.file_missing"))
        return
    try:
        is_same = file_hash(path) == digest
    except (OSError, ValueError):
        yield CheckLine(name, Grade.BROKEN, sentence("archive.file_unreadable"))
        return
    if not is_same:
        yield CheckLine(name, Grade.BROKEN, sentence("archive.file_changed"))


def _parents(folder: Path, name: str) -> tuple[Path, ...]:
    return tuple(folder / one for one in PurePosixPath(name).parents if str(one) != ".")


def _there(folder: Path) -> Iterator[str]:
    """Everything that lies in the package but its list; links are named and not followed."""
    count = 0
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*files, *links]):
            count += 1
            path = Path(place, name).relative_to(folder).as_posix()
            if path != HASHES and count <= _MOST_FILES:
                yield path
