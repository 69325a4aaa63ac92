"""A revocation list on the office's disk: a certificate it names signs nothing, a list that proves nothing says so."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from reviewer_app.domain.errors import OfficeError
from reviewer_app.foreign_signing import ForeignSigner
from reviewer_app.outputs.certificates.revocation import MOST_BYTES
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import CertificateNote, Credential
from reviewer_resources.phrases import sentence
from support.revocation_lists import DAY, revocation_list
from support.signed_pages import NOW, PASSWORD, Identity, identity, p12

CA = identity("上海示例证书有限公司")
OTHER = identity("上海演示证书有限公司")
OWN = identity(issuer=CA)
SIBLING = identity("上海市示例二区市场监督管理局（演练）", issuer=CA)


def looked(
    tmp_path: Path, file: Path | None, chain: tuple[Identity, ...] = (CA,), own: Identity = OWN
) -> CertificateNote:
    credential = replace(p12(tmp_path, own, chain=chain), revocations=file)
    return PadesSigner(clock=lambda: NOW).look_at(credential, PASSWORD)


def refused(tmp_path: Path, file: Path, chain: tuple[Identity, ...] = (CA,)) -> tuple[str, str]:
    """The code, and what the officer reads."""
    with pytest.raises(OfficeError) as caught:
        looked(tmp_path, file, chain)
    return caught.value.code, sentence(caught.value.code, caught.value.values)


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_certificate_not_on_the_list_signs_and_no_more_is_said_than_the_list_of_its_day_says(
    tmp_path: Path, encoding: Encoding
) -> None:
    note = looked(tmp_path, revocation_list(tmp_path / "列表.crl", CA, [SIBLING], encoding=encoding))
    assert note.sentence.endswith("按 2026年5月15日 的吊销列表，证书未列入。")
    assert note.minded == ""


def test_without_a_list_nothing_is_said_of_revocation(tmp_path: Path) -> None:
    assert "吊销" not in looked(tmp_path, None).sentence


def test_a_revoked_certificate_signs_nothing_and_the_day_is_said(tmp_path: Path) -> None:
    file = revocation_list(tmp_path / "列表.crl", CA, [SIBLING, OWN], x509.ReasonFlags.key_compromise)
    code, said = refused(tmp_path, file)
    assert code == "sign.revoked"
    assert "已于 2026年5月13日 被签发单位吊销" in said


def test_a_suspended_one_is_said_to_be_that_and_one_taken_off_again_signs(tmp_path: Path) -> None:
    file = revocation_list(tmp_path / "列表.crl", CA, [OWN], x509.ReasonFlags.certificate_hold)
    assert refused(tmp_path, file)[0] == "sign.on_hold"
    file = revocation_list(tmp_path / "列表.crl", CA, [OWN], x509.ReasonFlags.remove_from_crl)
    assert "未列入" in looked(tmp_path, file).sentence


def test_a_list_of_another_issuer_and_a_forged_one_are_refused(tmp_path: Path) -> None:
    code, said = refused(tmp_path, revocation_list(tmp_path / "列表.crl", OTHER))
    assert code == "sign.list_other_issuer"
    assert "上海演示证书有限公司" in said
    assert "上海示例证书有限公司" in said
    assert refused(tmp_path, revocation_list(tmp_path / "列表.crl", CA, signs=OTHER))[0] == "sign.list_forged"


def test_a_list_nobody_here_can_vouch_for_is_said_to_be_unchecked_and_names_revoked_ones_still(tmp_path: Path) -> None:
    file = revocation_list(tmp_path / "列表.crl", CA)
    assert "没有核对" in looked(tmp_path, file, chain=()).minded
    assert refused(tmp_path, revocation_list(file, CA, [OWN]), chain=())[0] == "sign.revoked"


def test_the_issuer_on_the_trust_list_vouches_as_well_and_one_of_its_name_alone_does_not(tmp_path: Path) -> None:
    file = revocation_list(tmp_path / "列表.crl", CA, signs=OTHER)
    signer = PadesSigner(clock=lambda: NOW)
    namesake = identity("上海示例证书有限公司")
    for trusted, code in ((CA, "sign.list_forged"), (namesake, "")):
        content = trusted.certificate.public_bytes(Encoding.DER)
        credential = replace(p12(tmp_path, OWN), revocations=file, trusted=(content,))
        if code:
            with pytest.raises(OfficeError, match=code):
                signer.look_at(credential, PASSWORD)
        else:
            assert "没有核对" in signer.look_at(credential, PASSWORD).minded


def test_a_list_out_of_date_or_ahead_of_the_clock_is_to_be_minded_but_does_not_stop_the_office(tmp_path: Path) -> None:
    file = revocation_list(tmp_path / "列表.crl", CA, due=NOW - DAY)
    assert "应于 2026年5月19日 前更新，现已过期" in looked(tmp_path, file).minded
    file = revocation_list(tmp_path / "列表.crl", CA, made=NOW + 2 * DAY)
    assert "晚于电脑的日期" in looked(tmp_path, file).minded


def test_a_list_that_is_chosen_says_whose_it_is_and_until_when_it_holds(tmp_path: Path) -> None:
    """The same in the window, where a child reads it by today's clock; what is no list is refused there, too."""
    file = revocation_list(tmp_path / "列表.crl", CA, [OWN], due=NOW - DAY)
    note = PadesSigner(clock=lambda: NOW).revocation_list(file)
    assert "2026年5月15日发布，应于 2026年5月19日 前更新，列入 1 张证书" in note.sentence, note.sentence
    assert "现已过期" in note.minded
    assert ForeignSigner().revocation_list(file) == note
    assert PadesSigner(clock=lambda: NOW - 3 * DAY).revocation_list(file).minded == ""
    file.write_bytes(b"-----BEGIN X509 CRL-----")
    with pytest.raises(OfficeError, match=r"sign\.list_damaged"):
        ForeignSigner().revocation_list(file)


