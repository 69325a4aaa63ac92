"""Which contact of the municipal bureau an application goes to: many sectors, one contact (通知五（五）)."""

from __future__ import annotations

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Contact, NoticePack


def route(pack: NoticePack, sector: str) -> Contact:
    """The contact of a sector; RefusalError `routing.empty` or `routing.unmapped`, never a default."""
    for contact in pack.contacts:
        if sector in contact.sectors:
            return contact
    if not sector:
        raise RefusalError("routing.empty", field="sector")
    raise RefusalError("routing.unmapped", sector=sector, field="sector")
