"""Taking in a pile of paper sets: which case a scanned code names, what of its copies is here, and taking them in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from reviewer_app.domain.acts import Act, refusal_of
from reviewer_app.domain.application import Application, Keeping, PaperCopy, Source
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.corrections.changes import copy_words
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.values.folding import compared
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import put_copies, record
from reviewer_app.services.intake.pairing import standing_for
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_resources.phrases import sentence

#: What our own codes begin with, and what parts their fields; the page writes `SHBZ|2024-示-0001|1/2`.
_OWN_CODE, _PARTED = "SHBZ", "|"
#: So many cases are offered when a text fits several; one more is found where there are more.
MOST_OFFERED = 6
_MOST_PAGES = 9999


class CopyMark(Enum):
    """What the officer sees of one copy of the set in hand; one that left the office is not in hand."""

    SEALED = "已盖章"
    UNSEALED = "未盖章"
    MISSING = "未到"
    MAILED = "已寄"
    RETURNED = "已退"

    @property
    def is_in_hand(self) -> bool:
        """Whether the officer has the copy before him."""
        return self in {CopyMark.SEALED, CopyMark.UNSEALED}

    @property
    def label(self) -> str:
        """The mark in the office's words."""
        return self.value


@dataclass(frozen=True, slots=True)
class PaperSet:
    """The copies one case has to hand in, as they stand on record; `refusal` tells why none can be taken in now."""

    case_id: int
    intake_number: str
    filing_number: str
    project_name: str
    applicant: str
    source: Source
    copies: tuple[PaperCopy, ...]
    refusal: str = ""

    @property
    def marks(self) -> tuple[CopyMark, ...]:
        """The copies as they are on record."""
        return tuple(_mark_of(copy) for copy in self.copies)

    @property
    def is_untouched(self) -> bool:
        """Whether no copy came yet."""
        return not any(copy.is_received for copy in self.copies)

    @property
    def pages(self) -> int:
        """The pages of the first copy that was counted; 0 when none was."""
        return next((copy.pages for copy in self.copies if copy.pages), 0)

    @property
    def is_complete(self) -> bool:
        """Whether every copy came, sealed."""
        return not self.lacks

    @property
    def lacks(self) -> str:
        """What is not as it should be, copy by copy; empty when nothing."""
        said = ((copy.number, self._lack_of(copy)) for copy in self.copies)
        return "，".join(f"第{number}份{lack}" for number, lack in said if lack)

    @property
    def seal_name(self) -> str:
        """What was read on the seals: one name, the applicant's still to be confirmed, or nothing that goes for all."""
        read = {copy.seal_name for copy in self.copies if copy.is_received and copy.is_sealed and copy.seal_name}
        if not read:
            return self.applicant
        return read.pop() if len(read) == 1 else ""

    def is_other_seal(self, seal_name: str) -> bool:
        """Whether a seal bears another name than the applicant's (五（二）); spaces and widths are no difference."""
        read = applicant_key({"applicant": seal_name})
        return bool(read) and read != applicant_key({"applicant": self.applicant})

    def _lack_of(self, copy: PaperCopy) -> str:
        mark = _mark_of(copy)
        if mark not in {CopyMark.SEALED, CopyMark.MAILED}:
            return mark.label
        return "印文不符" if mark is CopyMark.SEALED and self.is_other_seal(copy.seal_name) else ""


@dataclass(frozen=True, slots=True)
class ReceivedSet:
    """A set taken in today, and when."""

    paper: PaperSet
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenSet:
    """What one act took in: the copies as they were before it and as it left them, and what that touched."""

    case_id: int
    intake_number: str
    before: tuple[PaperCopy, ...]
    after: tuple[PaperCopy, ...]
    changes: Changes


def find_sets(unit: UnitOfWork, scanned: str) -> tuple[PaperSet, ...]:
    """The cases of the season that a scanned code or typed words name; one alone where a number fits exactly.

    Raises RefusalError `paper_set.empty`, `paper_set.unknown`.
    """
    words = number_in(scanned)
    if not words:
        raise RefusalError("paper_set.empty")
    season = unit.settings.get().season
    filed = [one for spelt in {words, words.upper()} for one in unit.applications.of_filing_number(season, spelt)]
    if filed:
        return _standing(unit, filed)
    index = unit.worklist.index(QueueQuery(season, tab=Tab.ALL, text=words), unit.actor, MOST_OFFERED + 1)
    rows = unit.worklist.rows(index.ids[: MOST_OFFERED + 1], unit.today)
    exact = [row.id for row in rows if compared(row.intake_number) == compared(words)]
    found = exact or [row.id for row in rows]
    if not found:
        raise RefusalError("paper_set.unknown", scanned=words)
    return _standing(unit, unit.applications.some(found))


