"""The promised standards in memory; what the guards of the tables refuse, this refuses too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.checks.duplicates import applicant_key as key_of
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.standards.promise import Progress, PromisedStandard, StandardWord, progress_of
from reviewer_app.domain.values.standard_number import number_key
from reviewer_app.services.ports.after.standards import EarlierProject, NumberedElsewhere
from support.fake_stores import FakeApplications


class FakeStandards:
    """Standards in a list."""

    def __init__(self, applications: FakeApplications) -> None:
        self._applications = applications
        self.kept: list[PromisedStandard] = []

    def add(self, standard: PromisedStandard, word: StandardWord) -> int:
        assert not standard.words
        self.kept.append(replace(standard, id=len(self.kept) + 1, words=(word,)))
        return len(self.kept)

    def say(self, standard: PromisedStandard, word: StandardWord) -> None:
        before = self.get(standard.id)
        assert standard.words == (*before.words, word), "a promised standard changes by a line that says so"
        assert standard.origin is before.origin
        self.kept[standard.id - 1] = standard

    def get(self, standard_id: int) -> PromisedStandard:
        if not 0 < standard_id <= len(self.kept):
            raise RefusalError("standard.unknown")
        return self.kept[standard_id - 1]

    def of_case(self, application_id: int) -> tuple[PromisedStandard, ...]:
        return tuple(one for one in self.kept if one.application_id == application_id)

    def with_number(self, number: str) -> tuple[NumberedElsewhere, ...]:
        key = number_key(number)
        cases = self._applications.cases
        return tuple(
            NumberedElsewhere(
                one.id,
                one.named.number,
                cases[one.application_id].intake_number,
                cases[one.application_id].project_name,
            )
            for one in self.kept
            if key and one.counts and number_key(one.named.number) == key
        )

    def progress(self, ids: Sequence[int]) -> Mapping[int, Progress]:
        found = {one: progress_of(self.of_case(one)) for one in ids}
        return {one: progress for one, progress in found.items() if progress != Progress()}

    def by_season(self) -> Mapping[str, Progress]:
        found: dict[str, Progress] = {}
        for one in self.kept:
            season = self._applications.cases[one.application_id].season
            found[season] = found.get(season, Progress()) + progress_of([one])
        return found

    def of_unit(self, applicant_key: str, credit_code: str, but: int) -> tuple[EarlierProject, ...]:
        found = []
        for case in self._applications.cases.values():
            same = key_of(case.values) == applicant_key or case.values.get("credit_code", "") == credit_code
            if same and case.id != but and any(one.counts for one in self.of_case(case.id)):
                progress = progress_of(self.of_case(case.id))
                found.append(EarlierProject(case.id, case.season, case.intake_number, case.project_name, progress))
        return tuple(sorted(found, key=lambda one: (one.season, one.application_id), reverse=True))
