"""The cases that the words with an operator name: each word one condition, those of one operator beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from reviewer_app.domain.application import Keeping, Role, Source, User
from reviewer_app.domain.evidence.scans import SCAN, SCAN_GONE
from reviewer_app.domain.listing.asking import NONE, Operator, Term, days_meant, stages_named, waiting_stages
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_db.queue.figure_cases import KNOWN, cases_of
from reviewer_db.queue.marks import CHANGED, aside_cases
from reviewer_db.queue.ordered_ids import OF_SEASON, STEP, as_list, ids_of
from reviewer_db.stores.search_index import INITIALS, TextLine, folded, match_of
from reviewer_db.stores.session import Session

_IN_LIST = "IN (SELECT value FROM json_each(?))"
#: Where fewer than one case in so many is meant, walking along an order meets too few.
_SELDOM = 20
#: Every stage there is: an index that begins with the stage is then of use for a handler alone.
_ALL_STAGES = tuple(sorted(state.rule.number for state in State))
_OPEN_STAGES = tuple(sorted(state.rule.number for state in BEFORE_SENT))
_AWAITED = "SELECT application_id FROM consultations WHERE stand = 'asked'"
_REPLIED = "SELECT application_id FROM consultations WHERE stand = 'replied'"
_HERE = ", ".join(f"'{keeping.value}'" for keeping in (Keeping.SHELF, Keeping.HANDED))
_ORIGINALS = f"SELECT application_id FROM papers WHERE is_received = 1 AND keeping IN ({_HERE})"
_UNREAD = (
    f"SELECT f.application_id FROM attachments f WHERE f.purpose = '{SCAN}' AND NOT EXISTS "
    "(SELECT 1 FROM scan_readings r WHERE r.application_id = f.application_id AND r.sha256 = f.sha256) AND NOT EXISTS "
    "(SELECT 1 FROM attachments g WHERE g.application_id = f.application_id AND g.sha256 = f.sha256 "
    f"AND g.purpose = '{SCAN_GONE}' AND g.id > f.id)"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, when, and of which season; `is_one_by_one` when each case is looked at by itself."""

    session: Session
    season: str
    user: User
    today: date
    is_one_by_one: bool = False


@dataclass(frozen=True, slots=True)
class _Where:
    """A condition over the columns of `applications`; `is_by_ids` when it names the cases one by one."""

    sql: str
    values: tuple[object, ...] = ()
    is_by_ids: bool = False


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word that has to stand in one of some lines of a case's searched text, and not just anywhere in it."""

    word: str
    lines: tuple[int, ...]

    def stands_in(self, text: str) -> bool:
        """Whether it does; most texts without the word at all are told at once."""
        if self.word not in text:
            return False
        parts = text.split("\n")
        return any(self.word in parts[line] for line in self.lines if line < len(parts))


def line_words(terms: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[LineWord, ...]]:
    """The words of operators that look into one line of the text, if each is the only one of its operator; the rest."""
    alone = Counter(term.operator for term in terms)
    found = [term for term in terms if alone[term.operator] == 1 and term.operator in _LINES and folded(term.word)]
    rest = tuple(term for term in terms if term not in found)
    return rest, tuple(LineWord(folded(term.word), _with_initials(_LINES[term.operator])) for term in found)


def cases_meant(reader: Reader, terms: Sequence[Term]) -> list[int]:
    """The ids of the season's cases that fulfil the words of every operator; of one operator, any of its words."""
    where = _all(reader, terms)
    return ids_of(reader.session.main, f"SELECT id FROM applications WHERE {where.sql}", where.values)


def first_meant(
    reader: Reader, terms: Sequence[Term], ordered: Iterable[Sequence[int]], first: int
) -> list[int] | None:
    """The first of the ordered cases that fulfil the words; None where they are so few that all are found sooner."""
    where = _all(replace(reader, is_one_by_one=True), terms)
    asked = f"SELECT id FROM applications WHERE id {_IN_LIST} AND {where.sql}"
    found: list[int] = []
    looked = 0
    for some in ordered:
        meant = set(ids_of(reader.session.main, asked, (as_list(some), *where.values)))
        found += filter(meant.__contains__, some)
        looked += len(some)
        if len(found) >= first:
            return found[:first]
        if len(found) * _SELDOM < looked:
            return None
    return found


