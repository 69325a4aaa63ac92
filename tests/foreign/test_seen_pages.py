"""What a person sees of a signed PDF, then and now: each way of changing it is caught and named by its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import Credential, PlacedBox, SealImage
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.wiring import Parts
from support.foreign_pages import foreign_pdf, ring_svg
from support.printed import case_values
from support.signed_pages import PASSWORD, identity, p12
from support.tampered import filled, with_form, written

_NUMBER: Callable[[int], Any] = generic.NumberObject
_DICTIONARY: Callable[[Any], Any] = generic.DictionaryObject
WHITE, BLACK, RED = "1 1 1 rg", "0 0 0 rg", "1 0 0 rg"
TEXT = (100.0, 560.0, 300.0, 700.0)
EMPTY = (300.0, 20.0, 420.0, 60.0)


@pytest.fixture(scope="module")
def own() -> bytes:
    return TemplateMaker().document(case_values(), "circle")


@pytest.fixture
def key(tmp_path: Path) -> Credential:
    return p12(tmp_path, identity())


@pytest.fixture
def signer() -> PadesSigner:
    return PadesSigner()


def looked(content: bytes, folder: Path) -> list[CheckLine]:
    (folder / "a.pdf").write_bytes(content)
    return Parts().verifier.verify_pdf(folder / "a.pdf")


def with_look(content: bytes, rectangle: tuple[float, ...], colour: str, *, page: int = 0) -> bytes:
    """A field for a signature that nobody signed, with a look of its own, added behind the end."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    wide, high = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
    look: Any = generic.StreamObject(stream_data=f"{colour} 0 0 {wide} {high} re f".encode())
    look["/Type"], look["/Subtype"] = generic.pdf_name("/XObject"), generic.pdf_name("/Form")
    look["/BBox"] = generic.ArrayObject(map(generic.FloatObject, (0, 0, wide, high)))
    field: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    field["/Type"], field["/Subtype"] = generic.pdf_name("/Annot"), generic.pdf_name("/Widget")
    field["/FT"], field["/T"] = generic.pdf_name("/Sig"), generic.TextStringObject("遮")
    field["/Rect"] = generic.ArrayObject(map(generic.FloatObject, rectangle))
    field["/F"] = _NUMBER(4)
    field["/AP"] = _DICTIONARY({generic.pdf_name("/N"): writer.add_object(look)})
    placed = writer.add_object(field)
    writer.register_annotation(writer.find_page_for_modification(page)[0], placed)
    root = writer.root
    if "/AcroForm" not in root:
        form: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
        form["/Fields"] = generic.ArrayObject()
        root["/AcroForm"] = writer.add_object(form)
        writer.update_root()
    fields = root["/AcroForm"]["/Fields"]
    fields.append(placed)
    writer.update_container(fields)
    return written(writer)


def test_a_seal_over_the_words_hides_nothing(own: bytes, signer: PadesSigner, key: Credential, tmp_path: Path) -> None:
    """Ink over ink is what seals are for; twice signed, and on a page of others, the pages are as they were."""
    seal = SealImage(ring_svg(tmp_path))
    once = signer.sign(own, key, PASSWORD, PlacedBox(1, 60, 60, 42, 42), seal=seal)
    for content in (once, signer.sign(once, key, PASSWORD, PlacedBox(-1, 20, 30, 60, 20))):
        lines = looked(content, tmp_path)
        assert not any(line.is_broken for line in lines)
        assert (lines[1].part, lines[1].standing) == ("页面画面", Grade.INTACT)
        assert "生成时看到的内容今天原样可见" in lines[1].message
    page = signer.sign(foreign_pdf(), key, PASSWORD)
    assert not any(line.part == "页面画面" for line in looked(page, tmp_path)), "one time is compared with none"


@pytest.mark.parametrize("colour", [WHITE, BLACK, RED])
@pytest.mark.parametrize("turn", ["before", "between", "after"])
def test_a_field_nobody_signed_covers_nothing(
    colour: str, turn: str, own: bytes, signer: PadesSigner, key: Credential, tmp_path: Path
) -> None:
    """Put on before the first signature, between two, and behind the last one."""
    first = own if turn == "before" else signer.sign(own, key, PASSWORD)
    covered = with_look(first, TEXT, colour)
    lines = looked(covered if turn == "after" else signer.sign(covered, key, PASSWORD), tmp_path)
    seen = [line for line in lines if "第 1 页今天看到的内容与生成时不同" in line.message]
    assert [line.standing for line in seen] == [Grade.BROKEN]
    assert not any(line.standing is Grade.INTACT and "只加了数字签名" in line.message for line in lines)
    if turn == "between":
        told = next(line for line in lines if line.part == "签名1")
        assert told.is_broken
        assert "看到的内容有改变" in told.message


