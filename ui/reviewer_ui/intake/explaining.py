"""What stands in small grey under a field while it is being filled in: where a code was issued, who gets the case."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.routing import route
from reviewer_app.domain.values.credit_code import district_of, suggest
from reviewer_resources.phrases import sentence


def explanation(pack: NoticePack, field_id: str, values: Mapping[str, str]) -> str:
    """The line under a field for the values typed so far; the pack's own help where we have nothing to add."""
    if field_id == "credit_code" and values.get("credit_code"):
        district = district_of(values["credit_code"])
        return sentence("intake.issued_in", {"district": district}) if district else ""
    if field_id == "sector" and values.get("sector"):
        return _contact_line(pack, values["sector"])
    return pack.field(field_id).help


def suggested_code(values: Mapping[str, str]) -> str:
    """A credit code that would pass the check, when the typed one has look-alike letters; empty if there is none."""
    return suggest(values.get("credit_code", "")) or ""


def _contact_line(pack: NoticePack, sector: str) -> str:
    try:
        contact = route(pack, sector)
    except RefusalError as refusal:
        return sentence(refusal.code, refusal.values)
    places = {"sector": sector, "sectors": "、".join(contact.sectors), "clause": contact.clause}
    why = sentence("routing.why", places)
    return sentence("intake.contact", {"name": contact.name, "telephone": contact.telephone, "why": why})
