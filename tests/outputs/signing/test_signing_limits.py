"""What may follow a signature: more of them, those in reserved places, or nothing; what is found when more did."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import AfterSigning, Credential, PlacedBox, SealImage
from support.foreign_pages import MM, foreign_pdf, ink_box, red_box, ring_svg
from support.signed_pages import PASSWORD, Identity, pdfsig, poppler_image, said, stock_signer, verified
from support.tampered import (
    filled,
    flipped,
    forced_signature,
    resaved,
    with_form,
    with_moved_field,
    with_note,
    with_page,
)

OPEN, RESERVED, CLOSED = AfterSigning.OPEN, AfterSigning.RESERVED, AfterSigning.CLOSED
DPI = 600
SMALL = (100 * MM, 130 * MM)
PLACE = PlacedBox(1, 10, 10, 42, 42)
FIRST, SECOND = PlacedBox(-1, 30, 45, 50, 46), PlacedBox(-1, 20, 5, 60, 20)


def statuses(content: bytes, who: Identity) -> list[tuple[PdfSignatureStatus, MDPPerm | None]]:
    """What pyHanko's own validator says of each signature, and what it reads as allowed afterwards."""
    (root,) = load_certs_from_pemder_data(who.certificate.public_bytes(serialization.Encoding.DER))
    found = []
    for signature in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        found.append((validate_pdf_signature(signature, context), signature.docmdp_level))
    return found


def test_a_closed_document_is_accepted_by_poppler_and_pyhanko_and_says_so(
    signer: PadesSigner, credential: Credential, who: Identity, own: bytes, tmp_path: Path
) -> None:
    """Certified, no changes allowed (DocMDP 1); ours, whole, and told in a sentence."""
    content = signer.sign(own, credential, PASSWORD, PLACE, seal=SealImage(ring_svg(tmp_path)), after=CLOSED)
    report = pdfsig(tmp_path, content)
    assert "Signature is Valid" in report
    assert "Total document signed" in report
    ((status, limit),) = statuses(content, who)
    assert status.bottom_line
    assert limit is MDPPerm.NO_CHANGES
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.Perms.DocMDP.ByteRange
    lines = verified(content, tmp_path)
    assert said(lines) == ""
    assert "之后只加了数字签名" in lines[0].message
    assert "此签名声明：此后不得再作任何改动。至今没有改动。" in [line.message for line in lines]


def test_the_reserved_place_takes_the_second_seal_and_closes_the_document(
    signer: PadesSigner, credential: Credential, who: Identity, own: bytes, tmp_path: Path
) -> None:
    """Handler first with a place kept for the seal; the seal there; afterwards nothing more is taken."""
    once = signer.sign(own, credential, PASSWORD, PLACE, after=RESERVED, reserved=[PlacedBox(-1, 100, 180, 50, 46)])
    lines = verified(once, tmp_path)
    assert said(lines) == ""
    assert "只可在预留处续签（尚有 1 处空着）" in lines[2].message
    twice = signer.sign(once, credential, PASSWORD, seal=SealImage(ring_svg(tmp_path)))
    assert pdfsig(tmp_path, twice).count("Signature is Valid") == 2
    assert [limit for _, limit in statuses(twice, who)] == [MDPPerm.FILL_FORMS, MDPPerm.NO_CHANGES]
    assert all(status.bottom_line for status, _ in statuses(twice, who))
    lines = verified(twice, tmp_path)
    assert said(lines) == ""
    told = {line.part: "" for line in lines}
    for line in lines:
        told[line.part] += line.message
    assert "预留处已签满，至今没有其他改动" in told["签名1"]
    assert "不得再作任何改动。至今没有改动" in told["签名2"]
    with pytest.raises(RefusalError, match=r"sign\.closed"):
        signer.sign(twice, credential, PASSWORD)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_seals_stand_where_their_places_were_reserved(
    signer: PadesSigner, credential: Credential, tmp_path: Path, turn: int
) -> None:
    """Within 0.3 mm at 600 dpi on turned pages, in true size in the middle, in the order of the places."""
    seal = SealImage(ring_svg(tmp_path), 42)
    base = foreign_pdf(2, SMALL, rotate=turn)
    once = signer.sign(base, credential, PASSWORD, after=RESERVED, reserved=[FIRST, SECOND])
    assert poppler_image(once, 2, 50).getextrema() == ((255, 255),) * 3, "an empty place is not seen on paper"
    twice = signer.sign(once, credential, PASSWORD, seal=seal)
    assert red_box(poppler_image(twice, 2, DPI), DPI) == pytest.approx((34, 47, 76, 89), abs=0.3)
    with pytest.raises(RefusalError, match=r"sign\.place_small") as refusal:
        signer.sign(twice, credential, PASSWORD, seal=seal)
    assert refusal.value.values["size"] == "60 × 20"
    thrice = signer.sign(twice, credential, PASSWORD)
    note = ink_box(poppler_image(thrice, 2, 200).crop((150, 30, 640, 205)), 200)
    assert note[2] - note[0] > 55, "without a seal the place says who signed, in a frame as wide as the place"
    assert said(signer.check(thrice)) == ""


