"""The key file: the library's random master key, wrapped once for each person with their own password.

The password never opens the database itself: Argon2id makes a wrapping key of it, AES-256-GCM unwraps the master key,
HKDF derives one key for each of the two files. So a password is changed without touching the data.
Sources: RFC 9106 (second recommended parameters), RFC 5869, NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import FORMAT, write_whole

_KEY_BYTES = 32
#: A key file of others may ask for no more: beyond it the guess would take the whole memory, or the whole day.
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 32, 262_144, 64


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess of a password is: Argon2id passes, memory in KiB, lanes."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One person's way to the master key; all bytes in base64."""

    salt: str
    nonce: str
    wrapped: str
    cost: Cost

    @classmethod
    def wrap(cls, user: str, password: str, master: bytes, cost: Cost) -> KeySlot:
        """Wraps the master key for a person; RefusalError `login.empty` for an empty password."""
        if not password:
            raise RefusalError("login.empty", field="password")
        salt, nonce = os.urandom(16), os.urandom(12)
        sealed = AESGCM(_wrapping_key(password, salt, cost)).encrypt(nonce, master, _bound_to(user))
        return cls(_text(salt), _text(nonce), _text(sealed), cost)

    def unwrap(self, user: str, password: str) -> bytes | None:
        """The master key, or None when the password is another."""
        wrapping = _wrapping_key(password, _bytes(self.salt), self.cost)
        try:
            return AESGCM(wrapping).decrypt(_bytes(self.nonce), _bytes(self.wrapped), _bound_to(user))
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All slots of a library, as the key file holds them."""

    library: str
    slots: Mapping[str, KeySlot]

    def with_slot(self, user: str, slot: KeySlot) -> KeyRing:
        """The ring with one person's slot added or replaced."""
        return replace(self, slots={**self.slots, user: slot})

    def save(self, path: Path) -> None:
        """Writes the key file in one piece, with a sum over it that tells damage from a wrong password."""
        content = {
            "format": FORMAT,
            "library": self.library,
            "slots": {user: asdict(slot) for user, slot in self.slots.items()},
        }
        whole = {**content, "sum": _sum(content)}
        write_whole(path, json.dumps(whole, ensure_ascii=False, indent=1).encode())

    @classmethod
    def load(cls, path: Path) -> KeyRing:
        """Reads the key file; TroubleError `library.damaged`, or `library.newer` when a later program wrote it."""
        try:
            content = json_of(path)
            if int(content["format"]) > FORMAT:
                raise TroubleError("library.newer", path=str(path))
            if content.pop("sum") != _sum(content):
                raise ValueError("sum")
            slots = {user: _slot(entry) for user, entry in content["slots"].items()}
            return cls(str(content["library"]), slots)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise TroubleError("library.damaged", path=str(path), detail=type(error).__name__) from error


def new_master_key() -> bytes:
    """A random master key."""
    return os.urandom(_KEY_BYTES)


def file_key(master: bytes, part: str) -> bytes:
    """The key of one of the two files, or for vouching, derived from the master key."""
    return HKDF(SHA256(), _KEY_BYTES, None, f"reviewer-desk library {part}".encode()).derive(master)


def _wrapping_key(password: str, salt: bytes, cost: Cost) -> bytes:
    # Input methods may compose the same character in two ways; the password is the same to the person.
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, _KEY_BYTES, Type.ID)


def _bound_to(user: str) -> bytes:
    return f"reviewer-desk slot of {user}".encode()


def _slot(entry: Mapping[str, object]) -> KeySlot:
    cost = entry["cost"]
    if not isinstance(cost, Mapping):
        raise TypeError("cost")
    parts = (str(entry["salt"]), str(entry["nonce"]), str(entry["wrapped"]))
    asked = Cost(int(cost["passes"]), int(cost["memory_kib"]), int(cost["lanes"]))
    if asked.passes > _MOST_PASSES or asked.memory_kib > _MOST_MEMORY_KIB or asked.lanes > _MOST_LANES:
        raise ValueError("cost")
    return KeySlot(*parts, asked)


def _sum(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
