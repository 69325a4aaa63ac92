"""The closing slip: what the day's record came to and its head on paper, which a record written anew cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import CheckLine, standing_of
from reviewer_resources.phrases import sentence

#: So many characters of the head stand in one field: read and typed without losing the place.
_GROUP = 4
_HEAD = re.compile(r"[0-9a-f]{64}")


def closing_slip(unit: UnitOfWork) -> DocumentValues:
    """The day as the record has it at this moment; printing the slip is the first entry that comes after."""
    now, head = unit.now, unit.events.head()
    latest = next(iter(unit.events.latest(1)), None)
    counted = unit.events.counted_on(now.date())
    entries = sum(number for number, _ in counted.values())
    said = {
        "closed_on": f"{chinese_date(now.date())} {now:%H:%M}",
        "made_by": unit.actor.name,
        "season": unit.settings.get().season,
        "today": f"{entries} 条" if entries else "没有记录",
        "entries": f"共 {latest.id if latest else 0} 条",
        "head": " ".join(_groups(head)),
    }
    rows = tuple(
        (sentence(f"event.{act}"), str(number), f"{cases} 件" if cases else "—")
        for act, (number, cases) in counted.items()
    )
    return DocumentValues(
        kind=DocumentKind.CLOSING_SLIP,
        unit=unit.settings.get().bureau,
        day=now.date(),
        fields=said,
        tables={"acts": rows},
        audit_head=head,
        made_at=now,
    )


def look_for_head(unit: UnitOfWork, typed: str) -> CheckLine:
    """Whether the record ever had the head on a paper, typed with or without gaps; RefusalError `verifying.no_head`."""
    head = "".join(typed.split()).lower()
    if not _HEAD.fullmatch(head):
        raise RefusalError("verifying.no_head", said=typed)
    found = unit.events.with_head(head)
    code = "library_check.head_found" if found else "library_check.head_missing"
    values = {"head": head, "entry": found.id, "at": found.at.isoformat()} if found else {"head": head}
    return CheckLine(sentence("library_check.part_head"), standing_of(found is not None), sentence(code, values))


def _groups(head: str) -> Iterator[str]:
    return (head[place : place + _GROUP] for place in range(0, len(head), _GROUP))
