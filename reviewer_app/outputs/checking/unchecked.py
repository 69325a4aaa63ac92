"""Signatures whose mathematics nobody here knows (SM2 among them): what can be said of the bytes all the same.

The sum of the content that such a signature bears is compared where its kind is known (SM3 is), and what was added
since is looked at as for any other; who signed it is not known, so the best that is said is that it needs a look.
"""

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import cms, parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from reviewer_app.outputs.checking.found import OddSignature
from reviewer_app.outputs.checking.revisions import naming
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence

#: All kinds of the national standards for cryptography stand under this number.
_NATIONAL = "1.2.156.10197."
_SM2_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2"
_SUMS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.156.10197.1.401": "sm3",
}
#: What can be checked here: RSA, ECDSA over the usual curves, and the kinds beside them.
_KNOWN_KINDS = ("1.2.840.113549.1.1.", "1.2.840.10045.4.", "1.2.840.10040.4.", "1.3.101.")


def as_odd(signature: EmbeddedPdfSignature) -> OddSignature:
    """A signature that can be read but not checked, by its parts."""
    numbers = tuple(int(number) for number in signature.byte_range)
    return OddSignature(numbers, bytes(signature.pkcs7_content), int(signature.signed_revision))


def is_unknown_kind(odd: OddSignature) -> bool:
    """Whether a signature under a usual name is of a kind that cannot be checked here, and not one that was damaged."""
    signer = _signer(odd.contents)
    if signer is None:
        return True
    return not signer["signature_algorithm"]["algorithm"].dotted.startswith(_KNOWN_KINDS)


def unchecked_line(content: bytes, reader: PdfFileReader, odd: OddSignature, part: str) -> CheckLine:
    """What can be said of such a signature; broken only when the file is seen to have changed."""
    signer = _signer(odd.contents)
    if not _fits(content, odd):
        return _line(part, "unchecked_moved", Grade.BROKEN)
    sums = _sums(content, odd, signer)
    if sums is not None and sums[0] != sums[1]:
        return _line(part, "unchecked_changed", Grade.BROKEN)
    if odd.end != len(content) and not _is_allowed(content, reader, odd):
        found = naming(content[: odd.end], content)
        said = sentence(f"revision.signed_{found[0]}", found[1]) if found else ""
        return CheckLine(part, Grade.BROKEN, sentence("signature.unchecked_altered") + said)
    kind = "national" if _is_national(signer, odd.contents) else "other"
    agrees = "agrees" if sums is not None else "open"
    return _line(part, f"unchecked_{kind}_{agrees}", Grade.NOTICE)


def _line(part: str, code: str, standing: Grade) -> CheckLine:
    return CheckLine(part, standing, sentence(f"signature.{code}"))


def _signer(contents: bytes) -> Any:
    """Who signed, as the signature's own structure says it; None when it has none that is known."""
    try:
        info = cms.ContentInfo.load(contents)
        is_national = info["content_type"].dotted == _SM2_SIGNED_DATA
        # Their structure is the ordinary one under a number of their own, one layer further in.
        data: Any = cms.SignedData.load(parser.parse(info["content"].dump())[4]) if is_national else info["content"]
        (signer,) = data["signer_infos"]
        _ = signer["signature_algorithm"]["algorithm"].dotted
    except damage():
        return None
    return signer


def _is_national(signer: Any, contents: bytes) -> bool:
    if signer is None:
        # The number of the national standards, as it is written in any structure of theirs.
        return b"\x2a\x81\x1c\xcf\x55" in contents
    return bool(signer["signature_algorithm"]["algorithm"].dotted.startswith(_NATIONAL))


def _fits(content: bytes, odd: OddSignature) -> bool:
    """Whether it speaks of all bytes from the first on, but for the gap in which it stands itself."""
    if len(odd.byte_range) != 4 or odd.byte_range[0] or min(odd.byte_range) < 0 or odd.end > len(content):
        return False
    _, length, second, _ = odd.byte_range
    gap = content[length:second]
    inside = bytes(gap[1:-1]).lower()
    return gap[:1] == b"<" and gap[-1:] == b">" and bool(odd.contents) and inside == odd.contents.hex().encode()


def _sums(content: bytes, odd: OddSignature, signer: Any) -> tuple[bytes, bytes] | None:
    """The sum of the signed bytes as the signature bears it, and as it is today; None when its kind is not known."""
    if signer is None:
        return None
    try:
        _, length, second, rest = odd.byte_range
        name = _SUMS[signer["digest_algorithm"]["algorithm"].dotted]
        today = hashlib.new(name, content[:length] + content[second : second + rest], usedforsecurity=False).digest()
        borne = [one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "message_digest"]
        return (bytes(borne[0]), today) if borne else None
    except damage():
        return None


def _is_allowed(content: bytes, reader: PdfFileReader, odd: OddSignature) -> bool:
    """Whether what was added since is of the kind that leaves any signature whole: signatures and filled forms."""
    if naming(content[: odd.end], content) is not None:
        return False
    try:
        found = DEFAULT_DIFF_POLICY.review_file(reader, odd.revision)
    except damage():
        return False
    return not isinstance(found, SuspiciousModification) and found.modification_level is not ModificationLevel.OTHER