@pytest.mark.parametrize(
    "only",
    [
        x509.DeltaCRLIndicator(3),
        x509.IssuingDistributionPoint(None, None, False, True, None, False, False),
        x509.IssuingDistributionPoint(
            [x509.UniformResourceIdentifier("http://example.invalid/2.crl")], None, False, False, None, False, False
        ),
    ],
    ids=["changes", "issuers", "another part"],
)
def test_silence_of_a_list_of_a_part_proves_nothing(tmp_path: Path, only: x509.ExtensionType) -> None:
    """One that names the certificate counts all the same."""
    assert refused(tmp_path, revocation_list(tmp_path / "列表.crl", CA, only=[only]))[0] == "sign.list_partial"
    assert refused(tmp_path, revocation_list(tmp_path / "列表.crl", CA, [OWN], only=[only]))[0] == "sign.revoked"


def test_what_is_no_list_is_named(tmp_path: Path) -> None:
    file = tmp_path / "列表.crl"
    assert refused(tmp_path, file)[0] == "sign.list_unreadable"
    whole = revocation_list(file, CA, [OWN]).read_bytes()
    for content in (
        b"",
        whole[:-40],
        b"-----BEGIN X509 CRL-----\n",
        bytes(5000),
        whole[:60] + b"\xff" * 20 + whole[80:],
    ):
        file.write_bytes(content)
        code, said = refused(tmp_path, file)
        assert code in {"sign.list_damaged", "sign.list_forged", "sign.list_other_issuer"}
        assert "列表.crl" in said
    with file.open("wb") as opened:
        opened.truncate(MOST_BYTES + 1)
    assert refused(tmp_path, file)[0] == "sign.list_too_large"
    file.unlink()
    os.mkfifo(file)
    assert refused(tmp_path, file)[0] == "sign.list_damaged"


def test_the_window_has_the_list_read_in_a_child(tmp_path: Path) -> None:
    """Both what it answers and what it refuses come back; the key's own clock is today's."""
    file = revocation_list(tmp_path / "列表.crl", CA)
    credential: Credential = replace(p12(tmp_path, OWN, chain=[CA]), revocations=file)
    signer = ForeignSigner()
    assert "证书未列入" in signer.look_at(credential, PASSWORD).sentence
    revocation_list(file, CA, [OWN])
    with pytest.raises(OfficeError, match=r"sign\.revoked"):
        signer.look_at(credential, PASSWORD)
