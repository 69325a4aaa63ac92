"""What the single cells of a bureau's form take: texts with places like {填报单位}, filled from the summary."""

from __future__ import annotations

import re

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.records import SummaryTable

_PLACE = re.compile(r"\{([^{}]*)\}")
DATE_PLACE = "填报日期"


def place_values(table: SummaryTable) -> dict[str, str]:
    """Every place a text may name, with what it says; the totals by their own names."""
    return {
        "填报单位": table.bureau,
        "填报人": table.filled_by,
        "联系电话": table.telephone,
        DATE_PLACE: chinese_date(table.made_on),
        "年度": table.season,
        "标题": table.title,
        "记录链首": table.audit_head,
        **{label: str(count) for label, count in table.totals},
    }


def filled_text(text: str, values: dict[str, str], cell: str) -> str:
    """The text with its places filled; TroubleError `workbook.unknown_place` names one that does not exist."""

    def said(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise TroubleError("workbook.unknown_place", place=match[1], cell=cell, known="、".join(values))
        return values[match[1]]

    return _PLACE.sub(said, text)
