"""The nouns of the office that an act can touch; each pane looks again at those it shows."""

from __future__ import annotations

from enum import StrEnum


class Noun(StrEnum):
    """What was changed: the queue's lines, a case, the batches, the settings, the list of issuers, the backups."""

    QUEUE = "queue"
    CASE = "case"
    BATCH = "batch"
    SETTINGS = "settings"
    TRUST = "trust"
    BACKUP = "backup"
