"""The columns of the register and how its lines are put in order."""

from __future__ import annotations

from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.office.register import RegisterBook
from reviewer_app.services.papers.register_table import delivery_of, remark_of
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.rows_model import Column


def standing_of(entry: RegisterEntry) -> str:
    """How far a paper has got, in one word."""
    if entry.is_void:
        return "作废"
    if entry.direction is Direction.INCOMING:
        return "已收"
    return "已送达" if entry.delivered_on else "未送达"


def _tone(entry: RegisterEntry) -> Tone:
    if entry.is_void:
        return Tone.BAD
    is_done = entry.direction is Direction.INCOMING or entry.delivered_on is not None
    return Tone.OK if is_done else Tone.WARN


def columns_of(book: RegisterBook) -> tuple[Column[RegisterEntry], ...]:
    """The columns, of a register that was read."""
    return (
        Column("编号", lambda entry: entry.called, 206),
        Column("种类", lambda entry: entry.kind_label, 112),
        Column("案件或批次", book.speaks_of, 112),
        Column("收文或来文单位", lambda entry: entry.party),
        Column("事由", lambda entry: entry.subject),
        Column("日期", lambda entry: entry.day.isoformat(), 88),
        Column("经手", lambda entry: entry.handler, 66),
        Column("用印", lambda entry: entry.sealed_how.label, 76),
        Column("状态", standing_of, 74, _tone),
    )


def told_entry(book: RegisterBook, entry: RegisterEntry) -> Told:
    """Where the number of a line and what stands beside it come from."""
    is_in = entry.direction is Direction.INCOMING
    is_given = bool(entry.number) and not entry.serial
    rule = "register_given" if is_given else "register_incoming" if is_in else "register_number"
    said = [sentence(f"why.{rule}")]
    said += [] if is_in else [sentence("why.register_party")]
    return Told(f"{entry.kind_label}　{book.speaks_of(entry)}", entry.called, (*said, detail_of(entry)))


def sort_key(column: int, entry: RegisterEntry, text: str) -> tuple[object, ...]:
    """By what a column shows; numbers by series and their own order, the day of equal ones last."""
    if column == 0:
        return (entry.direction.value, entry.kind, entry.year, entry.serial, entry.number)
    return (text, entry.day.isoformat(), entry.id)


def detail_of(entry: RegisterEntry) -> str:
    """What the table has no room for, in one line: receipt, delivery, the file's hash, why it was given up."""
    receipt = f"签收：{entry.receipt}" if entry.receipt else ""
    file = f"文件 {entry.sha256[:16]}" if entry.sha256 else "没有存文件"
    delivered = delivery_of(entry)
    return "　".join(part for part in (entry.called, delivered, receipt, file, remark_of(entry)) if part)
