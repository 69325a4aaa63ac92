"""The sealed file of a package: signed over every byte by the sender's desk, readable by the receiver's alone.

Layout: the mark, the head's length (4 bytes), the head (JSON: format, number, sender, receiver, fresh key), the sealed
content, the signature (64 bytes, Ed25519 over all before it). The content is sealed with ChaCha20-Poly1305 under a key
agreed between a fresh X25519 key and the receiver's; the head is bound to it. Nothing is unpacked before the signature
holds, nothing in it is compressed, and nothing of it is larger than `LARGEST`.
"""

from __future__ import annotations

import json

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.services.ports.custody import DeskKeys, Head

#: The largest package, in bytes; all of it is held in memory once or twice.
LARGEST = 256 * 1024 * 1024
MARK = b"REVIEWER-DESK-PACKAGE\n"
FORMAT = 4
KEY_LENGTH, SIGNATURE, LARGEST_HEAD = 32, 64, 4096
_LENGTH = 4
#: What has to be looked at to know the head.
LARGEST_BEGINNING = len(MARK) + _LENGTH + LARGEST_HEAD
#: The key is used once: a counter of its own would count nothing.
_NONCE = bytes(12)


def new_keys(name: str) -> DeskKeys:
    """Fresh keys for a desk."""
    return DeskKeys(
        name, Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw()
    )


def card_of(keys: DeskKeys) -> DeskCard:
    """The address card that belongs to a desk's keys."""
    signing = Ed25519PrivateKey.from_private_bytes(keys.signing).public_key().public_bytes_raw()
    sealing = X25519PrivateKey.from_private_bytes(keys.sealing).public_key().public_bytes_raw()
    return DeskCard(keys.name, signing, sealing)


def signed(keys: DeskKeys, content: bytes) -> bytes:
    """The desk's signature over some bytes."""
    return Ed25519PrivateKey.from_private_bytes(keys.signing).sign(content)


def is_signed(card: DeskCard, content: bytes, signature: bytes) -> bool:
    """Whether the signature over these bytes is that desk's."""
    try:
        Ed25519PublicKey.from_public_bytes(card.signing).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(content: bytes, number: int, keys: DeskKeys, receiver: DeskCard) -> bytes:
    """The content as a package file for one receiver; RefusalError `custody.too_large`."""
    if len(content) > LARGEST - LARGEST_HEAD:
        raise RefusalError("custody.too_large", limit=LARGEST >> 20)
    fresh = X25519PrivateKey.generate()
    said = {
        "format": FORMAT,
        "number": number,
        "sender": card_of(keys).fingerprint,
        "receiver": receiver.fingerprint,
        "fresh": fresh.public_key().public_bytes_raw().hex(),
    }
    head = json.dumps(said).encode()
    begun = b"".join([MARK, len(head).to_bytes(_LENGTH, "big"), head])
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(receiver.sealing))
    whole = begun + ChaCha20Poly1305(_agreed(shared, begun)).encrypt(_NONCE, content, begun)
    return whole + signed(keys, whole)


def opened(package: bytes, head: Head, keys: DeskKeys, sender: DeskCard) -> bytes:
    """The content, once the signature holds over every byte.

    Raises RefusalError `custody.tampered`, `custody.not_for_us`.
    """
    if not is_signed(sender, package[:-SIGNATURE], package[-SIGNATURE:]):
        raise RefusalError("custody.tampered", desk=sender.name)
    if head.receiver != card_of(keys).fingerprint:
        raise RefusalError("custody.not_for_us")
    begun = package[: head.end]
    try:
        shared = X25519PrivateKey.from_private_bytes(keys.sealing).exchange(
            X25519PublicKey.from_public_bytes(bytes.fromhex(head.fresh))
        )
        return ChaCha20Poly1305(_agreed(shared, begun)).decrypt(_NONCE, package[head.end : -SIGNATURE], begun)
    except (InvalidTag, ValueError) as error:
        raise RefusalError("custody.tampered", desk=sender.name) from error


def _agreed(shared: bytes, begun: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=begun).derive(shared)
