"""The seal: the list of papers asked for and approved, the session, and each use with its number in the register.

Nothing here is ever taken away: a list that was sent back says why, a use that was struck out stays as a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.numbers import Sealing


class SealWay(StrEnum):
    """How a paper is sealed in a session; stored."""

    STAMP = "stamp"
    IMAGE = "image"
    CERTIFICATE = "certificate"

    @property
    def label(self) -> str:
        """The way in the office's words."""
        return {"stamp": "实物印章", "image": "印模图片", "certificate": "证书签名"}[self.value]

    @property
    def sealing(self) -> Sealing:
        """What the register of papers says of a paper sealed in this way."""
        return {"stamp": Sealing.STAMPED, "image": Sealing.IMAGE, "certificate": Sealing.SIGNED}[self.value]


class ListWord(StrEnum):
    """What was said of a list that was asked for; stored."""

    APPROVED = "approved"
    SENT_BACK = "sent-back"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word as the office says it."""
        return {"approved": "同意用印", "sent-back": "退回", "withdrawn": "撤回申请"}[self.value]


class ScanState(StrEnum):
    """How the scan of a stamped paper stands; stored. A use without a scan still awaits it."""

    AWAITED = "awaited"
    DOUBTED = "doubted"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        """The standing in the office's words."""
        return {"awaited": "待扫描", "doubted": "请看", "accepted": "已盖"}[self.value]


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper on a list: its line in the register, the bytes that are approved, how many impressions it gets.

    `application_id` is 0 for a paper of a whole batch.
    """

    register_id: int
    application_id: int
    called: str
    sha256: str
    impressions: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class SaidOfList:
    """One word on a list: who said it, when and why; an own list approved is marked as such."""

    word: ListWord
    reason: str
    by: str
    at: datetime
    is_self_approval: bool = False


@dataclass(frozen=True, slots=True)
class SealList:
    """The papers for which the seal is asked (用印清单), and what was said of them; the last word counts."""

    season: str
    batch_id: int
    asked_by: str
    asked_at: datetime
    papers: tuple[ListedPaper, ...]
    words: tuple[SaidOfList, ...] = ()
    id: int = 0

    @property
    def last(self) -> SaidOfList | None:
        """The last word on it."""
        return self.words[-1] if self.words else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said anything of it yet."""
        return not self.words

    @property
    def is_approved(self) -> bool:
        """Whether the seal may be used on its papers."""
        return self.last is not None and self.last.word is ListWord.APPROVED

    @property
    def approval(self) -> SaidOfList | None:
        """The approval, while it is in force."""
        return self.last if self.is_approved else None

    def paper(self, register_id: int) -> ListedPaper | None:
        """The line of a paper on the list."""
        return next((one for one in self.papers if one.register_id == register_id), None)


@dataclass(frozen=True, slots=True)
class SealSession:
    """One sitting of the seal keeper on an approved list; ended once, and taken up again as another."""

    list_id: int
    way: SealWay
    opened_by: str
    opened_at: datetime
    closed_by: str = ""
    closed_at: datetime | None = None
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the seal may be used in it now."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Strike:
    """That a use was struck out: who did, when and why."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SealUse:
    """One line of the seal register (用印登记): numbered per year, never changed.

    `approved_sha256` are the bytes that were approved, `sealed_sha256` what came of it: the same for a real stamp,
    whose sealed paper is the scan. `serial` runs through the year of `day`.
    """

    year: int
    serial: int
    day: date
    session_id: int
    list_id: int
    register_id: int
    application_id: int
    batch_id: int
    called: str
    way: SealWay
    impressions: int
    used_by: str
    used_at: datetime
    asked_by: str
    approved_by: str
    approved_sha256: str
    sealed_sha256: str
    strike: Strike | None = None
    id: int = 0

    @property
    def is_struck(self) -> bool:
        """Whether it was struck out."""
        return self.strike is not None

    @property
    def number(self) -> str:
        """The number as the office says it."""
        return f"{self.year}年用印第{self.serial}号"


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """The scan of a stamped paper: its file, the page with the mark, where the mark lies (mm) and how large it is.

    Without a mark the three measures are None: none was seen. `by` is who accepted or doubted it.
    """

    use_id: int
    sha256: str
    page: int
    x: float | None
    y: float | None
    diameter: float | None
    state: ScanState
    by: str
    at: datetime
    id: int = 0

    @property
    def has_mark(self) -> bool:
        """Whether a red round mark was seen."""
        return self.diameter is not None


#: What may follow a signature where nobody chose otherwise: the unit's seal is the last act on its papers.
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SealSetup:
    """What was set up for sealing files: the office's own image, what signs, and what goes with a signature.

    The image lies in the library by its hash, `diameter` in mm. A certificate is a PKCS#12 file (`key_file`) or a key
    on a token, by its driver, name and label. `authority` is the address of an in-house time-stamping service.
    `after_signing` is a stored choice of what may follow. No PIN is among it.
    """

    image_sha256: str = ""
    image_name: str = ""
    diameter: float = 42.0
    key_file: str = ""
    module: str = ""
    token: str = ""
    label: str = ""
    authority: str = ""
    after_signing: str = CLOSED
    set_by: str = ""
    set_at: datetime | None = None

    @property
    def has_image(self) -> bool:
        """Whether the office's own image is there."""
        return bool(self.image_sha256)

    @property
    def has_certificate(self) -> bool:
        """Whether a file or a token was named that signs."""
        return bool(self.key_file or self.module)


def in_force(uses: Iterable[SealUse]) -> dict[int, SealUse]:
    """The use that counts for each paper, by its line in the register."""
    return {use.register_id: use for use in uses if not use.is_struck}
