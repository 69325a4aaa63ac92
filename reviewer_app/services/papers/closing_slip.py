"""The closing slip: what the day's record came to and its head on paper, which a record written anew cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources.phrases import sentence

#: So many characters of the head stand in one field: read and typed without losing the place.
_GROUP = 4


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


def _groups(head: str) -> Iterator[str]:
    return (head[place : place + _GROUP] for place in range(0, len(head), _GROUP))
