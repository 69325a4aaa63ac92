"""What only a full reader draws is drawn in for the window: a form's filled fields, a signature's seal."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from reviewer_app.outputs.pdf.seen_page import shown_pages


def _filled_form() -> bytes:
    """A page with one field that is filled with black."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        look = pdf.make_stream(b"0 0 100 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, 100, 50])
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="name",
            F=4,
            Rect=pikepdf.Array([50, 50, 150, 100]),
            AP=pikepdf.Dictionary(N=look),
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(field)]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=page.Annots)
        made = io.BytesIO()
        pdf.save(made)
        return made.getvalue()


def _dark(pdf: bytes) -> int:
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1, may_draw_forms=False).to_pil().convert("L")
    return sum(count for grey, count in enumerate(picture.histogram()) if grey < 100)


def test_a_filled_field_is_drawn_in() -> None:
    form = _filled_form()
    assert _dark(form) == 0
    assert _dark(shown_pages(form)) == 100 * 50


def test_a_page_without_fields_stays_as_it_is_and_so_does_what_is_no_pdf() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        made = io.BytesIO()
        pdf.save(made)
    assert shown_pages(made.getvalue()) == made.getvalue()
    assert shown_pages(b"no pdf") == b"no pdf"
