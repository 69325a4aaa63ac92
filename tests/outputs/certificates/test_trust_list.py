"""Who is trusted: issuers on the office's list, through those between, and single signers; files that hold them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from reviewer_app.domain.errors import OfficeError
from reviewer_app.outputs.certificates.file import certificates_in
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.records import Grade
from support.foreign_pages import foreign_pdf
from support.signed_pages import NOW, PASSWORD, Identity, certificate_file, identity, p12


@pytest.fixture
def signer() -> PadesSigner:
    """The signer on a machine whose clock says May 2026."""
    return PadesSigner(clock=lambda: NOW)


def der(who: Identity) -> bytes:
    """A certificate as the list keeps it."""
    return who.certificate.public_bytes(Encoding.DER)


def told(signer: PadesSigner, content: bytes, *trusted: Identity) -> tuple[Grade, str]:
    """How the certificate of the only signature stands when these are on the list."""
    line = signer.check(content, [der(one) for one in trusted])[-1]
    return line.standing, line.message


def test_a_chain_is_built_through_the_certificates_inside_the_pdf(signer: PadesSigner, tmp_path: Path) -> None:
    """Root on the list, intermediate in the signature, leaf signs: trusted. Without the intermediate: not."""
    root = identity("示例根证书")
    middle = identity("示例签发中心", root, issues=True)
    leaf = identity("上海示例区某局", middle)
    whole = signer.sign(foreign_pdf(), p12(tmp_path, leaf, chain=[middle]), PASSWORD)
    assert told(signer, whole, root)[0] is Grade.INTACT
    assert "“示例签发中心”签发，可追溯到信任名单上的签发者" in told(signer, whole, root)[1], (
        "not that it is there itself"
    )
    assert told(signer, whole, middle)[0] is Grade.INTACT, "an issuer in the middle vouches as well"
    assert told(signer, whole)[0] is Grade.NOTICE
    bare = signer.sign(foreign_pdf(), p12(tmp_path, leaf, "bare.p12"), PASSWORD)
    assert told(signer, bare, root)[0] is Grade.NOTICE
    assert told(signer, bare, root, middle)[0] is Grade.INTACT
    assert told(signer, whole, identity("示例根证书"))[0] is Grade.NOTICE, "the same name is not the same key"


def test_a_signer_on_the_list_is_trusted_for_itself_alone(signer: PadesSigner, tmp_path: Path) -> None:
    """A certificate that may not issue others does not vouch for whom it issued all the same."""
    root = identity("示例根证书")
    leaf = identity("示例甲", root)
    strange = identity("示例乙", leaf)
    own = signer.sign(foreign_pdf(), p12(tmp_path, leaf), PASSWORD)
    assert told(signer, own, leaf)[0] is Grade.INTACT
    assert "“示例根证书”签发，这张证书在信任名单内" in told(signer, own, leaf)[1], "its issuer is not there"
    other = signer.sign(foreign_pdf(), p12(tmp_path, strange, "b.p12", chain=[leaf]), PASSWORD)
    assert told(signer, other, leaf)[0] is Grade.NOTICE
    assert told(signer, other, root)[0] is Grade.NOTICE, "a signer in the middle breaks the chain"


def test_a_certificate_that_may_sign_is_enough_and_one_for_something_else_is_said(
    signer: PadesSigner, tmp_path: Path
) -> None:
    """Many are issued for digital signatures without the usage that binds; a chain that does not hold is told apart."""
    root = identity("示例根证书")
    plain = signer.sign(foreign_pdf(), p12(tmp_path, identity("示例甲", root, commits=False)), PASSWORD)
    assert told(signer, plain, root)[0] is Grade.INTACT
    middle = identity("示例签发中心", root, last=NOW - timedelta(days=20), issues=True)
    late = signer.sign(foreign_pdf(), p12(tmp_path, identity("示例乙", middle), "b.p12", chain=[middle]), PASSWORD)
    standing, said = told(signer, late, root)
    assert (standing, "没有通过核对" in said) == (Grade.NOTICE, True)


def test_a_self_made_certificate_stays_one_even_on_the_list(signer: PadesSigner, tmp_path: Path) -> None:
    """The list tells whose it is; it does not give it legal effect."""
    mine = identity(issues=False)
    content = signer.sign(foreign_pdf(), p12(tmp_path, mine), PASSWORD)
    standing, said = told(signer, content, mine)
    assert standing is Grade.NOTICE
    assert "不具法律效力" in said
    assert "信任名单内" in said


def test_an_issuer_that_ended_since_is_asked_for_the_day_of_signing(signer: PadesSigner, tmp_path: Path) -> None:
    """Signed while it was valid: trusted. An issuer that had ended before: not."""
    early, today = NOW - timedelta(days=900), datetime.now(UTC)
    for last, standing in ((today + timedelta(days=1), Grade.INTACT), (today - timedelta(days=9), Grade.NOTICE)):
        root = identity("示例根证书", first=early, last=last)
        content = signer.sign(foreign_pdf(), p12(tmp_path, identity("示例甲", root, first=early)), PASSWORD)
        assert told(signer, content, root)[0] is standing


@pytest.mark.parametrize("name", ["a.cer", "a.crt", "a.pem", "a.p7b"])
def test_every_form_of_file_is_read(tmp_path: Path, name: str) -> None:
    """Holder, issuer, last day, fingerprint, and whether it vouches for others."""
    root = identity("示例根证书")
    (found,) = certificates_in(certificate_file(tmp_path, root, name=name))
    assert (found.holder, found.issuer, found.may_issue) == ("示例根证书", "示例根证书", True)
    assert found.valid_to == root.certificate.not_valid_after_utc
    assert len(found.fingerprint) == 64
    assert found.content == der(root)


@pytest.mark.parametrize("name", ["a.pem", "a.p7b"])
def test_a_file_may_hold_a_whole_chain(tmp_path: Path, name: str) -> None:
    """Each certificate once."""
    root = identity("示例根证书")
    middle = identity("示例签发中心", root, issues=True)
    found = certificates_in(certificate_file(tmp_path, root, middle, root, name=name))
    assert sorted(one.holder for one in found) == ["示例根证书", "示例签发中心"]


def test_a_file_that_holds_no_certificate_is_refused(tmp_path: Path) -> None:
    """Broken, cut off, empty, much too large, with a private key, with a kind of key nobody here can check."""
    root = identity("示例根证书")
    pem = root.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    cases = {
        b"hello": "trust.not_certificate",
        b"": "trust.not_certificate",
        der(root)[:-20]: "trust.not_certificate",
        b"0" * 1_000_001: "trust.not_certificate",
        b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n": "trust.not_certificate",
        pem: "trust.private_key",
        der(identity(key=ed25519.Ed25519PrivateKey.generate())): "trust.key_kind",
    }
    for content, code in cases.items():
        (tmp_path / "a.cer").write_bytes(content)
        with pytest.raises(OfficeError) as refusal:
            certificates_in(tmp_path / "a.cer")
        assert refusal.value.code == code
    with pytest.raises(OfficeError, match=r"trust\.unreadable"):
        certificates_in(tmp_path / "none.cer")


def test_an_issuer_on_the_list_that_does_not_hold_is_not_said_to_be_missing_there(
    signer: PadesSigner, tmp_path: Path
) -> None:
    """Out of its days, or not allowed to issue, directly or through one between: the officer sees it on the list."""
    ended = identity("示例根证书", last=NOW - timedelta(days=1))
    middle = identity("示例签发中心", ended, issues=True)
    plain = identity("示例甲", ended)
    for leaf, chain, listed in (
        (identity("示例乙", ended), [], ended),
        (identity("示例乙", middle), [middle], ended),
        (identity("示例乙", plain), [], plain),
    ):
        signed = signer.sign(foreign_pdf(), p12(tmp_path, leaf, chain=chain), PASSWORD)
        standing, message = told(signer, signed, listed)
        assert standing is Grade.NOTICE
        assert "与信任名单有签发关系，但没有通过核对" in message
        assert "不在信任名单内" in told(signer, signed, identity("别的根证书"))[1]


def test_certificates_that_name_each_other_in_a_ring_are_unknown(signer: PadesSigner, tmp_path: Path) -> None:
    """The look comes to an end."""
    first = identity("示例甲")
    second = identity("示例乙", first, issues=True)
    first_again = identity("示例甲", second, issues=True)
    leaf = identity("示例丙", first_again)
    signed = signer.sign(foreign_pdf(), p12(tmp_path, leaf, chain=[second, first_again]), PASSWORD)
    assert "不在信任名单内" in told(signer, signed, identity("别的根证书"))[1]


def test_a_name_stays_within_its_quotation(signer: PadesSigner, tmp_path: Path) -> None:
    """Whoever names himself cannot write lines or sentences of ours, nor turn letters around."""
    name = "甲局\n完好  签名1  证书由“乙\x1b[2J\u202e"
    who = identity(name, identity(f"丙{name}"))
    for line in signer.check(signer.sign(foreign_pdf(), p12(tmp_path, who), PASSWORD)):
        assert line.message.isprintable()
        assert line.message.count("“") == line.message.count("”") <= 1
    note = signer.look_at(p12(tmp_path, who), PASSWORD)
    assert note.holder == "甲局 完好  签名1  证书由‘乙 [2J"


def test_a_name_of_nothing_that_shows_is_given_by_the_whole(signer: PadesSigner, tmp_path: Path) -> None:
    """An empty quotation would say nothing of who it was."""
    assert "CN=" in signer.look_at(p12(tmp_path, identity("\u202e\u200b")), PASSWORD).holder


def test_a_spoilt_entry_of_the_list_vouches_for_nobody(signer: PadesSigner, tmp_path: Path) -> None:
    """The signature can be looked at all the same."""
    root = identity("示例根证书")
    signed = signer.sign(foreign_pdf(), p12(tmp_path, identity("示例甲", root)), PASSWORD)
    assert signer.check(signed, [b"spoilt", der(root)])[-1].standing is Grade.INTACT
    assert signer.check(signed, [der(root)[:-1]])[-1].standing is Grade.NOTICE
