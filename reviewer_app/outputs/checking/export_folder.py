"""The proof of an export folder: its manifest with every file's hash, and what a later look says of it."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.outputs.checking.letters import letters_in
from reviewer_app.outputs.checking.manifest import compare_manifest
from reviewer_app.outputs.pdf.content_proof import check_content
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.pictures import FileTimes, FolderLook, PdfLook
from reviewer_app.services.ports.records import CheckLine, Grade, LetterFile, PrintedFile, standing_of
from reviewer_app.small_files import content_of
from reviewer_resources.phrases import sentence

MANIFEST = "manifest.json"
#: No export of a district comes near any.
_MOST_BYTES, _MOST_FILES, _MOST_FILE = 8 << 20, 20_000, 256 << 20
#: No path of an export is longer, and no system takes one.
_LONGEST_PATH = 1024
#: What file managers leave behind; it is not part of an export.
_STRAY, _STRAY_SIZE = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"}), 256 << 10
#: The note by which a table program holds a file that is open: ~$summary.xlsx, .~lock.summary.xlsx#, .~summary.xlsx.
_LOCK, _LOCK_SIZE = re.compile(r"\.~lock\.(.+)#|(?:~\$|\.~)(.+)"), 1024
#: Pictures of the window and of pages: nothing is decided by them.
_PICTURES, _PNG = frozenset({".png"}), b"\x89PNG\r\n\x1a\n"
#: A PDF may have so much before its mark.
_PDF, _BEGINNING = b"%PDF-", 1024
#: No export is nested deeper; what lies below is named as a whole.
_DEEPEST = 32


def write_manifest(folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
    """Writes manifest.json over the files of a folder, sorted by path; the files must be there already."""
    listed = [
        {
            "path": file.path,
            "sha256": file_hash(folder / file.path),
            "kind": file.kind,
            "applications": list(file.applications),
        }
        for file in sorted(files, key=lambda file: file.path)
    ]
    content = {"files": listed, "pack_sha256": pack_sha256, "audit_head": audit_head}
    write_file(folder / MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


@dataclass(frozen=True, slots=True)
class _Listed:
    path: str
    sha256: str


class ArchiveVerifier:
    """Looks at export folders and PDFs again, and says in sentences what is intact."""

    def verify_folder(self, folder: Path) -> list[CheckLine]:
        """Each file of the manifest, then what is there besides; TroubleError `verify.…` if it cannot be read."""
        try:
            raw = content_of(folder / MANIFEST, _MOST_BYTES)
        except FileNotFoundError as error:
            raise TroubleError("verify.no_manifest", name=folder.name) from error
        except OSError as error:
            raise TroubleError("verify.unreadable", name=folder.name) from error
        except ValueError:
            return [_line(MANIFEST, "verify.manifest_damaged")]
        listed = _listed(raw)
        if listed is None:
            return [_line(MANIFEST, "verify.manifest_damaged")]
        if not listed:
            return [_line(MANIFEST, "verify.manifest_empty"), *_added(folder, set())]
        lines = [_check(folder, item) for item in listed]
        intact = {line.part for line in lines if not line.is_broken}
        changed = compare_manifest(folder, MANIFEST, json.loads(raw), intact)
        return [*lines, *changed, *_added(folder, {item.path for item in listed})]

    def verify_pdf(self, path: Path, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """One PDF by its own proof of content and by its signatures; TroubleError `verify.unreadable`."""
        from reviewer_app.outputs.checking.pdf import check_pdf

        if not trusted:
            return check_pdf(_content(path), path.name)
        from reviewer_app.outputs.certificates.file import loaded

        return check_pdf(_content(path), path.name, loaded(trusted))

    def look_at_pdf(self, path: Path, trusted: Sequence[bytes] = ()) -> PdfLook:
        """The same, with what is needed for comparing pictures of its pages; TroubleError `verify.unreadable`."""
        from reviewer_app.outputs.checking.times import file_times

        return PdfLook(tuple(self.verify_pdf(path, trusted)), file_times(_content(path)))

    def look_at_folder(self, folder: Path) -> FolderLook:
        """A folder, and its PDFs that bear more than when they were made."""
        lines = self.verify_folder(folder)
        sound = [line.part for line in lines if not line.is_broken and line.part.lower().endswith(".pdf")]
        return FolderLook(tuple(lines), tuple(part for part in sound if _has_more(folder / part)))

    def letters_in(self, folder: Path) -> tuple[LetterFile, ...]:
        """The numbered papers in a folder besides a batch's sheets, those that only its list names as well."""
        return letters_in(folder, MANIFEST)

    def times_of(self, folder: Path, parts: Sequence[str]) -> tuple[FileTimes, ...]:
        """What is needed for comparing pictures of some PDFs of a folder; TroubleError `verify.unreadable`."""
        from reviewer_app.outputs.checking.times import file_times

        return tuple(file_times(_content(folder / part)) for part in parts)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TroubleError("verify.unreadable", name=path.name) from error


