"""What the code on a printed page says: whose page it is, which of how many, and of which print."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reviewer_app.domain.documents import DocumentKind

#: What our own codes begin with, and what parts their fields.
PREFIX, PARTED = "SHBZ", "|"
#: The kind of a paper as its codes say it: one letter, small on a draft.
LETTERS = {
    DocumentKind.RECOMMENDATION: "R",
    DocumentKind.COVERING_LETTER: "L",
    DocumentKind.CORRECTION_NOTICE: "C",
    DocumentKind.TRANSFER_LETTER: "T",
    DocumentKind.DECLINE_LETTER: "D",
    DocumentKind.CONSULTATION_LETTER: "Q",
    DocumentKind.RUN_SHEET: "S",
}
#: So much of the record's head names a print.
_HEAD = 8
_PAGE = re.compile(r"(\d{1,4})/(\d{1,4})")
_MARK = re.compile(r"([A-Za-z])([0-9a-f]{8})(?:\.(\d{1,3})\.(\d{1,3}))?")
#: The small print beside a code: number, page and pages; on the next line the head of the record.
_PRINTED_PAGE = re.compile(r"第(\d{1,4})页[,，]?共(\d{1,4})页")
_PRINTED_NUMBER = re.compile(r"(\d{4}-\w{1,4}-\d{1,6})|(\w{2,16}〔\d{4}〕\d{1,6}号)")
_PRINTED_HEAD = re.compile(r"链首([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class PageCode:
    """A page as its code names it; without `mark` it says nothing of its print.

    `first` and `rows` tell which lines of a list begin the page and how many stand on it, where the page says so.
    """

    number: str
    page: int
    total: int
    mark: str = ""
    first: int = 0
    rows: int = 0

    @property
    def kind(self) -> DocumentKind | None:
        """What kind of paper it is; None where the page does not say."""
        return next((kind for kind, letter in LETTERS.items() if letter == self.mark[:1].upper()), None)

    @property
    def is_draft(self) -> bool:
        """Whether it was printed as a draft."""
        return self.mark[:1].islower()

    def is_print_of(self, mark: str) -> bool:
        """Whether it is a page of the print of this mark; small print that was read names no kind."""
        return self.mark == mark or (len(self.mark) == _HEAD and self.mark == mark[1:])


def print_mark(kind: DocumentKind, audit_head: str, is_draft: bool) -> str:
    """By what a print of a paper is known: its kind, and under which head of the record it was made; else empty."""
    letter = LETTERS.get(kind, "")
    if not letter or not re.fullmatch(r"[0-9a-f]{8,}", audit_head):
        return ""
    return (letter.lower() if is_draft else letter) + audit_head[:_HEAD]


def code_in(text: str) -> PageCode | None:
    """A page's code from what was read of it, or from the small print beside it; None for anything else."""
    words = unicodedata.normalize("NFKC", text).strip()
    if words.upper().startswith(PREFIX + PARTED):
        return _of_code(words.split(PARTED)[1:])
    return _of_print(words)


def _of_code(parts: list[str]) -> PageCode | None:
    if len(parts) not in (2, 3) or not parts[0].strip():
        return None
    page = _PAGE.fullmatch(parts[1].strip())
    mark = _MARK.fullmatch(parts[2].strip()) if len(parts) == 3 else None
    if page is None or (len(parts) == 3 and mark is None):
        return None
    # The number is as the paper prints it: full-width brackets are no difference to a scanner.
    number = parts[0].strip()
    if mark is None:
        return PageCode(number, int(page[1]), int(page[2]))
    return PageCode(number, int(page[1]), int(page[2]), mark[1] + mark[2], int(mark[3] or 0), int(mark[4] or 0))


def _of_print(words: str) -> PageCode | None:
    plain = "".join(words.split())
    page, number, head = (way.search(plain) for way in (_PRINTED_PAGE, _PRINTED_NUMBER, _PRINTED_HEAD))
    if page is None or number is None:
        return None
    return PageCode(number[0], int(page[1]), int(page[2]), head[1] if head else "")
