"""Whether the letters in a folder are those the library issued: each by its hash in the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.ports.records import CheckLine, Grade, LetterFile
from reviewer_resources.phrases import sentence


def compare_letters(letters: Sequence[LetterFile], entries: Sequence[RegisterEntry]) -> list[CheckLine]:
    """A line for each letter: as issued, changed, given up, missing, or never issued here."""
    issued = [entry for entry in entries if entry.direction is Direction.OUTGOING and entry.sha256]
    return [_line(letter, issued) for letter in letters] + list(_twice(letters))


def _line(letter: LetterFile, issued: Sequence[RegisterEntry]) -> CheckLine:
    same = next((entry for entry in issued for digest in letter.hashes if entry.sha256 == digest), None)
    if not letter.is_there:
        code = "letter_missing" if same else "letter_missing_unknown"
        return _said(letter, Grade.BROKEN, code, same)
    if same is not None:
        if same.is_void:
            return _said(letter, Grade.BROKEN, "letter_void", same)
        is_whole = same.sha256 == letter.hashes[0]
        return _said(letter, Grade.INTACT, "letter_agrees" if is_whole else "letter_signed_since", same)
    numbered = next((entry for entry in issued if letter.number and entry.number == letter.number), None)
    if numbered is not None:
        return _said(letter, Grade.BROKEN, "letter_changed", numbered)
    if letter.is_draft:
        return _said(letter, Grade.NOTICE, "letter_draft", None)
    return _said(letter, Grade.BROKEN, "letter_foreign", None)


def _twice(letters: Sequence[LetterFile]) -> Iterator[CheckLine]:
    """The same bytes under a second name are one letter too many."""
    first: dict[str, str] = {}
    for letter in letters:
        digest = letter.hashes[0] if letter.is_there and letter.hashes else ""
        if digest and digest in first:
            values = {"other": first[digest]}
            yield CheckLine(letter.path, Grade.NOTICE, sentence("record_check.letter_twice", values))
        first.setdefault(digest, letter.path)


def _said(letter: LetterFile, standing: Grade, code: str, entry: RegisterEntry | None) -> CheckLine:
    values = {"paper": entry.kind_label, "number": entry.called, "day": entry.day} if entry is not None else {}
    return CheckLine(letter.path, standing, sentence(f"record_check.{code}", values))
