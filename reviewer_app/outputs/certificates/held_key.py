"""The credential last used, held open so that a batch reads its key once; only for who knows the password."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.certificates.credential import HeldKey, open_file, refuse_unusable, refuse_unwritable
from reviewer_app.outputs.certificates.revocation import ListLook, LookUp, look_up_here, refuse_revoked
from reviewer_app.services.ports.papers import Credential


class KeyRing:
    """Holds one key at a time; whoever uses it sees to it that only one thread does."""

    def __init__(self, clock: Callable[[], datetime], look_up: LookUp = look_up_here) -> None:
        self._clock, self._look_up = clock, look_up
        self._secret = secrets.token_bytes(32)
        self._held: tuple[tuple[object, ...], HeldKey] | None = None
        self._looked: tuple[tuple[object, ...], ListLook] | None = None

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
        look = self.listed(credential, held)
        if look is not None:
            refuse_revoked(held.certificate, look)
        return held

    def listed(self, credential: Credential, held: HeldKey) -> ListLook | None:
        """What the office's revocation list says of a key's certificate, looked at anew when its file has changed.

        Nothing without a list. Raises RefusalError and TroubleError `sign.list_…`, TroubleError `foreign.…`.
        """
        file = credential.revocations
        if file is None:
            return None
        certificate = held.certificate.public_bytes(Encoding.DER)
        beside = (one.public_bytes(Encoding.DER) for one in held.issuers)
        issuers = (*beside, *credential.trusted)
        key = (file, version_of(file), certificate, issuers)
        if self._looked is None or self._looked[0] != key:
            self._looked = (key, self._look_up(file.name, file, certificate, issuers))
        return self._looked[1]

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
