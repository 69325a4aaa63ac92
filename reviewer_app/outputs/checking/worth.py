"""What stands behind a signature: who vouches for the certificate, and for the time."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509

from reviewer_app.outputs.certificates.credential import day_of, holder_of, name_of
from reviewer_app.outputs.checking.looked import LookedSignature, shown
from reviewer_app.services.ports.records import CheckLine, Standing
from reviewer_resources.phrases import sentence


def trust_line(looked: LookedSignature) -> CheckLine:
    """What the certificate is worth here; its days at the time of signing."""
    certificate, moment = looked.certificate, looked.moment
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if moment is not None and not first <= moment <= last:
        return looked.line("out_of_days", Standing.BROKEN, first=day_of(first), last=day_of(last))
    issuer = name_of(certificate.issuer)
    is_own = certificate.subject == certificate.issuer
    if is_own:
        code = "own_trusted" if looked.status.trusted else "own"
        return looked.line(code, Standing.NOTICE, sentence=sentence("certificate.own"))
    if looked.status.trusted:
        code = "trusted_itself" if certificate in looked.listed else "trusted"
        return looked.line(code, Standing.INTACT, issuer=issuer)
    # Its issuer is on the list, and it or the certificate does not hold; or nothing on the list has to do with it.
    return looked.line("unaccepted" if looked.leads_to_list else "unknown", Standing.NOTICE, issuer=issuer)


def stamp_lines(looked: LookedSignature) -> Iterator[CheckLine]:
    """The time stamp, where there is one."""
    stamp = looked.status.timestamp_validity
    if stamp is None:
        return
    if not (stamp.intact and stamp.valid):
        yield looked.line("stamp_broken", Standing.BROKEN)
        return
    authority = holder_of(x509.load_der_x509_certificate(stamp.signing_cert.dump()))
    trust = "在信任名单内" if stamp.trusted else "不在信任名单内"
    standing = Standing.INTACT if stamp.trusted else Standing.NOTICE
    yield looked.line("stamp", standing, time=shown(stamp.timestamp), authority=authority, trust=trust)
