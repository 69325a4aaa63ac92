"""Where holds and destruction lists are kept, and what carries a destruction out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from reviewer_app.domain.retention.destruction import DestructionLine, DestructionList, Hold
from reviewer_app.domain.retention.rules import Depth


class RetentionStore(Protocol):
    """Holds, added and never changed; destruction lists, signed or called off once; and what was destroyed."""

    def holds_of_some(self, ids: Sequence[int]) -> dict[int, tuple[Hold, ...]]:
        """Every line of the holds of some cases, those that lift one among them, oldest first."""

    def add_hold(self, hold: Hold) -> int:
        """Adds a line; its id."""

    def lists(self) -> tuple[DestructionList, ...]:
        """Every destruction list with its lines, the newest first."""

    def get(self, list_id: int) -> DestructionList:
        """One list; RefusalError `retention.unknown_list`."""

    def add_list(self, made: DestructionList) -> int:
        """Keeps a proposed list with its lines; its id."""

    def close(self, closed: DestructionList) -> None:
        """Writes the second signature, or that it was called off; with what became of each line."""

    def gone_of_some(self, ids: Sequence[int]) -> dict[int, Depth]:
        """How deep the papers of cases were destroyed; those of which nothing was are not in it."""

    def counts_of(self, application_id: int, depth: Depth) -> Mapping[str, int]:
        """What a destruction of this depth would take of a case, counted by its word, but for the form itself."""

    def take_away(self, list_id: int, line: DestructionLine, depth: Depth, fields: Collection[str]) -> None:
        """Takes away what lies beside the form: drafts and readings, then what was compared of `fields`, then notes.

        With `files`, the contents of the case's files are named as destroyed; `erase` takes them away once that is
        kept for good.
        """

    def erase(self) -> int:
        """Erases the contents that were named as destroyed and that no other case names; how many there were."""