def test_words_on_an_empty_place_under_no_name_are_seen(
    own: bytes, signer: PadesSigner, key: Credential, tmp_path: Path
) -> None:
    signed = signer.sign(with_look(signer.sign(own, key, PASSWORD), EMPTY, RED, page=1), key, PASSWORD)
    assert any("第 2 页今天看到的内容" in line.message and line.is_broken for line in looked(signed, tmp_path))


@pytest.mark.parametrize("colour", [WHITE, BLACK])
def test_the_look_of_a_signature_itself_covers_nothing(
    colour: str, signer: PadesSigner, key: Credential, own: bytes, tmp_path: Path
) -> None:
    """The field is prepared with a look that hides the page, then signed as any reserved place is."""
    once = signer.sign(own, key, PASSWORD)
    twice = signer.sign(once, key, PASSWORD, PlacedBox(1, 40, 50, 60, 40))
    lines = looked(_painted_over(twice, colour), tmp_path)
    assert any(line.is_broken for line in lines)


def _painted_over(content: bytes, colour: str) -> bytes:
    """The last field's look replaced by a full box, in a revision of its own."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    look = writer.root["/AcroForm"]["/Fields"][-1]["/AP"]["/N"]
    look._data = f"{colour} 0 0 900 900 re f".encode()
    look._encoded_data = None
    writer.update_container(look)
    return written(writer)


def test_a_form_filled_in_after_signing_is_to_be_looked_at(
    signer: PadesSigner, key: Credential, tmp_path: Path
) -> None:
    """It is allowed, and what was written there is not what the signer saw."""
    signed = signer.sign(with_form(foreign_pdf()), key, PASSWORD)
    lines = looked(_with_text(filled(signed)), tmp_path)
    seen = next(line for line in lines if line.part == "页面画面")
    assert seen.standing is Grade.NOTICE
    assert "第 1 页有表单在签名之后填写过" in seen.message


def _with_text(content: bytes) -> bytes:
    """The look a reader gives the field that it filled."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    look: Any = generic.StreamObject(stream_data=b"0 0 0 rg 5 5 40 10 re f")
    look["/Type"], look["/Subtype"] = generic.pdf_name("/XObject"), generic.pdf_name("/Form")
    look["/BBox"] = generic.ArrayObject(map(generic.FloatObject, (0, 0, 81, 21)))
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/AP"] = _DICTIONARY({generic.pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)
    return written(writer)


CHANGES: list[tuple[str, Callable[[pikepdf.Pdf], object]]] = [
    ("rotated", lambda pdf: pdf.pages[0].rotate(90, relative=True)),
    ("cropped", lambda pdf: setattr(pdf.pages[0].obj, "CropBox", Array([0, 0, 595, 500]))),
    ("stamp", lambda pdf: _stamp(pdf)),
]


def _stamp(pdf: pikepdf.Pdf) -> None:
    look = pdf.make_stream(b"0 0 1 rg 0 0 80 80 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 80]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 300, 380, 380]), F=4, Contents=String("章"))
    note.AP = Dictionary(N=look)
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get(Name.Annots, Array([])), pdf.make_indirect(note)])


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[name for name, _ in CHANGES])
def test_what_changes_a_whole_page_is_named(
    name: str, change: Callable[[pikepdf.Pdf], object], signer: PadesSigner, key: Credential, tmp_path: Path
) -> None:
    """Two files that a program showed one after the other: compared as two times of one."""
    from reviewer_app.outputs.pdf.seen_page import shown_pages
    from reviewer_app.services.ports.pictures import FileTimes, PageChange, Seen
    from reviewer_ui.printing.page_comparing import compare_pages

    before = foreign_pdf()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    times = FileTimes((before, shown_pages(target.getvalue())), ((),))
    assert compare_pages(times) == (PageChange(0, 0, Seen.CHANGED),), name
