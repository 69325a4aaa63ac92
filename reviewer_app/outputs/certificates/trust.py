"""Which certificates vouch for signatures here: issuers on the office's list, and signers who are on it themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from reviewer_app.outputs.certificates.credential import in_asn1

#: What a certificate may be for whose signatures are trusted; the library would ask for the second alone, and many
#: certificates for signing are issued for the first.
FOR_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def context_for(
    trusted: Sequence[x509.Certificate], signer: x509.Certificate, moment: datetime | None
) -> ValidationContext:
    """How the signing library asks for trust on a day, without the network.

    A certificate that may not issue others counts for its own signatures alone, and none outside its own days (the
    library does not ask that of a root).
    """
    usable = (one for one in trusted if may_issue(one) or one == signer)
    roots = [in_asn1(one) for one in usable if moment is None or _is_valid_on(one, moment)]
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def _is_valid_on(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether a certificate is an issuer's (RFC 5280, 4.2.1.9 and 4.2.1.3)."""
    try:
        is_issuer = bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False
    try:
        return is_issuer and certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return is_issuer
