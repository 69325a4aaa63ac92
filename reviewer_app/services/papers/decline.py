"""What the letter to an applicant says whose project is not recommended: every reason with the notice it rests on."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome
from reviewer_app.services.papers.letters import case_values, defects_of, standing_opinion
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.rows import CaseView


def can_decline(view: CaseView) -> bool:
    """Whether there is an opinion not to recommend, and a point not met that it can rest on."""
    return _opinion(view) is not None and bool(defects_of(view))


def decline_letter(unit: UnitOfWork, view: CaseView) -> DocumentValues:
    """The reasoned letter; its reasons are the points answered 不符合 and nothing else. A draft until it is signed.

    Raises RefusalError `decline.none`, `decline.no_grounds`.
    """
    opinion = _opinion(view)
    if opinion is None:
        raise RefusalError("decline.none")
    grounds = defects_of(view)
    if not grounds:
        raise RefusalError("decline.no_grounds")
    values = case_values(unit, view, DocumentKind.DECLINE_LETTER)
    said = {
        "notice_title": view.pack.title,
        "notice_number": view.pack.number,
        "hand_in": unit.settings.get().address,
    }
    return replace(
        values,
        day=opinion.decided_at.date() if opinion.decided_at else unit.today,
        fields={**values.fields, **said},
        tables={"reasons": tuple((one.clause, one.problem) for one in grounds)},
        is_draft=opinion.status is not OpinionStatus.SIGNED_OFF,
    )


def _opinion(view: CaseView) -> Opinion | None:
    opinion = standing_opinion(view)
    return opinion if opinion is not None and opinion.outcome is Outcome.DECLINE else None
