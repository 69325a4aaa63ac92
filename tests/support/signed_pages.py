"""Certificates of every kind for the tests, a token in software, and what poppler says of a signature: all invented."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from reviewer_app.services.ports.papers import Credential
from reviewer_app.services.ports.records import CheckLine

HOLDER = "上海市示例区市场监督管理局（演练）"
PASSWORD = "样本pass1"
NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: Key
    certificate: x509.Certificate


def identity(
    holder: str = HOLDER,
    issuer: Identity | None = None,
    key: Key | None = None,
    first: datetime = NOW - timedelta(days=30),
    last: datetime = NOW + timedelta(days=3650),
    signs: bool = True,
    issues: bool | None = None,
    commits: bool | None = None,
) -> Identity:
    """A certificate, self-signed or from an issuer, for signing or (with `signs` false) for something else.

    Self-signed ones may issue others unless `issues` says otherwise; without `commits` it signs but binds nobody.
    """
    may_issue = issuer is None if issues is None else issues
    own: Key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, holder)])
    usage = x509.KeyUsage(
        signs, signs if commits is None else commits, not signs, False, False, may_issue, False, False, False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=may_issue, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    signing = issuer.key if issuer else own
    algorithm = None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Identity(own, builder.sign(signing, algorithm))


def certificate_file(folder: Path, *whose: Identity, name: str = "issuer.cer") -> Path:
    """Certificates as they are handed over: PEM by .pem and .crt, PKCS#7 by .p7b, else one in DER."""
    certificates = [one.certificate for one in whose]
    if name.endswith(".p7b"):
        content = pkcs7.serialize_certificates(certificates, serialization.Encoding.DER)
    elif name.endswith((".pem", ".crt")):
        content = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)
    else:
        content = certificates[0].public_bytes(serialization.Encoding.DER)
    (folder / name).write_bytes(content)
    return folder / name


def p12(
    folder: Path, who: Identity, name: str = "seal.p12", password: str = PASSWORD, chain: Sequence[Identity] = ()
) -> Credential:
    """The identity as a PKCS#12 file, with the certificates of those who issued it."""
    lock = serialization.BestAvailableEncryption(password.encode())
    content = pkcs12.serialize_key_and_certificates(
        b"seal", who.key, who.certificate, [one.certificate for one in chain] or None, lock
    )
    (folder / name).write_bytes(content)
    return Credential(file=folder / name)


def stock_signer(who: Identity) -> signers.SimpleSigner:
    """pyHanko's own signer with the identity's key."""
    pem = who.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    der = who.certificate.public_bytes(serialization.Encoding.DER)
    (certificate,) = load_certs_from_pemder_data(der)
    key = load_private_key_from_pemder_data(pem, None)
    return signers.SimpleSigner(certificate, key, cert_registry=SimpleCertificateStore())  # type: ignore[no-untyped-call]


@contextmanager
def soft_token(folder: Path, who: Identity, label: str = "seal", pin: str = "2468") -> Iterator[Credential]:
    """A token in software that holds the identity's key and certificate; its environment lasts as long as the test."""
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    old = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    try:
        _run("softhsm2-util", "--init-token", "--free", "--label", "desk", "--so-pin", "1357", "--pin", pin)
        pem = who.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "key.pem").write_bytes(pem)
        (folder / "cert.der").write_bytes(who.certificate.public_bytes(serialization.Encoding.DER))
        named = ("--token", "desk", "--pin", pin, "--label", label, "--id", "01")
        _run("softhsm2-util", "--import", str(folder / "key.pem"), *named)
        write = ("--login", "--write-object", str(folder / "cert.der"), "--type", "cert")
        token = ("--module", str(SOFTHSM), "--token-label", "desk", "--pin", pin, "--label", label, "--id", "01")
        _run("pkcs11-tool", *token, *write)
        yield Credential(module=SOFTHSM, token="desk", label=label)
    finally:
        if old is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = old


def why_no_token() -> str:
    """Why this machine cannot try a token in software; empty when it can."""
    missing = [tool for tool in ("softhsm2-util", "pkcs11-tool") if not shutil.which(tool)]
    if not SOFTHSM.exists():
        missing.append(str(SOFTHSM.name))
    return f"{', '.join(missing)} not installed" if missing else ""


def pdfsig(folder: Path, content: bytes) -> str:
    """What poppler's pdfsig says of the signatures."""
    (folder / "look.pdf").write_bytes(content)
    done = subprocess.run(["pdfsig", str(folder / "look.pdf")], capture_output=True, text=True, check=False)
    return done.stdout


def poppler_image(content: bytes, number: int, dpi: int) -> Image.Image:
    """A page as poppler shows it, signatures' appearances included."""
    command = ["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def verified(content: bytes, folder: Path) -> list[CheckLine]:
    """What `verify` says of a file."""
    (folder / "a.pdf").write_bytes(content)
    return ArchiveVerifier().verify_pdf(folder / "a.pdf")


def said(lines: list[CheckLine]) -> str:
    """All sentences that say something is wrong."""
    return "".join(line.message for line in lines if line.is_broken)