def test_a_later_signature_can_close_the_document(
    signer: PadesSigner, credential: Credential, who: Identity, own: bytes, tmp_path: Path
) -> None:
    """Approvals first, the seal last: it locks all fields and forbids changes (PDF 2.0)."""
    once = signer.sign(own, credential, PASSWORD)
    content = signer.sign(once, credential, PASSWORD, PLACE, seal=SealImage(ring_svg(tmp_path)), after=CLOSED)
    assert pdfsig(tmp_path, content).count("Signature is Valid") == 2
    assert [limit for _, limit in statuses(content, who)] == [None, MDPPerm.NO_CHANGES]
    assert all(status.bottom_line for status, _ in statuses(content, who))
    assert said(verified(content, tmp_path)) == ""
    with pytest.raises(RefusalError, match=r"sign\.closed"):
        signer.sign(content, credential, PASSWORD)
    assert "这一声明已被违反" in said(verified(with_note(content), tmp_path))


def states(signer: PadesSigner, credential: Credential, base: bytes) -> dict[str, bytes]:
    """A document closed by its first signature, by a later one, with places waiting, and with all places signed."""
    once = signer.sign(base, credential, PASSWORD)
    waiting = signer.sign(base, credential, PASSWORD, after=RESERVED, reserved=[PlacedBox(1, 10, 10, 50, 30)])
    return {
        "closed": signer.sign(base, credential, PASSWORD, after=CLOSED),
        "closed later": signer.sign(once, credential, PASSWORD, after=CLOSED),
        "waiting": waiting,
        "full": signer.sign(waiting, credential, PASSWORD),
    }


