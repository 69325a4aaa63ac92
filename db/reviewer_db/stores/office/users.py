"""The people of the office and their roles; passwords are the key file's matter."""

from __future__ import annotations

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_db.stores.session import Session


class Users:
    """Implements ports.UserStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def all(self) -> tuple[User, ...]:
        """Everybody, by name."""
        rows = self._main.execute("SELECT name, roles FROM users ORDER BY name")
        return tuple(_user(name, roles) for name, roles in rows)

    def get(self, name: str) -> User:
        """One person; RefusalError `user.unknown`."""
        row = self._main.execute("SELECT name, roles FROM users WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise RefusalError("user.unknown", name=name)
        return _user(*row)

    def put(self, user: User) -> None:
        """Adds a person or changes the roles."""
        roles = " ".join(role.value for role in Role if role in user.roles)
        self._main.execute(
            "INSERT INTO users VALUES (?, ?) ON CONFLICT DO UPDATE SET roles = excluded.roles", (user.name, roles)
        )


def _user(name: str, roles: str) -> User:
    return User(name, frozenset(Role(role) for role in roles.split()))
