"""The credential last used, held open so that a batch reads its key once; only for who knows the password."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.certificates.credential import HeldKey, open_file, refuse_unusable, refuse_unwritable
from reviewer_app.services.ports.papers import Credential


class KeyRing:
    """Holds one key at a time; whoever uses it sees to it that only one thread does."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._held: tuple[tuple[object, ...], HeldKey] | None = None

    def usable(self, credential: Credential, password: str) -> HeldKey:
        """The key of a credential, read once for as many signatures as follow.

        Raises RefusalError and TroubleError `sign.…` for a credential that cannot sign today.
        """
        refuse_unwritable(password)
        mark = hmac.digest(self._secret, password.encode(), hashlib.sha256)
        key = (credential, mark, version_of(credential.file))
        if self._held is None or self._held[0] != key:
            self.forget()
            self._held = (key, _opened(credential, password))
        held = self._held[1]
        refuse_unusable(held.certificate, self._clock())
        return held

    def forget(self) -> None:
        """Lets the held key go (a token can be pulled out now)."""
        if self._held is not None:
            self._held[1].close()
            self._held = None


def _opened(credential: Credential, password: str) -> HeldKey:
    if credential.file is not None:
        return open_file(credential.file, password)
    if credential.module is None:
        raise RefusalError("sign.none")
    from reviewer_app.outputs.certificates.token import open_token

    return open_token(credential.module, credential.token, credential.label, password)


def version_of(file: Path | None) -> tuple[int, int]:
    """By what a file that was replaced is known, so that it is read again."""
    try:
        stat = file.stat() if file else None
    except OSError:
        stat = None
    return (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)
