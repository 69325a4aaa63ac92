"""Keeping what an officer has typed so far: only in the boxes of acts open to him, and never over another's text."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.domain.acts import ACTS, OFFICE_ACTS, Act, role_words
from reviewer_app.domain.application import Application, Role
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.permissions import require_here, require_member
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: The acts for which a text is written in a box; the first that fits decides.
_BOXES: Mapping[str, tuple[Act, ...]] = {
    DraftBoxes.DEPARTURE: (Act.SUBMIT, Act.SIGN_OFF, Act.EXPLAIN),
    DraftBoxes.OPINION: (Act.SUBMIT,),
    DraftBox.CHALLENGE: (Act.CHALLENGE,),
    DraftBoxes.NOTE: (Act.ANSWER,),
    DraftBoxes.LOOKUP: (Act.ANSWER, Act.LOOK_UP),
    DraftBoxes.EDIT: (Act.EDIT,),
    DraftBoxes.COPY: (Act.RECORD_PAPER,),
    DraftBoxes.PAPER: (Act.RECORD_PAPER,),
}


def save_draft(unit: UnitOfWork, case_id: int, box: str, text: str) -> None:
    """Keeps a text; no act of the office, so nothing goes on the record.

    Raises RefusalError `act.role_needed`, `draft.of_another`, `custody.away`, `recusal.keeps_off`, `user.removed`.
    """
    require_member(unit.actor)
    if case_id:
        _require_case(unit, unit.applications.get(case_id), box)
    elif box.startswith(DraftBoxes.REGISTER):
        _require_roles(unit, OFFICE_ACTS[EventAct.REGISTERED], sentence(f"event.{EventAct.REGISTERED}"))
    unit.drafts.put(case_id, box, text)


def _require_case(unit: UnitOfWork, case: Application, box: str) -> None:
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("recusal.keeps_off")
    acts = _acts_of(box)
    _require_roles(unit, frozenset().union(*(ACTS[act].roles for act in acts)), ACTS[acts[0]].label)
    kept = unit.drafts.of(case.id).get(box)
    if kept is None or not kept.text.strip() or unit.actor.name in (kept.by, case.handler):
        return
    raise RefusalError("draft.of_another", name=kept.by)


def _acts_of(box: str) -> tuple[Act, ...]:
    if box.startswith(DraftBoxes.REASON):
        return (Act(box.removeprefix(DraftBoxes.REASON)),)
    for prefix, acts in _BOXES.items():
        if box.startswith(prefix):
            return acts
    raise ValueError(f"no act has the box {box!r}")


def _require_roles(unit: UnitOfWork, roles: frozenset[Role], act: str) -> None:
    if roles.isdisjoint(unit.actor.roles):
        raise RefusalError("act.role_needed", act=act, needed=role_words(roles))
