"""A time stamp over the whole document and validation data are named as what they are, never as a signature."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import Credential
from reviewer_app.services.ports.records import Grade
from support.foreign_pages import foreign_pdf
from support.signed_pages import PASSWORD, identity, verified
from support.tampered import flipped, with_note, written


def stamped(content: bytes) -> bytes:
    """A time stamp over the whole document, by an authority made here."""
    who = identity("示例时间戳中心", key=rsa.generate_private_key(65537, 2048))
    (certificate,) = load_certs_from_pemder_data(who.certificate.public_bytes(Encoding.DER))
    der = who.key.private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key: Any = load_private_key_from_pemder_data(der, None)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    authority = DummyTimeStamper(certificate, key, store)
    target = PdfTimeStamper(authority).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content), strict=False), "sha256"
    )
    target.seek(0)
    return bytes(target.read())


def with_data(content: bytes) -> bytes:
    """Validation data as long-term signing puts them in."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    kept: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    kept["/Certs"] = generic.ArrayObject([writer.add_object(generic.StreamObject(stream_data=b"\x30\x00"))])
    writer.root["/DSS"] = writer.add_object(kept)
    writer.update_root()
    return written(writer)


def test_a_time_stamp_over_the_document_is_named_as_such(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    once = stamped(signer.sign(foreign_pdf(), credential, PASSWORD))
    lines = verified(once, tmp_path)
    (line,) = [line for line in lines if line.part == "文档时间戳1"]
    assert line.standing is Grade.NOTICE
    assert "示例时间戳中心" in line.message
    assert "不是谁的签名" in line.message
    assert not any(line.is_broken for line in lines)
    assert any(line.is_broken for line in verified(flipped(once, 60), tmp_path))
    assert any(line.is_broken and line.part == "文档时间戳1" for line in verified(with_note(once), tmp_path))


def test_validation_data_are_named_as_such(signer: PadesSigner, credential: Credential, tmp_path: Path) -> None:
    lines = verified(with_data(signer.sign(foreign_pdf(), credential, PASSWORD)), tmp_path)
    (line,) = [line for line in lines if line.part == "验证数据"]
    assert "证书 1 份、吊销信息 0 份" in line.message
