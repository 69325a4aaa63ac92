"""The roles of an office."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person of the office may do; one person may hold several."""

    HANDLER = "handler"
    HEAD = "head"
    SEAL = "seal"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The role in the office's words."""
        return {"handler": "经办", "head": "复核", "seal": "用印", "admin": "管理员"}[self.value]
