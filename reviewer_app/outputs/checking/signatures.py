"""What a look at a PDF's signatures finds, in sentences: who signed, what changed since, trusted or not.

A signature holds only if its bytes are as signed and everything added later is of the kind it allows; that the bytes
alone are as signed says nothing, for whoever adds a page or a note does not touch them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from asn1crypto import cms, parser
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.certificates.credential import day_of, holder_of, name_of
from reviewer_app.outputs.certificates.trust import FOR_SIGNING, context_for
from reviewer_app.outputs.checking.found import signatures_in
from reviewer_app.outputs.checking.limits import limit_lines, limits_of
from reviewer_app.outputs.checking.long_term import long_term_lines
from reviewer_app.outputs.checking.looked import LookedSignature, end_of, moment_of, shown
from reviewer_app.outputs.checking.revisions import added_signatures, naming
from reviewer_app.outputs.checking.unchecked import as_odd, is_unknown_kind, unchecked_line
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence


def trust_line(looked: LookedSignature) -> CheckLine:
    """What the certificate is worth here; its days at the time of signing."""
    certificate, moment = looked.certificate, looked.moment
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if moment is not None and not first <= moment <= last:
        return looked.line("out_of_days", Grade.BROKEN, first=day_of(first), last=day_of(last))
    issuer = name_of(certificate.issuer)
    is_own = certificate.subject == certificate.issuer
    if is_own:
        code = "own_trusted" if looked.status.trusted else "own"
        return looked.line(code, Grade.NOTICE, sentence=sentence("certificate.own"))
    if looked.status.trusted:
        code = "trusted_itself" if certificate in looked.listed else "trusted"
        return looked.line(code, Grade.INTACT, issuer=issuer)
    # Its issuer is on the list, and it or the certificate does not hold; or nothing on the list has to do with it.
    return looked.line("unaccepted" if looked.leads_to_list else "unknown", Grade.NOTICE, issuer=issuer)


def stamp_lines(looked: LookedSignature) -> Iterator[CheckLine]:
    """The time stamp, where there is one."""
    stamp = looked.status.timestamp_validity
    if stamp is None:
        return
    if not (stamp.intact and stamp.valid):
        yield looked.line("stamp_broken", Grade.BROKEN)
        return
    authority = holder_of(x509.load_der_x509_certificate(stamp.signing_cert.dump()))
    trust = "在信任名单内" if stamp.trusted else "不在信任名单内"
    standing = Grade.INTACT if stamp.trusted else Grade.NOTICE
    yield looked.line("stamp", standing, time=shown(stamp.timestamp), authority=authority, trust=trust)


_ENTIRE = SignatureCoverageLevel.ENTIRE_FILE
_REVISION = SignatureCoverageLevel.ENTIRE_REVISION


def check_signatures(content: bytes, trusted: Sequence[x509.Certificate] = ()) -> list[CheckLine]:
    """Two lines or more for each signature in the order they were made; none for a PDF without signatures.

    Raises TroubleError `signature.file_damaged`.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = signatures_in(reader)
        limits = limits_of(found.regular)
    except damage() as error:
        raise TroubleError("signature.file_damaged") from error
    lines: list[CheckLine] = []
    for number, (signature, limit) in enumerate(zip(found.regular, limits, strict=True), 1):
        part = f"签名{number}"
        try:
            lines += list(_lines(content, signature, part, limit, trusted))
        except damage():
            odd = as_odd(signature)
            is_unknown = is_unknown_kind(odd)
            unread = CheckLine(part, Grade.BROKEN, sentence("signature.unreadable"))
            lines.append(unchecked_line(content, reader, odd, part) if is_unknown else unread)
    for number, odd in enumerate(found.odd, len(found.regular) + 1):
        lines.append(unchecked_line(content, reader, odd, f"签名{number}"))
    return [*lines, *long_term_lines(reader, found.stamps, trusted)]


def broken_signature(content: bytes) -> str:
    """What the first signature that no longer holds is told of; empty while all of them hold.

    What a certificate or a time stamp is worth is not asked. Raises TroubleError `signature.file_damaged`.
    """
    told: dict[str, CheckLine] = {}
    for line in check_signatures(content):
        told.setdefault(line.part, line)
    return next((line.message for line in told.values() if line.is_broken), "")


def signed_ends(content: bytes) -> list[int]:
    """Where the file ended when each signature had just been made; none without readable signatures."""
    try:
        return sorted(signatures_in(PdfFileReader(io.BytesIO(content), strict=False)).ends())
    except damage():
        return []


