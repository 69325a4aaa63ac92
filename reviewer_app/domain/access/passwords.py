"""Which passwords will do: one rule, asked by the services and, while somebody types, by the window."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError

#: A letter or digit counts one, a Chinese character two: it is one of thousands.
SHORTEST = 8
_LONG = 12
_FEWEST_DIFFERENT = 4
#: What is tried first by everybody; longer passwords that merely hold one of these are weighed by what is left.
_GUESSED = (
    "password", "passw0rd", "12345678", "123456", "qwertyui", "qwerty", "asdfghjk", "abcd1234", "abc123", "admin",
    "administrator", "iloveyou", "letmein", "woaini", "mima", "密码",
)  # fmt: skip


class Weakness(StrEnum):
    """Why a password will not do; the value is its sentence under `password`."""

    SHORT = "short"
    GUESSED = "guessed"
    NAMED = "named"


def weight_of(password: str) -> int:
    """How long a password counts."""
    return sum(1 if ord(letter) < 0x2E80 else 2 for letter in unicodedata.normalize("NFC", password))


def weakness_of(password: str, name: str = "") -> Weakness | None:
    """Why a person's password will not do; None when it will."""
    plain = unicodedata.normalize("NFC", password)
    if weight_of(plain) < SHORTEST:
        return Weakness.SHORT
    if len(set(plain)) < _FEWEST_DIFFERENT or plain.isdigit() or _is_guessed(plain.casefold()):
        return Weakness.GUESSED
    rest = plain.replace(name.strip(), "") if name.strip() else plain
    return Weakness.NAMED if weight_of(rest) < SHORTEST // 2 else None


def is_strong(password: str) -> bool:
    """Whether nothing more needs to be advised."""
    return weight_of(password) >= _LONG or _kinds(password) >= 3


def require_password(password: str, name: str = "", field: str = "password") -> None:
    """Refuses a new password that will not do: RefusalError `login.empty`, `password.short` (with `missing`), …"""
    if not password:
        raise RefusalError("login.empty", field=field)
    weakness = weakness_of(password, name)
    if weakness is not None:
        missing = SHORTEST - weight_of(password)
        raise RefusalError(f"password.{weakness}", field=field, missing=missing, shortest=SHORTEST)


def _is_guessed(password: str) -> bool:
    """Whether little is left of it once what everybody tries and the digits after it are taken away."""
    for guess in _GUESSED:
        if guess in password:
            rest = password.replace(guess, "").strip("0123456789!@#.")
            return weight_of(rest) < SHORTEST // 2
    return False


def _kinds(password: str) -> int:
    return sum(
        [
            any(letter.islower() for letter in password),
            any(letter.isupper() for letter in password),
            any(letter.isdigit() for letter in password),
            any(not letter.isalnum() or ord(letter) > 127 for letter in password),
        ]
    )
