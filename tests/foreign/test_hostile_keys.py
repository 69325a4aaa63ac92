"""Key files and documents of others on their way to a signature: tried in a child, the key itself stays here."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from asn1crypto import core, pkcs12

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.foreign_signing import ForeignSigner
from reviewer_app.outputs.certificates.rounds import MOST_ROUNDS, refuse_endless
from reviewer_app.practice.credential import DemoCredential, make_demo_credential
from reviewer_app.services.ports.papers import Credential, PlacedBox
from reviewer_resources.phrases import sentence
from support.foreign_pages import foreign_pdf

BOX = PlacedBox(1, 50, 50, 42, 42)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoCredential:
    return make_demo_credential(tmp_path_factory.mktemp("key"), "上海市示例区市场监督管理局", date(2024, 1, 1))


def refused(file: Path, password: str = "") -> str:
    """What opening a key file ends with; it names the file unless it speaks of the password."""
    signer, began = ForeignSigner(), time.monotonic()
    with pytest.raises(OfficeError) as failure:
        signer.look_at(Credential(file=file), password)
    assert time.monotonic() - began < 40
    said = sentence(failure.value.code, failure.value.values)
    assert file.name in said or failure.value.code == "sign.wrong_password"
    return failure.value.code


def with_rounds(file: Path, rounds: int) -> bytes:
    """A key file that asks for so many rounds for the sum over it."""
    pfx = pkcs12.Pfx.load(file.read_bytes())
    pfx["mac_data"]["iterations"] = core.Integer(rounds)
    return bytes(pfx.dump(force=True))


@pytest.mark.parametrize("rounds", [MOST_ROUNDS + 1, 10**9, 2**31 - 1, 10**40])
def test_rounds_beyond_all_sense_are_refused_before_the_work(tmp_path: Path, demo: DemoCredential, rounds: int) -> None:
    assert demo.credential.file is not None
    (tmp_path / "章.p12").write_bytes(with_rounds(demo.credential.file, rounds))
    began = time.process_time()
    with pytest.raises(RefusalError, match=r"sign\.too_many_rounds"):
        refuse_endless((tmp_path / "章.p12").read_bytes(), "章.p12")
    assert time.process_time() - began < 1
    assert refused(tmp_path / "章.p12", demo.password) == "sign.too_many_rounds"


@pytest.mark.parametrize(
    "content",
    [bytes(50 << 20), b"\x30\x84\xff\xff\xff\xff" * 1000, b"", b"\x30\x80" * 50_000, b"-----BEGIN" * 1000],
    ids=["50-mb", "lengths", "empty", "deep", "pem"],
)
def test_a_key_file_that_is_none_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "章.p12").write_bytes(content)
    assert refused(tmp_path / "章.p12") == "sign.file_damaged"


def test_a_certificate_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.cer").write_bytes(b"-----BEGIN CERTIFICATE-----\n" + b"A" * (50 << 20))
    with pytest.raises(RefusalError, match=r"trust\.not_certificate") as refusal:
        ForeignSigner().certificates_in(tmp_path / "甲.cer")
    assert "甲.cer" in sentence(refusal.value.code, refusal.value.values)


def test_a_wrong_password_and_the_right_one_are_told_apart(demo: DemoCredential) -> None:
    assert demo.credential.file is not None
    assert refused(demo.credential.file, "另一个") == "sign.wrong_password"
    signer = ForeignSigner()
    assert signer.look_at(demo.credential, demo.password).holder.startswith("上海市示例区市场监督管理局")
    with pytest.raises(RefusalError, match=r"sign\.wrong_password"):
        signer.look_at(demo.credential, "另一个")


def test_a_foreign_document_is_signed_as_before(demo: DemoCredential) -> None:
    pdf = foreign_pdf()
    signed = ForeignSigner().sign(pdf, demo.credential, demo.password, BOX)
    assert signed.startswith(pdf)
    assert not any(line.is_broken for line in ForeignSigner().check(signed))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"[" * 500_000,
        b"%PDF-1.7\n1 0 obj\n<< /Kids [1 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        b"",
    ],
    ids=["deep", "circle", "empty"],
)
def test_a_document_that_is_a_trap_is_not_signed(demo: DemoCredential, content: bytes) -> None:
    with pytest.raises(OfficeError) as failure:
        ForeignSigner().sign(content, demo.credential, demo.password, BOX)
    assert failure.value.code.partition(".")[0] in ("sign", "foreign", "stamping")
