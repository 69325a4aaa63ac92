"""A document of ours knows where its seal belongs, so that signing puts it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.seal_place import seal_place
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import make_demo_credential, write_sample_seal
from reviewer_app.services.ports.papers import SealImage
from support.foreign_pages import foreign_pdf, red_box, ring_svg
from support.printed import case_values, page_count, seen_lines
from support.signed_pages import NOW, poppler_image


def test_the_signature_s_seal_stands_where_the_circle_was_kept(maker: TemplateMaker, tmp_path: Path) -> None:
    """Over unit and date, on the last page, within 0.3 mm."""
    values = case_values()
    content = maker.document(values, "circle")
    place = seal_place(content)
    assert place is not None
    assert place.page == page_count(content)
    (unit,) = (line for line in seen_lines(content) if line.page == place.page and line.text == values.unit)
    assert unit.middle == pytest.approx(place.x + place.width / 2, abs=1)
    demo = make_demo_credential(tmp_path, values.unit, NOW.date())
    seal = SealImage(ring_svg(tmp_path), 42)
    signed = PadesSigner(clock=lambda: NOW).sign(content, demo.credential, demo.password, place, seal=seal)
    middle_x, middle_y = place.x + place.width / 2, place.y + place.height / 2
    expected = (middle_x - 21, middle_y - 21, middle_x + 21, middle_y + 21)
    assert red_box(poppler_image(signed, place.page, 600), 600) == pytest.approx(expected, abs=0.3)


def test_other_files_keep_no_place() -> None:
    """A foreign PDF, a broken one."""
    assert seal_place(foreign_pdf()) is None
    assert seal_place(b"hello") is None


def test_the_sample_seal_is_a_vector_in_true_size_and_says_sample(tmp_path: Path) -> None:
    """42 mm across for any unit, drawn, never a picture."""
    file = tmp_path / "sample.pdf"
    write_sample_seal(file, "上海市示例区市场监督管理局")
    content = file.read_bytes()
    assert b"/Image" not in content
    assert red_box(poppler_image(content, 1, 600), 600) == pytest.approx((0, 0, 42, 42), abs=0.1)
