"""The destruction list on paper: what goes by which rule, who signed when, and what came of each case."""

from __future__ import annotations

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.retention.destruction import DestructionList, LineEnd
from reviewer_app.domain.retention.rules import RULES
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources.phrases import sentence


def destruction_paper(unit: UnitOfWork, list_id: int) -> DocumentValues:
    """A destruction list as it stands now; RefusalError `retention.unknown_list`."""
    made = unit.retention.get(list_id)
    now = unit.now
    return DocumentValues(
        kind=DocumentKind.DESTRUCTION_LIST,
        unit=unit.settings.get().bureau,
        day=(made.signed_at or made.called_off_at or made.proposed_at).date(),
        fields={
            "list_number": made.number,
            "season": f"{made.season}年度",
            "depth": made.depth.label,
            "covers": "；".join(dict.fromkeys(rule.covers for rule in RULES if rule.depth in made.depth.takes)),
            "remains": next(rule.remains for rule in RULES if rule.depth is made.depth),
            "reason": made.reason,
            "proposed": f"{made.proposed_by}　{chinese_date(made.proposed_at.date())}",
            "signed": _signed(made),
            "standing": _standing(made),
        },
        tables={
            "cases": tuple(
                (
                    *(one.intake_number, one.project_name, one.applicant, f"{one.rule}，{one.ended_on} 办结"),
                    *(one.due_on.isoformat(), one.goes, one.end.label + (f"：{one.why}" if one.why else "")),
                )
                for one in made.lines
            )
        },
        audit_head=unit.events.head(),
        made_at=now,
    )


def _signed(made: DestructionList) -> str:
    if made.signed_at is not None:
        return f"{made.signed_by}　{chinese_date(made.signed_at.date())}"
    return "—" if made.called_off_at is not None else "（待签）"


def _standing(made: DestructionList) -> str:
    if made.called_off_at is not None:
        said = {"name": made.called_off_by, "day": chinese_date(made.called_off_at.date())}
        return sentence("retention.paper_called_off", said | {"reason": made.called_off_reason})
    if made.signed_at is None:
        return sentence("retention.paper_waits")
    said = {"done": str(made.count(LineEnd.DONE)), "kept": str(made.count(LineEnd.KEPT))}
    return sentence("retention.paper_signed", said)
