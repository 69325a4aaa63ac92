"""The bureau's own lists: penalties, abnormal operation, earlier pilots; what of them bears on a case.

A list speaks only of what stands in it on its day. A hit is a finding beside a point, never an answer, and no hit is
never “无处罚”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.evidence.look_ups import Window


class ListKind(StrEnum):
    """What a list holds; stored, and named so by a pack's points."""

    PENALTY = "penalty"
    ABNORMAL = "abnormal"
    EARLIER_PILOT = "earlier_pilot"

    @property
    def label(self) -> str:
        """The list in the office's words."""
        return {"penalty": "行政处罚", "abnormal": "经营异常名录", "earlier_pilot": "往年试点"}[self.value]

    @property
    def has_window(self) -> bool:
        """Whether only the years that count for a case matter; an earlier pilot of any year does."""
        return self is not ListKind.EARLIER_PILOT


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: its row in the file, and what it says, empty where it says nothing.

    `credit_code` is what cases are compared by, empty where digits were lost; `written_code` is as the file has it.
    """

    number: int
    unit_name: str
    credit_code: str
    written_code: str
    on: date | None
    written_on: str
    matter: str
    document_number: str

    @property
    def name_key(self) -> str:
        """The unit's name as it is compared with applicants."""
        return applicant_key({"applicant": self.unit_name})


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list as it is kept; a replaced one stays, with its rows."""

    id: int
    kind: ListKind
    source: str
    as_of: date
    file_name: str
    rows: int
    notes: tuple[str, ...]
    by: str
    at: datetime
    replaced_by: int = 0


@dataclass(frozen=True, slots=True)
class ListHit:
    """A line of a standing list that may speak of a case's applicant."""

    list_id: int
    kind: ListKind
    source: str
    as_of: date
    row: ListRow
    is_by_code: bool
    is_by_name: bool

    def is_within(self, window: Window | None) -> bool:
        """Whether it counts for a case: not before its window; without a day it may, after the window it may too."""
        if window is None or not self.kind.has_window or self.row.on is None:
            return True
        return self.row.on >= window.start

    def sentence(self, window: Window | None) -> str:
        """What the list says, with its kind, day and source, and how the line was matched."""
        row = self.row
        day = chinese_date(row.on) if row.on else f"日期“{row.written_on}”" if row.written_on else "未列日期"
        said = [day, row.matter or self.kind.label, row.document_number]
        if window is not None and self.kind.has_window and row.on is not None and row.on > window.end:
            said.append("在回溯期止日之后")
        said.append(self._matched())
        text = "，".join(part for part in said if part)
        head = f"本局清单（{self.kind.label}，{self.source}），截至{chinese_date(self.as_of)}"
        return f"{head}：{text}（第{row.number}行），请核实"

    def _matched(self) -> str:
        row = self.row
        if self.is_by_code and self.is_by_name:
            return "名称和代码均相同"
        if self.is_by_code:
            return f"代码相同，清单所列名称为“{row.unit_name}”" if row.unit_name else "代码相同"
        if row.credit_code:
            return f"仅名称相同，清单所列代码为 {row.credit_code}"
        return "仅名称相同，清单所列代码不完整" if row.written_code else "仅名称相同，清单未列代码"