def _lines(
    content: bytes,
    signature: EmbeddedPdfSignature,
    part: str,
    limit: MDPPerm | None,
    trusted: Sequence[x509.Certificate],
) -> Iterator[CheckLine]:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    # Trust is asked for the day of signing: a certificate that ended since was good then.
    context = context_for(trusted, certificate, moment_of(signature))
    status = validate_pdf_signature(signature, context, key_usage_settings=FOR_SIGNING)
    forbidden = _forbidden(content, signature, limit)
    looked = LookedSignature(content, signature, status, certificate, part, limit, forbidden, trusted)
    yield _integrity(looked)
    yield from limit_lines(looked)
    yield from stamp_lines(looked)
    yield trust_line(looked)


def _integrity(looked: LookedSignature) -> CheckLine:
    """Whether what was signed is still what is seen, and if not, what happened."""
    status, holder = looked.status, looked.holder
    if not looked.is_sound:
        is_moved = status.coverage not in (_ENTIRE, _REVISION) or not _fits(looked)
        return looked.line("resaved" if is_moved else "broken", Grade.BROKEN, holder=holder)
    first, length, second = (int(value) for value in list(looked.signature.byte_range)[:3])
    if not _is_clean_gap(looked.content, first + length, second):
        return looked.line("filled_gap", Grade.BROKEN, holder=holder)
    return _standing(looked, _is_written_in_one_way(looked.content, first + length, second))


def _standing(looked: LookedSignature, is_one_way: bool) -> CheckLine:
    """What followed a signature that is sound and stands alone in its place."""
    status, holder = looked.status, looked.holder
    if not is_one_way and (status.coverage is _ENTIRE or looked.allows_what_followed):
        return looked.line("mixed_digits", Grade.NOTICE, holder=holder, time=looked.time)
    if status.coverage is _ENTIRE:
        return looked.line("intact", Grade.INTACT, holder=holder, time=looked.time)
    if status.coverage is not _REVISION:
        return looked.line("partial", Grade.BROKEN, holder=holder)
    if not looked.allows_what_followed:
        return _altered(looked)
    if looked.is_last:
        behind = len(looked.content) - looked.end
        return looked.line("intact_behind", Grade.NOTICE, holder=holder, time=looked.time, count=behind)
    return looked.line("intact_later", Grade.INTACT, holder=holder, time=looked.time)


def _altered(looked: LookedSignature) -> CheckLine:
    """What was added or taken away since the signature, as far as it can be named."""
    found = naming(looked.content[: looked.end], looked.content)
    if found is None and looked.forbidden:
        found = "countersigned", {"count": looked.forbidden}
    code, values = found or ("altered", {})
    return looked.line(code, Grade.BROKEN, holder=looked.holder, **values)


def _forbidden(content: bytes, signature: EmbeddedPdfSignature, limit: MDPPerm | None) -> int:
    """How many signatures were added that the limit leaves no place for; the library lets new fields pass."""
    if limit is None or end_of(signature) == len(content):
        return 0
    is_closed = limit is MDPPerm.NO_CHANGES
    return added_signatures(content[: end_of(signature)], content, of_all_fields=is_closed)


def _fits(looked: LookedSignature) -> bool:
    """Whether the gap that the signature leaves out is where the signature itself stands in the file."""
    first, length, second = (int(value) for value in list(looked.signature.byte_range)[:3])
    gap = looked.content[first + length : second]
    inside = gap[1:-1].lower()
    held = looked.signature.pkcs7_content.hex().encode()
    return gap[:1] == b"<" and gap[-1:] == b">" and inside.startswith(held[: len(inside)]) and bool(inside)


def _is_clean_gap(content: bytes, first: int, last: int) -> bool:
    """Whether in the gap of a file, which nothing signs, stands one signature and zeros, nothing else."""
    inside = content[first + 1 : last - 1]
    try:
        held = bytes.fromhex(inside.decode("ascii"))
        _class, _method, _tag, head, body, foot = parser.parse(held, strict=False)
        # The frame around the signature is signed by nothing: it has at least to be one all through.
        frame = cms.ContentInfo.load(held)["content"]
        for part in ("version", "digest_algorithms", "encap_content_info", "signer_infos"):
            _said = frame[part].native
        if not _names_what_signers_used(frame):
            return False
    except (ValueError, TypeError, KeyError):
        return False
    end = len(head) + len(body) + len(foot)
    return len(inside) == 2 * len(held) and not any(held[end:])


def _names_what_signers_used(frame: cms.SignedData) -> bool:
    """Whether the frame names the digests that its signers took, or (as it may, RFC 5652, 5.1) none at all."""
    named = {one["algorithm"].dotted for one in frame["digest_algorithms"]}
    used = {one["digest_algorithm"]["algorithm"].dotted for one in frame["signer_infos"]}
    return not named or used <= named


def _is_written_in_one_way(content: bytes, first: int, last: int) -> bool:
    """Whether the digits of the signature are all small letters or all large; both say the same bytes."""
    inside = content[first + 1 : last - 1]
    return inside in (inside.lower(), inside.upper())
