"""The rows of a list below its head: which of them are applications, and what they say by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reviewer_app.domain.values import normaliser, split_contact, split_period
from reviewer_app.intake.columns import Head
from reviewer_app.services.records import SheetRow

#: How a line that is no application begins: totals, signatures, remarks, an example.
_FOOT = re.compile(
    r"^[\s(（【\[*※]*(?:合计|总计|小计|共计|累计|总数|本页小计|本页合计|共\d+[件个项家条户份]|共[一二三四五六七八九十百]+[件个项家条户份]"
    r"|填表人|填报人|制表人|审核人|复核人|经办人|负责人签|填表日期|填报日期|制表日期|填报单位|填表单位|报送单位|推荐单位|推荐部门"
    r"|注[:：\d一]|备注[:：\d]|说明[:：\d]|附注|填表说明|填报说明|填写说明|填写示例|样例|示例[:：]|例[:：]|以上|以下|单位负责人[:：]|联系人[:：]|联系电话[:：]|日期[:：])"
)
_COUNT = re.compile(r"^\d+(?:\.0)?\s*[件个项家条户份]?$")
_IDENTITY = ("project_name", "applicant", "credit_code", "filing_number")


@dataclass(frozen=True, slots=True)
class DataRows:
    """The applications of a list, and the numbers of the rows that were left out."""

    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]


def data_rows(rows: Sequence[Sequence[object]], head: Head) -> DataRows:
    """Reads every row below the head; blank rows are passed over, totals and remarks are left out and numbered."""
    columns = [(column, field.id, normaliser(field)) for column, field in head.fields.items()]
    texts = {column: head.texts[column] for column in head.fields}
    split = _splitters(head)
    kept: list[SheetRow] = []
    left_out: list[int] = []
    for place in range(head.below, len(rows)):
        row = rows[place]
        width = len(row)
        values: dict[str, str] = {}
        for column, field_id, normal in columns:
            if column >= width:
                continue
            cell = row[column]
            raw = cell if type(cell) is str else cell_text(cell)
            if raw:
                value = normal(raw)
                if value:
                    values[field_id] = value
        if not _is_application(row, values, texts, is_first=place == head.below):
            if any(_has_words(cell) for cell in row):
                left_out.append(place + 1)
            continue
        for splitter in split:
            splitter(values)
        kept.append(SheetRow(place + 1, values))
    return DataRows(tuple(kept), tuple(left_out))


def cell_text(cell: object) -> str:
    """A cell as text: a whole number without a tail, a day without midnight, a tick as TRUE."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | timedelta) else ""


def _is_application(
    row: Sequence[object], values: Mapping[str, str], texts: Mapping[int, str], *, is_first: bool
) -> bool:
    if not values:
        return False
    if is_first and _is_numbering(row):
        return False
    first = next((text for cell in row if (text := cell_text(cell).strip())), "")
    if _FOOT.match(first.replace(" ", "")) or (len(values) <= 2 and re.match(r"^\S{2,10}[:：]", first)):
        said = [values[name] for name in _IDENTITY if name in values]
        return sum(not (_COUNT.match(value) or _FOOT.match(value) or value == first) for value in said) >= 2
    return not _repeats_head(row, texts)


def _repeats_head(row: Sequence[object], texts: Mapping[int, str]) -> bool:
    """Whether a row says the head's own words again (a list printed over several pages)."""
    filled = ((column, cell) for column in texts if column < len(row) and isinstance(cell := row[column], str) and cell)
    first = next(filled, None)
    if first is None or len(first[1]) > 80 or " ".join(first[1].split()) != texts[first[0]]:
        return False
    rest = list(filled)
    same = 1 + sum(" ".join(cell.split()) == texts[column] for column, cell in rest)
    return same >= 2 and same * 2 >= len(rest) + 1


def _is_numbering(row: Sequence[object]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4 …"""
    cells = [text for cell in row if (text := cell_text(cell).strip("（）() "))]
    return len(cells) >= 3 and cells == [
        str(number) for number in range(int(cells[0] == "1"), len(cells) + int(cells[0] == "1"))
    ]


def _has_words(cell: object) -> bool:
    """Whether a cell says more than a serial number."""
    return isinstance(cell, str) and bool(cell.strip()) and not cell.strip().isdecimal()


def _splitters(head: Head) -> list[Callable[[dict[str, str]], None]]:
    """What to do where a list keeps two fields in one column: the planned term, the contact with the telephone."""
    present = {field.id for field in head.fields.values()}
    found: list[Callable[[dict[str, str]], None]] = []
    if "plan_start" in present and "plan_end" not in present:
        found.append(_split_term)
    if "contact_person" in present and "contact_phone" not in present:
        found.append(_split_contact)
    return found


def _split_term(values: dict[str, str]) -> None:
    start, end = split_period(values.get("plan_start", ""))
    if start and end:
        values["plan_start"], values["plan_end"] = start, end


def _split_contact(values: dict[str, str]) -> None:
    name, phone = split_contact(values.get("contact_person", ""))
    if name and phone:
        values["contact_person"], values["contact_phone"] = name, phone
