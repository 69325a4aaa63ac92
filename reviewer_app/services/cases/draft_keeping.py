"""Keeping what an officer has typed so far: only in the boxes of acts open to him, and no text over another's.

Where two have typed in one box the newer text stands in it and the older one is kept beside it, under its author's
name: each finds his own again, and both are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reviewer_app.domain.acts import ACTS, OFFICE_ACTS, Act, role_words
from reviewer_app.domain.application import Application, Role
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.drafts import DraftBox, DraftBoxes, beside, box_of, is_beside, is_of
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.permissions import require_here, require_member
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import Draft, TypedBeside
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


#: What is typed in the registration form or in a dialog is a draft of no case.
NO_CASE = 0
#: What is chosen in a moment is no text to be kept beside another's; neither is a copy's line of marks.
_NO_TEXTS = (DraftBox.OPINION_OUTCOME, DraftBox.OPINION_CLASS, DraftBoxes.COPY)
#: Boxes whose text goes on record by being left: what another typed in them is shown, never put in.
_LEFT_ON_RECORD = (DraftBoxes.NOTE, DraftBox.CHALLENGE)


def save_draft(unit: UnitOfWork, case_id: int, box: str, text: str) -> None:
    """Keeps a text; no act of the office, so nothing goes on the record. What another typed there is kept beside it.

    Raises RefusalError `act.role_needed`, `custody.away`, `recusal.keeps_off`, `user.removed`.
    """
    require_member(unit.actor)
    if case_id:
        _require_case(unit, unit.applications.get(case_id), box)
        kept = unit.drafts.of(case_id)
        if box in kept:
            _keep_beside(unit, case_id, [kept[box]], (text,))
        if beside(unit.actor.name, box) in kept:
            unit.drafts.clear(case_id, beside(unit.actor.name, box))
    elif box.startswith(DraftBoxes.REGISTER):
        _require_roles(unit, OFFICE_ACTS[EventAct.REGISTERED], sentence(f"event.{EventAct.REGISTERED}"))
    unit.drafts.put(case_id, box, text)


def _require_case(unit: UnitOfWork, case: Application, box: str) -> None:
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("recusal.keeps_off")
    acts = _acts_of(box)
    _require_roles(unit, frozenset().union(*(ACTS[act].roles for act in acts)), ACTS[acts[0]].label)


def dialog_box(person: str, dialog: str) -> str:
    """The box of what a person types in a dialog."""
    return DraftBoxes.DIALOG.of(f"{person}\t{dialog}")


def typed_in_dialog(unit: UnitOfWork, dialog: str) -> str:
    """What the person typed in a dialog and did not use."""
    kept = unit.drafts.of(NO_CASE).get(dialog_box(unit.actor.name, dialog))
    return kept.text if kept is not None else ""


def clear_used(unit: UnitOfWork, case_id: int, name: str, used: Collection[str] = (), own: bool = False) -> None:
    """Forgets the drafts of an act that was just done with the texts that were used.

    What others typed there and what was not used is kept beside; the person's own too, where he did not do it himself.
    """
    if not own:
        unit.drafts.clear(case_id, beside(unit.actor.name, name))
    kept = [draft for box, draft in unit.drafts.of(case_id).items() if is_of(box, name)]
    _keep_beside(unit, case_id, kept, used, own)
    unit.drafts.clear(case_id, name)


def drop_typed(unit: UnitOfWork, case_id: int, box: str) -> Changes:
    """Forgets one's own text that another wrote over or that was left unused."""
    require_member(unit.actor)
    unit.drafts.clear(case_id, beside(unit.actor.name, box))
    kept = unit.drafts.of(case_id).get(box)
    if kept is not None and kept.by == unit.actor.name:
        unit.drafts.clear(case_id, box)
    return changed(Noun.CASE, application=case_id)


def drafts_for(person: str, kept: Mapping[str, Draft]) -> dict[str, Draft]:
    """The drafts of a case as a person finds them in the boxes: his own text before another's."""
    found = {
        box: draft
        for box, draft in kept.items()
        if not is_beside(box) and (draft.by == person or not box.startswith(_LEFT_ON_RECORD))
    }
    own = {box_of(box): draft for box, draft in kept.items() if box == beside(person, box_of(box))}
    return {**found, **own}


def typed_beside(person: str, kept: Mapping[str, Draft], acts: Collection[Act]) -> tuple[TypedBeside, ...]:
    """The texts of a case that stand in no box as the person sees it now, the newest first.

    His own are among them where the act they were typed for is not open any more.
    """
    shown = drafts_for(person, kept).values()
    found = [
        TypedBeside(box_of(one.box), one.text, one.saved_at, one.by)
        for one in kept.values()
        if _is_text(one) and (one not in shown or (one.by == person and _is_left(box_of(one.box), acts)))
    ]
    return tuple(sorted(found, key=lambda one: one.saved_at, reverse=True))


def _is_left(box: str, acts: Collection[Act]) -> bool:
    """Whether a text was typed for an act that is not open now."""
    return box.startswith((DraftBox.OPINION_TEXT, *_LEFT_ON_RECORD)) and not any(one in acts for one in _acts_of(box))


def _keep_beside(
    unit: UnitOfWork, case_id: int, kept: Collection[Draft], used: Collection[str], own: bool = False
) -> None:
    """Keeps texts under their author's name that would be written over and stand nowhere else."""
    texts = {text.strip() for text in used}
    lost = [
        draft
        for draft in kept
        if (own or draft.by != unit.actor.name) and _is_text(draft) and draft.text.strip() not in texts
    ]
    if not lost:
        return
    opinions = unit.opinions.of(case_id)
    on_record = {one.text for one in opinions} | {reason for one in opinions for reason in one.reasons.values()}
    for draft in lost:
        if draft.text.strip() not in on_record:
            unit.drafts.move(case_id, draft.box, beside(draft.by, draft.box))


def _is_text(draft: Draft) -> bool:
    return bool(draft.text.strip()) and not box_of(draft.box).startswith(_NO_TEXTS)


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
