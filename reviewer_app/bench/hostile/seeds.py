"""The sound files that are spoilt for measuring: one of each kind the desk reads, made here or handed over."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.bench.hostile.packages import CARD, CONTENT, KEYS, PACKAGE, RULE_PACK, make_packages, make_rule_pack
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import make_demo_credential, write_sample_seal
from reviewer_app.services.ports.records import PrintedFile
from reviewer_db.folder.keys import Cost, KeyRing, KeySlot
from reviewer_resources import text

_UNIT = "上海市示例区市场监督管理局"
_HEADS, _ROW = ("项目名称", "申报单位"), ("社区助餐服务标准化试点", "上海示例颐养服务有限公司")
_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 99'><style>.a{fill:red;stroke:#a00}</style>"
    "<g transform='rotate(9) scale(2)'><circle class='a' cx='20' cy='20' r='9'/>"
    "<path d='M1 1 L9 9 A4 4 0 0 1 3 3 C1 2 3 4 5 6 Z'/><rect x='1' y='2' width='3' height='4'/></g></svg>"
)
_LISTED = (_HEADS, _ROW, _ROW)
_ARCHIVE = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
_PACK = "ab" * 32
#: By reader, the names of the files it is tried with.
SEEDS = {
    "list": ("list.xlsx", "list.csv", "list.html.xls", "list.xml.xls", "list.mht.xls", "list.xls", "list.ods"),
    "beginning": ("long.xlsx", "long.csv"),
    "own_list": ("list.xlsx", "list.csv"),
    "city_list": ("list.xlsx", "list.csv"),
    "form": ("list.xlsx",),
    "verify": ("signed.pdf", "paper.pdf"),
    "folder": ("manifest.json",),
    "signatures": ("signed.pdf",),
    "signing": ("other.pdf", "paper.pdf"),
    "sealing": ("other.pdf", "paper.pdf"),
    "showing": ("signed.pdf",),
    "drawing": ("other.pdf", "paper.pdf"),
    "seal": ("seal.svg", "seal.png", "seal.jpg", "seal.pdf"),
    "certificate": ("own.cer", "own.pem"),
    "revocations": ("list.crl",),
    "revocations_text": ("list.crl.pem",),
    "key": ("own.p12",),
    "pack": ("pack.toml",),
    "calendar": ("2026.toml",),
    "key_file": ("keys.json",),
    "backup": ("backup.json",),
    "package": (PACKAGE,),
    "package_content": (CONTENT,),
    "card": (CARD,),
    "rules": (RULE_PACK,),
}
#: Rows, and letters, of a list that has more than a beginning.
_LONG, _LONG_TEXT = 300, 300_000
#: What lies beside a file that is no file by itself.
BESIDE = {"folder": ("paper.pdf",), "package": (KEYS,), "revocations": ("own.cer",), "revocations_text": ("own.cer",)}


def make_seeds(folder: Path) -> None:
    """Writes them all; those this program cannot make (.xls, .ods) are taken from elsewhere where there are any."""
    book = Workbook()
    for row in (_HEADS, _ROW, _ROW):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("C1:D2")
    book.save(folder / "list.xlsx")
    for _ in range(_LONG):
        book.worksheets[0].append(_ROW)
    book.save(folder / "long.xlsx")
    long = [",".join(row) for row in (_HEADS, *[_ROW] * (_LONG_TEXT // len(",".join(_ROW))))]
    (folder / "long.csv").write_text("\n".join(long), encoding="utf-8")
    (folder / "list.csv").write_text(text("samples", "practice-2024.csv"), encoding="utf-8")
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in (_HEADS, _ROW))
    (folder / "list.html.xls").write_text(f"<html><table>{rows}</table></html>", encoding="utf-8")
    cells = "".join("<Row>" + "".join(f"<Cell><Data>{one}</Data></Cell>" for one in row) + "</Row>" for row in _LISTED)
    workbook = f'<?xml version="1.0"?><Workbook><Worksheet ss:Name="1"><Table>{cells}</Table></Worksheet></Workbook>'
    (folder / "list.xml.xls").write_text(workbook, encoding="utf-8")
    (folder / "list.mht.xls").write_text(f"{_ARCHIVE}<html><table>{rows}</table></html>\n--x--\n", encoding="utf-8")
    (folder / "pack.toml").write_text(text("notices", "sh-2024.toml"), encoding="utf-8")
    (folder / "2026.toml").write_text(text("calendars", "2026.toml"), encoding="utf-8")
    _make_papers(folder)
    _make_seals(folder)
    make_packages(folder)
    make_rule_pack(folder)
    KeyRing("甲", {"甲": KeySlot.wrap("甲", "密码", bytes(32), Cost(1, 64, 1))}).save(folder / "keys.json")
    listed = {"main.db": "", "vault.db": "", "keys.json": ""}
    said = {"made_at": "2024-05-01T12:00:00", "sequence": 3, "entries": 9, "files": listed}
    (folder / "backup.json").write_text(json.dumps(said), encoding="utf-8")


def _make_papers(folder: Path) -> None:
    maker, demo = TemplateMaker(), make_demo_credential(folder, _UNIT, date(2024, 1, 1))
    values = invented_recommendation(1)
    # What the manifest says has to be what the paper says of itself.
    values = replace(values, fields={**values.fields, "pack": f"sh-2024 {_PACK[:12]}"})
    pdf = maker.document(values, SealStyle.CIRCLE)
    (folder / "paper.pdf").write_bytes(pdf)
    other = Canvas(str(folder / "other.pdf"))
    other.drawString(72, 700, "Opinion of another office")
    other.acroForm.textfield(x=72, y=600)
    other.save()
    (folder / "signed.pdf").write_bytes(PadesSigner().sign(pdf, demo.credential, demo.password))
    if demo.credential.file is not None:
        demo.credential.file.replace(folder / "own.p12")
    listed = PrintedFile("paper.pdf", DocumentKind.RECOMMENDATION, (values.fields["intake_number"],))
    maker.manifest(folder, [listed], _PACK, values.audit_head)
    _certificates(folder)


def _certificates(folder: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    made = pkcs12.load_pkcs12((folder / "own.p12").read_bytes(), b"demo").cert
    if made is not None:
        (folder / "own.cer").write_bytes(made.certificate.public_bytes(Encoding.DER))
        (folder / "own.pem").write_bytes(made.certificate.public_bytes(Encoding.PEM))
    _revocation_lists(folder)


def _revocation_lists(folder: Path) -> None:
    """Lists of the certificate's own issuer, which is itself, naming another than it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    held = pkcs12.load_pkcs12((folder / "own.p12").read_bytes(), b"demo")
    if held.cert is None or not isinstance(held.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        return
    day = datetime(2024, 5, 1, tzinfo=UTC)
    other = x509.RevokedCertificateBuilder().serial_number(4711).revocation_date(day).build()
    builder = x509.CertificateRevocationListBuilder().issuer_name(held.cert.certificate.subject)
    builder = builder.last_update(day).next_update(datetime(2044, 5, 1, tzinfo=UTC)).add_revoked_certificate(other)
    made = builder.sign(held.key, hashes.SHA256())
    (folder / "list.crl").write_bytes(made.public_bytes(Encoding.DER))
    (folder / "list.crl.pem").write_bytes(made.public_bytes(Encoding.PEM))


def _make_seals(folder: Path) -> None:
    write_sample_seal(folder / "seal.pdf", _UNIT)
    (folder / "seal.svg").write_text(_SVG, encoding="utf-8")
    picture = Image.new("RGB", (240, 240), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 220, 220), outline="red", width=12)
    for name, kind in (("seal.png", "PNG"), ("seal.jpg", "JPEG")):
        made = io.BytesIO()
        picture.save(made, kind)
        (folder / name).write_bytes(made.getvalue())
