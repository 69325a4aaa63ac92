"""A revocation list (CRL) the office keeps as a file: whose it is, whether it may be believed, what it says of one.

The list is a file of others: `listed` runs in the child process and answers plain values, which are judged here by the
clock. No network is asked: a list says what was revoked on its day, and nothing beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.certificates.credential import day_of, holder_of, name_of
from reviewer_app.outputs.certificates.file import loaded
from reviewer_app.services.ports.papers import RevocationNote
from reviewer_app.small_files import NoFileError, ordinary_file
from reviewer_resources.phrases import sentence

#: The lists of large issuers have some megabytes.
MOST_BYTES = 32 << 20
#: What the library raises over a list that is none, or has parts that there are not.
_NO_LIST = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListLook:
    """What a list says of one certificate: since when it is revoked, if at all; whether its signature was checked."""

    made: datetime
    due: datetime | None
    is_checked: bool
    revoked: datetime | None = None
    is_on_hold: bool = False


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What a list says of itself: its issuer, its days, how many certificates it names."""

    issuer: str
    made: datetime
    due: datetime | None
    count: int


#: Looks at a list, wherever that is done: the file's name, the file, the certificate, those who may have issued it.
LookUp = Callable[[str, Path, bytes, tuple[bytes, ...]], ListLook]


def look_up_here(_name: str, file: Path, certificate: bytes, issuers: tuple[bytes, ...]) -> ListLook:
    """`listed` in this process."""
    return listed(file, certificate, issuers)


def listed(file: Path, certificate: bytes, issuers: Sequence[bytes]) -> ListLook:
    """What a list says of a certificate (DER); `issuers` are the certificates at hand that may have issued it.

    Raises TroubleError `sign.list_unreadable`, `sign.list_damaged`, `sign.list_too_large`; RefusalError
    `sign.list_other_issuer`, `sign.list_forged`, `sign.list_partial`.
    """
    content = _content(file)
    try:
        return _look(_loaded(content), x509.load_der_x509_certificate(certificate), loaded(issuers), file.name)
    except _NO_LIST as error:
        raise TroubleError("sign.list_damaged", name=file.name) from error


def facts_of(file: Path) -> ListFacts:
    """What a list says of itself; TroubleError `sign.list_unreadable`, `sign.list_damaged`, `sign.list_too_large`."""
    content = _content(file)
    try:
        found = _loaded(content)
        return ListFacts(name_of(found.issuer), found.last_update_utc, found.next_update_utc, len(found))
    except _NO_LIST as error:
        raise TroubleError("sign.list_damaged", name=file.name) from error


def list_note(facts: ListFacts, now: datetime) -> RevocationNote:
    """A list in the words in which it is shown where it is chosen, and what is to be minded about it today."""
    due = sentence("certificate.list_due", {"day": day_of(facts.due)}) if facts.due is not None else ""
    told = {"issuer": facts.issuer, "day": day_of(facts.made), "count": facts.count, "due": due}
    return RevocationNote(sentence("certificate.list_of", told), _age_of(facts.made, facts.due, now))


def refuse_revoked(certificate: x509.Certificate, look: ListLook) -> None:
    """RefusalError `sign.revoked`, `sign.on_hold` for a certificate that the list names."""
    if look.revoked is not None:
        code = "sign.on_hold" if look.is_on_hold else "sign.revoked"
        raise RefusalError(code, holder=holder_of(certificate), day=day_of(look.revoked), made=day_of(look.made))


def worth_of(look: ListLook, now: datetime) -> tuple[str, str]:
    """What a list that does not name the certificate says, and what is to be minded about the list; both sentences."""
    minded = "" if look.is_checked else sentence("certificate.list_unchecked")
    minded += _age_of(look.made, look.due, now)
    return sentence("certificate.not_listed", {"day": day_of(look.made)}), minded


def _age_of(made: datetime, due: datetime | None, now: datetime) -> str:
    """What is to be minded about the days of a list; empty while it holds."""
    if made > now:
        return sentence("certificate.list_ahead", {"day": day_of(made)})
    if due is not None and due < now:
        return sentence("certificate.list_old", {"made": day_of(made), "day": day_of(due)})
    return ""


def _loaded(content: bytes) -> x509.CertificateRevocationList:
    reads_pem = content.lstrip().startswith(b"-----BEGIN")
    return x509.load_pem_x509_crl(content) if reads_pem else x509.load_der_x509_crl(content)


def _content(file: Path) -> bytes:
    try:
        with ordinary_file(file) as opened:
            content = opened.read(MOST_BYTES + 1)
    except NoFileError as error:
        raise TroubleError("sign.list_damaged", name=file.name) from error
    except (OSError, ValueError) as error:
        raise TroubleError("sign.list_unreadable", name=file.name) from error
    if len(content) > MOST_BYTES:
        raise TroubleError("sign.list_too_large", name=file.name, most=MOST_BYTES >> 20)
    return content


def _look(
    found: x509.CertificateRevocationList,
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    name: str,
) -> ListLook:
    if found.issuer != certificate.issuer:
        raise RefusalError(
            "sign.list_other_issuer", name=name, issuer=name_of(found.issuer), wanted=name_of(certificate.issuer)
        )
    own = [one for one in (*issuers, certificate) if _issued(one, certificate)]
    if own and not any(_vouches(one, found) for one in own):
        raise RefusalError("sign.list_forged", name=name)
    made, due = found.last_update_utc, found.next_update_utc
    entry = found.get_revoked_certificate_by_serial_number(certificate.serial_number)
    reason = None if entry is None else _reason(entry)
    if entry is not None and reason is not x509.ReasonFlags.remove_from_crl:
        is_on_hold = reason is x509.ReasonFlags.certificate_hold
        return ListLook(made, due, bool(own), entry.revocation_date_utc, is_on_hold)
    if not _speaks_of(found, certificate):
        raise RefusalError("sign.list_partial", name=name)
    return ListLook(made, due, bool(own))


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (*_NO_LIST, InvalidSignature):
        return False
    return True


def _vouches(issuer: x509.Certificate, found: x509.CertificateRevocationList) -> bool:
    """Its key has issued the certificate, so it is of a kind that can be checked."""
    try:
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (*_NO_LIST, InvalidSignature):
        return False


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None


def _speaks_of(found: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether silence of the list means anything: one of changes, or of other certificates, leaves it open."""
    for one in found.extensions:
        value = one.value
        if isinstance(value, x509.DeltaCRLIndicator) or (
            one.critical and isinstance(value, x509.UnrecognizedExtension)
        ):
            return False
        if isinstance(value, x509.IssuingDistributionPoint):
            others = value.only_contains_ca_certs or value.only_contains_attribute_certs or value.indirect_crl
            if others or value.only_some_reasons or not _is_place_of(value, certificate):
                return False
    return True


def _is_place_of(point: x509.IssuingDistributionPoint, certificate: x509.Certificate) -> bool:
    """An issuer may spread its certificates over several lists; each certificate says which is its own."""
    if not point.full_name and not point.relative_name:
        return True
    try:
        places = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return False
    named = {name for place in places for name in place.full_name or ()}
    return not named.isdisjoint(point.full_name or ())
