"""The key file: the library's random master key, sealed to each person, whose own password opens the seal.

The password never opens the database itself: Argon2id makes a wrapping key of it, AES-256-GCM unwraps a key of the
person's own (X25519), and to its public half the master key is sealed; HKDF derives one key for each of the two files.
So a password is changed without touching the data, and the master key is changed without anybody's password: it is
sealed anew to the public halves. Who knew the former master key learns nothing of the new one.
A slot of the first form has no key of its own: there the password wraps the master key itself.
While a slot is being changed its new form stands beside under `coming`; which one is in force says the library.
Sources: RFC 9106 (second recommended parameters), RFC 7748, RFC 5869, NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import FORMAT, write_whole

_KEY_BYTES = 32
#: A key file of others may ask for no more: beyond it the guess would take the whole memory, or the whole day.
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 32, 262_144, 64
#: Whose slot the recovery sheet's is: nobody's name.
SHEET = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess of a password is: Argon2id passes, memory in KiB, lanes."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One person's way to the master key; all bytes in base64. `sealed` is empty in a slot of the first form."""

    salt: str
    nonce: str
    wrapped: str
    cost: Cost
    public: str = ""
    sealed: str = ""

    @classmethod
    def wrap(cls, user: str, password: str, master: bytes, cost: Cost) -> KeySlot:
        """A new slot for a person; RefusalError `login.empty` for an empty password."""
        if not password:
            raise RefusalError("login.empty", field="password")
        salt, nonce, own = os.urandom(16), os.urandom(12), X25519PrivateKey.generate()
        wrapped = AESGCM(_wrapping_key(password, salt, cost)).encrypt(nonce, own.private_bytes_raw(), _bound_to(user))
        slot = cls(_text(salt), _text(nonce), _text(wrapped), cost, _text(own.public_key().public_bytes_raw()))
        return slot.sealing(user, master)

    @property
    def is_first_form(self) -> bool:
        """Whether it cannot be sealed anew without the password."""
        return not self.public

    @property
    def body(self) -> str:
        """All but the sealed master key, as the library keeps it: what says whether this slot is the one in force."""
        content = {key: value for key, value in asdict(self).items() if key != "sealed"}
        return json.dumps(content, sort_keys=True)

    @classmethod
    def from_body(cls, body: str) -> KeySlot:
        """A slot as the library keeps it, yet to be sealed."""
        return _slot(json.loads(body))

    def sealing(self, user: str, master: bytes) -> KeySlot:
        """The slot with a master key sealed to it; one of the first form stays as it is."""
        if self.is_first_form:
            return self
        once, nonce = X25519PrivateKey.generate(), os.urandom(12)
        shared = once.exchange(X25519PublicKey.from_public_bytes(_bytes(self.public)))
        own = once.public_key().public_bytes_raw()
        sealed = AESGCM(_sealing_key(shared, own)).encrypt(nonce, master, _bound_to(user))
        return replace(self, sealed=_text(own + nonce + sealed))

    def unwrap(self, user: str, password: str) -> bytes | None:
        """The master key, or None when the password is another."""
        wrapping = _wrapping_key(password, _bytes(self.salt), self.cost)
        try:
            inner = AESGCM(wrapping).decrypt(_bytes(self.nonce), _bytes(self.wrapped), _bound_to(user))
            if self.is_first_form:
                return inner
            sealed = _bytes(self.sealed)
            once, nonce, content = sealed[:_KEY_BYTES], sealed[_KEY_BYTES : _KEY_BYTES + 12], sealed[_KEY_BYTES + 12 :]
            shared = X25519PrivateKey.from_private_bytes(inner).exchange(X25519PublicKey.from_public_bytes(once))
            return AESGCM(_sealing_key(shared, once)).decrypt(nonce, content, _bound_to(user))
        except (InvalidTag, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All slots of a library, as the key file holds them; `former` are the former master keys under the present one."""

    library: str
    slots: Mapping[str, KeySlot]
    coming: Mapping[str, KeySlot] = field(default_factory=dict)
    former: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The people who have a slot, those whose slot is coming as well."""
        return tuple(name for name in {**self.slots, **self.coming} if name != SHEET)

    def slots_of(self, user: str) -> tuple[KeySlot, ...]:
        """The slots a password of this person may open."""
        found = (self.slots.get(user), self.coming.get(user))
        return tuple(slot for slot in found if slot is not None)

    def with_coming(self, user: str, slot: KeySlot) -> KeyRing:
        """The ring with a slot that is in force once the library says so."""
        return replace(self, coming={**self.coming, user: slot})

    def former_masters(self, master: bytes) -> list[bytes]:
        """The former master keys, which open the backups of their time; what does not open is left out."""
        found = []
        for entry in self.former:
            raw = _bytes(entry)
            try:
                found.append(AESGCM(file_key(master, "former")).decrypt(raw[:12], raw[12:], None))
            except InvalidTag:
                continue
        return found

    def save(self, path: Path) -> None:
        """Writes the key file in one piece, with a sum over it that tells damage from a wrong password."""
        content = {
            "format": FORMAT,
            "library": self.library,
            "slots": {user: asdict(slot) for user, slot in self.slots.items()},
            "coming": {user: asdict(slot) for user, slot in self.coming.items()},
            "former": list(self.former),
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
            if not hmac.compare_digest(str(content.pop("sum")), _sum(content)):
                raise ValueError("sum")
            slots = {user: _slot(entry) for user, entry in content["slots"].items()}
            coming = {user: _slot(entry) for user, entry in content.get("coming", {}).items()}
            former = tuple(str(entry) for entry in content.get("former", ()))
            return cls(str(content["library"]), slots, coming, former)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise TroubleError("library.damaged", path=str(path), detail=type(error).__name__) from error


def new_master_key() -> bytes:
    """A random master key."""
    return os.urandom(_KEY_BYTES)


def file_key(master: bytes, part: str) -> bytes:
    """The key of one of the two files, or for vouching, derived from the master key."""
    return HKDF(SHA256(), _KEY_BYTES, None, f"reviewer-desk library {part}".encode()).derive(master)


def kept_under(master: bytes, former: Iterable[bytes]) -> tuple[str, ...]:
    """Former master keys as a ring of the present one holds them."""
    seal, found = AESGCM(file_key(master, "former")), []
    for one in former:
        nonce = os.urandom(12)
        found.append(_text(nonce + seal.encrypt(nonce, one, None)))
    return tuple(found)


def _sealing_key(shared: bytes, once: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, once, b"reviewer-desk sealed master").derive(shared)


def _wrapping_key(password: str, salt: bytes, cost: Cost) -> bytes:
    # Input methods may compose the same character in two ways; the password is the same to the person.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, _KEY_BYTES, Type.ID)


def _bound_to(user: str) -> bytes:
    return f"reviewer-desk slot of {user}".encode()


def _slot(entry: Mapping[str, object]) -> KeySlot:
    cost = entry["cost"]
    if not isinstance(cost, Mapping):
        raise TypeError("cost")
    parts = (str(entry["salt"]), str(entry["nonce"]), str(entry["wrapped"]))
    dear = Cost(int(cost["passes"]), int(cost["memory_kib"]), int(cost["lanes"]))
    if dear.passes > _MOST_PASSES or dear.memory_kib > _MOST_MEMORY_KIB or dear.lanes > _MOST_LANES:
        raise ValueError("cost")
    return KeySlot(*parts, dear, str(entry.get("public", "")), str(entry.get("sealed", "")))


def _sum(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
