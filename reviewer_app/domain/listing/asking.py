"""What stands in the search field: free words, and words with an operator before them (`领域:养老 期限:逾期`).

A word whose operator nobody knows, or whose value cannot be, finds nothing: what was meant is told instead. A word in
quotation marks is always a free word, whatever stands before its colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reviewer_app.domain.chips import Tab
from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.figures.layers import UNSAID, Layer
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import RULES, State
from reviewer_app.domain.values.standard_number import StandardLevel


class Operator(StrEnum):
    """What a word of the search is said of; the value is typed before the colon."""

    SECTOR = "领域"
    STATE = "状态"
    HANDLER = "经办"
    APPLICANT = "单位"
    PROJECT = "项目"
    CODE = "代码"
    CONTACT = "联系人"
    PHONE = "电话"
    DUE = "期限"
    SOURCE = "来源"
    LABEL = "标签"
    WAITING = "等"
    CONSULTED = "征询"
    ORIGINALS = "正本"
    SCANS = "扫描"
    ASIDE = "搁置"
    CHANGED = "变化"
    FIGURE = "统计"
    LAYER = "层次"
    STANDARD = "承诺标准"
    KIND = "类别"
    DISTRICT = "所在区"
    CITY_CONTACT = "市局联系人"
    DAYS_CHECKING = "核对天数"
    DAYS_REVIEWING = "初审天数"
    DAYS_SIGNING = "复核天数"
    DAYS_SEALING = "用印天数"
    DAYS_SENDING = "报送天数"
    DAYS_WAITING = "补正天数"
    DAYS_USED = "用时"
    DAYS_WITH_WAITING = "全程用时"


class Due(StrEnum):
    """The words that may follow 期限; a day (2024-05-20) or a month (2024-05) may as well."""

    OVERDUE = "逾期"
    TODAY = "今天"
    WEEK = "本周"


#: The operators whose word is a count of days: 8, 3-5, 14+.
OF_DAYS = tuple(operator for operator in Operator if operator.name.startswith("DAYS_"))
#: What stands for nothing there: 经办:无.
NONE = "无"
#: The words that may follow an operator of a few values.
CHOICES: dict[Operator, tuple[str, ...]] = {
    Operator.DUE: (*Due, NONE),
    Operator.SOURCE: ("网上", "纸质", "两者"),
    Operator.CONSULTED: ("未复", "已复"),
    Operator.ORIGINALS: ("在本处",),
    Operator.SCANS: ("未读",),
    Operator.ASIDE: ("是", "否"),
    Operator.CHANGED: ("有",),
    Operator.WAITING: ("经办", "复核", "用印", "申报单位", "部门", NONE),
    Operator.FIGURE: tuple(figure.label for figure in Figure),
    Operator.LAYER: (*(layer.label for layer in Layer), UNSAID),
    Operator.STANDARD: tuple(level.word for level in StandardLevel),
    **dict.fromkeys(OF_DAYS, ("有",)),
}
_QUOTED = r'"[^"]*"?|“[^”]*”?'
_WORD = re.compile(rf"[一-鿿]{{1,6}}[:：](?:{_QUOTED})|{_QUOTED}|\S+")
_QUOTES = '"“”'
#: Half of a character, as a broken clipboard may hold it: it stands in no case and cannot be looked for.
_LONE = re.compile("[\ud800-\udfff]")
#: No case takes longer.
MOST_DAYS = 99_999
#: So many words with an operator one search may have; more can only be a slip of the clipboard.
MOST_TERMS = 60
_MOST_SHOWN = 24
_SAID = re.compile(r"([一-鿿]{1,6})[:：](.*)", re.DOTALL)
_COUNT = re.compile(r"(\d{1,5})(?:(\+)|-(\d{1,5}))?")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its operator."""

    operator: Operator
    word: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that cannot be looked for: the code of the sentence that says so, and its values."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that stands in the search field."""

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def asked_in(text: str) -> Asked:
    """Takes the words of a search field apart."""
    words: list[str] = []
    terms: list[Term] = []
    doubts: list[Doubt] = []
    for one in dict.fromkeys(_WORD.findall(_LONE.sub("\ufffd", text))):
        said = None if one[0] in _QUOTES else _SAID.fullmatch(one)
        if said is None:
            words.append(one.strip(_QUOTES) if one[0] in _QUOTES else one)
        elif said[1] not in set(Operator):
            doubts.append(Doubt("search.operator", {"operator": said[1], "known": "、".join(Operator)}))
        else:
            term = Term(Operator(said[1]), said[2].strip(_QUOTES).strip())
            doubt = _doubt_of(term)
            if doubt is not None:
                doubts.append(doubt)
            elif term.word:
                terms.append(term)
    if len(terms) > MOST_TERMS:
        return Asked(doubts=(Doubt("search.too_many", {"most": str(MOST_TERMS)}),))
    return Asked(tuple(word for word in words if word), tuple(terms), tuple(doubts))


