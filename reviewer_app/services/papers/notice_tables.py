"""A notice in words and two notices side by side, laid out as tables: what the head reads and signs on paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.seasons.notice_lines import LineFate, NoticeLine, notice_lines
from reviewer_app.services.papers.office_table import ColumnSpec, office_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.seasons.approving import approval_of
from reviewer_app.services.seasons.comparing import compare_notices
from reviewer_resources.phrases import sentence

_READING: tuple[ColumnSpec, ...] = (
    ("部分", 16.0, True),
    ("条款", 10.0, True),
    ("项目", 24.0, True),
    ("规定", 90.0, True),
)
_BESIDE: tuple[ColumnSpec, ...] = (
    ("部分", 16.0, True),
    ("条款", 9.0, True),
    ("项目", 18.0, True),
    ("变化", 8.0, False),
    ("原", 46.0, True),
    ("现", 46.0, True),
)


def pack_reading_table(unit: UnitOfWork, pack: str) -> SummaryTable:
    """All that a pack lays down, item by item; `pack` is its hash. Raises RefusalError `pack.none`."""
    read = unit.packs.as_written(pack)
    approved = approval_of(unit, read)
    head = [("规则包", "", read.called, sentence("pack_reading.hash", {"sha256": read.sha256}))]
    if approved is not None:
        said = {"by": approved.by, "day": approved.at.date(), "reason": approved.reason}
        head.append(("审定", "", "", sentence("pack_reading.approved", said)))
    else:
        head.append(("审定", "", "", sentence("pack_reading.open")))
    lines = notice_lines(read)
    rows = [*head, *_alike_together(lines)]
    title = f"{read.season}年度规则包阅读本"
    counts = (("各项规定", len(lines)),)
    return office_table(unit, DocumentKind.PACK_READING, title, _READING, rows, counts, read.season)


def _alike_together(lines: Sequence[NoticeLine]) -> list[tuple[str, str, str, str]]:
    """A row each; neighbours of which the same is said (the fields of the form, mostly) share one."""
    rows: list[tuple[str, str, str, str]] = []
    for (part, clause, says), run in groupby(lines, lambda one: (one.part, one.clause, _on_paper(one))):
        rows.append((part, clause, "、".join(one.name for one in run), says))
    return rows


def notice_comparison_table(unit: UnitOfWork, former: str, newer: str) -> SummaryTable:
    """What is another from one pack to the next, line by line; what is the same is only counted."""
    found = compare_notices(unit, former, newer)
    rows = [
        (
            one.either.part,
            one.either.clause,
            one.either.name,
            one.fate.label,
            _on_paper(one.before) if one.before else "（无）",
            _on_paper(one.after) if one.after else "（取消）",
        )
        for one in found.lines
        if one.fate is not LineFate.SAME
    ]
    counts = tuple((fate.label, sum(one.fate is fate for one in found.lines)) for fate in LineFate)
    rows.insert(0, ("规则包", "", "", "", found.former.called, found.newer.called))
    seasons = tuple(dict.fromkeys(f"{pack.season}年度" for pack in (found.former, found.newer)))
    title = f"{'与'.join(seasons)}通知对照"
    return office_table(unit, DocumentKind.NOTICE_COMPARISON, title, _BESIDE, rows, counts, found.newer.season)


def _on_paper(line: NoticeLine) -> str:
    said = "；".join(part.rstrip("；。") for part in line.says.split("\n"))
    # The screen's word for what a person still has to settle; on paper it is said how it stands.
    return said.replace("（待确认）", "（尚未确定）")
