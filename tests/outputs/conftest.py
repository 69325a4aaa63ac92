"""One maker and one typesetter for all tests of documents, for finding fonts takes time; and who signs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import Credential
from support.printed import case_values
from support.signed_pages import NOW, Identity, identity, p12


@pytest.fixture(scope="session")
def maker() -> TemplateMaker:
    """The maker of all documents with this machine's fonts."""
    return TemplateMaker()


@pytest.fixture(scope="session")
def book(maker: TemplateMaker) -> FontBook:
    """The maker's fonts."""
    return maker.book


@pytest.fixture(scope="session")
def setter(book: FontBook) -> Typesetter:
    """A typesetter with this machine's fonts."""
    return Typesetter(book)


@pytest.fixture(scope="session")
def floor_maker() -> TemplateMaker:
    """A maker on a machine without any font of its own."""
    return TemplateMaker(font_folders=())


@pytest.fixture(scope="session")
def own(maker: TemplateMaker) -> bytes:
    """A recommendation of ours."""
    return maker.document(case_values(), "circle")


@pytest.fixture(scope="session")
def who() -> Identity:
    """The office's own certificate, RSA 2048."""
    return identity(key=rsa.generate_private_key(65537, 2048))


@pytest.fixture
def credential(tmp_path: Path, who: Identity) -> Credential:
    """It as a file."""
    return p12(tmp_path, who)


@pytest.fixture
def signer() -> PadesSigner:
    """The signer on a machine whose clock says May 2026."""
    return PadesSigner(clock=lambda: NOW)
