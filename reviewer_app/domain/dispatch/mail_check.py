"""The check before a batch is mailed (寄前核对): what agrees, what is open, and what was excused in writing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.evidence.comparison import ComparedField

#: The fields whose words must be the same on the form, on paper and in the seal.
NAMED_FIELDS = ("applicant", "credit_code")
#: So many cases or files are named in one sentence.
_NAMED = 6


class Topic(StrEnum):
    """What is looked at before mailing, in the order in which it is shown."""

    PLACE = "place"
    READY = "ready"
    SEALED = "sealed"
    NUMBER = "number"
    NAMES = "names"
    COUNTS = "counts"
    COPIES = "copies"
    PARCELS = "parcels"
    RECORD = "record"
    FILES = "files"


class PointStanding(StrEnum):
    """How a point stands."""

    PASSED = "passed"
    OPEN = "open"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        """The chip's word."""
        return {"passed": "通过", "open": "待办", "excused": "已说明"}[self.value]


@dataclass(frozen=True, slots=True)
class FileFault:
    """One file of a batch's folder that is not as recorded; `code` is the sentence that says how."""

    file: str
    code: str

    @property
    def is_tampered(self) -> bool:
        """Whether something else lies there than what was recorded; what is only gone can be made again."""
        return self.code in ("record_check.changed", "record_check.foreign")


@dataclass(frozen=True, slots=True)
class PackedParcel:
    """A parcel as packed: for whom, and how many copies of the form of each case lie in it."""

    contact: str
    copies: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedCase:
    """One case of the batch with what the record holds of it.

    `why_off` says why it does not go with this batch, `still_open` what readiness lacks. `later` are the acts that
    changed the case since its sheet was made, `later_mark` tells the last of them from any other. `number` is that on
    the sheet; empty while none is in force. `is_form_met` and `is_seal_met` are what was answered of the printed form
    against the online record, and of the seals.
    """

    application_id: int
    called: str
    applicant: str
    contact: str
    has_online: bool
    is_sealed: bool
    why_off: str = ""
    still_open: tuple[str, ...] = ()
    number: str = ""
    is_void: bool = False
    is_newest_sheet: bool = True
    papers: tuple[PaperCopy, ...] = ()
    compared: tuple[ComparedField, ...] = ()
    is_form_met: bool = False
    is_seal_met: bool = False
    code_doubts: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    later_mark: str = ""

    @property
    def copies_here(self) -> int:
        """How many copies of the form can be put into a parcel."""
        return sum(_goes_along(copy) for copy in self.papers)


@dataclass(frozen=True, slots=True)
class LetterUnlike:
    """A covering letter in force that names other cases or classes than the batch has: how many, and how many now."""

    called: str
    named: str
    now: int


