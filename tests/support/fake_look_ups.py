"""Look-ups and the bureau's own lists in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp
from reviewer_app.domain.evidence.own_lists import ListHit, ListKind, ListRow, OwnList
from support.fake_stores import Office


class FakeLookUps:
    """Look-ups in a dictionary."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.kept: dict[int, list[LookUp]] = {}

    def of(self, application_id: int) -> tuple[LookUp, ...]:
        return tuple(self.kept.get(application_id, ()))

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LookUp, ...]]:
        return {one: self.of(one) for one in ids}

    def add(self, application_id: int, found: LookedUp, sha256: str = "", file_name: str = "") -> LookUp:
        number = 1 + sum(len(some) for some in self.kept.values())
        made = LookUp(number, found, self.office.actor.name, self.office.now, sha256, file_name)
        self.kept.setdefault(application_id, []).append(made)
        return made

    def withdraw(self, look_up_id: int, reason: str) -> None:
        by, at = self.office.actor.name, self.office.now
        for case_id, some in self.kept.items():
            self.kept[case_id] = [
                replace(one, withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason) if one.id == look_up_id else one
                for one in some
            ]


class FakeOwnLists:
    """Own lists with their lines in a list."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.kept: list[tuple[OwnList, tuple[ListRow, ...]]] = []

    def all(self) -> tuple[OwnList, ...]:
        return tuple(one for one, _ in reversed(self.kept))

    def same_content(self, kind: ListKind, source: str, as_of: date, rows: Sequence[ListRow]) -> OwnList | None:
        asked = (kind, source, as_of, 0, tuple(rows))
        return next(
            (one for one, lines in self.kept if (one.kind, one.source, one.as_of, one.replaced_by, lines) == asked),
            None,
        )

    def add(
        self, kind: ListKind, source: str, as_of: date, file_name: str, rows: Sequence[ListRow], notes: Sequence[str]
    ) -> OwnList:
        by, at, number = self.office.actor.name, self.office.now, len(self.kept) + 1
        made = OwnList(number, kind, source, as_of, file_name, len(rows), tuple(notes), by, at)
        self.kept = [
            (replace(one, replaced_by=number) if standing_as(one, kind, source) else one, lines)
            for one, lines in self.kept
        ]
        self.kept.append((made, tuple(rows)))
        return made

    def hits(self, credit_code: str, name_key: str) -> tuple[ListHit, ...]:
        found = []
        for one, lines in self.kept:
            for row in lines if not one.replaced_by else ():
                by_code = bool(credit_code) and row.credit_code == credit_code
                by_name = bool(name_key) and row.name_key == name_key
                if by_code or by_name:
                    found.append(ListHit(one.id, one.kind, one.source, one.as_of, row, by_code, by_name))
        return tuple(found)

    def cases_hit(self, list_id: int, season: str) -> int:
        cases = [case for case in self.office.applications.cases.values() if case.season == season]
        keys = [(case.values.get("credit_code", ""), applicant_key(case.values)) for case in cases]
        return sum(any(hit.list_id == list_id for hit in self.hits(*key)) for key in keys)


def standing_as(one: OwnList, kind: ListKind, source: str) -> bool:
    """Whether a list is the one of its kind and source that counts."""
    return (one.kind, one.source, one.replaced_by) == (kind, source, 0)
