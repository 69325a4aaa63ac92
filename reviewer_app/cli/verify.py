"""Verifying whatever an officer points at: a library, an export folder or one PDF."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.archive.verifying import compare_package, is_package, verify_package
from reviewer_app.services.dispatch.batch_comparing import compare_with_record, confirmed
from reviewer_app.services.dispatch.letter_comparing import compare_letters
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.small_files import content_of, from_json, is_ordinary
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence

#: A password may be handed over by the environment, where no other user of the machine sees it in a process list.
PASSWORD_VARIABLE = "REVIEWER_PASSWORD"
_PRACTICE_LIBRARY = "library"
#: How a check of a PDF calls the line about the head it bears.
HEAD_PART = "案卷记录链首"
_HEAD = re.compile(r"\b[0-9a-f]{64}\b")
#: The beginning of a head, as the line of a bound book has it: typed by itself, in a text after the word for it.
_BEGINNING = re.compile(r"[0-9a-f]{16}")
_IN_BOOK = re.compile(r"链首\s*((?:[0-9a-f]{4}\s+){3}[0-9a-f]{4})(?=\s*(?:$|[^0-9a-f\s]|\d{4}-))")
#: A head in a text: in one piece, or in groups of four that may bear their places before them.
_GROUP = re.compile(r"(?<![0-9a-f])[0-9a-f]{4}(?![0-9a-f])|[0-9a-f]{64}")
_IN_TEXT = re.compile(r"\b[0-9a-f]{64}\b|\b(?:(?:\d{1,2}\s+)?[0-9a-f]{4}\s+){15}(?:\d{1,2}\s+)?[0-9a-f]{4}\b")
#: What is left of a text and looks like a part of a head: whoever compares a paper is not told that it agrees.
_TORN = re.compile(r"[0-9a-f]{41,}|(?:\b[0-9a-f]{4}\s+){7,}[0-9a-f]{4}\b")
_MOST_TEXT, _MOST_HEADS, _LONGEST_SAID = 1 << 20, 50, 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trusting:
    """What to trust: certificates in files, and a library's list of issuers and record of batches."""

    files: Sequence[Path] = ()
    library: Path | None = None


def verify_path(
    path: Path,
    user: str | None,
    ask_password: Callable[[str], str],
    trusting: Trusting = Trusting(),
    on_paper: str | None = None,
) -> list[CheckLine]:
    """One line for each part that was looked at; certificates are for a single PDF, a library is not for itself.

    `on_paper` is for a library: the record's head as it stands on a paper, or a PDF that bears it.

    Raises TroubleError `verifying.no_path`, `verifying.nothing`, `verify.…`, RefusalError `verifying.trust_for_pdf`,
    `verifying.library_itself`, `trust.…`; for a library what its opening raises.
    """
    path = path.resolve() if path.name in ("", "..") else path
    if not path.exists():
        raise TroubleError("verifying.no_path", path=str(path))
    # An empty head compares nothing: it must not pass for one that agrees.
    if on_paper is not None and not on_paper.strip():
        raise RefusalError("verifying.no_head", said="")
    if on_paper and ((path / "manifest.json").exists() or not (path / "keys.json").exists()):
        raise RefusalError("verifying.head_for_library")
    if path.is_file():
        return Parts().verifier.verify_pdf(path, _trusted(trusting, user, ask_password))
    if trusting.files:
        raise RefusalError("verifying.trust_for_pdf")
    if (path / "manifest.json").exists():
        return _compared(path, _verify_export(path, bool(trusting.library)), trusting.library, user, ask_password)
    if is_package(path):
        return _archive(path, trusting.library, user, ask_password)
    if trusting.library:
        raise RefusalError("verifying.library_itself")
    if not (path / "keys.json").exists():
        raise TroubleError("verifying.nothing", path=str(path))
    verify = partial(Parts().libraries.verify, heads=heads_of(on_paper)) if on_paper else Parts().libraries.verify
    return _entered(verify, path, user, ask_password)


def heads_of(on_paper: str) -> tuple[str, ...]:
    """The record's heads (64 hex digits, gaps do no harm) as one was typed from a paper, or as a file bears them.

    The file is a PDF of the house, the manifest of an export, or a text with heads in one piece or in groups, as they
    are copied from slips: all of them count. Raises RefusalError `verifying.no_head`, `verifying.head_torn` for a text
    with a head that is not whole, `verifying.too_many_heads`, `verifying.head_file_broken` for a PDF that is not as it
    was made.
    """
    typed = "".join(on_paper.split()).lower()
    if _HEAD.fullmatch(typed) or _BEGINNING.fullmatch(typed):
        return (typed,)
    file = Path(on_paper)
    found = _heads_in(file) if is_ordinary(file) else ()
    if not found:
        raise RefusalError("verifying.no_head", said=on_paper[:_LONGEST_SAID])
    if len(found) > _MOST_HEADS:
        raise RefusalError("verifying.too_many_heads", name=file.name, limit=_MOST_HEADS)
    return found