def count_meant(reader: Reader, terms: Sequence[Term]) -> int:
    """How many cases fulfil the words, without naming them."""
    where = _all(reader, terms)
    return int(
        reader.session.main.execute(f"SELECT count(*) FROM applications WHERE {where.sql}", where.values).fetchone()[0]
    )


def _all(reader: Reader, terms: Sequence[Term]) -> _Where:
    by_operator = sorted(terms, key=attrgetter("operator"))
    parts = [_any(reader, list(some)) for _, some in groupby(by_operator, key=attrgetter("operator"))]
    season = OF_SEASON if reader.is_one_by_one or any(part.is_by_ids for part in parts) else "season = ?"
    where = " AND ".join(f"({part.sql})" for part in parts)
    return _Where(f"{season} AND {where}", (reader.season, *(value for part in parts for value in part.values)))


def _any(reader: Reader, terms: list[Term]) -> _Where:
    parts = [_MEANING[term.operator](reader, term.word) for term in terms]
    values = tuple(value for part in parts for value in part.values)
    return _Where(" OR ".join(f"({part.sql})" for part in parts), values, all(part.is_by_ids for part in parts))


def _stages(numbers: Iterable[int]) -> _Where:
    return _Where(f"stage IN ({', '.join(map(str, numbers))})")


def _in_list(column: str, values: Iterable[str]) -> _Where:
    found = list(values)
    if not found:
        return _Where("0")
    return _Where(f"{column} IN ({', '.join('?' * len(found))})", tuple(found))


def _named(column: str) -> Callable[[Reader, str], _Where]:
    """Cases by a column of few different values: those in which the word stands are looked up first."""

    def where(reader: Reader, word: str) -> _Where:
        if word == NONE:
            return _Where(f"{column} = ''")
        known = _different(reader, column)
        if word in known:
            return _in_list(column, (word,))
        return _in_list(column, (value for value in known if folded(word) in folded(value)))

    return where


def _different(reader: Reader, column: str) -> list[str]:
    """The different values of an indexed column, each found by one step along the index."""
    next_one = f"SELECT min({column}) FROM applications WHERE season = ?1 AND {column} > v"
    rows = reader.session.main.execute(
        f"WITH RECURSIVE found (v) AS (SELECT min({column}) FROM applications WHERE season = ?1 "
        f"UNION ALL SELECT ({next_one}) FROM found WHERE v IS NOT NULL) SELECT v FROM found WHERE v IS NOT NULL",
        (reader.season,),
    )
    return [str(row[0]) for row in rows]


def _handler(reader: Reader, word: str) -> _Where:
    rows = reader.session.main.execute(
        "SELECT DISTINCT handler FROM queue_counts WHERE season = ? AND cases > 0", (reader.season,)
    )
    names = [str(row[0]) for row in rows]
    if word == NONE:
        found = [name for name in names if name not in _handlers(reader)]
        stages = _stages(_OPEN_STAGES)
    else:
        found = [name for name in names if folded(word) in folded(name)]
        stages = _stages(_ALL_STAGES)
    handlers = _in_list("handler", found)
    return _Where(f"{stages.sql} AND {handlers.sql}", handlers.values)


def _handlers(reader: Reader) -> set[str]:
    """Who handles cases today; a case of somebody who left is nobody's."""
    rows = reader.session.main.execute("SELECT name, roles FROM users")
    return {str(name) for name, roles in rows if Role.HANDLER.value in str(roles)}


def _written(*lines: TextLine) -> Callable[[Reader, str], _Where]:
    """Cases in one of whose lines of the searched text the word stands, or its letters in the line's initials."""
    looked_in = _with_initials(lines)

    def where(reader: Reader, word: str) -> _Where:
        return _Where(f"id {_IN_LIST}", (as_list(_with(reader, folded(word), looked_in)),), True)

    return where


