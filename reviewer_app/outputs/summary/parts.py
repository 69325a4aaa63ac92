"""Parts of a summary: one contact's rows, and what may be shown to everybody; totals are counted anew for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import compress
from typing import Any

from reviewer_app.outputs.summary.hiding import without_numbers
from reviewer_app.services.ports.records import ReservedPart, SummaryTable

UNROUTED = "未定联系人"
#: What stands before an opinion that is told in short.
SHORT_HEAD = "结论和理由（摘录）"
#: Excel takes no longer name of a sheet.
MOST_SHEET_NAME = 31
_PERSONAL_HEAD = re.compile("电话|手机|邮箱|邮件|传真|email|e-mail", re.IGNORECASE)
#: A column of codes: a run of eight digits there is part of a code's form, not a telephone.
_CODE_HEAD = re.compile("代码|编号|备案号|申报号|文号|标准号|序号|计划号")
#: A pack edited by the office may head a column in its own words.
_RESERVED_HEADS = {
    ReservedPart.CONTACTS: re.compile("联系人|联络人|经办人"),
    ReservedPart.LEADERS: re.compile("负责人|代表人|法人代表|领导"),
    ReservedPart.OPINION: re.compile("意见|结论|理由"),
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")


def part_of(table: SummaryTable, places: Sequence[int], title: str) -> SummaryTable:
    """The rows at some places as a table of their own: numbered from 1, with their own totals."""
    numbered = [_is_numbering(table, column) for column in range(len(table.headers))]
    rows = tuple(
        tuple(str(number) if is_number else text for is_number, text in zip(numbered, table.rows[place], strict=True))
        for number, place in enumerate(places, 1)
    )
    reasons = tuple(table.reasons[place] for place in places) if table.reasons else ()
    return replace(table, title=title, rows=rows, totals=_totals(table, rows), reasons=reasons)


def opinions(table: SummaryTable, place: int, *, is_whole: bool) -> list[str]:
    """What each row's opinion says, with its head: the words of its column, or in short where that is told."""
    if is_whole or not table.reasons:
        return [f"{table.headers[place]}：{row[place]}" for row in table.rows]
    return [f"{SHORT_HEAD}：{reason}" for reason in table.reasons]


def opinion_column(table: SummaryTable) -> int | None:
    """Where the opinions stand; None where the table has none, or several."""
    places = [place for place, part in enumerate(table.reserved) if part is ReservedPart.OPINION]
    return places[0] if len(places) == 1 else None


def without_column(table: SummaryTable, place: int) -> SummaryTable:
    """The table without one of its columns."""

    def rest(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*values[:place], *values[place + 1 :])

    return replace(
        table,
        headers=rest(table.headers),
        widths=rest(table.widths),
        is_text=rest(table.is_text),
        rows=tuple(map(rest, table.rows)),
        personal=rest(table.personal),
        reserved=rest(table.reserved),
    )


def by_contact(table: SummaryTable, contacts: Sequence[str]) -> list[tuple[str, SummaryTable]]:
    """A sheet for each contact, in the order in which they first appear; without any row, one empty sheet."""
    places: dict[str, list[int]] = {}
    for place, (_, contact) in enumerate(zip(table.rows, contacts, strict=True)):
        places.setdefault(contact.strip() or UNROUTED, []).append(place)
    names = sheet_names(list(places) or [UNROUTED])
    parts = [
        (name, part_of(table, rows, f"{table.title}（{_titled(contact)}）"))
        for name, (contact, rows) in zip(names, places.items(), strict=False)
    ]
    return parts or [(names[0], table)]


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names Excel takes: no forbidden character, at most 31 long, not History, unlike each other in any case."""
    taken: set[str] = set()
    names: list[str] = []
    for text in wanted:
        plain = _cut(_FORBIDDEN.sub(" ", text).strip(" '"), MOST_SHEET_NAME) or "汇总表"
        name, again = plain, 2
        while name.casefold() in taken | {"history"}:
            mark = f"（{again}）"
            name, again = _cut(plain, MOST_SHEET_NAME - len(mark)) + mark, again + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def public_part(table: SummaryTable, shown: Collection[ReservedPart] = ()) -> SummaryTable:
    """The table without telephones and mail addresses, in other cells neither, and without people and opinions.

    Of these the parts that were chosen to be `shown` stay.
    """
    marks = table.personal or (False,) * len(table.headers)
    parts = table.reserved or (None,) * len(table.headers)
    kept = [
        not (is_personal or _PERSONAL_HEAD.search(head)) and (_part(head, part) in (None, *shown))
        for is_personal, part, head in zip(marks, parts, table.headers, strict=True)
    ]
    codes = [bool(_CODE_HEAD.search(head)) for head in compress(table.headers, kept)]
    widths = list(compress(table.widths, kept))
    if widths:
        # The longest texts get the room that has become free.
        widths[widths.index(max(widths))] += sum(table.widths) - sum(widths)
    return replace(
        table,
        headers=tuple(compress(table.headers, kept)),
        widths=tuple(widths),
        is_text=tuple(compress(table.is_text, kept)),
        rows=tuple(
            tuple(without_numbers(text, is_code=code) for text, code in zip(compress(row, kept), codes, strict=True))
            for row in table.rows
        ),
        personal=(),
        reserved=(),
        reasons=(),
        telephone="",
        is_public=True,
    )


def _part(head: str, marked: ReservedPart | None) -> ReservedPart | None:
    """What a column holds of people or opinions, by the pack's mark or else by its head."""
    found = (part for part, pattern in _RESERVED_HEADS.items() if pattern.search(head))
    return marked or next(found, None)


def _titled(contact: str) -> str:
    return contact if contact == UNROUTED else f"联系人 {contact}"


def _cut(text: str, length: int) -> str:
    """At most so many UTF-16 units, as Excel counts; the edges carry no blank and no apostrophe."""
    while len(text.encode("utf-16-le")) // 2 > length:
        text = text[:-1]
    return text.strip(" '")


def _is_numbering(table: SummaryTable, column: int) -> bool:
    """Whether a column just counts the rows."""
    if table.is_text[column] or not table.rows:
        return False
    return all(row[column] == str(number) for number, row in enumerate(table.rows, 1))


def _totals(table: SummaryTable, rows: Sequence[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """The totals for some of the rows: the first counts them all, the others those that say the total's word.

    A total whose counting cannot be seen in the table is left out.
    """
    found: list[tuple[str, int]] = []
    for label, total in table.totals:
        if total == len(table.rows) and (label, total) == table.totals[0]:
            found.append((label, len(rows)))
            continue
        for column in range(len(table.headers)):
            if sum(row[column] == label for row in table.rows) == total and _speaks_of(table, column):
                found.append((label, sum(row[column] == label for row in rows)))
                break
    return tuple(found)


def _speaks_of(table: SummaryTable, column: int) -> bool:
    """Whether a column's words are what the totals count."""
    labels = {label for label, _ in table.totals}
    return any(row[column] in labels for row in table.rows)
