"""Judging the files of a case and binding them: contents, pages with their numbers, bookmarks, embedded files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, pdfa

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.outputs.pdf.content_proof import PLACEHOLDER, PROOF_KEY, seal_content
from reviewer_app.outputs.pdf.damage import OF_VALUES
from reviewer_app.outputs.pdf.dossier.kinds import Kind, NotTakenError, kind_of, type_of
from reviewer_app.outputs.pdf.dossier.pages import pdf_pages, picture_pages
from reviewer_app.outputs.pdf.foreign import ForeignPdf, form_of
from reviewer_app.services.ports.dispatch import archiving as why
from reviewer_app.services.ports.dispatch.archiving import Binding, Fate, Paper

_PRODUCER = "reviewer-desk"
#: Where the page's number stands (mm from the right edge and from the top), and how high and wide a digit is.
_RIGHT, _TOP, _WIDE = 12.0, 9.0, 2.2
#: A PDF that cannot be shown as pages may still be kept as it is, for these reasons.
_EMBEDDED_ALL_THE_SAME = frozenset({why.RESTRICTED, why.NOT_KEPT, why.TOO_MANY_PAGES})


def judge(papers: tuple[Paper, ...], is_strict: bool) -> tuple[Fate, ...]:
    """What can become of each file; strictly each is tried by itself whether it can be kept."""
    return tuple(_fate(paper, is_strict) for paper in papers)


def bind(binding: Binding) -> bytes:
    """The dossier as bytes; RefusalError `document.not_archival` with the first reasons when it does not pass."""
    whole = pikepdf.open(io.BytesIO(binding.contents))
    opening = len(whole.pages)
    firsts: list[int] = []
    # Their contents are copied when the whole is written: until then each has to be there.
    opened: list[pikepdf.Pdf] = []
    for paper, fate in zip(binding.papers, binding.fates, strict=True):
        firsts.append(len(whole.pages))
        if fate.pages:
            opened.append(_pages(paper, is_tried=True)[0])
            whole.pages.extend(opened[-1].pages)
    _clear_catalogue(whole)
    _number_pages(whole, opening, binding.digits)
    _add_bookmarks(whole, binding, firsts)
    has_files = _embed(whole, binding)
    _describe(whole, binding)
    made = io.BytesIO()
    try:
        plain = pikepdf.ObjectStreamMode.disable
        pdfa.save(whole, made, "3b" if has_files else "2b", object_stream_mode=plain)
    except pdfa.PdfaError as error:
        reason = "；".join(str(one) for one in error.report.findings[:2])
        raise RefusalError("document.not_archival", case=binding.title, reason=reason) from error
    content = made.getvalue()
    # Where a file of others bears what looks like a proof, there is none of the whole; its hash stands on record.
    with suppress(ValueError):
        content = seal_content(content)
    return content


def _fate(paper: Paper, is_strict: bool) -> Fate:
    try:
        kind = kind_of(paper.name, paper.content)
        if kind is Kind.EMBEDDED:
            return Fate(is_embedded=True, why=why.OTHER_KIND)
        pdf, is_signed = _pages(paper)
        if is_strict and not paper.is_own:
            _try_alone(pdf)
        return Fate(len(pdf.pages), is_signed, why.SIGNED if is_signed else "")
    except NotTakenError as error:
        return Fate(is_embedded=error.code in _EMBEDDED_ALL_THE_SAME, why=error.code)


def _pages(paper: Paper, is_tried: bool = False) -> tuple[pikepdf.Pdf, bool]:
    if kind_of(paper.name, paper.content) is Kind.PDF:
        return pdf_pages(paper.content)
    return picture_pages(paper.content, is_tried), False


def _try_alone(pdf: pikepdf.Pdf) -> None:
    """NotTakenError `archive.not_archival` for pages that do not pass by themselves."""
    alone = pikepdf.new()
    try:
        alone.pages.extend(pdf.pages)
        _number_pages(alone, 0, ("0 0 1 1 re f",) * 10)
        pdfa.save(alone, io.BytesIO(), "2b")
    except (pdfa.PdfaError, OfficeError, pikepdf.PdfError, *OF_VALUES) as error:
        raise NotTakenError(why.NOT_KEPT) from error


def _clear_catalogue(pdf: pikepdf.Pdf) -> None:
    """What the contents page says of itself is not what the dossier says."""
    for name in (Name.Metadata, Name.StructTreeRoot, Name.MarkInfo, Name.Outlines, Name.PageMode):
        if name in pdf.Root:
            del pdf.Root[name]
    pdf.trailer.Info = pdf.make_indirect(Dictionary())


def _number_pages(pdf: pikepdf.Pdf, opening: int, digits: Sequence[str]) -> None:
    """Every page after the contents bears its number at its upper right; readers show the same one."""
    labels = [0, Dictionary(S=Name.D, P=pikepdf.String("目录-"))]
    if len(pdf.pages) > opening:
        labels += [opening, Dictionary(S=Name.D)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(labels))
    if not digits:
        return
    forms = [form_of(pdf, code, (-_WIDE, -1.5, _WIDE, 4.5)) for code in digits]
    page = ForeignPdf(pdf)
    for place in range(opening, len(pdf.pages)):
        seen, said = page.seen(place), str(place - opening + 1)
        for number, digit in enumerate(reversed(said)):
            page.draw(place, forms[int(digit)], seen.matrix(seen.width - _RIGHT - number * _WIDE, _TOP))


def _add_bookmarks(pdf: pikepdf.Pdf, binding: Binding, firsts: Sequence[int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("档案目录", 0))
        for paper, fate, first in zip(binding.papers, binding.fates, firsts, strict=True):
            if fate.pages:
                outline.root.append(OutlineItem(_plain(paper.title), first))
    pdf.Root.PageMode = Name.UseOutlines


def _embed(pdf: pikepdf.Pdf, binding: Binding) -> bool:
    """The files themselves, under names nobody can trip over; whether there are any."""
    has_files, stamp = False, _stamp(binding.made_at)
    for paper, fate, name in zip(binding.papers, binding.fates, binding.kept_as, strict=True):
        if fate.is_embedded:
            spec = AttachedFileSpec(
                pdf,
                paper.content,
                filename=name,
                description=_plain(paper.title),
                mime_type=type_of(paper.name, paper.content),
                creation_date=stamp,
                mod_date=stamp,
            )
            spec.relationship = Name.Source
            pdf.attachments[name] = spec
            has_files = True
    return has_files


def _describe(pdf: pikepdf.Pdf, binding: Binding) -> None:
    stamp = _stamp(binding.made_at)
    said = {"/Title": binding.title, "/Author": binding.author, "/Subject": binding.subject, "/Producer": _PRODUCER}
    for key, text in {**said, "/Creator": _PRODUCER, "/CreationDate": stamp, "/ModDate": stamp}.items():
        pdf.docinfo[key] = pikepdf.String(_plain(text))
    for key, text in (("/DeskKind", "case-dossier"), ("/DeskAuditHead", binding.audit_head)):
        if text:
            pdf.docinfo[key] = pikepdf.String(text)
    pdf.docinfo[f"/{PROOF_KEY}"] = pikepdf.String(PLACEHOLDER)
    pdf.Root.Lang = pikepdf.String("zh-CN")


def _stamp(moment: datetime) -> str:
    """A moment with its zone as PDF writes it."""
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'" if zone else f"D:{moment:%Y%m%d%H%M%S}Z"


def _plain(text: str) -> str:
    """Without signs that no reader shows in one line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
