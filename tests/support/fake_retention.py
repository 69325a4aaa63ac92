"""Holds and destruction lists in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.retention.destruction import DestructionLine, DestructionList, Hold, LineEnd
from reviewer_app.domain.retention.rules import Depth

if TYPE_CHECKING:
    from support.fakes import FakeUnit


class FakeRetention:
    """Implements ports.RetentionStore on the office in memory."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.holds: list[Hold] = []
        self.made: list[DestructionList] = []
        self.destroyed: set[str] = set()

    def holds_of_some(self, ids: Sequence[int]) -> dict[int, tuple[Hold, ...]]:
        found = {one: tuple(hold for hold in self.holds if hold.application_id == one) for one in ids}
        return {case: holds for case, holds in found.items() if holds}

    def add_hold(self, hold: Hold) -> int:
        self.holds.append(replace(hold, id=len(self.holds) + 1))
        return len(self.holds)

    def lists(self) -> tuple[DestructionList, ...]:
        return tuple(reversed(self.made))

    def get(self, list_id: int) -> DestructionList:
        found = next((one for one in self.made if one.id == list_id), None)
        if found is None:
            raise RefusalError("retention.unknown_list")
        return found

    def add_list(self, made: DestructionList) -> int:
        self.made.append(replace(made, id=len(self.made) + 1))
        return len(self.made)

    def close(self, closed: DestructionList) -> None:
        self.made[closed.id - 1] = closed

    def gone_of_some(self, ids: Sequence[int]) -> dict[int, Depth]:
        order, found = list(Depth), dict[int, Depth]()
        for made in self.made:
            for line in made.lines:
                if line.end is LineEnd.DONE and line.application_id in ids:
                    before = found.get(line.application_id, Depth.WORKING)
                    found[line.application_id] = max(before, made.depth, key=order.index)
        return found

    def counts_of(self, application_id: int, depth: Depth) -> Mapping[str, int]:
        counts = {"草稿": len(self.unit.drafts.of(application_id)), "识别结果": 0}
        if depth is Depth.FILES:
            compared = self.unit.comparisons.of(application_id).values()
            counts["比对所见"] = sum(bool(one.paper) for one in compared)
            counts["核对备注"] = sum(bool(one.note) for one in self.unit.answers.of(application_id).values())
            counts["文件"] = len(self._hashes(application_id))
        return counts

    def take_away(self, list_id: int, line: DestructionLine, depth: Depth, fields: Collection[str]) -> None:
        case = line.application_id
        self.unit.drafts.kept.pop(case, None)
        if depth is not Depth.WORKING:
            for name, one in self.unit.comparisons.of(case).items():
                if name in fields:
                    self.unit.comparisons.put(case, replace(one, paper=""))
        if depth is Depth.FILES:
            for answer in self.unit.answers.of(case).values():
                self.unit.answers.put(case, replace(answer, note=""))
            self.destroyed |= self._hashes(case)

    def erase(self) -> int:
        gone = self.destroyed & self.unit.attachments.bytes.keys()
        for one in gone:
            del self.unit.attachments.bytes[one]
        return len(gone)

    def _hashes(self, application_id: int) -> set[str]:
        return {one.sha256 for one in self.unit.attachments.of(application_id)}
