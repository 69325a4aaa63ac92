"""Damage over which a library raises other errors than its own: each is a sentence about the file, by its reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.domain.errors import OfficeError
from reviewer_app.intake.workbooks.xml_workbooks import read_xml_workbook
from reviewer_app.outputs.certificates.file import certificates_in, loaded
from reviewer_app.outputs.pdf.content_proof import PLACEHOLDER
from reviewer_app.outputs.pdf.foreign import open_foreign
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.outputs.workbook.package import TemplatePackage
from reviewer_app.packs.checking import check_text
from reviewer_app.practice.credential import make_demo_credential
from reviewer_resources import text
from support.foreign_pages import foreign_pdf


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(OfficeError) as caught:
        act()
    return caught.value.code


def with_parts(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(foreign_pdf())) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def test_a_workbook_with_a_part_without_a_name(tmp_path: Path) -> None:
    place = tmp_path / "表.xlsx"
    with zipfile.ZipFile(place, "w") as book:
        book.writestr("[Content_Types].xml", "<a/>")
        book.writestr("X", "x")
    # The name of the second part in the list of parts becomes a remark.
    content = bytearray(place.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 28 : second + 34] = bytes((0, 0, 0, 0, 1, 0))
    place.write_bytes(content)
    assert code_of(lambda: TemplatePackage(place)) == "workbook.broken"


def test_a_name_that_is_none_in_a_broken_list() -> None:
    broken = (
        "<Workbook><Worksheet><Table><Row: /><Row><Cell><Data>甲</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    assert len(read_xml_workbook(broken, 10)) == 1


def test_a_certificate_of_a_version_that_there_is_not(tmp_path: Path) -> None:
    demo = make_demo_credential(tmp_path, "上海市示例区市场监督管理局", date(2024, 1, 1))
    assert demo.credential.file is not None
    made = pkcs12.load_pkcs12(demo.credential.file.read_bytes(), demo.password.encode()).cert
    assert made is not None
    content = made.certificate.public_bytes(Encoding.DER).replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x22", 1)
    (tmp_path / "甲.cer").write_bytes(content)
    assert code_of(lambda: certificates_in(tmp_path / "甲.cer")) == "trust.not_certificate"
    assert loaded([content]) == []


def test_a_pdf_whose_form_is_none() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Tx, Kids=7)]))

    assert code_of(lambda: open_foreign(with_parts(spoil))) == "stamping.damaged"


def test_a_page_with_a_name_of_half_a_character() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources = Dictionary(ExtGState=Dictionary(ABCD=Dictionary(CA=1)))

    foreign = open_foreign(with_parts(spoil).replace(b"/ABCD", b"/#84D"))
    form = foreign.pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    assert code_of(lambda: foreign.draw(0, form, (1, 0, 0, 1, 0, 0))) == "stamping.damaged_page"


def test_a_pdf_that_bears_a_proof_besides_ours() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Other = pdf.make_indirect(Dictionary(DeskProof=String(PLACEHOLDER)))

    assert code_of(open_foreign(with_parts(spoil)).finish) == "stamping.damaged"


def test_a_pack_whose_point_stands_in_no_group() -> None:
    shipped = text("notices", "sh-2024.toml")
    check = check_text(shipped.replace('\ngroup = "E"', '\ngroup = "无"', 1), "规则包.toml")
    assert any("分组" in one.reason or "无" in one.reason for one in check.findings)


def test_a_list_of_objects_with_a_letter_that_there_is_not(tmp_path: Path) -> None:
    """The library that signs takes what it finds there for granted."""
    demo = make_demo_credential(tmp_path, "上海市示例区市场监督管理局", date(2024, 1, 1))
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 700, "Opinion of another office")
    canvas.acroForm.textfield(x=72, y=600)
    canvas.save()
    content = target.getvalue()
    *_, place, _, _ = (found.start() for found in re.finditer(b" 00000 n", content))
    spoilt = content[: place + 7] + b"o" + content[place + 8 :]
    assert code_of(lambda: PadesSigner().sign(spoilt, demo.credential, demo.password)) == "sign.damaged"
