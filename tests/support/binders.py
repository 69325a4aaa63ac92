"""A binder in memory: every file is one page unless a test says otherwise; it keeps what it was asked to bind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.ports.dispatch.archiving import Binding, Fate, Paper


@dataclass
class PlainBinder:
    """Binds nothing but names; `fates` are by the files' names, `refused` bindings fail before one passes."""

    fates: Mapping[str, Fate] = field(default_factory=dict)
    refused: int = 0
    refusal: OfficeError = field(default_factory=lambda: RefusalError("document.not_archival", case="", reason=""))
    bound: list[Binding] = field(default_factory=list)
    strict: list[bool] = field(default_factory=list)

    def look(self, papers: Sequence[Paper], is_strict: bool) -> tuple[Fate, ...]:
        self.strict.append(is_strict)
        return tuple(self.fates.get(one.name, Fate(1)) for one in papers)

    def bind(self, binding: Binding) -> bytes:
        self.bound.append(binding)
        if len(self.bound) <= self.refused:
            raise self.refusal
        return "\n".join(one.title for one in binding.papers).encode()
