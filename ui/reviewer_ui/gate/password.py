"""What is said of a password while it is typed; whether it will do is the domain's rule, held by the services."""

from __future__ import annotations

from reviewer_app.domain.access.passwords import SHORTEST, is_strong, weakness_of, weight_of
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone


def password_hint(password: str) -> tuple[str, Tone | None]:
    """A word on the password's strength; without a tone while nothing is typed."""
    if not password:
        return sentence("password.hint", {"shortest": SHORTEST}), None
    weakness = weakness_of(password)
    if weakness is not None:
        values = {"shortest": SHORTEST, "missing": SHORTEST - weight_of(password)}
        return sentence(f"password.{weakness}", values), Tone.WARN
    return sentence("password.strong" if is_strong(password) else "password.usable"), Tone.OK


def password_will_do(password: str) -> bool:
    """Whether a new library may be locked with it."""
    return weakness_of(password) is None
