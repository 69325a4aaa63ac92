"""What a file just written is spared: its check knows pages and fonts of ours, and loses no fault of them by it."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import pdfa

from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.archival import check_archival
from reviewer_app.outputs.pdf.known_content import content_of
from support.papers import KINDS, paper

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def receipt(maker: TemplateMaker) -> bytes:
    """A short paper of ours."""
    return maker.document(paper(DocumentKind.RECEIPT), SealStyle.SAMPLE.value)


def changed(pdf: bytes, change: Change) -> bytes:
    """The file with another content on its first page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page: Any = opened.pages[0].obj
        page.Contents = opened.make_stream(change(page.Contents.read_bytes()))
        target = io.BytesIO()
        opened.save(target)
    return target.getvalue()


def is_kept(pdf: bytes) -> bool:
    """Whether the file passes when it has just been written."""
    try:
        check_archival(pdf, "示例")
    except RefusalError:
        return False
    return True


def is_whole(pdf: bytes) -> bool:
    """Whether the file passes the whole check."""
    return pdfa.validate_written(io.BytesIO(pdf), "2b").verdict == "pass"


def test_all_pages_of_all_papers_are_known(maker: TemplateMaker) -> None:
    """No paper falls back on the slow walk unnoticed, whatever it keeps for the seal; nor does a draft."""
    papers = [maker.document(paper(kind), SealStyle.CIRCLE.value) for kind in KINDS]
    letter = paper(DocumentKind.COVERING_LETTER)
    papers += [maker.document(letter, seal) for seal in (SealStyle.SAMPLE.value, KEPT_FOR_SIGNING)]
    papers.append(maker.document(replace(letter, is_draft=True), SealStyle.CIRCLE.value))
    for place, content in enumerate(papers):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert [place for page in pdf.pages if content_of(page.obj.Contents) is None] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"q " * 30 + b"Q " * 30,
        lambda content: content + b"0 0 0 1 k 1 1 5 5 re f",
        lambda content: b"BT <0001> Tj ET\n" + content,
        lambda content: content.replace(b"/F1 ", b"/F77 ", 1),
        lambda content: re.sub(rb"<([0-9a-f]{4})", rb"<ffff", content, count=1),
        lambda content: re.sub(rb"<[0-9a-f]{4}", rb"<0000", content, count=1),
        lambda content: re.sub(rb"<([0-9a-f]{4})", rb"<\g<1>0", content, count=1),
        lambda content: content.replace(b" re", b" rectangle", 1),
        lambda content: content.replace(b" Tm ", b" Tm /Ink gs ", 1),
        lambda content: content + b"99999999999 0 m 1 1 l S",
        lambda content: content + b"ET",
        lambda content: content + b"(open",
        lambda content: content + b"0.5 0.5 rg",
    ],
)
def test_a_fault_on_a_page_is_found_in_a_file_just_written(receipt: bytes, change: Change) -> None:
    """Each is refused by the quick check as by the whole one, however often other files were found sound."""
    assert is_kept(receipt)
    broken = changed(receipt, change)
    assert not is_whole(broken)
    assert not is_kept(broken)
    assert is_kept(receipt)


def test_pages_spoilt_at_random_are_judged_alike(receipt: bytes) -> None:
    """Words of a page left out, doubled or exchanged: what passes the quick check passes the whole one, and no less."""
    rolled = random.Random(12)

    def spoil(content: bytes) -> bytes:
        words = content.split()
        first, second = rolled.randrange(len(words)), rolled.randrange(len(words))
        match rolled.randrange(4):
            case 0:
                del words[first]
            case 1:
                words.insert(first, words[second])
            case 2:
                words[first], words[second] = words[second], words[first]
            case _:
                words[first] = words[first][:-1] or b"0"
        return b" ".join(words)

    spoilt = [changed(receipt, spoil) for _ in range(30)]
    verdicts = [is_whole(pdf) for pdf in spoilt]
    assert 3 < sum(verdicts) < 27
    assert [is_kept(pdf) for pdf in spoilt] == verdicts


def test_a_width_or_a_font_that_is_not_as_told_is_found(receipt: bytes) -> None:
    """A width told otherwise than the font has it; a font file cut short, one byte short, or none at all."""
    faults = []
    with pikepdf.open(io.BytesIO(receipt)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        inner = next(font for font in fonts if "/FontDescriptor" in font and "/FontFile3" in font.FontDescriptor)
        program = inner.FontDescriptor.FontFile3.read_bytes()
        usual = inner.DW
        inner.DW = 995
        faults.append(_saved(pdf))
        inner.DW = usual
        for spoilt in (program[:-40], program[:200] + program[201:], b"no font"):
            inner.FontDescriptor.FontFile3.write(spoilt)
            faults.append(_saved(pdf))
    assert [is_whole(pdf) for pdf in faults] == [False] * 4
    assert [is_kept(pdf) for pdf in faults] == [False] * 4


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()
