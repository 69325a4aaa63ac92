"""What is said of a password while it is typed, and whether it will do."""

from __future__ import annotations

from reviewer_ui.theme import Tone

SHORTEST = 8
_LONG = 12


def password_hint(password: str) -> tuple[str, Tone | None]:
    """A word on the password's strength; without a tone while nothing is typed."""
    if not password:
        return f"至少 {SHORTEST} 位。密码遗失后，案卷库无法打开，请妥善保管。", None
    if len(password) < SHORTEST:
        return f"还差 {SHORTEST - len(password)} 位。", Tone.WARN
    if len(set(password)) < SHORTEST // 2 or password.isdigit():
        return "太容易猜到，请混用文字、字母和数字。", Tone.WARN
    if len(password) < _LONG and _kinds(password) < 3:
        return "可以使用；更长一些会更稳妥。", Tone.OK
    return "强度良好。", Tone.OK


def password_will_do(password: str) -> bool:
    """Whether a new library may be locked with it."""
    return password_hint(password)[1] is Tone.OK


def _kinds(password: str) -> int:
    return sum(
        [
            any(letter.islower() for letter in password),
            any(letter.isupper() for letter in password),
            any(letter.isdigit() for letter in password),
            any(not letter.isalnum() or ord(letter) > 127 for letter in password),
        ]
    )
