"""A signed paper is still fit for keeping: the checker's word for the page, the rules for signatures beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from reviewer_app.outputs.checking.signed_archival import archival_faults, claims_archival
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import AfterSigning, Credential, PlacedBox, SealImage
from reviewer_app.services.ports.records import Grade
from support.foreign_pages import foreign_pdf, ring_svg
from support.signed_pages import PASSWORD, identity, p12

SPOT = PlacedBox(1, 10, 10, 50, 46)


@pytest.fixture
def credential(tmp_path: Path) -> Credential:
    """A certificate as a file."""
    return p12(tmp_path, identity())


def signed_ways(signer: PadesSigner, credential: Credential, own: bytes, seal: SealImage) -> dict[str, bytes]:
    """Signed unseen, with a note, with a seal and closed, with a place kept and filled."""
    kept = signer.sign(own, credential, PASSWORD, after=AfterSigning.RESERVED, reserved=[SPOT])
    return {
        "unsigned": own,
        "unseen": signer.sign(own, credential, PASSWORD),
        "note": signer.sign(own, credential, PASSWORD, SPOT),
        "closed": signer.sign(own, credential, PASSWORD, SPOT, seal=seal, after=AfterSigning.CLOSED),
        "kept": kept,
        "filled": signer.sign(kept, credential, PASSWORD, seal=seal),
    }


def test_signing_keeps_a_paper_fit_for_keeping(
    signer: PadesSigner, credential: Credential, own: bytes, tmp_path: Path
) -> None:
    """Whatever way it is signed; `verify` says so."""
    for way, content in signed_ways(signer, credential, own, SealImage(ring_svg(tmp_path))).items():
        assert archival_faults(content) == (), way
        (tmp_path / "a.pdf").write_bytes(content)
        lines = ArchiveVerifier().verify_pdf(tmp_path / "a.pdf")
        assert [line.standing for line in lines if line.part == "存档格式"] == [Grade.INTACT], way


def test_what_breaks_the_rules_is_found(signer: PadesSigner, credential: Credential, own: bytes) -> None:
    """A script, an unknown colour, a form readers draw, an action, a field of another kind, strange rights."""
    content = signer.sign(own, credential, PASSWORD, SPOT, after=AfterSigning.CLOSED)

    def script(pdf: Any) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    def transparent(pdf: Any) -> None:
        (look,) = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and Name.DeskLook in names(one)]
        look.Resources.XObject.DeskLook.Resources = Dictionary(ColorSpace=Dictionary(X=Array([Name.Indexed])))

    def drawn(pdf: Any) -> None:
        pdf.Root.AcroForm.NeedAppearances = True

    def acting(pdf: Any) -> None:
        pdf.Root.AcroForm.Fields[0].AA = Dictionary()

    def other(pdf: Any) -> None:
        pdf.Root.AcroForm.Fields[0].FT = Name.Tx

    def rights(pdf: Any) -> None:
        pdf.Root.Perms.Strange = 1

    for change in (script, transparent, drawn, acting, other, rights):
        assert archival_faults(changed(content, change)), change.__name__


def names(stream: pikepdf.Stream) -> Any:
    """The drawings a stream uses."""
    resources: Any = stream.get(Name.Resources, Dictionary())
    return resources.get(Name.XObject, Dictionary())


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The file with a change, saved anew."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def test_papers_of_others_are_not_judged(own: bytes) -> None:
    """Only what says that it is made for keeping."""
    assert claims_archival(own)
    assert not claims_archival(foreign_pdf())
