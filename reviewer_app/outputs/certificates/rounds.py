"""How long a PKCS#12 file would have its password worked on, told before anything is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asn1crypto import pkcs12

from reviewer_app.domain.errors import RefusalError

#: A hundred times what careful programs ask for, and about a second of work.
MOST_ROUNDS = 1_000_000


def refuse_endless(content: bytes, name: str) -> None:
    """RefusalError `sign.too_many_rounds`; a file that is no PKCS#12 at all is left to whoever reads it."""
    try:
        most = max(_rounds(pkcs12.Pfx.load(content)), default=0)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return
    if most > MOST_ROUNDS:
        raise RefusalError("sign.too_many_rounds", name=name, rounds=min(most, 10**12), most=MOST_ROUNDS)


def _rounds(pfx: Any) -> Iterator[int]:
    """The rounds of the sum over the file, then of each part that is locked."""
    if pfx["mac_data"].native is not None:
        yield int(pfx["mac_data"]["iterations"].native)
    for part in pfx.authenticated_safe:
        kind = part["content_type"].native
        if kind == "encrypted_data":
            yield from _of_lock(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
        elif kind == "data":
            for bag in pkcs12.SafeContents.load(part["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield from _of_lock(bag["bag_value"]["encryption_algorithm"])


def _of_lock(algorithm: Any) -> Iterator[int]:
    settings = algorithm["parameters"].native or {}
    named = dict(settings.get("key_derivation_func", {}).get("parameters") or settings)
    # scrypt counts otherwise: its cost times its blocks and lanes is what is worked through.
    cost = int(named.get("cost_parameter", 0)) * int(named.get("parallelization_parameter", 1))
    yield max(int(named.get("iterations", 0)), int(named.get("iteration_count", 0)), cost)
