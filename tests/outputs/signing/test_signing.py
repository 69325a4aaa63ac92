"""Signing with the office's own certificate: what poppler and pyHanko see, and what is refused before."""

from __future__ import annotations

import io
import logging
import re
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import make_demo_credential
from reviewer_app.services.ports.papers import Credential, PlacedBox, SealImage
from support.foreign_pages import MM, RING_SVG, foreign_pdf, ink_box, locked_pdf, red_box, ring_svg
from support.signed_pages import HOLDER, NOW, PASSWORD, Identity, identity, p12, pdfsig, poppler_image, stock_signer

DPI = 600
PLACE = PlacedBox(-1, 20, 30, 42, 42)
SMALL = (100 * MM, 130 * MM)


def at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


def test_poppler_and_pyhanko_accept_a_signature(
    signer: PadesSigner, credential: Credential, who: Identity, own: bytes, tmp_path: Path
) -> None:
    """PAdES, the whole document signed, valid; trusted by whoever trusts the certificate."""
    content = signer.sign(own, credential, PASSWORD)
    said = pdfsig(tmp_path, content)
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert HOLDER in said
    (root,) = load_certs_from_pemder_data(who.certificate.public_bytes(serialization.Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    assert validate_pdf_signature(signature, context).bottom_line
    assert content.startswith(own), "nothing of the document was rewritten"


def test_a_second_signature_leaves_the_first_one_whole(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """The head signs after the handler, the seal wherever it belongs: both hold, for poppler and for us."""
    other = p12(tmp_path, identity("示例乙", key=ec.generate_private_key(ec.SECP256R1())), "head.p12")
    once = signer.sign(own, credential, PASSWORD, PLACE, seal=SealImage(ring_svg(tmp_path)))
    twice = signer.sign(once, other, PASSWORD, PlacedBox(1, 100, 200, 60, 20))
    assert pdfsig(tmp_path, twice).count("Signature is Valid") == 2
    lines = signer.check(twice)
    assert all(not line.is_broken for line in lines)
    assert "之后只增加了签名" in lines[0].message
    assert "仍可继续签名" in lines[1].message
    assert "示例乙" in next(line.message for line in lines if line.part == "签名2")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_seal_shows_in_its_place_upright_and_in_size(
    signer: PadesSigner, credential: Credential, tmp_path: Path, turn: int
) -> None:
    """Within 0.3 mm at 600 dpi on turned pages; a vector, not a picture."""
    base = foreign_pdf(2, SMALL, rotate=turn)
    content = signer.sign(base, credential, PASSWORD, PLACE, seal=SealImage(ring_svg(tmp_path), 42))
    assert red_box(poppler_image(content, 2, DPI), DPI) == pytest.approx((20, 30, 62, 72), abs=0.3)
    picture = poppler_image(content, 2, 100).crop((79, 118, 244, 283))
    assert red_box(picture.crop((30, 30, 135, 135)), 100)[3] > 20, "the triangle stands on its base"
    assert b"/Image" not in content
    assert poppler_image(content, 1, 50).getextrema() == ((255, 255),) * 3


def test_a_seal_whose_file_was_replaced_is_drawn_anew(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """Between two papers of one session; what is drawn once for a batch is drawn from the file that stands there."""
    seal, base = SealImage(ring_svg(tmp_path), 42), foreign_pdf(size=SMALL)
    first = signer.sign(base, credential, PASSWORD, PLACE, seal=seal)
    ring_svg(tmp_path, RING_SVG.replace("#d7263d", "#0000ff") + " ")
    second = signer.sign(base, credential, PASSWORD, PLACE, seal=seal)
    assert poppler_image(first, 1, 50) != poppler_image(second, 1, 50)


def test_without_a_seal_the_place_says_who_signed_and_when(signer: PadesSigner, credential: Credential) -> None:
    """A thin frame with three lines, in the box that was asked for."""
    content = signer.sign(foreign_pdf(size=SMALL), credential, PASSWORD, PlacedBox(1, 20, 30, 60, 20))
    assert ink_box(poppler_image(content, 1, DPI), DPI) == pytest.approx((20, 30, 80, 50), abs=0.3)


def test_an_elliptic_curve_signs_as_well(signer: PadesSigner, own: bytes, tmp_path: Path) -> None:
    """ECDSA on P-256."""
    content = signer.sign(own, p12(tmp_path, identity()), PASSWORD)
    assert "Signature is Valid" in pdfsig(tmp_path, content)


def test_what_a_certificate_is_worth_is_said_plainly(signer: PadesSigner, tmp_path: Path) -> None:
    """Self-made: shows changes, no legal effect. Issued: who issued it, and that nobody was asked."""
    root = identity("示例认证中心")
    mine = signer.look_at(p12(tmp_path, identity()), PASSWORD)
    assert (mine.holder, mine.is_self_signed) == (HOLDER, True)
    assert mine.sentence == "自建证书：可发现签名后的改动，不具法律效力。"
    theirs = signer.look_at(p12(tmp_path, identity("示例单位", root), "b.p12"), PASSWORD)
    assert (theirs.holder, theirs.issuer, theirs.is_self_signed) == ("示例单位", "示例认证中心", False)
    assert "没有向签发单位核实" in theirs.sentence


def test_a_certificate_out_of_its_days_does_not_sign(signer: PadesSigner, own: bytes, tmp_path: Path) -> None:
    """Expired, not yet valid: with the day."""
    old = p12(tmp_path, identity(last=NOW - timedelta(days=1)), "old.p12")
    new = p12(tmp_path, identity(first=NOW + timedelta(days=2)), "new.p12")
    for credential, code, day in ((old, "sign.expired", "2026年5月19日"), (new, "sign.not_yet", "2026年5月22日")):
        with pytest.raises(RefusalError) as refusal:
            signer.sign(own, credential, PASSWORD)
        assert refusal.value.code == code
        assert refusal.value.values["day"] == day


def test_a_credential_that_expires_while_it_is_held_stops_signing(own: bytes, tmp_path: Path) -> None:
    """A batch over midnight does not go on with a certificate that has ended."""
    days = iter([NOW, NOW + timedelta(days=9)])
    signer = PadesSigner(clock=lambda: next(days))
    credential = p12(tmp_path, identity(last=NOW + timedelta(days=3)))
    signer.sign(own, credential, PASSWORD)
    with pytest.raises(RefusalError, match=r"sign\.expired"):
        signer.sign(own, credential, PASSWORD)


def bare_p12(folder: Path, key: object, who: Identity | None) -> Credential:
    """A PKCS#12 file that lacks its key or its certificate."""
    lock = serialization.BestAvailableEncryption(PASSWORD.encode())
    certificate = who.certificate if who else None
    others = [who.certificate] if who and key is None else None
    content = pkcs12.serialize_key_and_certificates(
        b"x",
        key,  # type: ignore[arg-type]
        certificate if key else None,
        others,
        lock,
    )
    (folder / "bare.p12").write_bytes(content)
    return Credential(file=folder / "bare.p12")


def test_a_file_that_cannot_sign_is_refused_with_its_reason(
    signer: PadesSigner, credential: Credential, who: Identity, own: bytes, tmp_path: Path
) -> None:
    """Wrong password, no key, no certificate, another kind of key, not for signing, no file, no certificate file."""
    (tmp_path / "text.p12").write_text("hello")
    ed = identity(key=ed25519.Ed25519PrivateKey.generate())
    weak = identity(key=rsa.generate_private_key(65537, 1024))
    cases: list[tuple[Callable[[], Credential], str, str]] = [
        (lambda: credential, "wrong", "sign.wrong_password"),
        (lambda: credential, "", "sign.wrong_password"),
        (lambda: credential, f"{PASSWORD}\0", "sign.wrong_password"),
        (lambda: credential, "half\ud800", "sign.wrong_password"),
        (lambda: bare_p12(tmp_path, None, who), PASSWORD, "sign.no_key"),
        (lambda: bare_p12(tmp_path, who.key, None), PASSWORD, "sign.no_certificate"),
        (lambda: p12(tmp_path, ed, "ed.p12"), PASSWORD, "sign.key_kind"),
        (lambda: p12(tmp_path, weak, "weak.p12"), PASSWORD, "sign.key_kind"),
        (lambda: p12(tmp_path, identity(signs=False), "tls.p12"), PASSWORD, "sign.key_usage"),
        (lambda: Credential(file=tmp_path / "none.p12"), PASSWORD, "sign.file_unreadable"),
        (lambda: Credential(file=tmp_path / "text.p12"), PASSWORD, "sign.file_damaged"),
        (lambda: Credential(), PASSWORD, "sign.none"),
    ]
    for make, password, code in cases:
        with pytest.raises(OfficeError) as refusal:
            signer.sign(own, make(), password)
        assert refusal.value.code == code


def test_a_password_is_nowhere_to_be_read_afterwards(
    signer: PadesSigner, credential: Credential, own: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in what is raised, nor in a log, nor in how the signer shows itself."""
    caplog.set_level(logging.DEBUG)
    secret = "geheim-7788"
    with pytest.raises(RefusalError) as refusal:
        signer.sign(own, credential, secret)
    told = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value) + caplog.text
    signer.sign(own, credential, PASSWORD)
    told += repr(vars(signer)) + repr(signer) + repr(credential) + caplog.text
    assert secret not in told.replace('secret = "geheim-7788"', "")
    assert PASSWORD not in told


def test_a_right_password_once_does_not_open_the_door_for_a_wrong_one(
    signer: PadesSigner, credential: Credential, own: bytes
) -> None:
    """The held key is only for who knows the password."""
    signer.sign(own, credential, PASSWORD)
    with pytest.raises(RefusalError, match=r"sign\.wrong_password"):
        signer.sign(own, credential, "wrong")


def test_a_certificate_file_that_was_replaced_is_read_again(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """The new holder signs, not the one still in memory."""
    signer.sign(own, credential, PASSWORD)
    p12(tmp_path, identity("示例丙"))
    assert signer.look_at(credential, PASSWORD).holder == "示例丙"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"hello", "sign.damaged"), (b"%PDF-1.7\n%%EOF", "sign.damaged"), (locked_pdf("x"), "sign.encrypted")],
)
def test_a_pdf_that_cannot_be_signed_is_refused(
    signer: PadesSigner, credential: Credential, content: bytes, code: str
) -> None:
    """Broken or locked."""
    with pytest.raises(OfficeError) as refusal:
        signer.sign(content, credential, PASSWORD)
    assert refusal.value.code == code


@pytest.mark.parametrize(("limit", "waits"), [(1, False), (1, True), (2, False), (2, True)])
def test_a_certified_document_takes_another_signature_only_where_it_allows_one(
    signer: PadesSigner, credential: Credential, who: Identity, tmp_path: Path, limit: int, waits: bool
) -> None:
    """Nothing more (DocMDP 1): refused. Signatures allowed (DocMDP 2): into a field that waits."""
    base = certified(who, fields.MDPPerm(limit), waits)
    if limit == 2 and waits:
        content = signer.sign(base, credential, PASSWORD)
        assert all(not line.is_broken for line in signer.check(content))
        return
    with pytest.raises(RefusalError, match=r"sign\.closed" if limit == 1 else r"sign\.locked"):
        signer.sign(base, credential, PASSWORD)


def certified(who: Identity, limit: fields.MDPPerm, waits: bool) -> bytes:
    """A document someone else certified, perhaps with a field that waits for a second signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(foreign_pdf()))
    if waits:
        fields.append_signature_field(writer, fields.SigFieldSpec("head"))
    metadata = signers.PdfSignatureMetadata(field_name="first", certify=True, docmdp_permissions=limit)
    signed: io.BytesIO = signers.sign_pdf(writer, metadata, stock_signer(who))
    return signed.getvalue()


def test_a_time_stamp_is_asked_for_only_at_the_address_the_officer_gives(
    credential: Credential, who: Identity, own: bytes
) -> None:
    """Without an address nobody is asked; with one the stamp is in the signature and said of it."""
    asked: list[str] = []
    stock = stock_signer(who)

    def stamper_at(address: str) -> TimeStamper:
        asked.append(address)
        return DummyTimeStamper(stock.signing_cert, stock.signing_key)

    signer = PadesSigner(clock=at(NOW), stamper_at=stamper_at)
    signer.sign(own, credential, PASSWORD)
    assert asked == []
    content = signer.sign(own, credential, PASSWORD, authority="http://tsa.example/")
    assert asked == ["http://tsa.example/"]
    assert any("带时间戳" in line.message for line in signer.check(content))


def test_an_address_that_is_none_and_one_that_is_silent_are_said(credential: Credential, own: bytes) -> None:
    """No signature without the stamp that was asked for."""

    class Silent(DummyTimeStamper):
        async def async_request_tsa_response(self, req: object) -> object:
            raise TimestampRequestError("no answer")

    def silent(_address: str) -> TimeStamper:
        return Silent(None, None)

    signer = PadesSigner(clock=at(NOW), stamper_at=silent)
    for address in ("tsa.example", "ftp://tsa.example", "http://"):
        with pytest.raises(RefusalError, match=r"sign\.authority_address"):
            signer.sign(own, credential, PASSWORD, authority=address)
    with pytest.raises(TroubleError, match=r"sign\.authority_silent"):
        signer.sign(own, credential, PASSWORD, authority="http://tsa.example")
    login = "officer:geheim"
    for address in (f"https://{login}@tsa.example:8443/a?b=geheim", f"ftp://{login}@tsa.example", f"{login}@tsa"):
        with pytest.raises(OfficeError) as said:
            signer.sign(own, credential, PASSWORD, authority=address)
        assert "tsa" in str(said.value.values["address"])
        assert not re.search("officer|geheim", repr(said.value.values) + repr(said.value.__cause__))


def test_the_practice_certificate_says_that_it_is_for_practice(own: bytes, tmp_path: Path) -> None:
    """Made on the spot, self-signed, marked 演练 even for the longest unit name; it signs."""
    for unit in ("上海市示例区市场监督管理局", "上海市示例" * 20):
        demo = make_demo_credential(tmp_path, unit, date(2024, 5, 19))
        signer = PadesSigner(clock=at(NOW))
        note = signer.look_at(demo.credential, demo.password)
        assert note.holder.endswith("（演练）")
        assert note.is_self_signed
        assert demo.password not in repr(demo)
        assert "Signature is Valid" in pdfsig(tmp_path, signer.sign(own, demo.credential, demo.password))


def test_a_signed_document_still_opens_and_keeps_its_pages(
    signer: PadesSigner, credential: Credential, own: bytes
) -> None:
    """pikepdf reads it without complaint."""
    with pikepdf.open(io.BytesIO(signer.sign(own, credential, PASSWORD)), attempt_recovery=False) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.get_warnings() == []