def letter_mark(projects: Iterable[tuple[str, str]]) -> str:
    """By what a covering letter is told from one that says something else: its cases' numbers, each with its class."""
    said = "\n".join(f"{number} {proposed}" for number, proposed in sorted(projects))
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What a batch is judged by; `parcels` is None where nobody packs parcels on record yet.

    `lettered` are the contacts for whom a covering letter is in force, `unlike` those letters that say something else
    than the batch; `listed` and `summed` tell whether the list of files and the summary of this batch are on record,
    made with its sheets.
    """

    cases: tuple[MailedCase, ...]
    sheets: int
    copies_to_send: int
    lettered: frozenset[str]
    is_listed: bool
    is_summed: bool
    faults: tuple[FileFault, ...]
    parcels: tuple[PackedParcel, ...] | None = None
    unlike: tuple[LetterUnlike, ...] = ()


@dataclass(frozen=True, slots=True)
class Excuse:
    """A written reason why the batch goes although a point is open; it holds for the facts it was written of."""

    batch_id: int
    point: str
    facts: str
    said: str
    reason: str
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class MailPoint:
    """One line of the check: `code` and `values` are its sentence; `application_id` is 0 where it is of no one case.

    `facts` are the state of things that an excuse is written of. A point that `holds` is never excused.
    """

    id: str
    topic: Topic
    is_open: bool
    code: str
    values: tuple[tuple[str, str], ...] = ()
    application_id: int = 0
    holds: bool = False
    facts: str = ""
    excuse: Excuse | None = None

    @property
    def standing(self) -> PointStanding:
        """Passed, open, or open and excused."""
        if not self.is_open:
            return PointStanding.PASSED
        return PointStanding.EXCUSED if self.excuse is not None else PointStanding.OPEN

    @property
    def may_be_excused(self) -> bool:
        """Whether a written reason can stand in for it."""
        return self.is_open and not self.holds


def mail_points(facts: MailFacts) -> tuple[MailPoint, ...]:
    """Every point of the check: one line where a topic agrees, else a line for each thing that does not."""
    found: list[MailPoint] = []
    for look in (_place, _ready, _sealed, _number, _names, _counts, _copies, _parcels, _record, _files):
        found += look(facts)
    return tuple(found)


def open_of(points: Iterable[MailPoint]) -> tuple[MailPoint, ...]:
    """What is open and not excused; what can never be excused comes first."""
    still = [one for one in points if one.standing is PointStanding.OPEN]
    return tuple(sorted(still, key=lambda one: not one.holds))


def _passed(topic: Topic, **values: object) -> MailPoint:
    said = tuple((name, str(value)) for name, value in values.items())
    return MailPoint(topic.value, topic, False, f"mail_check.{topic}", said)


def _of_case(case: MailedCase, topic: Topic, code: str, *, holds: bool = False, **values: str) -> MailPoint:
    said = (("number", case.called), *values.items())
    facts = "；".join(values.values())
    return MailPoint(f"{topic}:{case.application_id}", topic, True, code, said, case.application_id, holds, facts)


def _of_batch(topic: Topic, what: str, code: str, *, holds: bool = False, **values: str) -> MailPoint:
    facts = "；".join(values.values())
    return MailPoint(f"{topic}:{what}", topic, True, code, tuple(values.items()), holds=holds, facts=facts)


def _place(facts: MailFacts) -> Iterator[MailPoint]:
    off = [case for case in facts.cases if case.why_off]
    for case in off:
        yield _of_case(case, Topic.PLACE, "mail_check.place_off", holds=True, why=case.why_off)
    if not off:
        yield _passed(Topic.PLACE, count=len(facts.cases))


def _ready(facts: MailFacts) -> Iterator[MailPoint]:
    unready = [case for case in facts.cases if case.still_open]
    for case in unready:
        yield _of_case(case, Topic.READY, "mail_check.ready_open", holds=True, what=case.still_open[0])
    if not unready:
        yield _passed(Topic.READY, count=len(facts.cases))


def _sealed(facts: MailFacts) -> Iterator[MailPoint]:
    bare = [case for case in facts.cases if not case.is_sealed]
    for case in bare:
        yield _of_case(case, Topic.SEALED, "mail_check.sealed_open", holds=True)
    if not bare:
        yield _passed(Topic.SEALED, count=len(facts.cases))


def _number(facts: MailFacts) -> Iterator[MailPoint]:
    """A number given up never leaves; a sheet that never had one may, as a batch of an earlier time."""
    lacking = [case for case in facts.cases if case.is_void or not case.number]
    for case in lacking:
        code = "mail_check.number_void" if case.is_void else "mail_check.number_none"
        yield _of_case(case, Topic.NUMBER, code, holds=case.is_void)
    if not lacking:
        yield _passed(Topic.NUMBER, count=len(facts.cases))


def _names(facts: MailFacts) -> Iterator[MailPoint]:
    """Only what is recorded is said: a field nobody compared and a seal nobody read agree with nothing."""
    doubted = [(case, _name_doubts(case)) for case in facts.cases]
    for case, doubts in doubted:
        if doubts:
            yield _of_case(case, Topic.NAMES, "mail_check.names_open", what="；".join(doubts))
    if not any(doubts for _case, doubts in doubted):
        yield _passed(Topic.NAMES)


def _name_doubts(case: MailedCase) -> list[str]:
    doubts = list(case.code_doubts)
    for field in case.compared if case.has_online else ():
        if field.field_id in NAMED_FIELDS and field.found is None and not case.is_form_met:
            doubts.append(f"{field.label}没有比对纸质与网上")
        elif field.field_id in NAMED_FIELDS and field.is_open:
            doubts.append(f"{field.label}{field.paper_said}")
    for copy in case.papers:
        if not _goes_along(copy) or not copy.is_sealed:
            continue
        if not copy.seal_name.strip() and not case.is_seal_met:
            doubts.append(f"第{copy.number}份没有登记印文")
        elif copy.seal_name.strip() and _unit(copy.seal_name) != _unit(case.applicant):
            doubts.append(f"第{copy.number}份印文为“{copy.seal_name}”")
    return doubts


def _goes_along(copy: PaperCopy) -> bool:
    """Whether a copy is here or on its way to the bureau; what went with an earlier parcel still counts."""
    return copy.is_received and copy.keeping is not Keeping.RETURNED


def _unit(name: str) -> str:
    return applicant_key({"applicant": name})


def _counts(facts: MailFacts) -> Iterator[MailPoint]:
    """Letter, summary, list and sheets speak of the same cases; a letter stays as issued when the batch is changed."""
    total, open_ones = len(facts.cases), []
    unlettered = [case for case in facts.cases if case.contact not in facts.lettered]
    if unlettered:
        open_ones.append(
            _of_batch(
                Topic.COUNTS, "letter", "mail_check.no_letter", letter=str(total - len(unlettered)), of=str(total)
            )
        )
    for one in facts.unlike:
        what, now = f"letter:{one.called}", str(one.now)
        open_ones.append(
            _of_batch(Topic.COUNTS, what, "mail_check.letter_unlike", letter=one.called, named=one.named, of=now)
        )
    if facts.sheets != total:
        open_ones.append(
            _of_batch(Topic.COUNTS, "sheets", "mail_check.sheets_differ", sheets=str(facts.sheets), of=str(total))
        )
    for is_there, what in ((facts.is_summed, "summary"), (facts.is_listed, "list")):
        if not is_there:
            open_ones.append(_of_batch(Topic.COUNTS, what, f"mail_check.no_{what}"))
    yield from open_ones
    if not open_ones:
        yield _passed(Topic.COUNTS, count=total)


def _copies(facts: MailFacts) -> Iterator[MailPoint]:
    """As many copies of each form as the season sends on; where it says nothing, at least one."""
    wanted = facts.copies_to_send or 1
    short = [case for case in facts.cases if case.copies_here < wanted]
    for case in short:
        yield _of_case(case, Topic.COPIES, "mail_check.copies_short", here=str(case.copies_here), wanted=str(wanted))
    if not short and facts.copies_to_send:
        yield _passed(Topic.COPIES, wanted=wanted)
    elif not short:
        counted = sum(case.copies_here for case in facts.cases)
        yield MailPoint("copies", Topic.COPIES, False, "mail_check.copies_unsettled", (("count", str(counted)),))


def _parcels(facts: MailFacts) -> Iterator[MailPoint]:
    """Each case lies in the parcel of its contact, with as many copies as are sent on."""
    if facts.parcels is None:
        yield _of_batch(Topic.PARCELS, "none", "mail_check.no_parcels")
        return
    packed = {case: count for parcel in facts.parcels for case, count in parcel.copies}
    missing = [case for case in facts.cases if case.application_id not in packed]
    short = [
        case
        for case in facts.cases
        if case not in missing and packed[case.application_id] < (facts.copies_to_send or 1)
    ]
    own = {case.application_id for case in facts.cases}
    foreign = sorted(packed.keys() - own)
    for case in missing:
        yield _of_case(case, Topic.PARCELS, "mail_check.not_packed", contact=case.contact)
    for case in short:
        yield _of_case(case, Topic.PARCELS, "mail_check.packed_short", here=str(packed[case.application_id]))
    if foreign:
        yield _of_batch(Topic.PARCELS, "foreign", "mail_check.packed_foreign", count=str(len(foreign)))
    if not missing and not short and not foreign:
        yield _passed(Topic.PARCELS, count=len(facts.parcels), cases=len(facts.cases))


def _record(facts: MailFacts) -> Iterator[MailPoint]:
    """Nothing changed a case since its sheet was made, and no other sheet took its place."""
    stale = [case for case in facts.cases if case.later or not case.is_newest_sheet]
    for case in stale:
        what = "、".join(case.later) or "推荐意见已另行重出"
        point = _of_case(case, Topic.RECORD, "mail_check.record_open", what=what)
        yield replace(point, facts=f"{what}；{case.later_mark}")
    if not stale:
        yield _passed(Topic.RECORD)


def _files(facts: MailFacts) -> Iterator[MailPoint]:
    """What lies in the folder is what was recorded; a file that is another one is never excused."""
    for is_tampered, what in ((True, "changed"), (False, "missing")):
        files = [fault.file for fault in facts.faults if fault.is_tampered is is_tampered]
        if files:
            values = {"files": _few(files), "count": str(len(files))}
            yield _of_batch(Topic.FILES, what, f"mail_check.files_{what}", holds=is_tampered, **values)
    if not facts.faults:
        yield _passed(Topic.FILES, count=facts.sheets)


def _few(names: Sequence[str]) -> str:
    said = "、".join(names[:_NAMED])
    return f"{said}等" if len(names) > _NAMED else said


def excused(points: Iterable[MailPoint], excuses: Iterable[Excuse]) -> tuple[MailPoint, ...]:
    """The points with the excuse that still holds for each: the last one written of the facts as they are now."""
    last = {(one.point, one.facts): one for one in excuses}
    return tuple(
        replace(point, excuse=last.get((point.id, point.facts))) if point.may_be_excused else point for point in points
    )
