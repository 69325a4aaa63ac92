"""One changed byte anywhere in a PDF of ours is noticed."""

from __future__ import annotations

import random

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.content_proof import check_content, seal_content
from support.printed import case_values


@pytest.fixture(scope="module")
def sheet(maker: TemplateMaker) -> bytes:
    """A finished PDF."""
    return maker.document(case_values(), SealStyle.CIRCLE)


def test_a_finished_file_proves_itself(sheet: bytes) -> None:
    """As it was made, it holds."""
    proof = check_content(sheet)
    assert proof.holds
    assert proof.added == 0


def test_any_flipped_byte_is_noticed(sheet: bytes) -> None:
    """Head, fonts, text, metadata, the proof itself, the last line: no place is left out."""
    mark = sheet.index(b"/DeskProof")
    chance = random.Random(2024)
    places = {0, 7, len(sheet) - 1, *range(mark, mark + 110), *(chance.randrange(len(sheet)) for _ in range(300))}
    for place in places:
        changed = bytearray(sheet)
        changed[place] ^= 0x01
        assert not check_content(bytes(changed)).holds, place


def test_a_shortened_file_is_noticed(sheet: bytes) -> None:
    """A copy that broke off does not hold."""
    assert not check_content(sheet[:-1]).holds
    assert not check_content(sheet[: len(sheet) // 2]).holds


def test_bytes_added_behind_are_counted(sheet: bytes) -> None:
    """What a signing program appends is told apart from a change."""
    proof = check_content(sheet + b"1234")
    assert proof.holds
    assert proof.added == 4


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF"])
def test_a_foreign_file_has_no_proof(content: bytes) -> None:
    """Another program's PDF is not called changed."""
    assert not check_content(content).is_there
    with pytest.raises(ValueError, match="0 places"):
        seal_content(content)
