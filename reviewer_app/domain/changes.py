"""The nouns of the office that an act can touch; each pane looks again at those it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Changes:
    """Nouns and cases touched by one act; empty `applications` with the noun set means many or all."""

    nouns: frozenset[Noun]
    applications: frozenset[int] = frozenset()

    def touches(self, application_id: int | None) -> bool:
        """Whether a case shown in a pane has to be read again."""
        return not self.applications or application_id in self.applications


def changed(*nouns: Noun, application: int | None = None) -> Changes:
    """The usual case: some nouns of one application."""
    return Changes(frozenset(nouns), frozenset() if application is None else frozenset({application}))


class Noun(StrEnum):
    """What was changed: queue, case, batches, settings, issuers, own lists, backups, papers, hand-overs; of the years
    after the sending the ledger, the standards promised, the bodies and departments known, the regulations kept."""

    QUEUE = "queue"
    CASE = "case"
    BATCH = "batch"
    SETTINGS = "settings"
    TRUST = "trust"
    OWN_LISTS = "own_lists"
    BACKUP = "backup"
    REGISTER = "register"
    CUSTODY = "custody"
    LEDGER = "ledger"
    FIGURES = "figures"
    STANDARDS = "standards"
    BODIES = "bodies"
    REGULATIONS = "regulations"
