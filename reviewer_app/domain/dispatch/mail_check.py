"""The check before a batch is mailed (寄前核对): what agrees, what is open, and what was excused in writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.dispatch.letters import LetterFacts, bare_points, letter_points
from reviewer_app.domain.dispatch.points import MailPoint, Topic, open_point, passed
from reviewer_app.domain.evidence.comparison import ComparedField

#: The fields whose words must be the same on the form, on paper and in the seal.
NAMED_FIELDS = ("applicant", "credit_code")
#: So many cases or files are named in one sentence.
_NAMED = 6


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What a batch is judged by; `parcels` is None where nobody packs parcels on record yet.

    `listed` and `summed` tell whether the list of files and the summary of this batch are on record, made with its
    sheets.
    """

    cases: tuple[MailedCase, ...]
    sheets: int
    copies_to_send: int
    letters: LetterFacts
    is_listed: bool
    is_summed: bool
    faults: tuple[FileFault, ...]
    parcels: tuple[PackedParcel, ...] | None = None


def mail_points(facts: MailFacts) -> tuple[MailPoint, ...]:
    """Every point of the check: one line where a topic agrees, else a line for each thing that does not."""
    found: list[MailPoint] = []
    for look in (_place, _ready, _sealed, _number, _names, _counts, _copies, _parcels, _record, _files):
        found += look(facts)
    return tuple(found)


def _of_case(case: MailedCase, topic: Topic, code: str, *, holds: bool = False, **values: str) -> MailPoint:
    said = (("number", case.called), *values.items())
    facts = "；".join(values.values())
    return MailPoint(f"{topic}:{case.application_id}", topic, True, code, said, case.application_id, holds, facts)


def _place(facts: MailFacts) -> Iterator[MailPoint]:
    off = [case for case in facts.cases if case.why_off]
    for case in off:
        yield _of_case(case, Topic.PLACE, "mail_check.place_off", holds=True, why=case.why_off)
    if not off:
        yield passed(Topic.PLACE, count=len(facts.cases))


def _ready(facts: MailFacts) -> Iterator[MailPoint]:
    unready = [case for case in facts.cases if case.still_open]
    for case in unready:
        yield _of_case(case, Topic.READY, "mail_check.ready_open", holds=True, what=case.still_open[0])
    if not unready:
        yield passed(Topic.READY, count=len(facts.cases))


def _sealed(facts: MailFacts) -> Iterator[MailPoint]:
    bare = [case for case in facts.cases if not case.is_sealed]
    for case in bare:
        yield _of_case(case, Topic.SEALED, "mail_check.sealed_open", holds=True)
    letters = list(bare_points(facts.letters))
    yield from letters
    if not bare and not letters:
        count, code = facts.letters.sealed, "mail_check.sealed_lettered" if facts.letters.sealed else ""
        yield passed(Topic.SEALED, code, count=len(facts.cases), letters=count)


def _number(facts: MailFacts) -> Iterator[MailPoint]:
    """A number given up never leaves; a sheet that never had one may, as a batch of an earlier time."""
    lacking = [case for case in facts.cases if case.is_void or not case.number]
    for case in lacking:
        code = "mail_check.number_void" if case.is_void else "mail_check.number_none"
        yield _of_case(case, Topic.NUMBER, code, holds=case.is_void)
    if not lacking:
        yield passed(Topic.NUMBER, count=len(facts.cases))


def _names(facts: MailFacts) -> Iterator[MailPoint]:
    """Only what is recorded is said: a field nobody compared and a seal nobody read agree with nothing."""
    doubted = [(case, _name_doubts(case)) for case in facts.cases]
    for case, doubts in doubted:
        if doubts:
            yield _of_case(case, Topic.NAMES, "mail_check.names_open", what="；".join(doubts))
    if not any(doubts for _case, doubts in doubted):
        yield passed(Topic.NAMES)


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
    total, open_ones = len(facts.cases), list(letter_points(facts.letters))
    if facts.sheets != total:
        open_ones.append(
            open_point(Topic.COUNTS, "sheets", "mail_check.sheets_differ", sheets=str(facts.sheets), of=str(total))
        )
    for is_there, what in ((facts.is_summed, "summary"), (facts.is_listed, "list")):
        if not is_there:
            open_ones.append(open_point(Topic.COUNTS, what, f"mail_check.no_{what}"))
    yield from open_ones
    if not open_ones:
        yield passed(Topic.COUNTS, count=total)


def _copies(facts: MailFacts) -> Iterator[MailPoint]:
    """As many copies of each form as the season sends on; where it says nothing, at least one."""
    wanted = facts.copies_to_send or 1
    short = [case for case in facts.cases if case.copies_here < wanted]
    for case in short:
        yield _of_case(case, Topic.COPIES, "mail_check.copies_short", here=str(case.copies_here), wanted=str(wanted))
    if not short and facts.copies_to_send:
        yield passed(Topic.COPIES, wanted=wanted)
    elif not short:
        counted = sum(case.copies_here for case in facts.cases)
        yield MailPoint("copies", Topic.COPIES, False, "mail_check.copies_unsettled", (("count", str(counted)),))


def _parcels(facts: MailFacts) -> Iterator[MailPoint]:
    """Each case lies in the parcel of its contact, with as many copies as are sent on."""
    if facts.parcels is None:
        yield open_point(Topic.PARCELS, "none", "mail_check.no_parcels")
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
        yield open_point(Topic.PARCELS, "foreign", "mail_check.packed_foreign", count=str(len(foreign)))
    if not missing and not short and not foreign:
        yield passed(Topic.PARCELS, count=len(facts.parcels), cases=len(facts.cases))


def _record(facts: MailFacts) -> Iterator[MailPoint]:
    """Nothing changed a case since its sheet was made, and no other sheet took its place."""
    stale = [case for case in facts.cases if case.later or not case.is_newest_sheet]
    for case in stale:
        what = "、".join(case.later) or "推荐意见已另行重出"
        point = _of_case(case, Topic.RECORD, "mail_check.record_open", what=what)
        yield replace(point, facts=f"{what}；{case.later_mark}")
    if not stale:
        yield passed(Topic.RECORD)


def _files(facts: MailFacts) -> Iterator[MailPoint]:
    """What lies in the folder is what was recorded; a file that is another one is never excused."""
    for is_tampered, what in ((True, "changed"), (False, "missing")):
        files = [fault.file for fault in facts.faults if fault.is_tampered is is_tampered]
        if files:
            values = {"files": _few(files), "count": str(len(files))}
            yield open_point(Topic.FILES, what, f"mail_check.files_{what}", holds=is_tampered, **values)
    if not facts.faults:
        yield passed(Topic.FILES, count=facts.sheets)


def _few(names: Sequence[str]) -> str:
    said = "、".join(names[:_NAMED])
    return f"{said}等" if len(names) > _NAMED else said
