"""The time-stamp service inside the office: asked only at the address the officer gives, never shown with a login."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from pyhanko.sign.timestamps import TimeStamper

from reviewer_app.domain.errors import RefusalError

StamperAt = Callable[[str], TimeStamper]


def over_http(address: str) -> TimeStamper:
    """The time-stamp service at an address inside the office."""
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(address, timeout=10)


def stamper_for(address: str, stamper_at: StamperAt) -> TimeStamper | None:
    """The service at an address, none without one; RefusalError `sign.authority_address`."""
    if not address:
        return None
    if not host_of(address).startswith(("http://", "https://")):
        raise RefusalError("sign.authority_address", address=_without_login(address))
    return stamper_at(address)


def host_of(address: str) -> str:
    """Scheme and host of an address as they may be shown; empty unless it has both."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}" if parts.scheme and host else ""


def _without_login(address: str) -> str:
    """What may be shown of an address that is none: nothing of a user's name and password."""
    return host_of(address) or address.rpartition("@")[2].partition("?")[0]
