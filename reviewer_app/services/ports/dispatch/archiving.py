"""What the dossier of a case asks of the outputs: which files can be taken in, and one PDF of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

#: Why a file is not in the dossier's pages, or not in the dossier: codes of sentences under `archive`.
TOO_LARGE, DAMAGED, ENCRYPTED = "archive.too_large", "archive.damaged", "archive.encrypted"
NOT_ALLOWED, NOT_THERE, NOT_KEPT = "archive.not_allowed", "archive.not_there", "archive.not_archival"
SIGNED, OTHER_KIND, RESTRICTED = "archive.signed", "archive.other_kind", "archive.restricted"
TOO_MANY_PAGES, TOO_HEAVY, DISGUISED = "archive.too_many_pages", "archive.too_heavy", "archive.disguised"


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a dossier: what it is called there, its own name, its bytes; `is_own` was made just now by us."""

    title: str
    name: str
    content: bytes
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a file: so many pages of the dossier, embedded as it is, or neither; `why` says why not pages.

    A signed file is both: a copy of its pages to be read, and the file itself, which is never altered.
    """

    pages: int = 0
    is_embedded: bool = False
    why: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether nothing of it is in the dossier."""
        return not self.pages and not self.is_embedded


@dataclass(frozen=True, slots=True)
class Binding:
    """All that goes into one dossier: the contents page, the files with their fates, and what the file says of itself.

    `kept_as` names the embedded files, by place; `digits` are the outlines of 0 to 9 for the numbers of the pages;
    `audit_head` is the record's head at the time.
    """

    contents: bytes
    papers: tuple[Paper, ...]
    fates: tuple[Fate, ...]
    kept_as: tuple[str, ...]
    title: str
    author: str
    subject: str
    made_at: datetime
    digits: tuple[str, ...] = field(default=())
    audit_head: str = ""


class DossierBinder(Protocol):
    """Looks at the files of a case and binds them; files of others are opened in a process of their own."""

    def look(self, papers: Sequence[Paper], is_strict: bool) -> tuple[Fate, ...]:
        """What can become of each file, in their order; strictly each is tried by itself for keeping.

        A file that is the end of the process looking at it is left out and says so. Raises TroubleError `foreign.…`.
        """

    def bind(self, binding: Binding) -> bytes:
        """The dossier, PDF/A-2b, or PDF/A-3b where files are embedded.

        Raises RefusalError `document.not_archival` when the whole does not pass; TroubleError `foreign.…`.
        """
