"""寄前核对单: the check before a batch is mailed on paper, with every point, its excuse, and the record's head."""

from __future__ import annotations

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.points import MailPoint, PointStanding
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.dispatch.mail_check import MailCheck, mail_check, point_said
from reviewer_app.services.papers.closing_slip import head_in_groups
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources.phrases import sentence

_KIND = DocumentKind.MAIL_CHECK


def mail_check_sheet(unit: UnitOfWork, batch_id: int) -> DocumentValues:
    """The check as record and folder have it at this moment; what is open stands first.

    Raises RefusalError `batch.unknown`, `batch.dissolved`, `printing.empty_batch`.
    """
    batch = unit.batches.get(batch_id)
    if batch.dissolved_at is not None:
        raise RefusalError("batch.dissolved", number=batch.number)
    if not batch.lines:
        raise RefusalError("printing.empty_batch", number=batch.number)
    check, head = mail_check(unit, batch_id), unit.events.head()
    points = sorted(check.points, key=lambda point: point.standing is not PointStanding.OPEN)
    return DocumentValues(
        kind=_KIND,
        unit=unit.settings.get().bureau,
        day=unit.today,
        case=f"第{batch.number}批",
        fields={
            "batch": str(batch.number),
            "season": batch.season,
            "checked_on": f"{chinese_date(unit.today)} {unit.now:%H:%M}",
            "made_by": unit.actor.name,
            "case_count": f"{len(batch.lines)} 件",
            "standing": _standing(check),
            "head": head_in_groups(head),
        },
        tables={"points": tuple((one.standing.label, point_said(one), _reason(one)) for one in points)},
        audit_head=head,
        made_at=unit.now,
    )


def _standing(check: MailCheck) -> str:
    """How many points there are, how many stand open, and whether the batch has left already."""
    standings = [point.standing for point in check.points]
    values = {
        "count": len(standings),
        "passed": standings.count(PointStanding.PASSED),
        "excused": standings.count(PointStanding.EXCUSED),
        "open": standings.count(PointStanding.OPEN),
    }
    said = sentence("mail_check.sheet_open" if values["open"] else "mail_check.sheet_settled", values)
    return said + (sentence("mail_check.sheet_sent") if check.is_sent else "")


def _reason(point: MailPoint) -> str:
    one = point.excuse
    return f"{one.reason}（{one.by} {one.at:%Y-%m-%d %H:%M}）" if one is not None else ""