def _line(part: str, code: str, *, is_intact: bool = False, **values: object) -> CheckLine:
    return CheckLine(part, standing_of(is_intact), sentence(code, values))


def _listed(raw: bytes) -> list[_Listed] | None:
    """The manifest's files; None if it is not a manifest of ours."""
    try:
        content: Any = json.loads(raw)
        found = [_Listed(item["path"], item["sha256"]) for item in content["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(item.path, str) and isinstance(item.sha256, str) for item in found):
        return None
    is_list = len({item.path for item in found}) == len(found) <= _MOST_FILES
    is_list = is_list and all(len(item.path) <= _LONGEST_PATH for item in found)
    return found if is_list else None


def _check(folder: Path, item: _Listed) -> CheckLine:
    """One listed file: intact, changed, missing, unreadable, or a path that leads out of the folder."""
    place = _inside(folder, item.path)
    if place is None:
        return _line(item.path, "verify.path_refused")
    try:
        if not place.is_file():
            return _line(item.path, "verify.missing")
        is_same = file_hash(place, _MOST_FILE) == item.sha256
        return _alone(place, item.path) if is_same else _line(item.path, "verify.changed")
    except OSError:
        return _line(item.path, "verify.file_unreadable")


def _alone(place: Path, path: str) -> CheckLine:
    """A file that is as listed: what it is by itself counts, for a list can be rewritten along with it."""
    with place.open("rb") as file:
        begins = file.read(_BEGINNING)
    # What it is decides, not what it is called: a sheet under another ending is judged as a sheet.
    is_pdf = _PDF in begins or PurePosixPath(path).suffix.lower() == ".pdf"
    if not is_pdf and PurePosixPath(path).suffix.lower() in _PICTURES and begins.startswith(_PNG):
        return _line(path, "verify.intact", is_intact=True)
    if not is_pdf:
        return CheckLine(path, Grade.NOTICE, sentence("verify.listed_only"))
    from reviewer_app.outputs.checking.pdf import judge_pdf

    try:
        lines = judge_pdf(place.read_bytes(), path)
    except TroubleError:
        return _line(path, "verify.file_unreadable")
    broken = next((line for line in lines if line.is_broken), None)
    if broken is not None:
        return CheckLine(path, Grade.BROKEN, broken.message)
    if all(line.standing is Grade.INTACT for line in lines):
        return _line(path, "verify.intact", is_intact=True)
    return CheckLine(path, Grade.NOTICE, sentence("verify.intact_notice"))


def _has_more(path: Path) -> bool:
    proof = check_content(path.read_bytes())
    return bool(proof.added) or not proof.is_there


def _inside(folder: Path, path: str) -> Path | None:
    """Where a manifest path lies, or None when it is absolute, climbs out, or follows a link out of the folder."""
    pure = PurePosixPath(path)
    is_plain = path == str(pure) and "\\" not in path and ":" not in path and "\0" not in path
    if not is_plain or pure.is_absolute() or ".." in pure.parts or not pure.parts:
        return None
    try:
        place = folder.joinpath(*pure.parts)
        return place if place.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError, ValueError):
        return None


def _added(folder: Path, known: set[str]) -> list[CheckLine]:
    """Files the manifest does not name, and links to folders, whose files lie elsewhere."""
    there = sorted(item.relative_to(folder).as_posix() for item in _all_in(folder))
    strange = [path for path in there if path not in known and path != MANIFEST]
    return [_line(path, "verify.added") for path in strange if not _is_left_behind(folder, path, known)]


def _all_in(folder: Path) -> Iterator[Path]:
    """Files, links, and folders deeper than any of ours, without following any of them."""
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        for item in here.iterdir():
            if item.is_symlink() or not item.is_dir() or depth >= _DEEPEST:
                yield item
            else:
                waiting.append((item, depth + 1))


def _is_left_behind(folder: Path, path: str, known: set[str]) -> bool:
    """Whether a file is what a system, or a table program while a file of the folder is open, leaves beside it."""
    place = PurePosixPath(path)
    if place.name in _STRAY:
        # Anything could hide under such a name: it is a small file of its own.
        found = (folder / path).lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size <= _STRAY_SIZE
    lock = _LOCK.fullmatch(place.name)
    opened = lock and (lock[1] or lock[2])
    is_small = (folder / path).lstat().st_size <= _LOCK_SIZE
    return bool(opened) and is_small and place.with_name(str(opened)).as_posix() in known
