"""Signing with a token (in software here): the key stays on it, and a token that is gone is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import AfterSigning, Credential, PlacedBox
from support.foreign_pages import foreign_pdf
from support.signed_pages import HOLDER, NOW, identity, pdfsig, soft_token, why_no_token

pytestmark = pytest.mark.skipif(bool(why_no_token()), reason=why_no_token() or "a token can be tried here")
PIN = "2468"


@pytest.fixture
def credential(tmp_path: Path) -> Iterator[Credential]:
    """The office's key on a token."""
    with soft_token(tmp_path, identity(key=rsa.generate_private_key(65537, 2048)), pin=PIN) as found:
        yield found


@pytest.fixture
def signer() -> Iterator[PadesSigner]:
    """The signer; lets the token go at the end."""
    made = PadesSigner(clock=lambda: NOW)
    yield made
    made.forget()


def test_a_token_signs_and_poppler_accepts_it(signer: PadesSigner, credential: Credential, tmp_path: Path) -> None:
    """Twice with one log-in; the holder is read from the token."""
    assert signer.look_at(credential, PIN).holder == HOLDER
    for _ in range(2):
        content = signer.sign(foreign_pdf(), credential, PIN)
        assert "Signature is Valid" in pdfsig(tmp_path, content)
    assert all(not line.is_broken for line in signer.check(content))


def test_a_token_closes_a_document(signer: PadesSigner, credential: Credential, tmp_path: Path) -> None:
    """As a file does: reserved first, the last place closes."""
    place = PlacedBox(1, 10, 10, 50, 30)
    once = signer.sign(foreign_pdf(), credential, PIN, after=AfterSigning.RESERVED, reserved=[place])
    for content in (signer.sign(once, credential, PIN), signer.sign(once, credential, PIN, after=AfterSigning.CLOSED)):
        assert pdfsig(tmp_path, content).count("Signature is Valid") == 2
        assert all(not line.is_broken for line in signer.check(content))
        with pytest.raises(OfficeError, match=r"sign\.closed"):
            signer.sign(content, credential, PIN)


def test_a_wrong_pin_another_token_and_another_key_are_each_refused(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """Also after the right one was given once."""
    signer.sign(foreign_pdf(), credential, PIN)
    module = credential.module
    cases = [
        (credential, "8642", "sign.wrong_password"),
        (Credential(module=module, token="other", label="seal"), PIN, "sign.no_token"),
        (Credential(module=module, token="desk", label="none"), PIN, "sign.no_certificate"),
        (Credential(module=tmp_path / "driver.so", token="desk", label="seal"), PIN, "sign.no_module"),
    ]
    for wrong, pin, code in cases:
        with pytest.raises(OfficeError) as refusal:
            signer.sign(foreign_pdf(), wrong, pin)
        assert refusal.value.code == code
        assert pin not in str(refusal.value)
    assert signer.sign(foreign_pdf(), credential, PIN)


def test_a_token_pulled_out_in_the_middle_of_a_batch_is_said(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """The next signature is refused with a sentence, and works again when the token is back."""
    signer.sign(foreign_pdf(), credential, PIN)
    (tmp_path / "tokens").rename(tmp_path / "away")
    (tmp_path / "tokens").mkdir()
    with pytest.raises(RefusalError) as refusal:
        signer.sign(foreign_pdf(), credential, PIN)
    assert refusal.value.code in ("sign.token_gone", "sign.no_token")
    shutil.rmtree(tmp_path / "tokens")
    (tmp_path / "away").rename(tmp_path / "tokens")
    assert signer.sign(foreign_pdf(), credential, PIN)
