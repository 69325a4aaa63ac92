"""A certificate for practice: made when the demo is made, self-signed, marked 演练, never shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from reviewer_app.domain.batch import SealStyle
from reviewer_app.durable import replacing, write_file
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.page.items import MM
from reviewer_app.outputs.page.operators import placed
from reviewer_app.outputs.page.reserved_seal import LOOK, seal_code
from reviewer_app.services.ports.papers import Credential


def write_sample_seal(path: Path, unit: str, font_folders: Sequence[Path] | None = None) -> None:
    """Writes a unit's sample seal as a PDF page of the seal's size (42 mm); OSError as the system says."""
    code = seal_code(FontBook(font_folders), SealStyle.SAMPLE, unit, LOOK.sample_diameter)
    side = LOOK.sample_diameter * MM
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(side, side))
        drawing = placed(code, (MM, 0, 0, MM, side / 2, side / 2))
        pdf.pages[0].obj.Contents = pdf.make_stream(drawing.encode("ascii"))
        with replacing(path) as part:
            pdf.save(part, deterministic_id=True)


FILE = "practice-certificate.p12"
#: It protects nothing: what it signs says 演练.
PASSWORD = "demo"
_YEARS = 10
#: A common name holds so many bytes of UTF-8 (RFC 5280, ub-common-name).
_LONGEST_NAME = 64
_MARK = "（演练）"


@dataclass(frozen=True, slots=True)
class DemoCredential:
    """The practice certificate and what opens it."""

    credential: Credential
    password: str = field(repr=False)


def make_demo_credential(folder: Path, unit: str, day: date) -> DemoCredential:
    """Writes a new PKCS#12 file for a unit into a folder, valid from a day on; OSError as the system says."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    room = _LONGEST_NAME - len(_MARK.encode())
    holder = unit.encode()[:room].decode(errors="ignore") + _MARK
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, holder)])
    start = datetime.combine(day, time(), ZoneInfo("Asia/Shanghai"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=366 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(PASSWORD.encode())
    content = pkcs12.serialize_key_and_certificates(holder.encode(), key, certificate, None, lock)
    write_file(folder / FILE, content)
    return DemoCredential(Credential(file=folder / FILE), PASSWORD)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
