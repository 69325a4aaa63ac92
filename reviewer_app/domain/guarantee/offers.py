"""What can be done with a project as it stands, and why not: the same for the buttons, the keys and the services."""

from __future__ import annotations

from enum import StrEnum

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import EntryKind
from reviewer_app.domain.guarantee.project import LONGEST_EXTENSION, Project
from reviewer_app.domain.guarantee.rules import require_open, require_running
from reviewer_app.domain.record import EventAct


class LedgerAct(StrEnum):
    """An act on a project; the value names its action."""

    TAKE_ON = "take_on"
    VISIT = "visit"
    PLAN = "plan"
    MILESTONE = "milestone"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    ACCEPT = "accept"
    CERTIFY = "certify"
    CLOSE = "close"
    END = "end"
    TAKE_BACK = "take_back"

    @property
    def event(self) -> EventAct:
        """What it puts on record."""
        return _EVENTS[self]


_EVENTS = {
    LedgerAct.TAKE_ON: EventAct.PROJECT_TAKEN_ON,
    LedgerAct.VISIT: EventAct.VISITED,
    LedgerAct.PLAN: EventAct.VISIT_PLANNED,
    LedgerAct.MILESTONE: EventAct.MILESTONE_SET,
    LedgerAct.ASK_EXTENSION: EventAct.EXTENSION_ASKED,
    LedgerAct.EXTEND: EventAct.PROJECT_EXTENDED,
    LedgerAct.ACCEPT: EventAct.PROJECT_ACCEPTED,
    LedgerAct.CERTIFY: EventAct.CERTIFICATE_ENTERED,
    LedgerAct.CLOSE: EventAct.PROJECT_CLOSED,
    LedgerAct.END: EventAct.PILOT_ENDED,
    LedgerAct.TAKE_BACK: EventAct.LEDGER_TAKEN_BACK,
}
_EXTENDING = frozenset({LedgerAct.ASK_EXTENSION, LedgerAct.EXTEND})
_RUNNING = frozenset({LedgerAct.PLAN, LedgerAct.MILESTONE, *_EXTENDING, LedgerAct.ACCEPT, LedgerAct.END})


def why_not(act: LedgerAct, project: Project, most_months: int = LONGEST_EXTENSION) -> RefusalError | None:
    """Why an act cannot be done with a project as it stands; None when it can.

    `most_months` is the longest extension that the project's notice knows, 0 where it knows none.
    """
    try:
        _require(act, project)
        if act in _EXTENDING and not most_months:
            raise RefusalError("guarantee.no_extension")
    except RefusalError as refusal:
        return refusal
    return None


def next_act(project: Project) -> LedgerAct:
    """The act that the desk proposes: the one that leads on."""
    if project.taken_on is None:
        return LedgerAct.TAKE_ON
    if project.acceptance is None:
        return LedgerAct.VISIT
    is_passed = project.acceptance.kind is EntryKind.ACCEPTED
    return LedgerAct.CERTIFY if is_passed and project.certificate is None else LedgerAct.CLOSE


def _require(act: LedgerAct, project: Project) -> None:
    if act is LedgerAct.TAKE_ON and project.taken_on is not None:
        raise RefusalError("guarantee.taken_on_already", number="")
    if act is LedgerAct.TAKE_BACK and not project.lines:
        raise RefusalError("guarantee.no_line")
    if act in (LedgerAct.TAKE_ON, LedgerAct.TAKE_BACK):
        return
    require_open(project)
    if act in _RUNNING:
        require_running(project)
    if act in _EXTENDING and project.extension is not None:
        raise RefusalError("guarantee.extended_already", number=project.extension.number, day=project.extension.day)
    if act is LedgerAct.CLOSE and project.acceptance is None:
        raise RefusalError("guarantee.not_over")
    if act is LedgerAct.CERTIFY:
        _require_uncertified(project)


def _require_uncertified(project: Project) -> None:
    if project.acceptance is None or project.acceptance.kind is not EntryKind.ACCEPTED:
        raise RefusalError("guarantee.not_accepted")
    if project.certificate is not None:
        raise RefusalError("guarantee.certified_already", number=project.certificate.number)
