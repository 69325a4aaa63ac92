"""Several versions of one application in a list: the newest valid one is offered, the others are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reviewer_app.services.intake.matching import identity
from reviewer_app.services.ports.records import ImportedList, SheetRow
from reviewer_resources.phrases import sentence

#: What portals write of an application that was sent back or taken away, of one not yet sent, of one that stands.
_BACK = re.compile(r"退回|驳回|不予受理|不受理|不通过|未通过|撤回|撤销|撤件|作废|终止|补正")
_DRAFT = re.compile(r"草稿|暂存|未提交|待提交|未上报|填报中|编辑中")
_STANDING = re.compile(r"受理|通过|已提交|已上报|审核|审查|待审|办结|完成")


def is_valid(status: str) -> bool:
    """Whether an application with this status stands; one without a status does."""
    return not (_BACK.search(status) or _DRAFT.search(status))


def superseded(sheet: ImportedList) -> dict[int, SheetRow]:
    """Number of a row → the row that stands in its place: the valid one, of several the one filed last."""
    groups: dict[tuple[str, ...], list[SheetRow]] = {}
    for row in sheet.rows:
        own = identity(row.values)
        if own:
            groups.setdefault(own, []).append(row)
    found: dict[int, SheetRow] = {}
    for rows in groups.values():
        if len(rows) > 1:
            best = _best(rows, sheet.statuses)
            found |= {row.number: best for row in rows if row is not best}
    return found


def _best(rows: Sequence[SheetRow], statuses: Mapping[str, str]) -> SheetRow:
    def rank(row: SheetRow) -> tuple[int, str]:
        status = statuses.get(str(row.number), "")
        stands = 0 if not is_valid(status) else 2 if _STANDING.search(status) else 1
        return stands, row.values.get("filed_on", "")

    return max(rows, key=rank)


def why_superseded(row: SheetRow, best: SheetRow, statuses: Mapping[str, str]) -> str:
    """Why a row is not written: it says another one again, or is an earlier or returned version of it."""
    status, day = statuses.get(str(row.number), ""), row.values.get("filed_on", "")
    other = statuses.get(str(best.number), "")
    if (status, day) == (other, best.values.get("filed_on", "")):
        return sentence("import.twice", {"row": best.number})
    return sentence("import.older", {"row": best.number, "status": status or "未注明", "day": day or "未注明"})
