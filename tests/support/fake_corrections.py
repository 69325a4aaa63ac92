"""The correction requests in memory, without SQLite."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.corrections.request import CorrectionRequest
from reviewer_app.domain.errors import RefusalError


class FakeCorrections:
    """Requests in a list, by the rules of the table."""

    def __init__(self) -> None:
        self.kept: list[CorrectionRequest] = []

    def of(self, application_id: int) -> tuple[CorrectionRequest, ...]:
        return tuple(one for one in self.kept if one.case_id == application_id)

    def add(self, request: CorrectionRequest) -> int:
        assert not any(one.is_open for one in self.of(request.case_id)), "one open request a case"
        self.kept.append(replace(request, id=len(self.kept) + 1, revision=1))
        return len(self.kept)

    def go_on(self, request: CorrectionRequest) -> None:
        stored = self.kept[request.id - 1]
        if stored.revision != request.revision:
            raise RefusalError("correction.changed_elsewhere", mine="", theirs="")
        self.kept[request.id - 1] = replace(request, revision=request.revision + 1)
