"""What a look at a PDF says: one flipped byte, a re-save, an added note are each found and named."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reviewer_app.cli.commands import run
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.signing import field
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import AfterSigning, Credential, PlacedBox
from support.foreign_pages import foreign_pdf
from support.signed_pages import HOLDER, NOW, PASSWORD, identity, p12, said, verified
from support.tampered import flipped, packed, resaved, with_note, written


def test_a_pdf_of_ours_signed_afterwards_is_intact_and_signed(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Proof and signature agree, the certificate's worth is said, the number stands there; a second signature too."""
    once = signer.sign(own, credential, PASSWORD)
    for content in (once, signer.sign(once, credential, PASSWORD)):
        lines = verified(content, tmp_path)
        assert all(not line.is_broken for line in lines)
        text = "".join(line.message for line in lines)
        assert "之后只加了数字签名" in text
        assert HOLDER in text
        assert "自建证书：可发现签名后的改动，不具法律效力" in text
        assert "沪示例标荐〔2024〕1号" in text


def test_bytes_behind_the_last_signature_are_not_called_a_signature(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """A remark no reader shows: what was signed holds, and what is said of the rest is true."""
    once = signer.sign(own, credential, PASSWORD)
    for content, signed in ((once, 1), (signer.sign(once, credential, PASSWORD), 2)):
        lines = verified(content + b"% hello", tmp_path)
        assert all(not line.is_broken for line in lines)
        assert "只加了数字签名" not in lines[0].message
        assert "文件末尾多出 7 字节" in lines[0].message
        last = next(line.message for line in lines if line.part == f"签名{signed}")
        assert "只增加了签名" not in last
        assert "末尾多出 7 字节，没有增加签名" in last


def test_the_command_verify_keeps_its_three_answers(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0: intact and signed; 1: something is not; 2: cannot be read. Nothing but our sentences is printed."""
    content = signer.sign(own, credential, PASSWORD)
    cases = ((content, 0), (with_note(content), 1), (resaved(content), 1), (b"hello", 2))
    for number, (written_down, code) in enumerate(cases):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(written_down)
        assert run(["verify", str(file)]) == code
        said_aloud = capsys.readouterr()
        assert "Traceback" not in said_aloud.out + said_aloud.err
        assert "Error" not in said_aloud.out + said_aloud.err


def test_one_flipped_byte_is_found_wherever_it_is(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """In the document, in what the signature added, and in the signature itself."""
    content = signer.sign(own, credential, PASSWORD)
    byte_range = [int(value) for value in re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", content)[-1]]
    places = [len(own) // 2, len(own) - 40, byte_range[2] + 5, byte_range[1] + 600]
    for place in places:
        lines = verified(flipped(content, place), tmp_path)
        assert said(lines), f"byte {place} of {len(content)}"
    assert "所签内容已被改动" in said(verified(flipped(content, len(own) // 2), tmp_path))


def test_hardly_any_flipped_byte_escapes(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Every 997th byte in turn; only the zeros that fill up the signature's room say nothing.

    What is broken beyond reading is no verdict but trouble, which `verify` says with an exit code of its own.
    """
    content = signer.sign(own, credential, PASSWORD)
    start = content.rfind(b"/Contents <")
    padding = re.compile(rb"0+>").search(content, content.find(b"00000000000000000000", start))
    assert padding is not None
    for place in range(50, len(content), 997):
        if not padding.start() - 8 <= place < padding.end():
            with suppress(TroubleError):
                assert said(verified(flipped(content, place), tmp_path)), place


def test_a_re_save_is_named(signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path) -> None:
    """Of our own and of a foreign PDF."""
    for base in (own, foreign_pdf(2)):
        lines = verified(resaved(signer.sign(base, credential, PASSWORD)), tmp_path)
        assert "签名后被整体另存或改写过" in said(lines)


def test_an_added_note_is_named(signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path) -> None:
    """Behind the signature, and on a PDF of ours that nobody signed."""
    assert "签名之后又加了 1 处批注" in said(verified(with_note(signer.sign(own, credential, PASSWORD)), tmp_path))
    assert "签名之后又加了 1 处批注" in said(signer.check(with_note(signer.sign(foreign_pdf(), credential, PASSWORD))))
    assert "生成之后加了 1 处批注" in said(verified(with_note(own), tmp_path))


def test_a_note_put_on_before_signing_is_no_signature_only(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Whoever changes our document and signs the change does not make it our document."""
    lines = verified(signer.sign(with_note(own), credential, PASSWORD), tmp_path)
    assert lines[0].is_broken
    assert "生成之后加了 1 处批注" in lines[0].message
    assert not lines[1].is_broken, "the signature itself holds"


def test_nobody_signs_over_what_was_changed_since(signer: PadesSigner, credential: Credential, own: bytes) -> None:
    """A signature that no longer holds, a changed byte, a re-save with or without packing: refused, and named."""
    once = signer.sign(own, credential, PASSWORD)
    cases = (
        (with_note(once), "签名之后又加了 1 处批注"),
        (flipped(once, len(own) // 2), "所签内容已被改动"),
        (resaved(once), "整体另存或改写过"),
        (flipped(own, len(own) // 2), "内容与生成时不一致"),
        (resaved(own), "内容与生成时不一致"),
        (packed(own), "内容与生成时不一致"),
    )
    for content, words in cases:
        with pytest.raises(RefusalError, match=r"sign\.already_broken") as refusal:
            signer.sign(content, credential, PASSWORD)
        assert words in str(refusal.value.values["change"])


def test_the_guard_looks_at_signatures_only_where_there_are_any(
    signer: PadesSigner, credential: Credential, own: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch of fresh documents costs a hash each; documents of others are signed as they come."""
    looked: list[int] = []

    def look(content: bytes) -> str:
        looked.append(len(content))
        return ""

    monkeypatch.setattr(field, "broken_signature", look)
    once = signer.sign(own, credential, PASSWORD)
    foreign = signer.sign(foreign_pdf(), credential, PASSWORD)
    signer.sign(with_note(foreign), credential, PASSWORD)
    assert looked == []
    signer.sign(once, credential, PASSWORD)
    assert looked == [len(once)]


def test_a_signature_that_could_hide_the_page_is_not_called_a_mere_signature(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """One as large as half a page may show other words than ours."""
    lines = verified(signer.sign(own, credential, PASSWORD, PlacedBox(1, 20, 60, 170, 150)), tmp_path)
    assert lines[0].is_broken


def test_a_changed_page_behind_the_signature_is_found(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Content put over a page in a later revision is not covered by what was signed."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signer.sign(own, credential, PASSWORD)))
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 100 100 200 200 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))
    lines = verified(written(writer), tmp_path)
    assert "改动的部分不在签名的内容之内" in said(lines)
    assert lines[0].is_broken


def test_a_foreign_pdf_is_judged_by_its_signatures(signer: PadesSigner, credential: Credential, tmp_path: Path) -> None:
    """Signed and whole: so said; not signed: nothing can be said."""
    lines = verified(signer.sign(foreign_pdf(), credential, PASSWORD), tmp_path)
    assert all(not line.is_broken for line in lines)
    assert "不是本系统生成的" in lines[0].message
    (line,) = verified(foreign_pdf(), tmp_path)
    assert line.is_broken


def test_who_issued_a_certificate_decides_whether_it_is_trusted(own: bytes, tmp_path: Path) -> None:
    """On the list, or not on it: two sentences."""
    root = identity("示例认证中心")
    credential = p12(tmp_path, identity("示例单位", root))
    for trusted, words in (((root.certificate,), "可追溯到信任名单上的签发者"), ((), "不在信任名单内")):
        signer = PadesSigner(clock=lambda: NOW)
        contents = [one.public_bytes(Encoding.DER) for one in trusted]
        lines = signer.check(signer.sign(own, credential, PASSWORD), contents)
        assert words in lines[-1].message
        assert "示例认证中心" in lines[-1].message


def test_a_signature_that_is_rubbish_is_said_and_does_not_stop_the_look(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """Empty contents, a byte range of nonsense, a field without anything."""
    rubbish: list[dict[str, Any]] = [
        {"Contents": String("x"), "ByteRange": Array([0, 1, 2, 3])},
        {"ByteRange": Array([0, -1, 9**9, 3]), "Contents": String("")},
        {},
    ]
    for values in rubbish:
        with pikepdf.open(io.BytesIO(foreign_pdf())) as pdf:
            value = pdf.make_indirect(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), **values))
            field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("a"), V=value))
            pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
            target = io.BytesIO()
            pdf.save(target)
        lines = verified(target.getvalue(), tmp_path)
        assert said(lines)


def test_a_signature_of_an_unknown_kind_is_not_passed_over(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Nor one whose kind was damaged: it is said beside those that hold, and does not certify a second time."""
    twice = signer.sign(signer.sign(own, credential, PASSWORD), credential, PASSWORD)
    place = twice.rfind(b"/ETSI.CAdES.detached")
    lines = verified(flipped(twice, place + 10), tmp_path)
    assert "所记的内容摘要与文件不符：所签内容已被改动" in said(lines)
    foreign = signer.sign(foreign_pdf(), credential, PASSWORD).replace(b"/ETSI.CAdES.detached", b"/GM.Unknown.detached")
    assert "所签内容已被改动" in said(verified(foreign, tmp_path))
    with pytest.raises(RefusalError, match=r"sign\.reserved_late"):
        signer.sign(foreign, credential, PASSWORD, after=AfterSigning.RESERVED, reserved=[PlacedBox(1, 9, 9, 50, 30)])


def test_a_file_without_signatures_or_without_sense_has_none(signer: PadesSigner, own: bytes) -> None:
    """No signature: no line. No PDF: trouble."""
    assert signer.check(own) == []
    with pytest.raises(TroubleError, match=r"signature\.file_damaged"):
        signer.check(b"hello")