def test_every_change_to_a_limited_document_is_found_and_named(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """A flipped byte, a re-save, a note, a page, in each of the four states."""
    for state, content in states(signer, credential, own).items():
        changes = {
            "所签内容已被改动": flipped(content, len(own) // 2),
            "签名后被整体另存或改写过": resaved(content),
            "签名之后又加了 1 处批注": with_note(content),
            "签名之后页数由 2 页变为 3 页": with_page(content),
        }
        for words, changed in changes.items():
            found = said(verified(changed, tmp_path))
            assert words in found, (state, found)
            if "签名之后" in words:
                assert "这一声明已被违反" in found, (state, words)


def test_a_form_filled_after_closing_is_named(signer: PadesSigner, credential: Credential) -> None:
    """Filling is fine after an open signature; after a closing one it is a change."""
    base = with_form(foreign_pdf())
    assert said(signer.check(filled(signer.sign(base, credential, PASSWORD)))) == ""
    found = said(signer.check(filled(signer.sign(base, credential, PASSWORD, after=CLOSED))))
    assert "签名之后又填写或改填了 1 处表单" in found
    assert "这一声明已被违反" in found


def test_a_signature_forced_into_a_closed_document_is_named(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """Another program may sign whatever the document forbids: the limit of the earlier signature counts."""
    for state, content in states(signer, credential, foreign_pdf()).items():
        forced = forced_signature(content)
        lines = signer.check(forced)
        assert "签名之后又加了 1 个签名，不为该签名所允许" in said(lines), state


def test_a_reserved_place_that_was_moved_is_found(signer: PadesSigner, credential: Credential) -> None:
    """Whoever moves the empty place elsewhere before it is signed changes the document."""
    once = signer.sign(foreign_pdf(), credential, PASSWORD, after=RESERVED, reserved=[PLACE])
    moved = with_moved_field(once)
    assert "改动的部分不在签名的内容之内" in said(signer.check(moved))
    assert "这一声明已被违反" in said(signer.check(signer.sign(moved, credential, PASSWORD)))


def test_a_signature_that_locks_all_fields_is_left_in_peace(
    signer: PadesSigner, credential: Credential, who: Identity
) -> None:
    """A further signature would break it: refused; put there by another program, it is found."""
    base = locked_by_another(foreign_pdf(), who)
    assert "不得再填写表单或加签名。至今没有改动" in "".join(line.message for line in signer.check(base))
    for after in (OPEN, CLOSED):
        with pytest.raises(RefusalError, match=r"sign\.fields_locked"):
            signer.sign(base, credential, PASSWORD, after=after)
    assert "不得再填写表单或加签名。这一声明已被违反" in said(signer.check(forced_signature(base)))


def locked_by_another(content: bytes, who: Identity) -> bytes:
    """A document someone else signed, all its fields locked without a word on the rest (FieldMDP)."""
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    metadata = PdfSignatureMetadata(field_name="first")
    made = PdfSigner(metadata, stock_signer(who), new_field_spec=SigFieldSpec("first", field_mdp_spec=lock))
    signed: io.BytesIO = made.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)))
    return signed.getvalue()


def test_what_a_document_forbids_is_refused_with_its_reason(
    signer: PadesSigner, credential: Credential, own: bytes
) -> None:
    """Closed is closed; places are reserved first or never; nothing is promised that cannot be kept."""
    made = states(signer, credential, own)
    once = signer.sign(own, credential, PASSWORD)
    two = signer.sign(own, credential, PASSWORD, after=RESERVED, reserved=[PLACE, PLACE])
    spot = [PlacedBox(1, 10, 10, 50, 30)]
    cases: list[tuple[bytes, AfterSigning, list[PlacedBox], str]] = [
        (made["closed"], OPEN, [], "sign.closed"),
        (made["closed later"], CLOSED, [], "sign.closed"),
        (made["full"], OPEN, [], "sign.closed"),
        (once, RESERVED, spot, "sign.reserved_late"),
        (made["waiting"], RESERVED, spot, "sign.reserved_late"),
        (two, CLOSED, [], "sign.places_left"),
        (own, RESERVED, [], "sign.reserved_none"),
        (own, CLOSED, spot, "sign.reserved_unasked"),
        (own, RESERVED, [PlacedBox(1, 10, 10, 50, 5)], "sign.reserved_size"),
        (own, RESERVED, [PlacedBox(1, 190, 10, 50, 30)], "stamping.off_page"),
        (own, RESERVED, [PlacedBox(9, 10, 10, 50, 30)], "stamping.no_page"),
    ]
    for content, after, reserved, code in cases:
        with pytest.raises(OfficeError) as refusal:
            signer.sign(content, credential, PASSWORD, after=after, reserved=reserved)
        assert refusal.value.code == code


def test_a_reserved_place_can_be_closed_by_who_signs_last(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Asking to close at the last place is what happens there anyway."""
    once = signer.sign(own, credential, PASSWORD, after=RESERVED, reserved=[PLACE])
    content = signer.sign(once, credential, PASSWORD, after=CLOSED)
    assert said(verified(content, tmp_path)) == ""
    assert len(re.findall(rb"/ByteRange \[", content)) == 2
