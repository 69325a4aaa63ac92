"""What becomes of a PDF in other hands: a byte flipped, saved anew, noted, paged, filled, signed against its rules."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_NUMBER: Callable[[int], Any] = generic.NumberObject


def with_note(content: bytes) -> bytes:
    """A reader's note added behind the end, as PDF readers save it."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    note: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    note[generic.pdf_name("/Type")] = generic.pdf_name("/Annot")
    note[generic.pdf_name("/Subtype")] = generic.pdf_name("/Text")
    note[generic.pdf_name("/Rect")] = generic.ArrayObject(map(generic.FloatObject, (9, 9, 30, 30)))
    note[generic.pdf_name("/Contents")] = generic.TextStringObject("批注")
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    return written(writer)


def written(writer: Any) -> bytes:
    """The file with what was added."""
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def resaved(content: bytes) -> bytes:
    """The whole file written anew by another program."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(target)
    return target.getvalue()


def packed(content: bytes) -> bytes:
    """The whole file written anew with its objects packed together."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def flipped(content: bytes, place: int) -> bytes:
    """One byte changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def with_page(content: bytes) -> bytes:
    """An empty page added behind the end."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    pages = writer.root["/Pages"]
    page: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    page["/Type"] = generic.pdf_name("/Page")
    page["/Parent"] = writer.root.raw_get("/Pages")
    page["/MediaBox"] = generic.ArrayObject(map(generic.FloatObject, (0, 0, 200, 200)))
    page["/Resources"] = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = _NUMBER(int(pages["/Count"]) + 1)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)
    return written(writer)


def with_form(content: bytes) -> bytes:
    """A PDF with one text field."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        field = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("意见"), Rect=[9, 9, 90, 30], F=4)
        )
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=pdf.make_indirect(Array([field]))))
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([field]))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def filled(content: bytes) -> bytes:
    """The field filled in by a reader."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.TextStringObject("同意")
    writer.update_container(field)
    return written(writer)


def forced_signature(content: bytes) -> bytes:
    """A field more, with a signature in it that nobody asked the rules about."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    value: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    value["/Type"], value["/Filter"] = generic.pdf_name("/Sig"), generic.pdf_name("/Adobe.PPKLite")
    value["/Contents"] = generic.ByteStringObject(b"x")
    value["/ByteRange"] = generic.ArrayObject(map(_NUMBER, (0, 1, 2, 3)))
    field: Any = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    field["/FT"], field["/T"] = generic.pdf_name("/Sig"), generic.TextStringObject("forced")
    field["/V"] = writer.add_object(value)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(field))
    writer.update_container(fields)
    return written(writer)


def with_moved_field(content: bytes) -> bytes:
    """The first field of the form shown in another place."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = generic.ArrayObject(map(generic.FloatObject, (1, 1, 300, 300)))
    writer.update_container(field)
    return written(writer)
