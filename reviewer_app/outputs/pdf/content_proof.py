"""The proof of content that each PDF of ours carries: its length and a SHA-256 over all of its bytes.

The proof stands in the Info dictionary under `/DeskProof` as fixed-width text, so that it can be filled in when the
file is finished; for the hash its own 64 digits are taken as zeros. It shows damage and later change; it is not a
signature: whoever changes the file with knowledge of this scheme can write a new proof.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

PROOF_KEY = "DeskProof"
_ZEROS = "0" * 64
PLACEHOLDER = f"reviewer-desk 1 {'0' * 10} {_ZEROS}"
_PROOF = re.compile(rb"/DeskProof \(reviewer-desk 1 (\d{10}) ([0-9a-f]{64})\)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file's bytes say: whether there is a proof, whether it holds, and how many bytes were added behind it."""

    is_there: bool
    holds: bool
    added: int = 0


def seal_content(content: bytes) -> bytes:
    """Fills the proof of a finished PDF in; ValueError unless it has exactly one place for it."""
    found = list(_PROOF.finditer(content))
    if len(found) != 1:
        raise ValueError(f"{len(found)} places for the proof")
    start, end = found[0].span(1)
    counted = content[:start] + b"%010d" % len(content) + content[end:]
    digest = hashlib.sha256(counted).hexdigest().encode()
    return _with_digest(counted, found[0].span(2), digest)


def check_content(content: bytes) -> Proof:
    """Whether the bytes are those that were sealed; bytes added at the end (a signature) are counted, not accepted."""
    found = _PROOF.search(content)
    if found is None:
        return Proof(is_there=False, holds=False)
    length = int(found.group(1))
    original = content[:length]
    counted = _with_digest(original, found.span(2), _ZEROS.encode())
    holds = len(original) == length and hashlib.sha256(counted).hexdigest().encode() == found.group(2)
    return Proof(is_there=True, holds=holds, added=max(len(content) - length, 0))


def _with_digest(content: bytes, span: tuple[int, int], digest: bytes) -> bytes:
    return content[: span[0]] + digest + content[span[1] :]