def _heads_in(file: Path) -> tuple[str, ...]:
    """The heads that a file bears, each once."""
    try:
        content = content_of(file, _MOST_TEXT)
    except (OSError, ValueError):
        content = b"%PDF"
    if not content.startswith(b"%PDF"):
        return _heads_in_text(content.decode("utf-8-sig", "replace"), file.name)
    said = Parts().verifier.verify_pdf(file)
    heads = dict.fromkeys(head for line in said if line.part == HEAD_PART for head in _HEAD.findall(line.message))
    if heads and any(line.is_broken for line in said):
        raise RefusalError("verifying.head_file_broken", name=file.name)
    return tuple(heads)


def _heads_in_text(text: str, name: str) -> tuple[str, ...]:
    """Every head of a text; of a manifest the one it says, for its other hashes are those of files."""
    try:
        said = from_json(text)
    except ValueError:
        lower = text.lower()
        if _TORN.search(_IN_TEXT.sub("；", lower)):
            raise RefusalError("verifying.head_torn", name=name) from None
        whole = ["".join(_GROUP.findall(found[0])) for found in _IN_TEXT.finditer(lower)]
        begun = ["".join(found[1].split()) for found in _IN_BOOK.finditer(lower)]
        # A slip bears its head twice, whole and as the line for the book.
        begun = [one for one in begun if not any(head.startswith(one) for head in whole)]
        return tuple(dict.fromkeys([*whole, *begun]))
    head = said.get("audit_head") if isinstance(said, dict) else None
    return (head,) if isinstance(head, str) and _HEAD.fullmatch(head) else ()


def _entered(enter: Callable[[Path, str, str], T], library: Path, user: str | None, ask: Callable[[str], str]) -> T:
    """What a library gives to who has its password."""
    if not (library / "keys.json").exists():
        raise TroubleError("library.none", path=str(library))
    return with_password(partial(enter, library), user or Parts().libraries.users(library)[0], ask)


def with_password(enter: Callable[[str, str], T], name: str, ask: Callable[[str], str]) -> T:
    """What is given to who has this person's password: from the environment, or asked for."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if not given and name == PRACTICE_USER:
        # The practice library's password is no secret, and nobody real bears that name.
        with suppress(RefusalError):
            return enter(PRACTICE_USER, PRACTICE_PASSWORD)
    return enter(name, given or ask(name))


def _trusted(trusting: Trusting, user: str | None, ask: Callable[[str], str]) -> list[bytes]:
    """The certificates themselves; files first."""
    found = [one.content for file in trusting.files for one in Parts().signer.certificates_in(file)]
    if trusting.library is not None:
        found += [one.content for one in _entered(Parts().libraries.trusted, trusting.library, user, ask)]
    return found


def _compared(
    folder: Path, lines: list[CheckLine], library: Path | None, user: str | None, ask: Callable[[str], str]
) -> list[CheckLine]:
    """What was said of an export, with what a library has on record of it."""
    if library is None:
        return lines
    batches, entries = _entered(Parts().libraries.sent_out, library, user, ask)
    letters = Parts().verifier.letters_in(folder)
    compared = compare_with_record(folder, batches, has_letters=bool(letters))
    return confirmed(lines, [*compared, *compare_letters(letters, entries)], batches)


def _archive(folder: Path, library: Path | None, user: str | None, ask: Callable[[str], str]) -> list[CheckLine]:
    """An archive package by its own hashes, and beside a library whether these are the ones on record."""
    lines = verify_package(folder)
    if library is None:
        return lines
    return [*lines, compare_package(folder, _entered(Parts().libraries.archived, library, user, ask))]


def _verify_export(folder: Path, has_record: bool) -> list[CheckLine]:
    """An export by its manifest; a practice library kept in the demo's folder is looked at as a library.

    That it is not on the list is said all the same. Beside a record of batches, and where it does not open as the
    practice library, what lies in it counts as any other file that is not listed.
    """
    lines = Parts().verifier.verify_folder(folder)
    if is_ordinary(folder / "keys.json"):
        lines.append(CheckLine("keys.json", Grade.BROKEN, sentence("verify.library_and_export")))
    kept = folder / _PRACTICE_LIBRARY
    if has_record or kept.is_symlink() or not is_ordinary(kept / "keys.json"):
        return lines
    try:
        inside = Parts().libraries.verify(kept, PRACTICE_USER, PRACTICE_PASSWORD)
    except OfficeError:
        return lines
    listed = [line for line in lines if not line.part.startswith(f"{_PRACTICE_LIBRARY}/")]
    return [*listed, CheckLine(_PRACTICE_LIBRARY, Grade.NOTICE, sentence("verify.library_inside")), *inside]
