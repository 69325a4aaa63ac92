"""Whose signatures the office trusts: the list of issuers, kept in the library, changed by an admin and on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class TrustProposal:
    """A certificate of a file and why it cannot be put on the list; without a reason it can."""

    certificate: TrustedCertificate
    reason: str = ""


def trusted_certificates(unit: UnitOfWork) -> tuple[TrustedCertificate, ...]:
    """The list, by holder."""
    return unit.trust.all()


def trusted_contents(unit: UnitOfWork) -> tuple[bytes, ...]:
    """The certificates themselves, for a look at signatures."""
    return tuple(one.content for one in unit.trust.all())


def propose_trust(unit: UnitOfWork, certificates: Sequence[TrustedCertificate]) -> tuple[TrustProposal, ...]:
    """What would become of each certificate of a file; nothing is written.

    Raises RefusalError with the first reason when none of them can be written.
    """
    require_role(unit.actor, EventAct.CERTIFICATE_TRUSTED)
    refusals = [_refusal(unit, one) for one in certificates]
    found = [one for one in refusals if one is not None]
    if len(found) == len(refusals):
        raise found[0] if found else RefusalError("trust.none")
    return tuple(
        TrustProposal(one, sentence(refusal.code, refusal.values) if refusal else "")
        for one, refusal in zip(certificates, refusals, strict=True)
    )


def trust_certificates(unit: UnitOfWork, certificates: Sequence[TrustedCertificate]) -> Changes:
    """Puts certificates on the list (an admin's act); RefusalError `trust.expired`, `trust.known`: none is written."""
    require_role(unit.actor, EventAct.CERTIFICATE_TRUSTED)
    for one in certificates:
        refusal = _refusal(unit, one)
        if refusal is not None:
            raise refusal
    for one in certificates:
        unit.trust.add(one)
        record(unit, None, EventAct.CERTIFICATE_TRUSTED, detail=_said(one))
    return Changes(frozenset({Noun.TRUST}))


def stop_trusting(unit: UnitOfWork, fingerprint: str) -> Changes:
    """Takes a certificate off the list (an admin's act); one that is not on it changes nothing."""
    require_role(unit.actor, EventAct.CERTIFICATE_REMOVED)
    for one in unit.trust.all():
        if one.fingerprint == fingerprint:
            unit.trust.remove(fingerprint)
            record(unit, None, EventAct.CERTIFICATE_REMOVED, detail=_said(one))
    return Changes(frozenset({Noun.TRUST}))


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, as it is read aloud and compared."""
    upper = fingerprint.upper()
    return " ".join(upper[start : start + 4] for start in range(0, len(upper), 4))


def _refusal(unit: UnitOfWork, certificate: TrustedCertificate) -> RefusalError | None:
    """Why a certificate cannot be put on the list."""
    last = certificate.valid_to.astimezone().date()
    if last < unit.today:
        return RefusalError("trust.expired", holder=certificate.holder, day=chinese_date(last))
    if any(one.fingerprint == certificate.fingerprint for one in unit.trust.all()):
        return RefusalError("trust.known", holder=certificate.holder)
    return None


def _said(certificate: TrustedCertificate) -> dict[str, str]:
    return {
        RecordKey.HOLDER: certificate.holder,
        RecordKey.ISSUER: certificate.issuer,
        RecordKey.VALID_TO: certificate.valid_to.astimezone().date().isoformat(),
        RecordKey.FINGERPRINT: grouped(certificate.fingerprint),
    }