def receive_set(
    unit: UnitOfWork,
    case_id: int,
    marks: Sequence[CopyMark],
    pages: int = 0,
    place: str = "",
    received_from: str = "",
    are_alike: bool = False,
    seal_name: str = "",
) -> TakenSet:
    """Takes in the copies of a case in one act, each as it was marked (五（二）).

    `are_alike` says that the officer held the copies in hand against each other, `seal_name` what he read on the seals
    of those marked sealed; empty where he says nothing of it. A copy already here keeps its day, who
    brought it and who took it in; of one that was mailed nothing is written, one sent back to the applicant may come
    again. Raises RefusalError `paper_set.count`, `paper_set.nothing`, `paper_copy.pages`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    before = _set_of(unit, application).copies
    if len(marks) != len(before):
        raise RefusalError("paper_set.count", count=len(marks), required=len(before))
    if not any(mark.is_in_hand for mark in marks):
        raise RefusalError("paper_set.nothing", number=application.intake_number)
    if not 0 <= pages <= _MOST_PAGES:
        raise RefusalError("paper_copy.pages", field="pages", pages=pages, most=_MOST_PAGES)
    here = sum(mark.is_in_hand and copy.keeping is not Keeping.MAILED for copy, mark in zip(before, marks, strict=True))
    came = PaperCopy(
        0,
        seal_name=one_line(seal_name).strip(),
        pages=pages,
        place=one_line(place).strip(),
        received_on=unit.today,
        received_from=one_line(received_from).strip(),
        received_by=unit.actor.name,
        is_like_first=are_alike and here > 1,
    )
    after = tuple(_as_marked(copy, mark, came) for copy, mark in zip(before, marks, strict=True))
    changes = _write(unit, application, before, after, came.is_like_first)
    return TakenSet(case_id, application.intake_number, before, after, changes)


def receive_missing(
    unit: UnitOfWork, case_id: int, is_sealed: bool, place: str = "", received_from: str = "", together: str = ""
) -> TakenSet:
    """Takes in every copy of a case that has not come yet, all sealed or none; copies already here stay as they are.

    Nothing is said of pages, of the words on the seals or of the copies being alike: that is seen set by set.
    Raises RefusalError `paper_set.all_here`.
    """
    application = unit.applications.get(case_id)
    missing = require_missing(unit, application)
    before = _set_of(unit, application).copies
    came = PaperCopy(
        0,
        is_received=True,
        is_sealed=is_sealed,
        place=one_line(place).strip(),
        received_on=unit.today,
        received_from=one_line(received_from).strip(),
        received_by=unit.actor.name,
    )
    after = tuple(replace(came, number=copy.number) if copy.number in missing else copy for copy in before)
    changes = _write(unit, application, before, after, are_alike=False, together=together)
    return TakenSet(case_id, application.intake_number, before, after, changes)


def require_missing(unit: UnitOfWork, application: Application) -> tuple[int, ...]:
    """The copies of a case that have not come yet; RefusalError where none can be taken in or all came."""
    require(unit.actor, application, Act.RECORD_PAPER)
    missing = tuple(copy.number for copy in _set_of(unit, application).copies if not copy.is_received)
    if not missing:
        raise RefusalError("paper_set.all_here", number=application.intake_number)
    return missing


def restore_set(unit: UnitOfWork, taken: TakenSet) -> Changes:
    """Puts the copies of a case back to what was on record before they were taken in; both stay in the record.

    Raises RefusalError `paper_set.changed_since` when the copies are not as they were left then, `paper_set.compared`
    when the paper has been compared since, `paper_set.odd` for copies that are not those of the case.
    """
    application = unit.applications.get(taken.case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    now = _set_of(unit, application).copies
    if [copy.number for copy in taken.before] != [copy.number for copy in taken.after]:
        raise RefusalError("paper_set.odd", number=application.intake_number)
    if now != taken.after:
        raise RefusalError("paper_set.changed_since", number=application.intake_number)
    if not any(copy.is_received for copy in taken.before) and unit.comparisons.of(application.id):
        raise RefusalError("paper_set.compared", number=application.intake_number)
    return _write(unit, application, now, taken.before, are_alike=False)


def received_today(unit: UnitOfWork) -> tuple[ReceivedSet, ...]:
    """The sets of which a copy was taken in today, the last one first."""
    times = unit.papers.received_on(unit.today)
    cases = unit.applications.some(list(times))
    counted = (case for case in cases if case.state is not State.PAIRED)
    return tuple(ReceivedSet(_set_of(unit, case), times[case.id]) for case in counted)


def _standing(unit: UnitOfWork, cases: Sequence[Application]) -> tuple[PaperSet, ...]:
    """The sets of the cases that go on for these, each once."""
    standing = {case.id: case for one in cases for case in [standing_for(unit, one)]}
    return tuple(_set_of(unit, case) for case in standing.values())


def holds_own_code(typed: str) -> bool:
    """Whether a scanner typed one of our own codes into a text."""
    return _OWN_CODE + _PARTED in unicodedata.normalize("NFKC", typed).upper()


def number_in(scanned: str) -> str:
    """The intake number of our own codes, or the words as they are.

    A scanner types through the keyboard: an input method that is on makes full-width or small letters of it.
    """
    words = one_line(unicodedata.normalize("NFKC", scanned)).strip()
    if words.upper().startswith(_OWN_CODE + _PARTED):
        return words.split(_PARTED)[1].strip()
    return words


def _set_of(unit: UnitOfWork, case: Application) -> PaperSet:
    required = unit.packs.by_hash(case.pack.sha256).limits.copies_required
    recorded = {copy.number: copy for copy in unit.papers.of(case.id)}
    numbers = sorted({*range(1, required + 1), *recorded})
    refusal = refusal_of(unit.actor, case, Act.RECORD_PAPER)
    return PaperSet(
        case_id=case.id,
        intake_number=case.intake_number,
        filing_number=case.values.get("filing_number", ""),
        project_name=case.project_name,
        applicant=case.applicant,
        source=case.source,
        copies=tuple(recorded.get(number, PaperCopy(number)) for number in numbers),
        refusal=sentence(refusal.code, refusal.values) if refusal is not None else "",
    )


def _mark_of(copy: PaperCopy) -> CopyMark:
    if not copy.is_received:
        return CopyMark.MISSING
    if copy.keeping is Keeping.MAILED:
        return CopyMark.MAILED
    if copy.keeping is Keeping.RETURNED:
        return CopyMark.RETURNED
    return CopyMark.SEALED if copy.is_sealed else CopyMark.UNSEALED


def _as_marked(copy: PaperCopy, mark: CopyMark, came: PaperCopy) -> PaperCopy:
    """A copy as it was marked; of its seal what was read now, else what was read before."""
    if copy.keeping is Keeping.MAILED or (copy.keeping is Keeping.RETURNED and not mark.is_in_hand):
        return copy
    if not mark.is_in_hand:
        return PaperCopy(copy.number)
    is_sealed = mark is CopyMark.SEALED
    counted = came.pages or copy.pages
    taken = replace(
        copy,
        is_received=True,
        is_sealed=is_sealed,
        seal_name=(came.seal_name or copy.seal_name) if is_sealed else "",
        pages=counted,
        # The page remembers the place of the set before: it says nothing of copies that lie elsewhere already.
        place=copy.place or came.place,
        is_like_first=came.is_like_first,
    )
    if copy.is_in_office:
        return taken
    return replace(
        taken,
        received_on=came.received_on,
        received_from=came.received_from,
        received_by=came.received_by,
        keeping=Keeping.SHELF,
        keeper="",
    )


def _write(
    unit: UnitOfWork,
    application: Application,
    before: Sequence[PaperCopy],
    after: Sequence[PaperCopy],
    are_alike: bool,
    together: str = "",
) -> Changes:
    if tuple(before) == tuple(after):
        return Changes(frozenset())
    application, trace = put_copies(unit, application, after)
    trace = replace(trace, together=together)
    detail = {f"第{copy.number}份": copy_words(copy) for copy in after}
    places = {copy.place for copy in after if copy.is_received and copy.place}
    givers = {copy.received_from for copy in after if copy.is_received and copy.received_from}
    said: dict[str, str] = {
        RecordKey.STORED_AT: "、".join(sorted(places)),
        RecordKey.SENDER: "、".join(sorted(givers)),
        RecordKey.COMPARED_COPIES: sentence("paper_set.alike") if are_alike else "",
    }
    detail |= {key: one for key, one in said.items() if one}
    record(unit, application, EventAct.SET_RECEIVED, detail=detail, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=application.id)
