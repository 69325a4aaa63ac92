"""The municipal bureau's list of results: which of our sent cases each row speaks of, and what it says of it.

What is not certain is left to a person: a row is only sure when its case and its result are, and no other row of the
same case says something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.numbers import written
from reviewer_app.domain.readiness import plain

#: The bureau's words for a result, each as the whole of what a cell says: “暂缓立项” holds “立项” and is none.
_WORDS: Mapping[CityAnswerKind, frozenset[str]] = {
    CityAnswerKind.APPROVED: frozenset(
        {
            *("立项", "同意立项", "准予立项", "予以立项", "已立项", "批准立项", "同意", "通过", "已通过", "审核通过"),
            *("评审通过", "通过评审", "入选", "已入选", "是"),
        }
    ),
    CityAnswerKind.NOT_APPROVED: frozenset(
        {
            *("未立项", "不予立项", "不立项", "未予立项", "不同意立项", "未获立项", "未批准立项", "不同意", "未通过"),
            *(
                "不通过",
                "没有通过",
                "审核未通过",
                "审核不通过",
                "评审未通过",
                "评审不通过",
                "未通过评审",
                "未入选",
                "否",
            ),
        }
    ),
    CityAnswerKind.RETURNED: frozenset({"退回", "已退回", "退回补正", "退回补充", "退回修改", "退件", "退还", "补正"}),
    CityAnswerKind.RECEIVED: frozenset({"收到", "已收到", "已收", "签收", "已签收", "受理", "已受理"}),
}


#: By these columns a row names one of our cases; a list without any of them is none of ours.
NAMING_FIELDS = frozenset({"filing_number", "recommendation", "applicant", "credit_code"})


@dataclass(frozen=True, slots=True)
class CityRow:
    """One row of the list, as read; empty where the list has no such column."""

    number: int
    filing_number: str = ""
    recommendation: str = ""
    applicant: str = ""
    credit_code: str = ""
    project_name: str = ""
    result: str = ""
    city_number: str = ""
    written_day: str = ""
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SentCase:
    """One of our cases that the bureau may answer to; `batch_id` is the last batch it went with.

    It `is_waiting` while the bureau has it, and `is_answered` when something was said of it already.
    """

    application_id: int
    called: str
    filing_number: str
    recommendations: tuple[str, ...]
    applicant: str
    credit_code: str
    project_name: str
    batch_id: int
    sent_on: date
    is_waiting: bool
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class PairedRow:
    """What a row would do: for which case, found by what; `doubts` are codes of sentences, none where it is sure."""

    row: CityRow
    case: SentCase | None
    found_by: str
    words: CityWords | None
    doubts: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it can be entered as it stands."""
        return self.case is not None and self.words is not None and not self.doubts


def kind_said(text: str) -> CityAnswerKind | None:
    """The result that a cell says in words we know as they stand; anything else is left to a person."""
    said = plain(text).strip("。.！!；;，,")
    return next((kind for kind, words in _WORDS.items() if said in words), None)


def pair_rows(
    rows: Sequence[CityRow],
    cases: Iterable[SentCase],
    today: date,
    usual_kind: CityAnswerKind | None = None,
    usual_day: date | None = None,
) -> tuple[PairedRow, ...]:
    """Each row with its case; `usual_kind` and `usual_day` are what the list says where its rows say nothing."""
    book = _Book(cases)
    paired = [_pair(row, book, today, usual_kind, usual_day) for row in rows]
    counts = Counter(one.case.application_id for one in paired if one.case is not None)
    kinds: dict[int, set[CityAnswerKind]] = {}
    for one in paired:
        if one.case is not None and one.words is not None:
            kinds.setdefault(one.case.application_id, set()).add(one.words.kind)
    found = []
    for one in paired:
        if one.case is not None and counts[one.case.application_id] > 1:
            differs = len(kinds.get(one.case.application_id, ())) > 1
            code = "city_list.contradicts" if differs else "city_list.twice"
            one = replace(one, doubts=(*one.doubts, code))
        found.append(one)
    return tuple(found)


class _Book:
    """The cases by what a row may name them by."""

    def __init__(self, cases: Iterable[SentCase]) -> None:
        self.by_filing: dict[str, list[SentCase]] = {}
        self.by_number: dict[str, list[SentCase]] = {}
        self.by_names: dict[tuple[str, str], list[SentCase]] = {}
        for case in cases:
            if case.filing_number:
                self.by_filing.setdefault(plain(case.filing_number), []).append(case)
            for number in case.recommendations:
                self.by_number.setdefault(written(number), []).append(case)
            for unit in filter(None, (case.credit_code, applicant_key({"applicant": case.applicant}))):
                self.by_names.setdefault((unit, _project(case.project_name)), []).append(case)

    def found(self, row: CityRow) -> Mapping[str, list[SentCase]]:
        """The cases a row names, by what it names them by, the surest first."""
        units = [row.credit_code, applicant_key({"applicant": row.applicant})] if row.project_name else []
        named = [self.by_names.get((unit, _project(row.project_name)), []) for unit in units if unit]
        return {
            "filing": self.by_filing.get(plain(row.filing_number), []) if row.filing_number else [],
            "number": self.by_number.get(written(row.recommendation), []) if row.recommendation else [],
            "names": next((cases for cases in named if cases), []),
        }


def _project(name: str) -> str:
    return project_key({"project_name": name})


def _pair(
    row: CityRow, book: _Book, today: date, usual_kind: CityAnswerKind | None, usual_day: date | None
) -> PairedRow:
    found = {how: cases for how, cases in book.found(row).items() if cases}
    every = {case.application_id: case for cases in found.values() for case in cases}
    if not every:
        return PairedRow(row, None, "", None, ("city_list.no_case",))
    if len(every) > 1:
        return PairedRow(row, None, "", None, ("city_list.several_cases",))
    case, how = next(iter(every.values())), next(iter(found))
    words, doubts = _words(row, case, today, usual_kind, usual_day)
    if not case.is_waiting:
        doubts = ("city_list.not_waiting", *doubts)
    if row.applicant and applicant_key({"applicant": row.applicant}) != applicant_key({"applicant": case.applicant}):
        doubts = (*doubts, "city_list.other_name")
    if row.credit_code and case.credit_code and row.credit_code != case.credit_code:
        doubts = (*doubts, "city_list.other_code")
    return PairedRow(row, case, how, words, doubts)


def _words(
    row: CityRow, case: SentCase, today: date, usual_kind: CityAnswerKind | None, usual_day: date | None
) -> tuple[CityWords | None, tuple[str, ...]]:
    """What a row says as an answer, and what of it a person has to look at."""
    kind = kind_said(row.result) if row.result else usual_kind
    if kind is None:
        return None, ("city_list.no_result",)
    if row.written_day and row.day is None:
        return None, ("city_list.bad_day",)
    day = row.day or usual_day
    if day is None:
        return None, ("city_list.no_day",)
    words = CityWords(kind, day, row.city_number, reason=row.reason, list_row=row.number)
    doubts = []
    if kind is CityAnswerKind.RECEIVED and case.is_answered:
        doubts.append("city_list.received")
    if day < case.sent_on:
        doubts.append("city_list.day_early")
    if day > today:
        doubts.append("city_list.day_late")
    if kind is CityAnswerKind.APPROVED and not row.city_number:
        doubts.append("city_list.no_number")
    if kind.needs_reason and not row.reason:
        doubts.append("city_list.no_reason")
    return words, tuple(doubts)
