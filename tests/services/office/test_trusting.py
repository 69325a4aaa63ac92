"""The list of trusted issuers is an admin's, refuses what has ended, and every change of it is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import RecordKey
from reviewer_app.services.office.trust import (
    grouped,
    propose_trust,
    stop_trusting,
    trust_certificates,
    trusted_certificates,
    trusted_contents,
)
from reviewer_app.services.ports.trust import TrustedCertificate
from support.fakes import FakeUnit

ROOT = TrustedCertificate(
    fingerprint="ab12" * 16,
    holder="示例根证书",
    issuer="示例根证书",
    valid_from=datetime(2020, 1, 1, tzinfo=UTC),
    valid_to=datetime(2030, 1, 1, tzinfo=UTC),
    may_issue=True,
    content=b"root",
)
OLD = replace(ROOT, fingerprint="cd34" * 16, holder="示例旧证书", valid_to=datetime(2023, 1, 1, tzinfo=UTC))


def test_a_certificate_is_put_on_the_list_and_on_record() -> None:
    """Who did it, whose certificate, its fingerprint as it is read aloud."""
    unit = FakeUnit()
    assert propose_trust(unit, [ROOT])[0].reason == ""
    assert trusted_certificates(unit) == (), "a proposal writes nothing"
    changes = trust_certificates(unit, [ROOT])
    assert changes.nouns == {"trust"}
    assert trusted_contents(unit) == (b"root",)
    (event,) = unit.events.latest(1)
    assert (event.act, event.actor, event.detail[RecordKey.HOLDER]) == ("certificate_trusted", "示例甲", "示例根证书")
    assert event.detail[RecordKey.FINGERPRINT].startswith("AB12 AB12 ")
    stop_trusting(unit, ROOT.fingerprint)
    assert trusted_certificates(unit) == ()
    assert unit.events.latest(1)[0].act == "certificate_removed"


def test_what_has_ended_or_is_there_already_is_refused() -> None:
    """Alone in its file: refused. Beside a good one: named, and only the good one is offered."""
    unit = FakeUnit()
    with pytest.raises(RefusalError, match=r"trust\.expired") as refusal:
        propose_trust(unit, [OLD])
    assert refusal.value.values["day"] == "2023年1月1日"
    proposals = propose_trust(unit, [OLD, ROOT])
    assert ["到期" in one.reason for one in proposals] == [True, False]
    with pytest.raises(RefusalError, match=r"trust\.expired"):
        trust_certificates(unit, [ROOT, OLD])
    assert trusted_certificates(unit) == (), "all or nothing"
    trust_certificates(unit, [ROOT])
    with pytest.raises(RefusalError, match=r"trust\.known"):
        trust_certificates(unit, [ROOT])
    with pytest.raises(RefusalError, match=r"trust\.none"):
        propose_trust(unit, [])


def test_only_an_admin_changes_the_list() -> None:
    """Everybody reads it."""
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER, Role.HEAD, Role.SEAL})))
    for act in (lambda: propose_trust(unit, [ROOT]), lambda: trust_certificates(unit, [ROOT])):
        with pytest.raises(RefusalError, match=r"act\.role_needed"):
            act()
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        stop_trusting(unit, ROOT.fingerprint)
    assert trusted_certificates(unit) == ()


def test_taking_off_what_is_not_there_says_nothing() -> None:
    """No entry on the record."""
    unit = FakeUnit()
    stop_trusting(unit, ROOT.fingerprint)
    assert unit.events.latest(5) == ()
    assert grouped("ab12cd") == "AB12 CD"
