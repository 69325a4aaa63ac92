"""Document numbers and the register: what left the office under which number, and what came in from outside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.documents import DocumentKind

#: The kinds of paper that bear a number of the office, each with the setting that holds its code.
CODE_SETTINGS = {
    DocumentKind.RECOMMENDATION: "agency_code",
    DocumentKind.CORRECTION_NOTICE: "correction_code",
    DocumentKind.TRANSFER_LETTER: "transfer_code",
    DocumentKind.COVERING_LETTER: "letter_code",
    DocumentKind.DECLINE_LETTER: "decline_code",
    DocumentKind.CONSULTATION_LETTER: "consultation_code",
    DocumentKind.WITHDRAWAL_LETTER: "withdrawal_code",
    DocumentKind.VISIT_NOTICE: "visit_code",
    DocumentKind.REMINDER_LETTER: "reminder_code",
    DocumentKind.EXTENSION_SUPPORT: "support_code",
    DocumentKind.ACCEPTANCE_RECOMMENDATION: "acceptance_code",
    DocumentKind.PILOT_CONCLUSION: "conclusion_code",
}
_NUMBER = re.compile(r"(?P<code>.*?)[〔\[(](?P<year>\d{4})[〕\])](?:第)?(?P<serial>\d{1,6})号?")
_LONGEST = 60


class Direction(StrEnum):
    """Whether a paper left the office or came in."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"

    @property
    def label(self) -> str:
        """The direction in the office's words."""
        return {"outgoing": "发文", "incoming": "来文"}[self.value]


class IncomingKind(StrEnum):
    """What came in from outside; stored."""

    REPLY = "reply"
    SUPPLEMENT = "supplement"
    RETURNED_PARCEL = "returned-parcel"
    PORTAL_LIST = "portal-list"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in the office's words."""
        return {
            "reply": "复函",
            "supplement": "补正材料",
            "returned-parcel": "退回邮件",
            "portal-list": "网上申报清单",
            "other": "其他来文",
        }[self.value]


class Delivery(StrEnum):
    """How a paper was handed over; stored."""

    COLLECTED = "collected"
    POSTED = "posted"
    IN_PERSON = "in-person"
    ELECTRONIC = "electronic"
    WITH_BATCH = "with-batch"

    @property
    def label(self) -> str:
        """The way in the office's words."""
        return {
            "collected": "当面领取",
            "posted": "邮寄",
            "in-person": "派人送达",
            "electronic": "电子送达",
            "with-batch": "随批次报送",
        }[self.value]


class Sealing(StrEnum):
    """How a paper was sealed; stored."""

    OPEN = ""
    STAMPED = "stamped"
    SIGNED = "signed"
    SAMPLE = "sample"
    IMAGE = "image"

    @property
    def label(self) -> str:
        """The way in the office's words; nothing while it is not recorded."""
        return _SEALINGS[self]


_SEALINGS = {
    Sealing.OPEN: "",
    Sealing.STAMPED: "实物印章",
    Sealing.SIGNED: "电子签名",
    Sealing.SAMPLE: "样章",
    Sealing.IMAGE: "印模图片",
}


@dataclass(frozen=True, slots=True)
class NumberParts:
    """A document number taken apart: code, year of issue, running number."""

    code: str
    year: int
    serial: int

    @property
    def text(self) -> str:
        """The number as it is printed (GB/T 9704-2012, 7.2.5)."""
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the register.

    `kind` is a `DocumentKind` of what left and an `IncomingKind` of what came; `serial` is 0 for a number that the
    registry gave outside the kind's own series. `basis` tells which act of the case the paper carries out, so that one
    act has one paper. Without a code the number is empty and the serial alone counts. `sha256` names the PDF in the
    vault. A line is never taken away: a number given up says why and stays.
    """

    direction: Direction
    kind: str
    year: int
    serial: int
    number: str
    party: str
    subject: str
    day: date
    handler: str
    case_id: int = 0
    batch_id: int = 0
    basis: str = ""
    note: str = ""
    sealed_how: Sealing = Sealing.OPEN
    delivered_how: Delivery | None = None
    delivered_on: date | None = None
    receipt: str = ""
    sha256: str = ""
    file_name: str = ""
    voided_at: datetime | None = None
    voided_by: str = ""
    void_reason: str = ""
    id: int = 0

    @property
    def is_void(self) -> bool:
        """Whether the number was given up."""
        return self.voided_at is not None

    @property
    def kind_label(self) -> str:
        """The paper's kind in the office's words."""
        kinds = DocumentKind if self.direction is Direction.OUTGOING else IncomingKind
        return kinds(self.kind).label if self.kind in set(kinds) else self.kind

    @property
    def called(self) -> str:
        """What the paper is called by: its number, or where its kind has no code the place in its series."""
        if self.number:
            return self.number
        return f"{self.year}年第{self.serial}号（无代字）" if self.serial else "无编号"


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a series that were never given, and what is said of it."""

    kind: str
    year: int
    first: int
    last: int
    explanation: str

    @property
    def called(self) -> str:
        """The missing numbers in words."""
        return f"{self.first}号" if self.first == self.last else f"{self.first}—{self.last}号"


def written(raw: str) -> str:
    """A typed number in the one spelling: half-width digits, 〔〕 round the year, no blanks, 号 at the end."""
    plain = "".join(unicodedata.normalize("NFKC", raw.replace("〔", "[").replace("〕", "]")).split())
    plain = "".join(sign for sign in plain if sign.isprintable())
    parts = _parts(plain)
    return parts.text if parts else plain


def parts_of(number: str) -> NumberParts | None:
    """A number taken apart; None when it is not built of code, year and running number."""
    return _parts(number)


def is_too_long(number: str) -> bool:
    """Whether a typed number is longer than any that is printed."""
    return len(number) > _LONGEST


def _parts(text: str) -> NumberParts | None:
    found = _NUMBER.fullmatch(text)
    if found is None or int(found["serial"]) == 0:
        return None
    return NumberParts(found["code"], int(found["year"]), int(found["serial"]))


def gaps_of(entries: Iterable[RegisterEntry]) -> tuple[Gap, ...]:
    """The numbers missing in each outgoing series; the typed number that follows explains them, or nothing does."""
    series: dict[tuple[str, int], list[RegisterEntry]] = {}
    for entry in entries:
        if entry.direction is Direction.OUTGOING and entry.serial:
            series.setdefault((entry.kind, entry.year), []).append(entry)
    found = []
    for (kind, year), lines in sorted(series.items()):
        before = 0
        for entry in sorted(lines, key=lambda one: one.serial):
            if entry.serial > before + 1:
                found.append(Gap(kind, year, before + 1, entry.serial - 1, entry.note))
            before = entry.serial
    return tuple(found)
