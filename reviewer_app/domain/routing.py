"""Which contact of the municipal bureau an application goes to: many sectors, one contact (通知五（五）)."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Contact, NoticePack


def route(pack: NoticePack, sector: str) -> Contact:
    """The contact of a sector, several persons as one; never a default.

    Raises RefusalError `routing.empty`, `routing.unmapped`.
    """
    found = [contact for contact in pack.contacts if sector in contact.sectors]
    if found:
        return _together(found) if len(found) > 1 else found[0]
    if not sector:
        raise RefusalError("routing.empty", field="sector")
    raise RefusalError("routing.unmapped", sector=sector, field="sector")


def _together(contacts: Sequence[Contact]) -> Contact:
    """Several persons of one sector as one addressee, in the notice's order: the desk does not choose among them."""
    first = contacts[0]
    is_one_number = all(one.phone == first.phone for one in contacts)
    numbers = "、".join(dict.fromkeys(one.extension if is_one_number else one.telephone for one in contacts))
    return Contact(
        name="、".join(one.name for one in contacts),
        phone=first.phone if is_one_number else "",
        extension=numbers,
        sectors=tuple(dict.fromkeys(sector for one in contacts for sector in one.sectors)),
        clause="、".join(dict.fromkeys(one.clause for one in contacts)),
    )
