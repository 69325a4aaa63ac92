"""The workshop: each part that makes, stamps, signs or checks documents is loaded when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.outputs.papers.template_maker import TemplateMaker
    from reviewer_app.services.ports.library import Verifier
    from reviewer_app.services.ports.papers import PageStamper, Signer, SummaryWriter


class LateWorkshop:
    """Implements services.papers.making.Workshop; the maker's fonts serve the summaries too."""

    @cached_property
    def maker(self) -> TemplateMaker:
        """The maker of all papers with a template."""
        from reviewer_app.outputs.papers.template_maker import TemplateMaker

        return TemplateMaker()

    @cached_property
    def stamper(self) -> PageStamper:
        """The layer of texts and seals on other people's pages."""
        from reviewer_app.foreign_parts import ForeignStamper

        return ForeignStamper()

    @cached_property
    def signer(self) -> Signer:
        """Who signs PDFs and looks at signatures."""
        from reviewer_app.foreign_parts import ForeignSigner

        return ForeignSigner()

    @cached_property
    def summaries(self) -> SummaryWriter:
        """The writer of the summary in every form."""
        from reviewer_app.foreign_parts import ForeignForms
        from reviewer_app.outputs.summary.writer import SummaryForms

        return ForeignForms(SummaryForms(self.maker.book))

    @cached_property
    def verifier(self) -> Verifier:
        """Who looks whether a document is intact."""
        from reviewer_app.foreign_parts import ForeignVerifier

        return ForeignVerifier()

    def shown(self, pdf: bytes, *, is_foreign: bool = False) -> bytes:
        """The pages with filled fields and signatures' looks drawn in; the same bytes where there are none."""
        if is_foreign:
            from reviewer_app.foreign_parts import shown_apart

            return shown_apart(pdf)
        from reviewer_app.outputs.pdf.seen_page import shown_pages

        return shown_pages(pdf)
