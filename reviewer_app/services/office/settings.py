"""The office's settings of a library: name, number mark, telephone."""

from __future__ import annotations

import re
from pathlib import Path

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.dues import Leads, leads_from
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.recording import record
from reviewer_app.services.guarantee.keeping import list_anew
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import OfficeSettings

_POSTCODE = re.compile("[0-9]{6}")
_MINUTES = re.compile("0|[1-9][0-9]?|1[01][0-9]|120")


def read_settings(unit: UnitOfWork) -> OfficeSettings:
    """The office's settings."""
    return unit.settings.get()


def write_settings(unit: UnitOfWork, settings: OfficeSettings) -> Changes:
    """Writes the office's settings (an admin's act); the record says what they are now."""
    if not may_do(unit.actor, EventAct.SETTINGS_WRITTEN):
        raise RefusalError("settings.not_admin")
    if not settings.bureau.strip():
        raise RefusalError("settings.no_bureau", field="bureau")
    if settings.postcode and not _POSTCODE.fullmatch(settings.postcode):
        raise RefusalError("settings.bad_postcode", field="postcode", postcode=settings.postcode)
    if not _MINUTES.fullmatch(settings.lock_after):
        raise RefusalError("settings.bad_lock", field="lock_after", minutes=settings.lock_after)
    path = settings.revocation_list
    if path and ("\0" in path or not Path(path).is_absolute()):
        raise RefusalError("settings.bad_list", field="revocation_list", path=path)
    leads, former = _leads(settings), _leads(unit.settings.get())
    _check_codes(settings)
    unit.settings.put(settings)
    record(unit, None, EventAct.SETTINGS_WRITTEN, detail=settings.on_record)
    if leads == former:
        return Changes(frozenset({Noun.SETTINGS, Noun.QUEUE}))
    return Changes(frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.LEDGER}), list_anew(unit))


def _leads(settings: OfficeSettings) -> Leads:
    """The office's own days in the ledger; RefusalError `settings.bad_days` with the field."""
    return leads_from(settings.visit_lead_days, settings.end_lead_days, settings.finishing_days)


def _check_codes(settings: OfficeSettings) -> None:
    """Each kind of document is counted by itself: two kinds of one code would bear the same number."""
    taken: set[str] = set()
    for name, code in settings.codes:
        if code in taken:
            raise RefusalError("settings.same_code", field=name, code=code)
        taken.add(code)
