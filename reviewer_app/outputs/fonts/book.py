"""The fonts of the office page by role, with per-character fallback, and the characters nobody here can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from unicodedata import category

from reviewer_app.outputs.fonts.faces import Face, FaceError
from reviewer_app.outputs.fonts.files import CANDIDATES, RESCUERS, Candidate, Typeface, floor_folder, installed_files

__all__ = ["FontBook", "RoleChoice", "Run", "Typeface", "clean", "named"]

#: Characters that have no shape of their own; they are left out of documents instead of being reported as missing.
_SHAPELESS = frozenset({"Cc", "Cf", "Zl", "Zp"})
#: Private and unassigned characters: a screen shows nothing or a box.
_INVISIBLE = frozenset({"Co", "Cn", "Cs"})


def clean(text: str) -> str:
    """The text as a page can carry it: without control characters, zero-width marks and variation selectors."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_KEPT)


def named(characters: str) -> str:
    """Missing characters with their code points: what no font can show may be invisible in a sentence too."""
    shown = (letter if category(letter) not in _INVISIBLE else "" for letter in characters)
    return "、".join(f"{said}（U+{ord(letter):04X}）" for said, letter in zip(shown, characters, strict=True))


class _Kept(dict[int, int | None]):
    """What becomes of each character, by its code: itself, a space, or nothing; worked out at the first asking."""

    def __missing__(self, code: int) -> int | None:
        is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
        is_left_out = is_selector or category(chr(code)) in _SHAPELESS
        kept = self[code] = 0x20 if code in (0x09, 0xA0) else None if is_left_out else code
        return kept


_KEPT = _Kept()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one face shows."""

    face: Face
    text: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """Which face serves a role, and why: the proper typeface, the nearest one here, or the packaged one."""

    role: Typeface
    family: str
    path: Path
    why: str


class FontBook:
    """The fonts of this machine, found once; `folders` replaces the system's font folders (the floor stays)."""

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self._folders = folders
        self._opened: dict[tuple[str, str], Face | None] = {}
        self._chosen: dict[tuple[Typeface, str], Face | None] = {}

    @cached_property
    def files(self) -> dict[str, Path]:
        """The candidate files here, by lower-case name."""
        return installed_files(self._folders)

    def face(self, role: Typeface) -> Face:
        """The face that serves a role."""
        return next(self._faces(CANDIDATES[role]))

    def choices(self) -> tuple[RoleChoice, ...]:
        """Every role with its face and the reason."""
        return tuple(self._choice(role) for role in Typeface)

    def _choice(self, role: Typeface) -> RoleChoice:
        face = self.face(role)
        is_proper = any(item.is_proper and self.files.get(item.file) == face.path for item in CANDIDATES[role])
        if is_proper:
            why = "本机装有规定的字体"
        elif face.path.parent == floor_folder():
            why = "本机没有规定的字体，用随程序附带的字体"
        else:
            why = "本机没有规定的字体，用最接近的一种"
        return RoleChoice(role, face.family, face.path, why)

    def face_for(self, role: Typeface, character: str) -> Face | None:
        """The face that shows a character in a role: the role's own, a neighbour's, a rescuer's, or none."""
        key = (role, character)
        if key not in self._chosen:
            chain = self._faces([*self._first(role, character), *CANDIDATES[role], *RESCUERS])
            self._chosen[key] = next((face for face in chain if face.has(character)), None)
        return self._chosen[key]

    def runs(self, role: Typeface, text: str) -> list[Run]:
        """The text cut where the face changes; characters nobody has are left out (ask `missing` first)."""
        found: list[Run] = []
        for face, group in groupby(text, key=lambda character: self.face_for(role, character)):
            part = "".join(group)
            if face is not None:
                found.append(Run(face, part))
        return found

    def advance(self, role: Typeface, character: str) -> float:
        """The width of a character in ems."""
        face = self.face_for(role, character)
        return face.advance(character) if face else 1.0

    def missing(self, text: str) -> str:
        """The characters no font here has, each once, in the order of the text."""
        letters = dict.fromkeys(clean(text))
        return "".join(letter for letter in letters if self.face_for(Typeface.BODY, letter) is None)

    def warm(self, texts: Iterable[str], roles: Sequence[Typeface] = (Typeface.BODY,)) -> None:
        """Takes the outlines of all characters of a batch from the fonts, so that no page waits for them."""
        letters = sorted(set(clean("".join(texts))))
        for role in roles:
            shown: dict[Face, list[str]] = {}
            for letter in letters:
                face = self.face_for(role, letter)
                if face is not None:
                    shown.setdefault(face, []).append(letter)
            for face, its in shown.items():
                face.outlines(its)

    def _first(self, role: Typeface, character: str) -> tuple[Candidate, ...]:
        """In body text Western letters and digits are set in the digits' face, as offices do."""
        return CANDIDATES[Typeface.DIGITS] if role is Typeface.BODY and " " < character < "\x7f" else ()

    def _faces(self, candidates: Iterable[Candidate]) -> Iterator[Face]:
        """The faces among the candidates that this machine has and that may be embedded, opened when reached."""
        for candidate in candidates:
            key = (candidate.file, candidate.family)
            if key not in self._opened:
                self._opened[key] = self._open(candidate)
            face = self._opened[key]
            if face is not None:
                yield face

    def _open(self, candidate: Candidate) -> Face | None:
        path = self.files.get(candidate.file)
        if path is None:
            return None
        try:
            return Face(path, candidate.family, candidate.weight)
        except (FaceError, OSError):
            return None
