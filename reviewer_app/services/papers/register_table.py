"""The register laid out as a table: on paper and as a workbook the same lines, with the gaps where they are."""

from __future__ import annotations

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import Direction, Gap, RegisterEntry
from reviewer_app.services.office.register import RegisterBook, choose_entries, read_register
from reviewer_app.services.papers.office_table import ColumnSpec, office_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable
from reviewer_resources.phrases import sentence

_COLUMNS: tuple[ColumnSpec, ...] = (
    ("方向", 6.0, False),
    ("编号", 24.0, True),
    ("种类", 13.0, True),
    ("案件或批次", 15.0, True),
    ("收文或来文单位", 24.0, True),
    ("事由", 34.0, True),
    ("日期", 12.0, True),
    ("经手", 9.0, True),
    ("用印", 10.0, True),
    ("送达", 16.0, True),
    ("签收", 14.0, True),
    ("文件校验值", 20.0, True),
    ("备注", 26.0, True),
)
#: So much of a file's hash tells it from every other one of an office.
_HASH_SHOWN = 16


def register_table(unit: UnitOfWork, direction: str = "", kind: str = "", year: str = "") -> SummaryTable:
    """The chosen lines of the register as they are printed and exported."""
    book = read_register(unit)
    chosen = choose_entries(book.entries, direction, kind, year)
    gaps = [gap for gap in book.gaps if direction in ("", Direction.OUTGOING) and _is_chosen(gap, kind, year)]
    of_year = f"（{year}年）" if year else ""
    name = {"": "收发文登记簿", "outgoing": "发文登记簿", "incoming": "来文登记簿"}[direction]
    rows = (*(_row(book, entry) for entry in chosen), *(_gap_row(gap) for gap in gaps))
    counts = (
        ("发文", sum(one.direction is Direction.OUTGOING and not one.is_void for one in chosen)),
        ("来文", sum(one.direction is Direction.INCOMING for one in chosen)),
        ("作废编号", sum(one.is_void for one in chosen)),
    )
    season = year or str(unit.today.year)
    return office_table(unit, DocumentKind.REGISTER, f"{name}{of_year}", _COLUMNS, rows, counts, season)


def remark_of(entry: RegisterEntry) -> str:
    """What is to be said beside a line: why it was given up, or the note taken with its number."""
    if entry.voided_at is not None:
        return f"作废（{entry.voided_at:%Y-%m-%d} {entry.voided_by}）：{entry.void_reason}"
    return entry.note


def delivery_of(entry: RegisterEntry) -> str:
    """How and when a paper was handed over; empty while nothing is recorded."""
    how = entry.delivered_how.label if entry.delivered_how else ""
    return " ".join(part for part in (how, str(entry.delivered_on or "")) if part)


def _is_chosen(gap: Gap, kind: str, year: str) -> bool:
    return kind in ("", gap.kind) and year in ("", str(gap.year))


def _row(book: RegisterBook, entry: RegisterEntry) -> tuple[str, ...]:
    return (
        entry.direction.label,
        entry.called,
        entry.kind_label,
        book.speaks_of(entry),
        entry.party,
        entry.subject,
        entry.day.isoformat(),
        entry.handler,
        entry.sealed_how.label,
        delivery_of(entry),
        entry.receipt,
        entry.sha256[:_HASH_SHOWN],
        remark_of(entry),
    )


def _gap_row(gap: Gap) -> tuple[str, ...]:
    said = gap.explanation or sentence("outgoing.unexplained")
    kind = DocumentKind(gap.kind).label
    head = (Direction.OUTGOING.label, f"{gap.year}年 {gap.called}", kind)
    return (*head, *[""] * (len(_COLUMNS) - len(head) - 1), f"空号：{said}")
