"""The columns of the queue: head, sort key, width and the words of a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer_app.domain.application import Source
from reviewer_app.domain.chips import consulted_words
from reviewer_app.domain.listing.waiting import Waits, waits_for, who_is_awaited
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told
from reviewer_ui.theme import Tone

#: So few days before the due day (or past it) are told in red.
PRESSING_DAYS = 5


def days_text(days_left: int | None) -> str:
    """The days left as the officer says it; nothing once the case is off the desk."""
    if days_left is None:
        return ""
    if days_left < 0:
        return f"逾期 {-days_left} 天"
    return "今天到期" if days_left == 0 else f"{days_left} 天"


def standing_of(row: QueueRow) -> tuple[str, Tone]:
    """The word of the row's pill: the state, or that the case lies at another desk."""
    if row.is_void:
        return "作废副本", Tone.IDLE
    if row.aside_until is not None and not row.away_to:
        return f"搁置到 {row.aside_until.month}月{row.aside_until.day}日", Tone.IDLE
    return ("已移交", Tone.WARN) if row.away_to else (row.state.label, row.state.rule.tone)


def due_cell(row: QueueRow) -> str:
    """The days left, and how many of the departments asked have replied."""
    parts = (days_text(row.days_left), consulted_words(row.replied, row.consulted))
    return " · ".join(part for part in parts if part)


def second_line(row: QueueRow) -> str:
    """What stands under the project: its labels, the applicant, the sector."""
    season = f"{row.season}年度 · " if row.tells_season else ""
    marks = season + "".join(f"#{label} " for label in row.labels)
    return f"{marks}{row.applicant} · {row.sector}" if row.sector else f"{marks}{row.applicant}"


def project_cell(row: QueueRow) -> str:
    """The project, with a mark before it when others changed the case since one looked."""
    return f"• {row.project_name}" if row.is_changed else row.project_name


def days_tone(days_left: int | None) -> Tone:
    """Red when pressing, else quiet."""
    return Tone.BAD if days_left is not None and days_left <= PRESSING_DAYS else Tone.IDLE


def source_text(source: str) -> str:
    """网上, 纸质 or 两者."""
    return Source(source).label if source in set(Source) else source


def waiting_words(row: QueueRow) -> str:
    """For whom a case waits, and how many days it has been in its state; nothing once it is off the desk."""
    waits = waits_for(row.state, row.handler, row.replied < row.consulted, bool(row.away_to) or row.is_void)
    if waits is Waits.OFF_DESK:
        return ""
    since = f"{row.waiting_days} 天" if row.waiting_days else "今天起"
    return f"{who_is_awaited(waits, row.handler)} · {since}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the full-width table; `stretch` shares what room is left, without a sort key no head sorts."""

    key: str
    header: str
    sort: SortKey | None
    width: int
    text: Callable[[QueueRow], str]
    stretch: int = 0


#: The keys are kept with each person's columns and never change.
COLUMNS: tuple[Column, ...] = (
    Column("number", "收件编号", SortKey.NUMBER, 122, lambda row: row.intake_number),
    Column("project", "项目名称", SortKey.PROJECT, 200, project_cell, stretch=3),
    Column("applicant", "申报单位", SortKey.APPLICANT, 160, lambda row: row.applicant, stretch=2),
    Column("sector", "领域", SortKey.SECTOR, 104, lambda row: row.sector),
    Column("contact", "联系人", SortKey.CONTACT, 76, lambda row: row.contact),
    Column("source", "来源", SortKey.SOURCE, 60, lambda row: source_text(row.source)),
    Column("state", "状态", SortKey.STATE, 112, lambda row: standing_of(row)[0]),
    Column("due", "期限", SortKey.DUE, 112, due_cell),
    Column("waiting", "等谁、多久", SortKey.WAITING, 148, waiting_words),
    Column("handler", "经办", SortKey.HANDLER, 76, lambda row: row.handler),
    Column("labels", "标签", None, 84, lambda row: "、".join(row.labels)),
)

PROJECT_COLUMN = next(number for number, column in enumerate(COLUMNS) if column.sort is SortKey.PROJECT)
STATE_COLUMN = next(number for number, column in enumerate(COLUMNS) if column.sort is SortKey.STATE)
DUE_COLUMN = next(number for number, column in enumerate(COLUMNS) if column.sort is SortKey.DUE)

#: What the sorting menu calls each key.
SORT_WORDS: dict[SortKey, str] = {
    SortKey.DUE: "按期限排序",
    SortKey.NUMBER: "按收件编号排序",
    SortKey.PROJECT: "按项目名称排序",
    SortKey.APPLICANT: "按申报单位排序",
    SortKey.SECTOR: "按领域排序",
    SortKey.CONTACT: "按联系人排序",
    SortKey.SOURCE: "按来源排序",
    SortKey.STATE: "按状态排序",
    SortKey.WAITING: "按等谁、多久排序",
    SortKey.HANDLER: "按经办排序",
}


def sort_words(query: QueueQuery) -> tuple[str, str]:
    """What the sorting button says of an order, short enough for a narrow list, and in full."""
    words = SORT_WORDS[query.sort]
    way = "（倒序）" if query.descending else ""
    if query.then is None:
        return f"{words}{way}", f"{words}{way}"
    full = words.replace("排序", f"{way}，相同的再{SORT_WORDS[query.then]}")
    return f"按两项排序{way}", full


def told_row(row: QueueRow) -> Told:
    """What the words of a line rest on: state, day, contact, findings, departments."""
    contact = {"name": row.contact, "sector": row.sector}
    due = {"day": f"{row.due_on:%Y-%m-%d}", "left": days_text(row.days_left)}
    said = [sentence("why.state_now", {"state": standing_of(row)[0]})]
    if row.away_to:
        said = [sentence("why.away", {"desk": row.away_to})]
    said += [sentence("why.row_due", due)] if row.days_left is not None else []
    said += [sentence("why.row_contact", contact)] if row.contact else []
    said += [sentence("why.row_flags", {"count": row.flags})] if row.flags else []
    counted = {"replied": row.replied, "asked": row.consulted}
    said += [sentence("why.row_consulted", counted)] if row.consulted else []
    return Told(row.intake_number, row.project_name, said)


def spoken(row: QueueRow) -> str:
    """The whole row in one line, for a screen reader."""
    parts = [row.project_name, row.state.label, row.applicant, row.sector]
    if row.tells_season:
        parts.insert(0, f"{row.season}年度")
    if row.is_void:
        parts.append("作废副本")
    elif row.away_to:
        parts.append(f"已移交“{row.away_to}”")
    if row.aside_until is not None:
        parts.append(f"搁置到 {row.aside_until}")
    if row.is_changed:
        parts.append("有变化")
    if row.labels:
        parts.append(f"标签 {'、'.join(row.labels)}")
    if row.flags:
        parts.append(f"自动提示 {row.flags} 项")
    parts.append(consulted_words(row.replied, row.consulted))
    if row.days_left is not None:
        parts.append(f"期限 {days_text(row.days_left)}")
    return "，".join(part for part in parts if part)
