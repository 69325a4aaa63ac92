"""Signatures nobody here can check: they need a look, and are broken only where the file is seen to have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import Credential
from reviewer_app.services.ports.records import CheckLine, Grade
from support.foreign_pages import foreign_pdf
from support.odd_signatures import NATIONAL, SHA256, SM3, Contents, odd_signed, sm2_structure
from support.signed_pages import PASSWORD, verified
from support.tampered import flipped, with_note, with_page

SAMPLES = Path(__file__).parents[2] / "foreign" / "samples"
SM2 = (SAMPLES / "c05-sm2.pdf").read_bytes()
SEAL = b"\x30\x82\x01\x00" + b"\x2a\x81\x1c\xcf\x55\x06\x01\x04\x02\x03" + b"\x00" * 40
KINDS: list[tuple[str, Contents, str]] = [
    ("ETSI.CAdES.detached", sm2_structure, "国密（SM2）签名"),
    ("adbe.pkcs7.detached", partial(sm2_structure, of=SHA256), "内容摘要与文件相符"),
    ("GM.sm2.detached", partial(sm2_structure, outer=NATIONAL), "内容摘要与文件相符"),
    ("adbe.pkcs7.detached", partial(sm2_structure, outer=NATIONAL, of=SM3), "国密（SM2）签名"),
    ("GM.sm2seal", lambda _signed: SEAL, "国密（SM2）签名或电子印章"),
    ("Somebody.OwnKind", lambda _signed: b"\x01\x02\x03", "签名的种类本系统不能核对"),
]


def worst(lines: list[CheckLine]) -> CheckLine:
    """The line that decides."""
    order = [Grade.INTACT, Grade.NOTICE, Grade.BROKEN]
    return max(lines, key=lambda line: order.index(line.standing))


def test_an_sm2_signature_needs_a_look_and_is_not_called_damaged(tmp_path: Path) -> None:
    lines = verified(SM2, tmp_path)
    assert {line.standing for line in lines} == {Grade.NOTICE}
    assert "国密（SM2）签名，本系统不能核对" in lines[1].message


@pytest.mark.parametrize(("kind", "contents", "words"), KINDS)
def test_every_kind_that_is_unknown_needs_a_look(kind: str, contents: Contents, words: str, tmp_path: Path) -> None:
    lines = verified(odd_signed(foreign_pdf(), kind, contents), tmp_path)
    assert worst(lines).standing is Grade.NOTICE
    assert any(words in line.message for line in lines)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_note, "签名之后又加了 1 处批注"),
        (with_page, "页数由 2 页变为 3 页"),
        (partial(flipped, place=60), "所签内容已被改动"),
        (lambda content: content.replace(b"/ByteRange [0 1483", b"/ByteRange [0 1482"), "位置又与文件对不上"),
        (lambda content: content[:-60] + content[-40:], "位置又与文件对不上"),
    ],
    ids=["note", "page", "byte", "range", "cut"],
)
def test_a_change_of_what_sm2_signed_is_seen(change: Callable[[bytes], bytes], words: str, tmp_path: Path) -> None:
    line = worst(verified(change(SM2), tmp_path))
    assert line.standing is Grade.BROKEN
    assert words in line.message


def test_an_added_note_is_seen_under_a_kind_without_any_sum(tmp_path: Path) -> None:
    sealed = odd_signed(foreign_pdf(), "GM.sm2seal", lambda _signed: SEAL)
    assert "又加了 1 处批注" in worst(verified(with_note(sealed), tmp_path)).message


def test_a_signature_of_ours_whose_data_is_damaged_is_damaged(
    signer: PadesSigner, credential: Credential, tmp_path: Path
) -> None:
    """Damage never passes for a kind nobody knows: the sum of the content no longer agrees."""
    whole = signer.sign(foreign_pdf(), credential, PASSWORD)
    for damaged in (whole.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdEX.detached"), flipped(whole, 80)):
        assert worst(verified(damaged, tmp_path)).standing is Grade.BROKEN
