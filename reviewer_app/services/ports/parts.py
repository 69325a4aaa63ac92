"""The outer parts as one: what the window and the services are handed instead of each part by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reviewer_app.services.ports.after.figures import FigureWriter
from reviewer_app.services.ports.custody import ContentCodec
from reviewer_app.services.ports.dispatch.archiving import DossierBinder
from reviewer_app.services.ports.dispatch.stacks import StackReader
from reviewer_app.services.ports.library import Libraries, PackReader
from reviewer_app.services.ports.papers import DocumentMaker, PageStamper, Signer, SummaryWriter
from reviewer_app.services.ports.reading import FormReader, SheetReader
from reviewer_app.services.ports.trust import Verifier


class Parts(Protocol):
    """Every outer part; each is loaded with its first use.

    `libraries` and `summaries` load so much that it is felt: they are asked for beside the window's thread only.
    """

    @property
    def libraries(self) -> Libraries: ...
    @property
    def reader(self) -> SheetReader: ...
    @property
    def forms(self) -> FormReader: ...
    @property
    def stacks(self) -> StackReader: ...
    @property
    def packs(self) -> PackReader: ...
    @property
    def maker(self) -> DocumentMaker: ...
    @property
    def stamper(self) -> PageStamper: ...
    @property
    def signer(self) -> Signer: ...
    @property
    def summaries(self) -> SummaryWriter: ...
    @property
    def figures(self) -> FigureWriter: ...
    @property
    def verifier(self) -> Verifier: ...
    @property
    def binder(self) -> DossierBinder: ...
    @property
    def contents(self) -> ContentCodec: ...
    @property
    def practice_password(self) -> str:
        """What opens the practice library; no secret, and told where it is asked for."""

    def shown(self, pdf: bytes, *, is_foreign: bool = False) -> bytes:
        """The pages for a reader that draws no filled fields and no signatures' looks, as the window's.

        Those of a foreign PDF are drawn once in a process of their own before the window is given them.
        """

    def joined(self, pdfs: Sequence[bytes]) -> bytes:
        """The pages of several documents of the house as one file, in order."""
