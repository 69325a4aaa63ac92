"""The queue's reads in memory: what the SQL must agree with."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from functools import partial

from reviewer_app.domain.application import Application, Role, User
from reviewer_app.domain.deadlines import days_shown
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.listing.asking import NONE, Operator, Term, asked_in, days_meant, stages_named
from reviewer_app.domain.listing.waiting import waits_for, who_is_awaited
from reviewer_app.domain.opinion import OpinionStatus
from reviewer_app.domain.outside.consultations import counted
from reviewer_app.domain.routing import route
from reviewer_app.domain.states import BEFORE_SENT, State, states_under
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueIndex, QueueQuery, QueueRow, SortKey, Tab
from support.fake_stores import Office

#: The operators this office in memory understands; a word of another finds nothing.
_SAID = {
    Operator.SECTOR: "sector",
    Operator.APPLICANT: "applicant",
    Operator.PROJECT: "project_name",
    Operator.HANDLER: "",
    Operator.DUE: "",
    Operator.STATE: "",
}


class FakeWorklist:
    """The queue's reads by plain loops: what the SQL must agree with."""

    def __init__(self, unit: Office) -> None:
        self.unit = unit

    def index(self, query: QueueQuery, user: User, first: int | None = None) -> QueueIndex:
        found = [case for case in self.unit.applications.cases.values() if self._matches(case, query)]
        by_tab = {tab: [case for case in found if self._stands_under(case, tab, user)] for tab in Tab}
        rows = {row.id: row for row in self.rows([case.id for case in found], self.unit.today)}
        chosen = [rows[case.id] for case in by_tab[query.tab]]
        if query.then is not None:
            chosen.sort(key=partial(_key, query.then))
            chosen.sort(key=partial(_key, query.sort), reverse=query.descending)
        else:
            chosen.sort(key=lambda row: (_key(query.sort, row), row.id), reverse=query.descending)
        chosen.sort(key=lambda row: row.season, reverse=True)
        ids = array("q", (row.id for row in chosen[:first]))
        counts = {tab: len(cases) for tab, cases in by_tab.items()}
        return QueueIndex(query, ids, counts, is_complete=len(ids) == len(chosen))

    def found(self, season: str, text: str, user: User) -> int:
        return self.index(QueueQuery(season, Tab.ALL, text), user).counts[Tab.ALL]

    def rows(self, ids: Sequence[int], today: date, with_waiting: bool = False) -> list[QueueRow]:
        return [
            self._row(self.unit.applications.cases[one], today) for one in ids if one in self.unit.applications.cases
        ]

    def _matches(self, case: Application, query: QueueQuery) -> bool:
        names = ("project_name", "applicant", "credit_code", "filing_number", "contact_person", "contact_phone")
        texts = [case.values.get(name, "").lower() for name in names] + [case.intake_number.lower()]
        asked = asked_in(query.text)
        return (
            query.season in (case.season, ALL_SEASONS)
            and not asked.doubts
            and all(any(word.lower() in text for text in texts) for word in asked.words)
            and all(
                any(self._means(case, term) for term in asked.terms if term.operator is one)
                for one in {term.operator for term in asked.terms}
            )
        )

    def _means(self, case: Application, term: Term) -> bool:
        if term.operator is Operator.STATE:
            return case.state.rule.number in stages_named(term.word)
        if term.operator is Operator.CHANGED:
            return bool(self.unit.marks.changed_kinds(case.id))
        if term.operator not in _SAID:
            return False
        if term.operator is Operator.DUE:
            if term.word == NONE:
                return case.state in BEFORE_SENT and self._row(case, self.unit.today).days_left is None
            first, last = days_meant(term.word, self.unit.today) or (date.max, date.min)
            return first <= case.due_on <= last and case.state in BEFORE_SENT
        return term.word in (case.handler if term.operator is Operator.HANDLER else case.values[_SAID[term.operator]])

    def _row(self, case: Application, today: date) -> QueueRow:
        pack = self.unit.packs.by_hash(case.pack.sha256)
        try:
            contact = route(pack, case.values.get("sector", "")).name
        except RefusalError:
            contact = ""
        aside = self.unit.asides.standing(case.id, self.unit.today)
        return QueueRow(
            id=case.id,
            intake_number=case.intake_number,
            project_name=case.project_name,
            applicant=case.applicant,
            credit_code=case.values.get("credit_code", ""),
            sector=case.values.get("sector", ""),
            contact=contact,
            source=case.source.label,
            state=case.state,
            handler=case.handler,
            due_on=case.due_on,
            days_left=days_shown(case.season, case.due_on, today) if case.state in BEFORE_SENT else None,
            flags=sum(finding.severity.value != "inform" for finding in case.findings),
            replied=counted(case.consultations)[0],
            consulted=counted(case.consultations)[1],
            away_to=case.custody.desk_name if case.custody is not None and case.is_away else "",
            aside_until=aside.until if aside else None,
            is_changed=bool(self.unit.marks.changed_kinds(case.id)),
            labels=tuple(label.words for label in self.unit.marks.labels_of([case.id]).get(case.id, ())),
            season=case.season,
        )

    def _stands_under(self, case: Application, tab: Tab, user: User) -> bool:
        own = [one for one in self.unit.opinions.of(case.id) if one.submitted_by == user.name]
        if tab is Tab.AWAY:
            return case.is_away
        is_aside = self.unit.asides.standing(case.id, self.unit.today) is not None
        if tab is Tab.ASIDE:
            return is_aside and not case.is_away
        if tab is Tab.MINE and is_aside:
            return False
        is_left_out = (
            case.is_away or case.is_kept_from(user.name) or any(one.status is OpinionStatus.SUBMITTED for one in own)
        )
        return _stands_under(case, tab, user) and not (tab is Tab.MINE and is_left_out)


def _key(sort: SortKey, row: QueueRow) -> tuple[int, str]:
    if sort is not SortKey.WAITING:
        return 0, str(getattr(row, sort.value))
    waits = waits_for(row.state, row.handler, row.replied < row.consulted, bool(row.away_to))
    return waits, who_is_awaited(waits, row.handler)


def _stands_under(case: Application, tab: Tab, user: User) -> bool:
    if tab is not Tab.MINE:
        return case.state in states_under(tab)
    working = (State.REGISTERED, State.CHECKING, State.REVIEWING, State.CHALLENGED, State.RETURNED_BY_BUREAU)
    return (
        (case.state in working and case.handler == user.name)
        or (case.state is State.PROPOSED and user.has(Role.HEAD))
        or (case.state is State.SIGNED_OFF and user.has(Role.SEAL))
    )