def _doubt_of(term: Term) -> Doubt | None:
    """Why a word with its operator cannot be looked for; an operator without a word yet is no doubt."""
    if not term.word:
        return None
    if term.operator is Operator.STATE and not stages_named(term.word):
        known = "、".join(rule.label for rule in RULES.values())
        return Doubt("search.value", {"operator": term.operator, "word": _short(term.word), "known": known})
    choices = CHOICES.get(term.operator)
    if choices is None or term.word in choices:
        return None
    if term.operator is Operator.DUE and days_meant(term.word, date.min) is not None:
        return None
    if term.operator in OF_DAYS:
        if days_counted(term.word) is not None:
            return None
        return Doubt("search.value", {"operator": term.operator, "word": _short(term.word), "known": "有、8、3-5、14+"})
    known = "、".join(choices) + ("，或 2024-05-20 这样的日期" if term.operator is Operator.DUE else "")
    return Doubt("search.value", {"operator": term.operator, "word": _short(term.word), "known": known})


def _short(word: str) -> str:
    return word if len(word) <= _MOST_SHOWN else f"{word[:_MOST_SHOWN]}…"


def stages_named(word: str) -> tuple[int, ...]:
    """The stored numbers of the states that a word names: by their own word or by that of their chip."""
    exact = [state for state in State if word in (state.label, state.rule.tab.label)]
    named = exact or [state for state in State if word in state.label]
    return tuple(sorted(state.rule.number for state in named)) if word != Tab.ALL.label else ()


def days_meant(word: str, today: date) -> tuple[date, date] | None:
    """The first and last due day that a word means; None when it means none."""
    if word == Due.OVERDUE:
        return date.min, today - timedelta(days=1) if today > date.min else date.min
    if word == Due.TODAY:
        return today, today
    if word == Due.WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    found = _DAY.fullmatch(word)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        first = date(year, month, int(day or 1))
        return first, first if day else _month_end(first)
    except (ValueError, OverflowError):
        return None


def days_counted(word: str) -> tuple[int, int] | None:
    """The least and most days that a word means (8, 3-5, 14+, or 有 for any); None when it means none."""
    if word == "有":
        return 0, MOST_DAYS
    found = _COUNT.fullmatch(word)
    if found is None:
        return None
    least = int(found[1])
    return least, MOST_DAYS if found[2] else int(found[3] or least)


def term_text(operator: Operator, word: str) -> str:
    """A word with its operator as it is typed; nothing stands for an empty one."""
    return f'{operator}:"{word}"' if re.search(r"\s", word) else f"{operator}:{word or NONE}"


def waiting_stages(word: str) -> tuple[int, ...]:
    """The stored numbers of the states in which a case waits for somebody of the office, or for the applicant."""
    role = {"经办": Role.HANDLER, "复核": Role.HEAD, "用印": Role.SEAL}.get(word)
    if word == "申报单位":
        return (State.AWAITING_CORRECTION.rule.number,)
    return tuple(sorted(rule.number for rule in RULES.values() if role is not None and rule.waits_for is role))


def _month_end(first: date) -> date:
    following = first.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)