def _with_initials(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    return (*lines, *(INITIALS[line] for line in lines if line in INITIALS))


def _with(reader: Reader, word: str, lines: Sequence[TextLine]) -> list[int]:
    if not word:
        return []
    wanted = LineWord(word, tuple(lines))
    found: list[int] = []
    last = 0
    match = match_of([word], "")
    read, values = "SELECT id, text FROM case_text WHERE instr(text, ?) AND id > ?", (word,)
    if match:
        read = (
            "SELECT t.id, t.text FROM case_search s CROSS JOIN case_text t ON t.id = s.rowid "
            "WHERE s.case_search MATCH ? AND s.rowid > ?"
        )
        values = (match,)
    while some := reader.session.main.execute(f"{read} ORDER BY 1 LIMIT {STEP}", (*values, last)).fetchall():
        found += [case_id for case_id, text in some if wanted.stands_in(text)]
        last = some[-1][0]
        reader.session.check()
    return found


def _contact(reader: Reader, word: str) -> _Where:
    """The bureau's contact for the case, or the applicant's own person."""
    bureau, own = _named("contact")(reader, word), _written(TextLine.PERSON)(reader, word)
    return _Where(f"{bureau.sql} OR {own.sql}", (*bureau.values, *own.values))


def _due(reader: Reader, word: str) -> _Where:
    if word == NONE:
        # Nothing presses any more once the season is over; what was left undone then is easily forgotten.
        is_over = reader.today.year > int(reader.season)
        said = f"{_stages(_OPEN_STAGES).sql} AND due_on < ?" if is_over else "0"
        return _Where(said, (f"{reader.today.year}-01-01",) if is_over else ())
    first, last = days_meant(word, reader.today) or (date.max, date.min)
    return _Where(f"due_on BETWEEN ? AND ? AND {_stages(_OPEN_STAGES).sql}", (first.isoformat(), last.isoformat()))


def _source(_reader: Reader, word: str) -> _Where:
    return _in_list("source", (source.value for source in Source if source.label == word))


def _label(reader: Reader, word: str) -> _Where:
    return _Where(
        "id IN (SELECT application_id FROM case_labels WHERE owner IN ('', ?) AND instr(words, ?) > 0)",
        (reader.user.name, word),
        True,
    )


def _waiting(_reader: Reader, word: str) -> _Where:
    if word == "部门":
        return _Where(f"id IN ({_AWAITED})", is_by_ids=True)
    if word == NONE:
        asked = {number for who in ("经办", "复核", "用印", "申报单位") for number in waiting_stages(who)}
        return _Where(f"{_stages(set(_OPEN_STAGES) - asked).sql} AND id NOT IN ({_AWAITED})")
    return _stages(waiting_stages(word))


def _consulted(_reader: Reader, word: str) -> _Where:
    said = f"id IN ({_AWAITED})" if word == "未复" else f"id IN ({_REPLIED}) AND id NOT IN ({_AWAITED})"
    return _Where(said, is_by_ids=True)


def _aside(reader: Reader, word: str) -> _Where:
    return _Where(f"id {'IN' if word == '是' else 'NOT IN'} ({aside_cases(reader.today)})", is_by_ids=word == "是")


def _changed(reader: Reader, _word: str) -> _Where:
    return _Where(f"id IN (SELECT l.application_id FROM {CHANGED})", (reader.user.name,) * 2, True)


def _counted(operator: Operator) -> Callable[[Reader, str], _Where]:
    """The cases behind a figure."""

    def where(reader: Reader, word: str) -> _Where:
        cases, values = cases_of(operator, word, reader.season)
        if reader.is_one_by_one:
            return _Where(f"EXISTS ({cases} AND f.application_id = applications.id)", values)
        return _Where(f"id IN ({cases})", values, is_by_ids=True)

    return where


_LINES: dict[Operator, tuple[TextLine, ...]] = {
    Operator.APPLICANT: (TextLine.APPLICANT,),
    Operator.PROJECT: (TextLine.PROJECT,),
    Operator.CODE: (TextLine.CODE,),
    Operator.PHONE: (TextLine.PHONE,),
}
_MEANING: dict[Operator, Callable[[Reader, str], _Where]] = {
    Operator.SECTOR: _named("sector"),
    Operator.STATE: lambda _reader, word: _stages(stages_named(word)),
    Operator.HANDLER: _handler,
    **{operator: _written(*lines) for operator, lines in _LINES.items()},
    Operator.CONTACT: _contact,
    Operator.DUE: _due,
    Operator.SOURCE: _source,
    Operator.LABEL: _label,
    Operator.WAITING: _waiting,
    Operator.CONSULTED: _consulted,
    Operator.ORIGINALS: lambda _reader, _word: _Where(f"id IN ({_ORIGINALS})", is_by_ids=True),
    Operator.SCANS: lambda _reader, _word: _Where(f"id IN ({_UNREAD})", is_by_ids=True),
    Operator.ASIDE: _aside,
    Operator.CHANGED: _changed,
    **{operator: _counted(operator) for operator in KNOWN},
}
