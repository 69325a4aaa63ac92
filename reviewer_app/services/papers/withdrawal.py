"""The letter that takes a recommendation back from the municipal bureau: which one, sent when, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reviewer_app.domain.application import Event
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.parcels import posted_on
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, RegisterEntry
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.rows import CaseView

_WITHDRAWING = frozenset({State.WITHDRAWAL_ASKED, State.RECOMMENDATION_WITHDRAWN})


def can_withdraw(view: CaseView) -> bool:
    """Whether somebody asked to take the recommendation back, and nobody has said no."""
    return view.application.state in _WITHDRAWING


def withdrawal_basis(view: CaseView) -> str:
    """Which withdrawal a letter carries out: a case recommended and withdrawn anew gets another letter."""
    asked = sum(event.act == EventAct.WITHDRAWAL_ASKED for event in view.events)
    return f"withdrawal:{asked}"


def withdrawal_letter(unit: UnitOfWork, view: CaseView, values: DocumentValues) -> DocumentValues:
    """The letter; a draft until the head has agreed.

    Raises RefusalError `withdrawal.none` where nobody asked for it, `withdrawal.not_sent` where no sending stands on
    record.
    """
    asked = _last(view, EventAct.WITHDRAWAL_ASKED)
    if asked is None or not can_withdraw(view):
        raise RefusalError("withdrawal.none")
    sent = _last(view, EventAct.SENT)
    if sent is None:
        raise RefusalError("withdrawal.not_sent")
    agreed = _last(view, EventAct.RECOMMENDATION_WITHDRAWN)
    is_agreed = view.application.state is State.RECOMMENDATION_WITHDRAWN and agreed is not None
    sheet = _sheet(unit, view)
    said = {
        "recipient": view.pack.address.recipient,
        "batch": sent.detail.get(RecordKey.BATCH, ""),
        "sent_on": chinese_date(_sent_on(view, sent)),
        "recommendation": sheet.number if sheet is not None else "",
        "recommended_on": chinese_date(sheet.day) if sheet is not None and sheet.number else "",
        "reason": asked.reason.strip().rstrip("。；"),
    }
    return replace(
        values,
        day=agreed.at.date() if is_agreed and agreed is not None else unit.today,
        fields={**values.fields, **{name: text for name, text in said.items() if text}},
        is_draft=not is_agreed,
    )


def _sent_on(view: CaseView, sent: Event) -> date:
    """The day on which the papers were posted; without parcels the day on which it was recorded that they left."""
    return posted_on(view.events, sent.detail.get(RecordKey.BATCH, "")) or sent.at.date()


def _last(view: CaseView, act: EventAct) -> Event | None:
    """The last entry of a kind: a case may have been sent, and withdrawn, more than once."""
    found = sorted((event for event in view.events if event.act == act), key=lambda one: one.id)
    return found[-1] if found else None


def _sheet(unit: UnitOfWork, view: CaseView) -> RegisterEntry | None:
    """The line of the recommendation that went with the last batch, as the register has it."""
    kind = DocumentKind.RECOMMENDATION.value
    sent = [
        entry
        for entry in unit.register.of_case(view.application.id)
        if entry.kind == kind and not entry.is_void and entry.delivered_how is Delivery.WITH_BATCH
    ]
    return sent[-1] if sent else None
