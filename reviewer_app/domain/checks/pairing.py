"""Which paper case and which online case may be one: found by what they share, each proposal with its grounds.

A proposal is never more than that. Two cases that share nothing exact (number, code, name, project) are not proposed,
however alike they look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from reviewer_app.domain.checks.duplicates import applicant_key, project_key


class Ground(StrEnum):
    """One thing that speaks for a pair; stored with it when it is accepted."""

    SAME_FILING = "same_filing"
    SAME_CODE = "same_code"
    SAME_APPLICANT = "same_applicant"
    SAME_PROJECT = "same_project"
    LIKE_APPLICANT = "like_applicant"
    LIKE_PROJECT = "like_project"
    LIKE_CODE = "like_code"


class Doubt(StrEnum):
    """One thing that differs in a pair proposed all the same."""

    OTHER_APPLICANT = "other_applicant"
    OTHER_PROJECT = "other_project"


#: What is alike and not the same.
LIKENESS = frozenset({Ground.LIKE_APPLICANT, Ground.LIKE_PROJECT, Ground.LIKE_CODE})


@dataclass(frozen=True, slots=True)
class Half:
    """A case of which one half came: its id and what it is compared by."""

    case_id: int
    filing: str
    code: str
    applicant: str
    project: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper case and an online case that may be one, and what speaks for it."""

    paper_id: int
    online_id: int
    grounds: tuple[Ground, ...]


#: What each ground weighs; only their order and sums matter.
_WEIGHTS = {
    Ground.SAME_FILING: 100,
    Ground.SAME_CODE: 40,
    Ground.SAME_APPLICANT: 30,
    Ground.SAME_PROJECT: 30,
    Ground.LIKE_APPLICANT: 15,
    Ground.LIKE_PROJECT: 15,
    Ground.LIKE_CODE: 15,
}
#: What a doubt takes away; it lets a surer pair go first and keeps none from being proposed.
_DOUBTED = 20
#: Enough to be proposed: a filing number, or two grounds of which one is more than likeness.
_ENOUGH = 45
#: What so many cases share tells none of them from another.
_MOST_SHARING = 12
#: A number that a table program cut (9.13101E+17) says nothing: two that are cut alike may be of anybody.
_CUT = re.compile(r"[0-9][Ee]\+?[0-9]")
_CODE_LENGTH = 18
#: Names of which more than so much is the same are alike.
_ALIKE = 0.7


def half_of(case_id: int, values: Mapping[str, str]) -> Half:
    """What a case is compared by."""
    return Half(
        case_id,
        _whole(values.get("filing_number", "")),
        _whole(values.get("credit_code", "")),
        applicant_key(values),
        project_key(values),
    )


def _whole(number: str) -> str:
    return "" if _CUT.search(number) else number


def propose(
    papers: Sequence[Half], online: Sequence[Half], refused: Collection[tuple[int, int]] = ()
) -> tuple[Proposal, ...]:
    """The best online case for each paper case, the surest pair first; each case stands in one proposal at most.

    `refused` are pairs of ids, paper first, that an officer said are not the same.
    """
    indexes = [_index(online, key) for key in _KEYS]
    found: list[tuple[int, int, int, tuple[Ground, ...]]] = []
    for paper in papers:
        for one in _near(paper, indexes):
            if (paper.case_id, one.case_id) in refused:
                continue
            grounds = grounds_of(paper, one)
            weight = sum(_WEIGHTS[ground] for ground in grounds)
            if weight >= _ENOUGH:
                doubted = weight - _DOUBTED * len(doubts_of(paper, one))
                found.append((-doubted, paper.case_id, one.case_id, grounds))
    return tuple(_each_once(sorted(found)))


def grounds_of(paper: Half, online: Half) -> tuple[Ground, ...]:
    """What speaks for a pair; two filing numbers or two codes that differ speak against it, and nothing does then.

    Codes that differ in one character are one code written wrong: no two right ones do (GB 32100).
    """
    is_misread = _differ_by_one(paper.code, online.code)
    if _differ(paper.filing, online.filing) or (_differ(paper.code, online.code) and not is_misread):
        return ()
    grounds = [ground for ground, key in zip(_EXACT, _KEYS, strict=True) if key(paper) and key(paper) == key(online)]
    for exact, like, first, second in (
        (Ground.SAME_APPLICANT, Ground.LIKE_APPLICANT, paper.applicant, online.applicant),
        (Ground.SAME_PROJECT, Ground.LIKE_PROJECT, paper.project, online.project),
    ):
        if exact not in grounds and _are_alike(first, second):
            grounds.append(like)
    if is_misread:
        grounds.append(Ground.LIKE_CODE)
    return tuple(grounds)


def doubts_of(paper: Half, online: Half) -> tuple[Doubt, ...]:
    """What of a pair is not even alike where both say something."""
    pairs = (
        (Doubt.OTHER_APPLICANT, paper.applicant, online.applicant),
        (Doubt.OTHER_PROJECT, paper.project, online.project),
    )
    return tuple(doubt for doubt, first, second in pairs if _differ(first, second) and not _are_alike(first, second))


_KEYS: tuple[Callable[[Half], str], ...] = (
    lambda half: half.filing,
    lambda half: half.code,
    lambda half: half.applicant,
    lambda half: half.project,
)
_EXACT = (Ground.SAME_FILING, Ground.SAME_CODE, Ground.SAME_APPLICANT, Ground.SAME_PROJECT)


def _index(halves: Iterable[Half], key: Callable[[Half], str]) -> dict[str, list[Half]]:
    index: dict[str, list[Half]] = {}
    for half in halves:
        if key(half):
            index.setdefault(key(half), []).append(half)
    return index


def _near(paper: Half, indexes: Sequence[Mapping[str, Sequence[Half]]]) -> Iterable[Half]:
    """The online cases that share one thing exactly, each once."""
    shared = (
        one
        for key, index in zip(_KEYS, indexes, strict=True)
        if len(sharing := index.get(key(paper), ())) <= _MOST_SHARING
        for one in sharing
    )
    return {one.case_id: one for one in shared}.values()


def _each_once(ordered: Iterable[tuple[int, int, int, tuple[Ground, ...]]]) -> Iterable[Proposal]:
    taken: set[int] = set()
    for _, paper_id, online_id, grounds in ordered:
        if taken.isdisjoint((paper_id, online_id)):
            taken |= {paper_id, online_id}
            yield Proposal(paper_id, online_id, grounds)


def _differ(first: str, second: str) -> bool:
    return bool(first and second and first != second)


def _differ_by_one(first: str, second: str) -> bool:
    """Whether two codes of full length have one character that is not the same."""
    return len(first) == len(second) == _CODE_LENGTH and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def _are_alike(first: str, second: str) -> bool:
    if not first or not second:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE
